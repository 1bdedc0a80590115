"""Order and pages of a list: every row once, whichever way, whatever others do meanwhile; and what a page costs."""

import datetime as dt
import re
from decimal import Decimal
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sales.models import Customer, SalesOrder
from tests.lib.listed import LIST, TODAY, following, numbers, orders, remember, walk

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.listed")]


# --- order and pages ---------------------------------------------------------------------------------------------


def test_a_head_sorts_and_says_how_the_list_is_sorted(as_anna, nordlys):
    orders(nordlys, 2)
    body = as_anna.get(f"{LIST}?sort=number").content.decode()
    assert re.search(r'aria-sort="ascending"><a id="sort-number" href="\?sort=-number"', body)
    assert "Orders, Active, by No., ascending" in body


def test_a_track_sorts_in_its_own_order_not_by_letters(as_anna, nordlys):
    for n, delivery in enumerate(["full", "none", "partly", "ready"]):
        orders(nordlys, 1, start=1001 + n, delivery=delivery)
    assert numbers(as_anna.get(f"{LIST}?sort=delivery")) == [1002, 1004, 1003, 1001]


def test_names_sort_in_nordic_order(as_anna, nordlys):
    with nordlys.open():
        for n, name in enumerate(["Ålefjord", "Ærlig", "Øst", "Zenit", "anker"]):
            Customer.objects.create(number=n + 1, name=name)
    assert numbers(as_anna.get("/try/customers/?sort=name")) == [5, 10001, 4, 2, 3, 1]


@pytest.mark.parametrize(
    "sort", ["-number", "number", "wanted_on", "-wanted_on", "delivery", "-amount_net", "party_name"]
)
def test_every_row_stands_on_one_page_whichever_way_the_list_is_sorted(as_anna, nordlys, sort):
    for n in range(60):
        orders(
            nordlys,
            1,
            start=1001 + n,
            wanted_on=None if n % 3 == 0 else TODAY + dt.timedelta(days=n % 5),
            delivery=["none", "ready", "partly", "full"][n % 4],
            amount_net=Decimal(n % 7),
        )
    forth, places = walk(as_anna, f"?sort={sort}&rows=25")
    assert [len(rows) for rows in forth] == [25, 25, 10]
    assert sorted(chain(*forth)) == list(range(1001, 1061))
    assert places == ["1–25 of 60", "26–50 of 60", "51–60 of 60"]
    whole = numbers(as_anna.get(f"{LIST}?sort={sort}&rows=100"))
    assert list(chain(*forth)) == whole
    last = as_anna.get(
        LIST + following(as_anna.get(LIST + following(as_anna.get(f"{LIST}?sort={sort}&rows=25"), "next")), "next")
    )
    back, _places = walk(as_anna, following(last, "prev"), "prev")
    assert back == [forth[1], forth[0]]


@pytest.mark.parametrize("sort", ["-number", "number"])
def test_drafts_without_a_number_stand_above_all_numbers(as_anna, nordlys, sort):
    orders(nordlys, 40)
    with nordlys.open():
        SalesOrder.objects.filter(number__lte=1030).update(number=None)
    pages, address = [], f"?sort={sort}&rows=25"
    while address:
        response = as_anna.get(LIST + address)
        pages.append(re.findall(r'class="nr"><a href="[^"]*">(\d*)</a>', response.content.decode()))
        address, last = following(response, "next"), response
    assert [len(page) for page in pages] == [25, 15]
    listed = list(chain(*pages))
    numbered = [str(number) for number in range(1031, 1041)]
    assert listed == ([""] * 30 + numbered[::-1] if sort == "-number" else numbered + [""] * 30)
    assert len(numbers(as_anna.get(LIST + following(last, "prev")))) == (0 if sort == "-number" else 10)


def test_pages_stay_as_they_are_while_others_add_rows(as_anna, nordlys):
    orders(nordlys, 60)
    first = as_anna.get(f"{LIST}?rows=25")
    orders(nordlys, 5, start=5001)
    assert numbers(as_anna.get(LIST + following(first, "next"))) == list(range(1035, 1010, -1))


def test_a_page_that_is_gone_leads_to_the_first(as_anna, nordlys):
    made = orders(nordlys, 30)
    second = following(as_anna.get(f"{LIST}?rows=25"), "next")
    with nordlys.open():
        SalesOrder.objects.filter(pk__in=[order.pk for order in made[:5]]).delete()
    assert len(numbers(as_anna.get(LIST + second))) == 25


@pytest.mark.parametrize(
    ("asked", "shown"), [("25", 25), ("60", 50), ("1", 25), ("1000000000", 60), ("x", 50), ("-5", 50)]
)
def test_the_page_holds_one_of_four_sizes(as_anna, nordlys, asked, shown):
    orders(nordlys, 60)
    assert len(numbers(as_anna.get(f"{LIST}?rows={asked}"))) == shown


# --- the cost ----------------------------------------------------------------------------------------------------


def statements(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    reads = [each["sql"] for each in asked if each["sql"].startswith("SELECT") and "set_config" not in each["sql"]]
    return reads


def test_a_list_asks_as_often_for_sixty_rows_as_for_three(as_anna, nordlys):
    orders(nordlys, 3)
    remember(as_anna, "archived=all")
    few = statements(as_anna, f"{LIST}?status=draft&q=fjord&rows=100")
    orders(nordlys, 57, start=2001)
    many = statements(as_anna, f"{LIST}?status=draft&q=fjord&rows=100")
    assert len(few) == len(many)
    assert len(many) <= 8, "\n".join(many)


def test_views_columns_and_a_search_through_the_index_keep_to_the_budget(as_anna, nordlys):
    """B4: at most eight statements, with everything switched on that one can switch on."""
    orders(nordlys, 30)
    for n in range(4):
        as_anna.post(LIST, {"do": "view-new", "query": "status=draft&archived=all", "name": f"View {n}", "shared": "1"})
    query = "view=active&status=draft,confirmed&archived=no&sort=party_name&cols=number,party_name,amount_net,delivery"
    asked = statements(as_anna, f"{LIST}?{query}&density=roomy&rows=25&q=fjord")
    assert len(asked) <= 8, "\n".join(asked)
