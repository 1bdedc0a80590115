"""The locks of a posting, always in this order: the agreement, cost states by item, balances by item and location."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Agreement
from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.posting.lines import Standing
from rackbeat.lib import locked
from rackbeat.lib.refusal import require
from rackbeat.lib.statements import prepared

FIRST_YEAR = 2000


def lock_settings(effective_on: date) -> Agreement:
    """The agreement's row, shared, and what it says of dates. A document that posts has held it already."""
    agreement = Agreement.held()
    require(effective_on.year >= FIRST_YEAR, _("That date is too far back."))
    require(effective_on <= agreement.today(), _("The date lies in the future. Choose today or an earlier date."))
    if agreement.closed_until:
        require(
            effective_on > agreement.closed_until,
            _("The books are closed until %(date)s. Choose a later date.") % {"date": agreement.closed_until},
        )
    return agreement


def first_open(agreement: Agreement) -> date:
    """The first day that is not closed: what belongs before it lands there."""
    return agreement.closed_until + timedelta(days=1) if agreement.closed_until else date(FIRST_YEAR, 1, 1)


def lock_states(item_ids: Iterable[int]) -> dict[int, Standing]:
    """The cost states of the items, made where missing, locked by item id."""
    ids = sorted(set(item_ids))
    found = _locked_states(ids)
    if len(found) < len(ids):
        with prepared() as cursor:
            cursor.execute(NEW_STATES, {"a": current_agreement_id(), "items": ids})
        found = _locked_states(ids)
    locked.note("cost states", found.keys() | (locked.known("cost states") or set()))
    return found


def hold_states(item_ids: Iterable[int]) -> None:
    """The same locks for somebody who reads nothing under them."""
    ids = set(item_ids)
    if not ids <= (locked.known("cost states") or set()):
        lock_states(ids)


def _locked_states(ids: list[int]) -> dict[int, Standing]:
    with prepared() as cursor:
        cursor.execute(
            """
            SELECT item_id, quantity_in, quantity_out, quantity_dead, value_in, value_out, short_in, short_out,
              short_value, sequence, last_on
            FROM inventory_coststate WHERE agreement_id = %s AND item_id = ANY(%s::bigint[])
            ORDER BY item_id FOR UPDATE
            """,
            [current_agreement_id(), ids],
        )
        return {row[0]: Standing(costing.State(*row[1:9]), row[9], row[10]) for row in cursor.fetchall()}


NEW_STATES = """
INSERT INTO inventory_coststate
  (agreement_id, item_id, sequence, quantity_in, quantity_out, quantity_dead, value_in, value_out, short_in, short_out,
   short_value)
SELECT %(a)s, item, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM unnest(%(items)s::bigint[]) AS item ORDER BY item
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
        with prepared() as cursor:
            cursor.execute(NEW_PLACES, arrays)
        found = _locked_places(arrays)
    return found


def _locked_places(arrays: dict[str, Any]) -> dict[tuple[int, int], Decimal]:
    with prepared() as cursor:
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
