"""How stock moves: how often it turns over, what lies too long, what looks wrong. Read only, over all items at once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection

from accounts.tenancy import current_agreement_id
from rackbeat.lib.amounts import round_half_up

ZERO = Decimal(0)
YEAR = 365

# what went out to customers, less what came back, with all later corrections of it
SOLD = """
SELECT e.item_id, -sum(e.quantity) AS quantity, -sum(e.value) AS value FROM inventory_costentry e
LEFT JOIN inventory_costentry c ON c.agreement_id = e.agreement_id AND c.id = e.corrects_id
WHERE e.agreement_id = %(a)s AND e.effective_on BETWEEN %(start)s AND %(end)s
  AND coalesce(c.kind, e.kind) IN ('issue', 'customer_return')
GROUP BY e.item_id
"""
# the same by month: two index-only scans, what was sent or came back and what was corrected later
SOLD_BY_MONTH = """
SELECT month, sum(value) FROM (
  SELECT date_trunc('month', e.effective_on)::date AS month, -sum(e.value) AS value FROM inventory_costentry e
  WHERE e.agreement_id = %(a)s AND e.effective_on BETWEEN %(start)s AND %(end)s
    AND e.kind IN ('issue', 'customer_return') AND e.corrects_id IS NULL GROUP BY 1
  UNION ALL
  SELECT date_trunc('month', e.effective_on)::date, -sum(e.value) FROM inventory_costentry e
  JOIN inventory_costentry c ON c.agreement_id = e.agreement_id AND c.id = e.corrects_id
  WHERE e.agreement_id = %(a)s AND e.effective_on BETWEEN %(start)s AND %(end)s AND e.corrects_id IS NOT NULL
    AND c.kind IN ('issue', 'customer_return') GROUP BY 1
) sold GROUP BY month
"""
# the mean of the values at the end of each day: the opening value, and each change for as long as it stood
HELD = """
SELECT i.id AS item_id, coalesce(m.value, 0) + coalesce(d.value, 0) AS opening
FROM inventory_item i
LEFT JOIN LATERAL (SELECT x.value FROM inventory_stockmonth x WHERE x.agreement_id = %(a)s AND x.item_id = i.id
  AND x.month < %(month)s ORDER BY x.month DESC LIMIT 1) m ON true
LEFT JOIN LATERAL (SELECT sum(x.value) AS value FROM inventory_stockday x WHERE x.agreement_id = %(a)s AND x.item_id = i.id
  AND x.day >= %(month)s AND x.day < %(start)s) d ON true
WHERE i.agreement_id = %(a)s
"""
CHANGED = """
SELECT x.item_id, sum(x.value) AS value, sum(x.value * (%(end)s::date - x.day + 1)) AS weighted FROM inventory_stockday x
WHERE x.agreement_id = %(a)s AND x.day BETWEEN %(start)s AND %(end)s GROUP BY x.item_id
"""
TURNOVER = f"""
SELECT i.number, i.name, u.name, g.number, g.name, h.opening, h.opening + coalesce(c.value, 0), coalesce(c.weighted, 0),
  coalesce(s.quantity, 0), coalesce(s.value, 0)
FROM inventory_item i
JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
JOIN inventory_unit u ON u.agreement_id = i.agreement_id AND u.id = i.unit_id
JOIN ({HELD}) h ON h.item_id = i.id
LEFT JOIN ({CHANGED}) c ON c.item_id = i.id
LEFT JOIN ({SOLD}) s ON s.item_id = i.id
WHERE i.agreement_id = %(a)s AND g.has_stock AND (%(groups)s::bigint[] IS NULL OR g.number = ANY(%(groups)s::bigint[]))
  AND (h.opening <> 0 OR c.item_id IS NOT NULL OR s.item_id IS NOT NULL)
ORDER BY g.number, i.number
"""  # noqa: S608 (all of it is ours)


@dataclass(frozen=True)
class Turned:
    """An item (or a sum of items) over a period of `days`."""

    number: str
    name: str
    unit: str
    group_number: int
    group: str
    opening: Decimal
    closing: Decimal
    weighted: Decimal
    quantity: Decimal
    sold: Decimal
    days: int = field(kw_only=True)

    @property
    def mean(self) -> Decimal:
        """The mean value in stock, over the ends of the days."""
        return round_half_up(Fraction(self.opening) + Fraction(self.weighted) / self.days)

    @property
    def rate(self) -> Decimal | None:
        """How often a year: what was sold, at cost, over the mean value in stock."""
        mean = Fraction(self.opening) + Fraction(self.weighted) / self.days
        return round_half_up(Fraction(self.sold) * YEAR / self.days / mean, 1) if mean > 0 else None

    @property
    def stay(self) -> int | None:
        """How many days it lies in the mean."""
        mean = Fraction(self.opening) + Fraction(self.weighted) / self.days
        return int(round_half_up(mean * self.days / Fraction(self.sold), 0)) if self.sold > 0 and mean > 0 else None


def turned(start: dt.date, end: dt.date, *, groups: Iterable[int] = ()) -> list[Turned]:
    """Every stock item that lay or moved between the two days, both included; one statement."""
    days = (end - start).days + 1
    facts: dict[str, Any] = {
        "a": current_agreement_id(),
        "start": start,
        "month": start.replace(day=1),
        "end": end,
        "groups": list(groups) or None,
    }
    with connection.cursor() as cursor:
        cursor.execute(TURNOVER, facts)
        return [Turned(*row, days=days) for row in cursor.fetchall()]


def sold_by_month(start: dt.date, end: dt.date) -> dict[dt.date, Decimal]:
    """What the goods cost that were sent between the two days, less what came back, by the first day of the month."""
    with connection.cursor() as cursor:
        cursor.execute(SOLD_BY_MONTH, {"a": current_agreement_id(), "start": start, "end": end})
        return dict(cursor.fetchall())


def together(rows: Iterable[Turned], days: int) -> Turned:
    """The sum of the rows, as one."""
    rows = list(rows)
    sums = [sum((getattr(row, name) for row in rows), ZERO) for name in ("opening", "closing", "weighted", "sold")]
    opening, closing, weighted, sold = sums
    return Turned("", "", "", 0, "", opening, closing, weighted, ZERO, sold, days=days)


# --- what lies too long ------------------------------------------------------------------------------------------------

IDLE = """
SELECT i.number, i.name, u.name, g.number, g.name, s.quantity_in - s.quantity_out - s.quantity_dead AS quantity,
  s.value_in - s.value_out AS value, o.day AS sold_on, coalesce(o.day, f.day) AS since
