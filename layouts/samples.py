"""What a layout is looked at with: a made-up document, or the newest real ones of its kind. Nothing here is stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.models import Agreement, DeliveryTerms, PaymentTerms, VatZone
from layouts.blocks import DUE, OURS
from layouts.documents import reckon
from layouts.models import PaperKind
from rackbeat.lib.amounts import ZERO, line_net

NEWEST = 8
# Papers of the same documents.
SAME: dict[str, str] = {
    PaperKind.PROFORMA: PaperKind.ORDER,
    PaperKind.PICKING_LIST: PaperKind.DELIVERY_NOTE,
}


@dataclass
class SampleLine:
    """A line of goods that nobody sells."""

    paper_number: str
    text: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount_percent: Decimal = ZERO
    vat_percent: Decimal = Decimal(25)
    paper_place: str = "A-01"
    paper_target: str = "B-04"
    supplier_item_number: str = ""
    is_words: bool = False

    @property
    def paper_quantity(self) -> Decimal:
        return self.quantity

    @property
    def amount_net(self) -> Decimal:
        return line_net(self.quantity, self.price, self.discount_percent)

    @property
    def quantity_expected(self) -> Decimal:
        return self.quantity + 1

    @property
    def quantity_counted(self) -> Decimal:
        return self.quantity

    @property
    def change(self) -> Decimal:
        return Decimal(-1)

    @property
    def value(self) -> Decimal:
        return -self.price


@dataclass
class SampleParty:
    number: int = 10014


@dataclass
class SampleDocument:
    """A document of any kind, as believable as nobody's can be."""

    agreement: Agreement
    kind: str
    today: date
    layout: Any = None
    number: str = "1042"
    party: SampleParty = field(default_factory=SampleParty)
    vat_zone: str = VatZone.DOMESTIC
    amount_net: Decimal = ZERO
    amount_vat: Decimal = ZERO
    amount_total: Decimal = ZERO
    is_final: bool = False
    paper_sign: int = 1

    def __post_init__(self) -> None:
        self.party_field = (
            "" if self.kind in OURS else "supplier" if self.kind.startswith(("purchase", "supp")) else "customer"
        )
        self.currency = str(self.agreement.base_currency_id)
        self.paper_kind, self.paper_number = self.kind, self.number
        self.party_name = _("Sample customer") if self.party_field == "customer" else _("Sample supplier")
        self.their_reference, self.our_reference = "Kari Nes", "Anna Berg"
        self.heading, self.note = "", _("This text was written on the document itself.")
        self.address_lines = ["Storgata 120", f"0184 {self.agreement.city or 'Oslo'}"]
        self.delivery_name = _("Sample customer, warehouse") if self.party_field == "customer" else _("Our warehouse")
        self.delivery_lines = [self.delivery_name, "Havnegata 3", "0668 Oslo"] if self.party_field else []
        reckon(self, self.lines)  # type: ignore[arg-type]

    @property
    def lines(self) -> list[SampleLine]:
        piece, hour, eight, ten = _("pcs"), _("hours"), Decimal(8), Decimal(10)
        return [
            SampleLine(
                "2040",
                _("Front lamp, 800 lm"),
                Decimal(12),
                piece,
                Decimal(279),
                eight,
                supplier_item_number="L-800",
            ),
            SampleLine(
                "3305",
                _("Studded tyre 28×1.60"),
                Decimal(24),
                piece,
                Decimal(489),
                ten,
                supplier_item_number="T-28",
            ),
            SampleLine("9001", _("Fitting"), Decimal("1.5"), hour, Decimal(890), vat_percent=Decimal(15)),
        ]

    def paper_lines(self, kind: str) -> Iterable[SampleLine]:
        return self.lines

    @property
    def paper_due(self) -> date | None:
        return self.today + timedelta(days=30) if self.kind in DUE else None

    @property
    def paper_terms(self) -> str:
        terms = PaymentTerms.objects.filter(is_default=True).first()
        if terms is None:
            return _("30 days net")
        language = get_language() or ""
        return terms.in_short(language) if self.party_field == "supplier" else terms.said(language)

    @property
    def paper_delivery_terms(self) -> str:
        terms = DeliveryTerms.objects.first()
        return terms.said(get_language() or "") if terms else ""

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        facts: list[tuple[Any, Any]] = [(pgettext("paper", "Date"), self.today)]
        if kind in (PaperKind.INVOICE, PaperKind.REMINDER, PaperKind.SUPPLIER_INVOICE):
            facts.append((pgettext("paper", "Due"), self.paper_due))
        return facts

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        return [(pgettext("paper", "Order"), "1021")]


def sample(agreement: Agreement, kind: str) -> SampleDocument:
    """A made-up document; in the language that is active."""
    return SampleDocument(agreement, kind, agreement.today())


def newest(kind: str, may: frozenset[str]) -> list[Any]:
    """The newest real documents that have such a paper; none for those who may not see such documents."""
    rows = _rows(kind, may)
    return [] if rows is None else list(rows.order_by("-pk")[:NEWEST])


def real(kind: str, key: str, may: frozenset[str]) -> Any:
    """The real document of that key; None where there is none, or it is not for this reader."""
    rows = _rows(kind, may)
    is_key = key.isascii() and key.isdigit() and len(key) < 18
    return rows.filter(pk=int(key)).first() if rows is not None and is_key else None


def _rows(kind: str, may: frozenset[str]) -> Any:
    kind = SAME.get(kind, kind)
    if kind not in settings.PAPERS:
        return None
    label, right, where = settings.PAPERS[kind]
    return apps.get_model(label)._default_manager.filter(**where) if right in may else None
