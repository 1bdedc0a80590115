"""What all documents have in common: header, lines, party, address. Concrete ones live in the storeys above."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import PaymentTerms, VatZone
from accounts.tenancy import Tenant
from rackbeat.lib import countries, periods, statements
from rackbeat.lib.amounts import ZERO, line_net, vat_by_rate
from rackbeat.lib.refusal import Refusal


class NordicKey(models.Func):
    """Lower case with æ ø å behind z, in the order of the Nordic alphabets; compared byte by byte."""

    template = "translate(lower(%(expressions)s), 'æäøöå', '{{||}')"


def nordic_key(field: str = "name", length: int = 255) -> models.GeneratedField:
    """A stored column to sort names by, the same on every server."""
    return models.GeneratedField(
        expression=NordicKey(models.F(field)),
        output_field=models.CharField(max_length=length, db_collation="C"),
        db_persist=True,
    )


def quantity_field(verbose_name: Any = None, **options: Any) -> models.DecimalField:
    """A quantity: numeric(18,6)."""
    return models.DecimalField(verbose_name or _("quantity"), max_digits=18, decimal_places=6, **options)


def hidden(field: models.DecimalField, right: str = "price.view") -> models.DecimalField:
    """The field says what goods cost or sell for: who lacks the right doesn't read its changes in the history."""
    field.right = right  # type: ignore[attr-defined]
    return field


def amount_field(verbose_name: Any = None, **options: Any) -> models.DecimalField:
    """An amount of money: numeric(18,2)."""
    return hidden(models.DecimalField(verbose_name or _("amount"), max_digits=18, decimal_places=2, **options))


def price_field(verbose_name: Any = None, **options: Any) -> models.DecimalField:
    """A price as entered: numeric(18,6)."""
    return hidden(models.DecimalField(verbose_name or _("price"), max_digits=18, decimal_places=6, **options))


def percent_field(verbose_name: Any = None, **options: Any) -> models.DecimalField:
    """A percentage from 0 to 100: numeric(5,2)."""
    return models.DecimalField(
        verbose_name,
        max_digits=5,
        decimal_places=2,
        default=ZERO,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        **options,
    )


class Address(models.Model):
    """Where somebody is. Abstract: party and document carry it as columns."""

    street = models.CharField(_("street"), max_length=255, blank=True)
    street2 = models.CharField(_("street, second line"), max_length=255, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)

    class Meta:
        abstract = True


ADDRESS = ["street", "street2", "postcode", "city", "country"]


class Party(Tenant, Address):
    """A customer or supplier: what a document copies from when it is made."""

    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=255)
    name_sort = nordic_key()
    org_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    reference = models.CharField(_("their reference"), max_length=100, blank=True)
    vat_zone = models.CharField(_("VAT zone"), max_length=20, choices=VatZone.choices, default=VatZone.DOMESTIC)
    payment_terms = models.ForeignKey(
        "accounts.PaymentTerms",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("payment terms"),
    )
    layout = models.ForeignKey(
        "layouts.Layout",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("layout"),
    )
    note = models.TextField(_("note"), blank=True)
    is_barred = models.BooleanField(_("barred"), default=False)
    created_at = models.DateTimeField(default=periods.now, editable=False)

    class Meta(Tenant.Meta):
        abstract = True
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def address_lines(self) -> list[str]:
        return address_lines(self)


def address_lines(place: Any, prefix: str = "") -> list[str]:
    """Street, second line, postcode and city, and the country by name where it is another than our own."""
    street, street2, postcode, city, country = (getattr(place, prefix + name) for name in ADDRESS)
    abroad = countries.name(country) if country and country != place.agreement.country else ""
    return [line for line in (street, street2, f"{postcode} {city}".strip(), abroad) if line]


