"""The door and the frame in a real browser: styled, scripted and within the content policy."""

from playwright.sync_api import expect

from accounts.models import User
from support import conversations


def test_the_login_page_stands_within_the_policy(page):
    answer = page.goto("/accounts/login/")
    assert answer.status == 200
    expect(page.get_by_role("textbox").first).to_be_visible()
    assert page.evaluate("document.styleSheets.length") > 0


def test_a_user_who_is_logged_in_sees_the_agreement_number(page, nordlys, log_in):
    log_in(nordlys.anna)
    page.goto("/")
    expect(page.get_by_text(str(nordlys.agreement.number)).first).to_be_visible()


def test_the_search_is_closed_by_escape_and_by_a_click_beside_it(page, nordlys, log_in):
    log_in(nordlys.anna)
    page.goto("/")
    search = page.locator("#seek")
    for away in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.click(5, 400),
        search.locator("kbd.shut").click,
    ):
        page.locator("#goto").click()
        expect(search).to_be_visible()
        away()
        expect(search).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(search.get_by_role("searchbox")).to_be_focused()


def test_without_a_connection_the_page_says_so_and_a_page_that_is_asked_for_too(page, nordlys, log_in):
    nordlys.anna.language = "da"  # not what the worker was made in: it heard the last page that came
    nordlys.anna.save()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    log_in(nordlys.anna)
    page.goto("/sales/orders/?archived=all")
    page.evaluate("navigator.serviceWorker.ready")
    page.context.set_offline(True)
    page.get_by_role("main").get_by_role("searchbox").fill("1042")
    page.keyboard.press("Enter")
    expect(page.locator("#cut")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Fakturaer").first.click()
    expect(page.get_by_role("heading", name="Ingen forbindelse")).to_be_visible()
    expect(page.get_by_text("Intet er tabt")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("link", name="Prøv igen").click()
    expect(page.get_by_role("heading", name="Fakturaer")).to_be_visible()


def test_an_answer_of_support_is_marked_on_a_page_that_stands_open(page, nordlys, log_in):
    desk = User.objects.create_user("desk@rackbeat.example", "x", name="Mette", is_support=True)
    with nordlys.open():
        talk = conversations.begin(by=nordlys.anna, text="Where is order 1040?")
    log_in(nordlys.anna)
    page.goto("/purchasing/orders/?archived=all")
    expect(page.locator(".unread")).to_have_count(0)
    with nordlys.open():
        conversations.answer(talk, by=desk, text="Set Archived to all.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when one comes back to the page
    expect(page.locator(".help-link .unread")).to_contain_text("1")
    expect(page.locator(".bubble .unread")).to_contain_text("1")
    page.locator(".bubble").click()
    expect(page.locator("#said")).to_contain_text("Set Archived to all.")
    expect(page.locator(".unread")).to_have_count(0)


def test_a_page_is_printed_light_whatever_theme_its_reader_chose(page, nordlys, log_in):
    nordlys.anna.theme = "dark"
    nordlys.anna.save()
    log_in(nordlys.anna)
    page.goto("/sales/orders/?archived=all")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_css("color-scheme", "light")
