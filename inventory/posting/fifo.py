"""What the steps of a posting cost under FIFO. It reads what it needs, asks `inventory/costing` and writes nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from inventory import costing
from inventory.models.ledger import EntryKind
from inventory.posting import shelves
from inventory.posting.lines import (
    OUTWARD,
    ZERO,
    Adjusted,
    Deed,
    Entry,
    Outcome,
    Reckoned,
    Root,
    Standing,
    Step,
    micro,
)
from inventory.posting.shelves import Ref, Shelf
from rackbeat.lib.amounts import spread
from rackbeat.lib.refusal import Refusal, require


def reckon(steps: Sequence[Step], standings: dict[int, Standing], on: date, *, may_owe: bool) -> Reckoned:
    """All that the posting will write, step by step."""
    return Fifo(standings, on, may_owe=may_owe).run(steps)


class Fifo:
    """One posting. `states` and `shelves` are what each item stands at after the steps so far."""

    def __init__(self, standings: dict[int, Standing], on: date, *, may_owe: bool) -> None:
        self.on, self.may_owe = on, may_owe
        self.states = {item: standing.state for item, standing in standings.items()}
        self.shelves: dict[int, Shelf] = defaultdict(Shelf)
        self.takers: dict[int | None, list[costing.Taker]] = defaultdict(list)
        self.each: dict[int, Fraction] = {}
        self.done = Reckoned(self.states)

    def run(self, steps: Sequence[Step]) -> Reckoned:
        self._read(steps)
        deeds = {
            Deed.IN: self._in,
            Deed.OUT: self._out,
            Deed.BACK: self._back,
            Deed.UNDO: self._undo,
            Deed.PRICE: self._price,
            Deed.WORTH: self._worth,
            Deed.UNWORTH: self._unworth,
        }
        for step in steps:
            outcome = Outcome(step.line_id, step.item_id)
            self.done.outcomes.append(outcome)
            deeds[step.deed](step, outcome)
            outcome.quantity = sum((entry.quantity for entry in outcome.entries), ZERO)
            outcome.value = sum((entry.value for entry in outcome.entries), ZERO)
        return self.done

    # --- reading ---

    def _read(self, steps: Sequence[Step]) -> None:
        spans, entries = self._wanted(steps)
        if spans or entries:
            dead = bool(entries) or any(self.states[item].quantity_dead for item in spans)
            self.shelves.update(shelves.load(spans, entries, dead=dead))
        if any(self.states[step.item_id].short for step in steps if step.deed is Deed.IN):
            for item, owed in shelves.owed(self.states).items():
                self.shelves[item].owed = owed
        if self.may_owe:
            self._read_last_costs(steps)
        priced = [step for step in steps if step.deed is Deed.PRICE]
        if priced:
            layers = [self._layer_of(step) for step in priced]
            for layer, taker in shelves.takers(_once(layers), [step.item_id for step in _first(priced, layers)]):
                self.takers[layer.key.id].append(taker)  # type: ignore[attr-defined]

    def _wanted(self, steps: Sequence[Step]) -> tuple[dict[int, tuple[int, int]], list[int]]:
        """How far along the axis each item will be touched, and the entries whose layers are needed besides."""
        wanted: dict[int, Decimal] = defaultdict(Decimal)
        spans: dict[int, tuple[int, int]] = {}
        entries = []
        for step in steps:
            if step.deed in OUTWARD:
                wanted[step.item_id] += step.quantity
            if step.deed in {Deed.WORTH, Deed.UNWORTH}:
                spans[step.item_id] = shelves.whole(self.states[step.item_id])
            if step.root and step.deed in {Deed.BACK, Deed.UNDO, Deed.PRICE}:
                entries.append(step.root.id)
        for item, quantity in wanted.items():
            state = self.states[item]
            if item not in spans:
                spans[item] = micro(state.quantity_out), micro(state.quantity_out + quantity + state.quantity_dead)
        return spans, entries

    def _read_last_costs(self, steps: Sequence[Step]) -> None:
        wanted: dict[int, Decimal] = defaultdict(Decimal)
        for step in steps:
            if step.deed in OUTWARD:
                wanted[step.item_id] += step.quantity
        short = [item for item, quantity in wanted.items() if quantity > self.states[item].held]
        if short:
            self.each = shelves.last_costs(short, fifo=True)

    # --- writing down ---

    def _add(self, outcome: Outcome, entry: Entry, *, of_outcome: bool = True) -> Entry:
        self.done.entries.append(entry)
        if of_outcome:
            outcome.entries.append(entry)
        return entry

    def _entry(self, step: Step, outcome: Outcome, quantity: Decimal, value: Decimal) -> Entry:
        entry = Entry(step.item_id, step.kind, quantity, value, self.on, step.line_id, origin=step.origin)
        entry.location_id = step.location_id if quantity else None
        return self._add(outcome, entry)

    def _layer_of(self, step: Step) -> costing.Layer:
        layer = self.shelves[step.item_id].of(step.root.id) if step.root else None
        require(layer is not None, _("The line that this refers to has not moved stock, or was reversed."))
        assert layer is not None
        return layer

    # --- the deeds ---

    def _in(self, step: Step, outcome: Outcome) -> None:
        shelf, ref = self.shelves[step.item_id], Ref(None)
        state, layer, settled = costing.fifo_receive(
            self.states[step.item_id], step.quantity, step.value, ref, shelf.owed
        )
        self.states[step.item_id] = state
        entry = ref.entry = self._entry(step, outcome, step.quantity, step.value)
        self.done.layers.append((entry, layer))
        shelf.put(layer)
        for each in settled:
            correction = corrected(each.shortfall.key, EntryKind.SETTLEMENT, each.difference, entry, self.on)
            correction.axis = micro(each.axis_start), micro(each.axis_start + each.quantity)
            self._add(outcome, correction, of_outcome=False)

    def _out(self, step: Step, outcome: Outcome) -> None:
        self._issue(step, outcome, step.quantity)

    def _issue(self, step: Step, outcome: Outcome, quantity: Decimal) -> None:
        shelf = self.shelves[step.item_id]
        entry = self._entry(step, outcome, -quantity, ZERO)
        try:
            state, issued = costing.fifo_issue(
                self.states[step.item_id],
                shelf.layers,
                quantity,
                key=entry,
                each=self.each.get(step.item_id, Fraction(0)) if self.may_owe else None,
            )
        except costing.NotEnough:
            raise Refusal(_("There is not as much in stock as this takes out.")) from None
        self.states[step.item_id] = state
        entry.value = -issued.cost
        if issued.pieces:
            entry.axis = micro(issued.axis_start), micro(issued.axis_end)
        if issued.short:
            shelf.owed.append(issued.short)
            self.done.shortfalls.append((entry, step.item_id, issued.short))

    def _back(self, step: Step, outcome: Outcome) -> None:
        """From the end of its own layer as far as that holds it; the rest goes like an issue, oldest first."""
        layer = self._layer_of(step)
        own = min(step.quantity, layer.live - layer.used(self.states[step.item_id].quantity_out))
        if own:
            self._return(step, outcome, layer, own)
        if step.quantity > own:
            self._issue(step, outcome, step.quantity - own)

    def _return(self, step: Step, outcome: Outcome, layer: costing.Layer, quantity: Decimal) -> None:
        shelf = self.shelves[step.item_id]
        self.states[step.item_id], shorter, piece = costing.fifo_return(
            self.states[step.item_id], shelf.layers, layer, quantity
        )
        shelf.put(shorter)
        entry = self._entry(step, outcome, -quantity, -piece.cost)
        self.done.returns.append((layer.key, entry, piece))

    def _undo(self, step: Step, outcome: Outcome) -> None:
        """A receipt goes as it came: only while all of it lies there, at the price at which it came."""
        layer, root = self._layer_of(step), step.root
        untouched = not layer.used(self.states[step.item_id].quantity_out) and not layer.gone
        require(
            untouched and root and (layer.value, layer.rest) == (root.value, None),
            _(
                "Some of it has gone or its cost was changed since, so it cannot be reversed. "
                "Return it to the supplier or adjust the stock instead."
            ),
        )
        self._return(step, outcome, layer, layer.quantity)

    def _price(self, step: Step, outcome: Outcome) -> None:
        layer = self._layer_of(step)
        try:
            repriced = costing.fifo_reprice(layer, step.value, self.takers[layer.key.id])  # type: ignore[attr-defined]
        except costing.NotEnough:
            raise Refusal(_("That would make the goods cost less than nothing.")) from None
        self.shelves[step.item_id].put(repriced.layer)
        state = self.states[step.item_id]
        self.states[step.item_id] = replace(
            state,
            value_in=state.value_in + step.value,
            value_out=state.value_out + repriced.gone + repriced.variance,
        )
        assert step.root is not None
        on = max(self.on, step.root.effective_on)
        entry = self._add(outcome, Entry(step.item_id, step.kind, ZERO, step.value, on, step.line_id))
        entry.corrects, entry.origin = step.root, step.origin
        self.done.adjustments.append(Adjusted(layer.key, entry, step.value, repriced.change))
        self._correct(outcome, entry, repriced, on)
        returned = sum((cost for taker, cost in repriced.takers if _is_return(taker)), ZERO)
        outcome.price_variance = returned
        outcome.cost_of_sales = repriced.gone + repriced.variance - returned
        outcome.stock = step.value - repriced.gone - repriced.variance

    def _correct(self, outcome: Outcome, cause: Entry, repriced: costing.Repriced, on: date) -> None:
        """Everything that took of the layer now costs something else: one entry for each that does."""
        changed: dict[object, Decimal] = defaultdict(Decimal)
        for taker, cost in repriced.takers:
            changed[taker.key] += cost
        for root, cost in sorted(changed.items(), key=lambda pair: pair[0].sequence):  # type: ignore[attr-defined]
            if cost:
                self._add(outcome, corrected(root, EntryKind.CORRECTION, -cost, cause, on), of_outcome=False)

    def _worth(self, step: Step, outcome: Outcome) -> None:
        """What is on hand is worth more: each layer by what it holds, by the largest remainder."""
        state, shelf = self.states[step.item_id], self.shelves[step.item_id]
        require(state.held > 0, _("Nothing is on hand, so there is no cost to adjust."))
        live = [each for each in shelf.layers if each.used(state.quantity_out) < each.live]
        left = [each.left(state.quantity_out) for each in live]
        require(state.held_value + step.value >= 0, _("What is on hand is not worth that much."))
        weights = left if any(left) else [each.live - each.used(state.quantity_out) for each in live]
        entry = self._value_entry(step, outcome)
        for layer, delta in zip(live, spread(step.value, weights), strict=True):
            if delta:
                self._revalue(shelf, entry, layer, delta)

    def _unworth(self, step: Step, outcome: Outcome) -> None:
        """The mirror of an adjustment of cost, where each layer that it changed still holds all that it held."""
        assert step.origin is not None
        shelf, state = self.shelves[step.item_id], self.states[step.item_id]
        by_id = {each.key.id: each for each in shelf.layers}  # type: ignore[attr-defined]
        entry = self._value_entry(step, outcome)
        before = shelves.revalued_by(step.origin.id)
        for layer_id, (base, span, delta) in before.items():
            layer = by_id.get(layer_id)
            require(
                layer is not None
                and (layer.base, layer.span) == (base, span)
                and layer.used(state.quantity_out) == base
                and layer.live == base + span,
                _("Some of what it changed has gone since, so it cannot be reversed. Book another adjustment instead."),
            )
            assert layer is not None
            self._revalue(shelf, entry, layer, -delta)

    def _value_entry(self, step: Step, outcome: Outcome) -> Entry:
        state = self.states[step.item_id]
        self.states[step.item_id] = replace(state, value_in=state.value_in + step.value)
        outcome.stock = step.value
        return self._entry(step, outcome, ZERO, step.value)

    def _revalue(self, shelf: Shelf, entry: Entry, layer: costing.Layer, delta: Decimal) -> None:
        try:
            new = costing.fifo_revalue(layer, self.states[entry.item_id].quantity_out, delta)
        except costing.NotEnough:
            raise Refusal(_("What is on hand is not worth that much.")) from None
        assert new.rest is not None
        shelf.put(new)
        self.done.adjustments.append(Adjusted(layer.key, entry, ZERO, new.rest, new.base, new.span))


def corrected(root: object, kind: EntryKind, value: Decimal, cause: Entry, on: date) -> Entry:
    """An entry that says what another one's cost became: on its document's line, naming its cause."""
    assert isinstance(root, Root | Entry)
    entry = Entry(root.item_id, kind, ZERO, value, max(on, root.effective_on), root.line_id)
    entry.corrects, entry.cause, entry.source = root, cause, root.source
    return entry


def _is_return(taker: costing.Taker) -> bool:
    root = taker.key
    return isinstance(root, Root) and root.kind == EntryKind.SUPPLIER_RETURN


def _once(layers: list[costing.Layer]) -> list[costing.Layer]:
    return list({layer.key.id: layer for layer in layers}.values())  # type: ignore[attr-defined]


def _first(steps: list[Step], layers: list[costing.Layer]) -> list[Step]:
    """The first step of each layer."""
    found: dict[int, Step] = {}
    for step, layer in zip(steps, layers, strict=True):
        found.setdefault(layer.key.id, step)  # type: ignore[attr-defined]
    return list(found.values())


__all__ = ["corrected", "reckon"]
