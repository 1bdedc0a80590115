"""What a line costs the customer when nobody says otherwise."""

from typing import Any

from inventory.models import Item
from layouts.documents import Document
from sales.models import Customer


def line_facts(document: Document, customer: Customer, item: Item) -> dict[str, Any]:
    """Text, unit, price, discount and VAT rate that a new line of `item` begins with."""
    return {
        "text": item.name,
        "unit": item.unit.name,
        "price": item.sales_price,
        "discount_percent": customer.discount_percent,
        "vat_percent": item.group.vat_percent(document.vat_zone),
    }