class Numbered(Tenant):
    """A numbered paper: heading, text, layout, archive, history. Our own (a stock count) goes to nobody else."""

    paper_kind: ClassVar[str] = ""  # a PaperKind
    party_field: ClassVar[str] = ""  # blank: it has no other party

    number = models.PositiveBigIntegerField(_("number"), null=True, editable=False)
    heading = models.CharField(_("heading"), max_length=255, blank=True)
    note = models.TextField(_("text on the document"), blank=True)
    our_reference = models.CharField(_("our reference"), max_length=100, blank=True)
    layout = models.ForeignKey(
        "layouts.Layout",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("layout"),
    )
    archived = models.BooleanField(_("archived"), default=False, editable=False)
    archived_by_hand = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made"), default=periods.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )

    class Meta(Tenant.Meta):
        abstract = True

    DRAFT_STATUSES: ClassVar[set[str]] = {"draft", "open"}
    if TYPE_CHECKING:
        lines: Any

    @property
    def is_draft(self) -> bool:
        """Still being written: header and lines can be changed."""
        return self.status in self.DRAFT_STATUSES  # type: ignore[attr-defined]

    # --- what paper asks; the concrete class says what only it knows ------------------------------------------------

    @property
    def is_final(self) -> bool:
        """Nothing of it that is printed can change any more, so its paper is kept as it was made."""
        return False

    @property
    def paper_number(self) -> str:
        return str(self.number or "")

    @property
    def paper_sign(self) -> int:
        """-1 where the document is stored below zero and printed above it."""
        return 1

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        """(label, date or number) pairs for the right of the address."""
        return []

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        """(label, value) pairs for the small line under the title: the documents that this one follows from."""
        return []

    def paper_lines(self, kind: str) -> Iterable["TradeLine"]:
        """The lines in the order in which they are printed."""
        return self.lines.select_related("item")  # type: ignore[attr-defined]

    def settle(self, *, finished: bool, changed: bool) -> None:
        """Archive when finished, bring back when not. A hand's choice stands until the state changes; the caller saves."""
        if changed or not self.archived_by_hand:
            self.archived, self.archived_by_hand = finished, False


