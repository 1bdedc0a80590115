"""Adjustments: more or less lies there, or what lies there is worth more or less; seen first, booked, reversed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Event
from inventory import adjustments, effects, locations
from inventory.models import Adjustment, CostEntry, CostState, Location, Reason, StockBalance
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests import make

pytestmark = pytest.mark.django_db


def waste():
    return Reason.objects.get(kind="waste")


def written(world, *lines, kind="quantity", by=None, **facts):
    """A draft of (item, place, change, cost) lines; of cost, of (item, cost)."""
    by = by or world.owner
    document = adjustments.draft(waste(), by=by, kind=kind, **facts)
    for line in lines:
        if kind == "cost":
            said = {"item": line[0], "cost": Decimal(line[1])}
        else:
            item, place, change, *cost = line
            said = {"item": item, "location": place, "quantity": Decimal(str(change))}
            said["cost"] = Decimal(cost[0]) if cost else None
        adjustments.add_line(document, by=by, **said)
    return document


def stands(item):
    state = CostState.objects.get(item=item)
    return state.quantity, state.value


def lies(item, place):
    return StockBalance.objects.get(item=item, location=place).on_hand


def test_every_agreement_has_the_seven_reasons_in_its_language(nordlys, solvang):
    for world in (nordlys, solvang):
        with world.open():
            kinds = list(Reason.objects.order_by("number").values_list("kind", flat=True))
            assert kinds == [kind for kind, _label in Reason.Kind.choices]


def test_a_breakage_leaves_at_what_fifo_says_it_cost(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        make.received(world, world.lamp, 10, "40.00")
        document = written(world, (world.lamp, world.shelf, -12))
        booked = adjustments.book(document, by=world.anna)
        assert (booked.value, booked.lines.get().value) == (-330, -330)
        assert stands(world.lamp) == (8, 320)
        assert (booked.status, booked.archived, booked.adjusted_on) == ("booked", True, world.agreement.today())
        assert books.broken() == []


def test_what_turns_up_is_worth_what_the_others_stand_at(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 3, "3.3333")  # 10.00
        booked = adjustments.book(written(world, (world.lamp, world.yard, 2)), by=world.anna)
        assert booked.value == Decimal("6.67")
        assert stands(world.lamp) == (5, Decimal("16.67"))
        assert lies(world.lamp, world.yard) == 2
        assert books.broken() == []


def test_opening_stock_is_entered_at_its_cost(solvang):
    with solvang.open() as world:
        document = written(world, (world.lamp, world.shelf, 10, "65.00"), (world.cable, world.shelf, "2.5", "4.20"))
        adjustments.book(document, by=world.carla)
        assert stands(world.lamp) == (10, 650)
        assert stands(world.cable) == (Decimal("2.5"), Decimal("10.50"))
        assert books.broken() == []


def test_without_cost_and_without_stock_the_expected_cost_is_taken_else_somebody_is_asked(nordlys):
    with nordlys.open() as world:
        document = written(world, (world.lamp, world.shelf, 4))
        with pytest.raises(Refusal, match="somebody must say what it is worth"):
            adjustments.book(document, by=world.bo)
        world.lamp.expected_cost = Decimal("25.50")
        world.lamp.save()
        assert adjustments.book(document, by=world.bo).value == 102


def test_up_and_down_on_one_document_are_posted_in_one(solvang):
    with solvang.open() as world:
        make.received(world, world.lamp, 10, "65.00")
        document = written(world, (world.lamp, world.yard, 3), (world.lamp, world.shelf, -1))
        booked = adjustments.book(document, by=world.carla)
        assert booked.value == 130
        assert (lies(world.lamp, world.yard), lies(world.lamp, world.shelf)) == (3, 9)
        kinds = set(
            CostEntry.objects.filter(source_id=booked.pk, source_kind="inventory.adjustment").values_list("kind")
        )
        assert kinds == {("adjustment",)}
        assert books.broken() == []


def test_more_cannot_go_than_lies_there(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 3, "25.00")
        document = written(world, (world.lamp, world.shelf, -4))
        with pytest.raises(Refusal, match="4 wanted, but 3 on hand at A-01"):
            adjustments.book(document, by=world.anna)
        document.refresh_from_db()
        assert document.status == "draft"


def test_a_cost_adjustment_changes_what_is_on_hand_and_no_quantity(nordlys, solvang):
    for world in (nordlys, solvang):
        with world.open():
            make.received(world, world.lamp, 10, "25.00")
            booked = adjustments.book(written(world, (world.lamp, "20.00"), kind="cost"), by=world.owner)
            assert booked.value == -50
            assert stands(world.lamp) == (10, 200)
            assert CostEntry.objects.filter(kind="cost_adjustment", item=world.lamp).count() == 1
            assert books.broken() == []


def test_a_cost_adjustment_needs_something_to_value_and_something_to_change(nordlys):
    with nordlys.open() as world:
        document = written(world, (world.lamp, "20.00"), kind="cost")
        with pytest.raises(Refusal, match="nothing to value"):
            adjustments.book(document, by=world.anna)
        make.received(world, world.lamp, 10, "20.00")
        with pytest.raises(Refusal, match="worth exactly that already"):
            adjustments.book(document, by=world.anna)


def test_the_preview_is_what_booking_does_and_leaves_nothing(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        document = written(world, (world.lamp, world.shelf, -4), (world.lamp, world.yard, 1))
        entries = CostEntry.objects.count()
        seen = effects.of(lambda: adjustments.book(document, by=world.anna), [world.lamp.pk])
        assert CostEntry.objects.count() == entries
        document.refresh_from_db()
        assert document.status == "draft"
        [change] = seen.changes
        assert (change.quantity_before, change.quantity, change.quantity_after) == (10, -3, 7)
        assert (change.value_before, change.value, seen.value) == (250, -75, -75)
        assert [(each.location.code, each.change) for each in change.places] == [("A-01", -4), ("B-01", 1)]
        adjustments.book(document, by=world.anna)
        assert stands(world.lamp) == (change.quantity_after, change.value_after)


def test_a_preview_of_what_is_refused_says_why(nordlys):
    with nordlys.open() as world:
        document = written(world, (world.lamp, world.shelf, -4))
        with pytest.raises(Refusal, match="4 wanted"):
            effects.of(lambda: adjustments.book(document, by=world.anna), [world.lamp.pk])
        assert not Event.objects.filter(verb="booked").exists()


@pytest.mark.parametrize(("change", "cost"), [(-4, None), (6, "31.25")])
def test_a_reversal_is_the_exact_mirror_and_points_at_what_it_takes_back(nordlys, change, cost):
    with nordlys.open() as world:
        make.received(world, world.lamp, 3, "3.3333")
        make.received(world, world.lamp, 7, "30.00")
        before = stands(world.lamp)
        booked = adjustments.book(
            written(world, (world.lamp, world.shelf, change, *filter(None, [cost]))), by=world.anna
        )
        back = adjustments.reverse(booked, by=world.anna)
        assert stands(world.lamp) == before
        assert (back.reverses, back.value, back.status, back.lines.get().quantity) == (
            booked,
            -booked.value,
            "booked",
            -change,
        )
        assert booked.reversal == back
        assert books.broken() == []
        with pytest.raises(Refusal, match="reversed already, by number"):
            adjustments.reverse(booked, by=world.anna)
        with pytest.raises(Refusal, match="takes another one back"):
            adjustments.reverse(back, by=world.anna)


def test_a_reversed_cost_adjustment_gives_the_value_back(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        booked = adjustments.book(written(world, (world.lamp, "20.00"), kind="cost"), by=world.anna)
        adjustments.reverse(booked, by=world.anna)
        assert stands(world.lamp) == (10, 250)
        assert books.broken() == []


def test_a_draft_is_not_reversed_and_a_booked_one_not_changed(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        document = written(world, (world.lamp, world.shelf, -4))
        with pytest.raises(Refusal, match="not booked"):
            adjustments.reverse(document, by=world.anna)
        line = adjustments.book(document, by=world.anna).lines.get()
        for change in (
            lambda: adjustments.change_line(line, by=world.anna, quantity=Decimal(-1)),
            lambda: adjustments.add_line(
                document, by=world.anna, item=world.cable, location=world.shelf, quantity=Decimal(1)
            ),
            lambda: adjustments.book(document, by=world.anna),
        ):
            with pytest.raises(Refusal, match="no longer a draft"):
                change()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE inventory_adjustment SET value = 1",
        "UPDATE inventory_adjustment SET status = 'draft'",
        "DELETE FROM inventory_adjustment",
        "UPDATE inventory_adjustmentline SET quantity = -1",
        "DELETE FROM inventory_adjustmentline",
    ],
)
def test_raw_sql_cannot_change_what_is_booked(nordlys, statement):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        adjustments.book(written(world, (world.lamp, world.shelf, -4)), by=world.anna)
        with pytest.raises(DatabaseError, match=r"booked|final"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_line_says_what_it_may(nordlys):
    with nordlys.open() as world:
        document = written(world)
        add = lambda **facts: adjustments.add_line(document, by=world.anna, **facts)  # noqa: E731
        for facts, field in (
            ({"item": world.hours, "location": world.shelf, "quantity": Decimal(1)}, "item"),
            ({"item": world.lamp, "location": None, "quantity": Decimal(1)}, "location"),
            ({"item": world.lamp, "location": world.shelf, "quantity": Decimal(0)}, "quantity"),
            ({"item": world.lamp, "location": world.shelf, "quantity": Decimal("1e12")}, "quantity"),
            ({"item": world.lamp, "location": world.shelf, "quantity": Decimal(-1), "cost": Decimal(1)}, "cost"),
            ({"item": world.lamp, "location": world.shelf, "quantity": Decimal(1), "cost": Decimal(-1)}, "cost"),
        ):
            with pytest.raises(Refusal) as refused:
                add(**facts)
            assert refused.value.field == field
        locations.bar(world.yard, by=world.anna)
        barred = Location.objects.get(pk=world.yard.pk)
        with pytest.raises(Refusal, match="B-01 is barred"):
            add(item=world.lamp, location=barred, quantity=Decimal(1))
        assert add(item=world.lamp, location=barred, quantity=Decimal(-1)).quantity == -1


def test_it_is_dated_as_it_says_and_never_in_a_closed_period_or_the_future(nordlys):
    with nordlys.open() as world:
        today = world.agreement.today()
        make.received(world, world.lamp, 10, "25.00", on=today - dt.timedelta(days=9))
        early = written(world, (world.lamp, world.shelf, -1), adjusted_on=today - dt.timedelta(days=2))
        assert adjustments.book(early, by=world.anna).adjusted_on == today - dt.timedelta(days=2)
        with pytest.raises(Refusal, match="future"):
            adjustments.book(
                written(world, (world.lamp, world.shelf, -1)), by=world.anna, on=today + dt.timedelta(days=1)
            )
        world.agreement.closed_until = today - dt.timedelta(days=1)
        world.agreement.save()
        with pytest.raises(Refusal, match="closed"):
            adjustments.book(early_again(world, today), by=world.anna)


def early_again(world, today):
    return written(world, (world.lamp, world.shelf, -1), adjusted_on=today - dt.timedelta(days=2))


def test_the_history_says_what_happened(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        booked = adjustments.book(written(world, (world.lamp, world.shelf, -4)), by=world.anna)
        adjustments.reverse(booked, by=world.anna)
        verbs = list(Event.objects.filter(subject_kind="inventory.adjustment", subject_id=booked.pk).order_by("id"))
        assert [event.verb for event in verbs] == ["created", "line_added", "booked", "reversed"]
        assert Adjustment.objects.count() == 2
