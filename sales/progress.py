"""How far orders, shipments and invoices have come: derived from their lines, in the transaction that changed them."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from django.db.models import F, Sum

from accounts import history
from accounts.models import User
from inventory import availability, reservations
from inventory.posting import Source
from rackbeat.lib import statements
from sales import standing
from sales.models import Quote, SalesInvoice, SalesInvoiceLine, SalesOrder, Shipment, ShipmentLine
from sales.standing import Line

ZERO = Decimal(0)


def delivery_of(order: SalesOrder, lines: Iterable[Line], has_open_shipment: bool) -> str:
    """The delivery track (I19): a draft and a wholly cancelled order stay at the first."""
    track = SalesOrder.Delivery
    lines = list(lines)
    if order.status == SalesOrder.Status.DRAFT or not any(line.quantity_due for line in lines if not line.is_text):
        return track.NONE
    stock = [line for line in lines if line.is_stock and line.quantity_due]
    if all(line.quantity_shipped == line.quantity_due for line in stock):
        return track.FULL
    if any(line.quantity_shipped for line in stock):
        return track.PARTLY
    return track.READY if has_open_shipment else track.NONE


def invoicing_of(order: SalesOrder, lines: Iterable[Line], has_draft_invoice: bool) -> str:
    """The invoicing track (I19)."""
    track = SalesOrder.Invoicing
    due = [line for line in lines if not line.is_text and line.quantity_due]
    if order.status == SalesOrder.Status.DRAFT or not due:
        return track.NONE
    if not any(line.quantity_to_invoice for line in due):
        return track.FULL
    if any(line.quantity_invoiced or line.quantity_returned for line in due):
        return track.PARTLY
    return track.READY if has_draft_invoice else track.NONE


def finished(order: SalesOrder, lines: Iterable[Line], delivery: str, invoicing: str) -> bool:
    """Delivered and invoiced, or cancelled with nothing shipped left to invoice (DESIGN 3.11)."""
    if order.status == SalesOrder.Status.CANCELLED:
        return not any(line.quantity_to_invoice for line in lines)
    return delivery == SalesOrder.Delivery.FULL and invoicing == SalesOrder.Invoicing.FULL


def accept(quote: Quote, *, by: User, made: SalesOrder | SalesInvoice) -> None:
    """An order or an invoice was made from the quote, whose row is locked."""
    quote.become(Quote.Status.ACCEPTED)
    settle(quote)
    history.record(quote, "accepted", by=by, source=made)


def lose(quote: Quote, *, by: User, made: SalesOrder | SalesInvoice) -> None:
    """What was made from the quote was thrown away: the quote, whose row is locked, waits for an answer again."""
    quote.become(Quote.Status.SENT)
    settle(quote)
    history.record(quote, "lost", by=by, source=made)


def settle(quote: Quote) -> None:
    """A quote that was answered is finished."""
    quote.settle(finished=quote.status in {Quote.Status.ACCEPTED, Quote.Status.REJECTED}, changed=True)
    quote.save(update_fields=["archived", "archived_by_hand"])


def update(order: SalesOrder) -> None:
    """Recompute the tracks, the archive and what is reserved for an order whose row is locked; then its invoices."""
    stands = standing.of(order)
    lines, before = stands.lines, (order.status, order.delivery, order.invoicing)
    order.delivery = delivery_of(order, lines, stands.has_open_shipment)
    order.invoicing = invoicing_of(order, lines, stands.has_draft_invoice)
    order.settle(
        finished=finished(order, lines, order.delivery, order.invoicing),
        changed=before != (order.status, order.delivery, order.invoicing),
    )
    statements.update(order, ["delivery", "invoicing", "archived", "archived_by_hand"])
    _reserve(order, lines, stands.has_open_shipment, moving=False)
    if stands.has_invoice:
        share_shipped(order)


def hold_where_picked(order: SalesOrder, line_ids: Iterable[int]) -> None:
    """Goods were picked or put back: let what is reserved for these lines of a locked order stand where they lie ready."""
    wanted, stands = set(line_ids), standing.of(order)
    lines = [line for line in stands.lines if line.pk in wanted]
    _reserve(order, lines, stands.has_open_shipment, moving=True)


def _reserve(order: SalesOrder, lines: list[Line], has_open_shipment: bool, *, moving: bool) -> None:
    """Reserve what a confirmed order still has to ship, where it is picked, else at the line's or the item's usual place."""
    picked = _picked_at(order) if has_open_shipment else {}
    default = cache(lambda: availability.default_location().pk)
    confirmed = order.status == SalesOrder.Status.CONFIRMED
    reservations.reserve(
        [
            reservations.Open(
                line_id=line.pk,
                item_id=line.item_id,
                location_id=picked.get(line.pk) or line.location_id or default(),
                quantity=line.quantity_to_ship if confirmed else ZERO,
                due_on=order.wanted_on,
            )
            for line in lines
            if line.item_id is not None and line.is_stock
        ],
        source=Source.of(order, order.party_name),
        moving=moving,
    )


def _picked_at(order: SalesOrder) -> dict[int | None, int]:
    """Per order line: the place from which most of it lies ready to be sent."""
    rows = ShipmentLine.objects.filter(
        shipment__order=order, shipment__status=Shipment.Status.OPEN, quantity_picked__gt=0
    )
    rows = rows.order_by("quantity_picked", "-location_id")
    return dict(rows.values_list("order_line", "location"))


def share_shipped(order: SalesOrder) -> None:
    """Give what was shipped of the order's lines to their invoice lines, oldest invoice first; then settle the invoices."""
    invoice_lines = list(
        SalesInvoiceLine.objects.filter(order_line__order=order, invoice__kind=SalesInvoice.Kind.INVOICE)
        .select_related("invoice", "order_line", "item__group")
        .order_by("invoice__number", "invoice__draft_number", "position", "id")
    )
    left = {line.order_line_id: line.order_line.quantity_shipped for line in invoice_lines}
    changed = []
    for line in invoice_lines:
        shipped = min(line.quantity_to_send, left[line.order_line_id])
        left[line.order_line_id] -= shipped
        if shipped != line.quantity_shipped:
            line.quantity_shipped = shipped
            changed.append(line)
    SalesInvoiceLine.objects.bulk_update(changed, ["quantity_shipped"])
    for invoice in order.invoices.order_by("pk").select_for_update(of=("self",), no_key=True):
        update_invoice(invoice)


