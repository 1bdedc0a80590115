"""Average cost in exact fractions: the events, and every cost worked out from the beginning each time. No tests here."""

from collections import defaultdict

from tests.inventory.oracle import ZERO, Debt, Oracle, R, Refused


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
        owed = {row.item: bool(self.run(row.item)[2]) for row in rows}
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
                debts = self.run(item)[2]
                if debts and not (self.negative or owed[item]):
                    raise Refused  # short within a day too: what comes later that day was not there yet
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
