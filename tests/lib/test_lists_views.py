"""Views that people save, and columns that they choose: the address says all of it, and nobody touches another's."""

import re
from urllib.parse import unquote

import pytest

from accounts.models import ListView
from tests.lib.listed import LIST, numbers, orders, remember, text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.listed")]


def save(client, query, name="Mine", **more):
    return client.post(LIST, {"do": "view-new", "query": query, "name": name, **more})


def heads(response):
    return [
        " ".join(re.sub("<[^>]+>", " ", head).split())
        for head in re.findall(r'<th role="columnheader" scope="col"[^>]*>(.*?)</th>', response.content.decode(), re.S)
    ]


def views(world, **facts):
    with world.open():
        return list(ListView.objects.filter(**facts).order_by("pk"))


# --- saved views -------------------------------------------------------------------------------------------------


def test_a_view_is_saved_with_filters_sort_columns_and_density(as_anna, nordlys):
    orders(nordlys, 1)
    query = "status=draft&archived=all&sort=amount_net&cols=number,party_name&density=roomy&rows=25"
    there = save(as_anna, query + "&after=abc")["Location"]
    (view,) = views(nordlys)
    assert unquote(view.query) == query
    assert f"saved={view.pk}" in there
    response = as_anna.get(there)
    assert heads(response) == ["No.", "Customer"]
    assert re.search(rf'id="saved-{view.pk}"[^>]*aria-current="page"', response.content.decode())


def test_the_short_address_of_a_view_leads_to_the_whole_one(as_anna, nordlys):
    save(as_anna, "status=draft")
    (view,) = views(nordlys)
    assert as_anna.get(f"{LIST}?saved={view.pk}")["Location"] == f"{LIST}?saved={view.pk}&status=draft"


def test_a_view_is_its_makers_own_until_it_is_shared(as_anna, client, nordlys):
    save(as_anna, "status=draft", "Secret")
    save(as_anna, "status=confirmed", "Everybody's", shared="1")
    client.force_login(nordlys.vera)
    body = text(client.get(LIST))
    assert "Secret" not in body
    assert "Everybody's" in body.replace("&#x27;", "'")


def test_an_address_with_a_view_that_one_may_not_see_shows_its_filters_all_the_same(as_anna, client, nordlys):
    orders(nordlys, 1, start=1001, status="confirmed")
    orders(nordlys, 1, start=1002)
    there = save(as_anna, "status=confirmed", "Secret")["Location"]
    client.force_login(nordlys.vera)
    response = client.get(there)
    assert numbers(response) == [1001]
    assert "Secret" not in text(response)


def test_a_changed_view_offers_to_be_saved_and_to_go_back(as_anna, nordlys):
    there = save(as_anna, "status=draft")["Location"]
    assert "Reset" not in text(as_anna.get(there))
    changed = as_anna.get(there + "&archived=all")
    assert "Save “Mine”" in text(changed)
    assert "Save as view" in text(changed)
    assert there.removeprefix(LIST).replace("&", "&amp;") in changed.content.decode()


def test_a_view_is_saved_over_renamed_and_deleted(as_anna, nordlys):
    save(as_anna, "status=draft")
    (view,) = views(nordlys)
    as_anna.post(LIST, {"do": "view-save", "saved": view.pk, "query": f"saved={view.pk}&status=confirmed"})
    as_anna.post(LIST, {"do": "view-rename", "saved": view.pk, "query": "", "name": "  Big   ones ", "shared": "1"})
    (view,) = views(nordlys)
    assert (view.query, view.name, view.is_shared) == ("status=confirmed", "Big ones", True)
    assert as_anna.post(LIST, {"do": "view-delete", "saved": view.pk, "query": "status=confirmed"}).status_code == 302
    assert views(nordlys) == []


def test_saving_under_a_name_that_is_there_writes_over_ones_own(as_anna, nordlys):
    save(as_anna, "status=draft")
    save(as_anna, "status=confirmed")
    (view,) = views(nordlys)
    assert view.query == "status=confirmed"


@pytest.mark.parametrize("name", ["", "   ", "\x00"])
def test_a_view_needs_a_name(as_anna, nordlys, name):
    assert "Give the view a name." in text(as_anna.get(save(as_anna, "status=draft", name)["Location"]))
    assert views(nordlys) == []


