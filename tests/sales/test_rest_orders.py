"""What becomes of the rest of an order: sent later, given up, or an order of its own (DESIGN 3.6)."""

from decimal import Decimal

import pytest

from inventory.models import Reservation
from layouts import drafting
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from sales import invoices, orders, shipments
from sales.models import SalesOrder
from tests import kept, make
from tests.sales.pages import follow, send, words

ZERO = Decimal(0)


@kept.scene()
def stocked(world):
    make.received(world, world.lamp, 20, "25.00")
    return world


def partly(world, ordered=10, sent=4, *more):
    """An order of which a part has left."""
    order = make.order(world, (world.lamp, ordered), *more)
    shipment = shipments.draft_from_order(order, by=world.anna)
    shipments.pick(shipment.lines.earliest("position"), Decimal(sent), by=world.anna)
    shipment = shipments.ship(shipment, by=world.anna)
    return SalesOrder.objects.get(pk=order.pk), shipment


def state(order):
    order.refresh_from_db()
    return order.status, order.delivery, order.invoicing, order.archived


def reserved(item):
    return sum(Reservation.objects.filter(item=item).values_list("quantity_open", flat=True), ZERO)


def test_a_rest_order_takes_the_rest_along_and_the_old_one_is_cancelled(stocked):
    with stocked.open() as world:
        order, shipment = partly(world)
        rest = orders.split(order, by=world.anna)
        assert state(order) == ("cancelled", "full", "none", False)  # what was sent waits to be invoiced
        assert state(rest) == ("confirmed", "none", "none", False)
        line, old = rest.lines.get(), order.lines.get()
        assert (old.quantity, old.quantity_cancelled, old.quantity_shipped, line.quantity) == (10, 6, 4, 6)
        assert (rest.amount_net, order.amount_net) == (Decimal("600.00"), Decimal("1000.00"))
        assert (rest.rest_of, reserved(world.lamp)) == (order, 6)
        invoices.book(invoices.draft_from_shipment(shipment, by=world.anna), by=world.anna)
        assert state(order) == ("cancelled", "full", "full", True)
        make.shipped(world, rest)
        invoices.book(invoices.draft_from_order(rest, by=world.anna), by=world.anna)
        assert state(rest) == ("confirmed", "full", "full", True)
        assert books.broken() == []


def test_a_rest_order_after_the_sent_part_was_invoiced_archives_the_old_one_at_once(stocked):
    with stocked.open() as world:
        order, shipment = partly(world)
        invoices.book(invoices.draft_from_shipment(shipment, by=world.anna), by=world.anna)
        orders.split(order, by=world.anna)
        assert state(order) == ("cancelled", "full", "full", True)
        assert books.broken() == []


def test_the_rest_is_cancelled_and_the_order_ends_with_what_was_sent(stocked):
    with stocked.open() as world:
        order, shipment = partly(world)
        orders.cancel_rest(order, by=world.anna)
        assert state(order) == ("confirmed", "full", "none", False)
        assert (order.lines.get().quantity, order.lines.get().quantity_cancelled) == (10, 6)
        assert reserved(world.lamp) == 0
        invoices.book(invoices.draft_from_shipment(shipment, by=world.anna), by=world.anna)
        assert state(order) == ("confirmed", "full", "full", True)
        assert books.broken() == []


def test_services_stay_with_the_part_that_was_sent(stocked):
    with stocked.open() as world:
        order, shipment = partly(world, 10, 4, (world.hours, 1))
        rest = orders.split(order, by=world.anna)
        assert [line.item for line in rest.lines.all()] == [world.lamp]
        invoice = invoices.draft_from_shipment(shipment, by=world.anna)
        assert invoice.amount_net == Decimal("1200.00")  # 4 lamps at 100.00 and the work at 800.00


def test_text_price_discount_and_place_go_along(stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 10), confirmed=False)
        facts = {"text": "Lamp, red", "price": Decimal("90.00"), "discount_percent": Decimal("10")}
        line = drafting.change_line(order.lines.get(), by=world.anna, **facts)
        orders.confirm(order, by=world.anna)
        shipment = shipments.draft_from_order(order, by=world.anna)
        shipments.pick(shipment.lines.get(), Decimal(4), by=world.anna)
        shipments.ship(shipment, by=world.anna)
        made = orders.split(order, by=world.anna).lines.get()
        assert (made.text, made.price, made.discount_percent) == (line.text, Decimal("90.00"), Decimal("10.00"))
        assert (made.position, made.amount_net) == (1, Decimal("486.00"))


def test_there_is_no_rest_before_a_part_was_sent_nor_when_all_was(stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 4))
        for verb in (orders.split, orders.cancel_rest):
            with pytest.raises(Refusal, match="Nothing of it has been sent yet"):
                verb(order, by=world.anna)
        make.shipped(world, order)
        with pytest.raises(Refusal, match="nothing is left"):
            orders.split(order, by=world.anna)


def test_a_shipment_that_waits_is_in_the_way(stocked):
    with stocked.open() as world:
        order, _shipment = partly(world)
        waiting = shipments.draft_from_order(order, by=world.anna)
        with pytest.raises(Refusal, match="Send or delete that first"):
            orders.split(order, by=world.anna)
        shipments.delete(waiting, by=world.anna)
        orders.split(order, by=world.anna)


@pytest.mark.parametrize("booked", [False, True])
def test_what_was_invoiced_in_advance_is_not_given_up(stocked, booked):
    with stocked.open() as world:
        order, _shipment = partly(world)
        invoice = invoices.draft_from_order(order, by=world.anna)
        if booked:
            invoices.book(invoice, by=world.anna)
        with pytest.raises(Refusal, match="Line 1: 10 are invoiced or stand on a draft, but only 4 are sent"):
            orders.cancel_rest(order, by=world.anna)


