"""Where one is logged in: machines in words, ended one by one or all others, and by a new password; MFA told and sealed."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from accounts import devices, jobs, seals, second_factor
from accounts.models import Event, Submission
from rackbeat.lib import periods
from tests import jobs as worker

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


def logged_in(email="anna@nordlys.example", agent=FIREFOX, password="demo-rackbeat") -> Client:
    client = Client(headers={"user-agent": agent})
    assert client.post("/accounts/login/", {"login": email, "password": password}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("agent", "name", "hand_held"),
    [
        (FIREFOX, "Firefox, Windows", False),
        (PHONE, "Safari, iPhone", True),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Linux",
            False,
        ),
        ("", "A browser", False),
    ],
)
def test_a_machine_is_named_in_words(agent, name, hand_held):
    assert (devices.named(agent), devices.is_hand_held(agent)) == (name, hand_held)


def test_one_sees_the_own_machines_and_ends_another(nordlys, solvang):
    here, phone, carla = logged_in(), logged_in(agent=PHONE), logged_in("carla@solvang.example")
    shown = here.get("/profile/sessions/").context["sessions"]
    assert {(one.name, one.is_this) for one in shown} == {("Firefox, Windows", True), ("Safari, iPhone", False)}
    other = next(one for one in shown if not one.is_this)
    carla.post("/profile/sessions/end/", {"session": other.key})
    assert phone.get("/profile/").status_code == 200
    here.post("/profile/sessions/end/", {"session": other.key})
    door = phone.get("/profile/", follow=True)
    assert door.request["PATH_INFO"] == "/accounts/login/" and "ended from another machine" in door.content.decode()
    assert "ended from another" not in phone.get("/profile/", follow=True).content.decode()
    assert here.get("/profile/").status_code == 200 and carla.get("/profile/").status_code == 200
    with nordlys.open():
        assert Event.objects.filter(verb="session_ended").count() == 1


def test_a_stranger_and_one_who_logged_out_are_told_of_no_session(nordlys):
    out = logged_in()
    out.post("/accounts/logout/")
    for client in (out, Client()):
        assert "alert" not in client.get("/profile/", follow=True).content.decode().split("<main")[1].split("</main")[0]


def test_who_was_logged_out_comes_back_to_the_page_of_the_form(nordlys):
    """Not to the address that the form is sent to, nor to the part that a page asked for."""
    client = Client()
    sent = client.post("/sales/orders/1/confirm/", headers={"referer": "http://testserver/sales/orders/1/?a=b"})
    assert sent["Location"] == "/accounts/login/?next=/sales/orders/1/%3Fa%3Db"
    elsewhere = client.post("/sales/orders/1/confirm/", headers={"referer": "http://evil.example/sales/"})
    assert elsewhere["Location"] == "/accounts/login/?next=/"
    asked = {"hx-request": "true", "hx-current-url": "http://testserver/sales/orders/"}
    for part in ("/help/conversations/1/", "/sales/orders/?q=1"):
        assert client.get(part, headers=asked)["HX-Redirect"] == "/accounts/login/?next=/sales/orders/"


def test_a_page_that_stands_open_keeps_nobody_logged_in(nordlys):
    """What it asks by itself is no click: after eight hours of that one is logged out, and told so."""
    here = logged_in()
    here.get("/profile/")
    start = periods.now()
    for hours in (3, 6):
        with periods.at(start + timedelta(hours=hours)):
            assert here.get("/help/unread/", headers={"x-by-itself": "1"}).status_code == 200
    with periods.at(start + timedelta(hours=9)):
        door = here.get("/profile/", follow=True)
    assert "because nothing was clicked for 8 hours" in door.content.decode()


def test_all_others_end_at_once(nordlys):
    here, phone, third = logged_in(), logged_in(agent=PHONE), logged_in()
    here.post("/profile/sessions/end-others/")
    assert [client.get("/profile/").status_code for client in (here, phone, third)] == [200, 302, 302]
    assert [one.is_this for one in here.get("/profile/sessions/").context["sessions"]] == [True]


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 30, "1; DROP"])
def test_nonsense_ends_nothing(nordlys, key):
    here = logged_in()
    assert here.post("/profile/sessions/end/", {"session": key})["Location"] == "/profile/sessions/"
    assert here.get("/profile/").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_is_told_by_mail(nordlys):
    here, phone = logged_in(), logged_in(agent=PHONE)
    facts = {"oldpassword": "demo-rackbeat", "password1": "nine slow bicycles", "password2": "nine slow bicycles"}
    assert here.post("/accounts/password/change/", facts).status_code == 302
    assert here.get("/profile/").status_code == 200
    assert phone.get("/profile/")["Location"].startswith("/accounts/login/")
    assert [one.is_this for one in here.get("/profile/sessions/").context["sessions"]] == [True]
    worker.run()
    [message] = mail.outbox
    assert message.to == ["anna@nordlys.example"] and "changed the password" in message.body


def test_when_a_machine_was_seen_is_noted_now_and_then(nordlys):
    here = logged_in()
    here.get("/profile/")
    row = UserSession.objects.get()
    for minutes, written in ((1, False), (7, True)):
        before = UserSession.objects.get(pk=row.pk).last_seen_at
        with periods.at(periods.now() + timedelta(minutes=minutes)):
            here.get("/profile/")
        assert (UserSession.objects.get(pk=row.pk).last_seen_at > before) == written


def test_sessions_and_tokens_that_are_over_are_cleared_away(nordlys):
    here, phone = logged_in(), logged_in(agent=PHONE)
    phone.session.flush()
    with nordlys.open():
        for days in (31, 29):
            token = f"6a1f0a6e-5b1f-4c2e-9a52-0f0c7f4b7a{days}"
            at = periods.now() - timedelta(days=days)
            Submission.objects.create(user=nordlys.anna, token=token, at=at)
    jobs.clear_sessions(timestamp=0)
    jobs.forget_forms(timestamp=0)
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]
    with nordlys.open():
        assert [str(row.token)[-2:] for row in Submission.objects.all()] == ["29"]


def test_an_app_is_set_up_by_a_picture_sealed_told_and_asked_for(nordlys, django_capture_on_commit_callbacks):
    Client().post("/accounts/password/reset/", {"email": "anna@nordlys.example"})  # who forgot it once can have one too
    worker.run()
    here = logged_in()
    page = here.get("/accounts/2fa/totp/activate/", follow=True)
    if "reauthenticate" in page.request["PATH_INFO"]:
        here.post(page.request["PATH_INFO"], {"password": "demo-rackbeat"})
        page = here.get("/accounts/2fa/totp/activate/")
    text = page.content.decode()
    secret = re.search(r'class="secret">([A-Z2-7]+)<', text)[1]
    assert 'src="data:image/svg+xml' in text
    assert here.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored and seals.unseal(stored) == secret
    worker.run()
    assert any("set up an app" in message.body for message in mail.outbox)
    with nordlys.open():
        assert Event.objects.filter(by=nordlys.anna, verb="app_added").count() == 1
    fresh = Client()
    answer = fresh.post("/accounts/login/", {"login": "anna@nordlys.example", "password": "demo-rackbeat"})
    assert answer["Location"] == "/accounts/2fa/authenticate/" and "_auth_user_id" not in fresh.session
    assert "Use a passkey" not in fresh.get("/accounts/2fa/authenticate/").content.decode()


@pytest.mark.parametrize(
    ("host", "offered"), [("localhost:8000", True), ("127.0.0.1:8000", False), ("[::1]:8000", False)]
)
def test_a_passkey_is_offered_where_a_browser_can_have_one(nordlys, client, host, offered):
    assert ('id="passkey_login"' in client.get("/accounts/login/", headers={"host": host}).content.decode()) is offered
    client.post("/accounts/login/", {"login": "anna@nordlys.example", "password": "demo-rackbeat"})
    page = client.get("/accounts/2fa/", headers={"host": host}).content.decode()
    assert ("Add a passkey" in page, "http://localhost:8000/" in page) == (offered, not offered)


def test_of_log_ins_the_last_is_told_and_all_where_they_are_asked_for(nordlys):
    anna = [logged_in() for _each in range(4)][-1]
    for page in ("/profile/", f"/settings/users/{nordlys.anna.pk}/"):
        few, all_ = (anna.get(page + more).content.decode().count("</b> logged in") for more in ("", "?logins"))
        assert few == 1 and all_ >= 4, page


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_picture_is_an_svg_that_a_browser_draws_by_itself():
    picture = second_factor.Adapter().build_totp_svg("otpauth://totp/anna")
    assert picture.startswith("<svg") and 'xmlns="http://www.w3.org/2000/svg"' in picture


def test_an_operator_without_a_second_factor_is_led_to_setting_one_up(nordlys, settings):
    settings.OPERATORS_NEED_SECOND_FACTOR = True
    nordlys.anna.is_staff = nordlys.anna.is_superuser = True
    nordlys.anna.save()
    here = logged_in()
    assert here.get("/admin/")["Location"] == "/accounts/2fa/"
    assert here.get("/sales/orders/").status_code == 200
