"""The pages of items and places: who sees what, what they refuse, and that nothing is asked row by row."""

import re
import uuid
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inventory import items, locations
from inventory.models import CostEntry, Item, ItemGroup, Location, Unit
from tests import kept, make

MONEY = ["/inventory/items/2040/entries/1/", "/reports/turnover/", "/reports/transactions/"]
PAGES = [
    "/inventory/items/",
    "/inventory/items/2040/",
    "/inventory/items/2040/why/reserved/",
    "/inventory/groups/",
    "/inventory/groups/1/",
    "/inventory/units/",
    "/inventory/locations/",
]
FORMS = ["/inventory/items/new/", "/inventory/items/2040/edit/", "/inventory/groups/new/", "/inventory/groups/1/edit/"]
FORMS += ["/inventory/units/new/", "/inventory/units/1/edit/", "/inventory/locations/new/"]
SECRETS = ["25.37", "253.70", "126.85", "317.77", "222.22"]  # costs, values, prices


def enter(user):
    client = Client()
    client.force_login(user)
    return client


def words(response):
    body = re.sub(r"<(script|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def send(client, url, **data):
    return client.post(url, {"once": str(uuid.uuid4()), **data})


@kept.scene(clock="monday")
def world(world):
    """Ten lamps at 25.37, five gone, an order waiting; a price and an expected cost that changed."""
    make.received(world, world.lamp, 10, "25.37")
    make.shipped(world, make.order(world, (world.lamp, 5)))
    make.order(world, (world.lamp, 2))
    items.change(
        world.lamp,
        by=world.anna,
        sales_price=Decimal("317.77"),
        expected_cost=Decimal("222.22"),
        barcode="7090001",
    )
    return world


@pytest.fixture
def anna(world):
    return enter(world.anna)


@pytest.fixture
def bo(world):
    return enter(world.bo)


# --- who may see what ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, *FORMS, *MONEY])
def test_anna_sees_every_page(anna, page):
    assert anna.get(page).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "/inventory/items/2040/?open=1", "/inventory/items/2040/?why=value"])
def test_bo_sees_quantities_and_places_but_no_cost_and_no_price(bo, page):
    response = bo.get(page)
    assert response.status_code == 200
    body = response.content.decode()
    assert [secret for secret in SECRETS if secret in body] == []
    assert not re.search(r"Stock value|Sales price|[Ee]xpected cost|Margin|margin", words(response))


def test_bo_does_not_see_prices_in_a_sorted_or_exported_list(bo):
    page = bo.get("/inventory/items/?sort=-value&export=csv")
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    assert "2040;Lamp;" in text
    assert [secret for secret in SECRETS if secret.rstrip("0").replace(".", ",") in text or secret in text] == []


@pytest.mark.parametrize("page", [*FORMS, *MONEY])
def test_bo_is_turned_away_from_forms_and_from_what_is_about_money(bo, page):
    assert bo.get(page).status_code == 403


def test_vera_reads_everything_and_changes_nothing(world):
    vera = enter(world.vera)
    assert all(vera.get(page).status_code == 200 for page in [*PAGES, "/reports/stock-value/"])
    assert all(vera.get(page).status_code == 403 for page in FORMS)
    assert send(vera, "/inventory/items/2040/bar/").status_code == 403


def test_carla_finds_nothing_of_nordlys(world, solvang):
    with solvang.open():
        Item.objects.filter(number="2040").update(number="S1")
        ItemGroup.objects.filter(number=1).update(number=91)
        Unit.objects.filter(number=1).update(number=91)
    carla = enter(solvang.carla)
    with world.open():
        place = reverse("inventory:location", args=[world.shelf.pk])
    addresses = ["/inventory/items/2040/", "/inventory/items/2040/edit/", "/inventory/items/2040/entries/1/"]
    addresses += ["/inventory/items/2040/why/reserved/", "/inventory/groups/1/", "/inventory/groups/1/edit/"]
    addresses += ["/inventory/units/1/edit/", place, f"{place}edit/"]
    assert [carla.get(address).status_code for address in addresses] == [404] * len(addresses)
    verbs = ["items/2040/bar/", "items/2040/unbar/", "items/2040/delete/", "groups/1/delete/", "units/1/delete/"]
    assert [send(carla, f"/inventory/{verb}").status_code for verb in verbs] == [404] * len(verbs)
    for listing in ("/inventory/items/", "/inventory/locations/", "/reports/stock-value/", "/reports/transactions/"):
        assert not re.search(r"Shipment 1001|Frontlys|Fjord", words(carla.get(listing))), listing
    assert "7090001" not in words(carla.get("/inventory/items/?q=7090001"))


def test_strangers_are_led_to_the_door(client, world):
    for page in [*PAGES, *FORMS]:
        assert "/accounts/login/" in client.get(page)["Location"]


