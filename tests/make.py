"""Plain builders that go through the real verbs, so that no test starts from an impossible state."""

from datetime import date
from decimal import Decimal
from typing import Any

from inventory.models import Item
from layouts import drafting
from purchasing import orders as purchase_orders
from purchasing import prices as purchase_prices
from purchasing import receipts
from sales import orders, prices, shipments


def received(world: Any, item: Item, quantity: Any, price: Any, *, on: date | None = None, location: Any = None) -> Any:
    """A free receipt of one line, processed."""
    receipt = receipts.draft(world.maker, by=world.owner)
    facts = purchase_prices.line_facts(world.maker, item) | {"price": Decimal(str(price))}
    drafting.add_line(
        receipt, by=world.owner, item=item, location=location or world.shelf, quantity=Decimal(str(quantity)), **facts
    )
    return receipts.receive(receipt, by=world.owner, on=on)


def purchase_order(world: Any, *lines: tuple[Item, Any, Any], sent: bool = True) -> Any:
    """A purchase order of (item, quantity, price) lines."""
    document = purchase_orders.draft(world.maker, by=world.owner)
    for item, quantity, price in lines:
        facts = purchase_prices.line_facts(world.maker, item) | {"price": Decimal(str(price))}
        drafting.add_line(document, by=world.owner, item=item, quantity=Decimal(str(quantity)), **facts)
    return purchase_orders.send(document, by=world.owner) if sent else document


def order(world: Any, *lines: tuple[Item, Any], confirmed: bool = True) -> Any:
    """An order of (item, quantity) lines."""
    document = orders.draft(world.shop, by=world.owner)
    for item, quantity in lines:
        facts = prices.line_facts(document, world.shop, item)
        drafting.add_line(document, by=world.owner, item=item, quantity=Decimal(str(quantity)), **facts)
    return orders.confirm(document, by=world.owner) if confirmed else document


def shipped(world: Any, document: Any, *, on: date | None = None) -> Any:
    """All that remains of an order, picked and sent."""
    shipment = shipments.pick_all(shipments.draft_from_order(document, by=world.owner), by=world.owner)
    return shipments.ship(shipment, by=world.owner, on=on)
