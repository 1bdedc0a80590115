"""The first page: what waits, counted by the lists that it leads to."""

import datetime as dt
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import ALL
from home import today, year
from inventory import items
from layouts import drafting
from purchasing import orders as purchase_orders
from purchasing import prices as purchase_prices
from purchasing import receipts
from rackbeat.lib import periods
from sales import credits, invoices, orders, shipments
from sales.models import SalesInvoice
from tests import kept, make

MONDAY = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)


def enter(user):
    client = Client()
    client.force_login(user)
    return client


def words(response):
    body = re.sub(r"<(script|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture(autouse=True)
def clock():
    with periods.at(MONDAY):
        yield


def bought(world, item, quantity, *, expected_on):
    order = purchase_orders.draft(world.maker, by=world.anna, expected_on=expected_on)
    facts = purchase_prices.line_facts(world.maker, item)
    drafting.add_line(order, by=world.anna, item=item, quantity=quantity, **facts)
    return purchase_orders.send(order, by=world.anna)


@kept.scene()
def world(world):
    """Some of every kind of work."""
    day = MONDAY.date()
    make.received(world, world.lamp, 40, "25.00", on=day - dt.timedelta(days=50))
    items.change(world.lamp, by=world.anna, minimum_stock=100, expected_cost=20)
    with periods.at(MONDAY - dt.timedelta(days=40)):
        old = make.order(world, (world.lamp, 3))
        make.shipped(world, old)
        invoices.book(invoices.draft_from_order(old, by=world.anna), by=world.anna)
    late = make.order(world, (world.lamp, 2), confirmed=False)
    drafting.change(late, by=world.anna, wanted_on=day - dt.timedelta(days=6))
    orders.confirm(late, by=world.anna)
    make.order(world, (world.lamp, 5))
    make.shipped(world, make.order(world, (world.lamp, 4)))
    shipments.draft_from_order(make.order(world, (world.lamp, 1)), by=world.anna)
    bought(world, world.lamp, 50, expected_on=day)
    bought(world, world.lamp, 50, expected_on=day + dt.timedelta(days=1))
    receipts.draft_from_order(bought(world, world.lamp, 50, expected_on=day), by=world.anna)
    return world


def lines(response):
    """(number, sentence, address) of every line of work."""
    body = response.content.decode()
    found = re.findall(r'class="n many">(\d+)</td><th[^>]*><a href="([^"]*)">([^<]*)</a>', body)
    return [(int(number), sentence, unescape(address)) for number, address, sentence in found]


def test_every_kind_of_work_stands_there(world):
    response = enter(world.anna).get("/")
    assert [(number, sentence) for number, sentence, _address in lines(response)] == [
        (3, "orders are to be shipped"),
        (1, "order is past the wanted date"),
        (1, "order can be invoiced"),
        (1, "invoice is overdue"),
        (1, "shipment is to be picked and sent"),
        (1, "receipt waits to be processed"),
        (2, "purchase orders are expected by today"),
        (1, "item is below its minimum"),
    ]
    assert "6 days: 1002 Fjord Sykkel AS" in words(response)


@pytest.mark.parametrize("who", ["anna", "bo", "vera", "odd"])
def test_every_number_is_that_of_the_list_it_leads_to(world, who):
    client = enter(world.people[who])
    found = lines(client.get("/"))
    assert found
    for number, sentence, address in found:
        listed = client.get(address)
        assert listed.status_code == 200, sentence
        assert re.search(rf"<b>{number}</b>", listed.content.decode()), (sentence, address)


def test_the_sum_beside_a_number_is_that_under_the_list(world):
    """Of a cancelled order whose sent part waits for its invoice, as under the list, nothing is counted."""
    with world.open():
        make.received(world, world.lamp, 20, "25.00")
        part = make.order(world, (world.lamp, 6))
        shipment = shipments.draft_from_order(part, by=world.anna)
        shipments.pick(shipment.lines.get(), 2, by=world.anna)
        shipments.ship(shipment, by=world.anna)
        orders.split(part, by=world.anna)
    anna = enter(world.anna)
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*orders can be invoiced.*?</tr>", anna.get("/").content.decode(), re.S)
    shown = re.search(r'class="n sum"[^>]*>([^<]+)<', row.group())[1]
    foot = re.search(r"<tfoot.*?</tfoot>", anna.get("/sales/orders/?view=to-invoice").content.decode(), re.S).group()
    assert "1 reversed or cancelled not counted" in foot
    assert shown in foot


def test_the_warehouse_sees_its_own_work_and_no_amounts(world):
    response = enter(world.bo).get("/")
    assert [sentence for _number, sentence, _address in lines(response)] == [
        "shipment is to be picked and sent",
        "receipt waits to be processed",
        "item is below its minimum",
    ]
    text = words(response)
    assert not re.search(r"(?<![\d.])\d+\.\d\d(?![\d.])|NOK|Stock value|Invoiced", text)  # 23.11.26 is a day


def test_carla_begins_with_an_empty_day(world, solvang):
    response = enter(solvang.carla).get("/")
    assert lines(response) == []
    assert "Nothing waits to be done." in words(response)
    assert "Fjord" not in words(response)


def test_a_stranger_is_led_to_the_door(client, db):
    assert "/accounts/login/" in client.get("/")["Location"]


def test_the_house_greets_by_the_clock_on_the_wall(nordlys):
    anna = enter(nordlys.anna)
    assert "Good morning, Anna" in words(anna.get("/"))
    assert "Monday 23 November, week 48." in words(anna.get("/"))
    with periods.at(MONDAY.replace(hour=13)):
        assert "Hello, Anna" in words(anna.get("/"))
    with periods.at(MONDAY.replace(hour=23)):
        text = words(enter(nordlys.anna).get("/"))
        assert "Good evening, Anna" in text
        assert "Tuesday 24 November" in text


def test_what_stands_in_two_lines_counts_once(world):
    text = words(enter(world.anna).get("/"))
    assert "There are 10 things to do, 2 of them are urgent." in text


def test_more_work_asks_no_more_questions(world):
    anna = enter(world.anna)
    anna.get("/")
    with CaptureQueriesContext(connection) as few:
        anna.get("/")
    with world.open():
        for _turn in range(6):
            make.order(world, (world.lamp, 1), (world.cable, 1))
    with CaptureQueriesContext(connection) as many:
        anna.get("/")
    assert len(many) == len(few)


def test_every_task_finds_its_list(world, rf):
    """A list that is renamed, or loses a filter, would leave its task out in silence."""
    request = rf.get("/")
    with world.open():
        request.user, request.agreement, request.may = world.anna, world.agreement, ALL
        for _words, tasks in today.GROUPS.values():
            for task in tasks:
                assert today.list_at(request, task.list, task.query(MONDAY.date())) is not None, task.key


# --- the year in pictures ----------------------------------------------------------------------------------------------


def test_sales_and_margin_are_those_of_invoices_and_ledger(world):
    """Booked: 3 lamps. Sent: 3 in October, 4 in November (not invoiced yet), at 25.00 each."""
    with world.open():
        found = year.year(MONDAY.date(), "NOK", costs=True)
        (booked,) = SalesInvoice.objects.filter(status="booked")
    months = {month.name: (month.sales, month.cost, month.margin) for month in found.months}
    assert len(months) == 12
    assert months["October 2026"] == (booked.amount_net, Decimal(75), booked.amount_net - 75)
    assert months["November 2026"] == (Decimal(0), Decimal(100), Decimal(-100))
    assert found.margin == booked.amount_net - 175
    assert [month.column.is_loss for month in found.months][-2:] == [False, True]


def test_a_returned_lamp_lowers_sales_and_cost(world):
    with world.open():
        (invoice,) = SalesInvoice.objects.filter(status="booked")
        line = invoice.lines.get()
        note = credits.draft_from_invoice(invoice, by=world.anna, reason="returned", quantities={line.pk: Decimal(1)})
        credits.book(note, by=world.anna)
        found = year.year(MONDAY.date(), "NOK", costs=True)
        (top,) = year.tops(MONDAY.date())[0].rows
    assert (found.months[-1].sales, found.months[-1].cost) == (-invoice.amount_net / 3, Decimal(75))
    assert top.amount == invoice.amount_net * 2 / 3


def test_a_month_leads_to_the_invoices_that_it_sums(world):
    anna = enter(world.anna)
    body = anna.get("/").content.decode()
    address, says = re.search(r'<a href="([^"]*invoiced_on=2026-10-01[^"]*)" aria-label="([^"]*)"', body).groups()
    assert says.startswith("October 2026: ")
    listed = anna.get(unescape(address))
    assert re.search(r"<b>1</b>", listed.content.decode())


def test_those_that_sold_most_lead_to_their_pages(world):
    anna = enter(world.anna)
    text = words(anna.get("/"))
    assert "Top items" in text and "Top customers" in text
    body = anna.get("/").content.decode()
    for name, address in (
        ("Fjord Sykkel AS", reverse("sales:customer", args=[10001])),
        ("Lamp", reverse("inventory:item", args=["2040"])),
    ):
        assert f'<th scope="row"><a href="{address}">{name}</a>' in body
        assert anna.get(address).status_code == 200


def test_who_sees_prices_but_no_costs_sees_sales_without_a_margin(world, rf):
    with world.open():
        found = year.year(MONDAY.date(), "NOK", costs=False)
    assert (found.margin, found.months[-2].margin) == (None, None)
    assert found.months[-2].says.startswith("October 2026: ")
    assert "margin" not in found.months[-2].says


def test_a_new_company_reads_what_will_stand_there(solvang):
    text = words(enter(solvang.carla).get("/"))
    assert "The first booked invoice shows here at once." in text
    assert text.count("Nothing was invoiced in this time.") == 2


def test_each_plot_has_its_figures_in_a_table(world):
    body = enter(world.vera).get("/").content.decode()
    for caption in ("Sales by month, twelve months", "Invoiced per week", "Stock value over"):
        assert re.search(rf"<caption>{caption}", body), caption
