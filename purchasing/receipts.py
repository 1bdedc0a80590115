"""What may happen to a goods receipt: drafted from a purchase order or freely, processed, thrown away.

Processing is the moment that stock moves (S14): each line comes in at its net amount.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import Agreement, User
from inventory import availability, posting
from inventory.models import Location
from layouts.drafting import renew
from purchasing import progress
from purchasing.models import GoodsReceipt, GoodsReceiptLine, PurchaseOrder, PurchaseOrderLine, Supplier
from rackbeat.lib import periods
from rackbeat.lib.refusal import require

ZERO = Decimal(0)


def _lock(receipt: GoodsReceipt) -> GoodsReceipt:
    """The receipt's row and, before it, the row of its purchase order."""
    if receipt.order_id:
        PurchaseOrder.objects.lock(receipt.order_id)
    return GoodsReceipt.objects.lock(receipt)


@transaction.atomic
def draft(supplier: Supplier, *, by: User, **facts: Any) -> GoodsReceipt:
    """Begin a receipt of goods that were not ordered here."""
    require(not supplier.is_barred, _("%(supplier)s is barred.") % {"supplier": supplier})
    agreement = Agreement.current()
    receipt = GoodsReceipt(supplier=supplier, currency=agreement.base_currency_id, created_by=by)
    receipt.copy_party(supplier)
    for name, value in facts.items():
        setattr(receipt, name, value)
    receipt.number = numbers.take("receipts")
    receipt.save()
    history.record(receipt, "created", by=by)
    return receipt


@transaction.atomic
def draft_from_order(order: PurchaseOrder, *, by: User) -> GoodsReceipt:
    """Make a receipt of all that is still to come."""
    order = PurchaseOrder.objects.lock(order)
    require(order.status == PurchaseOrder.Status.SENT, _("Send the purchase order first."))
    waiting = _waiting(order)
    rest = [
        (line, quantity)
        for line in order.lines.select_related("item__group", "item__default_location", "location")
        if (quantity := line.quantity_to_receive - waiting.get(line.pk, ZERO)) > 0
    ]
    require(rest, _("Nothing is left to receive: all of it has come or stands on another receipt."))
    receipt = GoodsReceipt(supplier=order.supplier, order=order, receive_on=order.expected_on, created_by=by)
    receipt.copy_header(order)
    receipt.number = numbers.take("receipts")
    receipt.save()
    _add_lines(receipt, rest)
    progress.update(order)
    history.record(receipt, "made_from", by=by, source=order)
    return receipt


def _waiting(order: PurchaseOrder) -> dict[int, Decimal]:
    rows = GoodsReceiptLine.objects.filter(order_line__order=order, receipt__status=GoodsReceipt.Status.OPEN)
    return {
        row["order_line"]: row["total"] for row in rows.order_by().values("order_line").annotate(total=Sum("quantity"))
    }


def _add_lines(receipt: GoodsReceipt, rest: list[tuple[PurchaseOrderLine, Decimal]]) -> None:
    default = availability.default_location()
    lines = []
    for order_line, quantity in rest:
        line = GoodsReceiptLine(
            receipt=receipt,
            order_line=order_line,
            position=order_line.position,
            text=order_line.text,
            unit=order_line.unit,
            item_id=order_line.goods.pk,
            location=usual_place(order_line.location, order_line.goods.default_location, default),
            quantity=quantity,
            price=order_line.price,
            discount_percent=order_line.discount_percent,
            vat_percent=order_line.vat_percent,
        )
        line.reckon()
        lines.append(line)
    GoodsReceiptLine.objects.bulk_create(lines)
    renew(receipt)


def usual_place(*places: Location | None) -> Location:
    """The first of these places that goods may be put at: none that is barred, and none where goods are only on their way."""
    known = [place for place in places if place is not None]
    return next((place for place in known if not place.is_barred and not place.is_transport), known[-1])


