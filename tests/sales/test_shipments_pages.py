"""Shipments as pages: who sees what, picking line by line, sending, and what goes back."""

import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts import history
from inventory.models import Location, StockBalance
from sales import orders, shipments
from sales.models import SalesOrder, Shipment, ShipmentLine
from tests import kept, make
from tests.sales.pages import follow, send, words


@kept.scene()
def shipment(world):
    """10 lamps and 2.5 m of cable, all of it on the shelf; 3 lamps more in the yard."""
    make.received(world, world.lamp, 12, "25.00")
    make.received(world, world.cable, 5, "4.00")
    make.received(world, world.lamp, 3, "26.00", location=world.yard)
    order = make.order(world, (world.lamp, 10), (world.cable, "2.5"))
    return shipments.draft_from_order(order, by=world.owner)


def lines(world, shipment):
    with world.open():
        return list(ShipmentLine.objects.filter(shipment=shipment).select_related("location", "item").order_by("pk"))


def now(world, shipment):
    with world.open():
        return Shipment.objects.get(pk=shipment.pk)


def url(shipment, part=""):
    return f"/sales/shipments/{shipment.number}/{part}"


def pick_url(shipment, line):
    return url(shipment, f"lines/{line.pk}/pick/")


# --- seeing ------------------------------------------------------------------------------------------------------


def test_the_list_shows_open_shipments_and_the_sent_ones_in_their_view(anna, nordlys, shipment):
    said = words(anna.get("/sales/shipments/?sort=-number"))
    for piece in ("1001", "Fjord Sykkel AS", "Not sent", "Not picked", "To pick", "To send"):
        assert piece in said
    with nordlys.open() as world:
        shipments.pick_all_and_ship(shipment, by=world.owner)
    assert "1 shipment" in words(anna.get("/sales/shipments/?view=sent"))
    assert "0 shipments" in words(anna.get("/sales/shipments/?view=to-pick"))


def test_the_page_shows_facts_lines_and_the_chain(anna, shipment):
    page = anna.get(url(shipment))
    said = words(page)
    for piece in (
        "Shipment 1001",
        "Not sent",
        "Not picked",
        "Order 1001",
        "A-01",
        "Lamp",
        "12",
        "10",
        "Pick everything",
    ):
        assert piece in said
    assert 'href="/sales/orders/1001/"' in page.content.decode()


MONEY = re.compile(r"(?<![\d.,])\d+[.,]\d\d(?![\d.,])")


def test_the_warehouse_sees_no_price_and_no_cost_and_no_way_to_sales(bo, nordlys, shipment):
    follow(bo, url(shipment, "send-all/"), {"on": now(nordlys, shipment).agreement.today().isoformat()})
    for address in ("/sales/shipments/?view=sent", url(shipment)):
        page = bo.get(address)
        body = page.content.decode()
        assert page.status_code == 200
        assert "/sales/orders/" not in body and "/sales/customers/" not in body
        assert not [found for found in MONEY.findall(words(page)) if found not in ("2.50",)]
        for word in ("Cost", "Price", "Amount", "Make invoice", "explains"):
            assert word not in body


def test_once_sent_the_cost_is_shown_to_those_who_may_see_it(anna, vera, nordlys, shipment):
    with nordlys.open() as world:
        shipments.pick_all_and_ship(shipment, by=world.owner)
    said = words(anna.get(url(shipment)))
    for piece in ("250.00", "10.00", "260.00", "Make invoice"):
        assert piece in said
    assert "Make invoice" not in words(vera.get(url(shipment)))


@pytest.mark.parametrize(
    "part", ["", "edit/", "send/", "send-all/", "pick/", "delete/", "document.pdf", "picking-list.pdf"]
)
def test_a_stranger_gets_404(carla, shipment, part):
    assert carla.get(url(shipment, part)).status_code == 404


def test_a_stranger_cannot_pick_or_send(carla, nordlys, shipment):
    line = lines(nordlys, shipment)[0]
    for part in (f"lines/{line.pk}/pick/", f"lines/{line.pk}/unpick/", "pick-all/", "send/", "send-all/", "invoice/"):
        assert send(carla, url(shipment, part), {"quantity": "1"}).status_code == 404
    assert send(carla, url(shipment, "pick/"), {"line": line.pk, "quantity": "1"}).status_code == 404
    assert now(nordlys, shipment).picking == "none"


