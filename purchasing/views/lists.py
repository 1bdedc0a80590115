"""The lists of buying: purchase orders, goods receipts, supplier invoices, returns, suppliers."""

import datetime as dt
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy, npgettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.bulk import BulkVerb, Question
from layouts.views.kinds import key_of
from layouts.views.legend import TrackColumn
from layouts.views.listing import DocumentList
from purchasing import credits, invoiced, invoices, orders
from purchasing.filters import InvoiceFilters, OrderFilters, ReceiptFilters, ReturnFilters
from purchasing.models import (
    GoodsReceipt,
    PurchaseOrder,
    Supplier,
    SupplierInvoice,
    SupplierReturn,
    SupplierReturnLine,
)
from purchasing.views.buying import COME, INVOICED
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
TO_INVOICE = Q(receiving__in=["partly", "full"]) & ~Q(invoicing=PurchaseOrder.Invoicing.FULL)


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
        TrackColumn("invoicing", pgettext_lazy("track", "Invoiced"), measure=INVOICED),
        Column("our_reference", _("Our ref."), soft=True, extra=True),
        Column("heading", _("Heading"), soft=True, extra=True),
        AmountColumn("amount_vat", pgettext_lazy("paper", "VAT"), right="cost.view", total=True, extra=True),
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
        View("to-invoice", _("To invoice"), count=True, where=TO_INVOICE),
        View("archived", _("Archived"), {"archived": "only"}),
    )
    row_url = "purchasing:order"
    create = Action("purchasing:order_new", right="purchasing.edit")
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
    void: ClassVar = {"status": PurchaseOrder.Status.CANCELLED}
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
    create = Action("purchasing:receipt_new", right="receipts.work")
    totals_note = _("excl. VAT")
    empty = _("No receipts yet. Make one from a purchase order, or freely.")

    def rows(self) -> QuerySet:
        return GoodsReceipt.objects.select_related("order")


def book_on(invoice: SupplierInvoice, *, by: Any) -> SupplierInvoice:
    """Book an invoice, or a credit note, from today."""
    return (credits.book if invoice.is_credit else invoices.book)(invoice, by=by)


class InvoiceList(DocumentList):
    """What suppliers charge us: what is still being entered first; what is booked is archived."""

    name, allows = "purchasing.invoices", "purchasing.view"
    title = _("Supplier invoices")
    noun = npgettext_lazy("list", "supplier invoice", "supplier invoices")
    rows = SupplierInvoice.objects.all
    filterset = InvoiceFilters
    columns = (
        LinkColumn(
            "number",
            _("No."),
            value=lambda row: row.number or gettext("Draft %(number)s") % {"number": row.draft_number},
        ),
        Column("kind", _("Type"), value=lambda row: row.get_kind_display(), soft=True, css="type"),
        Column("party_name", _("Supplier"), wide=True),
        Column("supplier_number", _("Their no."), soft=True, css="ref"),
        DateColumn("invoiced_on", _("Invoice date")),
        DateColumn("due_on", _("Due")),
        AmountColumn("amount_net", _("Excl. VAT"), right="cost.view", total=True, rank=1, css="net"),
        AmountColumn("amount_total", _("Incl. VAT"), right="cost.view", total=True, css="sum"),
        BadgeColumn("status", pgettext_lazy("list", "Status"), css="st2"),
        DateColumn("booked_on", _("Booked"), extra=True),
        Column("their_reference", _("Their ref."), soft=True, extra=True),
        Column("our_reference", _("Our ref."), soft=True, extra=True),
        Column("heading", _("Heading"), soft=True, extra=True),
        AmountColumn("amount_vat", pgettext_lazy("paper", "VAT"), right="cost.view", total=True, extra=True),
    )
    order_by = "-number"
    search = ("number", "supplier_number", "party_name", "their_reference")
    search_hint = _("Search number, supplier, reference")
    views: ClassVar = (
        View("active", _("Active"), count=True),
        View("booked", _("Booked"), {"archived": "all", "status": "booked"}),
        View("credits", _("Credit notes"), {"archived": "all", "kind": "credit_note"}),
        View("archived", _("Archived"), {"archived": "only"}),
    )
    verbs: ClassVar = (
        BulkVerb(
            "book",
            _("Book"),
            book_on,
            npgettext_lazy(
                "bulk", "%(count)s supplier invoice is booked.", "%(count)s supplier invoices are booked.", "count"
            ),
            right="purchasing.edit",
            icon="check",
            ask=Question(
                npgettext_lazy(
                    "bulk", "Book %(count)s supplier invoice?", "Book %(count)s supplier invoices?", "count"
                ),
                npgettext_lazy("bulk", "Book %(count)s supplier invoice", "Book %(count)s supplier invoices", "count"),
                _(
                    "They get the next numbers in the order of the list, and the goods cost what they say from today. "
                    "Whatever cannot be booked is left as it is, with the reason."
                ),
            ),
        ),
    )
    void: ClassVar = {"status": SupplierInvoice.Status.REVERSED}
    actions = (
        Action("purchasing:not_invoiced", _("Received, not invoiced"), right="purchasing.view", icon="in"),
        Action("purchasing:credit_new", _("New supplier credit note"), right="purchasing.edit", icon="undo"),
    )
    create = Action("purchasing:invoice_new", right="purchasing.edit")
    empty = _("No supplier invoices yet. Make one from a receipt, a purchase order, or freely.")

    def row_url(self, row: Any) -> str:  # type: ignore[override]
        return reverse("purchasing:invoice", args=[key_of(row)])


def _uncredited(rows: QuerySet, page: ListPage) -> QuerySet:
    """Of what went back some stands on no credit note."""
    lines = invoiced.uncredited(SupplierReturnLine.objects.filter(supplier_return=OuterRef("pk")))
    return rows.filter(Exists(lines), status=SupplierReturn.Status.BOOKED)


class ReturnList(DocumentList):
    """What goes back to suppliers: drafts first; what is booked is archived."""

    name, allows = "purchasing.returns", "receipts.view"
    title = _("Returns to suppliers")
    noun = npgettext_lazy("list", "supplier return", "supplier returns")
    filterset = ReturnFilters
    columns = (
        LinkColumn("number", _("No.")),
        Column("party_name", _("Supplier"), wide=True),
        Column("receipt__number", _("Receipt"), css=""),
        Column("cause", _("Why they go back"), soft=True, css="ref"),
        DateColumn("returned_on", _("Sent back")),
        AmountColumn("amount_net", _("Amount"), right="cost.view", total=True),
        BadgeColumn("status", pgettext_lazy("list", "Status")),
    )
    order_by = "-number"
    search = ("number", "party_name", "cause", "their_reference")
    search_hint = _("Search number, supplier")
    views: ClassVar = (
        View("active", _("Active"), count=True),
        View("booked", pgettext_lazy("supplier return", "Returned"), {"archived": "all", "status": "booked"}),
        View(
            "uncredited",
            pgettext_lazy("supplier return", "Not credited"),
            {"archived": "all"},
            count=True,
            where=_uncredited,
        ),
        View("archived", _("Archived"), {"archived": "only"}),
    )
    row_url = "purchasing:return"
    void: ClassVar = {"status": SupplierReturn.Status.REVERSED}
    totals_note = _("excl. VAT")
    empty = _("No returns yet. Make one from the receipt that brought the goods.")

    def rows(self) -> QuerySet:
        return SupplierReturn.objects.select_related("receipt")


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
    create = Action("purchasing:supplier_new", right="purchasing.edit")
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
