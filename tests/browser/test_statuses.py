"""“What do the statuses mean?”: each one of the help article is reached from the home page by what is on the screen (S9 to S13)."""

import re

import pytest
from playwright.sync_api import expect

from tests.inventory.ledger import Ledger

pytestmark = pytest.mark.django_db(transaction=True)
MENUS = {
    "Tilbud": ("Salg", "/sales/quotes/"),
    "Ordre": ("Salg", "/sales/orders/"),
    "Forsendelser": ("Salg", "/sales/shipments/"),
    "Fakturaer": ("Salg", "/sales/invoices/"),
    "Bestillinger": ("Innkjøp", "/purchasing/orders/"),
    "Mottakelser": ("Innkjøp", "/purchasing/receipts/"),
}


class Desk:
    """Anna at her screen: she goes by menus and buttons, and reads the badges beside the heading."""

    def __init__(self, page):
        self.page = page
        page.set_default_timeout(30_000)

    # --- going ---

    def to(self, name):
        """From the home page to a list."""
        section, path = MENUS[name]
        self.page.goto("/")
        bar = self.page.get_by_role("navigation", name="Hovedmeny", exact=True)
        bar.get_by_role("link", name=section).click()
        self.page.get_by_role("navigation", name=section).get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_url(re.compile(re.escape(path) + r"(\?|$)"))

    def new(self, name, party, *lines):
        """A new document of a list with (item, quantity) lines; answers its address."""
        self.to(name)
        self.page.locator("a[data-key=n]").first.click()
        self.page.get_by_label("Leverandør" if party.startswith("2") else "Kunde").first.fill(party)
        self.page.get_by_role("button", name="Opprett og rediger").first.click()
        for item, quantity in lines:
            row = self.page.locator("tr.open")
            row.get_by_label("Vare").fill(item)
            row.get_by_label("Vare").press("Tab")
            row.get_by_label("Antall").fill(quantity)
            row.get_by_label("Antall").press("Enter")
            self.page.locator("tbody th[scope=row], tbody td.item").filter(has_text=item).first.wait_for()

    def follow(self, words):
        """A link of the chain over the document."""
        self.page.get_by_role("navigation", name="Dokumentkjede").get_by_role("link", name=re.compile(words)).click()

    # --- doing ---

    def press(self, words, agree=""):
        """A button or link beside the heading, and the answer to what its dialog asks."""
        beside = self.page.locator("#title .actions").locator("a, button").filter(has_text=re.compile(f"^\\s*{words}"))
        beside.locator("visible=true").first.wait_for()
        self.page.wait_for_load_state()  # so that a dialog is asked, not a page
        beside.locator("visible=true").first.click()
        if agree:
            self.page.locator("dialog[open]").get_by_role("button", name=re.compile(agree)).last.click()

    def more(self, words, agree=""):
        """What is done more seldom, from the menu."""
        self.page.wait_for_load_state()
        self.page.locator("#title .actions summary").click()
        self.press(words, agree)

    def pick(self, quantity):
        """So many of the shipment's first line."""
        self.press("Plukk$")
        self.page.wait_for_url(re.compile("/pick/"))
        self.page.wait_for_load_state()  # so that what is typed is heard
        self.page.locator("#number").fill(quantity)
        expect(self.page.locator("#go")).to_contain_text(quantity)
        self.page.locator("#go").click()

    # --- reading ---

    def shows(self, *badges):
        """The badges beside the heading, in their order."""
        expect(self.page.locator("#title .badges .badge")).to_have_text(list(badges))


@pytest.fixture
def desk(page, nordlys, log_in):
    nordlys.anna.language = "nb"
    nordlys.anna.save(update_fields=["language"])
    with nordlys.open():
        Ledger(nordlys).receive(nordlys.lamp, 100, "2500.00")
    log_in(nordlys.anna)
    return Desk(page)


def test_a_quote_is_written_sent_rejected_or_accepted(desk):
    desk.new("Tilbud", "10001", ("2040", "2"))
    desk.shows("Utkast")
    desk.press("Send", "Merk som sendt")
    desk.shows("Sendt")
    desk.more("Avvis")
    desk.shows("Avvist")
    desk.new("Tilbud", "10001", ("2040", "2"))
    desk.press("Send", "Merk som sendt")
    desk.press("Lag ordre")
    desk.shows("Utkast", "Ikke sendt", "Ikke fakturert")
    desk.follow("Tilbud")
    desk.shows("Akseptert")
    desk.new("Tilbud", "10001", ("2040", "2"))
    desk.more("Lag faktura")  # straight to an invoice
    desk.shows("Utkast", "Ikke sendt")
    desk.follow("Tilbud")
    desk.shows("Akseptert")


