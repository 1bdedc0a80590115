"""What one item's ledger stands at, the same for both principles. Pure."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from inventory.costing.share import ZERO, share


class NotEnough(Exception):
    """More is wanted than is there."""


@dataclass(frozen=True)
class State:
    """Held = in - out - dead; what is owed lies on an axis of its own, [short_out, short_in), at a provisional value.

    quantity = held - owed; value = value in - value out - provisional. Held and owed are never above zero at once.
    """

    quantity_in: Decimal = ZERO
    quantity_out: Decimal = ZERO
    quantity_dead: Decimal = ZERO
    value_in: Decimal = ZERO
    value_out: Decimal = ZERO
    short_in: Decimal = ZERO
    short_out: Decimal = ZERO
    short_value: Decimal = ZERO

    @property
    def held(self) -> Decimal:
        return self.quantity_in - self.quantity_out - self.quantity_dead

    @property
    def held_value(self) -> Decimal:
        return self.value_in - self.value_out

    @property
    def short(self) -> Decimal:
        return self.short_in - self.short_out

    @property
    def quantity(self) -> Decimal:
        return self.held - self.short

    @property
    def value(self) -> Decimal:
        return self.held_value - self.short_value


@dataclass(frozen=True)
class Shortfall:
    """What an issue took that was not there: [start, start + quantity) on the axis of what is owed, at a provisional value."""

    start: Decimal
    quantity: Decimal
    value: Decimal
    key: object = None
    each: Fraction | None = None

    @property
    def end(self) -> Decimal:
        return self.start + self.quantity

    def cost(self, a: Decimal, b: Decimal) -> Decimal:
        """The provisional value of the offsets [a, b)."""
        return share(self.value, b, self.quantity) - share(self.value, a, self.quantity)


@dataclass(frozen=True)
class Settlement:
    """A receipt covered so much of a shortfall: what it really cost, and what had been assumed."""

    shortfall: Shortfall
    quantity: Decimal
    real: Decimal
    provisional: Decimal
    axis_start: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        """The change of the stock value: below zero where it cost more than assumed."""
        return self.provisional - self.real


def owe(
    state: State, quantity: Decimal, value: Decimal, key: object = None, each: Fraction | None = None
) -> tuple[State, Shortfall]:
    """So much is handed out that is not there."""
    shortfall = Shortfall(state.short_in, quantity, value, key, each)
    after = replace(state, short_in=state.short_in + quantity, short_value=state.short_value + value)
    return after, shortfall


def covered(state: State, owed: list[Shortfall], quantity: Decimal) -> list[tuple[Shortfall, Decimal, Decimal]]:
    """(shortfall, its offsets [a, b)) of the oldest `quantity` that is owed."""
    found, position, stop = [], state.short_out, state.short_out + quantity
    for shortfall in owed:
        if shortfall.end <= position:
            continue
        if position >= stop:
            break
        a, b = position - shortfall.start, min(stop, shortfall.end) - shortfall.start
        found.append((shortfall, a, b))
        position = shortfall.start + b
    if position != stop:
        raise NotEnough
    return found


def settle(state: State, settled: list[Settlement]) -> State:
    """What covers what is owed is gone at once, at what it really cost."""
    if not settled:
        return state
    quantity = sum((each.quantity for each in settled), ZERO)
    return replace(
        state,
        quantity_out=state.quantity_out + quantity,
        value_out=state.value_out + sum((each.real for each in settled), ZERO),
        short_out=state.short_out + quantity,
        short_value=state.short_value - sum((each.provisional for each in settled), ZERO),
    )
