"""Two of the FAQ's questions answered in Chromium by what is on the screen: a new password, and which principle holds.

Beside them the ways in that need a browser's own hardware: codes from an app, and a passkey.
"""

import re

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from playwright.sync_api import expect

from accounts.models import Agreement
from accounts.tenancy import acting_for
from tests import jobs
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "nine slow bicycles"


@pytest.fixture(autouse=True)
def norwegian(nordlys):
    for person in (nordlys.anna, nordlys.bo):
        person.language = "nb"
        person.save()


@pytest.fixture
def passkeys(page):
    """A virtual authenticator: it says yes by itself, as a finger on a sensor would. WebAuthn wants localhost by name."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def here(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


def enter(page, email, password=PASSWORD):
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn").click()


def fields(page, count):
    """The page's password fields, once they are all there."""
    found = page.locator("input[type=password]")
    expect(found).to_have_count(count)
    return found.all()


def confirm(page):
    """What changes the way in asks for the password once more."""
    page.get_by_role("heading", name="Er det deg?").wait_for()
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_role("button", name="Gå videre").click()


def test_a_forgotten_password_is_replaced_through_the_mail(page, nordlys, live_server, settings):
    settings.SITE_URL = live_server.url
    page.goto("/")
    page.get_by_role("link", name="Glemt passord?").click()
    page.get_by_label("E-post").fill("bo@nordlys.example")
    page.get_by_role("button", name="Send lenken").click()
    page.get_by_role("heading", name="Se i innboksen").wait_for()
    jobs.run("accounts.send_reset")
    [message] = mail.outbox
    page.goto(re.search(r"https?://\S+", message.body).group())
    first, second = fields(page, 2)
    first.fill(NEW)
    second.fill(NEW)
    page.get_by_role("button", name="Lagre passordet").click()
    page.get_by_role("heading", name="Passordet er byttet").wait_for()
    page.get_by_role("link", name="Logg inn").click()
    enter(page, "bo@nordlys.example", NEW)
    page.get_by_text("Avtalenummer").first.wait_for()


def test_every_role_changes_the_password_by_the_seeds_path(page, nordlys, log_in):
    """Firmainnstillinger > Brukere > din bruker > Bytt passord: for the warehouse, which may do least."""
    log_in(nordlys.bo)
    page.goto("/")
    page.locator("summary.me").click()
    page.get_by_role("link", name="Firmainnstillinger").click()
    page.get_by_role("navigation", name="Firmainnstillinger").get_by_role("link", name="Brukere").click()
    page.get_by_role("link", name="Bo Dahl").click()
    page.get_by_role("link", name="Bytt passord").click()
    old, first, second = fields(page, 3)
    old.fill(PASSWORD)
    first.fill(NEW)
    second.fill(NEW)
    page.get_by_role("button", name="Lagre passordet").click()
    page.get_by_text("Avtalenummer").first.wait_for()
    nordlys.bo.refresh_from_db()
    assert nordlys.bo.check_password(NEW)


def test_the_principle_is_found_and_nothing_changes_it(page, nordlys, log_in):
    log_in(nordlys.anna)
    page.goto("/")
    page.locator("summary.me").click()
    page.get_by_role("link", name="Firmainnstillinger").click()
    expect(page.locator("main").get_by_text("FIFO").first).to_be_visible()
    page.get_by_role("navigation", name="Firmainnstillinger").get_by_role("link", name="Regnskap").click()
    principle = page.get_by_role("region", name="Lagerprinsipp")
    expect(principle.get_by_text("valgt av Anna Berg")).to_be_visible()
    expect(principle.get_by_text("kan ikke endres etter at avtalen er opprettet")).to_be_visible()
    expect(page.locator("[name=principle], [name=base_currency]")).to_have_count(0)

    # Not by a form that was made up, not in the administration, not in the database.
    client = Client()
    client.force_login(nordlys.anna)
    client.post("/settings/accounting/", {"principle": "average", "closed_until": "", "negative_allowed": "no"})
    client.post("/settings/information/", {"name": "Nordlys", "language": "nb", "principle": "average"})
    nordlys.anna.is_staff = nordlys.anna.is_superuser = True
    nordlys.anna.save()
    page.goto(f"/admin/accounts/agreement/{nordlys.agreement.pk}/change/")
    expect(page.get_by_text("FIFO").first).to_be_visible()
    expect(page.locator("[name=principle]")).to_have_count(0)
    client.post(
        f"/admin/accounts/agreement/{nordlys.agreement.pk}/change/",
        {"name": "N", "language": "nb", "principle": "average"},
    )
    with acting_for(nordlys.agreement), pytest.raises(DatabaseError, match="locked for ever"), transaction.atomic():
        connection.cursor().execute("UPDATE accounts_agreement SET principle = 'average'")
    assert Agreement.objects.get(pk=nordlys.agreement.pk).principle == "fifo"


def test_codes_from_an_app_are_set_up_and_asked_for(page, nordlys, log_in):
    from tests.accounts.test_sessions import code_of

    page.goto("/")
    enter(page, "anna@nordlys.example")
    page.locator("summary.me").click()
    page.get_by_role("link", name="Brukerinnstillinger").click()
    page.locator("dl.doors").get_by_role("link", name="Se og endre").first.click()
    page.get_by_role("link", name="Sett opp appen").click()
    confirm(page)
    picture = page.get_by_role("img", name="Bilde å skanne med appen")
    expect(picture).to_have_js_property("complete", True)
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Kode").fill(code_of(secret))
    page.get_by_role("button", name="Slå på").click()
    page.get_by_role("heading", name="Gjenopprettingskoder").wait_for()
    recovery = page.locator(".codes code").first.inner_text()
    page.context.clear_cookies()
    page.goto("/")
    enter(page, "anna@nordlys.example")
    page.get_by_role("heading", name="Ett steg til").wait_for()
    page.get_by_label("Kode").fill("000000")
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_text("Feil kode").first.wait_for()
    page.get_by_label("Kode").fill(recovery)
    page.get_by_role("button", name="Logg inn").click()
    page.get_by_text("Avtalenummer").first.wait_for()


def test_a_passkey_is_added_and_opens_the_door_alone(page, nordlys, live_server, passkeys):
    page.goto(here(live_server))
    enter(page, "anna@nordlys.example")
    page.goto(f"{here(live_server)}/accounts/2fa/")
    page.get_by_role("link", name="Legg til en adgangsnøkkel").click()
    confirm(page)
    page.locator("#id_name").fill("Telefonen")
    page.get_by_label("Logg inn med den alene").check()
    page.get_by_role("button", name="Legg til adgangsnøkkelen").click()
    page.get_by_role("link", name="Jeg har tatt vare på dem").click()
    page.get_by_text("Du har 1 adgangsnøkkel").wait_for()
    page.context.clear_cookies()
    page.goto(here(live_server))
    page.get_by_role("button", name="Bruk en adgangsnøkkel").click()
    page.get_by_text("Avtalenummer").first.wait_for()
