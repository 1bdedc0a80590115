"""The only writer of the stock ledger: receipts and issues, posted whole or not at all, under locks in one order.

A document posts; the ledger keeps `source` as plain facts and never asks who called. The number of SQL statements does not
depend on the number of lines. What things cost is decided by `inventory/costing.py` alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from accounts.models import Agreement, Principle, User
from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.models import Item, Location
from inventory.models.ledger import EntryKind
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal, require

ZERO = Decimal(0)
MICRO = 10**6


@dataclass(frozen=True)
class Source:
    """Which document posts: its kind (a model label), id, number and the other party's name."""

    kind: str
    id: int
    number: str
    party_name: str = ""

    @classmethod
    def of(cls, document: models.Model, party_name: str = "") -> "Source":
        number = getattr(document, "number", "")
        return cls(document._meta.label_lower, document.pk, str(number or ""), party_name)


@dataclass(frozen=True)
class Line:
    """A quantity (above zero) of an item at a location; for a receipt also its exact value."""

    item_id: int
    location_id: int
    quantity: Decimal
    line_id: int | None = None
    value: Decimal = ZERO


@dataclass
class Entry:
    """What is written for one line: signed quantity and value, and what the item stands at afterwards."""

    line: Line
    sequence: int
    quantity: Decimal
    value: Decimal
    quantity_after: Decimal
    value_after: Decimal
    axis_start: int | None = None
    layer: costing.Layer | None = None
    id: int = 0


@transaction.atomic
def receive(lines: Sequence[Line], *, source: Source, effective_on: date, by: User | None) -> list[Entry]:
    """Goods come in, each line worth exactly `line.value`. Raises Refusal for a closed, future or impossible date."""
    return _post(lines, EntryKind.RECEIPT, source, effective_on, by)


@transaction.atomic
def issue(lines: Sequence[Line], *, source: Source, effective_on: date, by: User | None) -> list[Entry]:
    """Goods go out at the cost that the principle gives them. Raises Refusal where less lies at a location than is wanted."""
    return _post(lines, EntryKind.ISSUE, source, effective_on, by)


def _post(lines: Sequence[Line], kind: EntryKind, source: Source, effective_on: date, by: User | None) -> list[Entry]:
    if not lines:
        return []
    for line in lines:
        if line.quantity <= 0 or line.value < 0:
            raise ValueError("A posted line has a quantity above zero and a value of at least zero.")
    agreement = _lock_settings(effective_on)
    states = lock_states(line.item_id for line in lines)
    _require_order(agreement, states, effective_on)
    places = lock_places({(line.item_id, line.location_id) for line in lines})
    if kind == EntryKind.ISSUE:
        _require_on_hand(lines, places, states, effective_on)
    entries, after = _reckon(agreement.principle, lines, kind, states)
    _write_entries(entries, kind, source, effective_on, by)
    _write_moves(entries, source, effective_on, by)
    if agreement.principle == Principle.FIFO and kind == EntryKind.RECEIPT:
        _write_layers(entries)
    _write_states(after, states, entries, effective_on)
    _write_places(entries)
    _write_days(entries, effective_on)
    return entries


# --- locks, in the order of ledger.md 1.6 --------------------------------------------------------------------------


def _lock_settings(effective_on: date) -> Agreement:
    """The agreement's row, shared, and what it says of dates. A document that posts has held it already."""
    agreement = Agreement.held()
    require(effective_on <= agreement.today(), _("The date lies in the future. Choose today or an earlier date."))
    if agreement.closed_until:
        require(
            effective_on > agreement.closed_until,
            _("The books are closed until %(date)s. Choose a later date.") % {"date": agreement.closed_until},
        )
    return agreement


@dataclass
class Standing:
    """An item's locked cost state."""

    state: costing.State
    sequence: int
    last_on: date | None


def lock_states(item_ids: Iterable[int]) -> dict[int, Standing]:
    """The cost states of the items, made where missing, locked by item id."""
    ids = sorted(set(item_ids))
    found = _locked_states(ids)
    if len(found) < len(ids):
        with connection.cursor() as cursor:
            cursor.execute(NEW_STATES, {"a": current_agreement_id(), "items": ids})
        found = _locked_states(ids)
    return found


