"""The rows that a posting writes, each table in one statement whatever the number of lines. It decides nothing."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import User
from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.models.ledger import EntryKind
from inventory.posting.lines import ZERO, Entry, Source, Standing, micro
from rackbeat.lib import periods


def write_entries(entries: list[Entry], kind: EntryKind, source: Source, on: date, by: User | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_costentry (agreement_id, item_id, sequence, kind, quantity, value, quantity_after,
              value_after, axis_start, source_line_id, source_kind, source_id, source_number, party_name, effective_on,
              posted_at, posted_by_id)
            SELECT %(a)s, w.item, w.sequence, %(kind)s, w.quantity, w.value, w.quantity_after, w.value_after, w.axis_start,
              w.line, %(source_kind)s, %(source_id)s, %(source_number)s, %(party)s, %(on)s, %(now)s, %(by)s
            FROM unnest(%(items)s::bigint[], %(sequences)s::bigint[], %(quantities)s::numeric[], %(values)s::numeric[],
              %(quantities_after)s::numeric[], %(values_after)s::numeric[], %(axis)s::bigint[], %(lines)s::bigint[])
              AS w(item, sequence, quantity, value, quantity_after, value_after, axis_start, line)
            RETURNING item_id, sequence, id
            """,
            {
                **_facts(source, on, by),
                "kind": kind.value,
                "party": source.party_name,
                "items": [entry.line.item_id for entry in entries],
                "sequences": [entry.sequence for entry in entries],
                "quantities": [entry.quantity for entry in entries],
                "values": [entry.value for entry in entries],
                "quantities_after": [entry.quantity_after for entry in entries],
                "values_after": [entry.value_after for entry in entries],
                "axis": [entry.axis_start for entry in entries],
                "lines": [entry.line.line_id for entry in entries],
            },
        )
        ids = {(item, sequence): entry_id for item, sequence, entry_id in cursor.fetchall()}
    for entry in entries:
        entry.id = ids[entry.line.item_id, entry.sequence]


def _facts(source: Source, on: date, by: User | None) -> dict[str, Any]:
    return {
        "a": current_agreement_id(),
        "source_kind": source.kind,
        "source_id": source.id,
        "source_number": source.number,
        "on": on,
        "now": periods.now(),
        "by": by.pk if by else None,
    }


def write_moves(entries: list[Entry], source: Source, on: date, by: User | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_stockmove (agreement_id, item_id, location_id, entry_id, quantity, source_line_id,
              source_kind, source_id, source_number, effective_on, posted_at, posted_by_id)
            SELECT %(a)s, w.item, w.location, w.entry, w.quantity, w.line, %(source_kind)s, %(source_id)s,
              %(source_number)s, %(on)s, %(now)s, %(by)s
            FROM unnest(%(items)s::bigint[], %(locations)s::bigint[], %(entries)s::bigint[], %(quantities)s::numeric[],
              %(lines)s::bigint[]) AS w(item, location, entry, quantity, line)
            """,
            {
                **_facts(source, on, by),
                "items": [entry.line.item_id for entry in entries],
                "locations": [entry.line.location_id for entry in entries],
                "entries": [entry.id for entry in entries],
                "quantities": [entry.quantity for entry in entries],
                "lines": [entry.line.line_id for entry in entries],
            },
        )


def write_layers(entries: list[Entry]) -> None:
    layers = [(entry, entry.layer) for entry in entries if entry.layer is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_costlayer (agreement_id, item_id, entry_id, start, quantity, value)
            SELECT %(a)s, w.* FROM unnest(%(items)s::bigint[], %(entries)s::bigint[], %(starts)s::bigint[],
              %(quantities)s::numeric[], %(values)s::numeric[]) AS w
            """,
            {
                "a": current_agreement_id(),
                "items": [entry.line.item_id for entry, _layer in layers],
                "entries": [entry.id for entry, _layer in layers],
                "starts": [micro(layer.start) for _entry, layer in layers],
                "quantities": [layer.quantity for _entry, layer in layers],
                "values": [layer.value for _entry, layer in layers],
            },
        )


