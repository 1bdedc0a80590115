"""The loader: a ledger of any size in minutes, as if it had been posted entry by entry. `check_books` is green on it.

A few items are reckoned by `inventory/costing.py` from the first entry to the last; all others repeat them. Rows are written in
the order of time, as a business would write them, so that an item's rows lie scattered as in real life.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench import bulk

PATTERNS = 8
A_DAY = 5  # entries of an item on a day on which it moves
LEAST = Decimal(37)  # what the first receipt brings, so that issues cross from one layer into the next
ISSUES = (2, 3, 1, 4)  # and then a receipt of 10
ZERO = Decimal(0)
SLICE = 500_000


@dataclass(frozen=True)
class Step:
    """One entry of a pattern."""

    sequence: int
    kind: str
    quantity: Decimal
    value: Decimal
    quantity_after: Decimal
    value_after: Decimal
    axis_start: int | None
    axis_end: int | None
    layer_start: int | None


def steps(principle: str, count: int, seed: int) -> tuple[list[Step], Any]:
    """The first `count` entries of an item, and its state after them."""
    from inventory import costing

    fifo = principle == "fifo"
    state, layers, found = costing.State(), [], []
    for sequence in range(1, count + 1):
        turn = (sequence - 2) % 5
        start = end = layer_start = None
        if sequence == 1 or turn == 4:
            quantity = LEAST if sequence == 1 else Decimal(10)
            value = (Decimal((seed * 37 + sequence * 11) % 997 + 1003) * quantity / 10).quantize(Decimal("0.01"))
            kind = "receipt"
            if fifo:
                layer_start = int(state.quantity_in * 10**6)
                state, layer, _settled = costing.fifo_receive(state, quantity, value)
                layers.append(layer)
            else:
                state, _settled = costing.average_receive(state, quantity, value)
        else:
            kind, wanted = "issue", Decimal(ISSUES[turn])
            if fifo:
                while layers[0].end <= state.quantity_out:
                    layers.pop(0)
                state, issued = costing.fifo_issue(state, layers[:3], wanted)
                start, end, cost = int(issued.axis_start * 10**6), int(issued.axis_end * 10**6), issued.cost
            else:
                state, cost, _short = costing.average_issue(state, wanted)
            quantity, value = -wanted, -cost
        found.append(Step(sequence, kind, quantity, value, state.quantity, state.value, start, end, layer_start))
    return found, state


def days(count: int, end: dt.date, years: int = 5) -> list[dt.date]:
    """The day of each entry: spread over the years, several to a day, the last one at `end`."""
    span = years * 365
    wanted = max(1, min(span, -(-count // A_DAY)))
    each = -(-count // wanted)
    return [end - dt.timedelta(days=span - span * (n // each + 1) // wanted) for n in range(count)]


def load(
    connection: Any,
    agreement: Any,
    items: list[tuple[int, int]],
    entries: int,
    *,
    say: Any = lambda part: None,
    source: str = "bench.load",
) -> None:
    """Post `entries` to the (item, location) pairs that have no ledger yet, evenly, in one transaction. A connection of psycopg."""
    count, end = entries // len(items), agreement.today() - dt.timedelta(days=1)
    with connection.transaction(), bulk.as_administrator(connection):
        moved_on = days(count, end)
        _tables(connection, agreement, items, count, moved_on)
        base = _reserve(connection, "inventory_costentry", count * len(items))
        facts = {"a": agreement.pk, "n": len(items), "base": base, "source": source}
        work = _work(count, len(items), len(set(moved_on)))
        whole, done = sum(rows for _table, _statement, rows, _sliced in work), 0
        for table, statement, rows, sliced in work:
            with bulk.without_indexes(connection, table, rows):
                size = max(1, SLICE // len(items)) if sliced else count
                for first in range(1, count + 1, size):
                    connection.execute(statement, {**facts, "first": first, "last": first + size - 1})
                    say(0.9 * (done + rows * min(count, first + size - 1) / count) / whole)
            done += rows
        connection.execute("DROP TABLE bench_item, bench_step, bench_state")
    say(1)


def _work(count: int, items: int, days: int) -> list[tuple[str, str, int, bool]]:
    """(table, statement, about how many rows, whether slice by slice)."""
    return [
        ("inventory_costentry", ENTRIES, count * items, True),
        ("inventory_stockmove", MOVES, count * items, True),
        ("inventory_costlayer", LAYERS, count * items // 5, True),
        ("inventory_stockday", DAYS, days * items, False),
        ("inventory_locationday", LOCATION_DAYS, days * items, False),
        ("inventory_stockmonth", MONTHS, min(days, 61) * items, False),
        ("inventory_coststate", STATES, items, False),
        ("inventory_stockbalance", BALANCES, items, False),
    ]


def _tables(connection: Any, agreement: Any, items: list[tuple[int, int]], count: int, dates: list[dt.date]) -> None:
    """What the statements join: the items in order, the patterns' steps, their last states."""
    connection.execute(
        """
        CREATE TEMP TABLE bench_item (n int PRIMARY KEY, item bigint, location bigint, pattern int);
        CREATE TEMP TABLE bench_step (pattern int, sequence bigint, kind text, quantity numeric, value numeric,
          quantity_after numeric, value_after numeric, axis_start bigint, axis_end bigint, layer_start bigint,
          day date, at timestamptz,
          PRIMARY KEY (sequence, pattern));
        CREATE TEMP TABLE bench_state (pattern int PRIMARY KEY, quantity_in numeric, quantity_out numeric, value_in numeric,
          value_out numeric, sequence bigint, last_on date)
        """
    )
    with connection.cursor() as cursor:
        with cursor.copy("COPY bench_item FROM STDIN") as copy:
            for n, (item, location) in enumerate(items):
                copy.write_row((n, item, location, n % PATTERNS))
        states = {}
        with cursor.copy("COPY bench_step FROM STDIN") as copy:
            for pattern in range(min(PATTERNS, len(items))):
                found, states[pattern] = steps(agreement.principle, count, pattern)
                for step, day in zip(found, dates, strict=True):
                    at = dt.datetime.combine(day, dt.time(10, 0, step.sequence % 60), dt.UTC)
                    copy.write_row((pattern, *vars(step).values(), day, at))
        with cursor.copy("COPY bench_state FROM STDIN") as copy:
            for pattern, it in states.items():
                copy.write_row((pattern, it.quantity_in, it.quantity_out, it.value_in, it.value_out, count, dates[-1]))
    connection.execute("ANALYZE bench_item; ANALYZE bench_step; ANALYZE bench_state")