def test_a_reader_sees_and_changes_nothing(vera, nordlys, shipment):
    page = vera.get(url(shipment))
    assert page.status_code == 200 and "lines/" not in page.content.decode()
    line = lines(nordlys, shipment)[0]
    for part in (f"lines/{line.pk}/pick/", "pick-all/", "send/", "pick/", "delete/"):
        assert send(vera, url(shipment, part)).status_code == 403


def test_papers_are_printed(bo, shipment):
    for paper in ("document.pdf", "picking-list.pdf"):
        response = bo.get(url(shipment, paper))
        assert response.status_code == 200 and response.content.startswith(b"%PDF")


# --- picking -----------------------------------------------------------------------------------------------------


def test_a_line_is_picked_whole_in_part_and_put_back(bo, nordlys, shipment):
    lamp = lines(nordlys, shipment)[0]
    follow(bo, pick_url(shipment, lamp), {"quantity": "10"})
    assert (lines(nordlys, shipment)[0].quantity_picked, now(nordlys, shipment).picking) == (10, "partly")
    follow(bo, pick_url(shipment, lamp), {"quantity": "4"})
    assert lines(nordlys, shipment)[0].quantity_picked == 4
    follow(bo, url(shipment, f"lines/{lamp.pk}/unpick/"))
    assert now(nordlys, shipment).picking == "none"


def test_a_part_is_picked_from_another_location_that_holds_it(bo, nordlys, shipment):
    lamp = lines(nordlys, shipment)[0]
    page = bo.get(url(shipment, f"?line={lamp.pk}"))
    assert "B-01 · 3" in words(page)
    with nordlys.open() as world:
        yard = world.yard.pk
    follow(bo, pick_url(shipment, lamp), {"quantity": "3", "location": yard})
    found = {(line.location.code, line.quantity, line.quantity_picked) for line in lines(nordlys, shipment)}
    assert {("A-01", Decimal(7), Decimal(0)), ("B-01", Decimal(3), Decimal(3))} <= found


def test_more_than_lies_at_the_other_location_is_refused(bo, nordlys, shipment):
    lamp = lines(nordlys, shipment)[0]
    with nordlys.open() as world:
        yard = world.yard.pk
    response = send(bo, pick_url(shipment, lamp), {"quantity": "4", "location": yard})
    assert response.status_code == 422
    assert "Only 3 lie at B-01" in words(response)


@pytest.mark.parametrize("typed", ["abc", "-1", "1e9", "11", "", "0,0000001", "NaN", "9" * 40])
@pytest.mark.parametrize("where", ["desk", "phone"])
def test_a_quantity_that_makes_no_sense_is_refused_and_stays(bo, nordlys, shipment, typed, where):
    lamp = lines(nordlys, shipment)[0]
    address = pick_url(shipment, lamp) if where == "desk" else url(shipment, "pick/")
    response = send(bo, address, {"line": lamp.pk, "quantity": typed, "do": "pick"})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert f'value="{typed}"' in response.content.decode() or not typed
    assert lines(nordlys, shipment)[0].quantity_picked == 0


def test_a_location_of_another_agreement_is_no_choice(bo, nordlys, solvang, shipment):
    with solvang.open() as world:
        theirs = world.yard.pk
    lamp = lines(nordlys, shipment)[0]
    assert send(bo, pick_url(shipment, lamp), {"quantity": "1", "location": theirs}).status_code == 422


def test_picking_moves_no_stock(bo, nordlys, shipment):
    follow(bo, url(shipment, "pick-all/"))
    assert now(nordlys, shipment).picking == "full"
    with nordlys.open() as world:
        assert StockBalance.objects.get(item=world.lamp, location=world.shelf).on_hand == 12


# --- sending -----------------------------------------------------------------------------------------------------