def write_states(
    after: dict[int, costing.State], before: dict[int, Standing], entries: list[Entry], effective_on: date
) -> None:
    items = sorted(after)
    sequences = {item: before[item].sequence for item in items}
    for entry in entries:
        sequences[entry.line.item_id] = entry.sequence
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inventory_coststate s SET quantity_in = w.quantity_in, quantity_out = w.quantity_out,
              value_in = w.value_in, value_out = w.value_out, sequence = w.sequence,
              last_on = greatest(s.last_on, %(on)s::date)
            FROM unnest(%(items)s::bigint[], %(ins)s::numeric[], %(outs)s::numeric[], %(values_in)s::numeric[],
              %(values_out)s::numeric[], %(sequences)s::bigint[])
              AS w(item, quantity_in, quantity_out, value_in, value_out, sequence)
            WHERE s.agreement_id = %(a)s AND s.item_id = w.item
            """,
            {
                "a": current_agreement_id(),
                "on": effective_on,
                "items": items,
                "ins": [after[item].quantity_in for item in items],
                "outs": [after[item].quantity_out for item in items],
                "values_in": [after[item].value_in for item in items],
                "values_out": [after[item].value_out for item in items],
                "sequences": [sequences[item] for item in items],
            },
        )


def write_places(entries: list[Entry]) -> None:
    change: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for entry in entries:
        change[entry.line.item_id, entry.line.location_id] += entry.quantity
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE inventory_stockbalance b SET on_hand = b.on_hand + w.quantity
            FROM unnest(%(items)s::bigint[], %(locations)s::bigint[], %(quantities)s::numeric[])
              AS w(item, location, quantity)
            WHERE b.agreement_id = %(a)s AND b.item_id = w.item AND b.location_id = w.location
            """,
            {
                "a": current_agreement_id(),
                "items": [item for item, _location in change],
                "locations": [location for _item, location in change],
                "quantities": list(change.values()),
            },
        )


def write_days(entries: list[Entry], day: date) -> None:
    """The day's sums by item and by location, and the cumulative month ends from this month on."""
    items: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    places: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for entry in entries:
        items[entry.line.item_id][0] += entry.quantity
        items[entry.line.item_id][1] += entry.value
        places[entry.line.item_id, entry.line.location_id] += entry.quantity
    facts: dict[str, Any] = {
        "a": current_agreement_id(),
        "day": day,
        "month": day.replace(day=1),
        "items": list(items),
        "quantities": [quantity for quantity, _value in items.values()],
        "values": [value for _quantity, value in items.values()],
        "place_items": [item for item, _location in places],
        "place_locations": [location for _item, location in places],
        "place_quantities": list(places.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(DAYS, facts)
        cursor.execute(LOCATION_DAYS, facts)
        cursor.execute(MONTHS_FROM_HERE, facts)
        cursor.execute(MONTHS_NEW, facts)


DAYS = """
INSERT INTO inventory_stockday AS d (agreement_id, item_id, day, quantity, value)
SELECT %(a)s, w.item, %(day)s, w.quantity, w.value
FROM unnest(%(items)s::bigint[], %(quantities)s::numeric[], %(values)s::numeric[]) AS w(item, quantity, value)
ORDER BY w.item
ON CONFLICT (agreement_id, item_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity,
  value = d.value + excluded.value
"""
LOCATION_DAYS = """
INSERT INTO inventory_locationday AS d (agreement_id, item_id, location_id, day, quantity)
SELECT %(a)s, w.item, w.location, %(day)s, w.quantity
FROM unnest(%(place_items)s::bigint[], %(place_locations)s::bigint[], %(place_quantities)s::numeric[])
  AS w(item, location, quantity)
ORDER BY w.item, w.location
ON CONFLICT (agreement_id, item_id, location_id, day) DO UPDATE SET quantity = d.quantity + excluded.quantity
"""
MONTHS_FROM_HERE = """
UPDATE inventory_stockmonth m SET quantity = m.quantity + w.quantity, value = m.value + w.value
FROM unnest(%(items)s::bigint[], %(quantities)s::numeric[], %(values)s::numeric[]) AS w(item, quantity, value)
WHERE m.agreement_id = %(a)s AND m.item_id = w.item AND m.month >= %(month)s
"""
MONTHS_NEW = """
INSERT INTO inventory_stockmonth (agreement_id, item_id, month, quantity, value)
SELECT %(a)s, w.item, %(month)s, coalesce(p.quantity, 0) + w.quantity, coalesce(p.value, 0) + w.value
FROM unnest(%(items)s::bigint[], %(quantities)s::numeric[], %(values)s::numeric[]) AS w(item, quantity, value)
LEFT JOIN LATERAL (SELECT m.quantity, m.value FROM inventory_stockmonth m
  WHERE m.agreement_id = %(a)s AND m.item_id = w.item AND m.month < %(month)s
  ORDER BY m.month DESC LIMIT 1) p ON true
WHERE NOT EXISTS (SELECT FROM inventory_stockmonth m
  WHERE m.agreement_id = %(a)s AND m.item_id = w.item AND m.month = %(month)s)
"""
