"""Beside the badges stands what they mean, and the condition that holds now: from the badges' own source."""

import re
from decimal import Decimal
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layouts import drafting
from rackbeat.lib import tracks
from sales import credits, invoices, orders, quotes, shipments
from sales.models import SalesOrder
from tests import make


def words(user, url):
    client = Client()
    client.force_login(user)
    page = client.get(url).content.decode()
    panel = re.search(r'<details class="pop legend.*?</details>', page, re.S).group()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", panel)).split())


def test_a_partly_sent_order_says_how_much_of_it_is_sent(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25")
        order = make.order(world, (world.lamp, 10))
        shipment = shipments.draft_from_order(order, by=world.anna)
        line = shipment.lines.get()
        shipments.pick(line, 4, by=world.anna)
        shipments.ship(shipment, by=world.anna)
    said = words(nordlys.anna, f"/sales/orders/{order.number}/")
    assert said.startswith("4 of 10 pcs sent")
    assert "Partly shipped: 4 of 10 pcs sent" in said
    assert "Not invoiced: 0 of 10 pcs invoiced" in said


def test_lines_of_several_units_are_counted_without_one(nordlys):
    with nordlys.open() as world:
        order = make.order(world, (world.lamp, 2), (world.cable, 3))
    assert "Not shipped: 0 of 5 sent" in words(nordlys.anna, f"/sales/orders/{order.number}/")


def test_the_list_explains_every_word_that_its_badges_can_say(nordlys):
    with nordlys.open() as world:
        make.order(world, (world.lamp, 1))
    said = words(nordlys.anna, "/sales/orders/")
    for track in tracks.told(SalesOrder):
        for member in track.members:
            assert f"{member.label} {member.meaning}" in said


def row(user, url):
    """The words of the first row of a list, its titles too, and how many statements the page took."""
    client = Client()
    client.force_login(user)
    client.get(url)  # the first page of a session keeps a few things
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url).content.decode()
    body = re.search(r"<tbody.*?</tbody>", page, re.S).group()
    titles = " ".join(re.findall(r'title="([^"]*)"', body))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()), titles, len(asked)


def test_a_row_says_how_far_what_is_half_done_has_come_and_asks_no_more_for_it(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 40, "25")
        order = make.order(world, (world.lamp, 10), (world.hours, 1))
    said, titles, before = row(nordlys.anna, "/sales/orders/")
    assert " of " not in said
    with nordlys.open() as world:
        for quantity in (4, 1):
            shipment = shipments.draft_from_order(order, by=world.anna)
            shipments.pick(shipment.lines.get(), quantity, by=world.anna)
            if quantity == 4:
                shipments.ship(shipment, by=world.anna)
                invoices.book(invoices.draft_from_order(order, only_shipped=True, by=world.anna), by=world.anna)
    said, titles, after = row(nordlys.anna, "/sales/orders/")
    assert "Partly shipped 4 of 10" in said
    assert "4 of 10 sent" in titles
    assert re.search(r"Partly invoiced \d of 11", said)
    assert after == before
    said, titles, _asked = row(nordlys.bo, "/sales/shipments/")
    assert "Partly picked 1 of 6" in said
    assert "1 of 6 picked" in titles


def test_what_was_cancelled_is_no_longer_due_on_the_row(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 40, "25")
        order = make.order(world, (world.lamp, 10), (world.lamp, 5))
        shipment = shipments.draft_from_order(order, by=world.anna)
        shipments.pick(shipment.lines.first(), 4, by=world.anna)
        shipments.ship(shipment, by=world.anna)
        SalesOrder.objects.get().lines.filter(position=2).update(quantity_cancelled=2)
    assert "Partly shipped 4 of 13" in row(nordlys.anna, "/sales/orders/")[0]
    assert "Partly shipped: 4 of 13 pcs sent" in words(nordlys.anna, f"/sales/orders/{order.number}/")


def test_what_brought_the_status_about_stands_beside_it(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 40, "25")
        quote = quotes.draft(world.shop, by=world.anna)
        drafting.add_line(quote, by=world.anna, item=world.lamp, quantity=Decimal(4), price=Decimal(100))
        order = orders.confirm(orders.draft_from_quote(quotes.send(quote, by=world.anna), by=world.anna), by=world.anna)
        waiting = shipments.draft_from_order(order, by=world.anna)
        draft = invoices.draft_from_order(order, by=world.anna)
    said = words(nordlys.anna, f"/sales/orders/{order.number}/")
    assert f"Ready: 0 of 4 sent; shipment {waiting.number} waits" in said
    assert f"0 of 4 invoiced; invoice draft {draft.draft_number} waits" in said
    assert f"Accepted: became order {order.number}" in words(nordlys.anna, f"/sales/quotes/{quote.number}/")
    with nordlys.open() as world:
        shipments.pick(waiting.lines.get(), 1, by=world.anna)
        shipments.ship(waiting, by=world.anna)
        invoices.delete(draft, by=world.anna)
        rest = orders.split(order, by=world.anna)
    said = words(nordlys.anna, f"/sales/orders/{order.number}/")
    assert f"Cancelled: rest order {rest.number} took over what was left" in said


def test_an_invoice_that_was_credited_is_not_said_to_be_sent_by_nothing(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 40, "25")
        order = make.order(world, (world.lamp, 6))
        invoice = invoices.book(invoices.draft_from_order(order, by=world.anna), by=world.anna)
        credit = credits.book(credits.draft_from_invoice(invoice, reason="wrong", by=world.anna), by=world.anna)
    said = words(nordlys.anna, f"/sales/invoices/{invoice.number}/")
    assert "0 of" not in said
    assert "Sent: all of it is credited, so nothing is to be sent" in said
    assert "Delivered" not in words(nordlys.anna, f"/sales/invoices/{credit.number}/")
