"""“My invoice is gone” and “How do I reach support?”, from the home page by what is on the screen alone (S2 to S5)."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from sales import invoices
from tests import make
from tests.browser.conftest import let_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browsers(browser, live_server):
    """A window of its own for each person."""
    opened = []

    def enter(user):
        context = browser.new_context(base_url=live_server.url, locale="nb-NO", viewport={"width": 1440, "height": 900})
        let_in(context, user, live_server.url)
        opened.append(context)
        return context.new_page()

    yield enter
    for context in opened:
        context.close()


def norwegian(user):
    user.language = "nb"
    user.save(update_fields=["language"])
    return user


def to_invoices(page):
    page.goto("/")
    page.get_by_role("navigation", name="Hovedmeny", exact=True).get_by_role("link", name="Salg").click()
    page.get_by_role("navigation", name="Salg").get_by_role("link", name="Fakturaer").click()
    page.wait_for_url(re.compile(r"/sales/invoices/"))


def test_an_archived_invoice_is_found_and_husk_keeps_the_filter_for_its_own_user(browsers, nordlys):
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 10, "25.00")
        order = make.order(nordlys, (nordlys.lamp, 2))
        make.shipped(nordlys, order)
        invoice = invoices.book(invoices.draft_from_order(order, by=nordlys.anna), by=nordlys.anna)
        number = str(invoice.number)
    anna, vera = browsers(norwegian(nordlys.anna)), browsers(norwegian(nordlys.vera))
    to_invoices(anna)
    expect(anna.get_by_role("link", name=number, exact=True)).to_have_count(0)
    anna.get_by_text(re.compile("1 arkivert")).first.wait_for()
    anna.get_by_role("link", name=re.compile("^vis den")).first.click()
    anna.get_by_role("link", name=number, exact=True).wait_for()
    anna.get_by_role("button", name="Husk").click()
    anna.get_by_text("Ditt huskede filter").wait_for()
    to_invoices(anna)
    anna.get_by_role("link", name=number, exact=True).wait_for()
    to_invoices(vera)
    vera.get_by_text(re.compile("1 arkivert")).first.wait_for()
    expect(vera.get_by_role("link", name=number, exact=True)).to_have_count(0)


def test_support_is_asked_finds_the_agreement_by_its_number_and_answers(browsers, nordlys):
    support = User.objects.create_user("desk@rackbeat.example", "x", name="Support", language="nb", is_support=True)
    anna, desk = browsers(norwegian(nordlys.anna)), browsers(support)
    anna.goto("/")
    anna.get_by_role("link", name="Hjelp").or_(anna.get_by_role("button", name="Hjelp")).first.click()
    panel = anna.get_by_role("dialog", name="Hjelp")
    expect(panel).to_contain_text(str(nordlys.agreement.number))  # to be read out
    panel.get_by_label("Melding").fill("Hvor finner jeg ordre 1040?")
    panel.get_by_role("button", name="Send", exact=True).click()
    panel.get_by_text("Hvor finner jeg ordre 1040?").wait_for()

    desk.goto("/")
    desk.get_by_label("Avtalenummer, firma eller e-post").fill(str(nordlys.agreement.number))
    desk.get_by_role("button", name="Finn").click()
    desk.get_by_role("link", name="Hvor finner jeg ordre 1040?").click()
    desk.get_by_label("Melding").fill("Under Arkivert i listen over ordre.")
    desk.get_by_role("button", name=re.compile("^Send")).first.click()

    expect(panel).to_contain_text("Under Arkivert i listen over ordre.", timeout=15_000)  # without a reload
