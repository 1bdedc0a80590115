"""The only writer of the stock ledger: receipts and issues, posted whole or not at all, under locks in one order.

A document posts; the ledger keeps `source` as plain facts and never asks who called. The number of SQL statements does not
depend on the number of lines. What things cost is decided by `inventory/costing.py` alone.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import Principle, User
from inventory.models.ledger import EntryKind
from inventory.posting import ledger, rules
from inventory.posting.lines import Entry, Line, Source
from inventory.posting.locks import lock_places, lock_settings, lock_states
from inventory.posting.reckoning import reckon

__all__ = ["Entry", "Line", "Source", "issue", "lock_places", "lock_states", "receive"]


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
    agreement = lock_settings(effective_on)
    states = lock_states(line.item_id for line in lines)
    rules.require_order(agreement, states, effective_on)
    places = lock_places({(line.item_id, line.location_id) for line in lines})
    if kind == EntryKind.ISSUE:
        rules.require_on_hand(lines, places, states, effective_on)
    entries, after = reckon(agreement.principle, lines, kind, states)
    rules.require_fits(after)
    ledger.write_entries(entries, kind, source, effective_on, by)
    ledger.write_moves(entries, source, effective_on, by)
    if agreement.principle == Principle.FIFO and kind == EntryKind.RECEIPT:
        ledger.write_layers(entries)
    ledger.write_states(after, states, entries, effective_on)
    ledger.write_places(entries)
    ledger.write_days(entries, effective_on)
    return entries
