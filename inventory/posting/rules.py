"""What may not be posted: more than lies there, more than fits, and what would be worth less than nothing."""

from datetime import date
from decimal import Decimal
from typing import NoReturn

from django.utils.translation import gettext as _

from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.models import Item, Location
from inventory.models.ledger import EntryKind
from inventory.posting.lines import Standing
from rackbeat.lib.refusal import Refusal
from rackbeat.lib.statements import prepared

MOST = Decimal(10) ** 12  # the quantity that numeric(18, 6) no longer holds
WORTH = Decimal(10) ** 16  # and the value that numeric(18, 2) does not


def refuse_below(kind: str | None) -> NoReturn:
    """With this posting the stock would be worth less than nothing, now or at a later entry."""
    if kind is None:
        raise Refusal(_("The stock would be worth less than nothing."))
    raise Refusal(
        _(
            "The stock would be worth less than nothing after: %(kind)s. "
            "Return the goods to the supplier or adjust the stock instead."
        )
        % {"kind": EntryKind(kind).label}
    )


def require_on_hand(
    wanted: dict[tuple[int, int], Decimal],
    places: dict[tuple[int, int], Decimal],
    states: dict[int, Standing],
    effective_on: date,
) -> None:
    """Refuse what would make a location negative, now or on any date since `effective_on`."""
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
    with prepared() as cursor:
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
        if max(state.quantity_in, state.short_in) >= MOST or max(abs(state.value_in), abs(state.value_out)) >= WORTH:
            raise Refusal(_("%(item)s: more than the ledger can hold.") % {"item": Item.objects.get(pk=item_id)})
