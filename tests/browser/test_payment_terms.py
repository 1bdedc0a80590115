"""“The payment terms are missing on the PDF”: from the home page to the mended paper, by what is on the screen alone (S6)."""

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.models import PaymentTerms
from layouts.models import Layout, LayoutTemplate
from sales import customers
from tests import make


def words(page):
    """The text of the PDF behind the page's button."""
    url = page.locator('.title a[href$="document.pdf"]').first.get_attribute("href")
    pages = PdfReader(io.BytesIO(page.request.get(url).body())).pages
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def on_terms(world):
    """The shop pays by the usual terms."""
    customers.change(world.shop, by=world.owner, payment_terms=PaymentTerms.objects.get(is_default=True))
    world.shop.refresh_from_db()


def to_order(page):
    page.goto("/")
    page.get_by_role("navigation", name="Main menu", exact=True).get_by_role("link", name="Sales").click()
    page.wait_for_url(re.compile("/sales/"))
    page.locator("tbody th[scope=row] a").first.click()
    page.locator("dl.facts").wait_for()


def test_missing_terms_are_found_mended_and_printed(page, log_in, nordlys):
    with nordlys.open():
        on_terms(nordlys)
        make.order(nordlys, (nordlys.lamp, 2))  # made before the customer got its layout
        customers.choose_layout(nordlys.shop, Layout.objects.get(), by=nordlys.odd)
    log_in(nordlys.owner)
    to_order(page)
    assert "Payment terms" not in words(page)
    page.get_by_role("link", name="Why?").click()
    page.get_by_text("missing on the PDF, because").wait_for()
    page.get_by_role("button", name="Use Standard").click()
    page.get_by_role("heading", name=re.compile("printed on the PDF")).wait_for()
    assert "Payment terms" in words(page)


def test_a_block_is_switched_back_on_beside_the_paper_as_one_looks(page, log_in, nordlys):
    with nordlys.open():
        on_terms(nordlys)
        customers.choose_layout(nordlys.shop, Layout.objects.get(), by=nordlys.owner)
        nordlys.shop.refresh_from_db()
        LayoutTemplate.objects.filter(kind="order").update(blocks=["references"])
        make.order(nordlys, (nordlys.lamp, 2))
    log_in(nordlys.owner)
    to_order(page)
    page.get_by_role("link", name="Why?").click()
    page.get_by_role("link", name="Switch it on").click()
    paper = page.frame_locator("#frame iframe")
    paper.locator("h1").wait_for()
    expect(paper.locator(".pay")).to_have_count(0)
    page.get_by_label("Payment terms").check()
    paper.locator(".pay.changed").wait_for()
    page.locator(".actions .primary").first.click()
    page.get_by_text("Saved.").first.wait_for()
    to_order(page)
    assert "Payment terms" in words(page)


def test_a_column_moves_by_its_button_and_the_paper_follows(page, log_in, nordlys):
    log_in(nordlys.owner)
    page.goto("/settings/layouts/1/order/")
    page.get_by_role("button", name="Move Text up").click()
    page.frame_locator("#frame iframe").locator("thead th.text:first-child").wait_for()
    page.locator(".actions .primary").first.click()
    page.get_by_text("Saved.").first.wait_for()
    with nordlys.open():
        assert LayoutTemplate.objects.get(kind="order").columns[0]["key"] == "text"
