"""The rules of cost, pure: no database, no framework. Quantities up to six decimals, values in whole minor units (two decimals).

FIFO (design, ledger 2): receipts lie one after another on an axis of cumulative quantity; what has left is the prefix
[0, out), plus dead ends. Inside a layer of quantity q and value v the piece from a to b costs R(v*b/q) - R(v*a/q), so a layer
that is used up gave exactly v. Average (ledger 3): state (Q, V); an issue of x takes V if x = Q, else R(V*x/Q).
R rounds half away from zero and is exact: no quotient is cut before it is rounded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

ZERO = Decimal(0)
_MICRO = 10**6
_CENT = 100


class NotEnough(Exception):
    """More is wanted than is there."""


@dataclass(frozen=True)
class State:
    """What one item's ledger stands at. Quantity on hand = in - out - dead; value = value in - value out."""

    quantity_in: Decimal = ZERO
    quantity_out: Decimal = ZERO
    quantity_dead: Decimal = ZERO
    value_in: Decimal = ZERO
    value_out: Decimal = ZERO

    @property
    def quantity(self) -> Decimal:
        return self.quantity_in - self.quantity_out - self.quantity_dead

    @property
    def value(self) -> Decimal:
        return self.value_in - self.value_out


@dataclass(frozen=True)
class Layer:
    """A receipt on the axis: it owns [start, start + quantity) and is worth `value`; `key` is the caller's."""

    start: Decimal
    quantity: Decimal
    value: Decimal
    key: object = None

    @property
    def end(self) -> Decimal:
        return self.start + self.quantity


@dataclass(frozen=True)
class Piece:
    """What an issue took from a layer: offsets [a, b) inside it, and their cost."""

    layer: Layer
    a: Decimal
    b: Decimal
    cost: Decimal

    @property
    def quantity(self) -> Decimal:
        return self.b - self.a


def _micro(quantity: Decimal) -> int:
    scaled = quantity * _MICRO
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{quantity} has more than six decimals.")
    return whole


def _minor(value: Decimal) -> int:
    scaled = value * _CENT
    whole = int(scaled)
    if whole != scaled:
        raise ValueError(f"{value} has more than two decimals.")
    return whole


def share(value: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """R(value * part / whole), exactly: integers in micro units and minor units, one division, half away from zero."""
    top, bottom = _minor(value) * _micro(part), _micro(whole)
    if bottom <= 0:
        raise ValueError("A share of nothing.")
    sign = -1 if top < 0 else 1
    return Decimal(sign * ((2 * abs(top) + bottom) // (2 * bottom))).scaleb(-2)


def piece_cost(layer: Layer, a: Decimal, b: Decimal) -> Decimal:
    """The cost of the layer's offsets [a, b): a difference of rounded prefixes, so that pieces sum to the layer."""
    return share(layer.value, b, layer.quantity) - share(layer.value, a, layer.quantity)


def fifo_receive(state: State, quantity: Decimal, value: Decimal, key: object = None) -> tuple[State, Layer]:
    """A receipt becomes the last layer of the axis."""
    layer = Layer(start=state.quantity_in, quantity=quantity, value=value, key=key)
    return replace(state, quantity_in=state.quantity_in + quantity, value_in=state.value_in + value), layer


def pieces(layers: Iterable[Layer], out: Decimal, quantity: Decimal) -> Iterator[Piece]:
    """The pieces of [out, out + quantity) in the layers that it touches (which must be given in the axis' order)."""
    position, stop = out, out + quantity
    for layer in layers:
        if layer.end <= position:
            continue
        if position >= stop:
            break
        a, b = max(position, layer.start) - layer.start, min(stop, layer.end) - layer.start
        yield Piece(layer, a, b, piece_cost(layer, a, b))
        position = layer.start + b
    if position < stop:
        raise NotEnough


def fifo_issue(state: State, layers: Iterable[Layer], quantity: Decimal) -> tuple[State, list[Piece]]:
    """An issue is the interval [out, out + quantity); its cost is the sum of its pieces."""
    if quantity > state.quantity:
        raise NotEnough
    taken = list(pieces(layers, state.quantity_out, quantity))
    cost = sum((piece.cost for piece in taken), ZERO)
    return replace(state, quantity_out=state.quantity_out + quantity, value_out=state.value_out + cost), taken


def average_receive(state: State, quantity: Decimal, value: Decimal) -> State:
    """Q += q, V += v."""
    return replace(state, quantity_in=state.quantity_in + quantity, value_in=state.value_in + value)


def average_issue(state: State, quantity: Decimal) -> tuple[State, Decimal]:
    """take = V if x = Q, else R(V * x / Q); nothing is divided and stored."""
    if quantity > state.quantity:
        raise NotEnough
    cost = state.value if quantity == state.quantity else share(state.value, quantity, state.quantity)
    return replace(state, quantity_out=state.quantity_out + quantity, value_out=state.value_out + cost), cost
