"""A list in a real browser: results come in place, the address keeps step, keys and mouse do what is promised."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.lib.listed import LIST, orders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.lib.listed")]


@pytest.fixture
def desk(page, nordlys, log_in):
    """Anna's browser over sixty orders, the first ten of them Holmen's."""
    orders(nordlys, 10, party_name="Holmen Sportslager AS")
    orders(nordlys, 50, start=1011)
    log_in(nordlys.anna)
    page.goto(LIST)
    return page


def rows(page):
    return page.locator("#results tbody tr")


def test_typing_finds_in_place_and_keeps_the_cursor_in_the_box(desk):
    desk.keyboard.press("/")
    desk.keyboard.type("holmen")
    expect(rows(desk)).to_have_count(10)
    assert desk.url.endswith(f"{LIST}?q=holmen")
    expect(desk.locator("#q")).to_be_focused()
    expect(desk.locator("#count")).to_have_text("10 orders")


def test_a_chip_is_set_and_taken_away_in_place_and_back_goes_back(desk):
    desk.locator("#chip-status").click()
    desk.get_by_label("Draft").check()
    desk.locator(".pop[open]").get_by_role("button", name="Show").click()
    expect(desk).to_have_url(re.compile(r"\?status=draft$"))
    expect(desk.locator(".filter.set", has_text="Status Draft")).to_be_visible()
    desk.get_by_title("Remove").first.click()
    expect(desk).to_have_url(re.compile(r"\?sort=-number$"))
    desk.go_back()
    expect(desk.locator(".filter.set", has_text="Status Draft")).to_be_visible()


def test_pages_and_sizes_come_in_place(desk):
    desk.locator("#page-next").click()
    expect(desk.locator("#pager .number")).to_have_text("51–60 of 60")
    expect(rows(desk)).to_have_count(10)
    desk.locator("#rows").select_option("25")
    expect(desk.locator("#pager .number")).to_have_text("1–25 of 60")


def test_picking_puts_the_bulk_bar_in_the_filters_place_and_moves_no_row(desk):
    def top():
        return round(rows(desk).first.bounding_box()["y"])

    before = top()
    for key in ("j", "x", "j", "j", "Shift+X"):
        desk.keyboard.press(key)
    expect(desk.locator("#bulk")).to_be_visible()
    expect(desk.locator("#filters")).to_be_hidden()
    expect(desk.locator("#bulk .picked")).to_have_text("3 selected")
    expect(desk.locator("[data-sum]")).to_have_text("301.50")
    assert top() == before
    rows(desk).last.scroll_into_view_if_needed()
    expect(rows(desk).first).not_to_be_in_viewport()
    expect(desk.locator("#bulk .picked")).to_be_in_viewport()  # what is picked further down is done from there
    desk.keyboard.press("Escape")
    expect(desk.locator("#filters")).to_be_visible()


def test_on_a_list_of_everything_a_archives_and_u_takes_out_of_it(desk):
    """Taking out stands under More there: the key reaches it, and does nothing where no row is meant."""
    desk.goto("/sales/orders/?archived=all")
    desk.keyboard.press("u")
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.get_by_text("1 is archived.")).to_be_visible()
    desk.goto("/sales/orders/?archived=all")
    expect(desk.locator("tbody tr.archived")).to_have_count(1)
    desk.keyboard.press("j")
    desk.keyboard.press("u")
    expect(desk.get_by_text("1 is out of the archive.")).to_be_visible()


def test_the_row_is_a_link_for_the_mouse(desk):
    desk.get_by_role("cell", name="Fjord Sykkel AS").first.click()
    desk.wait_for_url(re.compile(r"/try/orders/1060/$"))


def test_a_list_is_never_wider_than_the_window(desk):
    for width in (320, 390, 900, 1100, 1280):
        desk.set_viewport_size({"width": width, "height": 800})
        assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_remember_and_standard(desk):
    """The filter is kept, not what one happens to look for today."""
    desk.goto(f"{LIST}?q=holmen&archived=only")
    desk.get_by_role("button", name="Remember").click()
    expect(desk.get_by_text("Your remembered filter")).to_be_visible()
    desk.goto(LIST)
    expect(desk).to_have_url(re.compile(r"\?archived=only$"))
    desk.get_by_role("button", name="Standard").click()
    expect(rows(desk)).to_have_count(50)


def test_on_a_phone_a_row_says_every_track(page, nordlys, log_in):
    """One that is half done too, whose figure gives way there."""
    with nordlys.open():
        order = make.order(nordlys, (nordlys.lamp, 4))
        line = order.lines.get()
        line.quantity_shipped = 1
        line.save(update_fields=["quantity_shipped"])
        type(order).objects.filter(pk=order.pk).update(delivery="partly")
    log_in(nordlys.anna)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/sales/orders/?archived=all")
    for track in ("Sent", "Partly shipped", "Not invoiced"):
        expect(rows(page).get_by_text(track, exact=True)).to_be_visible()


def test_enter_pressed_before_the_results_are_there_opens_the_document_too(desk):
    desk.keyboard.press("/")
    desk.keyboard.type("1042")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile(r"orders/1042/$"))
