"""What the pages of quotes, orders and invoices have in common: stock and margin beside the lines, and the chain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Min, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inventory import availability
from inventory.models import Expected, Item
from layouts.views import lines as table
from layouts.views.desk import Desk, Fact, Link, address
from layouts.views.kinds import key_of
from rackbeat.lib.amounts import ZERO
from rackbeat.templatetags import ui
from sales import prices
from sales.forms import SalesLineForm
from sales.models import Customer, SalesOrderLine


def margin_percent(net: Decimal, cost: Decimal) -> Decimal | None:
    """Contribution in percent of the net; None where nothing is charged."""
    return (net - cost) * 100 / net if net else None


def _available(line: Any, known: Mapping[str, Any]) -> Any:
    if "available" not in known:
        return ""
    said, held = ui.quantity(known["available"]), _held(known)
    if not known.get("missing"):
        return format_html('<span title="{}">{}</span>', held, said) if held else said
    words = _("%(missing)s missing") % {"missing": ui.quantity(known["missing"])}
    return format_html(
        '<span class="short" title="{}">{}<span class="visually-hidden">{} </span>{}</span>',
        f"{words}: {held}" if held else words,
        ui.icon("warn"),
        words,
        said,
    )


def _held(known: Mapping[str, Any]) -> str:
    """How much of what is available the document holds itself; blank where it holds nothing."""
    if not known.get("held"):
        return ""
    return _("%(free)s free in stock, and %(held)s reserved for this order") % {
        "free": ui.quantity(known["available"] - known["held"]),
        "held": ui.quantity(known["held"]),
    }


AVAILABLE = table.LineColumn("avail", gettext_lazy("Available"), _available, number=True, say=gettext_lazy("avail."))
AVAILABLE_TO_IT = replace(AVAILABLE, head=gettext_lazy("Avail. to order"))  # what the order holds itself is part of it
MARGIN = table.LineColumn(
    "dg",
    gettext_lazy("Margin"),
    lambda line, known: ui.percent(known["margin"], 1) if known.get("margin") is not None else "",
    number=True,
    soft=True,
    right="cost.view",
)
COLUMNS = (
    table.ITEM,
    table.TEXT,
    AVAILABLE,
    table.QUANTITY,
    table.UNIT,
    table.PRICE,
    table.DISCOUNT,
    MARGIN,
    table.AMOUNT,
)


@dataclass(frozen=True)
class MarginRow:
    """A line's part of the margin, and where its cost comes from."""

    line: Any
    cost: Decimal
    url: str

    @property
    def margin(self) -> Decimal:
        return self.line.amount_net - self.cost

    @property
    def percent(self) -> Decimal | None:
        return margin_percent(self.line.amount_net, self.cost)

    @property
    def source(self) -> str:
        if not self.line.item.group.has_stock:
            return _("Not kept in stock: the expected cost")
        sent = min(getattr(self.line, "quantity_shipped", ZERO), self.line.quantity)
        if sent and sent == self.line.quantity:
            return _("Sent: what the ledger says it cost")
        if sent:
            return _("%(sent)s sent, as the ledger says; the rest as a unit costs now") % {"sent": ui.quantity(sent)}
        return _("Not sent yet: as a unit costs now")


@dataclass(frozen=True)
class Margin:
    """How a document's contribution margin came about."""

    net: Decimal
    rows: Sequence[MarginRow]

    @property
    def cost(self) -> Decimal:
        return sum((row.cost for row in self.rows), ZERO)

    @property
    def margin(self) -> Decimal:
        return self.net - self.cost


def customers() -> Any:
    return Customer.objects.select_related("payment_terms", "layout").filter(is_barred=False)