def invoice_delivery_of(invoice: SalesInvoice, lines: Iterable[SalesInvoiceLine], has_open_shipment: bool) -> str:
    """The invoice's delivery track; without stock lines it is delivered when it is booked."""
    track = SalesInvoice.Delivery
    stock = [line for line in lines if line.is_stock and line.quantity > 0]
    if not stock:
        return track.FULL if invoice.status == SalesInvoice.Status.BOOKED else track.NONE
    if all(line.quantity_shipped >= line.quantity_to_send for line in stock):
        return track.FULL
    if any(line.quantity_shipped for line in stock):
        return track.PARTLY
    return track.READY if has_open_shipment else track.NONE


def update_invoice(invoice: SalesInvoice) -> None:
    """Recompute the delivery track and the archive of an invoice whose row is locked; a credit note is done when booked."""
    if invoice.is_credit:
        invoice.settle(finished=invoice.status == SalesInvoice.Status.BOOKED, changed=False)
        invoice.save(update_fields=["archived", "archived_by_hand"])
        return
    lines = list(invoice.lines.select_related("item__group"))
    waiting = Shipment.objects.filter(status=Shipment.Status.OPEN)
    has_open = waiting.filter(invoice=invoice).exists() or bool(
        invoice.order_id and waiting.filter(order=invoice.order_id).exists()
    )
    before = (invoice.delivery, invoice.status)
    invoice.delivery = invoice_delivery_of(invoice, lines, has_open)
    booked = invoice.status == SalesInvoice.Status.BOOKED
    invoice.settle(
        finished=booked and invoice.delivery == SalesInvoice.Delivery.FULL,
        changed=before != (invoice.delivery, invoice.status),
    )
    invoice.save(update_fields=["delivery", "archived", "archived_by_hand"])


