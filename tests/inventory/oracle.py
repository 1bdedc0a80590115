"""The books as the design tells them (ledger.md 2 to 6), in exact fractions and from the rules alone. No tests here.

FIFO keeps lists of who took what from which layer; average keeps the events and works every cost out from the beginning each
time. Neither has a pointer, an axis, a running state or a correction: what an entry of the ledger costs with all its
corrections must be what these say.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

CENT = Fraction(1, 100)
ZERO = Fraction(0)


class Refused(Exception):
    """The rules forbid it."""


def R(exact):
    """Half away from zero, to two decimals."""
    sign = -1 if exact < 0 else 1
    return sign * floor(abs(exact) / CENT + Fraction(1, 2)) * CENT


def largest_remainder(total, weights):
    """Parts of `total` in whole hundredths that sum to it, the largest remainders (the first of equals) rounded up."""
    sign = -1 if total < 0 else 1
    units, whole = abs(total) / CENT, sum(weights)
    exact = [units * weight / whole for weight in weights]
    parts = [floor(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda n: (-(exact[n] - parts[n]), n))
    for n in order[: int(units - sum(parts))]:
        parts[n] += 1
    return [sign * part * CENT for part in parts]


@dataclass(eq=False)
class Row:
    """A line that moved or valued something."""

    number: int
    item: int
    kind: str  # in, out, back, undo, price, worth
    quantity: Fraction  # signed
    on: dt.date
    place: int | None = None
    value: Fraction = ZERO  # signed: as it was posted
    of: "Row | None" = None  # what it returns or reverses, or whose price it is
    returns: bool = False
    reverses: bool = False
    asked: Fraction | None = None
    each: Fraction = ZERO
    prices: list = field(default_factory=list)


class Oracle:
    """Both principles: who may do what, and what lies where. How costs come about is the principle's."""

    def __init__(self, today):
        self.today = today
        self.rows: list[Row] = []
        self.moves = []  # (item, place, quantity, day)
        self.closed, self.negative = None, False
        self.expected = defaultdict(lambda: ZERO)

    # --- what may be done ---

    def require_day(self, on):
        if on > self.today or (self.closed and on <= self.closed):
            raise Refused

    def lies(self, item, place, day):
        return sum((m[2] for m in self.moves if m[:2] == (item, place) and m[3] <= day), ZERO)

    def require_there(self, wanted, on):
        """{(item, place): quantity}: now and on every day since."""
        if self.negative:
            return
        for (item, place), quantity in wanted.items():
            days = {on, dt.date.max} | {m[3] for m in self.moves if m[:2] == (item, place) and m[3] > on}
            if any(self.lies(item, place, day) < quantity for day in days):
                raise Refused

    def returned(self, row):
        back = [each for each in self.rows if each.returns and each.of is row and not self.is_reversed(each)]
        return back

    def is_reversed(self, row):
        return any(each.reverses and each.of is row for each in self.rows)

    def require_returnable(self, row, quantity):
        if row is None or self.is_reversed(row):
            raise Refused
        if quantity > abs(row.quantity) - sum(abs(each.quantity) for each in self.returned(row)):
            raise Refused

    # --- what is done ---

    def add(self, row):
        self.rows.append(row)
        if row.quantity:
            self.moves.append((row.item, row.place, row.quantity, row.on))
        return row

    def receive(self, lines, on):
        """(item, place, quantity, value) lines."""
        self.require_day(on)
        return self.post([self.row(item, "in", quantity, on, place, value) for item, place, quantity, value in lines])

    def issue(self, lines, on):
        self.require_day(on)
        wanted = defaultdict(lambda: ZERO)
        for item, place, quantity in lines:
            wanted[item, place] += quantity
        self.require_there(wanted, on)
        return self.post([self.row(item, "out", -quantity, on, place) for item, place, quantity in lines])

    def customer_return(self, sold, quantity, place, on, item=None, value=None):
        """Its share of what the line cost, cumulatively; without a line the value that is said."""
        self.require_day(on)
        if sold is not None:
            item = sold.item
            self.require_returnable(sold, quantity)
            earlier = self.returned(sold)
            so_far = sum((each.quantity for each in earlier), ZERO)
            due = R(self.cost(sold) * (so_far + quantity) / -sold.quantity)
            value = max(due - sum((each.value for each in earlier), ZERO), ZERO)
        row = self.row(item, "in", quantity, on, place, value)
        row.of, row.returns = sold, True
        return self.post([row])

    def supplier_return(self, came, quantity, place, on):
        self.require_day(on)
        self.require_returnable(came, quantity)
        self.require_there({(came.item, place): quantity}, on)
        row = self.row(came.item, "back", -quantity, on, place)
        row.of, row.returns = came, True
        earlier = self.returned(came)
        so_far = sum((-each.quantity for each in earlier), ZERO)
        due = R((came.value + sum(came.prices)) * (so_far + quantity) / came.quantity)
        row.asked = max(due - sum((each.asked for each in earlier), ZERO), ZERO)
        return self.post([row])

    def price(self, came, delta, on, reverses=None):
        self.require_day(on)
        if self.is_reversed(came):
            raise Refused
        row = self.row(came.item, "price", ZERO, on, None, delta)
        row.of = came if reverses is None else reverses
        row.reverses = reverses is not None
        return self.post([row], about=came)

    def worth(self, item, delta, on, reverses=None):
        self.require_day(on)
        row = self.row(item, "worth", ZERO, on, None, delta)
        row.of, row.reverses = reverses, reverses is not None
        return self.post([row])

    def carry(self, item, quantity, here, there, on):
        self.require_day(on)
        self.require_there({(item, here): quantity}, on)
        self.moves += [(item, here, -quantity, on), (item, there, quantity, on)]

    def reverse(self, rows, on):
        """The mirror of a document's rows; goods that come first, the newest first."""
        self.require_day(on)
        if all(self.is_reversed(row) for row in rows):
            raise Refused
        rows = [row for row in rows if not self.is_reversed(row)]
        priced = [row for row in rows if row.kind in ("price", "worth")]
        for row in priced:
            if row.kind == "price":
                return self.price(row.of, -row.value, on, reverses=row)
            return self.worth(row.item, -row.value, on, reverses=row)
        for row in rows:
            if self.returned(row) or (row.quantity > 0 and sum(row.prices)):
                raise Refused
        mirror, wanted = [], defaultdict(lambda: ZERO)
        for row in sorted(rows, key=lambda row: (row.item, -row.number)):
            back = self.row(row.item, "in" if row.quantity < 0 else "undo", -row.quantity, on, row.place)
            back.value = self.cost(row) if row.quantity < 0 else -row.value
            back.of, back.reverses = row, True
            mirror.append(back)
            if row.quantity > 0:
                wanted[row.item, row.place] += row.quantity
        self.require_there(wanted, on)
        return self.post(sorted(mirror, key=lambda row: row.kind != "in"))

    def row(self, item, kind, quantity, on, place=None, value=ZERO):
        return Row(len(self.rows), item, kind, quantity, on, place, value, each=self.expected[item])

    def post(self, rows, about=None):
        raise NotImplementedError

    def cost(self, row):
        """What an outgoing row cost, with all that changed it since."""
        raise NotImplementedError