class TradeDesk(Desk):
    """A quote, an order or an invoice."""

    app = "sales"
    sees, works = "sales.view", "sales.edit"
    parties = staticmethod(customers)
    party_label = gettext_lazy("Customer")
    party_options = "sales:customer_options"
    party_page = "sales:customer"
    party_new = "sales:customer_new"
    line_form = SalesLineForm
    template = "sales/trade.html"
    columns = COLUMNS

    def rows(self) -> Any:
        return super().rows().select_related("payment_terms", "delivery_terms")

    def options(self) -> dict[str, str]:
        return {"item": reverse("sales:item_options")}

    def line_facts(self, document: Any, item: Item) -> dict[str, Any]:
        return prices.line_facts(document, document.customer, item)

    # --- stock and margin beside the lines ---

    def needs_stock(self, document: Any) -> bool:
        """Whether what is available still matters: not once it is final."""
        return document.is_draft

    def columns_for(self, document: Any) -> Sequence[table.LineColumn]:
        """What is available is no column where nobody asks for it any more."""
        return [each for each in self.columns if each is not AVAILABLE or self.needs_stock(document)]

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        goods = [line for line in lines if line.item_id]
        stock = [line for line in goods if line.item.group.has_stock]
        found: dict[int, dict[str, Any]] = {line.pk: {} for line in goods}
        if stock and self.needs_stock(document):
            self._know_stock(document, stock, found)
        if goods and "cost.view" in request.may:  # type: ignore[attr-defined]
            unit_costs = availability.unit_costs({line.item_id for line in goods})
            for line_id, cost in prices.costs(goods, unit_costs).items():
                found[line_id]["cost"] = cost
            for line in goods:
                margin = margin_percent(line.amount_net, found[line.pk]["cost"])
                found[line.pk] |= {"unit_cost": unit_costs.get(line.item_id), "margin": margin}
        return found

    def held(self, document: Any, lines: Sequence[Any]) -> Mapping[int, Decimal]:
        """What these lines themselves hold of what is reserved, by item: it is available to them."""
        return {}

    def wanted(self, line: Any) -> Decimal:
        """How much of the line has still to be found in stock."""
        return line.quantity

    def _know_stock(self, document: Any, stock: Sequence[Any], found: dict[int, dict[str, Any]]) -> None:
        free = availability.available({line.item_id for line in stock})
        held = self.held(document, stock)
        there = {line.item_id: free.get(line.item_id, ZERO) + held.get(line.item_id, ZERO) for line in stock}
        left = dict(there)
        for line in stock:
            want = self.wanted(line)
            missing = max(want - max(left[line.item_id], ZERO), ZERO)
            found[line.pk] |= {"available": there[line.item_id], "missing": missing, "held": held.get(line.item_id)}
            left[line.item_id] -= want

    def warning(self, document: Any, lines: Sequence[Any], known: dict[int, Any]) -> str:
        short = sum(1 for line in lines if known.get(line.pk, {}).get("missing"))
        if not short:
            return ""
        if len(lines) == 1:
            said = _("The line lacks available stock.")
            return f"{said} {self.what_then(document)}".strip()
        said = ngettext(
            "%(short)s of %(count)s lines lacks available stock.",
            "%(short)s of %(count)s lines lack available stock.",
            short,
        ) % {"short": short, "count": len(lines)}
        return f"{said} {self.what_then(document)}".strip()

    def what_then(self, document: Any) -> str:
        """What can be done all the same."""
        return ""

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        rows = super().totals(document, lines, known, request)
        costs = [known[line.pk]["cost"] for line in lines if "cost" in known.get(line.pk, {})]
        if rows and costs and document.amount_net:
            margin = document.amount_net - sum(costs, ZERO)
            percent = ui.percent(margin * 100 / document.amount_net, 1)
            label, url = _("Contribution margin"), f"{self.url(document)}?margin=1#margin"
            rows.append({"label": label, "value": margin, "kind": "margin", "note": percent, "url": url})
        return rows

    def explain(self, document: Any, known: dict[int, Any], request: HttpRequest) -> dict[str, Any]:
        if "margin" not in request.GET:
            return {}
        lines = [line for line in shown_lines(self, document) if "cost" in known.get(line.pk, {})]
        rows = [MarginRow(line, known[line.pk]["cost"], self.item_url(line)) for line in lines]
        return {"margin": Margin(document.amount_net, rows)} if rows else {}

    def hints(self, document: Any, line: Any, known: Mapping[str, Any], request: HttpRequest) -> list[table.Hint]:
        hints = []
        coming = Expected.objects.filter(item=line.item_id, quantity_open__gt=0)
        awaited = coming.aggregate(quantity=Sum("quantity_open"), first=Min("due_on"))
        item_page = address("inventory:item", line.item.number)
        if awaited["quantity"]:
            words = ui.quantity(awaited["quantity"])
            if awaited["first"]:
                words = _("%(quantity)s, expected %(day)s") % {"quantity": words, "day": ui.day(awaited["first"])}
            hints.append(table.Hint(_("Incoming"), words))
        if known.get("unit_cost") is not None:
            hints.append(table.Hint(_("Cost"), ui.amount(known["unit_cost"]), item_page))
        if last := self._last_sold(document, line):
            words = _("%(day)s for %(price)s") % {
                "day": ui.day(last.order.ordered_on),
                "price": ui.amount(last.amount_net / last.quantity),
            }
            hints.append(table.Hint(_("Last sold"), words))
        return hints

    def _last_sold(self, document: Any, line: Any) -> SalesOrderLine | None:
        """What this customer paid last: the newest confirmed order but this one."""
        rows = SalesOrderLine.objects.filter(
            item=line.item_id, order__customer=document.customer_id, order__status="confirmed", quantity__gt=0
        ).select_related("order")
        if line._meta.model is SalesOrderLine:
            rows = rows.exclude(order=document)
        return rows.order_by("-order__ordered_on", "-order__number").first()

    # --- facts ---

    def dates(self, document: Any) -> list[Fact]:
        return []

    def facts(self, document: Any, request: HttpRequest) -> list[list[Fact]]:
        delivered = document.delivery_lines or document.address_lines
        zone = document.get_vat_zone_display().lower()
        currency = _("%(currency)s, %(zone)s") % {"currency": document.currency, "zone": zone}
        return [
            [self.party_fact(document)],
            [Fact(_("Delivered to"), delivered)],
            self.dates(document),
            [Fact(_("Our reference"), document.our_reference), Fact(_("Their reference"), document.their_reference)],
            [Fact(_("Payment"), document.payment_terms or "")],
            [Fact(_("Delivery"), document.delivery_terms or "")],
            [Fact(_("Currency and VAT"), currency)],
            [self.layout_fact(document, request)],
            [
                Fact(
                    _("Text on the document"),
                    [each for each in (document.heading, *document.note.splitlines()) if each],
                )
            ],
        ]


