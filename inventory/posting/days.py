"""The sums that posting keeps beside the entries: balances by place, days by item and by place, cumulative month ends."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.tenancy import current_agreement_id
from inventory.posting.ledger import Moved
from inventory.posting.lines import ZERO, Entry


def write_places(moves: list[Moved], *, negative_allowed: bool) -> None:
    """What lies where. A place that is below zero may stay so; it gets there only where the agreement allows it."""
    change: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for move in moves:
        change[move.item_id, move.location_id] += move.quantity
    if not change:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inventory_stockbalance b SET on_hand = b.on_hand + w.quantity,
              negative_allowed = %(allowed)s OR (b.on_hand < 0 AND w.quantity >= 0)
            FROM unnest(%(items)s::bigint[], %(locations)s::bigint[], %(quantities)s::numeric[])
              AS w(item, location, quantity)
            WHERE b.agreement_id = %(a)s AND b.item_id = w.item AND b.location_id = w.location
            """,
            {
                "a": current_agreement_id(),
                "allowed": negative_allowed,
                "items": [item for item, _location in change],
                "locations": [location for _item, location in change],
                "quantities": list(change.values()),
            },
        )


def write_location_days(moves: list[Moved]) -> None:
    places: dict[tuple[int, int, date], Decimal] = defaultdict(Decimal)
    for move in moves:
        places[move.item_id, move.location_id, move.effective_on] += move.quantity
    if not places:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            LOCATION_DAYS,
            {
                "a": current_agreement_id(),
                "items": [item for item, _location, _day in places],
                "locations": [location for _item, location, _day in places],
                "days": [day for _item, _location, day in places],
                "quantities": list(places.values()),
            },
        )


def write_days(entries: list[Entry]) -> None:
    """The day's sums by item, and the cumulative month ends from that month on."""
    items: dict[tuple[int, date], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for entry in entries:
        day = items[entry.item_id, entry.effective_on]
        day[0] += entry.quantity
        day[1] += entry.value
    facts: dict[str, Any] = {
        "a": current_agreement_id(),
        "items": [item for item, _day in items],
        "days": [day for _item, day in items],
        "months": [day.replace(day=1) for _item, day in items],
        "quantities": [quantity for quantity, _value in items.values()],
        "values": [value for _quantity, value in items.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(DAYS, facts)
        cursor.execute(MONTHS_NEW, facts)
        cursor.execute(MONTHS, facts)


DAYS = """
INSERT INTO inventory_stockday AS d (agreement_id, item_id, day, quantity, value)
SELECT %(a)s, w.item, w.day, w.quantity, w.value
FROM unnest(%(items)s::bigint[], %(days)s::date[], %(quantities)s::numeric[], %(values)s::numeric[])
  AS w(item, day, quantity, value)
ORDER BY w.item, w.day
ON CONFLICT (agreement_id, item_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity,
  value = d.value + excluded.value
"""
LOCATION_DAYS = """
INSERT INTO inventory_locationday AS d (agreement_id, item_id, location_id, day, quantity)
SELECT %(a)s, w.item, w.location, w.day, w.quantity
FROM unnest(%(items)s::bigint[], %(locations)s::bigint[], %(days)s::date[], %(quantities)s::numeric[])
  AS w(item, location, day, quantity)
ORDER BY w.item, w.location, w.day
ON CONFLICT (agreement_id, item_id, location_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity
"""
# a month that has no row yet begins as the last one before it ended; then all months from the entry's on take the change
MONTHS_NEW = """
INSERT INTO inventory_stockmonth (agreement_id, item_id, month, quantity, value)
SELECT %(a)s, w.item, w.month, coalesce(p.quantity, 0), coalesce(p.value, 0)
FROM (SELECT DISTINCT item, month FROM unnest(%(items)s::bigint[], %(months)s::date[]) AS x(item, month)) AS w
LEFT JOIN LATERAL (SELECT m.quantity, m.value FROM inventory_stockmonth m
  WHERE m.agreement_id = %(a)s AND m.item_id = w.item AND m.month < w.month
  ORDER BY m.month DESC LIMIT 1) p ON true
WHERE NOT EXISTS (SELECT FROM inventory_stockmonth m
  WHERE m.agreement_id = %(a)s AND m.item_id = w.item AND m.month = w.month)
"""
MONTHS = """
UPDATE inventory_stockmonth m SET quantity = m.quantity + s.quantity, value = m.value + s.value
FROM (SELECT x.id, sum(w.quantity) AS quantity, sum(w.value) AS value
  FROM unnest(%(items)s::bigint[], %(months)s::date[], %(quantities)s::numeric[], %(values)s::numeric[])
    AS w(item, month, quantity, value)
  JOIN inventory_stockmonth x ON x.agreement_id = %(a)s AND x.item_id = w.item AND x.month >= w.month
  GROUP BY x.id) AS s
WHERE m.agreement_id = %(a)s AND m.id = s.id
"""