def test_what_is_not_picked_goes_back_to_the_order_and_is_said_before(bo, anna, nordlys, shipment):
    lamp, _cable = lines(nordlys, shipment)
    follow(bo, pick_url(shipment, lamp), {"quantity": "4"})
    said = words(bo.get(url(shipment)))
    assert "Send as picked" in said
    assert re.search(r"6 of 10 \S+ Lamp, .*Cable go back to order 1001", said)
    day = now(nordlys, shipment).agreement.today().isoformat()
    page = follow(bo, url(shipment, "send/"), {"on": day})
    assert "Shipment 1001 is sent." in words(page) and "Went back" in words(page)
    assert [line.quantity_returned for line in lines(nordlys, shipment)] == [Decimal(6), Decimal("2.5")]
    assert now(nordlys, shipment).archived
    with nordlys.open() as world:
        nobody = history.of(now(nordlys, shipment))
        assert nobody[0]["note"] == "6 pcs Lamp went back to the order\n2.5 metre Cable went back to the order"
        with translation.override("nb"):
            said = history.of(now(nordlys, shipment))[0]["note"]
        assert said == "6 pcs Lamp gikk tilbake til ordren\n2,5 metre Cable gikk tilbake til ordren"
        with translation.override("da"):
            orders.cancel_rest(SalesOrder.objects.get(), by=world.anna)
        assert history.of(SalesOrder.objects.get())[0]["note"] == "6 pcs Lamp\n2.5 metre Cable"


def test_sending_twice_sends_once(bo, nordlys, shipment):
    day = now(nordlys, shipment).agreement.today().isoformat()
    form = {"on": day, "once": str(uuid.uuid4())}
    first, second = (bo.post(url(shipment, "send-all/"), form) for _twice in range(2))
    assert first["Location"] == second["Location"]
    with nordlys.open() as world:
        assert StockBalance.objects.get(item=world.lamp, location=world.shelf).on_hand == 2
    again = send(bo, url(shipment, "send-all/"), {"on": day})
    assert again.status_code == 422 and "is sent, so it cannot be changed" in words(again)


def test_an_earlier_day_can_be_given_a_later_one_not(bo, nordlys, shipment):
    for day in ("2099-01-01", "yesterday", "2026-13-40"):
        response = send(bo, url(shipment, "send-all/"), {"on": day})
        assert response.status_code == 422
        assert now(nordlys, shipment).status == "open" and now(nordlys, shipment).picking == "none"


def test_nothing_picked_cannot_be_sent(bo, shipment):
    response = send(bo, url(shipment, "send/"), {"on": "2026-11-20"})
    assert response.status_code == 422 and "Nothing is picked yet" in words(response)


def test_an_open_shipment_is_deleted_after_a_question(bo, nordlys, shipment):
    assert "Its goods wait on order 1001 again" in words(bo.get(url(shipment, "delete/")))
    follow(bo, url(shipment, "delete/"))
    assert bo.get(url(shipment)).status_code == 404


def test_the_header_is_changed_without_any_price(bo, nordlys, shipment):
    page = bo.get(url(shipment, "edit/"))
    assert "Tracking number" in words(page)
    facts = {"version": now(nordlys, shipment).version, "party_name": "Fjord Sykkel AS", "tracking": "PN 123"}
    assert "PN 123" in words(follow(bo, url(shipment, "edit/"), facts))


def test_an_invoice_is_made_of_what_was_sent_and_both_lead_to_each_other(anna, bo, nordlys, shipment):
    with nordlys.open() as world:
        shipments.pick_all_and_ship(shipment, by=world.owner)
    assert send(bo, url(shipment, "invoice/")).status_code == 403
    page = follow(anna, url(shipment, "invoice/"))
    assert "1,000.00" in words(page)
    body = anna.get(url(shipment)).content.decode()
    assert "/sales/invoices/draft-1/" in body
    again = send(anna, url(shipment, "invoice/"))
    assert again.status_code == 422 and "Nothing is left to invoice" in words(again)


def test_a_line_that_is_gone_is_no_harm(bo, nordlys, shipment):
    assert send(bo, url(shipment, "lines/999999/pick/"), {"quantity": "1"}).status_code == 404
    assert send(bo, url(shipment, "pick/"), {"line": "999999", "quantity": "1"}).status_code == 404
    assert send(bo, url(shipment, "lines/999999/unpick/")).status_code == 302


# --- the phone ---------------------------------------------------------------------------------------------------


