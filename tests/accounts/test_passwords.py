"""Logging in and forgetting the password: real mail, the same answer for everybody, and no victim locked out."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import known
from accounts.jobs import send_reset
from accounts.models import Event, Membership, User
from accounts.tenancy import acting_for
from rackbeat.lib import periods
from tests import jobs
from tests.accounts.postbox import Postbox

pytestmark = pytest.mark.django_db
LOGIN, FORGOT = "/accounts/login/", "/accounts/password/reset/"


def log_in(client, email="anna@nordlys.example", password="demo-rackbeat", **options):
    return client.post(LOGIN, {"login": email, "password": password}, **options)


def test_email_and_password_are_enough(nordlys, client):
    assert log_in(client, "ANNA@Nordlys.example")["Location"] == "/"
    with nordlys.open():
        assert Event.objects.filter(subject_id=nordlys.anna.pk, verb="logged_in").count() == 1


def test_the_session_gets_another_key_at_login(nordlys, client):
    client.get("/signup/")
    client.post("/signup/", {})
    before = client.session.session_key
    log_in(client)
    assert client.session.session_key != before


def test_a_real_mail_leads_to_a_new_password(nordlys, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SITE_URL = "https://books.example"
    with Postbox() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        answer = client.post(FORGOT, {"email": "bo@nordlys.example"}, headers={"host": "localhost"})
        assert answer.status_code == 302
        assert box.messages() == []
        jobs.run()
        [message] = box.messages()
    assert message["To"] == "bo@nordlys.example"
    link = re.search(r"https://books\.example(/\S+)", message.get_content())[1]
    page = client.get(link, follow=True)
    place = page.redirect_chain[-1][0]
    facts = {"password1": "nine slow bicycles", "password2": "nine slow bicycles"}
    assert client.post(place, facts).status_code == 302
    fresh = Client()
    log_in(fresh, "bo@nordlys.example")
    assert "_auth_user_id" not in fresh.session
    assert log_in(fresh, "bo@nordlys.example", "nine slow bicycles")["Location"] == "/"
    assert "does not work any more" in Client().get(link, follow=True).content.decode()


def test_known_and_unknown_addresses_are_answered_with_the_same_work(nordlys, client):
    answers, statements = [], []
    for address in ("anna@nordlys.example", "nobody@nowhere.example"):
        with CaptureQueriesContext(connection) as seen:
            answer = client.post(FORGOT, {"email": address})
        answers.append((answer.status_code, answer["Location"]))
        statements.append([re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in seen])
    assert answers[0] == answers[1]
    assert statements[0] == statements[1]
    assert jobs.run() == 2 and [message.to for message in mail.outbox] == [["anna@nordlys.example"]]


def test_the_job_holds_no_link(nordlys, client):
    client.post(FORGOT, {"email": "anna@nordlys.example"})
    [job] = jobs.waiting("accounts.send_reset")
    assert job.args == {"email": "anna@nordlys.example"}


def test_somebody_who_may_not_log_in_gets_no_mail(nordlys, client):
    User.objects.filter(pk=nordlys.bo.pk).update(is_active=False)
    client.post(FORGOT, {"email": "bo@nordlys.example"})
    jobs.run()
    assert mail.outbox == []


def test_an_attacker_is_locked_out_and_the_victim_elsewhere_is_not(nordlys):
    attacker, victim = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(6):
        log_in(attacker, password="guess")
    log_in(attacker)
    assert "_auth_user_id" not in attacker.session
    assert log_in(victim)["Location"] == "/"


def test_one_address_cannot_try_many_people(nordlys, client):
    codes = [log_in(client, f"user{n}@nowhere.example", "guess") for n in range(12)]
    assert "Too many" in codes[-1].content.decode()


def test_guessing_from_everywhere_meets_a_slow_limit(nordlys, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_slow": "3/h/key"}
    for n in range(3):
        log_in(Client(REMOTE_ADDR=f"203.0.113.{n}"), password="guess")
    assert "Too many" in log_in(Client(REMOTE_ADDR="203.0.113.77"), password="guess").content.decode()


def test_who_guesses_from_everywhere_shuts_nobody_out_of_the_own_machine(nordlys, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_slow": "3/h/key"}
    own, shared = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="198.51.100.8")
    log_in(own)
    log_in(shared)
    shared.post("/accounts/logout/")
    log_in(shared, "bo@nordlys.example")
    for n in range(4):
        log_in(Client(REMOTE_ADDR=f"203.0.113.{n}"), password="guess")
    for machine in (own, shared):
        machine.post("/accounts/logout/")
        assert log_in(machine)["Location"] == "/"
    cookie = own.cookies[known.NAME].value
    for forged in (cookie[:-1], "x", ""):
        other = Client(REMOTE_ADDR="203.0.113.99")
        other.cookies[known.NAME] = forged
        assert "Too many" in log_in(other).content.decode()


def test_a_wrong_password_is_noted_for_those_whom_it_concerns(nordlys, client):
    log_in(client, password="guess")
    log_in(client, "nobody@nowhere.example", "guess")
    assert jobs.run("accounts.note_failed_login") == 2
    with nordlys.open():
        assert Event.objects.filter(verb="login_failed").count() == 1


def test_asking_for_mail_is_throttled_per_machine(nordlys, client):
    codes = [client.post(FORGOT, {"email": f"user{n}@nowhere.example"}).status_code for n in range(12)]
    assert codes[0] == 302 and codes[-1] == 429


def test_asking_again_and_again_fills_no_inbox_and_keeps_nobody_from_a_link(nordlys):
    def ask(times, network):
        for n in range(times):
            answer = Client(REMOTE_ADDR=f"{network}.{n}").post(FORGOT, {"email": "anna@nordlys.example"})
            assert answer.status_code == 302

    ask(6, "203.0.113")
    jobs.run()
    assert len(mail.outbox) == 1
    cache.delete(f"reset:{nordlys.anna.pk}:minute")  # a minute later, the owner from elsewhere
    ask(1, "198.51.100")
    jobs.run()
    assert len(mail.outbox) == 2
    for _ in range(20):
        cache.delete(f"reset:{nordlys.anna.pk}:minute")
        send_reset(email="anna@nordlys.example")
    assert len(mail.outbox) == 10
    link = re.search(r"http\S+?(/accounts/\S+)", mail.outbox[-1].body)[1]
    assert "Choose a new password" in Client().get(link, follow=True).content.decode()


def test_who_belongs_to_several_agreements_chooses_and_switches(nordlys, solvang, client):
    with acting_for(solvang.agreement):
        Membership.objects.create(agreement=solvang.agreement, user=nordlys.anna, role="reader")
    assert log_in(client)["Location"] == "/agreements/"
    assert client.get("/settings/")["Location"] == "/agreements/"
    key = client.session.session_key
    assert client.post("/agreements/switch/", {"to": "1002"})["Location"] == "/"
    assert client.session.session_key != key
    page = client.get("/settings/")
    assert page.context["agreement"] == solvang.agreement and "settings.edit" not in page.context["may"]


def test_a_form_of_another_agreement_is_refused(nordlys, solvang, logged_in):
    with acting_for(solvang.agreement):
        Membership.objects.create(agreement=solvang.agreement, user=nordlys.anna, role="owner")
    client = logged_in(nordlys.anna)
    client.post("/agreements/switch/", {"to": "1002"})
    answer = client.post("/settings/accounting/", {"closed_until": "2026-01-31", "agreement": "1001"})
    assert answer.status_code == 409 and "belongs to another agreement" in answer.content.decode()
    for world in (nordlys, solvang):
        world.agreement.refresh_from_db()
        assert world.agreement.closed_until is None
    assert client.post("/agreements/switch/", {"to": "1001", "agreement": "1001"})["Location"] == "/"


def test_nobody_switches_to_an_agreement_of_others(nordlys, solvang, logged_in):
    assert logged_in(nordlys.anna).post("/agreements/switch/", {"to": "1002"}).status_code == 404


def test_eight_idle_hours_or_seven_days_end_a_session(nordlys, logged_in):
    start = periods.now()
    hours = {"busy": range(0, 7 * 24 + 2, 4), "idle": (0, 9)}
    for name, steps in hours.items():
        client = logged_in(nordlys.anna)
        for hour in steps:
            with periods.at(start + timedelta(hours=hour)):
                answer = client.get("/settings/")
            assert (answer.status_code == 200) == ((hour <= 7 * 24 and name == "busy") or hour == 0), (name, hour)


def test_operators_need_longer_passwords(nordlys):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    validate_password("fourteen lamps", nordlys.anna)
    with pytest.raises(ValidationError, match="15"):
        validate_password("fourteen lamps", User(email="x@y.example", name="X", is_staff=True))


def test_who_changes_something_dangerous_is_asked_for_the_own_password(nordlys, client):
    log_in(client)
    client.session.save()
    answer = client.post("/accounts/reauthenticate/", {"password": "demo-rackbeat"})
    assert answer.status_code == 302
    wrong = client.post("/accounts/reauthenticate/", {"password": "guess"})
    assert wrong.status_code == 200 and wrong.context["form"].errors
