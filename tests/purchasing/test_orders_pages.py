"""A purchase order as the office works with it: written, sent, expected, received, cancelled."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.models import Expected
from purchasing import orders, receipts
from purchasing.models import GoodsReceipt, PurchaseOrder, PurchaseOrderLine
from tests import kept, make
from tests.purchasing.pages import follow, send, words

pytestmark = pytest.mark.django_db
ORDERS = "/purchasing/orders/"
ORDER = "/purchasing/orders/1001/"


@kept.scene()
def sent(world):
    return make.purchase_order(world, (world.lamp, 10, "25.00"), (world.cable, "2.5", "4.00"))


@kept.scene()
def draft(world):
    return make.purchase_order(world, (world.lamp, 10, "25.00"), sent=False)


# --- writing -----------------------------------------------------------------------------------------------------


def test_an_order_begins_with_its_supplier_and_opens_on_a_new_line(nordlys, anna):
    page = follow(anna, f"{ORDERS}new/", {"party": "20001 Lumen Cycle GmbH"})
    assert "Purchase order 1001" in words(page)
    assert "Lumen Cycle GmbH" in words(page)
    assert b'id="row-new"' in page.content


def test_the_suppliers_page_leads_to_a_new_order_of_theirs(nordlys, anna):
    assert b'href="/purchasing/orders/new/?for=20001"' in anna.get("/purchasing/suppliers/20001/").content
    assert b'value="20001"' in anna.get(f"{ORDERS}new/?for=20001").content


def test_a_barred_supplier_cannot_be_chosen(nordlys, anna):
    send(anna, "/purchasing/suppliers/20001/bar/")
    response = send(anna, f"{ORDERS}new/", {"party": "20001"})
    assert response.status_code == 422
    with nordlys.open():
        assert not PurchaseOrder.objects.exists()


def test_the_same_form_sent_twice_begins_one_order(nordlys, anna):
    typed = {"party": "20001", "once": str(uuid.uuid4())}
    first, second = (anna.post(f"{ORDERS}new/", typed) for _time in range(2))
    assert first["Location"] == second["Location"]
    with nordlys.open():
        assert PurchaseOrder.objects.count() == 1


def test_a_line_takes_the_expected_cost_and_opens_the_next(nordlys, draft, anna):
    with nordlys.open() as world:
        world.cable.expected_cost = 4
        world.cable.save()
    response = send(anna, f"{ORDER}lines/", {"item": "3001", "quantity": "12,5"})
    assert response["Location"].endswith("?line=new#line-new")
    with nordlys.open():
        line = PurchaseOrderLine.objects.get(item__number="3001")
        assert (line.quantity, line.price, line.amount_net) == (12.5, 4, 50)
        assert PurchaseOrder.objects.get().amount_net == 300


@pytest.mark.parametrize("field", ["quantity", "price", "discount_percent"])
@pytest.mark.parametrize("typed", ["-1", "NaN", "1e309", "Infinity", "9" * 30, "1.2.3", "ten", "\x00", "0x10", "¼"])
def test_no_number_breaks_the_page_and_what_was_typed_stays(nordlys, draft, anna, field, typed):
    response = send(anna, f"{ORDER}lines/", {"item": "2040", "quantity": "1", "text": "As agreed", field: typed})
    assert response.status_code == 422
    assert 'value="As agreed"' in response.content.decode()
    with nordlys.open():
        assert PurchaseOrderLine.objects.count() == 1


def test_two_large_numbers_are_too_large_together(nordlys, draft, anna):
    response = send(anna, f"{ORDER}lines/", {"item": "2040", "quantity": "999999999", "price": "999999999"})
    assert response.status_code == 422
    assert "more than a document can hold" in words(response)


def test_the_header_can_be_edited_while_it_is_a_draft(nordlys, draft, anna):
    form = {"ordered_on": "2026-11-20", "expected_on": "24.12.2026", "heading": "For Christmas", "version": "2"}
    follow(anna, f"{ORDER}edit/", form)
    with nordlys.open():
        order = PurchaseOrder.objects.get()
        assert (order.heading, order.expected_on) == ("For Christmas", dt.date(2026, 12, 24))
    stale = send(anna, f"{ORDER}edit/", form | {"heading": "Mine"})
    assert stale.status_code == 422
    assert "Somebody else changed this" in words(stale)


# --- sending and what follows ------------------------------------------------------------------------------------


def test_sending_makes_the_goods_expected(nordlys, draft, anna):
    page = words(follow(anna, f"{ORDER}send/"))
    assert "Purchase order 1001 is sent" in page
    assert "Create receipt" in page
    with nordlys.open():
        assert Expected.objects.get().quantity_open == 10


def test_an_empty_order_says_at_the_button_why_it_cannot_be_sent(nordlys, anna):
    page = follow(anna, f"{ORDERS}new/", {"party": "20001"})
    assert 'disabled title="Add a line first."' in page.content.decode()
    response = send(anna, f"{ORDER}send/")
    assert response.status_code == 422
    assert "Add a line before you send the order." in words(response)


def test_a_sent_order_can_be_opened_again_until_something_came(nordlys, sent, anna):
    assert "is a draft again" in words(follow(anna, f"{ORDER}reopen/"))
    follow(anna, f"{ORDER}send/")
    with nordlys.open() as world:
        receipts.draft_from_order(PurchaseOrder.objects.get(), by=world.anna)
    response = send(anna, f"{ORDER}reopen/")
    assert response.status_code == 422
    assert "It has receipts." in words(response)


def test_the_expected_date_can_change_after_sending_and_a_late_order_says_so(nordlys, sent, anna):
    follow(anna, f"{ORDER}expect/", {"on": "2026-01-05"})
    with nordlys.open():
        assert Expected.objects.first().due_on == dt.date(2026, 1, 5)
    page = words(anna.get(ORDER))
    assert "Late" in page
    assert "05.01.26" in page
    assert "1001" in words(anna.get(f"{ORDERS}?view=late"))
    follow(anna, f"{ORDER}expect/", {"on": ""})
    assert "Not known" in words(anna.get(ORDER))
    assert send(anna, f"{ORDER}expect/", {"on": "0001-01-01"}).status_code == 422


def test_a_sent_order_says_per_line_what_came_and_what_is_still_to_come(nordlys, sent, anna):
    with nordlys.open() as world:
        receipt = receipts.draft_from_order(sent, by=world.anna)
        receipt.lines.get(item=world.cable).delete()
        receipts.receive(receipt, by=world.anna)
    page = words(anna.get(ORDER))
    assert "Received To come" in page
    assert "2040 Lamp 10 pcs 10 25.00" in page
    assert "3001 Cable 2.5 metre 2.5 4.00" in page


def test_cancelling_asks_first_and_keeps_what_came(nordlys, sent, anna):
    with nordlys.open() as world:
        receipt = receipts.draft_from_order(sent, by=world.anna)
        receipt.lines.get(item=world.cable).delete()
        receipts.receive(receipt, by=world.anna)
    assert "What has not come is no longer expected." in words(anna.get(f"{ORDER}cancel/"))
    page = words(follow(anna, f"{ORDER}cancel/"))
    assert "Cancelled" in page
    with nordlys.open() as world:
        assert PurchaseOrderLine.objects.get(item=world.cable).quantity_cancelled == 2.5
        assert not Expected.objects.filter(quantity_open__gt=0).exists()
        assert PurchaseOrder.objects.get().archived


def test_a_receipt_is_made_once_however_often_the_button_is_pressed(nordlys, sent, anna):
    once = {"once": str(uuid.uuid4())}
    first, second = (anna.post(f"{ORDER}receipt/", once) for _time in range(2))
    assert first["Location"] == second["Location"] == "/purchasing/receipts/1001/"
    refused = send(anna, f"{ORDER}receipt/")
    assert refused.status_code == 422
    assert "Nothing is left to receive" in words(refused)
    assert "Open receipt 1001" in words(anna.get(ORDER))
    with nordlys.open():
        assert GoodsReceipt.objects.count() == 1


def test_only_a_draft_is_deleted(nordlys, draft, anna):
    assert "Delete purchase order 1001" in words(anna.get(f"{ORDER}delete/"))
    follow(anna, f"{ORDER}delete/")
    assert anna.get(ORDER).status_code == 404


def test_a_sent_order_is_not_deleted(nordlys, sent, anna):
    assert send(anna, f"{ORDER}delete/").status_code == 422
    with nordlys.open():
        assert PurchaseOrder.objects.exists()


def test_nothing_changes_by_looking(nordlys, sent, anna):
    for verb in ("send", "reopen", "cancel", "expect", "receipt", "delete", "archive", "note"):
        assert anna.get(f"{ORDER}{verb}/").status_code in (200, 302)
    with nordlys.open():
        order = PurchaseOrder.objects.get()
        assert (order.status, order.archived) == ("sent", False)
        assert not GoodsReceipt.objects.exists()


def test_the_order_can_be_printed(nordlys, sent, anna):
    response = anna.get(f"{ORDER}document.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


# --- who may -----------------------------------------------------------------------------------------------------

PAGES = ("", "edit/", "cancel/", "expect/", "delete/", "layout/", "document.pdf")
VERBS = ("send/", "reopen/", "cancel/", "expect/", "receipt/", "delete/", "archive/", "note/", "lines/", "edit/")


def test_the_reader_reads_and_changes_nothing(nordlys, sent, vera):
    assert "Create receipt" not in words(vera.get(ORDER))
    for verb in VERBS:
        assert send(vera, ORDER + verb, {"note": "x", "on": ""}).status_code == 403


def test_the_warehouse_sees_no_orders_and_no_suppliers_prices(nordlys, sent, bo):
    assert bo.get(ORDERS).status_code == 403
    for part in PAGES:
        assert bo.get(ORDER + part).status_code == 403
    assert send(bo, f"{ORDER}send/").status_code == 403


def test_carla_finds_nothing_of_nordlys(nordlys, sent, carla):
    for part in PAGES:
        assert carla.get(ORDER + part).status_code == 404
    for verb in VERBS:
        assert send(carla, ORDER + verb).status_code == 404
    assert "1001" not in words(carla.get(f"{ORDERS}?archived=all")).replace("Agreement number 1002", "")


# --- speed -------------------------------------------------------------------------------------------------------


def test_a_page_asks_the_database_as_often_for_one_line_as_for_many(nordlys, anna):
    def asked(*lines):
        with nordlys.open() as world:
            order = make.purchase_order(world, *lines)
            orders.expect(order, by=world.anna)
        anna.get(f"{ORDERS}{order.number}/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert anna.get(f"{ORDERS}{order.number}/").status_code == 200
        return len(queries)

    one = asked((nordlys.lamp, 1, "1.00"))
    assert asked(*[(nordlys.lamp, n, "1.00") for n in range(1, 12)]) == one


def test_a_list_asks_as_often_for_one_order_as_for_many(nordlys, anna):
    with nordlys.open() as world:
        make.purchase_order(world, (world.lamp, 1, "1.00"))
    anna.get(ORDERS)
    with CaptureQueriesContext(connection) as one:
        anna.get(ORDERS)
    with nordlys.open() as world:
        for n in range(1, 9):
            make.purchase_order(world, (world.lamp, n, "1.00"))
    with CaptureQueriesContext(connection) as many:
        assert "Sum of 9 purchase orders" in words(anna.get(ORDERS))
    assert len(one) == len(many)