def _reserve(connection: Any, table: str, count: int) -> int:
    """So many keys of the table in a row: the last one before the first of them."""
    name = f"pg_get_serial_sequence('{table}', 'id')"
    base = connection.execute(f"SELECT nextval({name})").fetchone()[0]
    connection.execute(f"SELECT setval({name}, %s)", [base + count])
    return base


# the key of an entry is reckoned, so that moves and layers can name it without asking
KEY = "%(base)s + (s.sequence - 1) * %(n)s + i.n"
FROM = """FROM bench_step s JOIN bench_item i ON i.pattern = s.pattern
WHERE s.sequence BETWEEN %(first)s AND %(last)s"""
TOLD = "%(source)s, s.sequence, s.sequence::text"
ENTRIES = f"""
INSERT INTO inventory_costentry (id, agreement_id, item_id, sequence, kind, quantity, value, quantity_after, value_after,
  axis_start, axis_end, interim, source_kind, source_id, source_number, party_name, effective_on, posted_at)
SELECT {KEY}, %(a)s, i.item, s.sequence, s.kind, s.quantity, s.value, s.quantity_after, s.value_after, s.axis_start, s.axis_end,
  false, {TOLD},
  '', s.day, s.at {FROM} ORDER BY s.sequence, i.n
"""
MOVES = f"""
INSERT INTO inventory_stockmove (agreement_id, item_id, location_id, entry_id, quantity, source_kind, source_id, source_number,
  effective_on, posted_at)
SELECT %(a)s, i.item, i.location, {KEY}, s.quantity, {TOLD}, s.day, s.at {FROM} ORDER BY s.sequence, i.n
"""
LAYERS = f"""
INSERT INTO inventory_costlayer (agreement_id, item_id, entry_id, start, quantity, value)
SELECT %(a)s, i.item, {KEY}, s.layer_start, s.quantity, s.value {FROM} AND s.layer_start IS NOT NULL ORDER BY s.sequence, i.n
"""
SUMS = """(SELECT pattern, {unit} AS day, sum(quantity) AS quantity, sum(value) AS value
FROM bench_step GROUP BY 1, 2) AS s JOIN bench_item i ON i.pattern = s.pattern"""
DAYS = f"""
INSERT INTO inventory_stockday (agreement_id, item_id, day, quantity, value)
SELECT %(a)s, i.item, s.day, s.quantity, s.value FROM {SUMS.format(unit="day")} ORDER BY s.day, i.n
"""
LOCATION_DAYS = f"""
INSERT INTO inventory_locationday (agreement_id, item_id, location_id, day, quantity)
SELECT %(a)s, i.item, i.location, s.day, s.quantity FROM {SUMS.format(unit="day")} ORDER BY s.day, i.n
"""
MONTHS = """
INSERT INTO inventory_stockmonth (agreement_id, item_id, month, quantity, value)
SELECT %(a)s, i.item, s.month, s.quantity, s.value FROM (
  SELECT pattern, day AS month, sum(quantity) OVER months AS quantity, sum(value) OVER months AS value
  FROM (SELECT pattern, date_trunc('month', day)::date AS day, sum(quantity) AS quantity, sum(value) AS value
    FROM bench_step GROUP BY 1, 2) AS m WINDOW months AS (PARTITION BY pattern ORDER BY day)) AS s
JOIN bench_item i ON i.pattern = s.pattern ORDER BY s.month, i.n
"""
STATES = """
INSERT INTO inventory_coststate (agreement_id, item_id, sequence, quantity_in, quantity_out, quantity_dead, value_in, value_out,
  short_in, short_out, short_value, last_on)
SELECT %(a)s, i.item, s.sequence, s.quantity_in, s.quantity_out, 0, s.value_in, s.value_out, 0, 0, 0,
  s.last_on
FROM bench_state s JOIN bench_item i ON i.pattern = s.pattern ORDER BY i.n
"""
BALANCES = """
INSERT INTO inventory_stockbalance (agreement_id, item_id, location_id, on_hand, reserved, negative_allowed)
SELECT %(a)s, i.item, i.location, s.quantity_in - s.quantity_out, 0, false
FROM bench_state s JOIN bench_item i ON i.pattern = s.pattern ORDER BY i.n
"""
