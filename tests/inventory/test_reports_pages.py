"""Reports as pages and files: what they sum to, as it was known, along the tree of places, and what the warehouse sees."""

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.test import Client

from inventory import itemledger, locations, reports, turnover
from inventory.models import Location
from rackbeat.lib import periods
from rackbeat.templatetags import ui
from tests import make
from tests.inventory.test_reports import DAY, back, months, traded, world  # noqa: F401 (fixtures)


@pytest.fixture
def as_anna(traded):  # noqa: F811
    client = Client()
    client.force_login(traded.anna)
    return client


@pytest.fixture
def as_bo(traded):  # noqa: F811
    client = Client()
    client.force_login(traded.bo)
    return client


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def money_in(page):
    """Amounts that the stock of these tests is worth, or their heads."""
    text = page.split("<main")[-1]
    worth = {ui.amount(value) for row in reports.value_at(DAY) for value in (row.value, row.cost)}
    return [word for word in (*worth, "25.00", "330.00", "Stock value</th>", "Worth") if word in text]


# --- as it was known ------------------------------------------------------------------------------------------------------


def test_what_was_posted_later_was_not_known(traded):  # noqa: F811
    """A receipt dated in September, but written in November, is in September's value only for who asks in November."""
    september = dt.date(2026, 9, 30)
    before = reports.total_at(september)
    with periods.at(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)):
        make.received(traded, traded.lamp, 3, "10.00", on=september)
    assert reports.total_at(september) == before + 30
    assert reports.total_at(september, known=DAY) == before
    assert sum(row.value for row in reports.value_at(september, known=DAY)) == before
    assert (
        sum(row.value for row in reports.value_at(september, known=DAY, places={traded.shelf.pk, traded.yard.pk}))
        == before
    )
    points = reports.totals(dt.date(2026, 9, 1), DAY, known=DAY)
    assert points[-1][1] == reports.total_at(DAY, known=DAY) == reports.total_at(DAY) - 30
    assert all(value == reports.total_at(day, known=DAY) for day, value in points)


def test_before_the_first_posting_nothing_was_known(traded):  # noqa: F811
    assert reports.value_at(DAY, known=dt.date(2020, 1, 1)) == []
    held, nowhere = reports.by_place(DAY, known=dt.date(2020, 1, 1))
    assert nowhere == 0 and not any(each.value for each in held)


# --- along the tree -------------------------------------------------------------------------------------------------------


def test_locations_sum_up_along_the_tree_to_the_value_of_all_stock(traded):  # noqa: F811
    locations.change(traded.yard, by=traded.anna, parent=traded.shelf)
    held, nowhere = reports.by_place(DAY)
    by_code = {each.place.location.code: each for each in held}
    root = by_code[Location.objects.get(is_default=True).code]
    assert by_code["A-01"].value == by_code["A-01"].own + by_code["B-01"].value
    assert root.value + nowhere == reports.total_at(DAY)
    assert by_code["B-01"].own == sum(row.value for row in reports.value_at(DAY, places={traded.yard.pk}))
    assert [each.place.location.code for each in held] == ["1", "A-01", "B-01"]


def test_value_that_lies_nowhere_is_told_apart(world):  # noqa: F811
    make.received(world, world.lamp, 1, 10)
    make.received(world, world.lamp, 1, 30, on=back(10))
    make.shipped(world, make.order(world, (world.lamp, 1)), on=back(5))
    held, nowhere = reports.by_place(back(5))
    assert nowhere == 20 == reports.total_at(back(5)) - sum(each.own for each in held)


# --- one item's ledger ----------------------------------------------------------------------------------------------------


def test_an_items_ledger_opens_and_closes_as_the_value_report_says(traded):  # noqa: F811
    told = itemledger.told(traded.lamp, back(100), back(30))
    assert told.opening.value_after == reports.total_at(back(101), items=[traded.lamp.pk])
    assert told.closing.value_after == reports.total_at(back(30), items=[traded.lamp.pk])
    assert (told.came, told.went) == (Decimal(10), Decimal(12))
    assert [line.on for line in told.lines[1:]] == sorted(line.on for line in told.lines[1:])


def test_an_items_ledger_as_it_was_known(traded):  # noqa: F811
    with periods.at(dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)):
        make.received(traded, traded.lamp, 3, "10.00", on=back(80))
    assert (
        len(itemledger.told(traded.lamp, back(100), DAY).lines)
        == len(itemledger.told(traded.lamp, back(100), DAY, known=DAY).lines) + 1
    )


# --- turnover -------------------------------------------------------------------------------------------------------------


def test_turnover_is_what_was_sold_over_what_lay_there_day_by_day(traded):  # noqa: F811
    start, end = back(99), DAY
    row = next(row for row in turnover.turned(start, end) if row.number == "2040")
    days = [start + dt.timedelta(days=n) for n in range(100)]
    values = [reports.total_at(day, items=[traded.lamp.pk]) for day in days]
    mean = sum(values) / 100
    assert abs(row.mean - mean) <= Decimal("0.005")
    assert (row.opening, row.closing) == (reports.total_at(back(100), items=[traded.lamp.pk]), values[-1])
    assert row.sold == 330  # 10 at 25.00 and 2 at 40.00: first in, first out
    assert row.rate == (row.sold * 365 / 100 / mean).quantize(Decimal("0.1"))


def test_what_was_not_sold_for_long_is_listed_with_its_last_sale(traded):  # noqa: F811
    assert [row.number for row in turnover.idle(DAY, 90)] == []
    found = turnover.idle(DAY, 22)
    assert [(row.number, row.days, row.sold_on) for row in found] == [("2040", 60, back(60)), ("3001", 22, back(22))]
    assert sum(row.value for row in found) == reports.total_at(DAY)


