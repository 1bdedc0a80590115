"""Search everywhere: by number, name, reference and item; archived ones marked; nobody finds what is not theirs (B7)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from layouts import drafting
from tests import kept, make

WHERE = "/search/"


@kept.scene()
def traded(world):
    """A day of trade: an order sent, another one archived by hand, a receipt."""
    make.received(world, world.lamp, 5, "25.00")
    order = make.order(world, (world.lamp, 2))
    shipment = make.shipped(world, order)
    put_away = drafting.archive(make.order(world, (world.cable, 3)), by=world.owner)
    world.things.update(order=order, shipment=shipment, put_away=put_away)
    return world


def seen(client, user, text, **more):
    client.force_login(user)
    return client.get(WHERE, {"q": text}, **more).content.decode()


def test_the_number_leads_to_the_document(client, traded):
    body = seen(client, traded.anna, str(traded.order.number))
    assert reverse("sales:order", args=[traded.order.number]) in body


def test_an_item_on_a_line_leads_to_its_documents_and_to_the_item(client, traded):
    body = seen(client, traded.anna, "2040 lamp")
    for name, key in (
        ("sales:order", traded.order.number),
        ("inventory:item", "2040"),
        ("sales:shipment", traded.shipment.number),
    ):
        assert reverse(name, args=[key]) in body


def test_what_is_archived_is_found_and_marked(client, traded):
    body = seen(client, traded.anna, "cable")
    assert reverse("sales:order", args=[traded.put_away.number]) in body
    assert "put-away" in body


def test_pages_and_actions_are_found_by_their_words(client, traded):
    assert reverse("accounts:payment_terms") in seen(client, traded.anna, "payment te")
    assert reverse("sales:order_new") in seen(client, traded.anna, "orders create")
    assert reverse("sales:credit_new") in seen(client, traded.anna, "new credit note")
    assert reverse("support:article", args=["password"]) in seen(client, traded.anna, "password")


def test_the_name_of_a_document_before_its_number_is_understood(client, traded):
    body = seen(client, traded.anna, f"order {traded.order.number}")
    assert f'href="{reverse("sales:order", args=[traded.order.number])}"' in body
    assert reverse("sales:shipment", args=[traded.shipment.number]) not in body


def test_the_warehouse_finds_shipments_and_items_but_no_orders(client, traded):
    body = seen(client, traded.bo, "lamp")
    assert reverse("sales:shipment", args=[traded.shipment.number]) in body
    assert reverse("inventory:item", args=["2040"]) in body
    assert "/sales/orders/" not in body
    assert reverse("sales:order_new") not in seen(client, traded.bo, "create")


def test_carla_finds_nothing_of_nordlys(client, traded, solvang):
    body = seen(client, solvang.carla, "lamp")
    assert "/sales/" not in body.split('id="found"')[1].split("<footer")[0]
    assert reverse("sales:order", args=[traded.order.number]) not in seen(
        client, solvang.carla, str(traded.order.number)
    )


def test_a_stranger_is_led_to_the_door(client, traded):
    assert client.get(WHERE, {"q": "lamp"}).status_code == 302


def test_who_chose_no_agreement_finds_pages_only(client, traded):
    from tests.world import person

    assert "/sales/orders/1" not in seen(client, person("new@nordlys.example", "New"), "lamp")


def test_the_dialog_gets_the_part_alone(client, traded):
    body = seen(client, traded.anna, "lamp", headers={"HX-Request": "true"})
    assert "<html" not in body
    assert body.lstrip().startswith('<div class="found"')


@pytest.mark.parametrize("text", ["", " ", "%", "'; --", "\x00", "😀", "a" * 4000, "🚲 1001", "-1"])
def test_odd_words_break_nothing(client, traded, text):
    client.force_login(traded.anna)
    assert client.get(WHERE, {"q": text}).status_code == 200


def test_what_is_not_there_is_said_in_a_sentence(client, traded):
    assert "Nothing is called “zeppelin”" in seen(client, traded.anna, "zeppelin")


def test_it_asks_once_for_the_keys_and_once_for_each_list_that_found_something(client, traded):
    client.force_login(traded.anna)
    client.get(WHERE, {"q": "lamp"})
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(WHERE, {"q": "lamp"})
    with traded.open():
        for _ in range(4):
            make.order(traded, (traded.lamp, 1))
    with CaptureQueriesContext(connection) as many:
        client.get(WHERE, {"q": "lamp"})
    assert len(many) == len(few) <= 24
