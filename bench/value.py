"""B5: what the stock of many items was worth on a past day, however many entries there are."""

import datetime as dt
from typing import Any

from bench import company, house
from bench.load import load
from bench.measure import ms, result, timed

SIZES = [(9108, 20_000, 200_000), (9101, 20_000, 1_000_000), (9102, 20_000, 10_000_000)]  # number, items, entries
QUICK = [(9105, 1000, 20_000), (9106, 1000, 200_000)]


def ledger(number: int, items: int, entries: int, say: Any) -> Any:
    """The agreement with so many entries, loaded on the first run."""
    of = company.agreement(number, "fifo", items)
    things = company.things(of, 0, items)
    if not company.has_ledger(of, things[0][0]):
        with house.bare("postgres") as connection:
            load(connection, of, things, entries, say=say)
        house.tidy()
        house.settle()
    return of


def past_value(of: Any, day: dt.date) -> tuple[float, float, int]:
    """Best of five, in seconds, of a row for each item and of the total alone; how many rows."""
    from accounts.tenancy import acting_for
    from inventory import reports

    with acting_for(of):
        rows = min(timed(lambda: reports.value_at(day)) for _each in range(5))
        total = min(timed(lambda: reports.total_at(day)) for _each in range(5))
        return rows, total, len(reports.value_at(day))


def b5(quick: bool, say: Any) -> dict[str, Any]:
    notes, seconds = [], 0.0
    for number, items, entries in QUICK if quick else SIZES:
        of = ledger(number, items, entries, say)
        day = of.today() - dt.timedelta(days=400)
        seconds, total, rows = past_value(of, day)
        notes.append(f"{entries:,} entries: {rows:,} rows in {ms(seconds)}, total in {ms(total)}")
    return result(seconds, 0.3, "s", "; ".join(notes))
