"""What may happen to a shipment: drafted for an order or an invoice, picked, un-picked, sent as picked, thrown away.

Sending is the moment that stock moves (S14); picking alone moves nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import Agreement, User
from accounts.tenancy import current_agreement_id
from inventory import availability, posting
from inventory.models import Location
from rackbeat.lib import periods, statements
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import require
from sales import progress
from sales.models import (
    Customer,
    SalesInvoice,
    SalesInvoiceLine,
    SalesOrder,
    SalesOrderLine,
    Shipment,
    ShipmentLine,
)

ZERO = Decimal(0)


def _lock(shipment: Shipment) -> Shipment:
    """The shipment's row, before it its order's (or that of its invoice), after it its invoice's: from the chain's start."""
    order_id = shipment.order_id or (shipment.invoice and shipment.invoice.order_id)
    order = SalesOrder.objects.lock(order_id) if order_id else None
    shipment = Shipment.objects.lock(shipment)
    if shipment.order_id:
        shipment.order = order  # as it was read under its lock
    if shipment.invoice_id:
        SalesInvoice.objects.lock(shipment.invoice_id)
    return shipment


def _new(customer: Customer, source: SalesOrder | SalesInvoice, by: User, facts: dict[str, Any]) -> Shipment:
    shipment = Shipment(customer=customer, created_by=by)
    shipment.copy_header(source)
    for name, value in facts.items():
        setattr(shipment, name, value)
    shipment.number = numbers.take("shipments")
    shipment.save()
    return shipment


@transaction.atomic
def draft_from_order(order: SalesOrder, *, by: User) -> Shipment:
    """Make a shipment of all that remains to be sent, with a proposal where to pick each thing."""
    order = SalesOrder.objects.lock(order)
    require(
        order.status == SalesOrder.Status.CONFIRMED, _("Confirm the order first. Only a confirmed order is shipped.")
    )
    waiting = progress.quantity_in_open_shipments(order)
    rest = [
        (line, quantity)
        for line in order.lines.select_related("item__group", "item__default_location")
        if (quantity := line.quantity_to_ship - waiting.get(line.pk, ZERO)) > 0
    ]
    require(rest, _("Nothing is left to ship: all of it is sent or stands on another shipment."))
    shipment = _new(order.customer, order, by, {"order": order, "ship_on": order.wanted_on})
    _add_lines(shipment, rest, "order_line")
    progress.update(order)
    history.record(shipment, "made_from", by=by, source=order)
    return shipment


@transaction.atomic
def draft_from_invoice(invoice: SalesInvoice, *, by: User) -> Shipment:
    """Make a shipment of the goods on an invoice that no order stands behind; an order's goods are shipped from there."""
    if invoice.order_id:
        SalesOrder.objects.lock(invoice.order_id)
    invoice = SalesInvoice.objects.lock(invoice)
    waiting: dict[int | None, Decimal] = defaultdict(Decimal)
    for shipment_line in ShipmentLine.objects.filter(
        invoice_line__invoice=invoice, shipment__status=Shipment.Status.OPEN
    ):
        waiting[shipment_line.invoice_line_id] += shipment_line.quantity
    rest = [
        (line, quantity)
        for line in invoice.lines.filter(order_line=None).select_related("item__group", "item__default_location")
        if line.is_stock and (quantity := line.quantity_to_send - line.quantity_shipped - waiting[line.pk]) > 0
    ]
    require(not invoice.is_credit, _("A credit note ships nothing."))
    require(invoice.status == SalesInvoice.Status.BOOKED, _("Book the invoice first."))
    require(rest, _("Nothing is left to ship: all of it is sent or stands on another shipment."))
    shipment = _new(invoice.customer, invoice, by, {"invoice": invoice})
    _add_lines(shipment, rest, "invoice_line")
    progress.update_invoice(invoice)
    history.record(shipment, "made_from", by=by, source=invoice)
    return shipment


