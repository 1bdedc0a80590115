"""What may happen to a return to a supplier: drafted from a receipt, booked, taken back, thrown away.

Booking is the moment that stock moves: goods leave at the share of the receipt's line that brought them.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import employees, history, numbers
from accounts.models import Agreement, User
from inventory import availability, posting
from inventory.models import Location
from layouts import drafting, stored
from layouts.drafting import renew
from purchasing import progress
from purchasing.models import (
    GoodsReceipt,
    GoodsReceiptLine,
    PurchaseOrder,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierReturn,
    SupplierReturnLine,
)
from rackbeat.lib import periods
from rackbeat.lib.refusal import require
from rackbeat.templatetags import ui

ZERO = Decimal(0)
Status = SupplierReturn.Status
RECEIPT = GoodsReceipt._meta.label_lower


def lock(document: SupplierReturn) -> SupplierReturn:
    """The chain from its start: the purchase order, the receipt, the return."""
    receipt = GoodsReceipt.objects.get(pk=document.receipt_id)
    if receipt.order_id:
        PurchaseOrder.objects.lock(receipt.order_id)
    GoodsReceipt.objects.lock(receipt)
    return SupplierReturn.objects.lock(document)


def left_of(lines: Iterable[GoodsReceiptLine]) -> dict[int, Decimal]:
    """What could still go back of receipts' lines, less what waits on drafts."""
    lines = list(lines)
    keys = [line.pk for line in lines]
    gone, waiting = progress.returned(keys), progress.returned(keys, status=Status.DRAFT)
    return {line.pk: max(line.quantity - gone.get(line.pk, ZERO) - waiting.get(line.pk, ZERO), ZERO) for line in lines}


@transaction.atomic
def draft_from_receipt(receipt: GoodsReceipt, *, by: User) -> SupplierReturn:
    """Begin to send back what a receipt brought: all that is left of it, to be changed to what really goes."""
    if receipt.order_id:
        PurchaseOrder.objects.lock(receipt.order_id)
    receipt = GoodsReceipt.objects.lock(receipt)
    processed = receipt.status == GoodsReceipt.Status.RECEIVED
    require(processed, _("Receipt %(number)s has not been processed.") % {"number": receipt.number})
    lines = list(receipt.lines.select_related("item", "location"))
    left = left_of(lines)
    require(any(left.values()), _("Nothing of the receipt is left to return."))
    made = _new(receipt, by)
    rows = [_line(made, line, line, left[line.pk], place_of(line, left[line.pk])) for line in lines if left[line.pk]]
    _write(made, rows)
    history.record(made, "made_from", by=by, source=receipt)
    return made


@transaction.atomic
def draft_of(receipt: GoodsReceipt, lines: Iterable[SupplierInvoiceLine], *, by: User, cause: str) -> SupplierReturn:
    """Begin to send back what these lines of a credit note say, from where they say; each gets its return's line.

    The receipt, and what stands before it, is locked. The credit note's lines are stored by the caller.
    """
    lines = list(lines)
    made = _new(receipt, by, cause=cause)
    rows = []
    for line in lines:
        came: Any = line.receipt_line
        rows.append(_line(made, came, line, -line.quantity, line.location or place_of(came, -line.quantity)))
    _write(made, rows)
    for line, row in zip(lines, rows, strict=True):
        line.return_line = row
    history.record(made, "made_from", by=by, source=receipt)
    return made


def _new(receipt: GoodsReceipt, by: User, **facts: Any) -> SupplierReturn:
    made = SupplierReturn(supplier=receipt.supplier, receipt=receipt, created_by=by, **facts)
    made.copy_header(receipt)
    made.our_reference = employees.reference(by)
    made.number = numbers.take("supplier returns")
    made.save()
    return made


