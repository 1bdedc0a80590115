"""The lists of buying: purchase orders, goods receipts, suppliers."""

import datetime as dt
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from accounts.bulk import BulkVerb
from layouts.views.legend import TrackColumn
from layouts.views.listing import DocumentList
from purchasing import orders
from purchasing.filters import OrderFilters, ReceiptFilters
from purchasing.models import GoodsReceipt, PurchaseOrder, Supplier
from purchasing.views.buying import COME
from rackbeat.lib.lists import (
    Action,
    AmountColumn,
    BadgeColumn,
    Column,
    DateColumn,
    LinkColumn,
    ListPage,
    QuantityColumn,
    View,
)


def is_late(document: PurchaseOrder | GoodsReceipt, today: dt.date) -> bool:
    return document.is_late(today)


def _late(rows: QuerySet, page: ListPage) -> QuerySet:
    return rows.filter(TO_RECEIVE, expected_on__lt=page.today)


TO_RECEIVE = Q(status=PurchaseOrder.Status.SENT) & ~Q(receiving=PurchaseOrder.Receiving.FULL)


class OrderList(DocumentList):
    """What we asked suppliers for: open orders first, the late ones a view away."""

    name = "purchasing.orders"
    allows = "purchasing.view"
    title = _("Purchase orders")
    noun = ngettext_lazy("purchase order", "purchase orders")
    rows = PurchaseOrder.objects.all
    filterset = OrderFilters
    columns = (
        LinkColumn("number", _("No.")),
        DateColumn("ordered_on", _("Order date")),
        Column("party_name", _("Supplier")),
        Column("their_reference", _("Their ref."), soft=True, css="ref"),
        DateColumn("expected_on", _("Expected"), late=is_late),
        AmountColumn("amount_net", _("Amount"), right="cost.view", total=True),
        BadgeColumn("status", pgettext_lazy("list", "Status")),
        TrackColumn("receiving", _("Receiving"), measure=COME),
        Column("our_reference", _("Our ref."), soft=True, extra=True),
        Column("heading", _("Heading"), soft=True, extra=True),
        AmountColumn("amount_vat", _("VAT"), right="cost.view", total=True, extra=True),
        AmountColumn("amount_total", _("Incl. VAT"), right="cost.view", total=True, extra=True),
    )
    order_by = "-number"
    search = ("number", "party_name", "their_reference", "heading")
    search_hint = _("Search number, supplier")
    views: ClassVar = (
        View("active", _("Active"), count=True),
        View("drafts", _("Drafts"), {"status": "draft"}, count=True),
        View("to-receive", _("To receive"), count=True, where=TO_RECEIVE),
        View("late", _("Late"), count=True, where=_late),
        View("archived", _("Archived"), {"archived": "only"}),
    )
    row_url = "purchasing:order"
    create = Action("purchasing:order_new", pgettext_lazy("purchasing", "New order"), right="purchasing.edit")
    verbs: ClassVar = (
        BulkVerb(
            "send",
            _("Mark as sent"),
            orders.send,
            ngettext_lazy("%(count)s order is marked as sent.", "%(count)s orders are marked as sent.", "count"),
            right="purchasing.edit",
            icon="send",
        ),
    )
    totals_note = _("excl. VAT")
    empty = _("No purchase orders yet.")


class ReceiptList(DocumentList):
    """What came, or is about to. Whoever works in the warehouse sees no amounts."""

    name = "purchasing.receipts"
    allows = "receipts.view"
    title = _("Receipts")
    noun = ngettext_lazy("receipt", "receipts")
    filterset = ReceiptFilters
    columns = (
        LinkColumn("number", _("No.")),
        DateColumn("receive_on", pgettext_lazy("receipt", "Expected"), late=is_late),
        Column("party_name", _("Supplier")),
        Column("order__number", pgettext_lazy("purchasing", "Order"), css=""),
        Column("delivery_note_number", _("Delivery note"), soft=True, css="ref"),
        AmountColumn("amount_net", _("Amount"), right="cost.view", total=True),
        DateColumn("received_on", _("Received")),
        BadgeColumn("status", pgettext_lazy("list", "Status")),
    )
    order_by = "-number"
    search = ("number", "party_name", "delivery_note_number", "their_reference")
    search_hint = _("Search number, supplier")
    views: ClassVar = (
        View("active", _("Active"), count=True),
        View("late", _("Late"), count=True, where=lambda rows, page: rows.filter(receive_on__lt=page.today)),
        View("archived", _("Archived"), {"archived": "only"}),
    )
    row_url = "purchasing:receipt"
    papers = None
    create = Action("purchasing:receipt_new", _("New receipt"), right="receipts.work")
    totals_note = _("excl. VAT")
    empty = _("No receipts yet. Make one from a purchase order, or freely.")

    def rows(self) -> QuerySet:
        return GoodsReceipt.objects.select_related("order")


class SupplierList(ListPage):
    """Whom we buy from."""

    name = "purchasing.suppliers"
    allows = "purchasing.view"
    title = _("Suppliers")
    noun = ngettext_lazy("supplier", "suppliers")
    columns = (
        LinkColumn("number", _("No.")),
        Column("name", sort="name_sort", wide=True),
        Column("city", css="date"),
        Column("reference", _("Contact"), soft=True, rank=2, css="ref"),
        Column("phone", soft=True, rank=3, css=""),
        Column("email", soft=True, rank=1, css=""),
        Column("payment_terms__name", _("Payment terms"), rank=1, sort=False, css=""),
        QuantityColumn("delivery_days", _("Delivery time"), unit=lambda row: _("days")),
    )
    order_by = "number"
    search = ("number", "name", "city", "email", "org_number")
    search_hint = _("Search number, name, place")
    views: ClassVar = (
        View("active", _("Active"), count=True, where=Q(is_barred=False)),
        View("barred", _("Barred"), count=True, where=Q(is_barred=True)),
    )
    row_url = "purchasing:supplier"
    create = Action("purchasing:supplier_new", _("New supplier"), right="purchasing.edit")
    actions = (
        Action(
            "accounts:import_new",
            pgettext_lazy("verb", "Import"),
            right="purchasing.edit",
            icon="in",
            args=("suppliers",),
        ),
    )
    empty = _("No suppliers yet.")

    def rows(self) -> QuerySet:
        return Supplier.objects.select_related("payment_terms")