def _add_lines(
    shipment: Shipment, rest: list[tuple[SalesOrderLine, Decimal]] | list[tuple[SalesInvoiceLine, Decimal]], link: str
) -> None:
    default = availability.default_location()
    usual = [getattr(line, "location_id", None) or line.goods.default_location_id or default.pk for line, _q in rest]
    plans = availability.pick_plan(
        [(line.goods.pk, quantity, place) for (line, quantity), place in zip(rest, usual, strict=True)]
    )
    ShipmentLine.objects.bulk_create(
        ShipmentLine(
            shipment=shipment,
            position=line.position,
            text=line.text,
            unit=line.unit,
            item_id=line.goods.pk,
            location_id=pick.location_id,
            quantity=pick.quantity,
            **{link: line},
        )
        for (line, _quantity), plan in zip(rest, plans, strict=True)
        for pick in plan
    )


def _require_open(shipment: Shipment) -> None:
    require(shipment.status == Shipment.Status.OPEN, _("The shipment is sent, so it cannot be changed."))


@transaction.atomic
def pick(line: ShipmentLine, quantity: Decimal, *, by: User, location: Location | None = None) -> ShipmentLine:
    """So much of the line lies ready in all. Picked at another location, that part becomes a line of its own.

    It sets, it does not add: said twice it is the same.
    """
    shipment = _lock(Shipment.objects.still(line.shipment_id))
    _require_open(shipment)
    line = ShipmentLine.objects.lock(line)
    quantity = round_half_up(quantity, 6)
    require(quantity >= 0, _("A picked quantity cannot be below zero."), field="quantity")
    require(
        quantity <= line.quantity,
        _("Only %(quantity)s are to be picked here.") % {"quantity": f"{line.quantity.normalize():f}"},
        field="quantity",
    )
    if location is not None and location.pk != line.location_id:
        line = _move(line, quantity, location)
    elif quantity == line.quantity_picked:
        return line
    line.quantity_picked = quantity
    line.picked_at, line.picked_by = (periods.now(), by) if quantity else (None, None)
    line.save(update_fields=["quantity_picked", "picked_at", "picked_by"])
    progress.update_shipment(shipment)
    _hold(shipment, [line])
    verb = "picked" if quantity else "unpicked"
    history.record(shipment, verb, by=by, quantity=f"{quantity.normalize():f}", line=line.position)
    return line


def _hold(shipment: Shipment, lines: Iterable[ShipmentLine]) -> None:
    """What is reserved for the order stands where its goods are picked."""
    if shipment.order is not None:
        progress.hold_where_picked(shipment.order, [line.order_line_id for line in lines if line.order_line_id])


def _move(line: ShipmentLine, quantity: Decimal, location: Location) -> ShipmentLine:
    """The line at the other location; what is not picked there stays where it was."""
    require(quantity > 0, _("Say how many you picked there."), field="quantity")
    here = availability.on_hand({line.item_id}, {location.pk}).get((line.item_id, location.pk), ZERO)
    require(
        quantity <= here,
        _("Only %(quantity)s lie at %(location)s.")
        % {"quantity": f"{max(here, ZERO).normalize():f}", "location": location},
        field="quantity",
    )
    if quantity == line.quantity:
        line.location = location
        line.save(update_fields=["location"])
        return line
    require(
        quantity <= line.quantity - line.quantity_picked,
        _("Only %(quantity)s of the line are still to be picked.")
        % {"quantity": f"{(line.quantity - line.quantity_picked).normalize():f}"},
        field="quantity",
    )
    ShipmentLine.objects.filter(pk=line.pk).update(quantity=F("quantity") - quantity)
    line.pk, line._state.adding = None, True
    line.location, line.quantity, line.quantity_picked = location, quantity, ZERO
    line.save()
    return line


@transaction.atomic
def unpick(line: ShipmentLine, *, by: User) -> ShipmentLine:
    """Put it back on the shelf."""
    return pick(line, ZERO, by=by)


@transaction.atomic
def pick_all(shipment: Shipment, *, by: User) -> Shipment:
    """Everything lies ready."""
    shipment = _lock(shipment)
    _require_open(shipment)
    shipment.lines.exclude(quantity_picked=F("quantity")).update(
        quantity_picked=F("quantity"), picked_at=periods.now(), picked_by=by
    )
    progress.update_shipment(shipment)
    _hold(shipment, shipment.lines.all())
    history.record(shipment, "picked_all", by=by)
    return shipment


