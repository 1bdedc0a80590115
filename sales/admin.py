"""Sales in the administration: to look at, inside the chosen agreement. What changes a document are its verbs."""

from accounts.administration import look_at
from sales.models import (
    Customer,
    CustomerContact,
    Payment,
    Quote,
    QuoteLine,
    SalesInvoice,
    SalesInvoiceLine,
    SalesOrder,
    SalesOrderLine,
    Shipment,
    ShipmentLine,
)

FIND = ("=number", "party_name")

look_at(Customer, "number", "name", "city", "is_barred", search=("=number", "name"))
look_at(CustomerContact, "id", "customer", "name", "email")
look_at(Quote, "number", "party_name", "status", "archived", search=FIND, lines=QuoteLine)
look_at(SalesOrder, "number", "party_name", "status", "delivery", "invoicing", search=FIND, lines=SalesOrderLine)
look_at(Shipment, "number", "party_name", "status", "picking", search=FIND, lines=ShipmentLine)
look_at(SalesInvoice, "number", "draft_number", "party_name", "status", "delivery", search=FIND, lines=SalesInvoiceLine)
look_at(Payment, "id", "invoice", "amount", "paid_on")
