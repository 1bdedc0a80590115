"""The address of a list is its state: Remember, htmx, no script, and addresses that nobody made."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import Membership, RememberedList
from accounts.permissions import RIGHTS
from tests.lib.listed import LIST, Orders, following, numbers, orders, remember, text

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.listed")]


# --- Remember ----------------------------------------------------------------------------------------------------


def test_the_bare_address_leads_to_what_is_remembered(as_anna, nordlys):
    orders(nordlys, 1)
    orders(nordlys, 1, start=2001, archived=True)
    assert remember(as_anna, "archived=all")["Location"] == f"{LIST}?archived=all"
    response = as_anna.get(LIST, follow=True)
    assert response.redirect_chain == [(f"{LIST}?archived=all", 302)]
    assert numbers(response) == [2001, 1001]
    assert "Your remembered filter · Standard" in text(response)


def test_a_colleague_keeps_the_standard(as_anna, nordlys, client):
    remember(as_anna, "archived=all")
    client.force_login(nordlys.vera)
    assert client.get(LIST).status_code == 200


def test_what_is_remembered_belongs_to_one_agreement_and_one_list(as_anna, nordlys, solvang):
    remember(as_anna, "archived=all")
    assert as_anna.get("/try/customers/").status_code == 200
    with solvang.open():
        Membership.objects.create(agreement=solvang.agreement, user=nordlys.anna, role="owner")
    session = as_anna.session
    session["agreement"] = solvang.agreement.pk
    session.save()
    assert as_anna.get(LIST).status_code == 200


def test_an_address_with_a_query_is_a_deep_link(as_anna, nordlys):
    remember(as_anna, "archived=all")
    response = as_anna.get(f"{LIST}?status=draft")
    assert response.status_code == 200
    assert "Your remembered filter" not in text(response)


def test_standard_forgets(as_anna, nordlys):
    remember(as_anna, "archived=all")
    assert as_anna.post(LIST, {"do": "standard"})["Location"] == LIST
    response = as_anna.get(LIST)
    assert response.status_code == 200
    assert "Your remembered filter" not in text(response)


def test_remembering_the_standard_forgets(as_anna, nordlys):
    remember(as_anna, "archived=all")
    remember(as_anna, "")
    with nordlys.open():
        assert not RememberedList.objects.exists()


def test_no_link_of_a_list_is_the_bare_address(as_anna, nordlys):
    orders(nordlys, 1)
    remember(as_anna, "status=draft")
    body = as_anna.get(f"{LIST}?status=draft").content.decode()
    assert 'href="?sort=-number" title="Remove"' in body
    assert 'href="?"' not in body


def test_only_what_makes_sense_is_remembered_and_a_poisoned_memory_does_no_harm(as_anna, nordlys):
    remember(as_anna, "archived=all&after=abc&nonsense=1&sort=password&status=draft,bogus&rows=100")
    with nordlys.open():
        assert RememberedList.objects.get().query == "status=draft&archived=all&rows=100"
        RememberedList.objects.update(query="sort=agreement__name&x=%00&after=zzz&status=bogus&archived=only")
    assert as_anna.get(LIST)["Location"] == f"{LIST}?archived=only"
    with nordlys.open():
        RememberedList.objects.update(query="sort=evil&status=bogus")
    assert as_anna.get(LIST).status_code == 200


# --- addresses that nobody made ----------------------------------------------------------------------------------

CRUEL = [
    "rows=1000000000",
    "rows=" + "9" * 5000,
    "rows=²",
    "sort=password",
    "sort=customer__agreement",
    "sort=--number",
    "sort=?",
    "view=nothing",
    "archived=perhaps",
    "status=draft%00",
    "status=%27;drop",
    "status=" + "draft," * 400,
    "ordered_on=0000-00-00..9999-99-99",
    "ordered_on=0001-01-01..9999-12-31",
    "ordered_on=..",
    "ordered_on_from=%00&ordered_on_to=x",
    "customer=%00",
    "customer=99999999999999999999",
    "customer=999999999999999",
    "currency=USD",
    "by_hand=perhaps",
    "q=%00",
    "q=" + "a" * 3000,
    "q=99999999999999999999",
    "q=999999999999",
    "q=0",
    "q=²",
    "q=%F0%9F%92%A3+%27+%22+%5C+%25",
    "after=",
    "after=%00",
    "after=abc",
    "after=%C3%A6",
    "after=W10",
    "after=bnVsbA",
    "before=" + "A" * 5000,
    "after=WyItbnVtYmVyIixbIngiLDFdLDFd",  # ["-number",["x",1],1]
    "after=WyItbnVtYmVyIixbMWU5OTksMV0sMV0",  # ["-number",[1e999,1],1]
    "after=WyItbnVtYmVyIixbOTk5OTk5OTk5OTk5OTk5OTk5OTk5LDFdLDFd",  # ["-number",[99999999999999999999,1],1]
    "after=WyItbnVtYmVyIixbbnVsbCxudWxsXSwxXQ",  # ["-number",[null,null],1]
    "after=WyItbnVtYmVyIixbW10se31dLC0xXQ",  # ["-number",[[],{}],-1]
    "sort=amount_net&after=WyJhbW91bnRfbmV0IixbIjFlOTk5OTk5IiwxXSwxXQ",  # ["amount_net",["1e999999",1],1]
    "sort=amount_net&after=WyJhbW91bnRfbmV0IixbIjFlLTk5OTk5OSIsMV0sMV0",  # ["amount_net",["1e-999999",1],1]
    "sort=party_name&after=WyJwYXJ0eV9uYW1lIixbIlx1ZDgwMCIsMV0sMV0",  # half a surrogate pair
    "export=xlsx",
]


def test_an_address_that_makes_no_sense_shows_the_list(as_anna, nordlys):
    orders(nordlys, 2)
    answers = {query: as_anna.get(f"{LIST}?{query}").status_code for query in CRUEL}
    assert set(answers.values()) == {200}, answers


def test_a_bad_cursor_leads_to_the_first_page(as_anna, nordlys):
    orders(nordlys, 30)
    good = following(as_anna.get(f"{LIST}?rows=25"), "next")
    cursor = parse_qs(urlsplit(good).query)["after"][0]
    assert numbers(as_anna.get(f"{LIST}?rows=25&sort=number&after={cursor}")) == list(range(1001, 1026))


# --- htmx and no script ------------------------------------------------------------------------------------------


def test_htmx_gets_the_results_and_the_address_they_stand_under(as_anna, nordlys):
    orders(nordlys, 30)
    response = as_anna.get(f"{LIST}?q=&rows=25&status=draft&junk=1", headers={"HX-Request": "true"})
    body = response.content.decode()
    assert "<html" not in body
    assert body.lstrip().startswith('<div id="results"')
    assert response["HX-Push-Url"] == f"{LIST}?status=draft&rows=25"
    assert "HX-Request" in response["Vary"]
    for part in ("chips", "pager", "views", "export"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob="true"', body), part
    assert '<p id="count" hx-swap-oob="innerHTML">30 orders</p>' in body


def test_typing_replaces_the_address_instead_of_piling_them_up(as_anna, nordlys):
    headers = {"HX-Request": "true", "HX-Trigger-Name": "q"}
    assert as_anna.get(f"{LIST}?q=fj", headers=headers)["HX-Replace-Url"] == f"{LIST}?q=fj"


def test_going_back_gets_the_whole_page(as_anna, nordlys):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in as_anna.get(f"{LIST}?q=fj", headers=headers).content.decode()


def test_the_filter_form_carries_the_whole_state_without_a_script(as_anna, nordlys):
    orders(nordlys, 1)
    query = "view=to-ship&q=fjord&status=draft&ordered_on=last-30&customer=fjord&currency=NOK&archived=all&sort=number"
    body = as_anna.get(f"{LIST}?{query}").content.decode()
    form = body[body.index('<form class="filters" id="filters"') : body.index("</form>", body.index('id="filters"'))]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert hidden == {
        "view": "to-ship",
        "ordered_on": "last-30",
        "currency": "NOK",
        "archived": "all",
        "sort": "number",
    }
    assert re.search(r'name="status" value="draft" checked', form)
    assert re.search(r'name="customer" value="fjord"', form)
    assert re.search(r'name="q" value="fjord"', form)


def test_each_row_has_exactly_one_link(as_anna, nordlys):
    orders(nordlys, 2)
    body = as_anna.get(LIST).content.decode()
    rows = body[body.index("<tbody") : body.index("</tbody>")].split("<tr")[1:]
    assert [row.count("<a ") for row in rows] == [1, 1]


def test_the_page_has_no_style_or_script_of_its_own_and_no_id_twice(as_anna, nordlys):
    orders(nordlys, 60)
    body = as_anna.get(f"{LIST}?rows=25&status=draft").content.decode()
    assert " style=" not in body
    assert "onclick" not in body
    ids = re.findall(r' id="([^"]+)"', body)
    assert sorted(set(ids)) == sorted(ids)


def test_what_users_typed_is_shown_as_text(as_anna, nordlys):
    orders(nordlys, 1, party_name='<script>alert("x")</script>')
    body = as_anna.get(LIST, {"q": '"><script>'}).content.decode() + as_anna.get(LIST).content.decode()
    assert "<script>alert" not in body
    assert '"><script>' not in body


# --- picked rows -------------------------------------------------------------------------------------------------


def posted(rf, world, data):
    request = rf.post(LIST, data)
    request.user, request.agreement, request.may = world.anna, world.agreement, RIGHTS["owner"]
    with world.open():
        return sorted(order.number for order in Orders.picked(request))


def test_a_bulk_action_is_about_the_rows_that_were_picked(rf, nordlys):
    made = orders(nordlys, 5)
    assert posted(rf, nordlys, {"pick": [made[0].pk, made[3].pk, "x", "9" * 40]}) == [1001, 1004]


def test_a_bulk_action_may_be_about_all_that_match(rf, nordlys):
    orders(nordlys, 60)
    orders(nordlys, 5, start=2001, status="confirmed")
    orders(nordlys, 1, start=3001, status="confirmed", archived=True)
    query = "status=confirmed&rows=25&after=zzz"
    assert posted(rf, nordlys, {"all": "1", "query": query, "pick": "1"}) == list(range(2001, 2006))


def test_no_one_picks_the_rows_of_another_agreement(rf, nordlys, solvang):
    theirs = orders(solvang, 1)
    assert posted(rf, nordlys, {"pick": theirs[0].pk}) == []
