"""Sending a shipment by hand: what a good engineer would write straight in SQL for the same effect, with the same locks and checks.

It is the measure that the verb is held against, so it is written as fairly as we can: set-wise, prepared, nothing twice.
"""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

MICRO = 10**6


def share(value: Decimal, part: int, whole: int) -> int:
    """R(value * part / whole) in minor units."""
    return (2 * int(value * 100) * part + whole) // (2 * whole)


def ship(connection: Any, agreement: int, shipment: int, user: int) -> None:
    """One transaction: the goods leave stock, the order's tracks and reservations follow, the history tells it."""
    with connection.transaction(), connection.cursor() as cursor:
        run = cursor.execute
        run(
            "SELECT set_config('app.agreement', %s, true), set_config('app.user', %s, true)",
            [str(agreement), str(user)],
        )
        principle, closed, zone = run(
            "SELECT principle, closed_until, time_zone FROM accounts_agreement WHERE id = %s FOR SHARE", [agreement]
        ).fetchone()
        now = dt.datetime.now(dt.UTC)
        on = now.astimezone(ZoneInfo(zone)).date()
        assert closed is None or on > closed
        order = run(LOCK_ORDER, [agreement, shipment]).fetchone()[0]
        number, status, party = run(LOCK_SHIPMENT, [agreement, shipment]).fetchone()
        assert status == "open"
        lines = run(LINES, [agreement, shipment]).fetchall()
        items = [line[1] for line in lines]
        states = {row[0]: row for row in run(STATES, [agreement, items]).fetchall()}
        places = run(PLACES, [agreement, items, [line[2] for line in lines]]).fetchall()
        there = {(item, place): on_hand for item, place, on_hand in places}
        assert all(there[line[1], line[2]] >= line[3] for line in lines)
        fifo = principle == "fifo"
        layers: dict[int, list[Any]] = {item: [] for item in items}
        if fifo:
            outs = [int(states[item][2] * MICRO) for item in items]
            stops = [out + int(line[3] * MICRO) for out, line in zip(outs, lines, strict=True)]
            found = run(LAYERS, {"a": agreement, "items": items, "outs": outs, "stops": stops}).fetchall()
            for item, *layer, changed in found:
                assert not changed and not states[item][3]  # a changed layer and what was returned take another way
                layers[item].append(layer)
        costs = [cost(states[line[1]], layers[line[1]], int(line[3] * MICRO), fifo) for line in lines]
        facts = {
            "a": agreement,
            "shipment": shipment,
            "number": str(number),
            "party": party,
            "on": on,
            "month": on.replace(day=1),
            "now": now,
            "by": user,
            "items": items,
            "places": [line[2] for line in lines],
            "lines": [line[0] for line in lines],
            "order_lines": [line[4] for line in lines],
            "quantities": [line[3] for line in lines],
            "costs": costs,
            "sequences": [states[item][6] + 1 for item in items],
            "quantities_after": [quantity_of(states[line[1]]) - line[3] for line in lines],
            "values_after": [value_of(states[item]) - c for item, c in zip(items, costs, strict=True)],
            "starts": outs if fifo else [None] * len(lines),
            "ends": stops if fifo else [None] * len(lines),
            "order": order,
        }
        run(ENTRIES_AND_MOVES, facts)
        run(NEW_STATES, facts)
        run(NEW_PLACES, facts)
        run(DAYS, facts)
        run(LOCATION_DAYS, facts)
        run(LATER_MONTHS, facts)
        run(MONTHS, facts)
        run(RETURNED, facts)
        run(SHIPPED, facts)
        run(ORDER_LINES, facts)
        run(RESERVATIONS, facts)
        run(ORDER, facts)
        run(EVENT, facts)


def quantity_of(state: Any) -> Decimal:
    return state[1] - state[2] - state[3]


def value_of(state: Any) -> Decimal:
    return state[4] - state[5]


def cost(state: Any, layers: list[Any], quantity: int, fifo: bool) -> Decimal:
    """What one line costs."""
    if not fifo:
        held, value = int(quantity_of(state) * MICRO), value_of(state)
        return value if held == quantity else Decimal(share(value, quantity, held)).scaleb(-2)
    position = int(state[2] * MICRO)
    stop, minor = position + quantity, 0
    for start, size, value in layers:
        whole = int(size * MICRO)
        a, b = max(position, start) - start, min(stop, start + whole) - start
        if b > a:
            minor += share(value, b, whole) - share(value, a, whole)
    return Decimal(minor).scaleb(-2)


