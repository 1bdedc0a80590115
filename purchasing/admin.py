"""Purchasing in the administration: to look at, inside the chosen agreement."""

from accounts.administration import look_at
from purchasing.models import (
    GoodsReceipt,
    GoodsReceiptLine,
    PurchaseOrder,
    PurchaseOrderLine,
    Supplier,
    SupplierContact,
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
