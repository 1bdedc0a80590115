"""Pages for what goes wrong lead on; language and theme are chosen by a POST and kept."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation

from accounts import signup
from accounts.models import User
from home import errors
from support.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_a_wrong_address_says_where_to_look(client):
    answer = client.get("/nothing/here/")
    assert answer.status_code == 404
    assert b"archived, not deleted" in answer.content and b"<h1>" in answer.content


def stranger(path="/"):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def test_a_missing_right_names_who_can_give_it():
    answer = errors.forbidden(stranger())
    assert answer.status_code == 403 and b"An owner of the agreement" in answer.content


def test_an_old_form_says_that_nothing_was_saved():
    answer = errors.csrf_failure(stranger(), reason="CSRF cookie not set.")
    assert answer.status_code == 403 and b"Nothing was saved" in answer.content


def test_a_fault_is_told_without_any_context():
    answer = errors.broken(stranger())
    assert answer.status_code == 500 and b"Something went wrong here" in answer.content


@pytest.mark.parametrize(
    ("method", "leads"), [("get", 'href="/sales/orders/?q=1">Prøv igjen'), ("post", "når du går tilbake")]
)
def test_a_fault_speaks_the_readers_language_and_leads_on(method, leads):
    request = getattr(RequestFactory(headers={"accept-language": "nb"}), method)("/sales/orders/?q=1")
    page = errors.broken(request).content.decode()
    assert "<h1>Noe gikk galt hos oss</h1>" in page and leads in page and "Something" not in page


def test_the_page_for_no_connection_speaks_each_language(client):
    for code, words in (("nb", "Ingenting er tapt"), ("da", "Intet er tabt"), ("en", "Nothing is lost")):
        assert words in client.get("/offline/", {"language": code}).content.decode()
    assert client.get("/offline/", {"language": "xx"}).status_code == 200
    assert '["nb", "da", "en"]' in client.get("/offline.js").content.decode()


def test_the_way_in_has_the_words_of_the_trade(client):
    page = client.get("/accounts/login/").content.decode()
    assert "<h1>Log in</h1>" in page and "Forgot password?" in page
    assert 'autocomplete="current-password"' in page and "Dansk" in page
    assert page.count("<h1") == 1


def test_the_way_in_says_how_support_is_reached(client):
    assert "tel:+4571927500" in client.get("/accounts/login/").content.decode()  # what a new installation says
    Contact.objects.update(phone="+47 22 33 44 55", email="help@rackbeat.example", hours="Weekdays 08.30 to 16.00")
    page = client.get("/accounts/login/").content.decode()
    assert 'href="tel:+4722334455"' in page and "mailto:help@rackbeat.example" in page
    assert "Weekdays 08.30 to 16.00" in page


def test_a_stranger_chooses_a_language_that_stays(client):
    answer = client.post("/language/", {"language": "da", "next": "/accounts/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert '<html lang="da"' in client.get("/accounts/login/").content.decode()


def test_looking_changes_nothing(client):
    assert client.get("/language/").status_code == 405


def test_no_language_choice_leads_to_another_site(client):
    assert client.post("/language/", {"language": "nb", "next": "https://evil.example/"})["Location"] == "/"


def test_a_user_keeps_language_and_theme(client):
    anna = User.objects.create(email="anna@nordlys.example", name="Anna Berg", language="nb")
    client.force_login(anna)
    client.post("/language/", {"language": "en"})
    client.post("/theme/", {"theme": "dark"})
    client.post("/theme/", {"theme": "pink"})
    anna.refresh_from_db()
    assert (anna.language, anna.theme) == ("en", "dark")
    assert 'data-theme="dark"' in client.get("/nothing/").content.decode()


def test_a_second_factor_asks_for_the_password_first(client):
    anna = User.objects.create(email="anna@nordlys.example", name="Anna Berg", password="!x")
    anna.set_password("demo-rackbeat")
    anna.save()
    signup.found(anna, name="Nordlys Sykkel AS", country="NO", base_currency="NOK", principle="fifo")
    client.force_login(anna)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/reauthenticate/")
    page = client.get("/accounts/reauthenticate/").content.decode()
    assert "Er det deg?" in page or "Is it you?" in page


# --- the database goes away ----------------------------------------------------------------------------------------------


def kill_own_connection():
    """From another connection, as a restart of the server would."""
    import psycopg
    from django.db import connection

    facts = connection.get_connection_params()
    pid = connection.connection.info.backend_pid
    wanted = {key: facts[key] for key in ("host", "port", "dbname", "user") if facts.get(key)}
    with psycopg.connect(**wanted) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_lost_connection_is_told_calmly_and_the_next_request_works(transactional_db, method, monkeypatch):
    from django.test import Client

    from sales.views.orders import OrderList
    from tests import world

    client = Client(raise_request_exception=False)
    anna = world.nordlys().anna
    anna.language = "nb"
    anna.save()
    client.force_login(anna)
    answered = getattr(OrderList, method)

    def lost(self, request, *args, **kwargs):
        kill_own_connection()
        return answered(self, request, *args, **kwargs)

    with monkeypatch.context() as changed:
        changed.setattr(OrderList, method, lost)
        answer = getattr(client, method)("/sales/orders/", {"query": "sort=-number"} if method == "post" else {})
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    page = answer.content.decode()
    assert "Databasen starter på nytt" in page and '<html lang="nb"' in page and "restarted" not in page
    assert answer.has_header("Refresh") == (method == "get")
    assert ('name="query" value="sort=-number"' in page) == (method == "post")
    assert client.get("/sales/orders/").status_code == 200


def test_a_password_is_not_written_on_the_page_that_asks_to_send_again():
    request = RequestFactory().post("/accounts/login/", {"login": "anna", "password": "secret words"})
    assert b"secret words" not in errors.away(request).content
