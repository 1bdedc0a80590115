"""How far purchase orders have come: derived from their lines, in the transaction that changed them."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from inventory import availability, reservations
from inventory.posting import Source
from purchasing.models import GoodsReceipt, PurchaseOrder, PurchaseOrderLine, SupplierReturn, SupplierReturnLine

ZERO = Decimal(0)


def returned(lines: Iterable[int], *, status: str = SupplierReturn.Status.BOOKED) -> dict[int, Decimal]:
    """By the receipt's line: what returns to the supplier of this status hold of it."""
    rows = SupplierReturnLine.objects.filter(receipt_line__in=list(lines), supplier_return__status=status).order_by()
    return dict(rows.values_list("receipt_line").annotate(Sum("quantity")))


def receiving_of(order: PurchaseOrder, lines: Iterable[PurchaseOrderLine], has_open_receipt: bool) -> str:
    """The receiving track. Only stock lines are received; an order without any is received when it is sent."""
    track = PurchaseOrder.Receiving
    lines = [line for line in lines if not line.is_text and line.quantity_due]
    if order.status == PurchaseOrder.Status.DRAFT or not lines:
        return track.NONE
    stock = [line for line in lines if line.is_stock]
    if all(line.quantity_received >= line.quantity_due for line in stock):
        return track.FULL
    if any(line.quantity_received for line in stock):
        return track.PARTLY
    return track.READY if has_open_receipt else track.NONE


def invoicing_of(order: PurchaseOrder, lines: Iterable[PurchaseOrderLine]) -> str:
    """The invoicing track: what booked supplier invoices hold of all that is to be invoiced."""
    track = PurchaseOrder.Invoicing
    lines = [line for line in lines if not line.is_text and (line.quantity_due or line.quantity_invoiced)]
    if order.status == PurchaseOrder.Status.DRAFT or not any(line.quantity_invoiced for line in lines):
        return track.NONE
    if all(line.quantity_invoiced >= line.quantity_to_be_invoiced for line in lines):
        return track.FULL
    return track.PARTLY


def count(column: str, quantities: Iterable[tuple[int | None, Decimal]]) -> list[int]:
    """Add these quantities to that column of purchase orders' lines, by their ids; None is nobody's. Answers of which orders."""
    counted: dict[int, Decimal] = defaultdict(Decimal)
    for line, quantity in quantities:
        if line:
            counted[line] += quantity
    rows = list(PurchaseOrderLine.objects.filter(pk__in=counted))
    for row in rows:
        setattr(row, column, getattr(row, column) + counted[row.pk])
    PurchaseOrderLine.objects.bulk_update(rows, [column])
    return sorted({row.order_id for row in rows})


def update(order: PurchaseOrder) -> None:
    """Recompute the tracks, the archive and what is expected of a purchase order whose row is locked."""
    lines = list(order.lines.select_related("item__group", "item__default_location"))
    before = (order.status, order.receiving, order.invoicing)
    order.receiving = receiving_of(order, lines, order.receipts.filter(status=GoodsReceipt.Status.OPEN).exists())
    order.invoicing = invoicing_of(order, lines)
    done = order.receiving == PurchaseOrder.Receiving.FULL and order.invoicing == PurchaseOrder.Invoicing.FULL
    order.settle(
        finished=order.status == PurchaseOrder.Status.CANCELLED or done,
        changed=before != (order.status, order.receiving, order.invoicing),
    )
    order.save(update_fields=["receiving", "invoicing", "archived", "archived_by_hand"])
    hold(order, lines)


def hold(order: PurchaseOrder, lines: list[PurchaseOrderLine]) -> None:
    """State what a sent purchase order will still bring."""
    default = availability.default_location()
    sent = order.status == PurchaseOrder.Status.SENT
    reservations.expect(
        [
            reservations.Open(
                line_id=line.pk,
                item_id=line.goods.pk,
                location_id=line.location_id or line.goods.default_location_id or default.pk,
                quantity=line.quantity_to_receive if sent else ZERO,
                due_on=order.expected_on,
            )
            for line in lines
            if line.is_stock
        ],
        source=Source.of(order, order.party_name),
    )
