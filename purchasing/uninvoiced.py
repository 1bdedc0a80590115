"""Goods received, not invoiced: what came and stayed by the end of a day, and no booked supplier invoice held. Read only.

Credit notes are stored below zero, so what they took out waits again; a reduction in price takes no goods out.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from purchasing.models import GoodsReceipt, GoodsReceiptLine, SupplierInvoiceLine, SupplierReturnLine
from rackbeat.lib.amounts import ZERO, round_half_up

QUANTITY: Any = DecimalField(max_digits=18, decimal_places=6)


@dataclass(frozen=True)
class Waiting:
    """A receipt's line of which something is still to be invoiced; `value` as the receipt said it."""

    supplier_number: int
    supplier: str
    number: int
    received_on: dt.date
    order: int | None
    item: str
    name: str
    quantity: Decimal
    unit: str
    days: int
    value: Decimal


def _held(rows: QuerySet[Any], document: str, began: str, day: dt.date) -> Coalesce:
    """Of the receipt's line the quantity that these hold: booked by that day, and not yet taken back on it."""
    by_then = Q(**{f"{document}__{began}__lte": day, f"{document}__status__in": ["booked", "reversed"]})
    still = Q(**{f"{document}__reversed_on__isnull": True}) | Q(**{f"{document}__reversed_on__gt": day})
    own = rows.filter(by_then, still, receipt_line=OuterRef("pk")).order_by().values("receipt_line")
    total = Subquery(own.annotate(total=Sum("quantity")).values("total"))
    return Coalesce(total, Value(ZERO), output_field=QUANTITY)


def on(day: dt.date) -> Iterator[Waiting]:
    """What was received by the day and not invoiced, by supplier, the oldest first."""
    came = GoodsReceiptLine.objects.filter(
        receipt__status=GoodsReceipt.Status.RECEIVED, receipt__received_on__lte=day, quantity__gt=0
    )
    rows = came.annotate(
        invoiced=_held(SupplierInvoiceLine.objects.exclude(invoice__reason="allowance"), "invoice", "booked_on", day),
        returned=_held(SupplierReturnLine.objects.all(), "supplier_return", "returned_on", day),
    ).filter(quantity__gt=F("invoiced") + F("returned"))
    rows = rows.select_related("receipt__supplier", "receipt__order", "item")
    for line in rows.order_by("receipt__supplier__number", "receipt__received_on", "receipt__number", "position"):
        yield _waiting(line, day)


def _waiting(line: Any, day: dt.date) -> Waiting:
    """The value is the rest of the line's net, so that the parts of a line always sum to it."""
    receipt, done = line.receipt, line.invoiced + line.returned
    gone = round_half_up(Fraction(line.amount_net) * Fraction(done) / Fraction(line.quantity))
    return Waiting(
        supplier_number=receipt.supplier.number,
        supplier=receipt.supplier.name,
        number=receipt.number,
        received_on=receipt.received_on,
        order=receipt.order.number if receipt.order else None,
        item=line.item.number,
        name=line.text,
        quantity=line.quantity - done,
        unit=line.unit,
        days=(day - receipt.received_on).days,
        value=line.amount_net - gone,
    )