def test_the_phone_walks_from_place_to_place_and_ends_with_what_goes_back(bo, nordlys, shipment):
    lamp, cable = lines(nordlys, shipment)
    page = bo.get(url(shipment, "pick/"))
    assert "Line 1 of 2" in words(page) and "A-01" in words(page) and "Pick 10, go on" in words(page)
    page = follow(bo, url(shipment, "pick/"), {"line": lamp.pk, "quantity": "4", "do": "pick"})
    assert "Line 2 of 2" in words(page) and "Cable" in words(page)
    page = follow(bo, url(shipment, "pick/"), {"line": cable.pk, "quantity": "2.5", "do": "none"})
    said = words(page)
    assert "Partly picked" in said and "go back to order 1001" in said and "Send as picked" in said


def test_the_same_pick_twice_is_one_pick(bo, nordlys, shipment):
    lamp = lines(nordlys, shipment)[0]
    form = {"line": lamp.pk, "quantity": "4", "do": "pick", "once": str(uuid.uuid4())}
    first, second = (bo.post(url(shipment, "pick/"), form) for _twice in range(2))
    assert first["Location"] == second["Location"]
    assert [line.quantity_picked for line in lines(nordlys, shipment)] == [4, 0]


def test_less_more_and_all_work_without_a_script(bo, nordlys, shipment):
    lamp = lines(nordlys, shipment)[0]
    for way, typed, then in (("less", "10", "9"), ("more", "10", "10"), ("less", "0", "0"), ("all", "x", "10")):
        response = send(bo, url(shipment, "pick/"), {"line": lamp.pk, "quantity": typed, "do": way})
        assert f"quantity={then}" in response["Location"]
    assert lines(nordlys, shipment)[0].quantity_picked == 0


def test_another_location_is_one_press_away(bo, nordlys, shipment):
    lamp = lines(nordlys, shipment)[0]
    with nordlys.open() as world:
        yard = world.yard.pk
    assert "Other location" in words(bo.get(url(shipment, "pick/")))
    follow(bo, url(shipment, "pick/"), {"line": lamp.pk, "quantity": "3", "location": yard})
    assert ("B-01", 3) in [(line.location.code, line.quantity_picked) for line in lines(nordlys, shipment)]


def test_a_scan_counts_leads_or_says_what_it_is(bo, nordlys, shipment):
    lamp, _cable = lines(nordlys, shipment)
    with nordlys.open() as world:
        Location.objects.create(code="Z-09", name="Far away", barcode="LOC99")
        world.lamp.barcode = "7090001112223"
        world.lamp.save()
    at = f"pick/?line={lamp.pk}&scan="
    assert "1 of 10 counted" in words(bo.get(url(shipment, at + "7090001112223")))
    assert "5 of 10 counted" in words(bo.get(url(shipment, f"pick/?line={lamp.pk}&quantity=4&scan=2040")))
    assert "Line 2 of 2" in words(bo.get(url(shipment, at + "3001")))
    assert "Right: A-01" in words(bo.get(url(shipment, at + "a-01")))
    assert "That is 9001 Work, which is not on this shipment." in words(bo.get(url(shipment, at + "9001")))
    assert "That is Z-09 Far away. Nothing of this shipment lies there." in words(bo.get(url(shipment, at + "LOC99")))
    assert re.search(r"That is B-01 Yard. 3 \S+ of it lie there", words(bo.get(url(shipment, at + "B-01"))))
    assert "Nothing here is called “xyz<b>”." in words(bo.get(url(shipment, at + "xyz<b>")))


@pytest.mark.parametrize(
    "query", ["line=abc", "line=99999999999999999999", "quantity=NaN&scan=%00", "skip=1.x.", "scan=" + "9" * 500]
)
def test_an_address_that_makes_no_sense_is_no_harm(bo, shipment, query):
    assert bo.get(url(shipment, f"pick/?{query}")).status_code == 200


def test_a_sent_shipment_is_no_longer_picked(bo, nordlys, shipment):
    with nordlys.open() as world:
        shipments.pick_all_and_ship(shipment, by=world.owner)
    assert bo.get(url(shipment, "pick/"))["Location"] == url(shipment)


# --- how much it asks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "pick/"])
def test_3_and_30_lines_ask_the_database_equally_often(bo, nordlys, part):
    asked = []
    for count in (3, 30):
        with nordlys.open() as world:
            make.received(world, world.lamp, 100, "25.00")
            order = make.order(world, *[(world.lamp, 1)] * count)
            made = shipments.draft_from_order(order, by=world.owner)
        bo.get(url(made, part))
        with CaptureQueriesContext(connection) as found:
            assert bo.get(url(made, part)).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1]
