"""What the stock was worth on a day, item by item, and how it came there. Read only; it never walks through the moves.

A value at a date is the item's latest month end before that month and at most 31 days after it (design, ledger 7), so its
price does not grow with the number of moves ever made.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from accounts.models import Agreement
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
LEFT JOIN (SELECT x.item_id, sum(x.quantity) AS quantity, sum(x.value) AS value FROM inventory_stockday x
  WHERE x.agreement_id = %(a)s AND x.day >= %(month)s AND x.day <= %(day)s
    AND (%(items)s::bigint[] IS NULL OR x.item_id = ANY(%(items)s::bigint[])) GROUP BY x.item_id) d ON d.item_id = i.id
WHERE i.agreement_id = %(a)s AND (%(groups)s::bigint[] IS NULL OR g.number = ANY(%(groups)s::bigint[]))
  AND (%(items)s::bigint[] IS NULL OR i.id = ANY(%(items)s::bigint[]))
"""
SOMETHING = "WHERE quantity <> 0 OR value <> 0"
# as it was known: less the entries that were posted after that moment
KNOWN = f"""
SELECT s.id, s.number, s.name, s.unit, s.group_number, s.group_name, s.quantity - coalesce(k.quantity, 0) AS quantity,
  s.value - coalesce(k.value, 0) AS value
FROM ({AT}) AS s(id, number, name, unit, group_number, group_name, quantity, value)
LEFT JOIN (SELECT x.item_id, sum(x.quantity) AS quantity, sum(x.value) AS value FROM inventory_costentry x
  WHERE x.agreement_id = %(a)s AND x.posted_at >= %(known)s AND x.effective_on <= %(day)s GROUP BY x.item_id) k
  ON k.item_id = s.id
"""  # noqa: S608 (both are ours)
NAMES = "AS s(id, number, name, unit, group_number, group_name, quantity, value)"
# what lay at each location on the day: on hand now, less all that came after that day, or was not yet known
PLACES = """
SELECT b.item_id, b.location_id, b.on_hand - coalesce((SELECT sum(x.quantity) FROM inventory_locationday x
  WHERE x.agreement_id = %(a)s AND x.item_id = b.item_id AND x.location_id = b.location_id AND x.day > %(day)s), 0)
  - coalesce(k.quantity, 0)
FROM inventory_stockbalance b LEFT JOIN (SELECT x.item_id, x.location_id, sum(x.quantity) AS quantity
    FROM inventory_stockmove x WHERE %(known)s::timestamptz IS NOT NULL AND x.agreement_id = %(a)s
      AND x.posted_at >= %(known)s AND x.effective_on <= %(day)s GROUP BY 1, 2) k USING (item_id, location_id)
WHERE b.agreement_id = %(a)s ORDER BY b.item_id, b.location_id
"""
DAYS = """
SELECT x.day, sum(x.value) FROM inventory_stockday x
WHERE x.agreement_id = %(a)s AND x.day > %(start)s AND x.day <= %(end)s
  AND (%(items)s::bigint[] IS NULL OR x.item_id = ANY(%(items)s::bigint[]))
  AND (%(groups)s::bigint[] IS NULL OR x.item_id IN (SELECT i.id FROM inventory_item i
    JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
    WHERE i.agreement_id = %(a)s AND g.number = ANY(%(groups)s::bigint[])))
GROUP BY x.day ORDER BY x.day
"""
UNKNOWN_DAYS = """
SELECT x.effective_on, sum(x.value) FROM inventory_costentry x
WHERE x.agreement_id = %(a)s AND x.posted_at >= %(known)s AND x.effective_on > %(start)s AND x.effective_on <= %(end)s
  AND (%(items)s::bigint[] IS NULL OR x.item_id = ANY(%(items)s::bigint[]))
  AND (%(groups)s::bigint[] IS NULL OR x.item_id IN (SELECT i.id FROM inventory_item i
    JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
    WHERE i.agreement_id = %(a)s AND g.number = ANY(%(groups)s::bigint[])))
GROUP BY x.effective_on
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
    def is_provisional(self) -> bool:
        """Less than nothing lies there: what was sent costs what it is believed to, until the goods come (ledger 4)."""
        return self.quantity < 0

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


@dataclass(frozen=True)
class Asked:
    """Which stock is meant: at the end of `day`; as it was known at the end of `known`; of some groups or items only."""

    day: dt.date
    known: dt.date | None = None
    groups: tuple[int, ...] = ()
    items: tuple[int, ...] = ()

    def facts(self, **more: Any) -> dict[str, Any]:
        return {
            "a": current_agreement_id(),
            "day": self.day,
            "month": self.day.replace(day=1),
            "known": self.known and midnight_after(self.known),
            "groups": list(self.groups) or None,
            "items": list(self.items) or None,
            **more,
        }

    @property
    def rows(self) -> str:
        return f"{KNOWN if self.known else AT}"


def midnight_after(day: dt.date) -> dt.datetime:
    """The moment at which the agreement's day is over."""
    zone = Agreement.current().time_zone
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))


