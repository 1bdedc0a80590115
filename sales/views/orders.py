"""Orders as pages: the list, the order at its desk, and its verbs."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from inventory.models import Reservation
from layouts.views.desk import Fact, Link, Paper
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import AmountColumn, BadgeColumn, Column, DateColumn, LinkColumn, ListPage, View
from rackbeat.templatetags import ui
from sales import orders
from sales.filters import OrderFilters
from sales.forms import OrderForm
from sales.models import SalesInvoice, SalesOrder, Shipment
from sales.views.trade import TradeDesk, numbered

Words = str | Promise
NOTHING_LEFT = gettext_lazy("All of it is sent or stands on a shipment.")


def _late(order: Any, today: date) -> bool:
    open_still = order.status == SalesOrder.Status.CONFIRMED and order.delivery != SalesOrder.Delivery.FULL
    return open_still and order.wanted_on < today


def _over(rows: QuerySet[SalesOrder], page: ListPage) -> QuerySet[SalesOrder]:
    late = rows.filter(status=SalesOrder.Status.CONFIRMED, wanted_on__lt=page.today)
    return late.exclude(delivery=SalesOrder.Delivery.FULL)


TO_INVOICE = Q(delivery__in=["partly", "full"]) & ~Q(invoicing="full") & ~Q(status="draft")


class OrderList(ListPage):
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
        BadgeColumn("delivery", pgettext_lazy("track", "Delivery")),
        BadgeColumn("invoicing", pgettext_lazy("track", "Invoicing")),
    )
    order_by = "-number"
    search = ("number", "party_name", "their_reference")
    search_hint = gettext_lazy("Search number, customer, reference")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("to-ship", gettext_lazy("To ship"), {"status": "confirmed", "delivery": "none,ready,partly"}, count=True),
        View("to-invoice", gettext_lazy("To invoice"), count=True, where=TO_INVOICE),
        View("over", pgettext_lazy("orders", "Over date"), count=True, where=_over),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    row_url = "sales:order"
    create = ListAction("sales:order_new", right="sales.edit")
    totals_note = gettext_lazy("excl. VAT")
    empty = gettext_lazy("No orders yet. Create the first, or make one from a quote.")


class OrderDesk(TradeDesk):
    """What a customer was promised, and how far it has come."""

    model = SalesOrder
    noun, nouns = "order", "orders"
    title = gettext_lazy("Order %(number)s")
    new_title = gettext_lazy("New order")
    header_form = OrderForm
    begin = staticmethod(orders.draft)
    delete = staticmethod(orders.delete)
    papers = (Paper(),)

    def rows(self) -> Any:
        return super().rows().select_related("quote")

    def badges(self, document: SalesOrder) -> list[Any]:
        return [document.status_track, document.delivery_track, document.invoicing_track]

    def dates(self, document: SalesOrder) -> list[Fact]:
        return [
            Fact(_("Order date"), ui.day(document.ordered_on)),
            Fact(_("Wanted on"), ui.day(document.wanted_on)),
        ]

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

    def what_then(self) -> str:
        return _("The order can be confirmed, but not sent whole.")

    # --- the chain ---

    def chain(self, document: SalesOrder, request: HttpRequest) -> list[Link]:
        before = numbered(_("Quote %(number)s"), "sales:quote", [document.quote] if document.quote else [])
        sent = numbered(_("Shipment %(number)s"), "sales:shipment", self._shipments(document))
        made = [
            Link(invoices_name(each), reverse("sales:invoice", args=[each.number]))
            if each.number
            else Link(invoices_name(each), reverse("sales:invoice_draft", args=[each.draft_number]))
            for each in self._invoices(document)
        ]
        here = Link(self.name_of(document), state="current")
        ahead = document.status != SalesOrder.Status.CANCELLED
        shipment = sent or ([Link(_("Shipment"), state="ahead")] if ahead else [])
        invoice = made or ([Link(_("Invoice"), state="ahead")] if ahead else [])
        return [*before, here, *shipment, *invoice]

    def _shipments(self, document: SalesOrder) -> list[Shipment]:
        return list(document.shipments.only("number", "status", "agreement_id").order_by("number"))

    def _invoices(self, document: SalesOrder) -> list[SalesInvoice]:
        fields = ("number", "draft_number", "status", "agreement_id")
        return list(document.invoices.only(*fields).order_by("draft_number"))


def invoices_name(invoice: SalesInvoice) -> str:
    """Invoice 1001, or Invoice draft 17."""
    if invoice.number:
        return _("Invoice %(number)s") % {"number": invoice.number}
    return _("Invoice draft %(number)s") % {"number": invoice.draft_number}


desk = OrderDesk()
