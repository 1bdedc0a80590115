"""What can be typed on the pages of sales. Forms read; what is allowed the verbs decide."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inventory.views.choose import item_field
from layouts.views.headers import ADDRESS_FIELDS, DELIVERY_FIELDS, REFERENCES, HeaderForm
from layouts.views.lines import LineForm


class SalesLineForm(LineForm):
    """An item's line of a quote, order or invoice."""

    item = item_field()
    field_order = ["item", "text", "quantity", "price", "discount_percent"]

    def clean_item(self) -> Any:
        return self.not_barred(self.cleaned_data.get("item"))


TERMS = (("payment_terms", "delivery_terms"),)
TEXTS = ("heading", "note")


class OrderForm(HeaderForm):
    groups = [
        (_("Order"), [("ordered_on", "wanted_on"), *REFERENCES, *TERMS, *TEXTS]),
        (_("Customer"), ["party_name", *ADDRESS_FIELDS]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]


class QuoteForm(HeaderForm):
    groups = [
        (_("Quote"), [("quoted_on", "valid_until"), *REFERENCES, *TERMS, *TEXTS]),
        (_("Customer"), ["party_name", *ADDRESS_FIELDS]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]


class InvoiceForm(HeaderForm):
    groups = [
        (_("Invoice"), [("invoiced_on", "delivered_on"), *REFERENCES, *TERMS, *TEXTS]),
        (_("Customer"), ["party_name", "party_org_number", *ADDRESS_FIELDS]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]


class ShipmentForm(HeaderForm):
    groups = [
        (_("Shipment"), [("ship_on", "tracking"), "their_reference", "note"]),
        (_("Delivered to"), ["party_name", *DELIVERY_FIELDS]),
    ]