# --- FIFO ---------------------------------------------------------------------------------------------------------


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
    worth_of: list = field(default_factory=list)

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


@dataclass(eq=False)
class Debt:
    row: Row
    quantity: Fraction
    value: Fraction
    paid: Fraction = ZERO  # quantity
    real: Fraction = ZERO  # what the paid part cost

    @property
    def assumed(self):
        return self.value - R(self.value * self.paid / self.quantity)


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
            last = self.layers[row.item][-1] if self.layers[row.item] else None
            each = last.v / last.q if last else self.expected[row.item]
            self.debts[row.item].append(Debt(row, left, R(each * left)))
            cost += self.debts[row.item][-1].value
        self.on_day(row.item, row.on, -(-row.quantity if quantity is None else quantity), -cost)
        row.value -= cost

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


# --- average ------------------------------------------------------------------------------------------------------


class Average(Oracle):
    """Everything from the beginning, in the order of dates and, on a day, of booking."""

    def run(self, item):
        """(quantity held, its value, what is owed, what each outgoing row cost)."""
        held = worth = ZERO
        debts, cost = [], {}
        rows = [row for row in self.rows if row.item == item and row.kind != "price"]
        for row in sorted(rows, key=lambda row: (row.on, row.number)):
            if row.kind in ("out", "back"):
                wanted = -row.quantity
                there = min(wanted, held)
                taken = ZERO
                if there:
                    if there == held:
                        taken = worth
                    elif row.asked is not None:
                        taken = min(row.asked, worth)
                    else:
                        taken = R(worth * there / held)
                held, worth, cost[row] = held - there, worth - taken, taken
                if wanted > there:
                    debts.append(Debt(row, wanted - there, R(row.each * (wanted - there))))
            else:
                held += row.quantity
                worth += row.value + sum(row.prices)
                value, paid = row.value + sum(row.prices), ZERO
                for debt in debts:
                    part = min(debt.quantity - debt.paid, row.quantity - paid) if row.quantity > 0 else ZERO
                    if part > 0:
                        real = R(value * (paid + part) / row.quantity) - R(value * paid / row.quantity)
                        debt.paid, debt.real, paid = debt.paid + part, debt.real + real, paid + part
                        held, worth = held - part, worth - real
                if held < 0 or worth < 0 or (not held and worth):
                    raise Refused
        for debt in debts:
            cost[debt.row] += debt.real + debt.assumed
        return held, worth, debts, cost

    def cost(self, row):
        return self.run(row.item)[3][row]

    def quantity(self, item):
        return sum((row.quantity for row in self.rows if row.item == item), ZERO)

    def value(self, item):
        _held, worth, debts, _cost = self.run(item)
        return worth - sum((debt.assumed for debt in debts), ZERO)

    def post(self, rows, about=None):
        before = len(self.rows), len(self.moves)
        try:
            for row in rows:
                if about is not None:
                    if about.value + sum(about.prices) + row.value < 0:
                        raise Refused
                    about.prices.append(row.value)
                self.add(row)
            if about is None and not self.negative:
                self.require_held(rows)
            for item in {row.item for row in rows}:
                self.run(item)
        except Refused:
            del self.rows[before[0] :], self.moves[before[1] :]
            if about is not None and about.prices and row.value == about.prices[-1]:
                about.prices.pop()
            raise
        return rows

    def require_held(self, rows):
        """What goes out of an item must be there, wherever it lies."""
        for row in rows:
            if row.quantity < 0 and self.quantity(row.item) < 0:
                raise Refused

    def days(self, item):
        """By day, as long as nothing is closed and nothing was ever short: each row with its cost, on its own date."""
        found = defaultdict(lambda: [ZERO, ZERO])
        cost = self.run(item)[3]
        for row in self.rows:
            if row.item == item and row.kind != "price":
                found[row.on][0] += row.quantity
                found[row.on][1] += -cost[row] if row in cost else row.value + sum(row.prices)
        return found
