"""What may happen to an adjustment: drafted, written line by line, booked, reversed by another one, thrown away.

Booking is the moment that stock changes. What comes in is worth what is typed, else what the item's stand at; what goes
out costs what the principle says; a cost adjustment leaves the quantity and changes what it is worth.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import Agreement, User
from inventory import posting
from inventory.models import Adjustment, AdjustmentLine, Item, Reason
from inventory.models.ledger import EntryKind
from layouts import choose, drafting, stored
from rackbeat.lib import periods
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import require

ZERO = Decimal(0)
MOST = Decimal(10) ** 9


@transaction.atomic
def draft(reason: Reason, *, by: User, kind: str = Adjustment.Kind.QUANTITY, **facts: Any) -> Adjustment:
    """Begin an adjustment of quantity, or of cost."""
    require(not reason.is_barred, _("%(reason)s is barred.") % {"reason": reason}, field="reason")
    adjustment = Adjustment(reason=reason, kind=kind, layout=choose.default(), created_by=by, **facts)
    adjustment.number = numbers.take("adjustments")
    adjustment.save()
    history.record(adjustment, "created", by=by)
    return adjustment


@transaction.atomic
def add_line(adjustment: Adjustment, *, by: User, item: Item, **facts: Any) -> AdjustmentLine:
    """Put an item at the end of a draft: of quantity with place and change, of cost with the new cost of one unit."""
    adjustment = Adjustment.objects.lock(adjustment)
    _require_line(adjustment, None, {"item": item, **facts})
    facts.setdefault("text", item.name)
    facts.setdefault("unit", item.unit.name)
    return drafting.add_line(adjustment, by=by, item=item, **facts)


@transaction.atomic
def change_line(line: AdjustmentLine, *, by: User, **facts: Any) -> AdjustmentLine:
    """Write new facts of a draft's line."""
    adjustment = Adjustment.objects.lock(line.adjustment_id)
    _require_line(adjustment, AdjustmentLine.objects.lock(line), facts)
    return drafting.change_line(line, by=by, **facts)


def _require_line(adjustment: Adjustment, line: AdjustmentLine | None, facts: dict[str, Any]) -> None:
    said: dict[str, Any] = {name: getattr(line, name, None) for name in ("item", "location", "quantity", "cost")}
    said |= facts
    item, cost = said["item"], said["cost"]
    require(item.group.has_stock, _("%(item)s is not kept in stock.") % {"item": item}, field="item")
    require(cost is None or ZERO <= cost < MOST, _("A cost cannot be below zero."), field="cost")
    if adjustment.is_of_cost:
        require(cost is not None, _("Say what one unit is worth."), field="cost")
        twice = adjustment.lines.filter(item=item)
        twice = twice.exclude(pk=line.pk) if line else twice
        require(not twice.exists(), _("%(item)s stands on the adjustment already.") % {"item": item}, field="item")
        return
    location, quantity = said["location"], said["quantity"] or ZERO
    require(location is not None, _("Choose a location."), field="location")
    barred = location.is_barred and quantity > 0
    require(not barred, _("%(place)s is barred.") % {"place": location}, field="location")
    require(quantity, _("Say how many more or less there are: 3, or -2."), field="quantity")
    require(abs(quantity) < MOST, _("The quantity is larger than we can keep."), field="quantity")
    require(cost is None or quantity > 0, _("What goes out costs what it stands at."), field="cost")


@transaction.atomic
def book(adjustment: Adjustment, *, by: User, on: date | None = None) -> Adjustment:
    """Let stock be as the adjustment says, dated `on` (else its own date, else today)."""
    agreement = Agreement.held()
    adjustment = Adjustment.objects.lock(adjustment)
    on = on or adjustment.adjusted_on or agreement.today()
    drafting.require_draft(adjustment)
    lines = list(adjustment.lines.select_related("item__group"))
    require(lines, _("Add a line before you book the adjustment."))
    post = _post_cost if adjustment.is_of_cost else _post_quantity
    values = post(adjustment, lines, on, by)
    for line in lines:  # written before the status, which freezes them
        line.value = values.get(line.pk, ZERO)
    AdjustmentLine.objects.bulk_update(lines, ["value"])
    facts = {"adjusted_on": on, "booked_at": periods.now(), "booked_by": by, "archived": True}
    adjustment.become(Adjustment.Status.BOOKED, value=sum(values.values(), ZERO), **facts)
    stored.later(adjustment)
    history.record(adjustment, "booked", by=by, number=adjustment.number)
    return adjustment


