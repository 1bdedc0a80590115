"""What happens to quotes and orders, clicked: every verb at its button, once, with the reason where it rests."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.models import StockBalance
from layouts import drafting
from rackbeat.lib import books
from sales import orders, prices, quotes, shipments
from sales.models import Quote, SalesInvoice, SalesOrder, Shipment
from tests import kept, make
from tests.sales.pages import follow, send, words


@kept.scene()
def stocked(world):
    make.received(world, world.lamp, 10, "25.00")
    return world


@kept.scene()
def quote(world, stocked):
    document = quotes.draft(world.shop, by=world.anna)
    facts = prices.line_facts(document, world.shop, world.lamp)
    drafting.add_line(document, by=world.anna, item=world.lamp, quantity=4, **facts)
    return document


def again(world, document):
    with world.open():
        return type(document).objects.get(pk=document.pk)


def test_a_quote_is_sent_then_becomes_an_order(anna, nordlys, quote):
    page = words(anna.get(f"/sales/quotes/{quote.number}/"))
    assert "Quote 1001" in page and "Mark as sent" in page
    assert "marked as sent" in words(follow(anna, f"/sales/quotes/{quote.number}/send/"))
    page = follow(anna, f"/sales/quotes/{quote.number}/make-order/")
    assert "the quote is accepted" in words(page)
    assert f'href="/sales/quotes/{quote.number}/"' in page.content.decode()
    assert again(nordlys, quote).status == Quote.Status.ACCEPTED
    assert "/sales/orders/1001/" in anna.get(f"/sales/quotes/{quote.number}/").content.decode()


def test_a_quote_becomes_an_invoice_or_is_rejected_and_opened(anna, nordlys, quote):
    follow(anna, f"/sales/quotes/{quote.number}/send/")
    follow(anna, f"/sales/quotes/{quote.number}/reopen/")
    assert again(nordlys, quote).status == Quote.Status.DRAFT
    page = follow(anna, f"/sales/quotes/{quote.number}/make-invoice/")
    assert "Invoice draft" in words(page)
    refused = send(anna, f"/sales/quotes/{quote.number}/reject/")
    assert refused.status_code == 422
    assert "can no longer become" in words(refused)


def test_an_empty_document_says_at_the_button_why_it_waits(anna, stocked):
    page = follow(anna, "/sales/orders/new/", {"party": "10001"})
    assert "Add a line first." in words(page)
    number = page.request["PATH_INFO"].rstrip("/").rsplit("/", 1)[1]
    refused = send(anna, f"/sales/orders/{number}/confirm/")
    assert refused.status_code == 422
    assert "Add a line before you confirm the order." in words(refused)


def test_an_order_is_confirmed_shipped_and_invoiced_from_its_page(anna, stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4), confirmed=False)
    here = f"/sales/orders/{order.number}/"
    assert "its goods are reserved" in words(follow(anna, here + "confirm/"))
    assert "Create shipment" in words(anna.get(here))
    page = follow(anna, here + "make-shipment/")
    assert page.request["PATH_INFO"] == "/sales/shipments/1001/"
    said = words(anna.get(here))
    assert "Ready" in said and "Open shipment" in said and "Nothing is left to ship." in said
    page = follow(anna, here + "make-invoice/")
    assert page.request["PATH_INFO"].startswith("/sales/invoices/draft-")
    said = words(anna.get(here))
    assert "Nothing is left to invoice." in said and "It has shipments or invoices." in said


def test_an_invoice_of_what_was_sent_only(anna, stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 8))
        shipment = shipments.draft_from_order(order, by=world.anna)
        shipments.pick(shipment.lines.get(), 3, by=world.anna)
        shipments.ship(shipment, by=world.anna)
    follow(anna, f"/sales/orders/{order.number}/make-invoice-sent/")
    with stocked.open():
        assert SalesInvoice.objects.get().lines.get().quantity == 3


@pytest.mark.parametrize(("verb", "model"), [("make-shipment", Shipment), ("make-invoice", SalesInvoice)])
def test_a_form_that_is_sent_twice_makes_one_document(anna, stocked, verb, model):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4))
    token = {"once": str(uuid.uuid4())}
    first = anna.post(f"/sales/orders/{order.number}/{verb}/", token)
    second = anna.post(f"/sales/orders/{order.number}/{verb}/", token)
    assert (first.status_code, second.status_code, first["Location"]) == (302, 302, second["Location"])
    with stocked.open():
        assert model.objects.count() == 1


def test_a_second_click_is_refused_and_makes_nothing(anna, stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4))
    follow(anna, f"/sales/orders/{order.number}/make-shipment/")
    refused = send(anna, f"/sales/orders/{order.number}/make-shipment/")
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()


def test_an_order_is_cancelled_after_a_question(anna, stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4))
    here = f"/sales/orders/{order.number}/"
    assert "Cancel order 1001?" in words(anna.get(here + "cancel/"))
    assert again(stocked, order).status == SalesOrder.Status.CONFIRMED
    assert "is cancelled" in words(follow(anna, here + "cancel/"))
    assert again(stocked, order).archived


@pytest.mark.parametrize("verb", ["confirm", "reopen", "make-shipment", "make-invoice", "archive"])
def test_getting_an_address_changes_nothing(anna, stocked, verb):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4), confirmed=verb != "confirm")
    before = again(stocked, order).__dict__
    anna.get(f"/sales/orders/{order.number}/{verb}/")
    after = again(stocked, order).__dict__
    assert {name: value for name, value in before.items() if name[0] != "_"} == {
        name: value for name, value in after.items() if name[0] != "_"
    }


def test_what_lacks_stock_is_warned_of(anna, stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 12), (world.cable, 5), (world.hours, 1), confirmed=False)
    said = words(anna.get(f"/sales/orders/{order.number}/"))
    assert "2 of 3 lines lack available stock." in said
    assert "2 missing" in said and "5 missing" in said
    assert "The order can be confirmed, but not sent whole." in said
    with stocked.open():
        orders.confirm(order, by=stocked.anna)
    said = words(anna.get(f"/sales/orders/{order.number}/"))
    assert "Avail. to order" in said and "The order cannot be sent whole yet." in said


def test_the_margin_of_what_was_sent_is_what_the_ledger_says(anna, stocked):
    with stocked.open() as world:
        make.received(world, world.lamp, 10, "40.00")
        order = make.order(world, (world.lamp, 12))
        make.shipped(world, order)
    said = words(anna.get(f"/sales/orders/{order.number}/"))
    assert "870.00" in said  # 12 at 100.00 less 330.00
    assert "72.5%" in said


def test_the_lists_count_what_is_to_be_done(anna, stocked, quote):
    with stocked.open() as world:
        make.order(world, (world.lamp, 4))
    said = words(anna.get("/sales/orders/"))
    assert "Active 1" in said and "To ship 1" in said and "Fjord Sykkel AS" in said
    assert "Quotes" in words(anna.get("/sales/quotes/"))


def test_as_many_questions_for_thirty_lines_as_for_three(anna, stocked):
    def asked(count):
        with stocked.open() as world:
            order = make.order(world, *[(world.lamp, 1), (world.cable, 2)] * (count // 2), confirmed=False)
        anna.get(f"/sales/orders/{order.number}/")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert anna.get(f"/sales/orders/{order.number}/").status_code == 200
        return len(seen)

    few = asked(4)
    assert asked(30) == few
    assert few < 32


def test_a_stranger_and_the_warehouse_do_nothing_to_an_order(carla, bo, stocked, quote):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4))
    for verb in ("confirm", "reopen", "cancel", "make-shipment", "make-invoice", "make-invoice-sent", "document.pdf"):
        address = f"/sales/orders/{order.number}/{verb}" + ("" if "." in verb else "/")
        reach = carla.get if "." in verb else carla.post
        assert reach(address).status_code == 404
        assert (bo.get if "." in verb else bo.post)(address).status_code == 403
    for verb in ("", "send/", "reject/", "make-order/"):
        assert carla.post(f"/sales/quotes/{quote.number}/{verb}").status_code in (404, 405)
        assert bo.get(f"/sales/quotes/{quote.number}/{verb}").status_code == 403
    assert carla.get(f"/sales/quotes/{quote.number}/").status_code == 404


def test_the_margin_explains_itself(anna, stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4), (world.hours, 1))
    said = words(anna.get(f"/sales/orders/{order.number}/?margin=1"))
    assert "1,100.00 is 1,200.00 without VAT less 100.00 that the goods cost" in said
    assert "Not sent yet: as a unit costs now" in said
    assert "?margin=1#margin" in anna.get(f"/sales/orders/{order.number}/").content.decode()


def test_an_order_under_way_says_how_much_of_each_line_is_sent(anna, stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 8))
        shipment = shipments.draft_from_order(order, by=world.anna)
        shipments.pick(shipment.lines.get(), 3, by=world.anna)
        shipments.ship(shipment, by=world.anna)
    page = anna.get(f"/sales/orders/{order.number}/").content.decode()
    assert 'class="n gone soft" data-say="sent">3<' in page
    assert "billed" not in page


# --- where it is reserved ----------------------------------------------------------------------------------------


def reserved(world, item):
    """Place by place, what is held of the item."""
    rows = StockBalance.objects.filter(item=item, reserved__gt=0)
    return dict(rows.values_list("location__code", "reserved"))


def test_what_is_reserved_stands_where_it_is_picked(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 5, "25.00")
        make.received(world, world.lamp, 9, "25.00", location=world.yard)
        order = make.order(world, (world.lamp, 4))
        shipment = shipments.draft_from_order(order, by=world.bo)
        assert reserved(world, world.lamp) == {"A-01": 4}

        line = shipments.pick(shipment.lines.get(), Decimal(4), by=world.bo, location=world.yard)
        assert reserved(world, world.lamp) == {"B-01": 4}

        shipments.unpick(line, by=world.bo)
        assert reserved(world, world.lamp) == {"A-01": 4}
        assert books.broken() == []


def test_what_was_picked_elsewhere_and_sent_leaves_the_rest_at_the_usual_place(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 5, "25.00")
        make.received(world, world.lamp, 9, "25.00", location=world.yard)
        order = make.order(world, (world.lamp, 4))
        shipment = shipments.draft_from_order(order, by=world.bo)
        shipments.pick(shipment.lines.get(), Decimal(3), by=world.bo, location=world.yard)
        assert reserved(world, world.lamp) == {"B-01": 4}
        shipments.ship(shipment, by=world.bo)
        assert reserved(world, world.lamp) == {"A-01": 1}
        assert books.broken() == []
