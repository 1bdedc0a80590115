"""The door and the frame in a real browser: styled, scripted and within the content policy."""

from playwright.sync_api import expect


def test_the_login_page_stands_within_the_policy(page):
    answer = page.goto("/accounts/login/")
    assert answer.status == 200
    expect(page.get_by_role("textbox").first).to_be_visible()
    assert page.evaluate("document.styleSheets.length") > 0


def test_a_user_who_is_logged_in_sees_the_agreement_number(page, nordlys, log_in):
    log_in(nordlys.anna)
    page.goto("/")
    expect(page.get_by_text(str(nordlys.agreement.number)).first).to_be_visible()
