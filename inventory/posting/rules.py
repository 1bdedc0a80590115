"""What may not be posted: an entry before others where dates decide the cost, more than lies there, more than fits."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Agreement, Principle
from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.models import Item, Location
from inventory.posting.lines import Line, Standing
from rackbeat.lib.refusal import Refusal

MOST = Decimal(10) ** 12  # the quantity that numeric(18, 6) no longer holds
WORTH = Decimal(10) ** 16  # and the value that numeric(18, 2) does not


def require_order(agreement: Agreement, states: dict[int, Standing], effective_on: date) -> None:
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


def require_on_hand(
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


def require_fits(after: dict[int, costing.State]) -> None:
    """All that ever came of an item fits its row."""
    for item_id, state in after.items():
        if state.quantity_in >= MOST or state.value_in >= WORTH:
            raise Refusal(_("%(item)s: more than the ledger can hold.") % {"item": Item.objects.get(pk=item_id)})