FROM inventory_coststate s
JOIN inventory_item i ON i.agreement_id = s.agreement_id AND i.id = s.item_id
JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
JOIN inventory_unit u ON u.agreement_id = i.agreement_id AND u.id = i.unit_id
LEFT JOIN LATERAL (SELECT e.effective_on AS day FROM inventory_costentry e WHERE e.agreement_id = s.agreement_id
  AND e.item_id = s.item_id AND e.kind = 'issue' ORDER BY e.effective_on DESC LIMIT 1) o ON true
LEFT JOIN LATERAL (SELECT e.effective_on AS day FROM inventory_costentry e WHERE e.agreement_id = s.agreement_id
  AND e.item_id = s.item_id ORDER BY e.effective_on LIMIT 1) f ON true
WHERE s.agreement_id = %(a)s AND s.quantity_in - s.quantity_out - s.quantity_dead > 0
  AND (%(groups)s::bigint[] IS NULL OR g.number = ANY(%(groups)s::bigint[]))
  AND coalesce(o.day, f.day) <= %(until)s
ORDER BY since, value DESC, i.number
"""


@dataclass(frozen=True)
class Idle:
    """An item of which something lies, and since when nothing of it was sold (since it first came, if never)."""

    number: str
    name: str
    unit: str
    group_number: int
    group: str
    quantity: Decimal
    value: Decimal
    sold_on: dt.date | None
    since: dt.date
    today: dt.date = field(kw_only=True)

    @property
    def days(self) -> int:
        return (self.today - self.since).days


def idle(today: dt.date, days: int, *, groups: Iterable[int] = ()) -> list[Idle]:
    """What is on hand now and was not sold for at least so many days, the longest first; one statement."""
    facts: dict[str, Any] = {
        "a": current_agreement_id(),
        "until": today - dt.timedelta(days=days),
        "groups": list(groups) or None,
    }
    with connection.cursor() as cursor:
        cursor.execute(IDLE, facts)
        return [Idle(*row, today=today) for row in cursor.fetchall()]


# --- what looks wrong --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Odd:
    """An item, at a place or everywhere, that somebody should look at."""

    number: str
    name: str
    unit: str
    place: str
    quantity: Decimal
    value: Decimal | None


# an item's latest month end holds all of its entries
LATEST = """
SELECT i.number, i.name, u.name, '', t.quantity, t.value
FROM (SELECT DISTINCT ON (x.item_id) x.item_id, x.quantity, x.value FROM inventory_stockmonth x
  WHERE x.agreement_id = %(a)s ORDER BY x.item_id, x.month DESC) t
JOIN inventory_item i ON i.agreement_id = %(a)s AND i.id = t.item_id
JOIN inventory_unit u ON u.agreement_id = i.agreement_id AND u.id = i.unit_id
WHERE {odd} ORDER BY i.number
"""
BALANCES = """
SELECT i.number, i.name, u.name, p.code, b.on_hand, NULL FROM inventory_stockbalance b
JOIN inventory_location p ON p.agreement_id = b.agreement_id AND p.id = b.location_id
JOIN inventory_item i ON i.agreement_id = b.agreement_id AND i.id = b.item_id
JOIN inventory_unit u ON u.agreement_id = i.agreement_id AND u.id = i.unit_id
WHERE b.agreement_id = %(a)s AND b.on_hand < 0 ORDER BY i.number, p.code
"""


def free() -> list[Odd]:
    """On hand, and worth nothing: what is sold of it seems to cost nothing."""
    return _odd(LATEST.format(odd="t.quantity > 0 AND t.value = 0"))


def owed() -> list[Odd]:
    """Less than nothing: sent before it came, at a provisional cost."""
    return _odd(LATEST.format(odd="t.quantity < 0"))


def owing_places() -> list[Odd]:
    """Locations that gave more than lay there."""
    return _odd(BALANCES)


def _odd(query: str) -> list[Odd]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"a": current_agreement_id()})
        return [Odd(*row) for row in cursor.fetchall()]