@transaction.atomic
def ship(shipment: Shipment, *, by: User, on: date | None = None) -> Shipment:
    """Send what is picked: the goods leave stock now, dated `on` (today); what is not picked goes back to the order."""
    agreement = Agreement.held()
    shipment = _lock(shipment)
    on = on or agreement.today()
    of = [shipment.agreement_id, shipment.pk]
    lines = statements.rows(ShipmentLine, "WHERE agreement_id = %s AND shipment_id = %s ORDER BY position, id", of)
    _require_open(shipment)
    require(
        any(line.quantity_picked for line in lines),
        _("Nothing is picked yet. Pick the lines first, or press “Pick everything and send”."),
    )
    _send_as_picked(lines)
    facts = {"shipped_on": on, "shipped_at": periods.now(), "shipped_by": by, "picking": Shipment.Picking.FULL}
    shipment.become(Shipment.Status.SHIPPED, archived=True, **facts)  # a sent shipment is finished
    posting.issue(
        [
            posting.Line(line.item_id, line.location_id, line.quantity, line_id=line.pk)
            for line in lines
            if line.quantity
        ],
        source=posting.Source.of(shipment, shipment.party_name),
        effective_on=on,
        by=by,
    )
    _count_shipped(lines)
    _settle_source(shipment)
    history.record(shipment, "shipped", by=by, told=_went_back(lines))
    return shipment


@transaction.atomic
def pick_all_and_ship(shipment: Shipment, *, by: User, on: date | None = None) -> Shipment:
    """Everything lies ready and goes now."""
    return ship(pick_all(shipment, by=by), by=by, on=on)


def _send_as_picked(lines: Iterable[ShipmentLine]) -> None:
    """What is not picked goes back; a line that is picked whole stays as it is."""
    left = [line for line in lines if line.quantity != line.quantity_picked]
    for line in left:
        line.quantity_returned = line.quantity - line.quantity_picked
        line.quantity = line.quantity_picked
    ShipmentLine.objects.bulk_update(left, ["quantity", "quantity_returned"])


def _went_back(lines: Iterable[ShipmentLine]) -> list[history.Told]:
    words = history.gettext_noop("%(quantity)s %(unit)s %(text)s went back to the order")
    back = [line for line in lines if line.quantity_returned]
    return [
        history.Told(words, {"quantity": line.quantity_returned, "unit": line.unit, "text": line.text}) for line in back
    ]


def _count_shipped(lines: Iterable[ShipmentLine]) -> None:
    """Add what was sent to the order's lines, or to the invoice's where there is no order."""
    for model, link in ((SalesOrderLine, "order_line_id"), (SalesInvoiceLine, "invoice_line_id")):
        sent: dict[int, Decimal] = defaultdict(Decimal)
        for line in lines:
            if getattr(line, link):
                sent[getattr(line, link)] += line.quantity
        if sent:
            with statements.prepared() as cursor:
                cursor.execute(
                    COUNT.format(table=model._meta.db_table), [[*sent], [*sent.values()], current_agreement_id()]
                )


COUNT = """
UPDATE {table} AS l SET quantity_shipped = l.quantity_shipped + w.quantity
FROM unnest(%s::bigint[], %s::numeric[]) AS w(line, quantity) WHERE l.agreement_id = %s AND l.id = w.line
"""


def _settle_source(shipment: Shipment) -> None:
    """What the order of a locked shipment, or its invoice, has come to."""
    if shipment.order:
        progress.update(shipment.order)
    if shipment.invoice_id:
        progress.update_invoice(SalesInvoice.objects.get(pk=shipment.invoice_id))


@transaction.atomic
def track(shipment: Shipment, *, by: User, tracking: str) -> Shipment:
    """Note the carrier's number of the parcel: often known only after it has left."""
    shipment = _lock(shipment)
    if changes := history.differences(shipment, {"tracking": tracking.strip()}):
        shipment.save(update_fields=["tracking"])
        history.record(shipment, "changed", by=by, changes=changes)
    return shipment


@transaction.atomic
def delete(shipment: Shipment, *, by: User) -> None:
    """Throw an open shipment away: its goods wait on the order again."""
    shipment = _lock(shipment)
    _require_open(shipment)
    history.record(shipment, "deleted", by=by)
    order_id, invoice_id = shipment.order_id, shipment.invoice_id
    shipment.delete()
    shipment.order_id, shipment.invoice_id = order_id, invoice_id
    _settle_source(shipment)
