"""Stock counts: what was found is frozen at its moment; what moves later is no difference."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from inventory import counts, effects
from inventory.models import CostEntry, CostState, Location, StockBalance, StockCount
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests import kept, make

pytestmark = pytest.mark.django_db


@kept.scene()
def stocked(world):
    """Ten lamps and five metres of cable on the shelf, two lamps in the yard."""
    make.received(world, world.lamp, 10, "25.00")
    make.received(world, world.cable, 5, "4.00")
    make.received(world, world.lamp, 2, "25.00", location=world.yard)
    world.things["house"] = Location.objects.get(is_default=True)
    return world


@pytest.fixture
def world(stocked):
    with stocked.open():
        yield stocked


def begun(world, place=None, **facts):
    [document] = counts.begin(place or world.house, by=world.bo, **facts)
    return document


def line_of(document, item, place=None):
    rows = document.lines.filter(item=item)
    return (rows.filter(location=place) if place else rows).get()


def counted(world, document, item, quantity, place=None):
    return counts.count(line_of(document, item, place), Decimal(str(quantity)), by=world.bo)


def lies(item, place):
    return StockBalance.objects.get(item=item, location=place).on_hand


def stands(item):
    state = CostState.objects.get(item=item)
    return state.quantity, state.value


def test_a_count_lists_what_lies_at_a_location_and_in_it(world):
    document = begun(world)
    assert [(line.location.code, line.item.number) for line in document.lines.order_by("position")] == [
        ("A-01", "2040"),
        ("A-01", "3001"),
    ]
    assert (document.counting, document.status) == ("none", "open")


def test_what_is_missing_leaves_and_what_was_not_counted_stays(world):
    document = begun(world)
    counted(world, document, world.lamp, 7)
    document = counts.book(document, by=world.bo)
    assert stands(world.lamp) == (9, 225)
    assert stands(world.cable) == (5, 20)
    assert (document.value, line_of(document, world.lamp).value) == (-75, -75)
    assert list(CostEntry.objects.filter(kind="count").values_list("quantity", "value")) == [(-3, -75)]
    assert books.broken() == []


def test_what_moves_after_the_counting_is_no_difference(world):
    document = begun(world)
    counted(world, document, world.lamp, 9)  # one is missing
    make.shipped(world, make.order(world, (world.lamp, 4)))
    make.received(world, world.lamp, 6, "25.00")
    line = line_of(document, world.lamp)
    assert counts.moved_since([line]) == {line.pk: 2}
    counts.book(document, by=world.bo)
    assert lies(world.lamp, world.shelf) == 11  # 9 found, 4 sent, 6 come
    assert books.broken() == []


def test_counted_again_it_is_frozen_anew(world):
    document = begun(world)
    counted(world, document, world.lamp, 9)
    make.shipped(world, make.order(world, (world.lamp, 4)))
    line = counted(world, document, world.lamp, 6)
    assert (line.quantity_expected, line.change, counts.moved_since([line])) == (6, 0, {})


def test_goods_missing_here_and_found_there_are_moved_and_worth_the_same(world):
    document = begun(world, Location.objects.create(code="ALL"))
    world.shelf.parent = world.yard.parent = document.location
    world.shelf.save(), world.yard.save()
    for place, quantity in ((world.shelf, 7), (world.yard, 4)):
        line = counts.add_line(document, item=world.lamp, location=place, by=world.bo)
        counts.count(line, Decimal(quantity), by=world.bo)
    assert effects.of(lambda: counts.book(document, by=world.bo), [world.lamp.pk]).changes[0].quantity == -1
    counts.book(document, by=world.bo)
    assert (lies(world.lamp, world.shelf), lies(world.lamp, world.yard)) == (7, 4)
    assert list(CostEntry.objects.filter(kind="count").values_list("quantity", "value")) == [(-1, -25)]
    assert books.broken() == []


def test_something_found_that_is_not_on_the_list_is_added(world):
    corner = Location.objects.create(code="C-01", parent=world.house)
    document = begun(world)
    counts.add_line(document, item=world.lamp, location=corner, quantity=Decimal(2), by=world.bo)
    for place, words in ((corner, "on the list already, as line 3"), (world.yard, "not a part of this count")):
        with pytest.raises(Refusal, match=words):
            counts.add_line(document, item=world.lamp, location=place, by=world.bo)
    counts.book(document, by=world.bo)
    assert lies(world.lamp, corner) == 2
    assert stands(world.lamp) == (14, 350)


def test_a_place_stands_on_one_open_count_at_a_time(world):
    first = begun(world)
    with pytest.raises(Refusal, match="A-01 is being counted already, on count 1001"):
        counts.begin(world.shelf, by=world.bo)
    counts.begin(world.yard, by=world.bo)
    counted(world, first, world.lamp, 10)
    counts.book(first, by=world.bo)
    assert begun(world, world.shelf).number == 1003


def test_what_another_count_has_corrected_since_is_counted_again(world):
    """Two counts of a place cannot be open; one that was moved under the other by the tree can."""
    one = begun(world, world.yard)
    other = begun(world, world.house)
    counted(world, one, world.lamp, 1)
    world.yard.parent = world.house
    world.yard.save()
    line = counts.add_line(other, item=world.lamp, location=world.yard, quantity=Decimal(1), by=world.bo)
    counts.book(one, by=world.bo)
    with pytest.raises(Refusal, match="corrected by another count since"):
        counts.book(other, by=world.bo)
    counts.count(line, Decimal(1), by=world.bo)
    counts.book(other, by=world.bo)
    assert lies(world.lamp, world.yard) == 1


def test_a_location_is_shared_out_among_several(world):
    world.yard.parent = world.house
    world.yard.save()
    made = counts.begin(world.house, by=world.bo, split=True, is_blind=True)
    assert [(each.number, each.location.code, each.includes_inner) for each in made] == [
        (1001, "A-01", False),
        (1002, "B-01", False),
    ]


def test_all_that_are_wholly_counted_are_booked_at_once_and_the_others_discarded(world):
    shelf, yard = begun(world, world.shelf), begun(world, world.yard)
    counted(world, shelf, world.lamp, 8)
    counted(world, yard, world.lamp, 1)
    booked, refused = counts.book_all(by=world.bo)
    assert ([each.number for each in booked], refused) == ([1002], [])
    assert stands(world.lamp) == (11, 275)
    assert counts.discard_all(by=world.bo) == 1
    assert StockCount.objects.get().number == 1002
    assert books.broken() == []


def test_what_is_refused_stays_open_with_the_reason(world):
    document = begun(world, world.yard)
    counted(world, document, world.lamp, 0)
    shipment_from_yard(world)
    booked, refused = counts.book_all(by=world.bo)
    assert booked == []
    assert "on hand at B-01" in refused[0][1]


def shipment_from_yard(world):
    from sales import shipments

    order = make.order(world, (world.lamp, 2))
    shipment = shipments.draft_from_order(order, by=world.bo)
    shipments.pick(shipment.lines.get(), Decimal(2), by=world.bo, location=world.yard)
    shipments.ship(shipment, by=world.bo)


def test_a_count_without_differences_is_booked_and_changes_nothing(world):
    document = begun(world)
    counted(world, document, world.lamp, 10)
    counted(world, document, world.cable, 5)
    assert StockCount.objects.get().counting == "full"
    entries = CostEntry.objects.count()
    assert counts.book(document, by=world.bo).status == "booked"
    assert CostEntry.objects.count() == entries


def test_nothing_counted_is_nothing_to_book(world):
    document = begun(world)
    counted(world, document, world.lamp, 10)
    counts.uncount(line_of(document, world.lamp), by=world.bo)
    with pytest.raises(Refusal, match="Nothing is counted yet"):
        counts.book(document, by=world.bo)


@pytest.mark.parametrize("found", [7, 13])
def test_a_reversal_brings_quantity_and_value_back(world, found):
    before = stands(world.lamp)
    document = begun(world)
    counted(world, document, world.lamp, found)
    document = counts.book(document, by=world.bo)
    back = counts.reverse(document, by=world.bo)
    assert stands(world.lamp) == before
    assert (back.reverses, back.value, back.lines.get().change) == (document, -document.value, 10 - found)
    assert books.broken() == []
    with pytest.raises(Refusal, match="reversed already"):
        counts.reverse(document, by=world.bo)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inventory_stockcount SET value = 1",
        "DELETE FROM inventory_stockcount",
        "UPDATE inventory_stockcountline SET quantity_counted = 1",
        "DELETE FROM inventory_stockcountline",
    ],
)
def test_raw_sql_cannot_change_what_is_booked(world, statement):
    document = begun(world)
    counted(world, document, world.lamp, 7)
    counts.book(document, by=world.bo)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
