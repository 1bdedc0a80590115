"""The buying chain: suppliers, purchase orders, goods receipts."""

from purchasing.models.orders import PurchaseOrder, PurchaseOrderLine
from purchasing.models.receipts import GoodsReceipt, GoodsReceiptLine
from purchasing.models.suppliers import Supplier, SupplierContact

__all__ = ["GoodsReceipt", "GoodsReceiptLine", "PurchaseOrder", "PurchaseOrderLine", "Supplier", "SupplierContact"]
