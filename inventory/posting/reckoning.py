"""What the lines of a posting cost, and what the items stand at afterwards. The rules are those of `inventory/costing.py`."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db import connection

from accounts.models import Principle
from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.models.ledger import EntryKind
from inventory.posting.lines import ZERO, Entry, Line, Standing, micro


def reckon(
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
            axis_start = micro(state.quantity_out) if fifo else None
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
                "outs": [micro(states[item].quantity_out) for item in items],
                "stops": [micro(states[item].quantity_out + wanted[item]) for item in items],
            },
        )
        for item_id, start, quantity, value in cursor.fetchall():
            found[item_id].append(costing.Layer(Decimal(start).scaleb(-6), quantity, value))
    return found