@transaction.atomic
def count(line: GoodsReceiptLine, quantity: Decimal, *, by: User, location: Location | None = None) -> GoodsReceiptLine:
    """So much of the line has come, and lies at `location` (where the line says, if nowhere else). Moves no stock yet."""
    receipt = _lock(line.receipt)
    _require_open(receipt)
    line = GoodsReceiptLine.objects.lock(line)
    require(quantity >= 0, _("A quantity cannot be below zero."), field="quantity")
    if location is not None and location.pk != line.location_id:
        require(not location.is_barred, _("%(place)s is barred.") % {"place": location}, field="location")
        line.location = location
    line.quantity, line.counted_at, line.counted_by = quantity, periods.now(), by
    line.reckon()
    line.save(update_fields=["quantity", "amount_net", "location", "counted_at", "counted_by"])
    renew(receipt)
    history.record(receipt, "counted", by=by, quantity=f"{quantity.normalize():f}", line=line.position)
    return line


def _require_open(receipt: GoodsReceipt) -> None:
    require(receipt.status == GoodsReceipt.Status.OPEN, _("The receipt has been processed already."))


@transaction.atomic
def receive(receipt: GoodsReceipt, *, by: User, on: date | None = None, only_counted: bool = False) -> GoodsReceipt:
    """Process the receipt: the goods are in stock now, dated `on` (today). What did not come stays on the order.

    `only_counted`: lines that nobody counted are left out, as if they had not come.
    """
    agreement = Agreement.held()
    receipt = _lock(receipt)
    on = on or agreement.today()
    _require_open(receipt)
    if only_counted:
        _leave_out_uncounted(receipt)
    lines = list(receipt.lines.select_related("item__group"))
    _require_receivable(receipt, lines, agreement)
    receipt.become(GoodsReceipt.Status.RECEIVED, received_on=on, received_at=periods.now(), received_by=by)
    posting.receive(
        [
            posting.Line(line.item_id, line.location_id, line.quantity, line_id=line.pk, value=line.amount_net)
            for line in lines
            if line.quantity
        ],
        source=posting.Source.of(receipt, receipt.party_name),
        effective_on=on,
        by=by,
    )
    progress.count("quantity_received", ((line.order_line_id, line.quantity) for line in lines))
    if receipt.order_id:
        progress.update(PurchaseOrder.objects.get(pk=receipt.order_id))
    receipt.settle(finished=True, changed=True)
    receipt.save(update_fields=["archived", "archived_by_hand"])
    history.record(receipt, "received", by=by)
    return receipt


def _require_receivable(receipt: GoodsReceipt, lines: list[GoodsReceiptLine], agreement: Agreement) -> None:
    require(any(line.quantity for line in lines), _("Enter how much came before you process the receipt."))
    for line in lines:
        _require_goods(line)
    require(
        receipt.currency == agreement.base_currency_id,
        _("Stock is kept in %(currency)s, so only a receipt in %(currency)s can be processed.")
        % {"currency": agreement.base_currency_id},
    )


def _require_goods(line: GoodsReceiptLine) -> None:
    require(
        line.item.group.has_stock, _("%(item)s is not kept in stock, so it cannot be received.") % {"item": line.item}
    )
    require(line.amount_net >= 0, _("%(item)s: goods cannot cost less than nothing.") % {"item": line.item})


def _leave_out_uncounted(receipt: GoodsReceipt) -> None:
    left_out = receipt.lines.filter(counted_at=None)
    if left_out.exists():
        left_out.delete()
        renew(receipt)


@transaction.atomic
def delete(receipt: GoodsReceipt, *, by: User) -> None:
    """Throw an open receipt away: its goods are expected again."""
    receipt = _lock(receipt)
    _require_open(receipt)
    history.record(receipt, "deleted", by=by)
    order_id = receipt.order_id
    receipt.delete()
    if order_id:
        progress.update(PurchaseOrder.objects.get(pk=order_id))
