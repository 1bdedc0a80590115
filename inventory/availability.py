"""What there is: on hand, reserved, available, incoming, cost and value of items; and where to pick from. Read only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from inventory.models import CostState, Expected, Item, Location, StockBalance

ZERO = Decimal(0)
QUANTITY = DecimalField(max_digits=18, decimal_places=6)


def _sum(rows: QuerySet, field: str) -> Coalesce:
    total = rows.filter(item=OuterRef("pk")).order_by().values("item").annotate(total=Sum(field)).values("total")
    return Coalesce(Subquery(total, output_field=QUANTITY), Value(ZERO), output_field=QUANTITY)


def with_stock(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with on_hand, reserved, available, incoming, value and cost (value / on hand; None where nothing is on hand)."""
    state = CostState.objects.filter(item=OuterRef("pk"))
    rows = items.annotate(
        on_hand=_sum(StockBalance.objects.all(), "on_hand"),
        reserved=_sum(StockBalance.objects.all(), "reserved"),
        incoming=_sum(Expected.objects.filter(quantity_open__gt=0), "quantity_open"),
        value=Coalesce(
            Subquery(state.values_list(F("value_in") - F("value_out"))),
            Value(ZERO),
            output_field=DecimalField(max_digits=18, decimal_places=2),
        ),
    )
    return rows.annotate(
        available=ExpressionWrapper(F("on_hand") - F("reserved"), output_field=QUANTITY),
        cost=ExpressionWrapper(F("value") / NullIf(F("on_hand"), Value(ZERO)), output_field=QUANTITY),
    )


def available(item_ids: Iterable[int]) -> dict[int, Decimal]:
    """On hand less reserved, per item; items without any stock are left out."""
    rows = (
        StockBalance.objects.filter(item__in=list(item_ids))
        .order_by()
        .values("item")
        .annotate(free=Sum(F("on_hand") - F("reserved")))
    )
    return {row["item"]: row["free"] for row in rows}


def on_hand(item_ids: Iterable[int], location_ids: Iterable[int]) -> dict[tuple[int, int], Decimal]:
    """What lies of these items at these locations, by (item, location); places that never held any are left out."""
    rows = StockBalance.objects.filter(item__in=list(item_ids), location__in=list(location_ids))
    return {(item, place): there for item, place, there in rows.values_list("item", "location", "on_hand")}


def holding(item_id: int) -> Any:
    """The locations where the item lies, each with how much: `here`. The fullest first; not what is on its way."""
    rows = Location.objects.filter(balances__item=item_id, balances__on_hand__gt=0, is_transport=False)
    return rows.annotate(here=F("balances__on_hand")).order_by("-here", "code")


def unit_costs(item_ids: Iterable[int]) -> dict[int, Decimal]:
    """What one unit costs now: value / quantity; the expected cost where nothing is on hand. For margins, never stored."""
    items = Item.objects.filter(pk__in=list(item_ids)).select_related("cost_state")
    costs = {}
    for item in items:
        state = getattr(item, "cost_state", None)
        costs[item.pk] = state.value / state.quantity if state and state.quantity else item.expected_cost
    return costs


def default_location() -> Location:
    """Where goods lie when nobody says otherwise."""
    known = Location.objects.order_by("is_barred", "-is_default", "code").first()
    return known or Location.objects.create(code="1", is_default=True)


@dataclass(frozen=True)
class Pick:
    """Take this quantity from this location."""

    location_id: int
    quantity: Decimal


def pick_plan(wanted: list[tuple[int, Decimal, int]]) -> list[list[Pick]]:
    """For each (item, quantity, usual location): where to take it from.

    The usual location first, then those that hold most; what lies nowhere is left at the usual one. Two queries at most.
    """
    held: dict[int, dict[int, Decimal]] = defaultdict(dict)
    rows = StockBalance.objects.filter(Q(item__in={item for item, _q, _l in wanted}), on_hand__gt=0)
    rows = rows.filter(location__is_transport=False)  # on its way: nobody picks it there
    for row in rows.order_by("-on_hand", "location_id"):
        held[row.item_id][row.location_id] = row.on_hand
    plans = []
    for item_id, quantity, usual in wanted:
        left, plan = quantity, {}
        places = held[item_id]
        for location_id in sorted(places, key=lambda place: place != usual):
            take = min(left, places[location_id])
            if take > 0:
                plan[location_id] = take
                places[location_id] -= take
                left -= take
        if left > 0:
            plan[usual] = plan.get(usual, ZERO) + left
        plans.append([Pick(location_id, take) for location_id, take in plan.items()])
    return plans