def test_the_rest_is_dealt_with_from_the_orders_page(anna, stocked):
    with stocked.open() as world:
        order, _shipment = partly(world)
    here = f"/sales/orders/{order.number}/"
    said = words(anna.get(here))
    assert "Make rest order" in said and "Cancel the rest" in said and "Cancel order" not in said
    assert "6 pcs Lamp" in words(anna.get(here + "rest/split/"))
    page = follow(anna, here + "rest/split/")
    assert page.request["PATH_INFO"] == "/sales/orders/1002/"
    assert "Rest order 1002 is made" in words(page) and "made it from the rest of order 1001" in words(page)
    assert f'href="{here}"' in page.content.decode()
    said = words(anna.get(here))
    assert "Rest order 1002" in said and "made rest order 1002 6 pcs Lamp" in said and "Cancelled" in said


def test_several_orders_are_dealt_with_from_the_list_and_the_others_say_why_not(anna, stocked):
    with stocked.open() as world:
        first, _shipment = partly(world, 5, 2)
        second, _shipment = partly(world, 3, 1)
        third = make.order(world, (world.lamp, 1))
    picks = {"pick": [first.pk, second.pk, third.pk]}
    page = words(send(anna, "/sales/orders/rest/split/", picks))
    assert "3 pcs Lamp" in page and "2 pcs Lamp" in page and "Nothing of it has been sent yet" in page
    page = words(follow(anna, "/sales/orders/rest/split/", {**picks, "sure": "1"}))
    assert "Done for 2 orders: 1004, 1005." in page and "1003: Nothing of it has been sent yet" in page
    with stocked.open():
        assert SalesOrder.objects.filter(status="cancelled").count() == 2
        assert books.broken() == []


def test_the_rest_of_several_is_cancelled_from_the_list(anna, stocked):
    with stocked.open() as world:
        first, _shipment = partly(world, 5, 2)
    follow(anna, "/sales/orders/rest/cancel/", {"pick": [first.pk], "sure": "1"})
    with stocked.open():
        assert state(first) == ("confirmed", "full", "none", False)


def test_nothing_picked_is_said(anna, stocked):
    assert "Pick the orders first." in words(follow(anna, "/sales/orders/rest/split/"))


def test_strangers_and_readers_split_nothing(carla, vera, stocked):
    with stocked.open() as world:
        order, _shipment = partly(world)
    assert send(carla, f"/sales/orders/{order.number}/rest/split/").status_code == 404
    assert "Pick the orders first." in words(follow(carla, "/sales/orders/rest/split/", {"pick": [order.pk]}))
    assert send(vera, f"/sales/orders/{order.number}/rest/split/").status_code == 403
    assert send(vera, "/sales/orders/rest/split/", {"pick": [order.pk]}).status_code == 403
    with stocked.open():
        assert state(order)[0] == "confirmed"


# --- an invoice points at its shipment ----


def test_invoicing_a_shipment_again_takes_nothing_of_another(stocked):
    with stocked.open() as world:
        order, first = partly(world, 10, 6)
        second = make.shipped(world, order)
        invoices.book(invoices.draft_from_shipment(first, by=world.anna), by=world.anna)
        with pytest.raises(Refusal, match="Nothing is left to invoice"):
            invoices.draft_from_shipment(first, by=world.anna)
        invoice = invoices.draft_from_shipment(second, by=world.anna)
        assert (invoice.lines.get().quantity, invoice.lines.get().shipment) == (4, second)


def test_an_invoice_of_the_order_counts_for_its_oldest_shipment(stocked):
    with stocked.open() as world:
        order, first = partly(world, 10, 6)
        invoices.book(invoices.draft_from_order(order, by=world.anna, only_shipped=True), by=world.anna)
        second = make.shipped(world, order)
        with pytest.raises(Refusal):
            invoices.draft_from_shipment(first, by=world.anna)
        assert invoices.draft_from_shipment(second, by=world.anna).lines.get().quantity == 4


def test_a_shipment_names_its_own_invoice_and_offers_no_second(anna, stocked):
    with stocked.open() as world:
        order, first = partly(world, 10, 6)
        second = make.shipped(world, order)
        invoices.book(invoices.draft_from_shipment(first, by=world.anna), by=world.anna)
    said = words(anna.get(f"/sales/shipments/{first.number}/"))
    assert "Invoice 1001" in said and "Make invoice" not in said
    said = words(anna.get(f"/sales/shipments/{second.number}/"))
    assert "Invoice 1001" not in said and "Make invoice" in said
    said = words(anna.get("/sales/invoices/1001/"))
    assert f"Shipment {first.number}" in said and f"Shipment {second.number}" not in said


# --- the tracking number ----


def test_the_tracking_number_is_entered_after_sending(bo, anna, stocked):
    with stocked.open() as world:
        _order, shipment = partly(world)
    here = f"/sales/shipments/{shipment.number}/"
    assert "Tracking number None Enter" in words(bo.get(here))
    page = words(follow(bo, here + "tracking/", {"tracking": " 370 725 "}))
    assert "Tracking number 370 725" in page and "tracking number" in page
    assert send(anna, here + "tracking/", {"tracking": "x" * 101}).status_code == 422


def test_a_reader_enters_no_tracking_number(vera, carla, stocked):
    with stocked.open() as world:
        _order, shipment = partly(world)
    assert send(vera, f"/sales/shipments/{shipment.number}/tracking/", {"tracking": "1"}).status_code == 403
    assert send(carla, f"/sales/shipments/{shipment.number}/tracking/", {"tracking": "1"}).status_code == 404