def _post_quantity(adjustment: Adjustment, lines: list[AdjustmentLine], on: date, by: User) -> dict[Any, Decimal]:
    """What goes out leaves first, at its cost; what comes in is worth what the item's stood at before."""
    source = posting.Source.of(adjustment, adjustment.reason.name)
    standings = posting.lock_states(line.item_id for line in lines)
    posting.lock_places((line.item_id, line.location_id or 0) for line in lines)
    worth = {line.pk: _worth(line, standings[line.item_id]) for line in lines if line.quantity > 0}
    gone = posting.issue(
        [_posted(line, -line.quantity) for line in lines if line.quantity < 0],
        source=source,
        effective_on=on,
        by=by,
        kind=EntryKind.ADJUSTMENT,
    )
    come = posting.receive(
        [_posted(line, line.quantity, worth[line.pk]) for line in lines if line.quantity > 0],
        source=source,
        effective_on=on,
        by=by,
        kind=EntryKind.ADJUSTMENT,
    )
    return {entry.line_id: entry.value for entry in [*gone, *come]}


def _posted(line: AdjustmentLine, quantity: Decimal, value: Decimal = ZERO) -> posting.Line:
    return posting.Line(line.item_id, line.location_id or 0, quantity, line_id=line.pk, value=value)


def _worth(line: AdjustmentLine, standing: posting.Standing) -> Decimal:
    if line.cost is not None:
        return round_half_up(Fraction(line.quantity) * Fraction(line.cost))
    return worth(line.item, standing, line.quantity)


def worth(item: Item, standing: posting.Standing, quantity: Decimal) -> Decimal:
    """What goods are worth that turn up without a price: their share of what lies there, else the expected cost."""
    state = standing.state
    if state.quantity > 0:
        return round_half_up(Fraction(state.value) * Fraction(quantity) / Fraction(state.quantity))
    require(
        item.expected_cost > 0,
        _("Nothing of %(item)s is on hand and it has no expected cost price, so somebody must say what it is worth.")
        % {"item": item},
    )
    return round_half_up(Fraction(item.expected_cost) * Fraction(quantity))


def _post_cost(adjustment: Adjustment, lines: list[AdjustmentLine], on: date, by: User) -> dict[Any, Decimal]:
    """The difference between what is on hand is worth, and what it is to be worth."""
    standings = posting.lock_states(line.item_id for line in lines)
    deltas = {}
    for line in lines:
        state = standings[line.item_id].state
        nothing = _("Nothing of %(item)s is on hand, so there is nothing to value. Adjust its quantity instead.")
        require(state.quantity > 0, nothing % {"item": line.item})
        deltas[line.pk] = round_half_up(Fraction(state.quantity) * Fraction(line.cost or ZERO)) - state.value
    require(any(deltas.values()), _("It is worth exactly that already: there is nothing to book."))
    posting.reprice(
        [posting.Reprice(line.item_id, deltas[line.pk], line.pk) for line in lines if deltas[line.pk]],
        source=posting.Source.of(adjustment, adjustment.reason.name),
        effective_on=on,
        by=by,
        kind=EntryKind.COST_ADJUSTMENT,
    )
    return deltas


@transaction.atomic
def reverse(adjustment: Adjustment, *, by: User, on: date | None = None) -> Adjustment:
    """Take a booked adjustment back by another one that posts its exact mirror and points at it."""
    agreement = Agreement.held()
    adjustment = Adjustment.objects.lock(adjustment)
    on = on or agreement.today()
    require_reversible(adjustment)
    mirror = Adjustment(kind=adjustment.kind, reason=adjustment.reason, layout=adjustment.layout, created_by=by)
    mirror.reverses, mirror.number = adjustment, numbers.take("adjustments")
    mirror.save()
    lines = [_mirrored(mirror, line) for line in adjustment.lines.all()]
    AdjustmentLine.objects.bulk_create(lines)
    source = posting.Source.of(mirror, adjustment.reason.name)
    posting.reverse(adjustment._meta.label_lower, adjustment.pk, source=source, effective_on=on, by=by)
    facts = {"adjusted_on": on, "booked_at": periods.now(), "booked_by": by, "archived": True}
    mirror.become(Adjustment.Status.BOOKED, value=-adjustment.value, **facts)
    stored.later(mirror)
    history.record(mirror, "reverses", by=by, source=adjustment)
    history.record(adjustment, "reversed", by=by, number=mirror.number)
    return mirror


def require_reversible(document: Any) -> None:
    """Booked, not a reversal itself, and not taken back already. For every document of inventory's own."""
    require(document.is_final, _("It is not booked: change it, or delete it."))
    require(document.reverses_id is None, _("It takes another one back already. Make a new one instead."))
    done = document.reversal
    words = _("It was reversed already, by number %(number)s.")
    require(done is None, words % {"number": done.number if done else ""})


def _mirrored(mirror: Adjustment, line: AdjustmentLine) -> AdjustmentLine:
    same = ("position", "text", "unit", "item_id", "location_id", "cost")
    facts = {name: getattr(line, name) for name in same}
    return AdjustmentLine(adjustment=mirror, quantity=-line.quantity, value=-line.value, **facts)