def test_an_order_is_delivered_and_invoiced_in_parts(desk, page):
    desk.new("Ordre", "10001", ("2040", "10"))
    desk.shows("Utkast", "Ikke sendt", "Ikke fakturert")
    desk.press("Bekreft ordre", "Bekreft ordre")
    desk.shows("Sendt", "Ikke sendt", "Ikke fakturert")
    desk.press("Lag forsendelse")
    desk.shows("Ikke sendt", "Ikke plukket")
    desk.follow("Ordre")
    desk.shows("Sendt", "Klar for levering", "Ikke fakturert")
    desk.follow("Forsendelse")
    desk.pick("4")
    page.get_by_role("heading", name="Delvis plukket").wait_for()
    page.get_by_role("link", name="Tilbake til forsendelsen").click()
    desk.shows("Ikke sendt", "Delvis plukket")
    desk.press("Send", "Send")
    desk.shows("Sendt", "Plukket")  # what was not picked has gone back to the order
    desk.follow("Ordre")
    desk.shows("Sendt", "Delvis sendt", "Ikke fakturert")
    desk.more("Lag faktura for det som er sendt")
    desk.shows("Utkast", "Sendt")
    desk.follow("Ordre")
    desk.shows("Sendt", "Delvis sendt", "Klar til fakturering")
    desk.follow("Faktura")
    desk.press("Bokfør", "Bokfør")
    desk.shows("Bokført", "Sendt")
    desk.follow("Ordre")
    desk.shows("Sendt", "Delvis sendt", "Delvis fakturert")
    desk.press("Lag forsendelse")
    desk.press("Plukk alt og send", "Plukk alt og send")
    desk.shows("Sendt", "Plukket")
    desk.follow("Ordre")
    desk.shows("Sendt", "Levert", "Delvis fakturert")
    desk.press("Lag faktura")
    desk.press("Bokfør", "Bokfør")
    desk.follow("Ordre")
    desk.shows("Sendt", "Levert", "Fakturert")


def test_an_invoice_of_its_own_is_booked_and_sent_in_parts(desk, page):
    desk.new("Fakturaer", "10001", ("2040", "10"))
    desk.shows("Utkast", "Ikke sendt")
    desk.press("Bokfør", "Bokfør")
    desk.shows("Bokført", "Ikke sendt")
    desk.press("Lag forsendelse")
    desk.follow("Faktura")
    desk.shows("Bokført", "Klar til levering")
    desk.follow("Forsendelse")
    desk.pick("4")
    page.get_by_role("heading", name="Delvis plukket").wait_for()
    page.get_by_role("button", name="Send som plukket").click()
    desk.shows("Sendt", "Plukket")
    desk.follow("Faktura")
    desk.shows("Bokført", "Delvis sendt")
    desk.press("Lag forsendelse")
    desk.press("Plukk alt og send", "Plukk alt og send")
    desk.follow("Faktura")
    desk.shows("Bokført", "Sendt")


def test_an_order_is_cancelled_by_hand_or_by_the_order_of_its_rest(desk, page):
    desk.new("Ordre", "10001", ("2040", "10"))
    desk.press("Bekreft ordre", "Bekreft ordre")
    desk.more("Annuller ordre", "Annuller ordre")
    desk.shows("Annullert", "Ikke sendt", "Ikke fakturert")
    # The rest, in its three ways: it waits on the order, it becomes an order of its own, it is given up.
    send_four_of_ten(desk, page)
    desk.shows("Sendt", "Delvis sendt", "Ikke fakturert")
    desk.more("Lag restordre", "Lag restordre")
    desk.follow("Ordre")
    desk.shows("Annullert", "Levert", "Ikke fakturert")
    desk.follow("Restordre")
    desk.shows("Sendt", "Ikke sendt", "Ikke fakturert")
    send_four_of_ten(desk, page)
    desk.more("Annuller resten", "Annuller resten")
    desk.shows("Sendt", "Levert", "Ikke fakturert")


def send_four_of_ten(desk, page):
    """A confirmed order of ten, of which four were picked and sent; its page."""
    desk.new("Ordre", "10001", ("2040", "10"))
    desk.press("Bekreft ordre", "Bekreft ordre")
    desk.press("Lag forsendelse")
    desk.pick("4")
    page.get_by_role("button", name="Send som plukket").click()
    desk.shows("Sendt", "Plukket")
    desk.follow("Ordre")


def test_a_purchase_order_is_sent_received_in_parts_or_cancelled(desk, page):
    desk.new("Bestillinger", "20001", ("2040", "10"))
    desk.shows("Utkast", "Ikke mottatt", "Ikke fakturert")
    desk.press("Send til leverandør", "Merk som sendt")
    desk.shows("Sendt", "Ikke mottatt", "Ikke fakturert")
    desk.press("Lag mottakelse")
    desk.shows("Ikke mottatt")
    desk.follow("Bestilling")
    desk.shows("Sendt", "Klar for mottak", "Ikke fakturert")
    desk.follow("Mottakelse")
    desk.press("Tell opp")
    page.get_by_label("Antall").fill("4")
    page.locator("#go").click()
    page.get_by_role("button", name=re.compile("^Ta imot 1 linje")).click()
    page.get_by_text("på lager").locator("visible=true").first.wait_for()
    desk.to("Bestillinger")
    page.locator("tbody th[scope=row] a").first.click()
    desk.shows("Sendt", "Delvis mottatt", "Ikke fakturert")
    desk.press("Lag mottakelse")
    desk.press("Ta imot på lager", "Ta imot")
    desk.shows("Mottatt")
    desk.follow("Bestilling")
    desk.shows("Sendt", "Mottatt", "Ikke fakturert")
    desk.new("Bestillinger", "20001", ("2040", "10"))
    desk.press("Send til leverandør", "Merk som sendt")
    desk.more("Annuller", "Annuller")
    desk.shows("Annullert", "Ikke mottatt", "Ikke fakturert")
