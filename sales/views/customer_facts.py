"""What a customer's page says beside its card: figures, the year in columns, the latest documents. It decides nothing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from layouts.documents import address_lines
from layouts.views.desk import address
from rackbeat.lib import plots
from rackbeat.lib.amounts import ZERO
from rackbeat.templatetags import ui
from sales import figures as reckoned
from sales.models import Customer, Quote, SalesInvoice, SalesOrder, Shipment

Words = str | Promise
LATEST = 5
HEADS = {
    "status": pgettext_lazy("list", "Status"),
    "delivery": pgettext_lazy("track", "Delivery"),
    "invoicing": pgettext_lazy("track", "Invoicing"),
    "picking": pgettext_lazy("track", "Picked"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of document of the page: it stands under the first of `days` that is known, with these `tracks`."""

    noun: str
    model: type[Any]
    label: Words
    empty: Words
    days: tuple[str, ...]
    tracks: tuple[str, ...]
    right: str = "sales.view"

    @property
    def heads(self) -> list[Words]:
        """The tracks in words."""
        return [HEADS[track] for track in self.tracks]

    @property
    def nouns(self) -> str:
        return f"{self.noun}s"


KINDS = (
    Kind("quote", Quote, gettext_lazy("Quotes"), gettext_lazy("No quotes."), ("quoted_on",), ("status",)),
    Kind(
        "order",
        SalesOrder,
        gettext_lazy("Orders"),
        gettext_lazy("No orders."),
        ("ordered_on",),
        ("status", "delivery", "invoicing"),
    ),
    Kind(
        "shipment",
        Shipment,
        gettext_lazy("Shipments"),
        gettext_lazy("No shipments."),
        ("shipped_on", "ship_on"),
        ("status", "picking"),
        "shipments.view",
    ),
    Kind(
        "invoice",
        SalesInvoice,
        gettext_lazy("Invoices"),
        gettext_lazy("No invoices."),
        ("invoiced_on",),
        ("status", "delivery"),
    ),
)


@dataclass(frozen=True)
class Row:
    """A document in one line: its name and address, day, tracks, and amount (None without the right to see it)."""

    name: str
    url: str
    day: date | None
    badges: list[Any]
    amount: Any = None


@dataclass(frozen=True)
class Part:
    """The latest documents of one kind, and where all of them are."""

    label: Words
    url: str
    empty: Words
    tracks: list[Words]
    rows: list[Row] = field(default_factory=list)


def delivery_lines(customer: Customer) -> list[str]:
    """Where goods go when not to the customer's own address."""
    return [line for line in (customer.delivery_name, *address_lines(customer, "delivery_")) if line]


def figures(customer: Customer, today: date, rights: frozenset[str]) -> dict[str, Any]:
    """Figures and plot for the template; nothing without the right to see prices."""
    if "price.view" not in rights:
        return {}
    still_open, overdue = reckoned.owed(customer, today)
    sold = reckoned.sold_by_month(customer, today)
    total = sum((amount for _month, amount in sold), ZERO)
    money = customer.agreement.base_currency_id
    everything = f"{reverse('sales:invoices')}?customer={customer.number}"
    shown = [
        {"label": _("Open"), "value": ui.amount(still_open), "url": f"{everything}&view=unpaid", "sub": money},
        {"label": _("Overdue"), "value": ui.amount(overdue), "url": f"{everything}&view=overdue", "sub": money},
        {
            "label": _("Sold, last 12 months"),
            "value": ui.amount(total),
            "sub": _("%(money)s excl. VAT") % {"money": money},
        },
    ]
    plot = plots.columns([(plots.month_name(month), amount) for month, amount in sold])
    say = _("Sold by month, excl. VAT, from %(first)s: %(sold)s") % {
        "first": date_format(sold[0][0], "F Y"),
        "sold": "; ".join(ui.amount(amount) for _month, amount in sold),
    }
    return {"figures": shown, "plot": plot if total else None, "say": say, "money": money}


def latest(customer: Customer, rights: frozenset[str]) -> list[Part]:
    """The newest quotes, orders, shipments and invoices: those kinds that have pages and may be seen."""
    prices = "price.view" in rights
    parts = []
    for kind in KINDS:
        where = address(f"sales:{kind.nouns}")
        if kind.right not in rights or not where:
            continue
        found = kind.model.objects.filter(customer=customer).order_by("-pk")[:LATEST]
        rows = [_row(kind, document, prices=prices) for document in found]
        parts.append(Part(kind.label, f"{where}?customer={customer.number}&archived=all", kind.empty, kind.heads, rows))
    return parts


def _row(kind: Kind, document: Any, *, prices: bool) -> Row:
    draft = getattr(document, "draft_number", None) if not document.number else None
    name = _("Draft %(number)s") % {"number": draft} if draft else str(document.number)
    url = address(f"sales:{kind.noun}", f"draft-{draft}" if draft else document.number)
    amount = document.amount_net if prices and kind.noun != "shipment" else None
    day = next((on for name in kind.days if (on := getattr(document, name))), None)
    credit = getattr(document, "is_credit", False)  # a credit note delivers nothing
    badges = [None if credit and track == "delivery" else getattr(document, f"{track}_track") for track in kind.tracks]
    return Row(name, url, day, badges, amount)