@pytest.mark.parametrize(
    "address",
    [
        "/inventory/items/none/",
        "/inventory/items/%00/",
        "/inventory/items/2040/entries/99/",
        "/inventory/items/2040/entries/99999999999999999999999/",
        "/inventory/items/2040/why/nothing/",
        "/inventory/groups/99999999999999999999/",
        "/inventory/locations/99999999999999999999/",
    ],
)
def test_what_is_not_there_is_not_found(anna, address):
    assert anna.get(address).status_code == 404


# --- the page of an item ---------------------------------------------------------------------------------------------


def test_the_figures_are_the_sum_that_they_are(anna):
    page = anna.get("/inventory/items/2040/")
    text = words(page)
    assert "On hand 5 Reserved 2 Available 3 Incoming 0" in text
    assert re.findall(r'data-op="(.)"', page.content.decode()) == ["−", "=", "+"]
    assert "Stock value 126.85" in text


def test_a_cost_opens_in_place_and_without_a_script(anna):
    part = anna.get("/inventory/items/2040/entries/2/", headers={"HX-Request": "true"})
    assert "Why did 5\N{NO-BREAK SPACE}pcs cost 126.85?" in unescape(part.content.decode())
    assert "<html" not in part.content.decode()
    whole = words(anna.get("/inventory/items/2040/?open=2"))
    assert "Why did 5 pcs cost 126.85?" in whole.replace("\N{NO-BREAK SPACE}", " ")
    closed = anna.get("/inventory/items/2040/entries/2/?closed").content.decode()
    assert "Why" not in closed.replace("why-2", "")


@pytest.mark.parametrize("query", ["?open=x", "?open=999", "?before=-1", "?why=no", "?before=99999999999999999999"])
def test_an_address_that_makes_no_sense_shows_the_page(anna, query):
    assert anna.get(f"/inventory/items/2040/{query}").status_code == 200


def test_the_ledger_is_paged_by_key(world, anna):
    with world.open():
        for _turn in range(30):
            make.received(world, world.lamp, 1, 1)
    first = anna.get("/inventory/items/2040/").content.decode()
    assert re.findall(r'id="entry-(\d+)"', first) == [str(n) for n in range(32, 7, -1)]
    older = re.search(r'href="\?before=(\d+)#ledger"', first).group(1)
    then = anna.get(f"/inventory/items/2040/?before={older}").content.decode()
    assert re.findall(r'id="entry-(\d+)"', then) == [str(n) for n in range(7, 0, -1)]


def test_an_entry_that_was_dated_back_says_so(world, anna, monday):
    with world.open():
        make.received(world, world.lamp, 1, 1, on=monday.replace(day=2))
    assert "dated back" in words(anna.get("/inventory/items/2040/"))


def test_work_is_shown_without_stock(anna):
    text = words(anna.get("/inventory/items/9001/"))
    assert "On hand" not in text
    assert "not kept in stock" in text


def test_a_location_shows_what_lies_there(world, anna):
    with world.open():
        inner = locations.create(by=world.anna, code="A-01-2", parent=world.shelf)
    text = words(anna.get(reverse("inventory:location", args=[world.shelf.pk])))
    assert "2040 Lamp 5 pcs 2 3" in text
    assert "A-01-2" in text
    outer = words(anna.get(reverse("inventory:location", args=[world.shelf.parent_id])))
    assert "A-01 Shelf 1 item 5" in outer
    assert "A-01 Shelf 1 5" in words(anna.get("/inventory/locations/"))
    assert "2040" in words(anna.get("/inventory/items/?place=A-01"))
    assert "2040" not in words(anna.get(f"/inventory/items/?place={inner.code}"))


# --- queries -----------------------------------------------------------------------------------------------------------


def asked(client, page):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "page",
    [
        "/inventory/items/",
        "/inventory/items/2040/",
        "/inventory/locations/",
        "/reports/stock-value/",
        "/reports/transactions/",
    ],
)
def test_more_rows_ask_no_more_questions(world, anna, page):
    anna.get(page)
    few = asked(anna, page)
    with world.open():
        for number in range(12):
            thing = items.create(
                by=world.anna, number=f"5{number:03}", name="Thing", group=world.lamp.group, unit=world.lamp.unit
            )
            place = locations.create(by=world.anna, code=f"T-{number}", parent=world.shelf)
            make.received(world, thing, 3, 10, location=place)
            make.received(world, world.lamp, 1, 10, location=place)
            make.order(world, (world.lamp, 1))
    assert asked(anna, page) == few


# --- forms ---------------------------------------------------------------------------------------------------------------


def filled(world, **facts):
    with world.open():
        return {
            "number": "4001",
            "name": "Bell",
            "group": world.lamp.group_id,
            "unit": world.lamp.unit_id,
            "sales_price": "1 234,50",
            "expected_cost": "",
            "minimum_stock": "",
            **facts,
        }


