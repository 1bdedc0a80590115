"""Founding an agreement in three steps: once, with nothing lost, and with what is locked said before."""

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import Agreement, Membership, PaymentTerms, User
from accounts.tenancy import acting_for
from rackbeat.lib.refusal import Refusal

pytestmark = pytest.mark.django_db

FIRST = {
    "name": "Dina Vik",
    "email": "Dina@Vik.example",
    "password": "three quiet lamps",
    "language": "en",
    "company": "Vik Lys AS",
    "org_number": "974 760 673",
    "country": "NO",
}
BOOKS = {"base_currency": "NOK", "principle": "average"}


def through(client, first=FIRST, books=BOOKS):
    """The first two steps; gives the last page."""
    assert client.post("/signup/", first).status_code == 302
    assert client.post("/signup/books/", books).status_code == 302
    return client.get("/signup/confirm/")


def form_id(page) -> str:
    return page.context["form_id"]


def test_three_steps_found_an_agreement_and_lead_home(client):
    page = through(client)
    assert "Locked for ever" in page.content.decode()
    answer = client.post("/signup/confirm/", {"form_id": form_id(page)})
    assert answer.status_code == 302 and answer["Location"] == "/"
    agreement = Agreement.objects.get(name="Vik Lys AS")
    assert (agreement.principle, agreement.base_currency_id, agreement.language) == ("average", "NOK", "nb")
    dina = User.objects.get(email="dina@vik.example")
    assert dina.check_password("three quiet lamps")
    assert client.session["agreement"] == agreement.pk
    with acting_for(agreement):
        assert Membership.objects.get(agreement=agreement).role == "owner"
        assert PaymentTerms.objects.filter(is_default=True).count() == 1


@pytest.mark.parametrize(
    ("number", "country", "right"),
    [
        ("NO 974 760 673 MVA", "NO", True),
        ("", "NO", True),
        ("974760637", "NO", False),
        ("12345", "NO", False),
        ("29603512", "DK", True),
    ],
)
def test_an_organisation_number_that_cannot_be_one_is_said_at_its_field(client, number, country, right):
    answer = client.post("/signup/", FIRST | {"org_number": number, "country": country})
    assert (answer.status_code == 302) is right
    assert ("one of them may be wrong" in answer.content.decode()) is not right


def test_the_login_page_leads_to_the_signup(client):
    assert 'href="/signup/"' in client.get("/accounts/login/").content.decode()


def test_each_principle_is_explained_with_a_worked_example(client):
    client.post("/signup/", FIRST)
    page = client.get("/signup/books/").content.decode()
    for figure in ("330.00", "320.00", "390.00", "260.00"):
        assert figure in page


def test_errors_stand_at_their_field_and_nothing_is_lost(client):
    answer = client.post("/signup/", FIRST | {"password": "short", "company": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"password", "company"}
    assert "Dina Vik" in answer.content.decode()


def test_going_back_finds_what_was_written_but_never_shows_the_password(client):
    through(client)
    page = client.get("/signup/").content.decode()
    assert "Vik Lys AS" in page and "three quiet lamps" not in page
    answer = client.post("/signup/", FIRST | {"password": "", "company": "Vik Lys og Lampe AS"})
    assert answer.status_code == 302
    assert 'value="average"' in client.get("/signup/books/").content.decode()
    client.post("/signup/confirm/", {"form_id": form_id(client.get("/signup/confirm/"))})
    assert User.objects.get().check_password("three quiet lamps")
    assert Agreement.objects.get().name == "Vik Lys og Lampe AS"


def test_the_last_click_twice_founds_one_agreement(client):
    page = through(client)
    twin = Client()
    twin.cookies = client.cookies.copy()
    one = client.post("/signup/confirm/", {"form_id": form_id(page)})
    again = client.post("/signup/confirm/", {"form_id": form_id(page)})
    late = twin.post("/signup/confirm/", {"form_id": form_id(page)})
    assert (one["Location"], again["Location"], late["Location"]) == ("/", "/", "/accounts/login/")
    assert Agreement.objects.count() == 1 and User.objects.count() == 1


def test_a_step_cannot_be_skipped(client):
    assert client.get("/signup/books/")["Location"] == "/signup/"
    assert client.get("/signup/confirm/")["Location"] == "/signup/"
    assert client.post("/signup/confirm/")["Location"] == "/signup/"
    assert not Agreement.objects.exists()


def test_an_address_that_is_taken_leads_to_the_login(nordlys, client):
    answer = client.post("/signup/", FIRST | {"email": "ANNA@nordlys.example"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "/accounts/login/?next=/signup/" in text and "Anna Berg" not in text


def test_an_address_taken_meanwhile_founds_nothing(nordlys, client):
    page = through(client)
    User.objects.create_user("dina@vik.example", "another password", name="Dina")
    answer = client.post("/signup/confirm/", {"form_id": form_id(page)})
    assert answer["Location"] == "/signup/"
    assert Agreement.objects.count() == 1


def test_who_is_logged_in_founds_a_second_one_and_works_there(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    company = {"company": "Nordlys Danmark ApS", "org_number": "", "country": "DK"}
    page = through(client, company, {"base_currency": "DKK", "principle": "fifo"})
    client.post("/signup/confirm/", {"form_id": form_id(page), "agreement": "1001"})
    agreement = Agreement.objects.get(name="Nordlys Danmark ApS")
    assert agreement.created_by == nordlys.anna and agreement.number == 1002
    assert client.session["agreement"] == agreement.pk
    assert User.objects.filter(email="anna@nordlys.example").count() == 1


def test_signing_up_is_throttled(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "3/m/ip"}
    codes = [client.post("/signup/", FIRST).status_code for _ in range(5)]
    assert codes == [302, 302, 302, 429, 429]
    assert "One moment" in client.post("/signup/", FIRST).content.decode()


def test_allauths_own_signup_and_addresses_answer_nothing(nordlys, logged_in, client):
    for place in ("/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/"):
        assert client.get(place).status_code == 404
        assert logged_in(nordlys.anna).post(place, {"email": "x@y.example"}).status_code == 404


def test_principle_currency_and_number_cannot_be_changed_by_sql(nordlys):
    for column, value in (("principle", "average"), ("base_currency_id", "DKK"), ("number", 7)):
        with pytest.raises(Exception, match="locked for ever"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE accounts_agreement SET {column} = %s WHERE id = %s", [value, nordlys.agreement.pk])


def test_a_company_needs_a_name(nordlys):
    from accounts.signup import found

    with pytest.raises(Refusal, match="name"):
        found(nordlys.anna, name=" ", country="NO", base_currency="NOK", principle="fifo")
