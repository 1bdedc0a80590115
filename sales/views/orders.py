"""Orders as pages: the list, the order at its desk, and its verbs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from accounts.bulk import BulkVerb
from inventory.models import Reservation
from layouts.models import PaperKind
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Link, Paper, Question, link
from layouts.views.legend import Measure, TrackColumn
from layouts.views.listing import DocumentList
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import AmountColumn, BadgeColumn, Column, DateColumn, LinkColumn, ListPage, View
from rackbeat.templatetags import ui
from sales import invoices, orders, progress, shipments
from sales.filters import OrderFilters
from sales.forms import OrderForm
from sales.models import SalesInvoice, SalesOrder, Shipment
from sales.views import because
from sales.views.trade import AVAILABLE, AVAILABLE_TO_IT, TradeDesk, invoice_link, kept, numbered, shown_lines

Words = str | Promise


def _late(order: Any, today: date) -> bool:
    open_still = order.status == SalesOrder.Status.CONFIRMED and order.delivery != SalesOrder.Delivery.FULL
    return open_still and order.wanted_on < today


def _over(rows: QuerySet[SalesOrder], page: ListPage) -> QuerySet[SalesOrder]:
    late = rows.filter(status=SalesOrder.Status.CONFIRMED, wanted_on__lt=page.today)
    return late.exclude(delivery=SalesOrder.Delivery.FULL)


TO_INVOICE = Q(delivery__in=["partly", "full"]) & ~Q(invoicing="full") & ~Q(status="draft")


DELIVERED = Measure(
    "quantity_shipped", gettext_lazy("%(done)s of %(all)s sent"), less=("quantity_cancelled",), goods=True
)
BILLED = Measure(
    "quantity_invoiced",
    gettext_lazy("%(done)s of %(all)s invoiced"),
    less=("quantity_cancelled", "quantity_returned"),
)


class OrderList(DocumentList):
    """Open orders first; the archive is one filter away and says how much it hides."""

    name, allows = "sales.orders", "sales.view"
    title, noun = gettext_lazy("Orders"), ngettext_lazy("order", "orders")
    rows = SalesOrder.objects.all
    filterset = OrderFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        DateColumn("ordered_on", gettext_lazy("Order date")),
        Column("party_name", gettext_lazy("Customer")),
        Column("their_reference", gettext_lazy("Their ref."), soft=True, css="ref"),
        DateColumn("wanted_on", gettext_lazy("Wanted on"), late=_late),
        AmountColumn("amount_net", pgettext_lazy("money", "Amount"), right="price.view", total=True),
        BadgeColumn("status", gettext_lazy("Order status")),
        TrackColumn("delivery", pgettext_lazy("track", "Delivery"), measure=DELIVERED),
        TrackColumn("invoicing", pgettext_lazy("track", "Invoicing"), measure=BILLED),
        Column("our_reference", gettext_lazy("Our ref."), soft=True, extra=True),
        Column("heading", gettext_lazy("Heading"), soft=True, extra=True),
        Column(
            "place",
            gettext_lazy("City"),
            value=lambda row: f"{row.postcode} {row.city}".strip(),
            sort="city",
            extra=True,
        ),
        AmountColumn("amount_vat", pgettext_lazy("paper", "VAT"), right="price.view", total=True, extra=True),
        AmountColumn("amount_total", gettext_lazy("Incl. VAT"), right="price.view", total=True, extra=True),
        Column("currency", gettext_lazy("Currency"), soft=True, extra=True),
    )
    order_by = "-number"
    search = ("number", "party_name", "their_reference")
    search_hint = gettext_lazy("Search number, customer, item")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("to-ship", gettext_lazy("To ship"), {"status": "confirmed", "delivery": "none,ready,partly"}, count=True),
        View("to-invoice", gettext_lazy("To invoice"), count=True, where=TO_INVOICE),
        View("over", gettext_lazy("Late"), count=True, where=_over),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    row_url = "sales:order"
    create = ListAction("sales:order_new", right="sales.edit")
    bulk = (
        ListAction("sales:orders_split", gettext_lazy("Make rest orders"), right="sales.edit", icon="split"),
        ListAction("sales:orders_cancel_rest", gettext_lazy("Cancel the rest"), right="sales.edit", icon="x"),
    )
    verbs = (
        BulkVerb(
            "confirm",
            gettext_lazy("Confirm"),
            orders.confirm,
            ngettext_lazy("%(count)s order is confirmed.", "%(count)s orders are confirmed.", "count"),
            right="sales.edit",
            icon="check",
        ),
        BulkVerb(
            "ship",
            gettext_lazy("Create shipments"),
            shipments.draft_from_order,
            ngettext_lazy("%(count)s shipment is made.", "%(count)s shipments are made.", "count"),
            right="sales.edit",
            icon="truck",
        ),
        BulkVerb(
            "invoice",
            gettext_lazy("Create invoices"),
            partial(invoices.draft_from_order, only_shipped=True),
            ngettext_lazy(
                "%(count)s invoice draft is made of what was sent.",
                "%(count)s invoice drafts are made of what was sent.",
                "count",
            ),
            right="sales.edit",
            icon="bill",
        ),
    )
    void = {"status": SalesOrder.Status.CANCELLED}
    totals_note = gettext_lazy("excl. VAT")
    empty = gettext_lazy("No orders yet. Create the first, or make one from a quote.")


def _done(name: str) -> Callable[[Any, Any], str]:
    """How much of the line is sent, or invoiced; blank for none."""
    return lambda line, known: ui.quantity(getattr(line, name)) if getattr(line, name, None) else ""


SENT = table.LineColumn(
    "gone",
    pgettext_lazy("quantity", "Sent"),
    _done("quantity_shipped"),
    number=True,
    soft=True,
    say=pgettext_lazy("quantity", "sent"),
)
INVOICED = table.LineColumn(
    "billed",
    pgettext_lazy("quantity", "Invoiced"),
    _done("quantity_invoiced"),
    number=True,
    soft=True,
    say=pgettext_lazy("quantity", "invoiced"),
)
CANCELLED = table.LineColumn(
    "off",
    pgettext_lazy("quantity", "Cancelled"),
    _done("quantity_cancelled"),
    number=True,
    soft=True,
    say=pgettext_lazy("quantity", "cancelled"),
)
PART = ("partly", "full")
MANY = 6  # so many lines are named; of more, their number is said


class OrderDesk(TradeDesk):
    """What a customer was promised, and how far it has come."""

    model = SalesOrder
    noun, nouns = "order", "orders"
    title = gettext_lazy("Order %(number)s")
    new_title = gettext_lazy("New order")
    header_form = OrderForm
    begin = staticmethod(orders.draft)
    delete = staticmethod(orders.delete)
    papers = (
        Paper(),
        Paper(gettext_lazy("Proforma invoice"), "proforma", "proforma.pdf", PaperKind.PROFORMA),
    )
    mailed = (PaperKind.ORDER, PaperKind.PROFORMA)

    measures: ClassVar = {
        "delivery": DELIVERED,
        "invoicing": BILLED,
    }

    def because(self, document: SalesOrder) -> dict[str, str]:
        return because.of_order(document, self._shipments(document), self._invoices(document))

    def rows(self) -> Any:
        return super().rows().select_related("quote", "rest_of")

    def badges(self, document: SalesOrder) -> list[Any]:
        return [document.status_track, document.delivery_track, document.invoicing_track]

    def dates(self, document: SalesOrder) -> list[Fact]:
        return [
            Fact(_("Order date"), ui.day(document.ordered_on)),
            Fact(_("Wanted on"), ui.day(document.wanted_on)),
        ]

    def columns_for(self, document: SalesOrder) -> Sequence[table.LineColumn]:
        """While it is under way, how much of each line is sent and invoiced stands behind what was ordered."""
        columns = list(super().columns_for(document))
        if document.status == SalesOrder.Status.CONFIRMED and AVAILABLE in columns:
            columns[columns.index(AVAILABLE)] = AVAILABLE_TO_IT
        going = (document.delivery, document.invoicing) != (SalesOrder.Delivery.FULL, SalesOrder.Invoicing.FULL)
        if going or document.status == SalesOrder.Status.CANCELLED:
            at = columns.index(table.UNIT) + 1
            found = [(SENT, document.delivery), (INVOICED, document.invoicing)]
            columns[at:at] = [column for column, track in found if track in PART]
        if any(line.quantity_cancelled for line in shown_lines(self, document)):
            columns.insert(columns.index(table.UNIT) + 1, CANCELLED)
        return columns

    # --- stock ---

    def needs_stock(self, document: SalesOrder) -> bool:
        return document.status != SalesOrder.Status.CANCELLED and document.delivery != SalesOrder.Delivery.FULL

    def wanted(self, line: Any) -> Decimal:
        return line.quantity_due - line.quantity_shipped

    def held(self, document: SalesOrder, lines: Sequence[Any]) -> Mapping[int, Decimal]:
        if document.status != SalesOrder.Status.CONFIRMED:
            return {}
        rows = Reservation.objects.filter(source_kind=document._meta.label_lower, source_id=document.pk)
        return dict(rows.values_list("item").annotate(total=Sum("quantity_open")).order_by())

    def what_then(self, document: Any) -> str:
        if document.is_draft:
            return _("The order can be confirmed, but not sent whole.")
        return _("The order cannot be sent whole yet.")

    # --- the chain ---

    def chain(self, document: SalesOrder, request: HttpRequest) -> list[Link]:
        before = numbered(_("Quote %(number)s"), "sales:quote", [document.quote] if document.quote else [])
        before += numbered(_("Order %(number)s"), "sales:order", [document.rest_of] if document.rest_of else [])
        here = Link(self.name_of(document), state="current")
        sent = numbered(_("Shipment %(number)s"), "sales:shipment", self._shipments(document))
        billed = [invoice_link(each) for each in self._invoices(document)]
        if document.status != SalesOrder.Status.CANCELLED:
            sent = sent or [Link(_("Shipment"), state="ahead")]
            billed = billed or [Link(_("Invoice"), state="ahead")]
        rest = numbered(_("Rest order %(number)s"), "sales:order", because.rest_orders(document))
        return [*before, here, *sent, *billed, *rest]

    def _shipments(self, document: SalesOrder) -> list[Shipment]:
        return kept(document, "shipments_made", lambda: document.shipments.order_by("number"))

    def _invoices(self, document: SalesOrder) -> list[SalesInvoice]:
        return kept(document, "invoices_made", lambda: document.invoices.order_by("number", "draft_number"))

    # --- verbs ---

    def verbs(self, document: SalesOrder, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        lines = shown_lines(self, document)
        if document.status == SalesOrder.Status.DRAFT:
            empty = "" if any(line.item_id for line in lines) else _("Add a line first.")
            return [
                self._do(
                    document,
                    "confirm",
                    _("Confirm order"),
                    place=PRIMARY,
                    why_not=empty,
                    dialog="" if empty else "ask-confirm",
                ),
                self._ask_cancel(document),
            ]
        to_ship, to_invoice = self._left(document, lines)
        ship = self._do(document, "make_shipment", _("Create shipment"), icon="truck", why_not=to_ship)
        bill = self._do(document, "make_invoice", _("Create invoice"), icon="file", why_not=to_invoice)
        if document.status == SalesOrder.Status.CANCELLED:
            return [] if to_invoice else [replace(bill, place=PRIMARY, icon="")]
        waiting = self._waiting(document)
        primary = waiting or next(
            (replace(each, place=PRIMARY, icon="") for each in (ship, bill) if not each.why_not), None
        )
        found = [primary] if primary else []
        found += [each for each in (ship, bill) if primary is None or each.url != primary.url]
        if any(line.quantity_shipped for line in lines):
            found.append(
                self._do(document, "make_invoice_sent", _("Create invoice of what was sent"), why_not=to_invoice)
            )
        made = _("It has shipments or invoices.") if self._shipments(document) or self._invoices(document) else ""
        found.append(self._do(document, "reopen", _("Open again"), icon="undo", why_not=made))
        return [*found, *(self._rest(document) if _has_rest(document) else [self._ask_cancel(document)])]

    def _rest(self, document: SalesOrder) -> list[Action]:
        """What may become of what has not been sent, beside sending it."""
        make = self._do(document, "split", _("Make rest order"), icon="split", dialog="ask-split")
        label = _("Cancel the rest")
        return [make, self._do(document, "cancel_rest", label, icon="x", danger=True, dialog="ask-cancel-rest")]

    def _do(self, document: SalesOrder, part: str, label: Words, **facts: Any) -> Action:
        return Action(label, self.url(document, part), **facts)

    def _left(self, document: SalesOrder, lines: Sequence[Any]) -> tuple[str, str]:
        """Why nothing can be shipped, and why nothing can be invoiced; empty where something can."""
        shipping = progress.quantity_in_open_shipments(document)
        billing = progress.quantity_in_draft_invoices(document)
        to_ship = any(line.quantity_to_ship > shipping.get(line.pk, 0) for line in lines)
        to_invoice = any(line.quantity_to_invoice > billing.get(line.pk, 0) for line in lines)
        return (
            "" if to_ship else _("Nothing is left to ship."),
            "" if to_invoice else _("Nothing is left to invoice."),
        )

    def _waiting(self, document: SalesOrder) -> Action | None:
        """The shipment or the invoice draft that waits to be handled, as the next thing to open."""
        for shipment in self._shipments(document):
            if shipment.status == Shipment.Status.OPEN:
                return link(_("Open shipment"), reverse("sales:shipment", args=[shipment.number]), place=PRIMARY)
        for invoice in self._invoices(document):
            if invoice.is_draft and not invoice.is_credit:
                return link(_("Open invoice draft"), invoice_link(invoice).url, place=PRIMARY)
        return None

    def _ask_cancel(self, document: SalesOrder) -> Action:
        label = _("Cancel order %(number)s") % {"number": document.number}
        return Action(label, self.url(document, "cancel"), icon="x", danger=True, dialog="ask-cancel")

    def questions(self, document: SalesOrder) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.status == SalesOrder.Status.DRAFT:
            found.append(self.with_mail(document, "confirm", PaperKind.ORDER, ask_confirm(document)))
        if _has_rest(document):
            asks = (("split", ask_split), ("cancel_rest", ask_cancel_rest))
            for part, ask in asks:
                shown = {"id": f"ask-{part.replace('_', '-')}", "url": self.url(document, part)}
                found.append({**shown, **vars(ask(document))})
        elif document.may_become(SalesOrder.Status.CANCELLED):
            found.append({"id": "ask-cancel", "url": self.url(document, "cancel"), **vars(ask_cancel(document))})
        return found


def _has_rest(order: SalesOrder) -> bool:
    return order.status == SalesOrder.Status.CONFIRMED and order.delivery == SalesOrder.Delivery.PARTLY


def _rest_words(order: SalesOrder) -> str:
    """The rest, in words."""
    words = [f"{ui.quantity(quantity)} {line.unit} {line.text}" for line, quantity in orders.rest_of(order).items()]
    more = len(words) - MANY
    if more > 0:
        words = [*words[:MANY], ngettext("%(more)s more line", "%(more)s more lines", more) % {"more": more}]
    return ", ".join(words)


def ask_split(order: SalesOrder) -> Question:
    text = _(
        "A new order is made of what has not been sent: %(rest)s. Order %(number)s becomes “Cancelled”; what was sent "
        "of it can still be invoiced."
    )
    words = {"rest": _rest_words(order), "number": order.number}
    heading = _("Make a rest order of order %(number)s?") % words
    return Question(heading, _("Make rest order"), text % words, danger=False)


def ask_cancel_rest(order: SalesOrder) -> Question:
    text = _(
        "%(rest)s will not be sent. The order is then delivered with what was sent, and that can still be invoiced."
    )
    heading = _("Cancel the rest of order %(number)s?") % {"number": order.number}
    return Question(heading, _("Cancel the rest"), text % {"rest": _rest_words(order)})


def ask_cancel(order: SalesOrder) -> Question:
    number = {"number": order.number}
    return Question(
        _("Cancel order %(number)s?") % number,
        _("Cancel order %(number)s") % number,
        _("What has not been sent is no longer promised. What was sent can still be invoiced."),
    )


def ask_confirm(order: SalesOrder) -> Question:
    number = {"number": order.number}
    text = _("Its goods are reserved, and header and lines can no longer be changed.")
    return Question(_("Confirm order %(number)s?") % number, _("Confirm order"), text, danger=False)


desk = OrderDesk()
confirm = desk.verb(
    orders.confirm,
    ask=ask_confirm,
    mails=PaperKind.ORDER,
    done=gettext_lazy("Order %(number)s is confirmed and its goods are reserved."),
)
reopen = desk.verb(orders.reopen, done=gettext_lazy("Order %(number)s is a draft again."))
cancel = desk.verb(orders.cancel, done=gettext_lazy("Order %(number)s is cancelled."), ask=ask_cancel)
split = desk.verb(
    orders.split, done=gettext_lazy("Rest order %(number)s is made and its goods are reserved."), ask=ask_split
)
cancel_rest = desk.verb(
    orders.cancel_rest, done=gettext_lazy("The rest of order %(number)s is cancelled."), ask=ask_cancel_rest
)
make_shipment = desk.verb(
    shipments.draft_from_order,
    done=gettext_lazy("Shipment %(number)s is made. Pick it, then send it."),
    to=lambda shipment: reverse("sales:shipment", args=[shipment.number]),
)
MADE = gettext_lazy("Invoice draft %(draft)s is made. It gets its number when it is booked.")
make_invoice = desk.verb(invoices.draft_from_order, done=MADE, to=lambda invoice: invoice_link(invoice).url)
make_invoice_sent = desk.verb(
    partial(invoices.draft_from_order, only_shipped=True), done=MADE, to=lambda invoice: invoice_link(invoice).url
)
