"""What a line of a purchase order begins with when nobody says otherwise."""

from typing import Any

from inventory.models import Item
from purchasing.models import Supplier


def line_facts(supplier: Supplier, item: Item) -> dict[str, Any]:
    """Text, unit, price (the expected cost) and VAT rate of a new line of `item`."""
    return {
        "text": item.name,
        "unit": item.unit.name,
        "price": item.expected_cost,
        "vat_percent": item.group.vat_percent(supplier.vat_zone),
    }
