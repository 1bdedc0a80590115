"""FIFO, pure: receipts lie one after another on an axis of cumulative quantity; what has left is the prefix [0, out).

Inside a layer of quantity q and value v the piece from a to b costs R(v*b/q) - R(v*a/q), so a layer that is used up gave
exactly v. A supplier return takes from the end of its own layer: a dead end, which `out` steps over (design, ledger 2).
A changed price changes v; an adjustment of what is on hand gives the live rest of a layer a value of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from inventory.costing.share import ZERO, share, worth
from inventory.costing.state import NotEnough, Settlement, Shortfall, State, covered, owe, settle


@dataclass(frozen=True)
class Layer:
    """A receipt on the axis: it owns [start, start + quantity); `value` is its price, late prices included; `key` is the caller's.

    `gone`: returned from its end. What is priced now is its piece from offset `base` on: `span` units worth `rest`;
    without a cost adjustment that is the whole layer.
    """

    start: Decimal
    quantity: Decimal
    value: Decimal
    key: object = None
    gone: Decimal = ZERO
    base: Decimal = ZERO
    span: Decimal | None = None
    rest: Decimal | None = None

    @property
    def end(self) -> Decimal:
        return self.start + self.quantity

    @property
    def live(self) -> Decimal:
        """The offset at which its dead end begins."""
        return self.quantity - self.gone

    def until(self, offset: Decimal) -> Decimal:
        """What its units from `base` to the offset are worth."""
        if self.span is None or self.rest is None:
            return share(self.value, offset, self.quantity)
        return share(self.rest, offset - self.base, self.span)

    def used(self, out: Decimal) -> Decimal:
        """The offset up to which it is used where the axis' pointer stands at `out`."""
        return min(max(out - self.start, ZERO), self.live)

    def left(self, out: Decimal) -> Decimal:
        """What it still holds is worth."""
        return piece_cost(self, self.used(out), self.live)


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


@dataclass(frozen=True)
class Issued:
    """An issue: where it lies on the axis, what it took from the layers, and what it took that was not there."""

    axis_start: Decimal
    axis_end: Decimal
    pieces: list[Piece]
    short: Shortfall | None = None

    @property
    def cost(self) -> Decimal:
        return sum((piece.cost for piece in self.pieces), ZERO) + (self.short.value if self.short else ZERO)


def piece_cost(layer: Layer, a: Decimal, b: Decimal) -> Decimal:
    """The cost of the layer's offsets [a, b): a difference of rounded prefixes, so that pieces sum to the layer."""
    return layer.until(b) - layer.until(a)


def pieces(layers: Iterable[Layer], out: Decimal, quantity: Decimal) -> Iterator[Piece]:
    """What the next `quantity` from `out` on consists of, dead ends stepped over. The layers come in the axis' order."""
    left = quantity
    for layer in layers:
        a = max(out - layer.start, ZERO)
        if a >= layer.live:
            continue
        if not left:
            break
        b = min(a + left, layer.live)
        yield Piece(layer, a, b, piece_cost(layer, a, b))
        left -= b - a
    if left > 0:
        raise NotEnough


def step(state: State, layers: Iterable[Layer]) -> State:
    """Where `out` stands at a layer's live end, it jumps to the next start."""
    out = state.quantity_out
    for layer in layers:
        if layer.start <= out < layer.end and out - layer.start >= layer.live:
            out = layer.end
    dead = state.quantity_dead - (out - state.quantity_out)
    return replace(state, quantity_out=out, quantity_dead=dead) if out != state.quantity_out else state


def fifo_receive(
    state: State, quantity: Decimal, value: Decimal, key: object = None, owed: Sequence[Shortfall] = ()
) -> tuple[State, Layer, list[Settlement]]:
    """A receipt becomes the last layer of the axis, and covers first what is owed, oldest first."""
    layer = Layer(start=state.quantity_in, quantity=quantity, value=value, key=key)
    after = replace(state, quantity_in=state.quantity_in + quantity, value_in=state.value_in + value)
    settled, at = [], ZERO
    for shortfall, a, b in covered(state, list(owed), min(quantity, state.short)):
        real = piece_cost(layer, at, at + b - a)
        settled.append(Settlement(shortfall, b - a, real, shortfall.cost(a, b), layer.start + at))
        at += b - a
    return settle(after, settled), layer, settled


