"""What the stock was worth on a day, item by item, and how it came there. Read only; it never walks through the moves.

A value at a date is the item's latest month end before that month and at most 31 days after it (design, ledger 7), so its
price does not grow with the number of moves ever made.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.tenancy import current_agreement_id
from inventory import locations
from inventory.models import Location
from rackbeat.lib.amounts import round_half_up, spread

ZERO = Decimal(0)

AT = """
SELECT i.id, i.number, i.name, u.name, g.number, g.name,
  coalesce(m.quantity, 0) + coalesce(d.quantity, 0) AS quantity, coalesce(m.value, 0) + coalesce(d.value, 0) AS value
FROM inventory_item i
JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
JOIN inventory_unit u ON u.agreement_id = i.agreement_id AND u.id = i.unit_id
LEFT JOIN LATERAL (SELECT x.quantity, x.value FROM inventory_stockmonth x
  WHERE x.agreement_id = %(a)s AND x.item_id = i.id AND x.month < %(month)s ORDER BY x.month DESC LIMIT 1) m ON true
LEFT JOIN LATERAL (SELECT sum(x.quantity) AS quantity, sum(x.value) AS value FROM inventory_stockday x
  WHERE x.agreement_id = %(a)s AND x.item_id = i.id AND x.day >= %(month)s AND x.day <= %(day)s) d ON true
WHERE i.agreement_id = %(a)s AND (%(groups)s::bigint[] IS NULL OR g.number = ANY(%(groups)s::bigint[]))
  AND (coalesce(m.quantity, 0) + coalesce(d.quantity, 0) <> 0 OR coalesce(m.value, 0) + coalesce(d.value, 0) <> 0)
ORDER BY g.number, i.number
"""
# what lay at each location on the day: on hand now, less all that came after that day
PLACES = """
SELECT b.item_id, b.location_id, b.on_hand - coalesce((SELECT sum(x.quantity) FROM inventory_locationday x
  WHERE x.agreement_id = %(a)s AND x.item_id = b.item_id AND x.location_id = b.location_id AND x.day > %(day)s), 0)
FROM inventory_stockbalance b WHERE b.agreement_id = %(a)s ORDER BY b.item_id, b.location_id
"""
TOTAL = f"SELECT coalesce(sum(value), 0) FROM ({AT}) AS rows"  # noqa: S608 (both are ours)
DAYS = """
SELECT x.day, sum(x.value) FROM inventory_stockday x
WHERE x.agreement_id = %(a)s AND x.day > %(start)s AND x.day <= %(end)s
  AND (%(groups)s::bigint[] IS NULL OR x.item_id IN (SELECT i.id FROM inventory_item i
    JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
    WHERE i.agreement_id = %(a)s AND g.number = ANY(%(groups)s::bigint[])))
GROUP BY x.day ORDER BY x.day
"""


@dataclass(frozen=True)
class Stock:
    """What there was of an item, and its value."""

    item_id: int
    number: str
    name: str
    unit: str
    group_number: int
    group: str
    quantity: Decimal
    value: Decimal

    @property
    def cost(self) -> Decimal | None:
        """Per unit, for display; None where there is value without quantity."""
        return round_half_up(self.value / self.quantity) if self.quantity else None

    @property
    def is_odd(self) -> bool:
        """Value without quantity: FIFO keeps the order of booking, so a date between may show it (ledger 2)."""
        return not self.quantity and bool(self.value)


@dataclass
class Group:
    """A group's items and their sum."""

    number: int
    name: str
    rows: list[Stock] = field(default_factory=list)

    @property
    def value(self) -> Decimal:
        return sum((row.value for row in self.rows), ZERO)


def _facts(day: dt.date, groups: Iterable[int]) -> dict[str, Any]:
    return {"a": current_agreement_id(), "day": day, "month": day.replace(day=1), "groups": list(groups) or None}


def value_at(day: dt.date, *, groups: Iterable[int] = (), places: set[int] | None = None) -> list[Stock]:
    """Every item with quantity or value at the end of `day`, by group and number; one statement, two with places.

    groups: numbers of item groups, none for all. places: ids of locations; then quantity and value are those that lay
    there, the value shared by quantity with the largest remainder, so that all locations sum to the item.
    """
    facts = _facts(day, groups)
    with connection.cursor() as cursor:
        cursor.execute(AT, facts)
        rows = [Stock(*row) for row in cursor.fetchall()]
        if places is None:
            return rows
        cursor.execute(PLACES, facts)
        lay: dict[int, dict[int, Decimal]] = defaultdict(dict)
        for item_id, location_id, quantity in cursor.fetchall():
            lay[item_id][location_id] = quantity
    shared = (_share(row, lay[row.item_id], places) for row in rows)
    return [row for row in shared if row.quantity or row.value]


def _share(row: Stock, lay: dict[int, Decimal], places: set[int]) -> Stock:
    """The part of an item's quantity and value that lay at these places."""
    where = [(place, quantity) for place, quantity in lay.items() if quantity > 0]
    values = spread(row.value, [quantity for _place, quantity in where])
    quantity = sum((held for place, held in where if place in places), ZERO)
    value = sum((part for (place, _held), part in zip(where, values, strict=True) if place in places), ZERO)
    return Stock(row.item_id, row.number, row.name, row.unit, row.group_number, row.group, quantity, value)


def grouped(rows: Iterable[Stock]) -> list[Group]:
    """The rows under their groups."""
    found: dict[int, Group] = {}
    for row in rows:
        found.setdefault(row.group_number, Group(row.group_number, row.group)).rows.append(row)
    return list(found.values())


def total_at(day: dt.date, *, groups: Iterable[int] = ()) -> Decimal:
    """What all stock was worth at the end of `day`."""
    with connection.cursor() as cursor:
        cursor.execute(TOTAL, _facts(day, groups))
        return Decimal(cursor.fetchone()[0])


def totals(start: dt.date, end: dt.date, *, groups: Iterable[int] = ()) -> list[tuple[dt.date, Decimal]]:
    """The value at the end of `start`, and after each later day on which it changed: two statements."""
    value = total_at(start, groups=groups)
    points = [(start, value)]
    facts = {**_facts(end, groups), "start": start, "end": end}
    with connection.cursor() as cursor:
        cursor.execute(DAYS, facts)
        for day, change in cursor.fetchall():
            value += change
            points.append((day, value))
    return points


def inside(codes: Iterable[str]) -> set[int] | None:
    """The ids of these locations and all that lies in them; None for no choice."""
    wanted = set(codes)
    if not wanted:
        return None
    everywhere = list(Location.objects.all())
    return {pk for place in everywhere if place.code in wanted for pk in locations.inside(place, everywhere)}
