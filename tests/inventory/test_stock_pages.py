"""Adjustments, transfers and counts as pages: written in place, seen before they are booked, without costs for the warehouse."""

import re
import uuid
from decimal import Decimal

import pytest
from django.test import Client

from inventory import adjustments, counts, transfers
from inventory.models import Adjustment, CostEntry, CostState, Location, Reason, StockCount, Transfer
from tests import kept, make
from tests.sales.pages import follow, send, words

pytestmark = pytest.mark.django_db


@kept.scene()
def stocked(world):
    make.received(world, world.lamp, 10, "25.37")
    make.received(world, world.cable, 5, "4.00")


@pytest.fixture
def enter(nordlys, solvang, stocked):
    def client(name):
        made = Client()
        made.force_login(getattr(solvang if name == "carla" else nordlys, name))
        return made

    return client


def reason(world):
    with world.open():
        return Reason.objects.get(kind="waste").pk


def quantity(world, item):
    with world.open():
        return CostState.objects.get(item=item).quantity


# --- adjustments ---------------------------------------------------------------------------------------------------


def test_an_adjustment_is_written_previewed_booked_and_reversed_in_the_browser(enter, nordlys):
    anna = enter("anna")
    page = follow(
        anna, "/inventory/adjustments/new/", {"kind": "quantity", "reason": reason(nordlys), "heading": "Fell"}
    )
    here = "/inventory/adjustments/1001/"
    assert "Adjustment 1001" in words(page) and "Waste" in words(page)
    page = follow(anna, here + "lines/", {"item": "2040", "location": "A-01", "quantity": "-3", "shown": "2040"})
    assert "\N{MINUS SIGN}3" in words(page)

    seen = send(anna, here + "preview/")
    assert seen.status_code == 200
    said = words(seen)
    for piece in ("What booking changes", "Nothing is booked yet", "Book adjustment 1001", "\N{MINUS SIGN}76.11"):
        assert piece in said
    assert quantity(nordlys, nordlys.lamp) == 10

    page = follow(anna, here + "book/")
    assert "Adjustment 1001 is booked" in words(page)
    assert quantity(nordlys, nordlys.lamp) == 7
    page = follow(anna, here + "reverse/", {"on": nordlys.agreement.today().isoformat()})
    assert "Adjustment 1002" in words(page)
    assert quantity(nordlys, nordlys.lamp) == 10
    assert "Reversed" in words(anna.get(here))


@pytest.mark.parametrize(("typed", "change"), [("+2", 2), ("-2,5", "-2.5"), ("=12", 2), ("=0", -10)])
def test_a_change_is_typed_with_its_sign_or_as_what_lies_there(enter, nordlys, typed, change):
    anna = enter("anna")
    follow(anna, "/inventory/adjustments/new/", {"kind": "quantity", "reason": reason(nordlys)})
    line = {"item": "2040", "location": "A-01", "quantity": typed, "shown": "2040"}
    follow(anna, "/inventory/adjustments/1001/lines/", line)
    with nordlys.open():
        assert Adjustment.objects.get().lines.get().quantity == Decimal(str(change))


@pytest.mark.parametrize("typed", ["", "0", "=10", "x", "1e9", "=", "9" * 30, "💡", "=-3"])
def test_a_change_that_makes_no_sense_is_refused_at_its_field(enter, nordlys, typed):
    anna = enter("anna")
    follow(anna, "/inventory/adjustments/new/", {"kind": "quantity", "reason": reason(nordlys)})
    line = {"item": "2040", "location": "A-01", "quantity": typed, "shown": "2040"}
    answer = send(anna, "/inventory/adjustments/1001/lines/", line)
    assert answer.status_code == 422
    with nordlys.open():
        assert not Adjustment.objects.get().lines.exists()


def test_choosing_an_item_fills_the_row_and_scolds_nobody(enter, nordlys):
    anna = enter("anna")
    follow(anna, "/inventory/adjustments/new/", {"kind": "quantity", "reason": reason(nordlys)})
    page = anna.get("/inventory/adjustments/1001/?line=new&item=2040&quantity=")
    body = page.content.decode()
    assert 'value="Lamp"' in body and 'value="A-01"' in body
    assert "Say how many more or less" not in words(page)
    assert not re.search(r'name="quantity"[^>]*value="1"', body)


