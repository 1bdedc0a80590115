"""Purchasing in the administration: to look at, inside the chosen agreement."""

from accounts.administration import look_at
from purchasing.models import (
    GoodsReceipt,
    GoodsReceiptLine,
    PurchaseOrder,
    PurchaseOrderLine,
    Supplier,
    SupplierContact,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierReturn,
    SupplierReturnLine,
)

look_at(Supplier, "number", "name", "city", "is_barred", search=("=number", "name"))
look_at(SupplierContact, "id", "supplier", "name", "email")
look_at(
    PurchaseOrder,
    "number",
    "party_name",
    "status",
    "receiving",
    search=("=number", "party_name"),
    lines=PurchaseOrderLine,
)
look_at(GoodsReceipt, "number", "party_name", "status", search=("=number", "party_name"), lines=GoodsReceiptLine)
look_at(
    SupplierInvoice,
    "number",
    "draft_number",
    "party_name",
    "status",
    search=("=number", "party_name", "supplier_number"),
    lines=SupplierInvoiceLine,
)
look_at(SupplierReturn, "number", "party_name", "status", search=("=number", "party_name"), lines=SupplierReturnLine)