def _locked_states(ids: list[int]) -> dict[int, Standing]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT item_id, quantity_in, quantity_out, quantity_dead, value_in, value_out, sequence, last_on
            FROM inventory_coststate WHERE agreement_id = %s AND item_id = ANY(%s::bigint[])
            ORDER BY item_id FOR UPDATE
            """,
            [current_agreement_id(), ids],
        )
        return {row[0]: Standing(costing.State(*row[1:6]), row[6], row[7]) for row in cursor.fetchall()}


NEW_STATES = """
INSERT INTO inventory_coststate
  (agreement_id, item_id, sequence, quantity_in, quantity_out, quantity_dead, value_in, value_out)
SELECT %(a)s, item, 0, 0, 0, 0, 0, 0 FROM unnest(%(items)s::bigint[]) AS item ORDER BY item
ON CONFLICT (item_id) DO NOTHING
"""


def lock_places(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Decimal]:
    """What lies at each (item, location): balances made where missing, locked by item and location.

    The items' states are locked first, so nobody else moves these balances meanwhile.
    """
    wanted = sorted(set(places))
    arrays: dict[str, Any] = {
        "a": current_agreement_id(),
        "items": [item for item, _location in wanted],
        "locations": [location for _item, location in wanted],
    }
    found = _locked_places(arrays)
    if len(found) < len(wanted):
        with connection.cursor() as cursor:
            cursor.execute(NEW_PLACES, arrays)
        found = _locked_places(arrays)
    return found


def _locked_places(arrays: dict[str, Any]) -> dict[tuple[int, int], Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT b.item_id, b.location_id, b.on_hand FROM inventory_stockbalance b
            JOIN unnest(%(items)s::bigint[], %(locations)s::bigint[]) AS w(item, location)
              ON b.item_id = w.item AND b.location_id = w.location
            WHERE b.agreement_id = %(a)s ORDER BY b.item_id, b.location_id FOR UPDATE OF b
            """,
            arrays,
        )
        return {(item, location): on_hand for item, location, on_hand in cursor.fetchall()}


NEW_PLACES = """
INSERT INTO inventory_stockbalance (agreement_id, item_id, location_id, on_hand, reserved, negative_allowed)
SELECT %(a)s, w.item, w.location, 0, 0, false
FROM unnest(%(items)s::bigint[], %(locations)s::bigint[]) AS w(item, location) ORDER BY 2, 3
ON CONFLICT (agreement_id, item_id, location_id) DO NOTHING
"""


# --- what may be posted -----------------------------------------------------------------------------------------------


def _require_order(agreement: Agreement, states: dict[int, Standing], effective_on: date) -> None:
    """Average cost is reckoned in the order of dates, so an entry may not go before the item's latest one."""
    if agreement.principle != Principle.AVERAGE:
        return
    late = [item_id for item_id, it in states.items() if it.last_on and effective_on < it.last_on]
    if late:
        item = Item.objects.get(pk=late[0])
        raise Refusal(
            _("%(item)s already has entries on %(date)s. With average cost, choose that date or a later one.")
            % {"item": item, "date": states[late[0]].last_on}
        )


def _require_on_hand(
    lines: Sequence[Line],
    places: dict[tuple[int, int], Decimal],
    states: dict[int, Standing],
    effective_on: date,
) -> None:
    """Refuse what would make a location negative, now or on any date since `effective_on`."""
    wanted: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for line in lines:
        wanted[line.item_id, line.location_id] += line.quantity
    for place, quantity in wanted.items():
        if quantity > places[place]:
            _refuse_short(place, places[place], quantity)
    back = [place for place in wanted if (last := states[place[0]].last_on) and effective_on < last]
    if back:
        _require_on_hand_since(back, wanted, effective_on)


def _refuse_short(place: tuple[int, int], on_hand: Decimal, wanted: Decimal, on: date | None = None) -> None:
    item, location = Item.objects.get(pk=place[0]), Location.objects.get(pk=place[1])
    facts = {
        "item": item,
        "location": location,
        "on_hand": f"{on_hand.normalize():f}",
        "wanted": f"{wanted.normalize():f}",
        "date": on,
    }
    if on is None:
        raise Refusal(_("%(item)s: %(wanted)s wanted, but %(on_hand)s on hand at %(location)s.") % facts)
    raise Refusal(
        _("%(item)s: %(wanted)s wanted, but only %(on_hand)s lay at %(location)s on %(date)s. Choose a later date.")
        % facts
    )


