"""The selling chain: customers, quotes, orders, shipments, invoices."""

from sales.models.customers import Customer, CustomerContact
from sales.models.invoices import Payment, ReturnedGoods, SalesInvoice, SalesInvoiceLine
from sales.models.orders import SalesOrder, SalesOrderLine
from sales.models.quotes import Quote, QuoteLine
from sales.models.shipments import Shipment, ShipmentLine

__all__ = [
    "Customer",
    "CustomerContact",
    "Payment",
    "Quote",
    "QuoteLine",
    "ReturnedGoods",
    "SalesInvoice",
    "SalesInvoiceLine",
    "SalesOrder",
    "SalesOrderLine",
    "Shipment",
    "ShipmentLine",
]
