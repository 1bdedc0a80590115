"""Picking with a thumb and a scanner: a phone's window, the scan field always ready, no trip to the server for a count."""

import pytest
from playwright.sync_api import expect

from sales import shipments
from sales.models import Shipment
from tests import make
from tests.browser.conftest import let_in

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def shipment(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 24, "25.00")
        make.received(world, world.cable, 9, "4.00", location=world.yard)
        make.received(world, world.lamp, 3, "26.00", location=world.yard)
        order = make.order(world, (world.lamp, 24), (world.cable, "2.5"))
        return shipments.draft_from_order(order, by=world.owner)


@pytest.fixture
def phone(page, nordlys, log_in, shipment):
    page.set_viewport_size(PHONE)
    log_in(nordlys.bo)
    page.goto(f"/sales/shipments/{shipment.number}/pick/")
    return page


def picked(world, shipment):
    with world.open():
        return [line.quantity_picked for line in shipment.lines.order_by("pk")]


def test_a_scanner_counts_and_the_thumb_goes_on_to_the_end(phone, nordlys, shipment):
    expect(phone.locator("#scan")).to_be_focused()
    go = phone.locator("#go")
    expect(go).to_contain_text("Pick 24")
    for _item in range(2):
        phone.keyboard.type("2040")
        phone.keyboard.press("Enter")
    expect(phone.locator("#number")).to_have_value("2")
    expect(go).to_contain_text("Pick 2,")
    phone.get_by_role("button", name="One more").click()
    expect(go).to_contain_text("Pick 3,")
    go.click()
    phone.get_by_role("heading", name="B-01").wait_for()
    expect(phone.locator("#scan")).to_be_focused()
    phone.keyboard.press("Enter")  # nothing scanned: it picks
    phone.get_by_role("heading", name="Partly picked").wait_for()
    assert picked(nordlys, shipment) == [3, 2.5]
    expect(phone.locator(".target")).to_contain_text("21 of 24")
    phone.get_by_role("button", name="Send as picked").click()
    phone.get_by_text("is sent.").first.wait_for()
    with nordlys.open():
        assert Shipment.objects.get(pk=shipment.pk).status == "shipped"


def test_a_wrong_scan_says_what_it_is_and_is_not_counted(phone):
    phone.keyboard.type("9001")
    phone.keyboard.press("Enter")
    phone.get_by_text("That is 9001 Work, which is not on this shipment.").wait_for()
    expect(phone.locator("#number")).to_have_value("24")


def test_nothing_is_wider_than_the_window_and_thumbs_find_their_targets(phone, shipment):
    for width in (320, 390, 1440):
        phone.set_viewport_size({"width": width, "height": 844})
        assert phone.evaluate("document.documentElement.scrollWidth") <= width
    phone.set_viewport_size(PHONE)
    expect(phone.locator("#go")).to_be_visible()
    for step in phone.locator(".count .step").all():
        assert step.bounding_box()["height"] >= 72
    assert phone.locator("#go").bounding_box()["height"] >= 56
    assert phone.locator("#place").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 52


def test_a_broken_line_loses_nothing(phone, nordlys, shipment):
    phone.context.set_offline(True)
    phone.locator("#go").click()
    phone.get_by_text("No connection. Nothing is lost: press").wait_for()
    phone.context.set_offline(False)
    phone.locator("#go").click()
    phone.get_by_role("heading", name="B-01").wait_for()
    assert picked(nordlys, shipment)[0] == 24


def test_it_works_without_a_script(browser, nordlys, shipment, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    let_in(context, nordlys.bo, live_server.url)
    page = context.new_page()
    page.goto(f"/sales/shipments/{shipment.number}/pick/")
    page.get_by_role("button", name="One less").click()
    expect(page.locator("#number")).to_have_value("23")
    page.locator("#scan").fill("2040")
    page.locator("#scan").press("Enter")
    expect(page.locator("#said")).to_contain_text("1 of 24 counted")
    page.locator("#number").fill("5")
    page.locator("#go").click()
    expect(page.locator("#place")).to_have_text("B-01")
    assert picked(nordlys, shipment)[0] == 5
    context.close()