def test_an_item_is_made_and_shown(world, anna):
    response = send(anna, "/inventory/items/new/", **filled(world))
    assert response["Location"] == "/inventory/items/4001/"
    with world.open():
        item = Item.objects.get(number="4001")
        assert (item.sales_price, item.minimum_stock) == (Decimal("1234.5"), 0)


def test_the_same_form_sent_twice_makes_one_item(world, anna):
    data = filled(world) | {"once": str(uuid.uuid4())}
    first = anna.post("/inventory/items/new/", data)
    second = anna.post("/inventory/items/new/", data | {"number": "4002"})
    assert first["Location"] == second["Location"] == "/inventory/items/4001/"
    with world.open():
        assert not Item.objects.filter(number="4002").exists()


def test_a_refused_form_keeps_what_was_typed(world, anna):
    response = send(anna, "/inventory/items/new/", **filled(world, number="2040", name="Second lamp"))
    assert response.status_code == 422
    body = response.content.decode()
    assert 'value="Second lamp"' in body and 'value="1 234,50"' in body
    assert "2040 is in use already." in words(response)


def test_a_form_that_names_another_agreements_rows_is_refused(world, anna, solvang):
    with solvang.open():
        foreign = solvang.lamp.group_id
    response = send(anna, "/inventory/items/new/", **filled(world, group=foreign))
    assert response.status_code == 422


def test_a_locked_group_cannot_be_changed_by_a_form(world, anna):
    data = {
        "number": 1,
        "name": "Goods",
        "vat_domestic": "25",
        "vat_eu": "0",
        "vat_abroad": "0",
        "vat_domestic_exempt": "0",
    }
    assert send(anna, "/inventory/groups/1/edit/", **data).status_code == 302
    with world.open():
        assert ItemGroup.objects.get(number=1).has_stock


def test_verbs_answer_by_get_with_no_more_than_no(anna):
    for verb in ("items/2040/bar/", "items/2040/delete/", "groups/1/delete/", "units/1/delete/"):
        assert anna.get(f"/inventory/{verb}").status_code == 405


def test_barring_and_deleting_from_the_page(world, anna):
    assert send(anna, "/inventory/items/2040/bar/").status_code == 302
    assert "Barred" in words(anna.get("/inventory/items/2040/"))
    send(anna, "/inventory/items/2040/unbar/")
    refused = anna.get(send(anna, "/inventory/items/2040/delete/")["Location"])
    assert "The item is in use and stays. Bar it instead." in words(refused)
    send(anna, "/inventory/items/3001/delete/")
    with world.open():
        assert not Item.objects.filter(number="3001").exists()
        assert CostEntry.objects.filter(item=world.lamp).count() == 2


def test_places_are_made_moved_and_refused(world, anna):
    made = send(anna, "/inventory/locations/new/", code="C-01", name="Cellar")
    with world.open():
        cellar = Location.objects.get(code="C-01")
        assert made["Location"] == reverse("inventory:location", args=[cellar.pk])
    address = reverse("inventory:location_edit", args=[cellar.pk])
    assert send(anna, address, code="C-01", name="Cellar", parent=cellar.pk).status_code == 422
    assert send(anna, address, code="C-01", name="Cellar", parent=world.shelf.pk).status_code == 302
    assert send(anna, "/inventory/locations/new/", code="C-01").status_code == 422


# --- reports -----------------------------------------------------------------------------------------------------------


def test_the_report_of_stock_value_says_total_groups_and_items(anna):
    text = words(anna.get("/reports/stock-value/"))
    assert "Worth at the end of 23.11.2026 126.85" in text
    assert "Goods 1 126.85 2040 Lamp 5 pcs 25.37 126.85 Together 126.85" in text


@pytest.mark.parametrize(
    "query", ["?day=x", "?day=9999-01-01", "?group=x,9999999999999999999999", "?place=no", "?page=x", "?page=999"]
)
def test_the_report_answers_whatever_it_is_asked(anna, query):
    assert anna.get(f"/reports/stock-value/{query}").status_code == 200


def test_the_report_as_a_file_has_the_rows_of_the_screen(anna):
    text = anna.get("/reports/stock-value/?export=csv").content.decode("utf-8-sig")
    assert text.splitlines()[1] == "Goods;2040;Lamp;pcs;5;25.37;126.85"


def test_the_ledger_of_all_items_shows_both_dates(world, anna, monday):
    with world.open():
        make.received(world, world.cable, 4, 2, on=monday.replace(day=2))
    text = words(anna.get("/reports/transactions/?item=3001"))
    assert "02.11.26 Goods receipt 1002 23.11.26 Lumen Cycle GmbH 3001 Cable +4 metre +8.00" in text
    assert "2040" not in text
