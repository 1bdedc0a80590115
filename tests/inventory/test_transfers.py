"""Transfers: goods change places at once, or by way of a transport location; what they are worth stays."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from inventory import availability, effects, transfers
from inventory.models import CostEntry, CostState, Location, StockBalance
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests import kept, make

pytestmark = pytest.mark.django_db


@kept.scene()
def stocked(world):
    """Ten lamps on the shelf, and a van between the places."""
    make.received(world, world.lamp, 10, "25.00")
    world.things["van"] = Location.objects.create(code="VAN", name="Van", is_transport=True)
    return world


@pytest.fixture
def world(stocked):
    with stocked.open():
        yield stocked


def lying(item):
    rows = StockBalance.objects.filter(item=item).exclude(on_hand=0)
    return {code: int(quantity) for code, quantity in rows.values_list("location__code", "on_hand")}


def drafted(world, quantity=4, *, by_van=False):
    transport = world.van if by_van else None
    document = transfers.draft(world.shelf, world.yard, by=world.bo, transport=transport)
    transfers.add_line(document, by=world.bo, item=world.lamp, quantity=Decimal(quantity))
    return document


def worth(item):
    state = CostState.objects.get(item=item)
    return state.quantity, state.value


def test_goods_move_at_once_and_cost_what_they_cost(world):
    entries = CostEntry.objects.count()
    booked = transfers.book(drafted(world), by=world.bo)
    assert lying(world.lamp) == {"A-01": 6, "B-01": 4}
    assert worth(world.lamp) == (10, 250)
    assert CostEntry.objects.count() == entries
    assert (booked.status, booked.receiving, booked.archived) == ("booked", "full", True)
    assert books.broken() == []


def test_by_van_they_are_sent_received_in_part_and_then_all(world):
    document = transfers.book(drafted(world, by_van=True), by=world.bo)
    line = document.lines.get()
    assert lying(world.lamp) == {"A-01": 6, "VAN": 4}
    assert (document.receiving, document.archived) == ("none", False)

    document = transfers.receive(document, {line.pk: Decimal(3)}, by=world.bo)
    assert lying(world.lamp) == {"A-01": 6, "VAN": 1, "B-01": 3}
    assert (document.receiving, document.archived) == ("partly", False)

    document = transfers.receive(document, by=world.bo)
    assert lying(world.lamp) == {"A-01": 6, "B-01": 4}
    assert (document.receiving, document.archived, document.received_on) == ("full", True, world.agreement.today())
    assert worth(world.lamp) == (10, 250)
    assert books.broken() == []
    with pytest.raises(Refusal, match="Nothing of it is on its way"):
        transfers.receive(document, by=world.bo)


def test_no_more_arrives_than_was_sent(world):
    document = transfers.book(drafted(world, by_van=True), by=world.bo)
    line = document.lines.get()
    for quantity, words in ((5, "Only 4 of 2040 Lamp"), (-1, "below zero"), (0, "how much has arrived")):
        with pytest.raises(Refusal, match=words):
            transfers.receive(document, {line.pk: Decimal(quantity)}, by=world.bo)


def test_nobody_picks_what_is_on_its_way(world):
    transfers.book(drafted(world, 10, by_van=True), by=world.bo)
    assert list(availability.holding(world.lamp.pk)) == []
    [[pick]] = availability.pick_plan([(world.lamp.pk, Decimal(2), world.shelf.pk)])
    assert pick.location_id == world.shelf.pk


def test_more_cannot_be_moved_than_lies_there(world):
    document = drafted(world, 11)
    with pytest.raises(Refusal, match="A-01"):
        transfers.book(document, by=world.bo)
    assert lying(world.lamp) == {"A-01": 10}


def test_the_preview_shows_places_and_no_value(world):
    document = drafted(world)
    seen = effects.of(lambda: transfers.book(document, by=world.bo), [world.lamp.pk])
    assert seen.moves_only
    assert [(each.location.code, each.change) for each in seen.changes[0].places] == [("A-01", -4), ("B-01", 4)]
    assert lying(world.lamp) == {"A-01": 10}


def test_a_reversal_brings_all_back_wherever_it_is(world):
    for received in (None, 0, 3, 4):
        document = transfers.book(drafted(world, by_van=received is not None), by=world.bo)
        if received:
            transfers.receive(document, {document.lines.get().pk: Decimal(received)}, by=world.bo)
        back = transfers.reverse(document, by=world.bo)
        document.refresh_from_db()
        assert lying(world.lamp) == {"A-01": 10}
        assert (back.reverses, back.receiving, document.archived) == (document, "full", True)
        with pytest.raises(Refusal):
            transfers.receive(document, by=world.bo)
    assert books.broken() == []


def test_the_header_moves_its_lines_along(world):
    document = drafted(world)
    corner = Location.objects.create(code="C-01")
    transfers.change(document, by=world.bo, target=corner)
    assert document.lines.get().target == corner
    with pytest.raises(Refusal, match="another"):
        transfers.change(document, by=world.bo, origin=corner)


@pytest.mark.parametrize(
    ("origin", "target", "transport", "field"),
    [("shelf", "shelf", None, "target"), ("shelf", "yard", "yard", "transport"), ("shelf", "van", "van", "transport")],
)
def test_places_are_two_and_the_way_lies_between(world, origin, target, transport, field):
    place = lambda name: getattr(world, name) if name else None  # noqa: E731
    with pytest.raises(Refusal) as refused:
        transfers.draft(place(origin), place(target), by=world.bo, transport=place(transport))
    assert refused.value.field == field


def test_a_line_says_what_it_may(world):
    document = drafted(world, by_van=True)
    for facts, field in (
        ({"item": world.hours, "quantity": Decimal(1)}, "item"),
        ({"item": world.lamp, "quantity": Decimal(0)}, "quantity"),
        ({"item": world.lamp, "quantity": Decimal(1), "target": world.shelf}, "target"),
        ({"item": world.lamp, "quantity": Decimal(1), "target": world.van}, "target"),
    ):
        with pytest.raises(Refusal) as refused:
            transfers.add_line(document, by=world.bo, **facts)
        assert refused.value.field == field


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inventory_transfer SET moved_on = '2020-01-01'",
        "DELETE FROM inventory_transfer",
        "UPDATE inventory_transferline SET quantity = 1",
        "UPDATE inventory_transferline SET quantity_received = 9",
    ],
)
def test_raw_sql_cannot_change_what_is_booked(world, statement):
    transfers.book(drafted(world), by=world.bo)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
