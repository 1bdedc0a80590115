"""What a line costs the customer when nobody says otherwise, and what its goods cost us. Read only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from inventory.models import CostEntry, Item
from layouts.documents import Document
from rackbeat.lib.amounts import ZERO, round_half_up
from sales.models import Customer, SalesInvoiceLine, SalesOrderLine, Shipment, ShipmentLine


def line_facts(document: Document, customer: Customer, item: Item) -> dict[str, Any]:
    """Text, unit, price, discount and VAT rate that a new line of `item` begins with."""
    return {
        "text": item.name,
        "unit": item.unit.name,
        "price": item.sales_price,
        "discount_percent": customer.discount_percent,
        "vat_percent": item.group.vat_percent(document.vat_zone),
    }


def costs(lines: Sequence[Any], now: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What the goods of these order or invoice lines cost, by the line's key.

    What was sent cost what the ledger says; the rest, and everything on a quote, what a unit costs `now`.
    """
    goods = [line for line in lines if line.item_id]
    sent = _sent(goods)
    found = {}
    for line in goods:
        quantity, cost = sent.get(_sent_key(line), (ZERO, ZERO))
        shipped = min(getattr(line, "quantity_shipped", ZERO), line.quantity)
        gone = Fraction(cost) * Fraction(shipped) / Fraction(quantity) if quantity else Fraction(0)
        rest = line.quantity - (shipped if quantity else ZERO)
        found[line.pk] = round_half_up(gone + Fraction(now.get(line.item_id, ZERO)) * Fraction(rest))
    return found


def _sent_key(line: Any) -> tuple[str, int]:
    """By which line of its shipments a line's goods went."""
    if isinstance(line, SalesOrderLine):
        return "order_line", line.pk
    if isinstance(line, SalesInvoiceLine):
        return ("order_line", line.order_line_id) if line.order_line_id else ("invoice_line", line.pk)
    return "", 0


def _sent(lines: Sequence[Any]) -> dict[tuple[str, int], tuple[Decimal, Decimal]]:
    """Quantity and cost of what was sent, by what `_sent_key` says. Two queries at most."""
    keys = {_sent_key(line) for line in lines if getattr(line, "quantity_shipped", ZERO)}
    where = Q(order_line__in=[key for link, key in keys if link == "order_line"]) | Q(
        invoice_line__in=[key for link, key in keys if link == "invoice_line"]
    )
    if not keys:
        return {}
    shipped = list(ShipmentLine.objects.filter(where, shipment__status=Shipment.Status.SHIPPED, quantity__gt=0))
    entries = CostEntry.objects.filter(
        source_kind=Shipment._meta.label_lower, source_id__in={line.shipment_id for line in shipped}
    )
    cost: dict[int | None, Decimal] = defaultdict(Decimal)
    for line_id, value in entries.values_list("source_line_id", "value"):
        cost[line_id] -= value
    found: dict[tuple[str, int], tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for line in shipped:
        key = ("order_line", line.order_line_id) if line.order_line_id else ("invoice_line", line.invoice_line_id or 0)
        quantity, value = found[key]
        found[key] = (quantity + line.quantity, value + cost[line.pk])
    return found
