"""Support finds an agreement by number, company or e-mail: facts only, throttled, written down and told."""

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from accounts.models import Event, User
from support.models import LookUp

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def sam(db):
    client = Client()
    client.user = User.objects.create_user("support@rackbeat.example", "x", name="Sam", language="en", is_support=True)
    client.force_login(client.user)
    return client


def found(client, query) -> list[int]:
    page = client.get("/support/", {"q": query})
    assert page.status_code == 200
    return [facts.agreement.number for facts in page.context["found"]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("1001", [1001]),
        ("100", []),
        ("nordlys", [1001]),
        ("no", []),
        ("CARLA@solvang.example", [1002]),
        ("@solvang.example", []),
        ("999999999999", []),
        ("%%%", []),
        ("\x00", []),
    ],
)
def test_a_number_and_an_address_are_whole_and_a_company_three_letters(nordlys, solvang, sam, query, numbers):
    assert found(sam, query) == numbers


def test_the_facts_and_no_business_data(nordlys, solvang, sam):
    Client().post("/accounts/login/", {"login": "anna@nordlys.example", "password": "demo-rackbeat"})
    page = sam.get("/support/?q=1001")
    [facts] = page.context["found"]
    assert (facts.agreement.name, facts.users) == ("Nordlys Sykkel AS", 4) and facts.last_login
    text = page.content.decode()
    assert "FIFO" in text and "NOK" in text
    for secret in ("Fjord Sykkel", "Lumen Cycle", "anna@nordlys", "Anna Berg"):
        assert secret not in text


def test_the_agreement_can_read_that_it_was_looked_up(nordlys, sam):
    found(sam, "1001")
    with nordlys.open():
        event = Event.objects.get(verb="looked_up")
    assert event.by_name == "Sam"
    row = LookUp.objects.get()
    assert (row.query, row.shown, row.by) == ("1001", "1001", sam.user)


def test_what_was_looked_up_cannot_be_rubbed_out(nordlys, sam):
    found(sam, "1001")
    for sql in ("DELETE FROM support_lookup", "UPDATE support_lookup SET query = ''"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(sql)


def test_only_support_staff_look_up(nordlys, client):
    assert client.get("/support/?q=1001").status_code == 302
    client.force_login(nordlys.anna)
    assert client.get("/support/?q=1001").status_code == 403


def test_roaming_is_slowed_down(nordlys, sam, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"look_up": "5/m/user"}
    codes = [sam.get(f"/support/?q={1000 + n}").status_code for n in range(8)]
    assert codes == [200] * 5 + [429] * 3


def test_support_staff_see_no_agreement_from_inside(nordlys, sam):
    for place in ("/settings/", "/settings/users/", "/settings/accounting/"):
        assert sam.get(place)["Location"] == "/agreements/"
    assert sam.get("/agreements/")["Location"] == "/support/"


def test_support_staff_need_a_second_factor_unless_it_is_a_demo(sam, settings):
    settings.OPERATORS_NEED_SECOND_FACTOR = True
    assert sam.get("/support/").status_code == 302
