"""What every list promises: nobody sees what is not theirs, and nothing is hidden in silence."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.lib.listed import LIST, TODAY, Orders, numbers, orders, text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.listed")]


# --- who may -----------------------------------------------------------------------------------------------------


def test_a_stranger_is_led_to_the_door(client, nordlys):
    response = client.get(LIST)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_stranger_whose_session_ended_is_led_there_by_htmx_too(client, nordlys):
    response = client.get(LIST, headers={"HX-Request": "true"})
    assert "/accounts/login/" in response["HX-Redirect"]


def test_a_member_without_the_right_is_turned_away(client, nordlys):
    client.force_login(nordlys.bo)
    assert client.get(LIST).status_code == 403


def test_carla_sees_nothing_of_nordlys(client, nordlys, solvang):
    orders(nordlys, 3)
    client.force_login(solvang.carla)
    response = client.get(f"{LIST}?archived=all")
    assert numbers(response) == []
    assert "Fjord" not in text(response)


def test_a_column_that_one_may_not_see_is_not_there_to_sort_by_or_to_take_away(client, nordlys):
    client.force_login(nordlys.bo)
    orders(nordlys, 1, start=1001, amount_net=Decimal(5))
    orders(nordlys, 1, start=1002, amount_net=Decimal(9))
    response = client.get("/try/plain/?sort=amount_net")
    assert numbers(response) == [1002, 1001]
    assert "Amount" not in text(response)
    assert "Sum of" not in text(response)
    taken = b"".join(client.get("/try/plain/?sort=amount_net&export=csv").streaming_content).decode("utf-8-sig")
    assert "Amount" not in taken
    assert taken.splitlines()[1].startswith("1002;")


# --- archive honesty ---------------------------------------------------------------------------------------------


def test_the_archive_is_hidden_and_the_list_says_how_much_it_hides(as_anna, nordlys):
    orders(nordlys, 3)
    orders(nordlys, 1, start=2001, archived=True)
    response = as_anna.get(LIST)
    assert numbers(response) == [1003, 1002, 1001]
    assert "3 orders" in text(response)
    assert "1 archived also matches" in text(response)


def test_hidden_matches_respect_the_other_filters(as_anna, nordlys):
    orders(nordlys, 2, start=2001, archived=True, status="cancelled")
    orders(nordlys, 5, start=3001, archived=True)
    assert "2 archived also match" in text(as_anna.get(f"{LIST}?status=cancelled"))


def test_an_empty_list_offers_its_archive(as_anna, nordlys):
    orders(nordlys, 1, archived=True)
    response = as_anna.get(LIST)
    assert numbers(response) == []
    assert "Show the archived" in text(response)
    assert "?archived=all" in response.content.decode()


def test_a_search_in_one_view_offers_to_look_in_all(as_anna, nordlys):
    orders(nordlys, 1, party_name="Mjøsa Ski", archived=True)
    response = as_anna.get(f"{LIST}?view=to-ship&q=mjøsa")
    assert numbers(response) == []
    assert "Look for “mjøsa” in all orders" in text(response)
    assert 'href="?q=mj%C3%B8sa"' in response.content.decode()
    assert "in all orders" not in text(as_anna.get(f"{LIST}?q=nowhere"))  # it was


@pytest.mark.parametrize(("asked", "shown"), [("no", [1001]), ("only", [2001]), ("all", [2001, 1001])])
def test_archived_is_no_only_or_all(as_anna, nordlys, asked, shown):
    orders(nordlys, 1)
    orders(nordlys, 1, start=2001, archived=True)
    assert numbers(as_anna.get(f"{LIST}?archived={asked}")) == shown


def test_a_search_finds_the_archived_too_and_marks_them(as_anna, nordlys):
    orders(nordlys, 1, party_name="Mjøsa Sykkel")
    orders(nordlys, 1, start=2001, archived=True, party_name="Mjøsa Ski")
    response = as_anna.get(f"{LIST}?q=mjøsa")
    assert numbers(response) == [2001, 1001]
    assert response.content.decode().count('class="put-away"') == 1
    assert "1 archived is shown, because a search looks in the archive too. Show active only" in text(response)
    assert 'href="?q=mj%C3%B8sa&amp;archived=no"' in response.content.decode()
    without = as_anna.get(f"{LIST}?q=mjøsa&archived=no")
    assert numbers(without) == [1001]
    assert "1 archived also matches" in text(without)
    assert "because a search looks" not in text(as_anna.get(f"{LIST}?q=mjøsa&archived=all"))  # asked for


def test_the_archive_filter_is_always_in_sight(as_anna, nordlys):
    assert "Archived no" in text(as_anna.get(LIST))


def test_a_list_without_an_archive_has_no_archive_filter(as_anna, nordlys):
    orders(nordlys, 1)
    response = as_anna.get("/try/customers/?archived=only")
    assert numbers(response) == [10001]
    assert 'id="chip-archived"' not in response.content.decode()


# --- filters, views, search --------------------------------------------------------------------------------------


def test_a_filter_takes_several_values_by_comma_or_by_repetition(as_anna, nordlys):
    for n, status in enumerate(["draft", "confirmed", "cancelled"]):
        orders(nordlys, 1, start=1001 + n, status=status)
    assert numbers(as_anna.get(f"{LIST}?status=draft,cancelled")) == [1003, 1001]
    assert numbers(as_anna.get(f"{LIST}?status=draft&status=cancelled")) == [1003, 1001]


def test_a_set_filter_is_a_chip_with_its_value_and_a_way_out(as_anna, nordlys):
    response = as_anna.get(f"{LIST}?status=draft&delivery=none&q=fjord")
    body = response.content.decode()
    assert "Status Draft" in text(response)
    assert 'href="?q=fjord&amp;delivery=none" title="Remove"' in body


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("today", [1001]),
        ("this-week", [1001]),
        ("this-month", [1002, 1001]),
        ("last-30", [1003, 1002, 1001]),
        ("this-year", [1004, 1003, 1002, 1001]),
        ("2026-11-01..2026-11-22", [1002]),
        ("2026-11-22..2026-11-01", [1002]),
        ("..2026-06-01", [1004]),
        ("2026-11-23..", [1001]),
    ],
)
def test_days_are_asked_for_in_words_or_from_and_to(as_anna, nordlys, word, shown):
    for n, day in enumerate([TODAY, dt.date(2026, 11, 22), dt.date(2026, 10, 25), dt.date(2026, 5, 1)]):
        orders(nordlys, 1, start=1001 + n, ordered_on=day)
    assert numbers(as_anna.get(f"{LIST}?ordered_on={word}")) == shown


def test_the_fields_of_the_day_popover_mean_the_same_as_a_range(as_anna, nordlys):
    orders(nordlys, 1, ordered_on=dt.date(2026, 11, 2))
    orders(nordlys, 1, start=1002)
    response = as_anna.get(f"{LIST}?ordered_on=last-30&ordered_on_from=2026-11-01&ordered_on_to=2026-11-05")
    assert numbers(response) == [1001]
    assert "01.11.2026 to 05.11.2026" in text(response)


def test_a_party_is_found_by_number_or_by_a_part_of_its_name(as_anna, nordlys):
    orders(nordlys, 1)
    orders(nordlys, 1, start=1002, party_name="Holmen")
    assert numbers(as_anna.get(f"{LIST}?customer=holm")) == [1002]
    assert numbers(as_anna.get(f"{LIST}?customer=10001")) == [1002, 1001]
    assert numbers(as_anna.get(f"{LIST}?customer=1000")) == []


def test_a_view_narrows_and_its_tab_counts(as_anna, nordlys):
    orders(nordlys, 2, delivery="ready")
    orders(nordlys, 3, start=2001)
    response = as_anna.get(f"{LIST}?view=to-ship")
    assert numbers(response) == [1002, 1001]
    assert "Active 5 To ship 2 Archived" in text(response)


def test_a_view_may_look_into_the_archive(as_anna, nordlys):
    orders(nordlys, 1)
    orders(nordlys, 1, start=2001, archived=True)
    assert numbers(as_anna.get(f"{LIST}?view=archived")) == [2001]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("1042", [1042, 104299]),
        ("104", [104299, 1042]),
        ("fjord", [104299, 1042]),
        ("FJORD nes", [1042]),
        ("nes", [1042]),
        ("jo", []),
        ("fj", [104299, 1042]),
        ("%", []),
        ("_", []),
    ],
)
def test_search_takes_the_number_or_its_beginning_and_any_part_of_a_text(as_anna, nordlys, asked, shown):
    orders(nordlys, 1, start=1042, their_reference="Kari Nes")
    orders(nordlys, 1, start=104299)
    orders(nordlys, 1, start=555, party_name="Holmen", their_reference="Aas")
    assert numbers(as_anna.get(LIST, {"q": asked})) == shown


@pytest.mark.parametrize(
    ("query", "alone"),
    [
        ("q=fjord", True),
        ("q=fjord&archived=all", True),
        ("q=fjord&archived=no", False),
        ("q=fjord&status=draft", False),
        ("q=fjord&view=to-ship", False),
        ("q=fjord&view=archived", False),
    ],
)
def test_the_list_knows_where_the_search_alone_decides(rf, nordlys, query, alone):
    with nordlys.open():
        page = Orders()
        page.setup(rf.get(f"{LIST}?{query}"))
        page.request.agreement, page.request.user = nordlys.agreement, nordlys.owner
        assert page.all_hits_match is alone


def test_what_was_searched_in_vain_can_be_cleared(as_anna, nordlys):
    orders(nordlys, 1)
    response = as_anna.get(f"{LIST}?q=nowhere")
    assert "No orders match. Clear the filter" in text(response)
    assert "No orders yet." not in text(response)


def test_an_empty_list_says_so_once(as_anna, nordlys):
    assert "No orders yet." in text(as_anna.get(LIST))


# --- totals and late days ----------------------------------------------------------------------------------------


def test_the_sum_is_that_of_all_that_match_not_of_the_page(as_anna, nordlys):
    orders(nordlys, 30)
    orders(nordlys, 3, start=5001, archived=True)
    said = text(as_anna.get(f"{LIST}?rows=25"))
    assert "Sum of 30 orders, excl. VAT" in said
    assert "3,015.00" in said


def test_a_printed_list_says_which_rows_it_shows_and_by_which_filter(as_anna, nordlys):
    orders(nordlys, 30)
    said = text(as_anna.get(f"{LIST}?rows=25&archived=all&q=100"))
    assert "1–9 of 9 · Search: 100 · Archived: all" in " ".join(said.split())


def test_a_late_day_says_how_late(as_anna, nordlys):
    orders(nordlys, 1, wanted_on=dt.date(2026, 11, 17))
    orders(nordlys, 1, start=1002, wanted_on=dt.date(2026, 11, 30))
    body = as_anna.get(LIST).content.decode()
    assert body.count('class="late"') == 1
    assert '<span class="late" title="6 days over">17.11.26' in body
