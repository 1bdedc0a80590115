"""The ledger in the database: what posting writes, and what it refuses. The books must hold after each test."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import DatabaseError, connection, transaction

from inventory import reservations
from inventory.books import INVARIANTS
from inventory.models import (
    CostEntry,
    CostLayer,
    CostState,
    LocationDay,
    Reservation,
    StockBalance,
    StockDay,
    StockMonth,
    StockMove,
)
from inventory.posting import Source, shelves
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests.inventory.ledger import Ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
DAY = dt.date(2026, 11, 23)


def before(days):
    return DAY - dt.timedelta(days=days)


def ledger_of(world):
    with world.open():
        yield Ledger(world)
        assert books.broken(INVARIANTS) == []


@pytest.fixture
def fifo(nordlys):
    yield from ledger_of(nordlys)


@pytest.fixture
def average(solvang):
    yield from ledger_of(solvang)


@pytest.fixture
def lamp(fifo):
    return fifo.world.lamp


# --- the worked numbers ------------------------------------------------------------------------------------------


def test_fifo_takes_the_oldest_first(fifo, lamp):
    fifo.receive(lamp, 10, "250.00")
    fifo.receive(lamp, 10, "400.00")
    entry = fifo.issue(lamp, 12)
    assert (entry.quantity, entry.value) == (-12, D("-330.00"))
    assert fifo.stands(lamp) == (8, D("320.00"))


def test_average_takes_a_share_of_everything(average):
    lamp = average.world.lamp
    average.receive(lamp, 10, "250.00")
    average.receive(lamp, 10, "400.00")
    assert average.issue(lamp, 12).value == D("-390.00")
    assert average.stands(lamp) == (8, D("260.00"))


def test_three_for_ten_leave_singly_as_333_334_333(fifo, lamp):
    fifo.receive(lamp, 3, "10.00")
    for _time in range(3):
        fifo.issue(lamp, 1)
    assert fifo.costs(lamp) == [D("3.33"), D("3.34"), D("3.33")]
    assert fifo.stands(lamp) == (0, 0)


def test_lines_of_one_document_follow_each_other_on_the_axis(fifo, lamp):
    fifo.receive_all((lamp, 1, None, "10.00"), (lamp, 1, None, "20.00"))
    first, second = fifo.issue_all((lamp, "1.5", None), (lamp, "0.5", None))
    assert (first.value, second.value) == (D("-20.00"), D("-10.00"))
    assert [layer.start for layer in CostLayer.objects.order_by("start")] == [0, 10**6]


def test_cost_never_depends_on_the_place(fifo, lamp):
    shelf, yard = fifo.world.shelf, fifo.world.yard
    fifo.receive(lamp, 10, "250.00", at=shelf)
    fifo.receive(lamp, 10, "400.00", at=yard)
    assert fifo.issue(lamp, 5, at=yard).value == D("-125.00")
    held = {balance.location_id: balance.on_hand for balance in StockBalance.objects.filter(item=lamp)}
    assert held == {shelf.pk: 10, yard.pk: 5}


def test_a_metre_of_cable_is_cut_to_the_millimetre(fifo):
    cable = fifo.world.cable
    fifo.receive(cable, "0.000003", "0.01")
    fifo.issue(cable, "0.000001")
    fifo.issue(cable, "0.000001")
    fifo.issue(cable, "0.000001")
    assert fifo.costs(cable) == [0, D("0.01"), 0]


def test_an_entry_tells_who_when_and_for_what(fifo, lamp):
    fifo.receive(lamp, 1, "5.00", on=before(3))
    entry = CostEntry.objects.get(item=lamp)
    assert (entry.effective_on, entry.posted_by, entry.party_name) == (before(3), fifo.world.owner, "Somebody")
    assert entry.posted_at == dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    move = StockMove.objects.get(item=lamp)
    assert (move.entry_id, move.quantity, move.source_kind) == (entry.pk, 1, "tests.document")


# --- what is refused ---------------------------------------------------------------------------------------------


def test_more_than_lies_there_is_refused_with_all_that_one_needs_to_know(fifo, lamp):
    fifo.receive(lamp, "2.50", "10.00")
    with pytest.raises(Refusal) as refusal:
        fifo.issue(lamp, 3)
    assert str(refusal.value) == "2040 Lamp: 3 wanted, but 2.5 on hand at A-01."


def test_what_lies_elsewhere_does_not_count(fifo, lamp):
    fifo.receive(lamp, 5, "10.00", at=fifo.world.yard)
    with pytest.raises(Refusal, match="0 on hand at A-01"):
        fifo.issue(lamp, 1, at=fifo.world.shelf)


def test_lines_of_one_document_are_refused_together(fifo, lamp):
    fifo.receive(lamp, 5, "10.00")
    with pytest.raises(Refusal, match="6 wanted, but 5"):
        fifo.issue_all((lamp, 3, None), (lamp, 3, None))
    assert fifo.stands(lamp) == (5, D("10.00"))


def test_nothing_of_a_refused_document_is_posted(fifo, lamp):
    cable = fifo.world.cable
    fifo.receive(cable, 5, "10.00")
    with pytest.raises(Refusal):
        fifo.issue_all((cable, 1, None), (lamp, 1, None))
    assert fifo.stands(cable) == (5, D("10.00"))
    assert not StockMove.objects.filter(quantity__lt=0).exists()


def test_nothing_is_dated_in_the_future(fifo, lamp):
    with pytest.raises(Refusal, match="future"):
        fifo.receive(lamp, 1, "5.00", on=DAY + dt.timedelta(days=1))


def test_today_is_what_the_wall_in_oslo_says(fifo, lamp):
    from rackbeat.lib import periods

    with periods.at(dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)):
        fifo.receive(lamp, 1, "5.00", on=DAY + dt.timedelta(days=1))
    assert fifo.stands(lamp) == (1, D("5.00"))


@pytest.mark.parametrize("days", [0, 1, 400])
def test_nothing_is_dated_in_a_closed_period(fifo, lamp, days):
    agreement = fifo.world.agreement
    agreement.closed_until = before(10)
    agreement.save()
    with pytest.raises(Refusal, match="closed until"):
        fifo.receive(lamp, 1, "5.00", on=before(10 + days))
    fifo.receive(lamp, 1, "5.00", on=before(9))


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_line_without_a_quantity_is_a_fault_of_ours(fifo, lamp, quantity):
    with pytest.raises(ValueError, match="above zero"):
        fifo.receive(lamp, quantity, "5.00")


# --- entries dated back ------------------------------------------------------------------------------------------


def test_a_back_dated_receipt_becomes_the_last_layer_and_changes_no_cost(fifo, lamp):
    fifo.receive(lamp, 10, "250.00", on=before(5))
    fifo.issue(lamp, 5, on=before(4))
    fifo.receive(lamp, 10, "400.00", on=before(20))
    assert fifo.issue(lamp, 10).value == D("-325.00")
    assert fifo.costs(lamp) == [D("125.00"), D("325.00")]
    day = StockDay.objects.get(item=lamp, day=before(20))
    assert (day.quantity, day.value) == (10, D("400.00"))


def test_a_back_dated_issue_that_leaves_enough_on_every_day_is_posted(fifo, lamp):
    fifo.receive(lamp, 10, "250.00", on=before(10))
    fifo.issue(lamp, 4, on=before(2))
    fifo.issue(lamp, 6, on=before(8))
    assert fifo.stands(lamp) == (0, 0)


def test_a_back_dated_issue_before_the_goods_came_is_refused(fifo, lamp):
    fifo.receive(lamp, 10, "250.00", on=before(5))
    with pytest.raises(Refusal, match=r"4 wanted, but only 0 lay at A-01 on 2026-11-17"):
        fifo.issue(lamp, 4, on=before(6))


def test_a_back_dated_issue_that_a_later_day_cannot_bear_is_refused(fifo, lamp):
    fifo.receive(lamp, 10, "250.00", on=before(10))
    fifo.issue(lamp, 8, on=before(6))
    fifo.receive(lamp, 10, "400.00", on=before(1))
    with pytest.raises(Refusal, match=r"3 wanted, but only 2 lay at A-01 on 2026-11-17"):
        fifo.issue(lamp, 3, on=before(9))
    fifo.issue(lamp, 2, on=before(9))


def test_each_place_bears_its_own_days(fifo, lamp):
    shelf, yard = fifo.world.shelf, fifo.world.yard
    fifo.receive(lamp, 5, "50.00", on=before(10), at=yard)
    fifo.receive(lamp, 5, "50.00", on=before(2), at=shelf)
    with pytest.raises(Refusal, match="only 0 lay at A-01"):
        fifo.issue(lamp, 1, on=before(5), at=shelf)
    fifo.issue(lamp, 5, on=before(5), at=yard)


def test_average_is_reckoned_in_the_order_of_dates(average):
    lamp = average.world.lamp
    average.receive(lamp, 10, "250.00", on=before(5))
    shipped = average.issue(lamp, 5, on=before(3))
    late = average.receive(lamp, 10, "400.00", on=before(4))
    correction = CostEntry.objects.get(corrects=shipped.id)
    assert (correction.value, correction.effective_on, correction.cause_id) == (D("-37.50"), before(3), late.id)
    assert average.stands(lamp) == (15, D("487.50"))


# --- append only -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["costentry", "stockmove", "costlayer"])
@pytest.mark.parametrize(
    "sql", ["UPDATE inventory_{} SET quantity = 1", "DELETE FROM inventory_{}", "TRUNCATE inventory_{}"]
)
def test_the_webs_role_cannot_change_what_is_posted(fifo, lamp, table, sql):
    fifo.receive(lamp, 2, "10.00")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


@pytest.mark.parametrize("model", [CostEntry, StockMove, CostLayer])
def test_nor_can_the_models(fifo, lamp, model):
    fifo.receive(lamp, 2, "10.00")
    row = model.objects.get(item=lamp)
    row.quantity = D(5)
    attempts = (
        row.save,
        row.delete,
        lambda: model.objects.bulk_update([row], ["quantity"]),
        lambda: model.objects.filter(pk=row.pk).update(quantity=5),
        lambda: model.objects.all().delete(),
    )
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert model.objects.get(item=lamp).quantity == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", ["UPDATE inventory_costentry SET value = 0", "DELETE FROM inventory_stockmove"])
def test_the_owner_is_stopped_by_a_trigger(as_owner, sql):
    from tests import world

    nordlys = world.nordlys()
    with nordlys.open():
        Ledger(nordlys).receive(nordlys.lamp, 2, "10.00")
    with as_owner(), pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE inventory_stockbalance SET on_hand = -1",
        "UPDATE inventory_stockbalance SET reserved = -1",
        "UPDATE inventory_coststate SET quantity_out = quantity_in + 1",
        "UPDATE inventory_coststate SET quantity_out = quantity_in",
        "UPDATE inventory_coststate SET value_out = value_in + 1",
    ],
)
def test_the_database_repeats_what_posting_checks(fifo, lamp, sql):
    fifo.receive(lamp, 2, "10.00")
    with pytest.raises(DatabaseError, match="violates check"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# --- days and months ---------------------------------------------------------------------------------------------


def test_a_late_entry_adds_to_every_later_month(fifo, lamp):
    fifo.receive(lamp, 10, "100.00", on=dt.date(2026, 8, 15))
    fifo.issue(lamp, 2, on=dt.date(2026, 10, 3))
    fifo.receive(lamp, 5, "75.00", on=dt.date(2026, 9, 30))
    fifo.receive(lamp, 1, "9.00", on=dt.date(2026, 7, 1))
    months = {row.month.month: (row.quantity, row.value) for row in StockMonth.objects.filter(item=lamp)}
    assert months == {
        7: (1, D("9.00")),
        8: (11, D("109.00")),
        9: (16, D("184.00")),
        10: (14, D("164.00")),
    }


def test_a_day_knows_what_came_and_went_at_each_place(fifo, lamp):
    shelf, yard = fifo.world.shelf, fifo.world.yard
    fifo.receive_all((lamp, 10, shelf, "100.00"), (lamp, 4, yard, "40.00"))
    fifo.issue_all((lamp, 3, shelf), (lamp, 1, shelf))
    days = {row.location_id: row.quantity for row in LocationDay.objects.filter(item=lamp, day=DAY)}
    assert days == {shelf.pk: 6, yard.pk: 4}


# --- promises ----------------------------------------------------------------------------------------------------


def promised(world, *lines, kind="tests.order"):
    reservations.reserve(
        [reservations.Open(line, item.pk, place.pk, D(str(quantity))) for line, item, place, quantity in lines],
        source=Source(kind, 1, "1"),
    )


def test_what_is_reserved_is_the_sum_of_what_lines_hold(fifo, lamp):
    world = fifo.world
    fifo.receive(lamp, 5, "50.00")
    promised(world, (1, lamp, world.shelf, 3), (2, lamp, world.shelf, 4), (3, lamp, world.yard, "0.5"))
    assert {row.location_id: row.reserved for row in StockBalance.objects.filter(item=lamp)} == {
        world.shelf.pk: 7,
        world.yard.pk: D("0.5"),
    }
    promised(world, (1, lamp, world.yard, 3), (2, lamp, world.shelf, 0))
    assert {row.location_id: row.reserved for row in StockBalance.objects.filter(item=lamp)} == {
        world.shelf.pk: 0,
        world.yard.pk: D("3.5"),
    }
    assert CostState.objects.get(item=lamp).quantity == 5
    promised(world, (1, lamp, world.yard, 3), (2, lamp, world.shelf, -1))
    assert Reservation.objects.get(source_line_id=2).quantity_open == 0


# --- however long the ledger is ------------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["LAYERS", "TAKERS", "OWED"])
def test_where_a_posting_begins_on_the_axis_is_looked_up_once_in_an_index(fifo, lamp, statement):
    """For the restricted role too: its row security lets no subquery into an index's condition, so that each row would ask it."""
    one = {"items": [lamp.pk], "outs": [7], "stops": [9], "layers": [1], "starts": [7], "ends": [9]}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {getattr(shelves, statement)}", {"a": fifo.world.agreement.pk, **one})
        plan = "\n".join(line.strip() for (line,) in cursor.fetchall())
    assert "One-Time Filter" in plan, "row security is asked"
    assert plan.count("Scan Backward using") == 1 and "start <= " in plan.partition("Backward")[2]
    assert "(SubPlan" not in plan