def test_the_warehouse_adjusts_quantities_and_sees_no_cost(enter, nordlys):
    bo = enter("bo")
    follow(bo, "/inventory/adjustments/new/", {"reason": reason(nordlys)})
    here = "/inventory/adjustments/1001/"
    follow(bo, here + "lines/", {"item": "2040", "location": "A-01", "quantity": "1", "cost": "999", "shown": "2040"})
    with nordlys.open():
        assert Adjustment.objects.get().lines.get().cost is None
    pages = [
        bo.get(here),
        send(bo, here + "preview/"),
        follow(bo, here + "book/"),
        bo.get("/inventory/adjustments/?archived=all"),
    ]
    for page in pages:
        assert "25.37" not in words(page) and "279.07" not in words(page)
    assert quantity(nordlys, nordlys.lamp) == 11
    assert bo.get(here + "voucher.pdf").status_code == 403
    assert bo.get(here + "document.pdf")["Content-Type"] == "application/pdf"


def test_a_cost_adjustment_is_read_by_the_warehouse_without_its_numbers_and_not_written(enter, nordlys):
    anna, bo = enter("anna"), enter("bo")
    follow(anna, "/inventory/adjustments/new/", {"kind": "cost", "reason": reason(nordlys)})
    here = "/inventory/adjustments/1001/"
    follow(anna, here + "lines/", {"item": "2040", "cost": "20,11", "shown": "2040"})
    page = bo.get(here)
    assert page.status_code == 200 and "20.11" not in words(page) and "25.37" not in words(page)
    for part in ("preview/", "book/", "lines/", "edit/", "delete/"):
        answer = send(bo, here + part)
        assert answer.status_code == 422 and "those who see costs" in words(answer)
    said = words(send(anna, here + "preview/"))
    assert "\N{MINUS SIGN}52.60" in said
    follow(anna, here + "book/")
    with nordlys.open():
        assert CostState.objects.get(item=nordlys.lamp).value == Decimal("201.10")
    voucher = anna.get(here + "voucher.pdf")
    assert voucher.content[:5] == b"%PDF-"


def test_the_reader_reads_and_the_neighbour_finds_nothing(enter, nordlys):
    with nordlys.open() as world:
        adjustments.draft(Reason.objects.get(kind="waste"), by=world.anna)
        transfers.draft(world.shelf, world.yard, by=world.anna)
        counts.begin(world.shelf, by=world.anna)
    vera, carla = enter("vera"), enter("carla")
    for noun in ("adjustments", "transfers", "counts"):
        page = vera.get(f"/inventory/{noun}/1001/")
        assert page.status_code == 200 and "Preview and book" not in words(page)
        for part in ("book/", "preview/", "reverse/", "delete/", "edit/"):
            assert send(vera, f"/inventory/{noun}/1001/{part}").status_code == 403
            assert send(carla, f"/inventory/{noun}/1001/{part}").status_code == 404
        assert vera.get(f"/inventory/{noun}/new/").status_code == 403
        assert carla.get(f"/inventory/{noun}/1001/").status_code == 404


