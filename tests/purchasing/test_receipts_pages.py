"""A goods receipt as office and warehouse work with it: made, changed to what came, processed once, seen in stock."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inventory.models import CostEntry, CostState, StockBalance
from layouts import drafting
from purchasing import receipts
from purchasing.models import GoodsReceipt, GoodsReceiptLine, PurchaseOrder
from rackbeat.lib import books, periods
from tests import kept, make
from tests.purchasing.pages import follow, send, words

pytestmark = pytest.mark.django_db
RECEIPTS = "/purchasing/receipts/"
RECEIPT = "/purchasing/receipts/1001/"
TODAY = {"on": f"{periods.today():%Y-%m-%d}"}


@kept.scene()
def receipt(world):
    """All of an order for 10 lamps and 2.5 metres of cable."""
    order = make.purchase_order(world, (world.lamp, 10, "25.00"), (world.cable, "2.5", "4.00"))
    return receipts.draft_from_order(order, by=world.anna)


def line_of(nordlys, item):
    with nordlys.open():
        return GoodsReceiptLine.objects.get(item=item).pk


# --- where one begins --------------------------------------------------------------------------------------------


def test_the_warehouse_receives_an_expected_order_without_seeing_it(nordlys, bo):
    with nordlys.open() as world:
        make.purchase_order(world, (world.lamp, 10, "25.00"))
    page = bo.get(f"{RECEIPTS}new/")
    assert "Receive 1001" in words(page)
    assert b"/purchasing/orders/" not in page.content
    shown = follow(bo, f"{RECEIPTS}new/", {"order": "1001"})
    assert "Receipt 1001" in words(shown)
    assert "25.00" not in words(shown)
    assert "250.00" not in words(shown)
    assert b'href="/purchasing/receipts/1001/"' in bo.get(f"{RECEIPTS}new/").content  # it waits on a receipt now


def test_goods_that_nobody_ordered_come_from_a_supplier(nordlys, bo):
    page = follow(bo, f"{RECEIPTS}new/", {"party": "Lumen"})
    assert "Lumen Cycle GmbH" in words(page)
    assert b'id="row-new"' in page.content
    follow(bo, f"{RECEIPT}lines/", {"item": "2040", "quantity": "3", "location": "B-01"})
    with nordlys.open() as world:
        line = GoodsReceiptLine.objects.get()
        assert (line.quantity, line.location, line.price) == (3, world.yard, world.lamp.expected_cost)


@pytest.mark.parametrize("order", ["9999", "x", "-1", "1001 OR 1=1", "99999999999999999999"])
def test_an_order_that_is_not_expected_is_not_found(nordlys, bo, order):
    assert send(bo, f"{RECEIPTS}new/", {"order": order}).status_code == 404


def test_work_is_not_kept_in_stock_so_it_cannot_be_received(nordlys, bo):
    follow(bo, f"{RECEIPTS}new/", {"party": "20001"})
    response = send(bo, f"{RECEIPT}lines/", {"item": "9001", "quantity": "3"})
    assert response.status_code == 422
    assert "9001" in response.content.decode()


# --- changed to what came ----------------------------------------------------------------------------------------


def test_less_came_and_it_was_put_elsewhere(nordlys, receipt, anna):
    lamp = line_of(nordlys, nordlys.lamp)
    typed = {"item": "2040", "shown": "2040", "text": "Lamp", "quantity": "7", "location": "B-01", "price": "25"}
    follow(anna, f"{RECEIPT}lines/{lamp}/", typed)
    send(anna, f"{RECEIPT}lines/{line_of(nordlys, nordlys.cable)}/remove/")
    page = words(follow(anna, f"{RECEIPT}process/", TODAY))
    assert "its goods are in stock" in page
    with nordlys.open() as world:
        assert StockBalance.objects.get(item=world.lamp, on_hand__gt=0).location == world.yard
        order = PurchaseOrder.objects.get()
        assert (order.receiving, order.archived) == ("partly", False)
        assert books.broken() == []


def test_the_warehouse_changes_a_line_and_its_price_stays(nordlys, receipt, bo):
    lamp = line_of(nordlys, nordlys.lamp)
    opened = bo.get(f"{RECEIPT}?line={lamp}").content.decode()
    assert 'name="quantity"' in opened
    assert 'name="price"' not in opened
    typed = {
        "item": "2040",
        "shown": "2040",
        "text": "Lamp",
        "quantity": "8",
        "price": "0.01",
        "discount_percent": "99",
    }
    follow(bo, f"{RECEIPT}lines/{lamp}/", typed)
    with nordlys.open():
        line = GoodsReceiptLine.objects.get(pk=lamp)
        assert (line.quantity, line.price, line.discount_percent) == (8, 25, 0)


def test_more_than_was_ordered_is_said(nordlys, receipt, anna):
    lamp = line_of(nordlys, nordlys.lamp)
    page = follow(anna, f"{RECEIPT}lines/{lamp}/", {"item": "2040", "shown": "2040", "quantity": "11", "price": "25"})
    assert "On line 1 more came than was ordered." in words(page)


@pytest.mark.parametrize("field", ["quantity", "price", "discount_percent", "location", "item"])
@pytest.mark.parametrize("typed", ["-1", "NaN", "1e309", "9" * 30, "1,2,3", "\x00", "', --"])
def test_nothing_typed_breaks_the_page(nordlys, receipt, anna, field, typed):
    response = send(anna, f"{RECEIPT}lines/", {"item": "2040", "quantity": "1", "location": "A-01", field: typed})
    assert response.status_code == 422
    with nordlys.open():
        assert GoodsReceiptLine.objects.count() == 2


def test_a_barred_place_is_no_place(nordlys, receipt, anna):
    with nordlys.open() as world:
        world.yard.is_barred = True
        world.yard.save()
    response = send(anna, f"{RECEIPT}lines/", {"item": "2040", "quantity": "1", "location": "B-01"})
    assert response.status_code == 422
    assert "B-01 is barred." in words(response)


# --- processed ---------------------------------------------------------------------------------------------------


def test_processing_brings_the_goods_in_once_however_often_it_is_sent(nordlys, receipt, anna):
    once = {**TODAY, "once": str(uuid.uuid4())}
    first, second = (anna.post(f"{RECEIPT}process/", once) for _time in range(2))
    assert first["Location"] == second["Location"] == RECEIPT
    again = send(anna, f"{RECEIPT}process/", TODAY)
    assert again.status_code == 422
    assert "has been processed already" in words(again)
    with nordlys.open() as world:
        assert CostState.objects.get(item=world.lamp).quantity == 10
        assert CostEntry.objects.count() == 2
        assert books.broken() == []


def test_a_processed_receipt_shows_what_came_in_and_leads_to_the_items_ledger(nordlys, receipt, anna):
    with nordlys.open() as world:
        make.received(world, world.lamp, 5, "20.00")
    page = follow(anna, f"{RECEIPT}process/", TODAY)
    assert "+10" in words(page)
    assert "Received by Anna Berg" in words(page)
    assert "/inventory/items/2040/" in page.content.decode()
    assert ">15</a>" in page.content.decode()  # on hand after it
    assert "Receive into stock" not in words(page)


def test_it_can_be_dated_back_but_not_ahead(nordlys, receipt, anna):
    ahead = send(anna, f"{RECEIPT}process/", {"on": "2099-01-01"})
    assert ahead.status_code == 422
    assert "future" in words(ahead)
    follow(anna, f"{RECEIPT}process/", {"on": "01.11.2026"})
    with nordlys.open():
        assert {entry.effective_on for entry in CostEntry.objects.all()} == {dt.date(2026, 11, 1)}


@pytest.mark.parametrize("on", ["", "0001-01-01", "2026-02-30", "yesterday", "99999-01-01"])
def test_a_day_that_is_none_is_refused(nordlys, receipt, anna, on):
    assert send(anna, f"{RECEIPT}process/", {"on": on}).status_code == 422
    with nordlys.open():
        assert not CostEntry.objects.exists()


def test_average_takes_a_receipt_before_its_last_entry_and_corrects_what_was_sold(solvang, carla):
    with solvang.open() as world:
        make.received(world, world.lamp, 5, "20.00")
        sold = make.shipped(world, make.order(world, (world.lamp, 1)))
        receipt = receipts.draft(world.maker, by=world.owner)
        facts = {"item": world.lamp, "location": world.shelf, "quantity": 5, "price": 10}
        drafting.add_line(receipt, by=world.owner, **facts)
    follow(carla, f"/purchasing/receipts/{receipt.number}/process/", {"on": "2020-01-01"})
    with solvang.open() as world:
        costs = CostEntry.objects.filter(source_kind="sales.shipment", source_id=sold.pk).order_by("sequence")
        assert [(entry.kind, entry.value) for entry in costs] == [("issue", -20), ("correction", 5)]


def test_a_processed_receipt_is_fixed(nordlys, receipt, anna):
    follow(anna, f"{RECEIPT}process/", TODAY)
    lamp = line_of(nordlys, nordlys.lamp)
    for part in ("lines/", f"lines/{lamp}/", f"lines/{lamp}/remove/", "delete/", "edit/"):
        assert send(anna, RECEIPT + part, {"item": "2040", "quantity": "1"}).status_code == 422
    with nordlys.open():
        assert GoodsReceiptLine.objects.count() == 2


def test_a_deleted_receipt_is_expected_again(nordlys, receipt, bo):
    follow(bo, f"{RECEIPT}delete/")
    with nordlys.open():
        assert not GoodsReceipt.objects.exists()
        assert PurchaseOrder.objects.get().receiving == "none"


# --- who may -----------------------------------------------------------------------------------------------------

PAGES = ("", "edit/", "process/", "receive/", "delete/")
VERBS = ("process/", "receive/", "receive/finish/", "delete/", "edit/", "lines/", "note/", "archive/")


def test_no_amount_reaches_the_warehouse(nordlys, receipt, bo, anna):
    assert "Amount" in words(anna.get(RECEIPTS))
    for state in ("open", "processed"):
        for page in (RECEIPT, f"{RECEIPTS}?archived=all", f"{RECEIPT}process/"):
            shown = words(bo.get(page, follow=True))
            assert not any(secret in shown for secret in ("Amount", "Price", "250.00", "25.00", "260.00", "325.00")), (
                state
            )
        taken = b"".join(bo.get(f"{RECEIPTS}?archived=all&export=csv").streaming_content).decode("utf-8-sig")
        assert "260" not in taken
        assert "Amount" not in taken
        if state == "open":
            follow(bo, f"{RECEIPT}process/", TODAY)


def test_the_reader_reads_and_changes_nothing(nordlys, receipt, vera):
    assert "Receive into stock" not in words(vera.get(RECEIPT))
    assert vera.get(f"{RECEIPT}receive/").status_code == 403
    for verb in VERBS:
        assert send(vera, RECEIPT + verb).status_code == 403


def test_carla_finds_nothing_of_nordlys(nordlys, receipt, carla):
    for part in PAGES:
        assert carla.get(RECEIPT + part).status_code == 404
    for verb in VERBS:
        assert send(carla, RECEIPT + verb).status_code == 404
    with nordlys.open():
        assert GoodsReceipt.objects.get().status == "open"


def test_a_page_asks_the_database_as_often_for_one_line_as_for_many(nordlys, anna, bo):
    def asked(*lines):
        with nordlys.open() as world:
            order = make.purchase_order(world, *lines)
            number = receipts.draft_from_order(order, by=world.anna).number
        found = []
        for client, part in ((anna, ""), (bo, "receive/")):
            client.get(f"{RECEIPTS}{number}/{part}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{RECEIPTS}{number}/{part}").status_code == 200
            found.append(len(queries))
        send(anna, f"{RECEIPTS}{number}/process/", TODAY)
        with CaptureQueriesContext(connection) as queries:
            anna.get(f"{RECEIPTS}{number}/")
        return [*found, len(queries)]

    one = asked((nordlys.lamp, 1, "1.00"))
    assert asked(*[(item, n, "1.00") for n in range(1, 7) for item in (nordlys.lamp, nordlys.cable)]) == one
