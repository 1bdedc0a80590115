"""Average cost, pure: a running balance (Q, V) with exact value; nothing is divided and stored (design, ledger 3).

An issue of x takes V if x = Q, else R(V*x/Q). Entries go by their dates: one that is dated before others makes the balance
run again from there, and each issue that now costs something else is told so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from inventory.costing.share import ZERO, share, worth
from inventory.costing.state import NotEnough, Settlement, Shortfall, State, covered, owe, settle


class Below(Exception):
    """Something would be worth less than nothing, or nothing worth something. `key` is the event at which it would."""

    def __init__(self, key: object = None) -> None:
        super().__init__(key)
        self.key = key


def average_receive(
    state: State, quantity: Decimal, value: Decimal, owed: Sequence[Shortfall] = ()
) -> tuple[State, list[Settlement]]:
    """Q += q, V += v; what is owed is covered first, oldest first, by telescoped shares of the receipt."""
    after = replace(state, quantity_in=state.quantity_in + quantity, value_in=state.value_in + value)
    settled, at = [], ZERO
    for shortfall, a, b in covered(state, list(owed), min(quantity, state.short)):
        real = share(value, at + b - a, quantity) - share(value, at, quantity)
        settled.append(Settlement(shortfall, b - a, real, shortfall.cost(a, b)))
        at += b - a
    return settle(after, settled), settled


def taken(quantity: Decimal, value: Decimal, wanted: Decimal, asked: Decimal | None = None) -> Decimal:
    """What `wanted` of (quantity, value) costs: all of it if it is all, else its share, or what is asked if there is as much."""
    if wanted == quantity:
        return value
    return share(value, wanted, quantity) if asked is None else min(asked, value)


def average_issue(
    state: State,
    quantity: Decimal,
    *,
    key: object = None,
    each: Fraction | None = None,
    asked: Decimal | None = None,
) -> tuple[State, Decimal, Shortfall | None]:
    """What goes out and its cost. `each`: a unit's provisional cost where it is not there; None: it may not be missing.

    `asked`: a supplier return takes its receipt's share, at most what there is.
    """
    held = min(quantity, max(state.held, ZERO))
    if quantity > held and each is None:
        raise NotEnough
    cost = taken(state.held, state.held_value, held, asked) if held else ZERO
    after = replace(state, quantity_out=state.quantity_out + held, value_out=state.value_out + cost)
    if quantity == held or each is None:
        return after, cost, None
    after, short = owe(after, quantity - held, worth(each, quantity - held), key, each)
    return after, cost + short.value, short


def average_adjust(state: State, delta: Decimal) -> State:
    """What is on hand is worth so much more (or less)."""
    if state.held <= 0 or state.held_value + delta < 0:
        raise Below
    return replace(state, value_in=state.value_in + delta)


class Deed(Enum):
    """What an event does to the balance when it runs again."""

    INFLOW = "inflow"  # its value is a fact: receipts, returns from customers, adjustments of cost, reversals
    OUTFLOW = "outflow"  # its cost follows from the balance


@dataclass(frozen=True)
class Event:
    """An entry with all that corrected it. `quantity` and `value` are signed: what it does to the balance.

    An outflow's value is what it was until now. `delta`: so much of an inflow's value is new; `is_new`: all of it is.
    A supplier return is an outflow that asks for its receipt's share. `each`: its provisional cost per unit.
    """

    key: object
    deed: Deed
    quantity: Decimal
    value: Decimal = ZERO
    delta: Decimal = ZERO
    is_new: bool = False
    asked: Decimal | None = None
    each: Fraction = Fraction(0)

    @property
    def before(self) -> tuple[Decimal, Decimal]:
        """What it did to the balance until now."""
        return (ZERO, ZERO) if self.is_new else (self.quantity, self.value - self.delta)


@dataclass
class Balance:
    """The running balance: what is held and its value; what is owed, oldest first, the first of it covered up to `offset`.

    `ever`: all that was owed on the way, covered since or not; what is owed is the end of it.
    """

    quantity: Decimal = ZERO
    value: Decimal = ZERO
    owed: list[Shortfall] = field(default_factory=list)
    offset: Decimal = ZERO
    ever: list[Shortfall] = field(default_factory=list)
    changed: dict[object, Decimal] = field(default_factory=dict)

    @property
    def short(self) -> Decimal:
        return sum((row.quantity for row in self.owed), ZERO) - self.offset

    @property
    def short_value(self) -> Decimal:
        return sum((row.value for row in self.owed), ZERO) - (
            self.owed[0].cost(ZERO, self.offset) if self.owed else ZERO
        )

    def inflow(self, event: Event) -> None:
        """A fact, or a mirror of one; what is owed is covered first."""
        if event.quantity < 0 and self.quantity < -event.quantity:
            raise NotEnough
        self.quantity += event.quantity
        self.value += event.value
        self._cover(event)
        if self.value < 0 or (not self.quantity and self.value):
            raise Below(event.key)

    def _cover(self, event: Event) -> None:
        at, left = ZERO, min(event.quantity, self.short)
        while left > 0:
            first = self.owed[0]
            part = min(left, first.quantity - self.offset)
            real = share(event.value, at + part, event.quantity) - share(event.value, at, event.quantity)
            self._change(first.key, first.cost(self.offset, self.offset + part) - real)
            self.quantity -= part
            self.value -= real
            at, left, self.offset = at + part, left - part, self.offset + part
            if self.offset == first.quantity:
                self.owed.pop(0)
                self.offset = ZERO

    def outflow(self, event: Event, *, may_owe: bool) -> None:
        """What goes out costs its share of what there is now."""
        wanted = -event.quantity
        held = min(wanted, self.quantity)
        if wanted > held and not may_owe:
            raise NotEnough
        cost = taken(self.quantity, self.value, held, event.asked) if held else ZERO
        self.quantity -= held
        self.value -= cost
        if wanted > held:
            assumed = worth(event.each, wanted - held)
            short = Shortfall(ZERO, wanted - held, assumed, event.key, event.each)
            self.owed.append(short)
            self.ever.append(short)
            cost += short.value
        self._change(event.key, -cost - event.before[1])

    def _change(self, key: object, difference: Decimal) -> None:
        self.changed[key] = self.changed.get(key, ZERO) + difference


def replay(
    balance: Balance, events: Sequence[Event], *, may_owe: bool, fresh: int, were: tuple[Decimal, Decimal]
) -> int:
    """Run the events on the balance; `balance.changed` then says by how much each outflow's value differs from before.

    `were`: the old balance before the first event. From the event numbered `fresh` on nothing is new, so it stops where
    the running balance equals the old one. Gives back how many events ran: all, or those until it stopped.
    """
    quantity, value = were
    for index, event in enumerate(events):
        if index >= fresh and not balance.owed and (balance.quantity, balance.value) == (quantity, value):
            return index
        if event.deed is Deed.INFLOW:
            balance.inflow(event)
        else:
            balance.outflow(event, may_owe=may_owe)
        before = event.before
        quantity, value = quantity + before[0], value + before[1]
    return len(events)
