"""The rows that a posting writes, each table in one statement whatever the number of lines. It decides nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.models import User
from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.posting.lines import Adjusted, Entry, Source, Standing, micro
from rackbeat.lib import periods
from rackbeat.lib.statements import prepared


def write_entries(entries: list[Entry], source: Source, by: User | None) -> None:
    if any(isinstance(entry.corrects, Entry) or entry.cause for entry in entries):
        _take_ids(entries)
    sources = [entry.source or source for entry in entries]
    with prepared() as cursor:
        cursor.execute(
            ENTRIES,
            {
                "a": current_agreement_id(),
                "now": periods.now(),
                "by": by.pk if by else None,
                "ids": [entry.id or None for entry in entries],
                "items": [entry.item_id for entry in entries],
                "sequences": [entry.sequence for entry in entries],
                "kinds": [entry.kind.value for entry in entries],
                "quantities": [entry.quantity for entry in entries],
                "values": [entry.value for entry in entries],
                "quantities_after": [entry.quantity_after for entry in entries],
                "values_after": [entry.value_after for entry in entries],
                "axis_starts": [entry.axis[0] if entry.axis else None for entry in entries],
                "axis_ends": [entry.axis[1] if entry.axis else None for entry in entries],
                "asked": [entry.asked for entry in entries],
                "corrects": [entry.corrects.id if entry.corrects else None for entry in entries],
                "causes": [entry.cause.id if entry.cause else None for entry in entries],
                "origins": [entry.origin.id if entry.origin else None for entry in entries],
                "interim": [entry.interim for entry in entries],
                "days": [entry.effective_on for entry in entries],
                "lines": [entry.line_id for entry in entries],
                "source_kinds": [each.kind for each in sources],
                "source_ids": [each.id for each in sources],
                "source_numbers": [each.number for each in sources],
                "parties": [each.party_name for each in sources],
            },
        )
        ids = {(item, sequence): entry_id for item, sequence, entry_id in cursor.fetchall()}
    for entry in entries:
        entry.id = ids[entry.item_id, entry.sequence]


def _take_ids(entries: list[Entry]) -> None:
    """Entries that name one another need their ids before they are written."""
    with prepared() as cursor:
        cursor.execute("SELECT nextval('inventory_costentry_id_seq') FROM generate_series(1, %s)", [len(entries)])
        for entry, (entry_id,) in zip(entries, cursor.fetchall(), strict=True):
            entry.id = entry_id


ENTRIES = """
INSERT INTO inventory_costentry (id, agreement_id, item_id, sequence, kind, quantity, value, quantity_after, value_after,
  axis_start, axis_end, asked, corrects_id, cause_id, origin_id, interim, source_line_id, source_kind, source_id,
  source_number, party_name, effective_on, posted_at, posted_by_id)
SELECT coalesce(w.id, nextval('inventory_costentry_id_seq')), %(a)s, w.item, w.sequence, w.kind, w.quantity, w.value,
  w.quantity_after, w.value_after, w.axis_start, w.axis_end, w.asked, w.corrects, w.cause, w.origin, w.interim, w.line,
  w.source_kind, w.source_id, w.source_number, w.party, w.day, %(now)s, %(by)s::bigint
FROM unnest(%(ids)s::bigint[], %(items)s::bigint[], %(sequences)s::bigint[], %(kinds)s::text[], %(quantities)s::numeric[],
  %(values)s::numeric[], %(quantities_after)s::numeric[], %(values_after)s::numeric[], %(axis_starts)s::bigint[],
  %(axis_ends)s::bigint[], %(asked)s::numeric[], %(corrects)s::bigint[], %(causes)s::bigint[], %(origins)s::bigint[],
  %(interim)s::boolean[], %(lines)s::bigint[], %(source_kinds)s::text[], %(source_ids)s::bigint[],
  %(source_numbers)s::text[], %(parties)s::text[], %(days)s::date[])
  AS w(id, item, sequence, kind, quantity, value, quantity_after, value_after, axis_start, axis_end, asked, corrects,
    cause, origin, interim, line, source_kind, source_id, source_number, party, day)
RETURNING item_id, sequence, id
"""


@dataclass(frozen=True)
class Moved:
    """A quantity that came to a location or left it."""

    item_id: int
    location_id: int
    quantity: Decimal
    line_id: int | None
    entry_id: int | None
    effective_on: date


def moves_of(entries: list[Entry]) -> list[Moved]:
    return [
        Moved(entry.item_id, entry.location_id, entry.quantity, entry.line_id, entry.id, entry.effective_on)
        for entry in entries
        if entry.quantity and entry.location_id
    ]


def write_moves(moves: list[Moved], source: Source, by: User | None) -> None:
    if not moves:
        return
    with prepared() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_stockmove (agreement_id, item_id, location_id, entry_id, quantity, source_line_id,
              source_kind, source_id, source_number, effective_on, posted_at, posted_by_id)
            SELECT %(a)s, w.item, w.location, w.entry, w.quantity, w.line, %(source_kind)s, %(source_id)s,
              %(source_number)s, w.day, %(now)s, %(by)s::bigint
            FROM unnest(%(items)s::bigint[], %(locations)s::bigint[], %(entries)s::bigint[], %(quantities)s::numeric[],
              %(lines)s::bigint[], %(days)s::date[]) AS w(item, location, entry, quantity, line, day)
            """,
            {
                "a": current_agreement_id(),
                "source_kind": source.kind,
                "source_id": source.id,
                "source_number": source.number,
                "now": periods.now(),
                "by": by.pk if by else None,
                "items": [move.item_id for move in moves],
                "locations": [move.location_id for move in moves],
                "entries": [move.entry_id for move in moves],
                "quantities": [move.quantity for move in moves],
                "lines": [move.line_id for move in moves],
                "days": [move.effective_on for move in moves],
            },
        )


