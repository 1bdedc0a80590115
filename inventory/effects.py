"""What a booking would do, before it is done: it is really posted, read, and taken back. Nothing of it stays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F

from inventory import posting
from inventory.models import CostState, Item, Location, StockBalance

ZERO = Decimal(0)
Stand = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class PlaceChange:
    """How much lies at a place, before and after."""

    location: Location
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass
class Change:
    """What an item stands at, before and after, in all and at each place that changes."""

    item: Item
    quantity_before: Decimal
    quantity_after: Decimal
    value_before: Decimal
    value_after: Decimal
    places: list[PlaceChange] = field(default_factory=list)

    @property
    def quantity(self) -> Decimal:
        return self.quantity_after - self.quantity_before

    @property
    def value(self) -> Decimal:
        return self.value_after - self.value_before


@dataclass
class Effect:
    """What a booking changes, item by item."""

    changes: list[Change]
    replayed: int = 0  # entries of later dates that are reckoned anew
    cost_of_sales: Decimal = ZERO  # what goods that were sold cost more
    price_variance: Decimal = ZERO  # what goods that went back to a supplier cost more

    @property
    def value(self) -> Decimal:
        return sum((change.value for change in self.changes), ZERO)

    @property
    def changed(self) -> list[Change]:
        """The items of which anything changes."""
        return [change for change in self.changes if change.quantity or change.value or change.places]

    @property
    def same(self) -> int:
        """How many items were looked at and stay as they are."""
        return len(self.changes) - len(self.changed)

    @property
    def is_nothing(self) -> bool:
        """Neither quantity nor value nor place changes."""
        return self.moves_only and not any(change.places for change in self.changes)

    @property
    def moves_goods(self) -> bool:
        """More or fewer of them lie somewhere."""
        return any(change.quantity or change.places for change in self.changes)

    @property
    def moves_only(self) -> bool:
        """Goods change places, and the value of stock stays."""
        return not any(change.quantity or change.value for change in self.changes)


def of(book: Callable[[], Any], items: Iterable[int]) -> Effect:
    """The effect of `book` on these items. Raises Refusal where it could not be booked."""
    ids = sorted(set(items))
    before, places_before = _stands(ids), _places(ids)
    with posting.preview() as done:
        book()
        after, places_after = _stands(ids), _places(ids)
    if done.refusal is not None:
        raise done.refusal
    locations = {place.pk: place for place in Location.objects.filter(pk__in={place for _i, place in places_after})}
    changes = []
    for item in Item.objects.filter(pk__in=ids).select_related("unit").order_by("number"):
        was, now = before.get(item.pk, (ZERO, ZERO)), after.get(item.pk, (ZERO, ZERO))
        change = Change(item, was[0], now[0], was[1], now[1])
        change.places = [
            PlaceChange(locations[place], places_before.get((item_id, place), ZERO), there)
            for (item_id, place), there in places_after.items()
            if item_id == item.pk and there != places_before.get((item_id, place), ZERO)
        ]
        change.places.sort(key=lambda each: each.location.code)
        changes.append(change)
    sold = sum((each.cost_of_sales for each in done.outcomes), ZERO)
    return Effect(changes, done.replayed, sold, sum((each.price_variance for each in done.outcomes), ZERO))


def _stands(items: list[int]) -> dict[int, Stand]:
    rows = CostState.objects.filter(item__in=items).values_list(
        "item",
        F("quantity_in") - F("quantity_out") - F("quantity_dead"),
        F("value_in") - F("value_out"),
    )
    return {item: (quantity, value) for item, quantity, value in rows}


def _places(items: list[int]) -> dict[tuple[int, int], Decimal]:
    rows = StockBalance.objects.filter(item__in=items)
    return {(item, place): there for item, place, there in rows.values_list("item", "location", "on_hand")}
