"""The value of stock on a day is the sum of the entries up to it, in whatever order they were posted."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from inventory import items, reports
from inventory.models import CostEntry, ItemGroup
from tests import kept, make

DAY = dt.date(2026, 11, 23)


def back(days):
    return DAY - dt.timedelta(days=days)


@pytest.fixture
def world(nordlys, monday):
    with nordlys.open():
        yield nordlys


@kept.scene(clock="monday")
def months(world):
    """Months of trade, some of it dated back."""
    make.received(world, world.lamp, 10, "25.00", on=back(200))
    make.received(world, world.lamp, 10, "40.00", on=back(90))
    make.shipped(world, make.order(world, (world.lamp, 12)), on=back(60))
    make.received(world, world.cable, "2.5", "7.77", on=back(31))
    make.received(world, world.lamp, 5, "11.11", on=back(120), location=world.yard)
    make.received(world, world.cable, 4, "3.10", on=back(23))
    make.shipped(world, make.order(world, (world.cable, "3.25")), on=back(22))
    make.received(world, world.lamp, 1, "99.99")


@pytest.fixture
def traded(world, months):
    return world


def by_entries(day):
    rows = (
        CostEntry.objects.filter(effective_on__lte=day)
        .order_by()
        .values("item")
        .annotate(q=Sum("quantity"), v=Sum("value"))
    )
    return {row["item"]: (row["q"], row["v"]) for row in rows if row["q"] or row["v"]}


def by_report(day, **narrowed):
    return {row.item_id: (row.quantity, row.value) for row in reports.value_at(day, **narrowed)}


@pytest.mark.parametrize("days", [0, 1, 21, 22, 23, 24, 31, 59, 60, 61, 89, 90, 119, 120, 121, 200, 201])
def test_the_report_equals_the_sum_of_the_entries_up_to_that_day(traded, days):
    assert by_report(back(days)) == by_entries(back(days))


def test_the_last_day_of_a_month_and_the_first_are_told_apart(world):
    make.received(world, world.lamp, 1, 10, on=dt.date(2026, 10, 31))
    make.received(world, world.lamp, 1, 20, on=dt.date(2026, 11, 1))
    assert reports.total_at(dt.date(2026, 10, 30)) == 0
    assert reports.total_at(dt.date(2026, 10, 31)) == Decimal(10)
    assert reports.total_at(dt.date(2026, 11, 1)) == Decimal(30)


def test_a_month_that_ended_is_never_changed_but_by_what_belongs_to_it(traded):
    before = by_report(dt.date(2026, 9, 30))
    make.received(traded, traded.lamp, 3, 10)
    assert by_report(dt.date(2026, 9, 30)) == before
    make.received(traded, traded.lamp, 3, 10, on=dt.date(2026, 9, 30))
    assert by_report(dt.date(2026, 9, 30)) != before
    assert by_report(dt.date(2026, 9, 29)) == by_entries(dt.date(2026, 9, 29))


def test_the_plot_ends_where_the_report_stands_and_begins_where_it_stood(traded):
    points = reports.totals(back(150), DAY)
    assert points[0] == (back(150), reports.total_at(back(150)))
    assert points[-1][1] == reports.total_at(DAY)
    assert all(value == reports.total_at(day) for day, value in points)


def test_locations_share_the_value_to_the_last_cent(traded):
    everywhere = {row.item_id: row for row in reports.value_at(DAY)}
    yard = reports.value_at(DAY, places={traded.yard.pk})
    rest = reports.value_at(DAY, places={traded.shelf.pk})
    for item_id, whole in everywhere.items():
        parts = [row for row in [*yard, *rest] if row.item_id == item_id]
        assert sum(part.value for part in parts) == whole.value
        assert sum(part.quantity for part in parts) == whole.quantity
    assert [(row.number, row.quantity) for row in yard] == [("2040", Decimal(5))]


def test_a_location_counts_what_lies_in_it_as_well(traded):
    assert reports.inside([]) is None
    assert reports.inside(["1"]) >= {traded.shelf.pk}
    assert sum(row.value for row in reports.value_at(DAY, places=reports.inside(["1", "B-01"]))) == reports.total_at(
        DAY
    )


def test_a_location_on_an_earlier_day(traded):
    assert [row.quantity for row in reports.value_at(back(121), places={traded.yard.pk})] == []
    assert [row.quantity for row in reports.value_at(back(120), places={traded.yard.pk})] == [Decimal(5)]


def test_groups_sum_to_the_total(traded):
    other = items.create_group(by=traded.anna, number=8, name="By the metre", has_stock=True)
    items.change(traded.cable, by=traded.anna, group=other)
    groups = reports.grouped(reports.value_at(DAY))
    assert [group.name for group in groups] == [ItemGroup.objects.get(number=1).name, "By the metre"]
    assert sum(group.value for group in groups) == reports.total_at(DAY)
    assert reports.total_at(DAY, groups=[8]) == groups[1].value
    assert reports.totals(back(300), DAY, groups=[8])[-1][1] == groups[1].value


def test_value_without_quantity_is_marked(world):
    make.received(world, world.lamp, 1, 10)
    make.received(world, world.lamp, 1, 30, on=back(10))
    make.shipped(world, make.order(world, (world.lamp, 1)), on=back(5))
    odd = [row for row in reports.value_at(back(5)) if row.is_odd]
    assert [(row.quantity, row.value, row.cost) for row in odd] == [(0, Decimal(20), None)]
    assert not any(row.is_odd for row in reports.value_at(DAY))


def test_the_price_does_not_grow_with_the_moves(traded):
    with CaptureQueriesContext(connection) as few:
        reports.value_at(back(40))
    for _turn in range(5):
        make.received(traded, traded.lamp, 1, 10)
    with CaptureQueriesContext(connection) as many:
        reports.value_at(back(40))
    assert len(few) == len(many) == 1
    assert "costentry" not in many[0]["sql"] and "stockmove" not in many[0]["sql"]