def write_layers(layers: list[tuple[Entry, costing.Layer]]) -> None:
    if not layers:
        return
    with prepared() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_costlayer (agreement_id, item_id, entry_id, start, quantity, value)
            SELECT %(a)s, w.* FROM unnest(%(items)s::bigint[], %(entries)s::bigint[], %(starts)s::bigint[],
              %(quantities)s::numeric[], %(values)s::numeric[]) AS w
            RETURNING entry_id, id
            """,
            {
                "a": current_agreement_id(),
                "items": [entry.item_id for entry, _layer in layers],
                "entries": [entry.id for entry, _layer in layers],
                "starts": [micro(layer.start) for _entry, layer in layers],
                "quantities": [layer.quantity for _entry, layer in layers],
                "values": [layer.value for _entry, layer in layers],
            },
        )
        ids = dict(cursor.fetchall())
    for entry, layer in layers:
        layer.key.id = ids[entry.id]  # type: ignore[attr-defined]


def write_returns(returns: list[tuple[Any, Entry, costing.Piece]]) -> None:
    if not returns:
        return
    with prepared() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_layerreturn (agreement_id, layer_id, entry_id, start, quantity)
            SELECT %(a)s, w.* FROM unnest(%(layers)s::bigint[], %(entries)s::bigint[], %(starts)s::bigint[],
              %(quantities)s::numeric[]) AS w
            """,
            {
                "a": current_agreement_id(),
                "layers": [ref.id for ref, _entry, _piece in returns],
                "entries": [entry.id for _ref, entry, _piece in returns],
                "starts": [micro(piece.layer.start + piece.a) for _ref, _entry, piece in returns],
                "quantities": [piece.quantity for _ref, _entry, piece in returns],
            },
        )


def write_adjustments(adjustments: list[Adjusted]) -> None:
    if not adjustments:
        return
    with prepared() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_layeradjustment (agreement_id, layer_id, entry_id, price, change, base, span)
            SELECT %(a)s, w.* FROM unnest(%(layers)s::bigint[], %(entries)s::bigint[], %(prices)s::numeric[],
              %(changes)s::numeric[], %(bases)s::bigint[], %(spans)s::numeric[]) AS w
            """,
            {
                "a": current_agreement_id(),
                "layers": [each.layer.id for each in adjustments],
                "entries": [each.entry.id for each in adjustments],
                "prices": [each.price for each in adjustments],
                "changes": [each.change for each in adjustments],
                "bases": [None if each.base is None else micro(each.base) for each in adjustments],
                "spans": [each.span for each in adjustments],
            },
        )


def write_shortfalls(shortfalls: list[tuple[Any, int, costing.Shortfall]]) -> None:
    if not shortfalls:
        return
    with prepared() as cursor:
        cursor.execute(
            """
            INSERT INTO inventory_shortfall (agreement_id, item_id, entry_id, start, quantity, value, each)
            SELECT %(a)s, w.* FROM unnest(%(items)s::bigint[], %(entries)s::bigint[], %(starts)s::bigint[],
              %(quantities)s::numeric[], %(values)s::numeric[], %(each)s::numeric[]) AS w
            """,
            {
                "a": current_agreement_id(),
                "items": [item for _key, item, _short in shortfalls],
                "entries": [key.id for key, _item, _short in shortfalls],
                "starts": [micro(short.start) for _key, _item, short in shortfalls],
                "quantities": [short.quantity for _key, _item, short in shortfalls],
                "values": [short.value for _key, _item, short in shortfalls],
                "each": [_price(short.each) for _key, _item, short in shortfalls],
            },
        )


def write_states(after: dict[int, costing.State], before: dict[int, Standing], on: date) -> None:
    items = sorted(after)
    with prepared() as cursor:
        cursor.execute(
            """
            UPDATE inventory_coststate s SET quantity_in = w.quantity_in, quantity_out = w.quantity_out,
              quantity_dead = w.quantity_dead, value_in = w.value_in, value_out = w.value_out, short_in = w.short_in,
              short_out = w.short_out, short_value = w.short_value, sequence = w.sequence,
              last_on = greatest(s.last_on, %(on)s::date)
            FROM unnest(%(items)s::bigint[], %(ins)s::numeric[], %(outs)s::numeric[], %(deads)s::numeric[],
              %(values_in)s::numeric[], %(values_out)s::numeric[], %(short_ins)s::numeric[], %(short_outs)s::numeric[],
              %(short_values)s::numeric[], %(sequences)s::bigint[])
              AS w(item, quantity_in, quantity_out, quantity_dead, value_in, value_out, short_in, short_out, short_value,
                sequence)
            WHERE s.agreement_id = %(a)s AND s.item_id = w.item
            """,
            {
                "a": current_agreement_id(),
                "on": on,
                "items": items,
                "ins": [after[item].quantity_in for item in items],
                "outs": [after[item].quantity_out for item in items],
                "deads": [after[item].quantity_dead for item in items],
                "values_in": [after[item].value_in for item in items],
                "values_out": [after[item].value_out for item in items],
                "short_ins": [after[item].short_in for item in items],
                "short_outs": [after[item].short_out for item in items],
                "short_values": [after[item].short_value for item in items],
                "sequences": [before[item].sequence for item in items],
            },
        )


def _price(each: Fraction | None) -> Decimal | None:
    """An expected cost: never more than six decimals."""
    return None if each is None else Decimal(each.numerator) / Decimal(each.denominator)