def invoice_name(invoice: Any) -> str:
    """Invoice 1042, or Credit note draft 17."""
    if not invoice.number:
        word = _("Credit note draft %(number)s") if invoice.is_credit else _("Invoice draft %(number)s")
        return word % {"number": invoice.draft_number}
    word = _("Credit note %(number)s") if invoice.is_credit else _("Invoice %(number)s")
    return word % {"number": invoice.number}


def invoice_link(invoice: Any) -> Link:
    """An invoice or credit note in a chain: by its number, or as the draft that it still is."""
    return Link(invoice_name(invoice), reverse("sales:invoice", args=[key_of(invoice)]))


def shown_lines(desk: Desk, document: Any) -> list[Any]:
    """The lines as the page reads them."""
    return kept(document, "shown_lines", lambda: desk.lines_of(document))


def kept(document: Any, name: str, rows: Callable[[], Iterable[Any]]) -> list[Any]:
    """Rows that several parts of one page ask for, read once."""
    if name not in document.__dict__:
        document.__dict__[name] = list(rows())
    return document.__dict__[name]


def numbered(label: Any, url_name: str, documents: Iterable[Any]) -> list[Link]:
    """The links of a chain for documents that exist."""
    return [Link(label % {"number": each.number}, reverse(url_name, args=[each.number])) for each in documents]