def _require_on_hand_since(
    places: list[tuple[int, int]], wanted: dict[tuple[int, int], Decimal], effective_on: date
) -> None:
    """What lay there at the end of each day since: on hand now, less all that came after that day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT w.item, w.location, d.day, b.on_hand - coalesce((
                SELECT sum(x.quantity) FROM inventory_locationday x
                WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.location_id = w.location AND x.day > d.day), 0)
            FROM unnest(%(items)s::bigint[], %(locations)s::bigint[]) AS w(item, location)
            JOIN inventory_stockbalance b
              ON b.agreement_id = %(a)s AND b.item_id = w.item AND b.location_id = w.location
            CROSS JOIN LATERAL (
                SELECT %(day)s::date AS day
                UNION SELECT x.day FROM inventory_locationday x
                WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.location_id = w.location
                  AND x.day > %(day)s::date) d
            ORDER BY 1, 2, 3
            """,
            {
                "a": current_agreement_id(),
                "items": [item for item, _location in places],
                "locations": [location for _item, location in places],
                "day": effective_on,
            },
        )
        for item, location, day, lay in cursor.fetchall():
            if wanted[item, location] > lay:
                _refuse_short((item, location), lay, wanted[item, location], on=day)


# --- what it costs ----------------------------------------------------------------------------------------------------


def _micro(quantity: Decimal) -> int:
    return int(quantity * MICRO)


def _reckon(
    principle: str, lines: Sequence[Line], kind: EntryKind, standings: dict[int, Standing]
) -> tuple[list[Entry], dict[int, costing.State]]:
    """An entry for each line, and the states afterwards."""
    states = {item_id: standing.state for item_id, standing in standings.items()}
    sequences = {item_id: standing.sequence for item_id, standing in standings.items()}
    fifo = principle == Principle.FIFO
    layers = _layers(lines, states) if fifo and kind == EntryKind.ISSUE else {}
    entries = []
    for line in lines:
        state, entry_layer, axis_start = states[line.item_id], None, None
        if kind == EntryKind.RECEIPT:
            quantity, value = line.quantity, line.value
            if fifo:
                state, entry_layer = costing.fifo_receive(state, quantity, value)
            else:
                state = costing.average_receive(state, quantity, value)
        else:
            axis_start = _micro(state.quantity_out) if fifo else None
            if fifo:
                state, pieces = costing.fifo_issue(state, layers[line.item_id], line.quantity)
                cost = sum((piece.cost for piece in pieces), ZERO)
            else:
                state, cost = costing.average_issue(state, line.quantity)
            quantity, value = -line.quantity, -cost
        states[line.item_id] = state
        sequences[line.item_id] += 1
        entries.append(
            Entry(line, sequences[line.item_id], quantity, value, state.quantity, state.value, axis_start, entry_layer)
        )
    return entries, states


def _layers(lines: Sequence[Line], states: dict[int, costing.State]) -> dict[int, list[costing.Layer]]:
    """The layers that the issues will touch: an index range for each item, in one statement."""
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        wanted[line.item_id] += line.quantity
    items = sorted(wanted)
    found: dict[int, list[costing.Layer]] = {item: [] for item in items}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.item_id, l.start, l.quantity, l.value
            FROM unnest(%(items)s::bigint[], %(outs)s::bigint[], %(stops)s::bigint[]) AS w(item, out, stop)
            JOIN inventory_costlayer l ON l.agreement_id = %(a)s AND l.item_id = w.item AND l.start < w.stop
              AND l.start >= (SELECT max(f.start) FROM inventory_costlayer f
                WHERE f.agreement_id = %(a)s AND f.item_id = w.item AND f.start <= w.out)
            ORDER BY l.item_id, l.start
            """,
            {
                "a": current_agreement_id(),
                "items": items,
                "outs": [_micro(states[item].quantity_out) for item in items],
                "stops": [_micro(states[item].quantity_out + wanted[item]) for item in items],
            },
        )
        for item_id, start, quantity, value in cursor.fetchall():
            found[item_id].append(costing.Layer(Decimal(start).scaleb(-6), quantity, value))
    return found


# --- what is written --------------------------------------------------------------------------------------------------


def _write_entries(entries: list[Entry], kind: EntryKind, source: Source, on: date, by: User | None) -> None:
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


def _write_moves(entries: list[Entry], source: Source, on: date, by: User | None) -> None:
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


def _write_layers(entries: list[Entry]) -> None:
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
                "starts": [_micro(layer.start) for _entry, layer in layers],
                "quantities": [layer.quantity for _entry, layer in layers],
                "values": [layer.value for _entry, layer in layers],
            },
        )


def _write_states(
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


def _write_places(entries: list[Entry]) -> None:
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


def _write_days(entries: list[Entry], day: date) -> None:
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
