"""What a layout is looked at with, by kind of paper: the model, the right to see it, and which of its rows."""

PAPERS: dict[str, tuple[str, str, dict[str, str]]] = {
    "quote": ("sales.Quote", "price.view", {}),
    "order": ("sales.SalesOrder", "price.view", {}),
    "delivery_note": ("sales.Shipment", "shipments.view", {}),
    "invoice": ("sales.SalesInvoice", "price.view", {"kind": "invoice"}),
    "reminder": ("sales.SalesInvoice", "price.view", {"kind": "invoice", "status": "booked"}),
    "credit_note": ("sales.SalesInvoice", "price.view", {"kind": "credit_note"}),
    "purchase_order": ("purchasing.PurchaseOrder", "cost.view", {}),
    "supplier_invoice": ("purchasing.SupplierInvoice", "cost.view", {"kind": "invoice"}),
    "supplier_credit": ("purchasing.SupplierInvoice", "cost.view", {"kind": "credit_note"}),
    "adjustment": ("inventory.Adjustment", "items.view", {}),
    "adjustment_value": ("inventory.Adjustment", "cost.view", {}),
    "transfer": ("inventory.Transfer", "items.view", {}),
    "count_list": ("inventory.StockCount", "items.view", {}),
    "stock_count": ("inventory.StockCount", "items.view", {}),
}
