"""The sums that posting keeps beside the entries: balances by place, days by item and by place, cumulative month ends."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from accounts.tenancy import current_agreement_id
from inventory.posting.ledger import Moved
from inventory.posting.lines import ZERO, Entry
from rackbeat.lib.statements import prepared


def write_sums(entries: list[Entry], moves: list[Moved], *, negative_allowed: bool) -> None:
    """All sums that these entries and moves change, in one statement: no row of them is in two of its parts.

    A place that is below zero may stay so; it gets there only where the agreement allows it.
    """
    if not entries and not moves:
        return
    items: dict[tuple[int, date], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for entry in entries:
        day = items[entry.item_id, entry.effective_on]
        day[0] += entry.quantity
        day[1] += entry.value
    here: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    there: dict[tuple[int, int, date], Decimal] = defaultdict(Decimal)
    for move in moves:
        here[move.item_id, move.location_id] += move.quantity
        there[move.item_id, move.location_id, move.effective_on] += move.quantity
    with prepared() as cursor:
        cursor.execute(
            SUMS,
            {
                "a": current_agreement_id(),
                "allowed": negative_allowed,
                "items": [item for item, _day in items],
                "days": [day for _item, day in items],
                "months": [day.replace(day=1) for _item, day in items],
                "quantities": [quantity for quantity, _value in items.values()],
                "values": [value for _quantity, value in items.values()],
                "here_items": [item for item, _location in here],
                "here": [location for _item, location in here],
                "here_quantities": list(here.values()),
                "there_items": [item for item, _location, _day in there],
                "there": [location for _item, location, _day in there],
                "there_days": [day for _item, _location, day in there],
                "there_quantities": list(there.values()),
            },
        )


# All parts read what stood before. Months from an entry's on take the change; a month that has no row yet begins as the last
# one before it ended, with all that this posting dates up to then.
SUMS = """
WITH w AS (SELECT * FROM unnest(%(items)s::bigint[], %(days)s::date[], %(months)s::date[], %(quantities)s::numeric[],
    %(values)s::numeric[]) AS w(item, day, month, quantity, value)),
balances AS (
  UPDATE inventory_stockbalance b SET on_hand = b.on_hand + p.quantity,
    negative_allowed = %(allowed)s OR (b.on_hand < 0 AND p.quantity >= 0)
  FROM unnest(%(here_items)s::bigint[], %(here)s::bigint[], %(here_quantities)s::numeric[]) AS p(item, location, quantity)
  WHERE b.agreement_id = %(a)s AND b.item_id = p.item AND b.location_id = p.location),
location_days AS (
  INSERT INTO inventory_locationday AS d (agreement_id, item_id, location_id, day, quantity)
  SELECT %(a)s, p.item, p.location, p.day, p.quantity
  FROM unnest(%(there_items)s::bigint[], %(there)s::bigint[], %(there_days)s::date[], %(there_quantities)s::numeric[])
    AS p(item, location, day, quantity)
  ORDER BY p.item, p.location, p.day
  ON CONFLICT (agreement_id, item_id, location_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity),
days AS (
  INSERT INTO inventory_stockday AS d (agreement_id, item_id, day, quantity, value)
  SELECT %(a)s, w.item, w.day, w.quantity, w.value FROM w ORDER BY w.item, w.day
  ON CONFLICT (agreement_id, item_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity,
    value = d.value + excluded.value),
months AS (
  UPDATE inventory_stockmonth m SET quantity = m.quantity + s.quantity, value = m.value + s.value
  FROM (SELECT x.id, sum(w.quantity) AS quantity, sum(w.value) AS value FROM w
    JOIN inventory_stockmonth x ON x.agreement_id = %(a)s AND x.item_id = w.item AND x.month >= w.month
    GROUP BY x.id) AS s
  WHERE m.agreement_id = %(a)s AND m.id = s.id)
INSERT INTO inventory_stockmonth (agreement_id, item_id, month, quantity, value)
SELECT %(a)s, n.item, n.month, coalesce(p.quantity, 0) + sum(w.quantity), coalesce(p.value, 0) + sum(w.value)
FROM (SELECT DISTINCT item, month FROM w) AS n
JOIN w ON w.item = n.item AND w.month <= n.month
LEFT JOIN LATERAL (SELECT m.quantity, m.value FROM inventory_stockmonth m
  WHERE m.agreement_id = %(a)s AND m.item_id = n.item AND m.month < n.month
  ORDER BY m.month DESC LIMIT 1) p ON true
WHERE NOT EXISTS (SELECT FROM inventory_stockmonth m
  WHERE m.agreement_id = %(a)s AND m.item_id = n.item AND m.month = n.month)
GROUP BY n.item, n.month, p.quantity, p.value
"""
