"""FIFO in exact fractions: lists of who took what from which layer. No tests here."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from tests.inventory.oracle import ZERO, Debt, Oracle, R, Refused, Row, largest_remainder


@dataclass(eq=False)
class Take:
    row: Row
    a: Fraction
    b: Fraction
    cost: Fraction
    dead: bool = False


@dataclass(eq=False)
class Layer:
    """Offsets [0, a) are taken, [e, q) went back to the supplier. From `begin` on the live rest may have a worth of its own."""

    row: Row
    q: Fraction
    v: Fraction
    takes: list = field(default_factory=list)
    begin: Fraction = ZERO
    span: Fraction = None
    rest: Fraction = None

    @property
    def a(self):
        return max((take.b for take in self.takes if not take.dead), default=ZERO)

    @property
    def e(self):
        return min((take.a for take in self.takes if take.dead), default=self.q)

    def until(self, y, v=None):
        if self.rest is None:
            return R((self.v if v is None else v) * y / self.q)
        return R(self.rest * (y - self.begin) / self.span)

    def left(self):
        return self.until(self.e) - self.until(self.a) if self.a < self.e else ZERO

    def take(self, row, a, b, dead=False):
        self.takes.append(Take(row, a, b, self.until(b) - self.until(a), dead))
        return self.takes[-1].cost

    def reprice(self, delta):
        """Every piece moves by the difference of its prefixes, in the part of the layer that it lies in."""
        new = self.v + delta
        if new < 0:
            raise Refused

        def moved(y):
            return R(new * y / self.q) - R(self.v * y / self.q)

        if self.rest is None:
            for take in self.takes:
                take.cost += moved(take.b) - moved(take.a)
        else:
            end = self.begin + self.span
            change = moved(end) - moved(self.begin)
            if self.rest + change < 0:
                raise Refused

            def within(y):
                return R((self.rest + change) * (y - self.begin) / self.span) - R(
                    self.rest * (y - self.begin) / self.span
                )

            for take in self.takes:
                inside = self.begin <= take.a and take.b <= end
                take.cost += within(take.b) - within(take.a) if inside else moved(take.b) - moved(take.a)
            self.rest += change
        self.v = new


class Fifo(Oracle):
    """Oldest layer first, in the order of booking."""

    def __init__(self, today):
        super().__init__(today)
        self.layers = defaultdict(list)
        self.debts = defaultdict(list)
        self.days = defaultdict(lambda: [ZERO, ZERO])  # (item, day): quantity, value

    def cost(self, row):
        taken = sum((t.cost for layer in self.layers[row.item] for t in layer.takes if t.row is row), ZERO)
        return taken + sum((debt.assumed for debt in self.debts[row.item] if debt.row is row), ZERO)

    def value(self, item):
        return sum((layer.left() for layer in self.layers[item]), ZERO) - sum(
            (debt.assumed for debt in self.debts[item]), ZERO
        )

    def quantity(self, item):
        return sum((row.quantity for row in self.rows if row.item == item), ZERO)

    def on_day(self, item, day, quantity, value):
        self.days[item, day][0] += quantity
        self.days[item, day][1] += value

    def post(self, rows, about=None):
        for row in rows:
            {
                "in": self._in,
                "out": self._out,
                "back": self._back,
                "undo": self._undo,
                "price": lambda row: self._price(row, about),
                "worth": self._worth,
            }[row.kind](row)
            self.add(row)
        return rows

    def _in(self, row):
        layer = Layer(row, row.quantity, row.value)
        self.layers[row.item].append(layer)
        self.on_day(row.item, row.on, row.quantity, row.value)
        for debt in self.debts[row.item]:
            if debt.paid < debt.quantity and layer.a < layer.q:
                part = min(debt.quantity - debt.paid, layer.q - layer.a)
                before = debt.assumed
                real = layer.take(debt.row, layer.a, layer.a + part)
                debt.paid += part
                self.on_day(row.item, max(row.on, debt.row.on), ZERO, before - debt.assumed - real)

    def _out(self, row, quantity=None):
        left, cost = -row.quantity if quantity is None else quantity, ZERO
        held = sum((layer.e - layer.a for layer in self.layers[row.item] if layer.e > layer.a), ZERO)
        if left > held and not self.negative:
            raise Refused
        for layer in self.layers[row.item]:
            part = min(left, layer.e - layer.a)
            if part > 0:
                cost += layer.take(row, layer.a, layer.a + part)
                left -= part
        if left:
            each = self.last_cost(row.item)
            self.debts[row.item].append(Debt(row, left, R(each * left)))
            cost += self.debts[row.item][-1].value
        self.on_day(row.item, row.on, -(-row.quantity if quantity is None else quantity), -cost)
        row.value -= cost

    def last_cost(self, item):
        """Of the last receipt that stands; what came back says nothing of it."""
        for layer in reversed(self.layers[item]):
            if not (layer.row.returns or layer.row.reverses or self.is_reversed(layer.row)):
                return layer.v / layer.q
        return self.expected[item]

    def layer_of(self, row):
        return next((layer for layer in self.layers[row.item] if layer.row is row), None)

    def _back(self, row):
        layer = self.layer_of(row.of)
        own = min(-row.quantity, max(layer.e - layer.a, ZERO))
        if own:
            cost = layer.take(row, layer.e - own, layer.e, dead=True)
            self.on_day(row.item, row.on, -own, -cost)
            row.value -= cost
        if -row.quantity > own:
            self._out(row, -row.quantity - own)

    def _undo(self, row):
        layer = self.layer_of(row.of)
        if layer.takes or layer.rest is not None or layer.v != row.of.value:
            raise Refused
        cost = layer.take(row, ZERO, layer.q, dead=True)
        self.on_day(row.item, row.on, -layer.q, -cost)

    def _price(self, row, about):
        layer = self.layer_of(about)
        before = {id(take): take.cost for take in layer.takes}
        layer.reprice(row.value)
        on = max(row.on, about.on)
        self.on_day(row.item, on, ZERO, row.value)
        for take in layer.takes:
            self.on_day(row.item, max(on, take.row.on), ZERO, before[id(take)] - take.cost)
        about.prices.append(row.value)

    def _worth(self, row):
        live = [layer for layer in self.layers[row.item] if layer.a < layer.e]
        if row.reverses:
            pairs = [(layer, -delta) for layer, delta, begin, span in self.revalued[row.of]]
            for layer, _delta, begin, span in self.revalued[row.of]:
                if (layer.begin, layer.span, layer.a, layer.e) != (begin, span, begin, begin + span):
                    raise Refused
        else:
            if not live or sum(layer.left() for layer in live) + row.value < 0:
                raise Refused
            weights = [layer.left() for layer in live]
            weights = weights if any(weights) else [layer.e - layer.a for layer in live]
            pairs = list(zip(live, largest_remainder(row.value, weights), strict=True))
        if any(layer.left() + delta < 0 for layer, delta in pairs):
            raise Refused
        told = []
        for layer, delta in pairs:
            if delta:
                rest = layer.left() + delta
                layer.begin, layer.span = layer.a, layer.e - layer.a
                layer.rest = rest
                told.append((layer, delta, layer.begin, layer.span))
        self.revalued[row] = told
        self.on_day(row.item, row.on, ZERO, row.value)

    @property
    def revalued(self):
        return self.__dict__.setdefault("_revalued", {})
