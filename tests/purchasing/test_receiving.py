"""Receiving on the warehouse floor: one line at a time, with a thumb and a scanner, without a script."""

import uuid

import pytest

from inventory import locations
from inventory.models import CostEntry, CostState, Location, StockBalance
from purchasing import receipts
from purchasing.models import GoodsReceipt, GoodsReceiptLine, PurchaseOrder
from rackbeat.lib import books
from tests import kept, make
from tests.purchasing.pages import follow, send, words

pytestmark = pytest.mark.django_db
HERE = "/purchasing/receipts/1001/receive/"


@kept.scene()
def lines(world):
    """The keys of the two lines, in walking order: cable at A-01, lamp at B-01."""
    world.lamp.default_location, world.lamp.barcode = world.yard, "7035000020403"
    world.lamp.save()
    order = make.purchase_order(world, (world.lamp, 10, "25.00"), (world.cable, "2.5", "4.00"))
    receipts.draft_from_order(order, by=world.anna)
    return [line.pk for line in GoodsReceiptLine.objects.order_by("location__code")]


def test_the_first_place_is_the_largest_word(nordlys, lines, bo):
    page = bo.get(HERE)
    assert '<h2 id="place">A-01</h2>' in page.content.decode()
    assert "Line 1 of 2" in words(page)
    assert "2.5 metre still to come" in words(page)
    assert not any(cost in words(page) for cost in ("4.00", "25.00", "10.00"))


def test_each_count_leads_to_the_next_line_and_moves_nothing(nordlys, lines, bo):
    page = follow(bo, HERE, {"line": lines[0], "quantity": "2,5"})
    assert '<h2 id="place">B-01</h2>' in page.content.decode()
    assert "1 of 2 lines counted" in page.content.decode()
    page = words(follow(bo, HERE, {"line": lines[1], "quantity": "8"}))
    assert "Every line is counted" in page
    assert "Receive 2 lines into stock" in page
    with nordlys.open():
        assert not CostEntry.objects.exists()
        line = GoodsReceiptLine.objects.get(pk=lines[1])
        assert (line.quantity, line.price, line.amount_net, line.counted_by) == (8, 25, 200, nordlys.bo)
        assert GoodsReceipt.objects.get().amount_net == 210


def test_what_was_counted_comes_in_once_and_the_rest_stays_expected(nordlys, lines, bo):
    send(bo, HERE, {"line": lines[0], "quantity": "2.5"})
    send(bo, HERE, {"line": lines[1], "quantity": "8"})
    once = {"once": str(uuid.uuid4())}
    first, second = (bo.post(f"{HERE}finish/", once) for _time in range(2))
    assert first["Location"] == second["Location"] == "/purchasing/receipts/1001/"
    with nordlys.open() as world:
        assert CostState.objects.get(item=world.lamp).quantity == 8
        assert PurchaseOrder.objects.get().receiving == "partly"
        assert books.broken() == []


def test_a_line_that_nobody_counted_is_left_out(nordlys, lines, bo):
    send(bo, HERE, {"line": lines[0], "quantity": "2.5"})
    follow(bo, f"{HERE}finish/")
    with nordlys.open() as world:
        assert not CostState.objects.filter(item=world.lamp).exists()
        assert GoodsReceipt.objects.get().amount_net == 10
        assert books.broken() == []


def test_nothing_counted_is_nothing_received(nordlys, lines, bo):
    response = send(bo, f"{HERE}finish/")
    assert response.status_code == 422
    with nordlys.open():
        assert GoodsReceiptLine.objects.count() == 2
        assert GoodsReceipt.objects.get().status == "open"


def test_none_of_a_line_may_have_come(nordlys, lines, bo):
    send(bo, HERE, {"line": lines[0], "quantity": "0"})
    send(bo, HERE, {"line": lines[1], "quantity": "0"})
    page = words(bo.get(HERE))
    assert "Nothing came" in page
    assert "into stock" not in page


def test_a_scanned_item_leads_to_its_line(nordlys, lines, bo):
    for code in ("7035000020403", "2040"):
        page = bo.get(HERE, {"scan": code, "line": lines[0]})
        assert '<h2 id="place">B-01</h2>' in page.content.decode()