def _write(made: SupplierReturn, rows: list[SupplierReturnLine]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    SupplierReturnLine.objects.bulk_create(rows)
    renew(made)


def _line(
    made: SupplierReturn, came: GoodsReceiptLine, says: Any, quantity: Decimal, place: Location
) -> SupplierReturnLine:
    """Goods of a receipt's line, at the price that the line `says`: the receipt's own, or a credit note's."""
    names = ("text", "unit", "item", "price", "discount_percent", "vat_percent")
    facts = {name: getattr(says, name) for name in names}
    copy = SupplierReturnLine(supplier_return=made, receipt_line=came, quantity=quantity, location=place, **facts)
    copy.reckon()
    return copy


def place_of(came: GoodsReceiptLine, quantity: Decimal) -> Location:
    """From where it was put, if so much lies there; else from where the most lies."""
    here = availability.on_hand({came.item_id}, {came.location_id}).get((came.item_id, came.location_id), ZERO)
    return came.location if here >= quantity else (availability.holding(came.item_id).first() or came.location)


@transaction.atomic
def change_line(line: SupplierReturnLine, *, by: User, **facts: Any) -> SupplierReturnLine:
    """Write how much goes back, from where, and what the supplier credits. The goods stay those of the receipt."""
    require(facts.get("item", line.item) == line.item, _("The goods are those of the receipt."), field="item")
    return drafting.change_line(line, by=by, **facts)


@transaction.atomic
def book(document: SupplierReturn, *, by: User, on: date | None = None) -> SupplierReturn:
    """The goods are gone, dated `on` (today), at what their receipt's line says that they cost."""
    agreement = Agreement.held()
    document = lock(document)
    on = on or agreement.today()
    lines = list(document.lines.select_related("item__group", "receipt_line").order_by("position", "id"))
    _require_bookable(document, lines)
    going = [line for line in lines if line.quantity]
    outcomes = posting.return_to_supplier(
        [
            posting.Return(line.item_id, line.location_id, line.quantity, line.pk, (RECEIPT, line.receipt_line_id))
            for line in going
        ],
        source=posting.Source.of(document, document.party_name),
        effective_on=on,
        by=by,
    )
    for line, outcome in zip(going, outcomes, strict=True):
        line.amount_cost = -outcome.value
    SupplierReturnLine.objects.bulk_update(going, ["amount_cost"])  # before the status, which freezes them
    document.become(Status.BOOKED, returned_on=on, booked_at=periods.now(), booked_by=by, archived=True)
    _count(lines, 1)
    stored.later(document)
    history.record(document, "booked", by=by, number=document.number)
    return document


def _require_bookable(document: SupplierReturn, lines: list[SupplierReturnLine]) -> None:
    require(document.is_draft, _("It is booked already."))
    require(any(line.quantity for line in lines), _("Say how many go back before you book the return."))
    gone = progress.returned({line.receipt_line_id for line in lines})
    for line in lines:
        left = line.receipt_line.quantity - gone.get(line.receipt_line_id, ZERO)
        facts = {"line": line.position, "rest": ui.quantity(left)}
        require(line.quantity <= left, _("Line %(line)s: only %(rest)s of the receipt are left to return.") % facts)
        gone[line.receipt_line_id] = gone.get(line.receipt_line_id, ZERO) + line.quantity


def _count(lines: Iterable[SupplierReturnLine], sign: int) -> None:
    """Count at the purchase order's lines what went back, or came again."""
    counted = ((line.receipt_line.order_line_id, sign * line.quantity) for line in lines)
    for pk in progress.count("quantity_returned", counted):
        progress.update(PurchaseOrder.objects.get(pk=pk))


@transaction.atomic
def reverse(document: SupplierReturn, *, by: User, on: date | None = None) -> SupplierReturn:
    """The goods did not go, or came again: they are in stock at what they left at. It keeps its number."""
    agreement = Agreement.held()
    document = lock(document)
    on = on or agreement.today()
    require(not document.is_draft, _("It is not booked: change it, or delete it."))
    require(document.status == Status.BOOKED, _("It was reversed already."))
    require(on >= (document.returned_on or on), _("It cannot be taken back before it was booked."), field="on")
    _require_not_credited(document)
    source = posting.Source.of(document, document.party_name)
    posting.reverse(document._meta.label_lower, document.pk, source=source, effective_on=on, by=by)
    document.become(Status.REVERSED, reversed_on=on)
    _count(document.lines.select_related("receipt_line"), -1)
    history.record(document, "taken_back", by=by)
    return document


def _require_not_credited(document: SupplierReturn) -> None:
    """A credit note that holds it would give money for goods that are here."""
    rows = SupplierInvoice.objects.filter(
        status=SupplierInvoice.Status.BOOKED, lines__return_line__supplier_return=document
    )
    number = rows.order_by("number").values_list("number", flat=True).first()
    require(number is None, _("Credit note %(number)s credits it. Reverse that first.") % {"number": number})
