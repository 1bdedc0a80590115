"""The only writer of the stock ledger: every posting whole or not at all, under locks in one order.

A document's verb posts, in its own transaction: where posting refuses, all that the verb did is undone with it. The ledger
keeps `source` as plain facts and never asks who called. The number of SQL statements does not depend on the number of
lines. What things cost is decided by `inventory/costing` alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agreement, Principle, User
from inventory import costing
from inventory.models.ledger import EntryKind
from inventory.posting import average, days, fifo, ledger, mirror, roots, rules
from inventory.posting.effects import Effect, ItemEffect, preview, tell
from inventory.posting.ledger import Moved
from inventory.posting.lines import (
    OUTWARD,
    VALUE_ONLY,
    Deed,
    Entry,
    Line,
    Outcome,
    Reckoned,
    Reprice,
    Return,
    Root,
    Source,
    Standing,
    Step,
    Transfer,
)
from inventory.posting.locks import first_open, hold_states, lock_places, lock_settings, lock_states
from rackbeat.lib.refusal import require

__all__ = [
    "Effect",
    "Entry",
    "ItemEffect",
    "Line",
    "Outcome",
    "Reprice",
    "Return",
    "Source",
    "Transfer",
    "hold_states",
    "issue",
    "lock_places",
    "lock_settings",
    "lock_states",
    "move",
    "preview",
    "receive",
    "reprice",
    "return_from_customer",
    "return_to_supplier",
    "reverse",
]

ZERO = Decimal(0)
PRICES = {EntryKind.LATE_PRICE, EntryKind.LANDED_COST, EntryKind.COST_ADJUSTMENT}


@transaction.atomic(savepoint=False)
def receive(
    lines: Sequence[Line],
    *,
    source: Source,
    effective_on: date,
    by: User | None,
    kind: EntryKind = EntryKind.RECEIPT,
) -> list[Entry]:
    """Goods come in, each line worth exactly `line.value`. Raises Refusal for a closed, future or impossible date."""
    steps = [
        Step(Deed.IN, kind, line.item_id, line.quantity, line.value, line.location_id, line.line_id) for line in lines
    ]
    return _first_entries(_post(steps, source, effective_on, by))


@transaction.atomic(savepoint=False)
def issue(
    lines: Sequence[Line],
    *,
    source: Source,
    effective_on: date,
    by: User | None,
    kind: EntryKind = EntryKind.ISSUE,
) -> list[Entry]:
    """Goods go out at the cost that the principle gives them. Raises Refusal where less lies at a location than is wanted."""
    steps = [Step(Deed.OUT, kind, line.item_id, line.quantity, ZERO, line.location_id, line.line_id) for line in lines]
    return _first_entries(_post(steps, source, effective_on, by))


@transaction.atomic(savepoint=False)
def return_from_customer(
    returns: Sequence[Return], *, source: Source, effective_on: date, by: User | None
) -> list[Entry]:
    """Goods come back at their share of what the line that took them cost; without such a line at the value that is given.

    With the earlier returns of a line that share sums to its cost: all of it in parts brings all of the cost back.
    """
    found = _roots_of(returns)
    steps = [_from_customer(each, found) for each in returns]
    return _first_entries(_post(steps, source, effective_on, by))


@transaction.atomic(savepoint=False)
def return_to_supplier(
    returns: Sequence[Return], *, source: Source, effective_on: date, by: User | None
) -> list[Outcome]:
    """Goods go back to where they came from: FIFO from the end of their own layer, what that no longer holds oldest first;
    average at the receipt's share, at most what there is. Each outcome's value is what left the stock, below zero."""
    found = _roots_of(returns)
    steps = [_to_supplier(each, found) for each in returns]
    return _post(steps, source, effective_on, by).outcomes


@transaction.atomic(savepoint=False)
def reprice(
    changes: Sequence[Reprice],
    *,
    source: Source,
    effective_on: date,
    by: User | None,
    kind: EntryKind = EntryKind.LATE_PRICE,
) -> list[Outcome]:
    """A receipt cost more (or less) than was thought; without a receipt, what is on hand now is worth more (or less).

    Each outcome says how much of the change stays in stock, went with goods that were sold, or with goods returned to
    the supplier. Raises Refusal where goods would cost less than nothing.
    """
    if kind not in PRICES:
        raise ValueError("A price changes by a late price, a landed cost or a cost adjustment.")
    changes = [each for each in changes if each.delta]
    hold_states(each.item_id for each in changes)
    found = roots.of_lines((each.of for each in changes if each.of), (each.item_id for each in changes))
    steps = []
    for each in changes:
        root = roots.required(found, each.of, each.item_id, came=True) if each.of else None
        deed = Deed.PRICE if root else Deed.WORTH
        steps.append(Step(deed, kind, each.item_id, value=each.delta, line_id=each.line_id, root=root))
    return _post(steps, source, effective_on, by).outcomes


@transaction.atomic(savepoint=False)
def move(
    transfers: Sequence[Transfer],
    *,
    source: Source,
    effective_on: date,
    by: User | None,
) -> None:
    """Goods lie elsewhere from now on; what they cost does not change. Refuses where less lies than is carried away."""
    for each in transfers:
        if each.quantity <= 0:
            raise ValueError("A transfer has a quantity above zero.")
        require(each.from_location_id != each.to_location_id, _("Choose another location to move to."))
    moves = []
    for each in transfers:
        for place, quantity in ((each.from_location_id, -each.quantity), (each.to_location_id, each.quantity)):
            moves.append(Moved(each.item_id, place, quantity, each.line_id, None, effective_on))
    _carry(moves, source, effective_on, by)


@transaction.atomic(savepoint=False)
def reverse(source_kind: str, source_id: int, *, source: Source, effective_on: date, by: User | None) -> list[Outcome]:
    """Post the mirror of all that a document posted, quantity and value. What went out comes back last in line; a receipt
    goes only while all of it lies there. Raises Refusal with the way out where it cannot, or was reversed already."""
    lock_settings(effective_on)
    hold_states(mirror.items(source_kind, source_id))
    steps = mirror.steps(source_kind, source_id)
    carried = mirror.carried(source_kind, source_id)
    outcomes = _post(steps, source, effective_on, by).outcomes
    if carried:
        back = [
            Moved(each.item_id, each.location_id, -each.quantity, each.line_id, None, effective_on) for each in carried
        ]
        _carry(back, Source(source_kind, source_id, source.number), effective_on, by)
    return outcomes


# --- the steps of a return ---


def _roots_of(returns: Sequence[Return]) -> dict[tuple[str, int], Root]:
    for each in returns:
        if each.quantity <= 0:
            raise ValueError("A return has a quantity above zero.")
    hold_states(each.item_id for each in returns)
    return roots.of_lines((each.of for each in returns if each.of), (each.item_id for each in returns))


def _from_customer(each: Return, found: dict[tuple[str, int], Root]) -> Step:
    root, value = None, each.value
    if each.of:
        root = roots.required(found, each.of, each.item_id, came=False)
        _require_returnable(each, root)
        back = root.returned + each.quantity
        value = max(costing.share(-root.total, back, -root.quantity) - root.returned_value, ZERO)
        root.returned, root.returned_value = back, root.returned_value + value
    require(value is not None and value >= 0, _("Say what the goods are worth that come back."), field="value")
    assert value is not None
    return Step(
        Deed.IN,
        EntryKind.CUSTOMER_RETURN,
        each.item_id,
        each.quantity,
        value,
        each.location_id,
        each.line_id,
        origin=root,
    )


def _to_supplier(each: Return, found: dict[tuple[str, int], Root]) -> Step:
    root = None
    if each.of:
        root = roots.required(found, each.of, each.item_id, came=True)
        _require_returnable(each, root)
    return Step(
        Deed.BACK if root else Deed.OUT,
        EntryKind.SUPPLIER_RETURN,
        each.item_id,
        each.quantity,
        ZERO,
        each.location_id,
        each.line_id,
        root=root,
        origin=root,
    )


def _require_returnable(each: Return, root: Root) -> None:
    left = abs(root.quantity) - root.returned
    require(
        each.quantity <= left,
        _("Only %(quantity)s of that line are left to return.") % {"quantity": f"{left.normalize():f}"},
        field="quantity",
    )


# --- how every posting goes ---


def _post(steps: Sequence[Step], source: Source, effective_on: date, by: User | None) -> Reckoned:
    if not steps:
        return Reckoned()
    for step in steps:
        if step.deed not in VALUE_ONLY and (step.quantity <= 0 or step.value < 0):
            raise ValueError("A posted line has a quantity above zero and a value of at least zero.")
    agreement = lock_settings(effective_on)
    standings = lock_states(step.item_id for step in steps)
    places = lock_places({(step.item_id, step.location_id) for step in steps if step.location_id})
    if not agreement.negative_allowed:
        rules.require_on_hand(_wanted(steps), places, standings, effective_on)
    before = {item: standing.state for item, standing in standings.items()}
    done = _reckon(agreement, steps, standings, effective_on)
    rules.require_fits(done.states)
    _number(done.entries, before, standings)
    _write(done, standings, source, effective_on, by, negative_allowed=agreement.negative_allowed)
    tell(before, done.states, done.outcomes, done.entries, done.replayed)
    return done


def _wanted(steps: Iterable[Step]) -> dict[tuple[int, int], Decimal]:
    """What is taken from each place."""
    wanted: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for step in steps:
        if step.deed in OUTWARD and step.location_id:
            wanted[step.item_id, step.location_id] += step.quantity
    return wanted


def _reckon(agreement: Agreement, steps: Sequence[Step], standings: dict[int, Standing], on: date) -> Reckoned:
    may_owe = agreement.negative_allowed
    if agreement.principle == Principle.FIFO:
        return fifo.reckon(steps, standings, on, may_owe=may_owe)
    return average.reckon(steps, standings, on, may_owe=may_owe, first_open=first_open(agreement))


def _number(entries: list[Entry], before: dict[int, costing.State], standings: dict[int, Standing]) -> None:
    """Give each entry its place in the item's sequence and what the item stands at after it.

    Where corrections follow, what stands between them is not yet what stands.
    """
    by_item: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_item[entry.item_id].append(entry)
    for item, own in by_item.items():
        quantity, value, standing = before[item].quantity, before[item].value, standings[item]
        bundle = any(entry.cause for entry in own)
        for entry in own:
            standing.sequence += 1
            quantity, value = quantity + entry.quantity, value + entry.value
            entry.sequence, entry.quantity_after, entry.value_after = standing.sequence, quantity, value
            entry.interim = bundle and entry is not own[-1]


def _write(
    done: Reckoned,
    standings: dict[int, Standing],
    source: Source,
    on: date,
    by: User | None,
    *,
    negative_allowed: bool,
) -> None:
    ledger.write_entries(done.entries, source, by)
    moves = ledger.moves_of(done.entries)
    ledger.write_moves(moves, source, by)
    ledger.write_layers(done.layers)
    ledger.write_returns(done.returns)
    ledger.write_adjustments(done.adjustments)
    ledger.write_shortfalls(done.shortfalls)
    ledger.write_states(done.states, standings, on)
    days.write_sums(done.entries, moves, negative_allowed=negative_allowed)


def _carry(moves: list[Moved], source: Source, on: date, by: User | None) -> None:
    """Moves without entries, under the same locks and rules as every posting."""
    if not moves:
        return
    agreement = lock_settings(on)
    standings = lock_states(each.item_id for each in moves)
    places = lock_places({(each.item_id, each.location_id) for each in moves})
    if not agreement.negative_allowed:
        wanted: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
        for each in moves:
            wanted[each.item_id, each.location_id] -= each.quantity
        taken = {place: quantity for place, quantity in wanted.items() if quantity > 0}
        rules.require_on_hand(taken, places, standings, on)
    states = {item: standing.state for item, standing in standings.items()}
    ledger.write_moves(moves, source, by)
    ledger.write_states(states, standings, on)
    days.write_sums([], moves, negative_allowed=agreement.negative_allowed)
    tell(states, states, [], [], 0)


def _first_entries(done: Reckoned) -> list[Entry]:
    return [outcome.entries[0] for outcome in done.outcomes]