def test_a_scanned_place_is_where_this_line_is_put(nordlys, lines, bo):
    page = bo.get(HERE, {"scan": "b-01", "line": lines[0]}).content.decode()
    assert '<h2 id="place">B-01</h2>' in page
    assert "Line 1 of 2" in page
    send(bo, HERE, {"line": lines[0], "quantity": "1", "location": "B-01"})
    with nordlys.open() as world:
        assert GoodsReceiptLine.objects.get(pk=lines[0]).location == world.yard
        assert not StockBalance.objects.filter(on_hand__gt=0).exists()


def test_an_unknown_scan_is_said_and_changes_nothing(nordlys, lines, bo):
    response = bo.get(HERE, {"scan": "<b>5901234123457", "line": lines[0]})
    assert response.status_code == 422
    assert "“<b>5901234123457” is not on this receipt." in words(response) or "is not on this receipt" in words(
        response
    )
    assert "<b>5901234123457" not in response.content.decode()


def test_the_buttons_work_without_a_script(nordlys, lines, bo):
    shown = lambda **asked: bo.get(HERE, {"line": lines[1], **asked}).content.decode()  # noqa: E731
    assert 'name="quantity" value="11"' in shown(quantity="10", step="more")
    assert 'name="quantity" value="9"' in shown(quantity="10", step="less")
    assert 'name="quantity" value="0"' in shown(quantity="0", step="less")
    assert "All 10" in words(bo.get(HERE, {"line": lines[1]}))
    assert "B-01" in bo.get(HERE, {"after": lines[0]}).content.decode()


@pytest.mark.parametrize("typed", ["", "-1", "NaN", "1e309", "9" * 30, "1.2.3", "many", "\x00"])
def test_no_number_breaks_the_page_and_it_stays_as_typed(nordlys, lines, bo, typed):
    response = send(bo, HERE, {"line": lines[0], "quantity": typed})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert bo.get(HERE, {"line": lines[0], "quantity": typed, "step": "more"}).status_code == 200


@pytest.mark.parametrize("place", ["nowhere", "\x00", "9" * 80])
def test_an_unknown_place_is_refused(nordlys, lines, bo, place):
    assert send(bo, HERE, {"line": lines[0], "quantity": "1", "location": place}).status_code == 422


def test_a_barred_place_is_refused(nordlys, lines, bo):
    with nordlys.open():
        Location.objects.filter(code="B-01").update(is_barred=True)
    response = send(bo, HERE, {"line": lines[0], "quantity": "1", "location": "B-01"})
    assert response.status_code == 422
    assert "B-01 is barred." in words(response)


@pytest.mark.parametrize("line", ["0", "99999999", "x", "", "-1"])
def test_a_line_that_is_gone_leads_back(nordlys, lines, bo, line):
    response = send(bo, HERE, {"line": line, "quantity": "1"})
    assert response["Location"] == HERE
    assert bo.get(HERE, {"line": line}).status_code == 200


def test_another_receipts_line_is_not_counted_here(nordlys, lines, bo):
    with nordlys.open() as world:
        other = receipts.draft_from_order(make.purchase_order(world, (world.lamp, 1, "1.00")), by=world.anna)
        foreign = other.lines.get().pk
    send(bo, HERE, {"line": foreign, "quantity": "99"})
    with nordlys.open():
        assert GoodsReceiptLine.objects.get(pk=foreign).quantity == 1


def test_a_processed_receipt_leads_to_its_page(nordlys, lines, bo):
    send(bo, HERE, {"line": lines[0], "quantity": "1"})
    follow(bo, f"{HERE}finish/")
    assert bo.get(HERE)["Location"] == "/purchasing/receipts/1001/"
    assert send(bo, HERE, {"line": lines[0], "quantity": "5"})["Location"] == "/purchasing/receipts/1001/"


def test_a_barred_place_is_not_proposed_for_what_comes(nordlys):
    with nordlys.open() as world:
        order = make.purchase_order(world, (world.lamp, 10, "25.00"))
        locations.bar(world.shelf, by=world.anna)
        line = receipts.draft_from_order(order, by=world.anna).lines.get()
        assert line.location == Location.objects.get(is_default=True)
