"""Beside the badges stands what they mean, and the condition that holds now: from the badges' own source."""

import re
from html import unescape

from django.test import Client

from rackbeat.lib import tracks
from sales import shipments
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
