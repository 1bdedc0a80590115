"""The buying chain: suppliers, purchase orders, goods receipts, supplier invoices, returns."""

from purchasing.models.invoices import LandedShare, SupplierInvoice, SupplierInvoiceLine, SupplierInvoiceReceipt
from purchasing.models.orders import PurchaseOrder, PurchaseOrderLine
from purchasing.models.receipts import GoodsReceipt, GoodsReceiptLine
from purchasing.models.returns import SupplierReturn, SupplierReturnLine
from purchasing.models.suppliers import Supplier, SupplierContact

__all__ = [
    "GoodsReceipt",
    "GoodsReceiptLine",
    "LandedShare",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "Supplier",
    "SupplierContact",
    "SupplierInvoice",
    "SupplierInvoiceLine",
    "SupplierInvoiceReceipt",
    "SupplierReturn",
    "SupplierReturnLine",
]