def test_booked_twice_by_two_clicks_it_is_booked_once(enter, nordlys):
    with nordlys.open() as world:
        document = adjustments.draft(Reason.objects.get(kind="waste"), by=world.anna)
        adjustments.add_line(document, by=world.anna, item=world.lamp, location=world.shelf, quantity=Decimal(-1))
    anna, once = enter("anna"), {"once": str(uuid.uuid4())}
    first, second = (anna.post("/inventory/adjustments/1001/book/", once) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert "no longer a draft" in words(send(anna, "/inventory/adjustments/1001/book/"))
    with nordlys.open():
        assert CostEntry.objects.filter(kind="adjustment").count() == 1


def test_the_header_of_a_draft_is_edited(enter, nordlys):
    anna = enter("anna")
    follow(anna, "/inventory/adjustments/new/", {"kind": "quantity", "reason": reason(nordlys)})
    form = anna.get("/inventory/adjustments/1001/edit/")
    version = re.search(r'name="version" value="(\d+)"', form.content.decode()).group(1)
    said = {"reason": reason(nordlys), "heading": "Broken in the yard", "version": version, "note": ""}
    page = follow(anna, "/inventory/adjustments/1001/edit/", said)
    assert "Broken in the yard" in words(page)


# --- transfers -----------------------------------------------------------------------------------------------------


@pytest.fixture
def van(nordlys):
    with nordlys.open():
        return Location.objects.create(code="VAN", is_transport=True)


def test_a_transfer_goes_by_van_and_is_received_in_part(enter, nordlys, van):
    bo = enter("bo")
    page = follow(bo, "/inventory/transfers/new/", {"origin": "A-01", "target": "B-01", "transport": van.pk})
    here = "/inventory/transfers/1001/"
    follow(bo, here + "lines/", {"item": "2040", "location": "", "quantity": "4"})
    said = words(send(bo, here + "preview/"))
    assert "Goods change places" in said and "VAN +4" in said
    page = follow(bo, here + "book/")
    assert "Not received" in words(page) and "Receive" in words(page)
    with nordlys.open():
        line = Transfer.objects.get().lines.get().pk
    today = nordlys.agreement.today().isoformat()
    answer = send(bo, here + "receive/", {"on": today, f"line-{line}": "5"})
    assert answer.status_code == 422 and "Only 4 of 2040 Lamp are on their way" in words(answer)
    page = follow(bo, here + "receive/", {"on": today, f"line-{line}": "3"})
    assert "partly received. The rest lies at VAN" in words(page)
    page = follow(bo, here + "receive/", {"on": today, f"line-{line}": "1"})
    assert "Transfer 1001 is received" in words(page)
    assert "1001" in words(bo.get("/inventory/transfers/?archived=only"))
    assert bo.get(here + "document.pdf").content[:5] == b"%PDF-"


def test_a_transfer_to_where_it_begins_is_refused_at_the_field(enter, nordlys):
    bo = enter("bo")
    answer = send(bo, "/inventory/transfers/new/", {"origin": "A-01", "target": "A-01"})
    assert answer.status_code == 422 and "from one location to another one" in words(answer)
    answer = send(bo, "/inventory/transfers/new/", {"origin": "A-01", "target": "nowhere"})
    assert answer.status_code == 422 and "nowhere" in words(answer)


def test_less_lies_there_is_said_beside_the_lines(enter, nordlys):
    bo = enter("bo")
    follow(bo, "/inventory/transfers/new/", {"origin": "A-01", "target": "B-01"})
    page = follow(bo, "/inventory/transfers/1001/lines/", {"item": "2040", "quantity": "40"})
    assert "Less lies there than is to be moved, on line 1" in words(page)
    answer = send(bo, "/inventory/transfers/1001/preview/")
    assert answer.status_code == 422 and "A-01" in words(answer)


# --- counts --------------------------------------------------------------------------------------------------------

WALK = "/inventory/counts/1001/walk/"


@kept.scene()
def lines(world, stocked):
    """A count of the shelf: the keys of its lines in walking order, lamp and cable."""
    world.lamp.barcode = "7035000020403"
    world.lamp.save()
    [count] = counts.begin(world.shelf, by=world.bo)
    return [line.pk for line in count.lines.order_by("item__number")]


def test_counting_goes_from_line_to_line_and_ends_with_the_differences(enter, nordlys, lines):
    bo = enter("bo")
    page = bo.get(WALK)
    assert '<h2 id="place">A-01</h2>' in page.content.decode()
    assert "10 pcs should lie here" in words(page) and "Line 1 of 2" in words(page)
    page = follow(bo, WALK, {"line": lines[0], "quantity": "8"})
    assert "3001 Cable" in words(page)
    page = words(follow(bo, WALK, {"line": lines[1], "quantity": "5"}))
    assert "All counted" in page and "See the differences" in page
    said = words(send(bo, "/inventory/counts/1001/preview/"))
    assert "Book stock count 1001" in said and "\N{MINUS SIGN}2" in said and "25.37" not in said
    assert "1 other item stays as it is." in said
    page = follow(bo, "/inventory/counts/1001/book/")
    assert "Stock count 1001 is booked" in words(page)
    assert quantity(nordlys, nordlys.lamp) == 8
    assert bo.get("/inventory/counts/1001/document.pdf").content[:5] == b"%PDF-"


def test_each_scan_of_the_thing_in_hand_counts_one(enter, lines):
    bo = enter("bo")
    page = bo.get(f"{WALK}?line={lines[0]}&scan=7035000020403")
    assert "Count 1, go on" in words(page)
    page = bo.get(f"{WALK}?line={lines[0]}&quantity=1&scan=7035000020403")
    assert "Count 2, go on" in words(page)
    assert "3001 Cable" in words(bo.get(f"{WALK}?line={lines[0]}&scan=3001"))


def test_what_is_not_on_the_list_is_added_where_one_stands(enter, nordlys, lines):
    with nordlys.open() as world:
        from inventory.models import Item

        other = Item.objects.create(number="7007", name="Bell", group=world.lamp.group, unit=world.lamp.unit)
    bo = enter("bo")
    page = bo.get(f"{WALK}?line={lines[0]}&scan=7007")
    assert "7007 Bell is not on the list at A-01" in words(page) and "Add 7007 at A-01" in words(page)
    with nordlys.open() as world:
        place = world.shelf.pk
    page = follow(bo, WALK, {"add": "7007", "at": place})
    assert "Count 1, go on" in words(page)
    with nordlys.open():
        assert StockCount.objects.get().lines.filter(item=other).exists()


@pytest.mark.parametrize("scan", ["B-01", "nonsense", "💡", "9001", "'; --"])
def test_a_scan_of_something_else_is_named(enter, lines, scan):
    page = enter("bo").get(WALK, {"line": lines[0], "scan": scan})
    assert page.status_code == 200
    assert "not a part of this count" in words(page) or "Nothing here is called" in words(page)


@pytest.mark.parametrize("typed", ["", "-1", "x", "1e9", "9" * 20])
def test_a_number_that_makes_no_sense_stays_at_the_line(enter, nordlys, lines, typed):
    answer = send(enter("bo"), WALK, {"line": lines[0], "quantity": typed})
    assert answer.status_code == 422
    with nordlys.open():
        assert StockCount.objects.get().counting == "none"


def test_a_blind_count_says_nothing_of_what_should_lie_there(enter, nordlys):
    bo = enter("bo")
    page = follow(bo, "/inventory/counts/new/", {"location": "A-01", "is_blind": "on"})
    assert "Expected" not in words(page)
    page = words(bo.get(WALK))
    assert "should lie here" not in page and "All 10" not in page and "Blind count" in page
    with nordlys.open():
        line = StockCount.objects.get().lines.order_by("position").first()
    follow(bo, WALK, {"line": line.pk, "quantity": "9"})
    assert "Expected" in words(send(bo, "/inventory/counts/1001/preview/"))


def test_lines_are_counted_and_taken_back_at_the_desk(enter, nordlys, lines):
    anna = enter("anna")
    follow(anna, f"/inventory/counts/1001/lines/{lines[0]}/", {"quantity": "7"})
    with nordlys.open():
        assert StockCount.objects.get().counting == "partly"
    follow(anna, f"/inventory/counts/1001/lines/{lines[0]}/", {"quantity": ""})
    with nordlys.open():
        assert StockCount.objects.get().counting == "none"
    answer = send(anna, "/inventory/counts/1001/lines/", {"item": "2040", "location": "B-01", "quantity": "7"})
    assert answer.status_code == 422 and "not a part of this count" in words(answer)


def test_all_counts_are_booked_or_discarded_from_the_list(enter, nordlys, lines):
    bo = enter("bo")
    assert "1 that is not wholly counted stays open" in words(bo.get("/inventory/counts/book/"))
    page = follow(bo, "/inventory/counts/book/")
    assert "No stock count is wholly counted" in words(page)
    for line, found in zip(lines, ("9", "5"), strict=True):
        send(bo, WALK, {"line": line, "quantity": found})
    assert "1 stock count is booked" in words(follow(bo, "/inventory/counts/book/"))
    assert quantity(nordlys, nordlys.lamp) == 9
    follow(bo, "/inventory/counts/new/", {"location": "A-01", "split": "yes"})
    assert "Discard all" in words(bo.get("/inventory/counts/?sort=-number"))
    assert "1 stock count is discarded" in words(follow(bo, "/inventory/counts/discard/"))
    assert "Discard all" not in words(bo.get("/inventory/counts/?sort=-number"))
    for question in ("book", "discard"):
        assert "No stock count is open." in words(bo.get(f"/inventory/counts/{question}/", follow=True))


def test_the_lists_say_what_they_are_about(enter, nordlys, lines):
    anna = enter("anna")
    assert "0 of 2" in words(anna.get("/inventory/counts/?sort=-number"))
    assert "No transfers yet" in words(anna.get("/inventory/transfers/?sort=-number"))
    assert "No adjustments yet" in words(anna.get("/inventory/adjustments/?sort=-number"))