def value_at(
    day: dt.date,
    *,
    groups: Iterable[int] = (),
    items: Iterable[int] = (),
    places: set[int] | None = None,
    known: dt.date | None = None,
) -> list[Stock]:
    """Every item with quantity or value at the end of `day`, by group and number; one statement, two with places.

    groups: numbers of item groups, none for all; items: their ids. places: ids of locations; then quantity and value are
    those that lay there, the value shared by quantity with the largest remainder, so that all locations sum to the item.
    known: less what was posted after that day.
    """
    asked = Asked(day, known, tuple(groups), tuple(items))
    rows = _stock(asked)
    if places is None:
        return rows
    lay = _lay(asked)
    shared = (_share(row, lay[row.item_id], places) for row in rows)
    return [row for row in shared if row.quantity or row.value]


def _stock(asked: Asked) -> list[Stock]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM ({asked.rows}) {NAMES} {SOMETHING} ORDER BY group_number, number",  # noqa: S608 (ours)
            asked.facts(),
        )
        return [Stock(*row) for row in cursor.fetchall()]


def _lay(asked: Asked) -> dict[int, dict[int, Decimal]]:
    """What lay where: item, location, quantity."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(PLACES, asked.facts())
        for item_id, location_id, quantity in cursor.fetchall():
            if quantity:
                found[item_id][location_id] = quantity
    return found


def _parts(value: Decimal, lay: dict[int, Decimal]) -> dict[int, Decimal]:
    """An item's value by location. What a location owes has no part of it, unless nothing lies anywhere."""
    where = {place: quantity for place, quantity in lay.items() if quantity > 0} or lay
    if len(where) == 1:
        return dict.fromkeys(where, value)
    return dict(zip(where, spread(value, [abs(quantity) for quantity in where.values()]), strict=True))


def _share(row: Stock, lay: dict[int, Decimal], places: set[int]) -> Stock:
    """The part of an item's quantity and value that lay at these places."""
    quantity = sum((held for place, held in lay.items() if place in places), ZERO)
    value = sum((part for place, part in _parts(row.value, lay).items() if place in places), ZERO)
    return replace(row, quantity=quantity, value=value)


@dataclass
class Held:
    """What a location is worth: by itself, and with all that lies in it."""

    place: locations.Place
    items: int = 0
    own: Decimal = ZERO
    value: Decimal = ZERO


def by_place(day: dt.date, *, groups: Iterable[int] = (), known: dt.date | None = None) -> tuple[list[Held], Decimal]:
    """The tree of locations with what each is worth; and the value of what lies nowhere (value without quantity)."""
    asked = Asked(day, known, tuple(groups))
    rows, lay = _stock(asked), _lay(asked)
    held = {place.location.pk: Held(place) for place in locations.tree(Location.objects.all())}
    nowhere = ZERO
    for row in rows:
        parts = _parts(row.value, lay[row.item_id])
        nowhere += row.value - sum(parts.values(), ZERO)
        for place, value in parts.items():
            held[place].items += 1
            held[place].own += value
    for each in held.values():
        for outer in (each.place.location, *each.place.within):
            held[outer.pk].value += each.own
    return list(held.values()), nowhere


def grouped(rows: Iterable[Stock]) -> list[Group]:
    """The rows under their groups."""
    found: dict[int, Group] = {}
    for row in rows:
        found.setdefault(row.group_number, Group(row.group_number, row.group)).rows.append(row)
    return list(found.values())


def total_at(
    day: dt.date, *, groups: Iterable[int] = (), items: Iterable[int] = (), known: dt.date | None = None
) -> Decimal:
    """What all stock was worth at the end of `day`."""
    asked = Asked(day, known, tuple(groups), tuple(items))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sum(value), 0) FROM ({asked.rows}) {NAMES}", asked.facts())  # noqa: S608 (ours)
        return Decimal(cursor.fetchone()[0])


def totals(
    start: dt.date,
    end: dt.date,
    *,
    groups: Iterable[int] = (),
    items: Iterable[int] = (),
    known: dt.date | None = None,
) -> list[tuple[dt.date, Decimal]]:
    """The value at the end of `start`, and after each later day on which it changed: two statements, three with known."""
    asked = Asked(end, known, tuple(groups), tuple(items))
    value = total_at(start, groups=groups, items=items, known=known)
    points, facts = [(start, value)], asked.facts(start=start, end=end)
    with connection.cursor() as cursor:
        cursor.execute(DAYS, facts)
        changes = dict(cursor.fetchall())
        if known:
            cursor.execute(UNKNOWN_DAYS, facts)
            for day, change in cursor.fetchall():
                changes[day] -= change
    for day in sorted(changes):
        value += changes[day]
        points.append((day, value))
    return points


def inside(codes: Iterable[str]) -> set[int] | None:
    """The ids of these locations and all that lies in them; None for no choice."""
    wanted = set(codes)
    if not wanted:
        return None
    everywhere = list(Location.objects.all())
    return {pk for place in everywhere if place.code in wanted for pk in locations.inside(place, everywhere)}
