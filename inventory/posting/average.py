"""What the steps of a posting cost under average cost. It reads what it needs, asks `inventory/costing` and writes nothing.

Entries in the order of their dates go onto the running balance. One that is dated before others is put at its place, the
balance runs again from there, and each issue whose cost changed gets a correction.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from inventory import costing
from inventory.models.ledger import EntryKind
from inventory.posting import later, shelves
from inventory.posting.fifo import corrected
from inventory.posting.lines import OUTWARD, ZERO, Deed, Entry, Outcome, Reckoned, Standing, Step
from inventory.posting.rules import refuse_below
from rackbeat.lib.refusal import Refusal


def reckon(
    steps: Sequence[Step],
    standings: dict[int, Standing],
    on: date,
    *,
    may_owe: bool,
    first_open: date,
    zero: bool = False,
) -> Reckoned:
    """All that the posting will write. `zero`: what is not there costs nothing for the time being."""
    return Average(standings, on, may_owe=may_owe, first_open=first_open, zero=zero).run(steps)


class Average:
    """One posting. `states` is what each item stands at after the steps so far."""

    def __init__(
        self, standings: dict[int, Standing], on: date, *, may_owe: bool, first_open: date, zero: bool
    ) -> None:
        self.on, self.may_owe, self.first_open, self.zero = on, may_owe, first_open, zero
        self.standings = standings
        self.states = {item: standing.state for item, standing in standings.items()}
        self.owed: dict[int, list[costing.Shortfall]] = {}
        self.each: dict[int, Fraction] = {}
        self.done = Reckoned(self.states)

    def run(self, steps: Sequence[Step]) -> Reckoned:
        late = {step.item_id for step in steps if self._is_late(step)}
        self._read(steps, late)
        by_item: dict[int, list[tuple[Step, Outcome]]] = defaultdict(list)
        for step in steps:
            outcome = Outcome(step.line_id, step.item_id)
            self.done.outcomes.append(outcome)
            if step.item_id in late:
                by_item[step.item_id].append((step, outcome))
            else:
                self._append(step, outcome)
        if by_item:
            again = later.read(by_item, self.standings, self.on, self.owed)
            for item, pairs in by_item.items():
                later.Again(self, item, pairs, again[item]).run()
        for outcome in self.done.outcomes:
            outcome.quantity = sum((entry.quantity for entry in outcome.entries), ZERO)
            outcome.value = sum((entry.value for entry in outcome.entries), ZERO)
        return self.done

    def _is_late(self, step: Step) -> bool:
        last = self.standings[step.item_id].last_on
        return step.deed is Deed.PRICE or (last is not None and self.on < last)

    def _read(self, steps: Sequence[Step], late: set[int]) -> None:
        if any(state.short for state in self.states.values()):
            self.owed = shelves.owed(self.states)
        wanted: dict[int, Decimal] = defaultdict(Decimal)
        for step in steps:
            if step.deed in OUTWARD:
                wanted[step.item_id] += step.quantity
        if not self.zero:
            short = {item for item, state in self.states.items() if self.may_owe and wanted[item] > state.held}
            items = short | {item for item, state in self.states.items() if state.short_in}
            items |= late if self.may_owe else set()
            if items:
                self.each = shelves.last_costs(items, fifo=False)

    def unit(self, item: int) -> Fraction:
        return self.each.get(item, Fraction(0))

    def entry(self, step: Step, outcome: Outcome, quantity: Decimal, value: Decimal) -> Entry:
        entry = Entry(step.item_id, step.kind, quantity, value, self.on, step.line_id, origin=step.origin)
        entry.location_id = step.location_id if quantity else None
        self.done.entries.append(entry)
        outcome.entries.append(entry)
        return entry

    # --- in the order of dates ---

    def _append(self, step: Step, outcome: Outcome) -> None:
        if step.deed is Deed.IN:
            self._in(step, outcome)
        elif step.deed in {Deed.OUT, Deed.BACK}:
            self._out(step, outcome)
        elif step.deed is Deed.UNDO:
            self._undo(step, outcome)
        else:
            self._worth(step, outcome)

    def _in(self, step: Step, outcome: Outcome) -> None:
        state, settled = costing.average_receive(
            self.states[step.item_id], step.quantity, step.value, self.owed.get(step.item_id, ())
        )
        self.states[step.item_id] = state
        entry = self.entry(step, outcome, step.quantity, step.value)
        for each in settled:
            kind = EntryKind.SETTLEMENT
            self.done.entries.append(corrected(each.shortfall.key, kind, each.difference, entry, self.on))

    def _out(self, step: Step, outcome: Outcome) -> None:
        entry = self.entry(step, outcome, -step.quantity, ZERO)
        entry.asked = asked(step)
        try:
            state, cost, short = costing.average_issue(
                self.states[step.item_id],
                step.quantity,
                key=entry,
                each=self.unit(step.item_id) if self.may_owe else None,
                asked=entry.asked,
            )
        except costing.NotEnough:
            raise Refusal(_("There is not as much in stock as this takes out.")) from None
        self.states[step.item_id], entry.value = state, -cost
        if short:
            self.owed.setdefault(step.item_id, []).append(short)
            self.done.shortfalls.append((entry, step.item_id, short))

    def _undo(self, step: Step, outcome: Outcome) -> None:
        state = self.states[step.item_id]
        after = replace(state, quantity_out=state.quantity_out + step.quantity, value_out=state.value_out + step.value)
        if after.held < 0 or after.held_value < 0 or (not after.held and after.held_value):
            refuse_below(step.kind)
        self.states[step.item_id] = after
        self.entry(step, outcome, -step.quantity, -step.value)

    def _worth(self, step: Step, outcome: Outcome) -> None:
        try:
            self.states[step.item_id] = costing.average_adjust(self.states[step.item_id], step.value)
        except costing.Below:
            if self.states[step.item_id].held <= 0:
                raise Refusal(_("Nothing is on hand, so there is no cost to adjust.")) from None
            raise Refusal(_("What is on hand is not worth that much.")) from None
        outcome.stock = step.value
        self.entry(step, outcome, ZERO, step.value)


def asked(step: Step) -> Decimal | None:
    """The share of its receipt that a supplier return wants: with the earlier ones it sums to the receipt's value."""
    root = step.origin
    if step.deed is not Deed.BACK or root is None:
        return None
    due = costing.share(root.total, root.returned + step.quantity, root.quantity) - root.returned_value
    root.returned += step.quantity
    root.returned_value += max(due, ZERO)
    return max(due, ZERO)
