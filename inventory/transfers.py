"""What may happen to a transfer: drafted, written line by line, booked, received where it goes by way of a transport
location, reversed by another one, thrown away. Goods change places; what they are worth does not.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import Agreement, User
from inventory import posting
from inventory.adjustments import require_reversible
from inventory.models import Item, Location, Transfer, TransferLine
from layouts import choose, drafting, stored
from rackbeat.lib import periods
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import require

ZERO = Decimal(0)
MOST = Decimal(10) ** 9


@transaction.atomic
def draft(origin: Location, target: Location, *, by: User, transport: Location | None = None, **facts: Any) -> Transfer:
    """Begin a transfer; with a transport location it is received in a second step."""
    _require_places(origin, target, transport)
    transfer = Transfer(origin=origin, target=target, transport=transport, created_by=by, **facts)
    transfer.layout, transfer.number = choose.default(), numbers.take("transfers")
    transfer.save()
    history.record(transfer, "created", by=by)
    return transfer


def _require_places(origin: Location, target: Location, transport: Location | None) -> None:
    require(origin.pk != target.pk, _("Goods are moved from one location to another one."), field="target")
    require(not target.is_barred, _("%(place)s is barred.") % {"place": target}, field="target")
    if transport is not None:
        words = _("%(place)s is not a transport location.") % {"place": transport}
        require(transport.is_transport and not transport.is_barred, words, field="transport")
        own = _("The transport location lies between the two, so it is neither of them.")
        require(transport.pk not in (origin.pk, target.pk), own, field="transport")


@transaction.atomic
def change(transfer: Transfer, *, by: User, version: int | None = None, **facts: Any) -> Transfer:
    """Write the header of a draft. Lines that lay at the old places follow to the new ones."""
    locked = Transfer.objects.lock(transfer)
    places = {name: facts.get(name, getattr(locked, name)) for name in ("origin", "target", "transport")}
    _require_places(**places)
    changed = drafting.change(locked, by=by, version=version, **facts)
    lines = list(locked.lines.all())
    for line in lines:
        if line.location_id == transfer.origin_id:
            line.location = places["origin"]
        if line.target_id == transfer.target_id:
            line.target = places["target"]
        odd = _("On line %(line)s, goods would stay where they are. Change that line first.")
        require(line.location_id != line.target_id, odd % {"line": line.position})
    TransferLine.objects.bulk_update(lines, ["location", "target"])
    return changed


@transaction.atomic
def add_line(transfer: Transfer, *, by: User, item: Item, quantity: Decimal, **facts: Any) -> TransferLine:
    """Put an item at the end of a draft; it goes between the transfer's places where no others are said."""
    transfer = Transfer.objects.lock(transfer)
    facts = {"location": transfer.origin, "target": transfer.target, "text": item.name, "unit": item.unit.name} | facts
    facts |= {"item": item, "quantity": quantity}
    _require_line(transfer, facts)
    return drafting.add_line(transfer, by=by, **facts)


@transaction.atomic
def change_line(line: TransferLine, *, by: User, **facts: Any) -> TransferLine:
    """Write new facts of a draft's line."""
    transfer = Transfer.objects.lock(line.transfer_id)
    line = TransferLine.objects.lock(line)
    said = {name: getattr(line, name) for name in ("item", "location", "target", "quantity")}
    _require_line(transfer, said | facts)
    return drafting.change_line(line, by=by, **facts)


def _require_line(transfer: Transfer, said: dict[str, Any]) -> None:
    item, location, target, quantity = (said[name] for name in ("item", "location", "target", "quantity"))
    require(item.group.has_stock, _("%(item)s is not kept in stock.") % {"item": item}, field="item")
    require(ZERO < quantity < MOST, _("Enter a quantity above zero."), field="quantity")
    require(location is not None, _("Choose a location."), field="location")
    require(target is not None, _("Choose a location."), field="target")
    require(not target.is_barred, _("%(place)s is barred.") % {"place": target}, field="target")
    require(location.pk != target.pk, _("It lies there already. Choose another location."), field="target")
    way = _("Goods pass through %(place)s; they neither begin nor end there.") % {"place": transfer.transport}
    require(transfer.transport_id not in (location.pk, target.pk), way, field="target")


@transaction.atomic
def book(transfer: Transfer, *, by: User, on: date | None = None) -> Transfer:
    """Move the goods now, dated `on` (else its own date, else today): to where they go, or onto the way there."""
    agreement = Agreement.held()
    transfer = Transfer.objects.lock(transfer)
    on = on or transfer.moved_on or agreement.today()
    drafting.require_draft(transfer)
    lines = list(transfer.lines.all())
    require(lines, _("Add a line before you book the transfer."))
    at_once = transfer.transport_id is None
    _move(
        transfer,
        [(line, line.location_id, transfer.transport_id or line.target_id, line.quantity) for line in lines],
        on,
        by,
    )
    facts: dict[str, Any] = {"moved_on": on, "booked_at": periods.now(), "booked_by": by}
    if at_once:
        for line in lines:
            line.quantity_received = line.quantity
        TransferLine.objects.bulk_update(lines, ["quantity_received"])
        facts |= {"receiving": Transfer.Receiving.FULL, "received_on": on, "archived": True}
    transfer.become(Transfer.Status.BOOKED, **facts)
    stored.later(transfer)
    history.record(transfer, "moved" if at_once else "sent_off", by=by)
    return transfer


