"""The books as the design tells them (ledger.md 2 to 6), in exact fractions and from the rules alone. No tests here.

What both principles share; how costs come about is told in oracle_fifo and oracle_average. Neither has a pointer, an axis, a
running state or a correction: what an entry of the ledger costs with all its corrections must be what these say.
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
        row.number = len(self.rows)
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