def picking_of(lines: Iterable[ShipmentLine]) -> str:
    """The picking track of a shipment's lines."""
    track = Shipment.Picking
    lines = [line for line in lines if line.quantity]
    if lines and all(line.quantity_picked == line.quantity for line in lines):
        return track.FULL
    return track.PARTLY if any(line.quantity_picked for line in lines) else track.NONE


def update_shipment(shipment: Shipment) -> None:
    """Recompute the picking track of an open shipment whose row is locked."""
    shipment.picking = picking_of(shipment.lines.all())
    shipment.save(update_fields=["picking"])


def quantity_in_open_shipments(order: SalesOrder) -> dict[int, Decimal]:
    """Per order line: what waits in shipments that have not been sent."""
    rows = ShipmentLine.objects.filter(order_line__order=order, shipment__status=Shipment.Status.OPEN)
    return {
        row["order_line"]: row["total"] for row in rows.order_by().values("order_line").annotate(total=Sum("quantity"))
    }


def quantity_to_invoice_of(shipment: Shipment, order: SalesOrder) -> dict[int, Decimal]:
    """Per order line: what an invoice of this shipment may ask for: its goods that no invoice has, and all open services."""
    waiting = quantity_in_draft_invoices(order)
    left = quantity_sent_uninvoiced(order)
    wanted = {}
    for line in order.lines.select_related("item__group"):
        rest = line.quantity_to_invoice - waiting.get(line.pk, ZERO)
        if line.is_stock:
            rest = min(rest, left.get((line.pk, shipment.pk), ZERO))
        wanted[line.pk] = max(rest, ZERO)
    return wanted


def quantity_sent_uninvoiced(order: SalesOrder) -> dict[tuple[int, int], Decimal]:
    """By (order line, shipment): what was sent and stands on no invoice, booked or not.

    A line that was made from a shipment names it. What other lines of the order ask for is taken from the oldest shipments.
    """
    left: dict[tuple[int, int], Decimal] = {}
    sent = ShipmentLine.objects.filter(shipment__order=order, shipment__status=Shipment.Status.SHIPPED)
    for line_id, shipment_id, quantity in (
        sent.order_by("shipment__number")
        .values("order_line", "shipment")
        .annotate(total=Sum("quantity"))
        .values_list("order_line", "shipment", "total")
    ):
        left[line_id, shipment_id] = quantity
    at_large: dict[int, Decimal] = defaultdict(Decimal)
    asked = (
        SalesInvoiceLine.objects.filter(order_line__order=order, invoice__kind=SalesInvoice.Kind.INVOICE)
        .annotate(meant=F("quantity") - F("quantity_credited"))
        .values_list("order_line", "shipment", "meant")
    )
    for line_id, shipment_id, quantity in asked.order_by("pk"):
        here = min(quantity, left.get((line_id, shipment_id), ZERO))
        at_large[line_id] += quantity - here
        if here:
            left[line_id, shipment_id] -= here
    for (line_id, shipment_id), quantity in left.items():
        taken = min(quantity, max(at_large[line_id], ZERO))
        at_large[line_id] -= taken
        left[line_id, shipment_id] -= taken
    return left


def quantity_in_draft_credits(invoice: SalesInvoice, *, but: SalesInvoice | None = None) -> dict[int, Decimal]:
    """Per line of an invoice: what stands on its credit notes that are not booked (`but` left out)."""
    rows = SalesInvoiceLine.objects.filter(credits__invoice=invoice, invoice__status=SalesInvoice.Status.DRAFT)
    if but is not None:
        rows = rows.exclude(invoice=but)
    return {row["credits"]: -row["total"] for row in rows.order_by().values("credits").annotate(total=Sum("quantity"))}


def quantity_in_draft_invoices(order: SalesOrder, *, but: SalesInvoice | None = None) -> dict[int, Decimal]:
    """Per order line: what stands on invoices that are not booked (`but` left out)."""
    rows = SalesInvoiceLine.objects.filter(
        order_line__order=order, invoice__kind=SalesInvoice.Kind.INVOICE, invoice__status=SalesInvoice.Status.DRAFT
    )
    if but is not None:
        rows = rows.exclude(invoice=but)
    return {
        row["order_line"]: row["total"] for row in rows.order_by().values("order_line").annotate(total=Sum("quantity"))
    }