def _move(transfer: Transfer, steps: Iterable[tuple[TransferLine, int, int, Decimal]], on: date, by: User) -> None:
    posting.move(
        [
            posting.Transfer(line.item_id, origin, target, quantity, line.pk)
            for line, origin, target, quantity in steps
            if quantity
        ],
        source=posting.Source.of(transfer),
        effective_on=on,
        by=by,
    )


@transaction.atomic
def receive(
    transfer: Transfer, arrived: Mapping[int, Decimal] | None = None, *, by: User, on: date | None = None
) -> Transfer:
    """So much of each line (by its key; all that is to come, where nothing is said) has arrived, dated `on` (today)."""
    agreement = Agreement.held()
    transfer = Transfer.objects.lock(transfer)
    on = on or agreement.today()
    require(transfer.is_under_way, _("Nothing of it is on its way."))
    require(transfer.reversal is None, _("It was reversed, so nothing of it is on its way."))
    lines = list(transfer.lines.select_related("item"))
    came = {line.pk: line.quantity_to_come if arrived is None else arrived.get(line.pk, ZERO) for line in lines}
    came = {key: round_half_up(quantity, 6) for key, quantity in came.items()}
    for line in lines:
        require(came[line.pk] >= ZERO, _("A quantity cannot be below zero."), field=f"line-{line.pk}")
        more = _("Only %(quantity)s of %(item)s are on their way.")
        said = {"quantity": f"{line.quantity_to_come.normalize():f}", "item": line.item}
        require(came[line.pk] <= line.quantity_to_come, more % said, field=f"line-{line.pk}")
    require(any(came.values()), _("Say how much has arrived."))
    _move(transfer, [(line, transfer.transport_id or 0, line.target_id, came[line.pk]) for line in lines], on, by)
    for line in lines:
        line.quantity_received += came[line.pk]
    TransferLine.objects.bulk_update(lines, ["quantity_received"])
    _settle(transfer, lines, on)
    history.record(transfer, "received" if transfer.receiving == Transfer.Receiving.FULL else "received_part", by=by)
    return transfer


def _settle(transfer: Transfer, lines: list[TransferLine], on: date) -> None:
    before = transfer.receiving
    full = all(line.quantity_received == line.quantity for line in lines)
    transfer.receiving = Transfer.Receiving.FULL if full else Transfer.Receiving.PARTLY
    transfer.received_on = on
    transfer.settle(finished=full, changed=before != transfer.receiving)
    transfer.save(update_fields=["receiving", "received_on", "archived", "archived_by_hand"])


@transaction.atomic
def reverse(transfer: Transfer, *, by: User, on: date | None = None) -> Transfer:
    """Bring the goods back to where they came from, by another transfer that points at this one."""
    agreement = Agreement.held()
    transfer = Transfer.objects.lock(transfer)
    on = on or agreement.today()
    require_reversible(transfer)
    mirror = Transfer(origin=transfer.target, target=transfer.origin, layout=transfer.layout, created_by=by)
    mirror.reverses, mirror.number = transfer, numbers.take("transfers")
    mirror.save()
    lines = list(transfer.lines.all())
    back = TransferLine.objects.bulk_create(_mirrored(mirror, line) for line in lines)
    both = list(zip(back, lines, strict=True))
    arrived = [(new, line.target_id, line.location_id, line.quantity_received) for new, line in both]
    on_way = [(new, transfer.transport_id or 0, line.location_id, line.quantity_to_come) for new, line in both]
    _move(mirror, [*arrived, *on_way], on, by)
    facts = {"moved_on": on, "received_on": on, "booked_at": periods.now(), "booked_by": by, "archived": True}
    mirror.become(Transfer.Status.BOOKED, receiving=Transfer.Receiving.FULL, **facts)
    transfer.settle(finished=True, changed=True)
    transfer.save(update_fields=["archived", "archived_by_hand"])
    stored.later(mirror)
    history.record(mirror, "reverses", by=by, source=transfer)
    history.record(transfer, "reversed", by=by, number=mirror.number)
    return mirror


def _mirrored(mirror: Transfer, line: TransferLine) -> TransferLine:
    facts = {name: getattr(line, name) for name in ("position", "text", "unit", "item_id", "quantity")}
    places = {"location_id": line.target_id, "target_id": line.location_id}
    return TransferLine(transfer=mirror, quantity_received=line.quantity, **facts, **places)