LOCK_ORDER = """
SELECT o.id FROM sales_shipment s JOIN sales_salesorder o ON o.agreement_id = s.agreement_id AND o.id = s.order_id
WHERE s.agreement_id = %s AND s.id = %s FOR NO KEY UPDATE OF o
"""
LOCK_SHIPMENT = """
SELECT number, status, party_name FROM sales_shipment WHERE agreement_id = %s AND id = %s FOR NO KEY UPDATE
"""
LINES = """
SELECT id, item_id, location_id, quantity_picked, order_line_id FROM sales_shipmentline
WHERE agreement_id = %s AND shipment_id = %s AND quantity_picked > 0 ORDER BY position, id
"""
STATES = """
SELECT item_id, quantity_in, quantity_out, quantity_dead, value_in, value_out, sequence FROM inventory_coststate
WHERE agreement_id = %s AND item_id = ANY(%s) ORDER BY item_id FOR UPDATE
"""
PLACES = """
SELECT b.item_id, b.location_id, b.on_hand FROM inventory_stockbalance b WHERE b.agreement_id = %s
  AND (b.item_id, b.location_id) IN (SELECT * FROM unnest(%s::bigint[], %s::bigint[])) ORDER BY 1, 2 FOR UPDATE OF b
"""
LAYERS = """
SELECT l.item_id, l.start, l.quantity, l.value, EXISTS (SELECT FROM inventory_layeradjustment x
  WHERE x.agreement_id = %(a)s AND x.layer_id = l.id)
FROM unnest(%(items)s::bigint[], %(outs)s::bigint[], %(stops)s::bigint[]) AS w(item, out, stop)
CROSS JOIN LATERAL (SELECT x.start FROM inventory_costlayer x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.start <= w.out ORDER BY x.start DESC LIMIT 1) f
CROSS JOIN LATERAL (SELECT x.* FROM inventory_costlayer x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.start >= f.start AND x.start < w.stop OFFSET 0) l
ORDER BY l.item_id, l.start
"""
SOURCE = "'sales.shipment', %(shipment)s, %(number)s"
ENTRIES_AND_MOVES = f"""
WITH w AS (SELECT * FROM unnest(%(items)s::bigint[], %(places)s::bigint[], %(lines)s::bigint[], %(sequences)s::bigint[],
    %(quantities)s::numeric[], %(costs)s::numeric[], %(quantities_after)s::numeric[], %(values_after)s::numeric[],
    %(starts)s::bigint[], %(ends)s::bigint[])
    AS w(item, place, line, sequence, quantity, cost, quantity_after, value_after, axis_start, axis_end)),
  e AS (INSERT INTO inventory_costentry (agreement_id, item_id, sequence, kind, quantity, value, quantity_after, value_after,
    axis_start, axis_end, interim, source_line_id, source_kind, source_id, source_number, party_name, effective_on,
    posted_at, posted_by_id)
    SELECT %(a)s, item, sequence, 'issue', -quantity, -cost, quantity_after, value_after, axis_start, axis_end,
      false, line, {SOURCE}, %(party)s,
      %(on)s, %(now)s, %(by)s FROM w RETURNING id, item_id, quantity, source_line_id)
INSERT INTO inventory_stockmove (agreement_id, item_id, location_id, entry_id, quantity, source_line_id, source_kind, source_id,
  source_number, effective_on, posted_at, posted_by_id)
SELECT %(a)s, e.item_id, w.place, e.id, e.quantity, w.line, {SOURCE}, %(on)s, %(now)s, %(by)s
FROM e JOIN w ON w.line = e.source_line_id
"""
NEW_STATES = """
UPDATE inventory_coststate s SET quantity_out = s.quantity_out + w.quantity, value_out = s.value_out + w.cost,
  sequence = w.sequence, last_on = greatest(s.last_on, %(on)s::date)
FROM unnest(%(items)s::bigint[], %(quantities)s::numeric[], %(costs)s::numeric[], %(sequences)s::bigint[])
  AS w(item, quantity, cost, sequence) WHERE s.agreement_id = %(a)s AND s.item_id = w.item
"""
NEW_PLACES = """
UPDATE inventory_stockbalance b SET on_hand = b.on_hand - w.quantity, reserved = b.reserved - w.quantity
FROM unnest(%(items)s::bigint[], %(places)s::bigint[], %(quantities)s::numeric[]) AS w(item, place, quantity)
WHERE b.agreement_id = %(a)s AND b.item_id = w.item AND b.location_id = w.place
"""
DAYS = """
INSERT INTO inventory_stockday AS d (agreement_id, item_id, day, quantity, value)
SELECT %(a)s, w.item, %(on)s, -w.quantity, -w.cost
FROM unnest(%(items)s::bigint[], %(quantities)s::numeric[], %(costs)s::numeric[]) AS w(item, quantity, cost) ORDER BY w.item
ON CONFLICT (agreement_id, item_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity, value = d.value + excluded.value
"""
LOCATION_DAYS = """
INSERT INTO inventory_locationday AS d (agreement_id, item_id, location_id, day, quantity)
SELECT %(a)s, w.item, w.place, %(on)s, -w.quantity
FROM unnest(%(items)s::bigint[], %(places)s::bigint[], %(quantities)s::numeric[]) AS w(item, place, quantity) ORDER BY 2, 3
ON CONFLICT (agreement_id, item_id, location_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity
"""
LATER_MONTHS = """
UPDATE inventory_stockmonth m SET quantity = m.quantity - w.quantity, value = m.value - w.cost
FROM unnest(%(items)s::bigint[], %(quantities)s::numeric[], %(costs)s::numeric[]) AS w(item, quantity, cost)
WHERE m.agreement_id = %(a)s AND m.item_id = w.item AND m.month >= %(month)s
"""
MONTHS = """
INSERT INTO inventory_stockmonth (agreement_id, item_id, month, quantity, value)
SELECT %(a)s, w.item, %(month)s, coalesce(p.quantity, 0) - w.quantity, coalesce(p.value, 0) - w.cost
FROM unnest(%(items)s::bigint[], %(quantities)s::numeric[], %(costs)s::numeric[]) AS w(item, quantity, cost)
LEFT JOIN LATERAL (SELECT m.quantity, m.value FROM inventory_stockmonth m WHERE m.agreement_id = %(a)s AND m.item_id = w.item
  AND m.month < %(month)s ORDER BY m.month DESC LIMIT 1) p ON true
ON CONFLICT DO NOTHING
"""
RETURNED = """
UPDATE sales_shipmentline SET quantity_returned = quantity - quantity_picked, quantity = quantity_picked
WHERE agreement_id = %(a)s AND shipment_id = %(shipment)s AND quantity <> quantity_picked
"""
SHIPPED = """
UPDATE sales_shipment SET status = 'shipped', picking = 'full', shipped_on = %(on)s, shipped_at = %(now)s,
  shipped_by_id = %(by)s, archived = true, archived_by_hand = false WHERE agreement_id = %(a)s AND id = %(shipment)s
"""
ORDER_LINES = """
UPDATE sales_salesorderline l SET quantity_shipped = l.quantity_shipped + w.quantity
FROM unnest(%(order_lines)s::bigint[], %(quantities)s::numeric[]) AS w(line, quantity)
WHERE l.agreement_id = %(a)s AND l.id = w.line
"""
RESERVATIONS = """
UPDATE inventory_reservation r SET quantity_open = r.quantity_open - w.quantity
FROM unnest(%(order_lines)s::bigint[], %(quantities)s::numeric[]) AS w(line, quantity)
WHERE r.agreement_id = %(a)s AND r.source_kind = 'sales.salesorder' AND r.source_line_id = w.line
"""
ORDER = """
UPDATE sales_salesorder o SET delivery = x.delivery,
  archived = CASE WHEN o.archived_by_hand AND o.delivery = x.delivery THEN o.archived
    ELSE x.delivery = 'full' AND o.invoicing = 'full' END,
  archived_by_hand = o.archived_by_hand AND o.delivery = x.delivery
FROM (SELECT CASE WHEN bool_and(l.quantity_shipped = l.quantity - l.quantity_cancelled) THEN 'full'
    WHEN bool_or(l.quantity_shipped <> 0) THEN 'partly' WHEN EXISTS (SELECT FROM sales_shipment s
      WHERE s.agreement_id = %(a)s AND s.order_id = %(order)s AND s.status = 'open') THEN 'ready'
    ELSE 'none' END AS delivery
  FROM sales_salesorderline l JOIN inventory_item i ON i.agreement_id = l.agreement_id AND i.id = l.item_id
  JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
  WHERE l.agreement_id = %(a)s AND l.order_id = %(order)s AND g.has_stock
    AND l.quantity <> l.quantity_cancelled) AS x
WHERE o.agreement_id = %(a)s AND o.id = %(order)s
"""
EVENT = """
WITH v AS (SELECT l.id, sum(l.quantity) FROM sales_salesinvoiceline l WHERE l.agreement_id = %(a)s
  AND l.order_line_id = ANY(%(order_lines)s) GROUP BY 1)
INSERT INTO accounts_event (agreement_id, subject_kind, subject_id, subject_number, verb, details, at, by_id, by_name, request_id)
SELECT %(a)s, 'sales.shipment', %(shipment)s, %(number)s, 'shipped', '{}', %(now)s, %(by)s, 'Anna', ''
WHERE NOT EXISTS (SELECT FROM v)
"""
