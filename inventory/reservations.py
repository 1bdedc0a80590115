"""Promises against stock: what confirmed orders hold (reserved), and what sent purchase orders will bring (expected).

Sales and purchasing state what is open per line; nobody adds or subtracts here by hand, so a promise cannot drift.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from accounts.tenancy import current_agreement_id
from inventory.models import Expected, Reservation
from inventory.models.reservations import Promise
from inventory.posting import Source, hold_states, lock_places
from rackbeat.lib.statements import prepared


@dataclass(frozen=True)
class Open:
    """What is open of one line: zero or less releases it."""

    line_id: int
    item_id: int
    location_id: int
    quantity: Decimal
    due_on: date | None = None


def reserve(lines: Sequence[Open], *, source: Source, moving: bool = True) -> None:
    """Let the document's lines hold exactly these quantities, and keep the balances' sums in step.

    Not `moving`: where the quantity stays, place and date stay too. While a document is being sent, an item that got
    another usual place meanwhile would else be locked late, behind the items that go out.
    """
    earlier = _stated(Reservation, lines, source)
    lines = _changed(earlier, lines, moving=moving)
    if not lines:
        return
    hold_states(line.item_id for line in lines)
    change: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for line in lines:
        if row := earlier.get(line.line_id):
            change[row.item_id, row.location_id] -= row.quantity_open
        change[line.item_id, line.location_id] += max(line.quantity, Decimal(0))
    _write(Reservation, lines, source)
    _shift({place: quantity for place, quantity in change.items() if quantity})


def expect(lines: Sequence[Open], *, source: Source) -> None:
    """Let the purchase order's lines bring exactly these quantities."""
    if lines := _changed(_stated(Expected, lines, source), lines):
        _write(Expected, lines, source)


class Stated(NamedTuple):
    """What the ledger of promises says of a line."""

    item_id: int
    location_id: int
    due_on: date | None
    quantity_open: Decimal


def _stated(model: type[Promise], lines: Sequence[Open], source: Source) -> dict[int, Stated]:
    """What is promised of these lines by now; the document's row is locked, so nobody else changes it."""
    if not lines:
        return {}
    with prepared() as cursor:
        cursor.execute(
            f"""
            SELECT source_line_id, item_id, location_id, due_on, quantity_open FROM {model._meta.db_table}
            WHERE agreement_id = %s AND source_kind = %s AND source_line_id = ANY(%s::bigint[])
            """,  # noqa: S608 (the table's name is the model's)
            [current_agreement_id(), source.kind, [line.line_id for line in lines]],
        )
        return {line: Stated(*facts) for line, *facts in cursor.fetchall()}


def _changed(stated: dict[int, Stated], lines: Sequence[Open], *, moving: bool = True) -> list[Open]:
    """The lines that say something new: most clicks change no promise, and then nothing is locked."""
    return [
        line
        for line in lines
        if (row := stated.get(line.line_id)) is None
        or (row.item_id, row.quantity_open) != (line.item_id, max(line.quantity, Decimal(0)))
        or (moving and (row.location_id, row.due_on) != (line.location_id, line.due_on))
    ]


def _write(model: type[Promise], lines: Sequence[Open], source: Source) -> None:
    ordered = sorted(lines, key=lambda line: line.line_id)
    with prepared() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {model._meta.db_table} AS r (agreement_id, item_id, location_id, source_kind, source_id,
              source_number, source_line_id, party_name, due_on, quantity_open)
            SELECT %(a)s, w.item, w.location, %(kind)s, %(id)s, %(number)s, w.line, %(party)s, w.due, w.quantity
            FROM unnest(%(lines)s::bigint[], %(items)s::bigint[], %(locations)s::bigint[], %(dues)s::date[],
              %(quantities)s::numeric[]) AS w(line, item, location, due, quantity)
            ON CONFLICT (agreement_id, source_kind, source_line_id) DO UPDATE SET item_id = excluded.item_id,
              location_id = excluded.location_id, due_on = excluded.due_on, quantity_open = excluded.quantity_open
            """,  # noqa: S608 (the table's name is the model's)
            {
                "a": current_agreement_id(),
                "kind": source.kind,
                "id": source.id,
                "number": source.number,
                "party": source.party_name,
                "lines": [line.line_id for line in ordered],
                "items": [line.item_id for line in ordered],
                "locations": [line.location_id for line in ordered],
                "dues": [line.due_on for line in ordered],
                "quantities": [max(line.quantity, Decimal(0)) for line in ordered],
            },
        )


def _shift(change: dict[tuple[int, int], Decimal]) -> None:
    """The items' states are locked, so nobody else makes or changes these balances meanwhile."""
    if not change:
        return
    known = _add(change)
    if missing := [place for place in change if place not in known]:
        lock_places(missing)
        _add({place: change[place] for place in missing})


def _add(change: dict[tuple[int, int], Decimal]) -> set[tuple[int, int]]:
    """Which balances were there to be changed."""
    with prepared() as cursor:
        cursor.execute(
            """
            UPDATE inventory_stockbalance b SET reserved = b.reserved + w.quantity
            FROM unnest(%(items)s::bigint[], %(locations)s::bigint[], %(quantities)s::numeric[])
              AS w(item, location, quantity)
            WHERE b.agreement_id = %(a)s AND b.item_id = w.item AND b.location_id = w.location
            RETURNING b.item_id, b.location_id
            """,
            {
                "a": current_agreement_id(),
                "items": [item for item, _location in change],
                "locations": [location for _item, location in change],
                "quantities": list(change.values()),
            },
        )
        return set(cursor.fetchall())