def fifo_issue(
    state: State, layers: Sequence[Layer], quantity: Decimal, *, key: object = None, each: Fraction | None = None
) -> tuple[State, Issued]:
    """An issue is the interval from `out` on; its cost is the sum of its pieces.

    `each`: what a unit costs provisionally that is not there; None where stock may not go negative.
    """
    held = min(quantity, max(state.held, ZERO))
    if quantity > held and each is None:
        raise NotEnough
    taken = list(pieces(layers, state.quantity_out, held)) if held else []
    end = taken[-1].layer.start + taken[-1].b if taken else state.quantity_out
    after = replace(
        state,
        quantity_out=end,
        quantity_dead=state.quantity_dead - (end - state.quantity_out - held),
        value_out=state.value_out + sum((piece.cost for piece in taken), ZERO),
    )
    after = step(after, layers)
    short = None
    if quantity > held and each is not None:
        after, short = owe(after, quantity - held, worth(each, quantity - held), key)
    return after, Issued(state.quantity_out, end, taken, short)


def fifo_return(state: State, layers: Sequence[Layer], layer: Layer, quantity: Decimal) -> tuple[State, Layer, Piece]:
    """A supplier return takes from the end of its own layer, as far as that is live: a dead end."""
    a, b = layer.live - quantity, layer.live
    if a < layer.used(state.quantity_out):
        raise NotEnough
    piece = Piece(layer, a, b, piece_cost(layer, a, b))
    after = replace(state, quantity_dead=state.quantity_dead + quantity, value_out=state.value_out + piece.cost)
    shorter = replace(layer, gone=layer.gone + quantity)
    return step(after, [shorter if each.start == layer.start else each for each in layers]), shorter, piece


@dataclass(frozen=True)
class Taker:
    """Who took the offsets [a, b) of a layer: an issue, a settled shortfall, or (dead) a supplier return."""

    key: object
    a: Decimal
    b: Decimal
    dead: bool = False


@dataclass(frozen=True)
class Repriced:
    """A layer at its new value, what changed for each taker, and how much of the change stays in stock."""

    layer: Layer
    change: Decimal
    takers: list[tuple[Taker, Decimal]]

    @property
    def gone(self) -> Decimal:
        return sum((cost for taker, cost in self.takers if not taker.dead), ZERO)

    @property
    def variance(self) -> Decimal:
        return sum((cost for taker, cost in self.takers if taker.dead), ZERO)


def fifo_reprice(layer: Layer, delta: Decimal, takers: Iterable[Taker]) -> Repriced:
    """The receipt's price becomes v' = v + delta; each taker's part changes by the difference of prefixes.

    Where the live rest has a value of its own, it gets its part of delta, and its takers the share of that.
    """
    new = layer.value + delta
    if new < 0:
        raise NotEnough

    def moved(offset: Decimal) -> Decimal:
        return share(new, offset, layer.quantity) - share(layer.value, offset, layer.quantity)

    if layer.span is None or layer.rest is None:
        later, change, reach = replace(layer, value=new), delta, layer.quantity
    else:
        reach = layer.base + layer.span
        change = moved(reach) - moved(layer.base)
        later = replace(layer, value=new, rest=layer.rest + change)
        if layer.rest + change < 0:
            raise NotEnough

    def part(a: Decimal, b: Decimal) -> Decimal:
        if layer.base <= a and b <= reach:
            return piece_cost(later, a, b) - piece_cost(layer, a, b)
        return moved(b) - moved(a)

    return Repriced(later, change, [(taker, part(taker.a, taker.b)) for taker in takers])


def fifo_revalue(layer: Layer, out: Decimal, delta: Decimal) -> Layer:
    """What is left of the layer gets a value of its own, `delta` more than now; what has left keeps its cost."""
    used = layer.used(out)
    rest = layer.left(out) + delta
    if rest < 0 or used >= layer.live:
        raise NotEnough
    return replace(layer, base=used, span=layer.live - used, rest=rest)
