"""What may happen to items, groups, units and locations, and what may not."""

from decimal import Decimal

import pytest

from accounts import history
from accounts.permissions import VIEWS
from inventory import items, locations
from inventory.models import Item, ItemGroup, Location, Unit
from rackbeat.lib.refusal import Refusal
from tests import make


@pytest.fixture
def world(nordlys, monday):
    with nordlys.open():
        yield nordlys


def group_of(number):
    return ItemGroup.objects.get(number=number)


def test_a_new_item_is_in_the_books_with_its_history(world):
    item = items.create(
        by=world.anna,
        number=" 4001 ",
        name="Bell",
        group=group_of(1),
        unit=Unit.objects.first(),
        sales_price=Decimal(99),
    )
    assert (item.number, item.is_barred) == ("4001", False)
    assert [event["sentence"] for event in history.of(item)] == ["made it"]


@pytest.mark.parametrize("number", ["", "  ", "a/b", "new", "New", "..", "what?", "#1"])
def test_a_number_that_cannot_be_an_address_is_refused(world, number):
    with pytest.raises(Refusal) as no:
        items.create(by=world.anna, number=number, name="Bell", group=group_of(1), unit=Unit.objects.first())
    assert no.value.field == "number"


def test_two_items_never_share_a_number(world):
    with pytest.raises(Refusal) as no:
        items.create(by=world.anna, number="2040", name="Bell", group=group_of(1), unit=Unit.objects.first())
    assert (no.value.field, "2040" in str(no.value)) == ("number", True)
    assert Item.objects.filter(number="2040").count() == 1


def test_a_price_below_zero_is_refused(world):
    with pytest.raises(Refusal) as no:
        items.change(world.lamp, by=world.anna, sales_price=Decimal(-1))
    assert no.value.field == "sales_price"


def test_a_change_says_what_was_and_what_is(world):
    items.change(world.lamp, by=world.anna, sales_price=Decimal("129.50"), name="Lamp")
    changes = history.of(world.lamp, may=VIEWS)[0]["changes"]
    assert changes == [{"label": "sales price", "before": "100", "after": "129.5"}]


def test_a_change_that_changes_nothing_leaves_no_trace(world):
    before = len(history.of(world.lamp))
    items.change(world.lamp, by=world.anna, name=world.lamp.name)
    assert len(history.of(world.lamp)) == before


def test_a_group_is_locked_once_an_item_of_it_has_entries(world):
    assert items.change_group(group_of(2), by=world.anna, has_stock=True).has_stock
    items.change_group(group_of(2), by=world.anna, has_stock=False)
    make.received(world, world.lamp, 1, 10)
    assert items.is_locked(group_of(1))
    with pytest.raises(Refusal) as no:
        items.change_group(group_of(1), by=world.anna, has_stock=False)
    assert no.value.field == "has_stock"
    assert items.change_group(group_of(1), by=world.anna, name="Things").name == "Things"


def test_a_group_is_locked_while_an_item_of_it_is_promised(world):
    make.order(world, (world.lamp, 1))
    with pytest.raises(Refusal):
        items.change_group(group_of(1), by=world.anna, has_stock=False)


def test_an_item_with_entries_stays_in_a_group_of_its_kind(world):
    make.received(world, world.lamp, 1, 10)
    with pytest.raises(Refusal) as no:
        items.change(world.lamp, by=world.anna, group=group_of(2))
    assert no.value.field == "group"
    other = items.create_group(by=world.anna, number=7, name="Lights", has_stock=True)
    assert items.change(world.lamp, by=world.anna, group=other).group == other
    assert items.change(world.cable, by=world.anna, group=group_of(2)).group == group_of(2)


def test_an_unused_item_can_be_thrown_away_and_a_used_one_only_barred(world):
    items.delete(world.cable, by=world.anna)
    make.order(world, (world.lamp, 1), confirmed=False)
    with pytest.raises(Refusal):
        items.delete(world.lamp, by=world.anna)
    assert items.bar(world.lamp, by=world.anna).is_barred
    assert not items.unbar(world.lamp, by=world.anna).is_barred
    assert sorted(Item.objects.values_list("number", flat=True)) == ["2040", "9001"]


def test_groups_and_units_in_use_stay(world):
    with pytest.raises(Refusal):
        items.delete_group(group_of(1), by=world.anna)
    with pytest.raises(Refusal):
        items.delete_unit(world.lamp.unit, by=world.anna)
    items.delete_unit(items.create_unit(by=world.anna, number=9, name="box"), by=world.anna)
    assert items.next_number(Unit) == 4


# --- places ----------------------------------------------------------------------------------------------------------


def test_a_location_cannot_lie_in_itself(world):
    inner = locations.create(by=world.anna, code="A-01-1", parent=world.shelf)
    for parent in (inner, world.shelf):
        with pytest.raises(Refusal) as no:
            locations.change(world.shelf, by=world.anna, parent=parent)
        assert no.value.field == "parent"
    assert locations.change(inner, by=world.anna, parent=world.yard).parent == world.yard


def test_exactly_one_location_is_the_default(world):
    locations.change(world.shelf, by=world.anna, is_default=True)
    assert [row.code for row in Location.objects.filter(is_default=True)] == ["A-01"]
    for verb in (locations.bar, locations.delete):
        with pytest.raises(Refusal):
            verb(world.shelf, by=world.anna)
    with pytest.raises(Refusal):
        locations.change(world.shelf, by=world.anna, is_default=False)


def test_a_location_in_use_is_barred_and_not_deleted(world):
    make.received(world, world.lamp, 1, 10, location=world.yard)
    with pytest.raises(Refusal):
        locations.delete(world.yard, by=world.anna)
    assert locations.bar(world.yard, by=world.anna).is_barred
    locations.delete(locations.create(by=world.anna, code="C-01"), by=world.anna)
    assert not Location.objects.filter(code="C-01").exists()


def test_the_tree_stands_in_the_order_of_what_lies_in_what(world):
    locations.create(by=world.anna, code="0-last", parent=world.shelf)
    places = locations.tree(Location.objects.all())
    assert [(place.location.code, place.depth) for place in places] == [
        ("1", 0),
        ("A-01", 1),
        ("0-last", 2),
        ("B-01", 0),
    ]
    assert places[2].path == "Main warehouse › Shelf"
    everywhere = list(Location.objects.all())
    assert locations.inside(Location.objects.get(code="1"), everywhere) == {
        place.location.pk for place in places if place.location.code != "B-01"
    }
