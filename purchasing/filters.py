"""What the lists of buying can be narrowed by."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.filters import OfItemFilter
from purchasing.models import (
    GoodsReceipt,
    GoodsReceiptLine,
    PurchaseOrder,
    PurchaseOrderLine,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierReturn,
    SupplierReturnLine,
)
from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters, PartyFilter, PickFilter


class OrderFilters(ListFilters):
    status = ChoiceSetFilter(label=_("Status"), choices=PurchaseOrder.Status)
    receiving = ChoiceSetFilter(label=_("Receiving"), choices=PurchaseOrder.Receiving)
    invoicing = ChoiceSetFilter(label=pgettext_lazy("track", "Invoiced"), choices=PurchaseOrder.Invoicing)
    supplier = PartyFilter(label=_("Supplier"), number="supplier__number", name="party_name")
    item = OfItemFilter(label=_("Item"), lines=PurchaseOrderLine, document="order")
    expected_on = DateRangeFilter(label=_("Expected"), coming=True)
    ordered_on = DateRangeFilter(label=_("Order date"))


class ReceiptFilters(ListFilters):
    status = ChoiceSetFilter(label=_("Status"), choices=GoodsReceipt.Status)
    supplier = PartyFilter(label=_("Supplier"), number="supplier__number", name="party_name")
    item = OfItemFilter(label=_("Item"), lines=GoodsReceiptLine, document="receipt")
    receive_on = DateRangeFilter(label=pgettext_lazy("receipt", "Expected"), coming=True)
    received_on = DateRangeFilter(label=_("Received"))


class InvoiceFilters(ListFilters):
    status = ChoiceSetFilter(label=_("Status"), choices=SupplierInvoice.Status)
    kind = PickFilter(label=_("Type"), choices=SupplierInvoice.Kind)
    reason = PickFilter(label=_("Why it is credited"), choices=SupplierInvoice.Reason)
    supplier = PartyFilter(label=_("Supplier"), number="supplier__number", name="party_name")
    item = OfItemFilter(label=_("Item"), lines=SupplierInvoiceLine, document="invoice")
    invoiced_on = DateRangeFilter(label=_("Invoice date"))
    due_on = DateRangeFilter(label=_("Due"), coming=True)


class ReturnFilters(ListFilters):
    status = ChoiceSetFilter(label=_("Status"), choices=SupplierReturn.Status)
    supplier = PartyFilter(label=_("Supplier"), number="supplier__number", name="party_name")
    item = OfItemFilter(label=_("Item"), lines=SupplierReturnLine, document="supplier_return")
    returned_on = DateRangeFilter(label=_("Sent back"))