def test_what_is_worth_nothing_is_a_warning(traded):  # noqa: F811
    assert turnover.free() == turnover.owed() == turnover.owing_places() == []
    gift = make_item(traded)
    make.received(traded, gift, 2, 0)
    assert [(row.number, row.quantity, row.value) for row in turnover.free()] == [("7000", 2, 0)]


def make_item(world):  # noqa: F811
    from inventory import items

    return items.create(by=world.anna, number="7000", name="=Gift()", group=world.lamp.group, unit=world.lamp.unit)


# --- pages and files ------------------------------------------------------------------------------------------------------


def test_the_index_leads_to_every_report_that_the_reader_may_open(as_anna, as_bo):
    for client, sees in ((as_anna, True), (as_bo, False)):
        page = client.get("/reports/").content.decode()
        assert ("/reports/turnover/" in page) == sees
        for address in ("stock-value", "item-ledger", "slow-movers", "warnings"):
            assert f'href="/reports/{address}/"' in page
            assert client.get(f"/reports/{address}/").status_code == 200
    assert as_bo.get("/reports/turnover/").status_code == 403


def test_the_value_page_says_total_group_and_item(as_anna):
    page = as_anna.get(f"/reports/stock-value/?day={DAY}").content.decode()
    assert "Worth at the end of 23.11.2026" in page and "2040" in page and "<svg" in page
    by_place = as_anna.get(f"/reports/stock-value/?day={DAY}&by=place").content.decode()
    assert "With what lies inside" in by_place and "depth-1" in by_place and "B-01" in by_place


def test_the_warehouse_sees_quantities_and_no_value(as_bo):
    for query in ("", "?by=place", "?export=csv", "?known=2026-11-01"):
        answer = as_bo.get(f"/reports/stock-value/{query}")
        text = answer.content.decode("utf-8-sig")
        assert answer.status_code == 200 and not money_in(text), query
    told = as_bo.get("/reports/item-ledger/?item=2040&from=2026-01-01").content.decode()
    slow = as_bo.get("/reports/slow-movers/?days=1").content.decode()
    for page in (told, slow):
        assert "2040" in page and not money_in(page)


def test_the_files_hold_what_the_page_says(as_anna, traded):  # noqa: F811
    total = reports.total_at(DAY)
    rows = rows_of(as_anna.get(f"/reports/stock-value/?day={DAY}&export=csv"))
    assert rows[0] == ["Item group", "No.", "Name", "Unit", "Quantity", "Cost", "Stock value"]
    assert sum(Decimal(row[-1]) for row in rows[1:]) == total
    book = as_anna.get(f"/reports/stock-value/?day={DAY}&export=xlsx")
    with ZipFile(io.BytesIO(book.content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        about = parts.read("xl/sharedStrings.xml").decode()
    assert f"{float(total):.2f}" in {f"{float(value):.2f}" for value in re.findall("<v>([^<]+)</v>", sheet)}
    assert "Nordlys" in about
    paper = as_anna.get(f"/reports/stock-value/?day={DAY}&export=pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def test_a_file_runs_nothing(as_anna, traded):  # noqa: F811
    make.received(traded, make_item(traded), 2, 1)
    rows = rows_of(as_anna.get(f"/reports/stock-value/?day={DAY}&export=csv"))
    assert [row[2] for row in rows if row[1] == "7000"] == ["'=Gift()"]
    with ZipFile(io.BytesIO(as_anna.get("/reports/stock-value/?export=xlsx").content)) as parts:
        assert "<f>" not in parts.read("xl/worksheets/sheet1.xml").decode()
        assert "=Gift()" in parts.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize(
    "query",
    [
        "?day=2026-02-31&group=x,999999999999&place=%00,ø&known=0000&page=-3&by=%F0%9F%98%80",
        "?day=9999-12-31&known=1000-01-01",
        "?from=2027-01-01&to=1999-01-01&item=%00",
        "?item=2040%20Lamp&from=bad&to=",
        "?item=%F0%9F%98%80&days=99999&export=exe",
        "?days=9999&item=a",
    ],
)
def test_no_address_breaks_a_report(as_anna, query):
    for name in ("stock-value", "item-ledger", "turnover", "slow-movers", "warnings"):
        for form in ("", "&export=csv", "&export=xlsx"):
            assert as_anna.get(f"/reports/{name}/{query}{form}").status_code == 200


def test_an_item_is_found_by_number_or_by_a_part_of_its_name(as_anna):
    assert "Item ledger: 2040 Lamp" in as_anna.get("/reports/item-ledger/?item=lam").content.decode()
    assert "No item has this number" in as_anna.get("/reports/item-ledger/?item=zebra").content.decode()
    many = as_anna.get("/reports/item-ledger/?item=a").content.decode()
    assert "item=2040" in many and "item=3001" in many


def test_another_agreement_has_reports_of_its_own(as_anna, solvang):
    ledger = "/reports/item-ledger/?item=2040&from=2026-01-01"
    assert "475.54" in as_anna.get("/reports/stock-value/").content.decode()
    assert "250.00" in as_anna.get(ledger).content.decode()
    client = Client()
    client.force_login(solvang.carla)
    for name in ("stock-value", "turnover", "slow-movers", "warnings"):
        page = client.get(f"/reports/{name}/").content.decode()
        assert "Lamp" not in page and "475.54" not in page
    assert "250.00" not in client.get(ledger).content.decode()