class Document(Numbered):
    """A paper of the trade, with another party and what it comes to. What happens to it is the business of the verbs above."""

    party_field: ClassVar[str] = "customer"

    their_reference = models.CharField(_("their reference"), max_length=100, blank=True)
    currency = models.CharField(_("currency"), max_length=3)

    party_name = models.CharField(_("name"), max_length=255, blank=True)
    party_org_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    street = models.CharField(_("street"), max_length=255, blank=True)
    street2 = models.CharField(_("street, second line"), max_length=255, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    vat_zone = models.CharField(_("VAT zone"), max_length=20, choices=VatZone.choices, default=VatZone.DOMESTIC)

    delivery_name = models.CharField(_("name"), max_length=255, blank=True)
    delivery_street = models.CharField(_("street"), max_length=255, blank=True)
    delivery_street2 = models.CharField(_("street, second line"), max_length=255, blank=True)
    delivery_postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    delivery_city = models.CharField(_("city"), max_length=100, blank=True)
    delivery_country = models.CharField(_("country"), max_length=2, blank=True)

    amount_net = amount_field(_("net"), default=ZERO, editable=False)
    amount_vat = amount_field(_("VAT"), default=ZERO, editable=False)
    amount_total = amount_field(_("total"), default=ZERO, editable=False)

    class Meta(Numbered.Meta):
        abstract = True

    @property
    def party(self) -> Party:
        return getattr(self, self.party_field)

    @property
    def address_lines(self) -> list[str]:
        return address_lines(self)

    @property
    def delivery_lines(self) -> list[str]:
        return [line for line in (self.delivery_name, *address_lines(self, "delivery_")) if line]

    @property
    def paper_due(self) -> date | None:
        return getattr(self, "due_on", None)

    @property
    def paper_terms(self) -> str:
        """Payment terms in words, in the language that is active: as they were kept at booking, else as the register says.

        What they threaten with is ours to say to customers: a supplier reads the days only.
        """
        if self.party_field == "supplier":
            terms = getattr(self, "payment_terms", None)
            return terms.in_short(get_language() or "") if terms else ""
        return self._terms_in_words("payment_terms") or getattr(self, "payment_text", "")

    @property
    def paper_delivery_terms(self) -> str:
        """Delivery terms in words, likewise."""
        return self._terms_in_words("delivery_terms")

    def _terms_in_words(self, name: str) -> str:
        language = get_language() or ""
        kept: dict[str, dict[str, str]] = getattr(self, "terms_said", None) or {}
        if name in kept:
            return kept[name].get(language, "")
        terms = getattr(self, name, None)
        has_one_text: str = getattr(self, "payment_text", "")  # booked before texts were kept by language
        if terms is None or (name == "payment_terms" and has_one_text):
            return ""
        return str(terms.said(language))

    def copy_party(self, party: Party) -> None:
        """Take over name, address, references, VAT zone, layout: later changes of the party do not reach this document."""
        self.party_name, self.party_org_number = party.name, party.org_number
        self.vat_zone, self.layout = party.vat_zone, party.layout
        self.their_reference = self.their_reference or party.reference
        for name in ADDRESS:
            setattr(self, name, getattr(party, name))
        for name in ["delivery_name", *(f"delivery_{part}" for part in ADDRESS)]:
            if hasattr(party, name):
                setattr(self, name, getattr(party, name))

    def deliver_to(self, place: Any) -> None:
        """Take over one of our own addresses as the place of delivery; without one the paper says none."""
        if place is not None:
            self.delivery_name = place.name
            for name in ADDRESS:
                setattr(self, f"delivery_{name}", getattr(place, name))

    def copy_header(self, source: "Document") -> None:
        """Carry addresses, references and layout along the chain: nothing is typed twice."""
        for name in CARRIED:
            setattr(self, name, getattr(source, name))


class Becoming(models.Model):
    """A document whose status moves by allowed pairs only: `become` is the one line that writes a status. Abstract."""

    MOVES: ClassVar[dict[Any, set[Any]]] = {}
    if TYPE_CHECKING:
        status: Any
        Status: Any

    class Meta:
        abstract = True

    def may_become(self, status: Any) -> bool:
        return status in self.MOVES.get(self.status, set())

    def become(self, status: Any, **facts: Any) -> None:
        """Take the next status together with the facts that belong to it, and save them."""
        if not self.may_become(status):
            earlier = type(self).Status(self.status).label
            if status == self.status:
                raise Refusal(_("It is “%(now)s” already.") % {"now": earlier})
            raise Refusal(
                _("It is “%(now)s” and can no longer become “%(then)s”.") % {"now": earlier, "then": status.label}
            )
        self.status = status
        facts["archived_by_hand"] = False  # a hand's choice stands until the state changes
        for name, value in facts.items():
            setattr(self, name, value)
        statements.update(self, ["status", *facts])  # type: ignore[arg-type]


CARRIED = {
    "heading",
    "our_reference",
    "their_reference",
    "currency",
    "layout_id",
    "party_name",
    "party_org_number",
    *ADDRESS,
    "vat_zone",
    "delivery_name",
    *(f"delivery_{part}" for part in ADDRESS),
}


class TradeLine(Tenant):
    """A line that moves or names something: position, text, quantity. Prices come with `DocumentLine`."""

    position = models.PositiveIntegerField(_("line"))
    text = models.CharField(_("text"), max_length=500, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)

    RECKONED: ClassVar[tuple[str, ...]] = ()  # what `reckon` sets
    document_field: ClassVar[str] = ""
    sign: ClassVar[int] = 1  # -1 where quantities are stored below zero

    class Meta(Tenant.Meta):
        abstract = True

    def reckon(self) -> None:
        """Set what follows from the line's facts; on a line without a price nothing does."""

    @property
    def is_words(self) -> bool:
        """A line that only says something: printed over the whole width."""
        return getattr(self, "item_id", None) is None and not (self.paper_quantity and getattr(self, "price", None))

    @property
    def paper_number(self) -> str:
        item = getattr(self, "item", None)
        return item.number if item else ""

    @property
    def paper_place(self) -> str:
        place = getattr(self, "location", None)
        return place.code if place else ""

    @property
    def paper_quantity(self) -> Decimal:
        return self.quantity  # type: ignore[attr-defined]


class DocumentLine(TradeLine):
    """A priced line. The concrete class says what item it is about (text lines have none)."""

    RECKONED: ClassVar[tuple[str, ...]] = ("amount_net",)

    quantity = quantity_field(default=Decimal(0))
    price = price_field(default=Decimal(0))
    discount_percent = hidden(percent_field(_("discount")))
    vat_percent = percent_field(_("VAT"))
    amount_net = amount_field(default=ZERO, editable=False)

    class Meta(Tenant.Meta):
        abstract = True

    def reckon(self) -> None:
        """Set the line's net from quantity, price and discount."""
        self.amount_net = line_net(self.quantity, self.price, self.discount_percent)


def reckon(document: Document, lines: Any) -> None:
    """Set the document's net, VAT (per rate) and total from its lines; the caller saves."""
    rates = vat_by_rate((line.amount_net, line.vat_percent) for line in lines)
    document.amount_net = sum((net for _rate, net, _vat in rates), ZERO)
    document.amount_vat = sum((vat for _rate, _net, vat in rates), ZERO)
    document.amount_total = document.amount_net + document.amount_vat


class Terms(models.Model):
    """Payment terms of a document that is to be paid. Abstract."""

    payment_terms = models.ForeignKey(
        PaymentTerms, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("payment terms")
    )
    delivery_terms = models.ForeignKey(
        "accounts.DeliveryTerms",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delivery terms"),
    )

    class Meta:
        abstract = True
