"""A whole day in Chromium, with only what the pages offer: Anna buys, quotes, invoices; Bo receives, picks and sends by phone."""

import re

import pytest
from playwright.sync_api import expect

from inventory.models import CostState
from sales.models import SalesInvoice, SalesOrder
from tests.world import PASSWORD

pytestmark = pytest.mark.slow
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def people(browser, browser_context_args, live_server, nordlys):
    """Anna at her desk, Bo with a phone, Vera at another desk: each logged in through the door, by e-mail and password.

    The console of their browsers stays empty: while lines are written, no swap may breach the content policy.
    """
    opened, said = [], []

    def enter(email, **window):
        context = browser.new_context(**(browser_context_args | window))
        page = context.new_page()
        page.on("console", lambda line: said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.set_default_timeout(15_000)
        page.goto("/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.get_by_text("Agreement number").first.wait_for()
        opened.append(context)
        return page

    yield (
        enter("anna@nordlys.example"),
        enter("bo@nordlys.example", viewport=PHONE, has_touch=True),
        enter("vera@nordlys.example"),
    )
    for context in opened:
        context.close()
    assert said == []


def add_line(page, item, quantity, price=None):
    """Fill the open row, which stands there on a new document, and save it."""
    row = page.locator("tr.open")
    row.get_by_label("Item").fill(item)
    row.get_by_label("Item").press("Tab")
    expect(row.get_by_label("Quantity")).to_be_focused()
    page.keyboard.type(quantity)  # the server may have answered with a 1 meanwhile or not
    expect(row.get_by_label("Text")).not_to_have_value("")
    expect(row.get_by_label("Quantity")).to_have_value(quantity)
    expect(row.get_by_label("Quantity")).to_be_focused()
    if price is not None:
        row.get_by_label("Price").fill(price)
    row.get_by_label("Quantity").press("Enter")
    page.locator("tbody th[scope=row], tbody td.item").filter(has_text=item).first.wait_for()


def asked(page, part, words):
    """The verb's button, and the answer to what its dialog asks: a page of its own until the scripts are there."""
    page.wait_for_load_state()
    page.locator(f'a[data-dialog="#ask-{part}"]').first.click()
    page.locator(f"#ask-{part}").get_by_role("button", name=words).click()


def buy(anna, price):
    """A purchase order of ten lamps, sent to the supplier; returns its number."""
    anna.goto("/")
    anna.get_by_role("navigation", name="Main menu", exact=True).get_by_role("link", name="Purchasing").click()
    anna.locator("a[data-key=n]").first.click()
    anna.get_by_label("Supplier").fill("20001")
    anna.get_by_role("button", name="Create and edit").first.click()
    add_line(anna, "2040", "10", price)
    asked(anna, "send", "Mark as sent")
    anna.get_by_text("its goods are expected").wait_for()
    return re.search(r"\d+", anna.locator("h1").inner_text()).group()


def test_the_day_from_the_first_purchase_to_the_archive(people, nordlys):
    anna, bo, vera = people

    # Buy at two prices; Bo counts the goods in at the door.
    for price in ("25", "40,00"):
        number = buy(anna, price)
        bo.goto("/")
        bo.goto("/purchasing/receipts/new/")
        bo.get_by_role("button", name=f"Receive {number}").click()
        bo.get_by_role("link", name="Count in").click()
        bo.get_by_role("button", name=re.compile("Count .*go on")).click()
        bo.get_by_role("button", name=re.compile("Receive .*into stock")).first.click()
        bo.get_by_text(re.compile("in stock")).locator("visible=true").first.wait_for()
    expect(bo.locator("main")).not_to_contain_text(re.compile(r"\b(25|250|40|400)[.,]00\b"))
    with nordlys.open():
        state = CostState.objects.get(item=nordlys.lamp)
        assert (state.quantity, state.value) == (20, 650)

    # Offer, accept, confirm.
    anna.goto("/sales/quotes/")
    anna.locator("a[data-key=n]").first.click()
    anna.get_by_label("Customer").fill("10001")
    anna.get_by_role("button", name="Create and edit").first.click()
    add_line(anna, "2040", "12")
    asked(anna, "send", "Mark as sent")
    anna.get_by_role("button", name="Create order").click()
    anna.get_by_text("the quote is accepted").wait_for()
    asked(anna, "confirm", "Confirm order")
    anna.get_by_text("its goods are reserved").wait_for()
    order = re.search(r"\d+", anna.locator("h1").inner_text()).group()
    anna.get_by_role("button", name="Create shipment").click()
    anna.get_by_text("Pick it, then send it").wait_for()

    # Bo finds it on his phone, picks and sends.
    bo.goto("/sales/shipments/")
    bo.locator("tbody th[scope=row] a").first.click()
    bo.get_by_role("link", name="Pick", exact=True).click()
    bo.locator("#go").click()
    bo.get_by_role("button", name="Send", exact=True).first.click()
    bo.get_by_text("is sent").first.wait_for()
    with nordlys.open():
        state = CostState.objects.get(item=nordlys.lamp)
        assert (state.quantity, state.value) == (8, 320)

    # The cost is on the item's page and on the shipment, for those who may see it.
    anna.goto("/inventory/items/2040/")
    expect(anna.locator(".figures")).to_contain_text("320.00")
    anna.get_by_text("−330.00").first.wait_for()

    # Invoice what was sent, print it, enter the payment.
    anna.goto(f"/sales/orders/{order}/")
    anna.get_by_role("button", name="Create invoice").first.click()
    anna.wait_for_url(re.compile("/sales/invoices/"))
    anna.locator("main .actions .primary").first.click()
    anna.get_by_role("button", name=re.compile("^Book ")).last.click()
    anna.get_by_text("is booked").first.wait_for()
    with nordlys.open():
        invoice = SalesInvoice.objects.get(number=1001)
        assert (invoice.amount_net, invoice.archived) == (1200, True)
        assert SalesOrder.objects.get(number=order).archived
    paper = anna.request.get(anna.get_by_role("link", name="PDF").first.get_attribute("href"))
    assert paper.body().startswith(b"%PDF")

    # The order has left the list, which says so; Husk is Anna's own.
    anna.goto("/sales/orders/")
    expect(anna.locator("tbody th[scope=row]")).to_have_count(0)
    anna.get_by_text("archived also matches").first.wait_for()
    anna.get_by_role("link", name="show it").first.click()
    anna.get_by_role("link", name=order, exact=True).wait_for()
    anna.get_by_role("button", name="Remember").click()
    anna.get_by_text("Your remembered filter").wait_for()
    anna.goto("/sales/orders/")
    anna.get_by_role("link", name=order, exact=True).wait_for()
    vera.goto("/sales/orders/")
    vera.get_by_text("archived also matches").first.wait_for()
    expect(vera.get_by_role("link", name=order, exact=True)).to_have_count(0)