@pytest.mark.parametrize("do", ["view-save", "view-rename", "view-delete"])
def test_nobody_changes_a_view_of_somebody_else(as_anna, client, nordlys, solvang, do):
    save(as_anna, "status=draft", shared="1")
    (view,) = views(nordlys)
    for person in (nordlys.odd, nordlys.vera, solvang.carla):
        client.force_login(person)
        assert client.post(LIST, {"do": do, "saved": view.pk, "query": "", "name": "Taken"}).status_code == 403
    assert [(each.name, each.query) for each in views(nordlys)] == [("Mine", "status=draft")]


def test_who_runs_the_agreement_may_take_away_a_shared_view(as_anna, client, nordlys):
    client.force_login(nordlys.odd)
    save(client, "status=draft", shared="1")
    (view,) = views(nordlys)
    client.force_login(nordlys.anna)
    client.post(LIST, {"do": "view-delete", "saved": view.pk, "query": ""})
    assert views(nordlys) == []


def test_a_view_may_be_remembered(as_anna, nordlys):
    there = save(as_anna, "status=draft")["Location"].removeprefix(LIST + "?")
    remember(as_anna, there)
    assert as_anna.get(LIST)["Location"] == f"{LIST}?{there}"


def test_views_stay_on_their_list(as_anna, nordlys):
    save(as_anna, "status=draft", "Only here")
    assert "Only here" not in text(as_anna.get("/try/plain/"))


# --- columns and density -----------------------------------------------------------------------------------------


def test_columns_are_chosen_and_put_in_order_by_the_address(as_anna, nordlys):
    orders(nordlys, 1)
    response = as_anna.get(f"{LIST}?cols=number,amount_net,party_name")
    assert heads(response) == ["No.", "Amount", "Customer"]
    assert "100.50" in text(response)


def test_the_form_of_the_chooser_gives_the_same_address(as_anna, nordlys):
    orders(nordlys, 1)
    response = as_anna.get(f"{LIST}?col=amount_net&col=party_name", headers={"HX-Request": "true"})
    assert heads(response) == ["No.", "Amount", "Customer"]
    assert response["HX-Push-Url"] == f"{LIST}?cols=number,amount_net,party_name"


def test_the_usual_columns_do_not_stand_in_the_address(as_anna, nordlys):
    orders(nordlys, 1)
    usual = heads(as_anna.get(LIST))
    keys = ["ordered_on", "party_name", "their_reference", "wanted_on", "amount_net", "status", "delivery", "invoicing"]
    every = "&".join(f"col={key}" for key in keys)
    response = as_anna.get(f"{LIST}?{every}", headers={"HX-Request": "true"})
    assert heads(response) == usual
    assert "cols=" not in response["HX-Push-Url"]


@pytest.mark.parametrize("cols", ["", "nothing", "number", ",,,", "x" * 5000, "number,number", "<script>"])
def test_columns_that_make_no_sense_are_the_usual_ones(as_anna, nordlys, cols):
    orders(nordlys, 1)
    assert heads(as_anna.get(LIST, {"cols": cols})) == heads(as_anna.get(LIST))


def test_a_column_without_the_right_cannot_be_chosen(client, nordlys):
    orders(nordlys, 1)
    client.force_login(nordlys.bo)
    response = client.get("/try/plain/?cols=number,amount_net,party_name")
    assert heads(response) == ["No.", "Customer"]
    assert "100.50" not in text(response)


def test_every_column_can_be_moved_by_a_link(as_anna, nordlys):
    body = as_anna.get(f"{LIST}?cols=number,party_name,amount_net").content.decode()
    assert re.search(r'id="up-amount_net" href="[^"]*cols=number,amount_net,party_name', body)
    assert 'id="up-party_name"' not in body  # the number stays first


def test_the_export_has_the_chosen_columns(as_anna, nordlys):
    orders(nordlys, 1)
    taken = b"".join(as_anna.get(f"{LIST}?cols=number,amount_net&export=csv").streaming_content).decode("utf-8-sig")
    assert taken.splitlines() == ["No.;Amount", "1001;100.50"]


def test_rows_are_compact_unless_one_wants_them_roomy(as_anna, nordlys):
    orders(nordlys, 1)
    assert 'class="table list roomy"' in as_anna.get(f"{LIST}?density=roomy").content.decode()
    assert 'class="table list"' in as_anna.get(f"{LIST}?density=loud").content.decode()
