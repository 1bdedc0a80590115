"""An agreement's own mail server: encrypted or not, with a wrong certificate, gone, or the worker gone while it speaks."""

import re
import signal
from html import unescape

import pytest

from accounts import mail, seals
from accounts.models import Mail, MailSettings
from tests import jobs
from tests.house.addresses import client_of
from tests.mailserver import MailServer, certificate

SETTINGS = "/settings/mail/sending/"


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """A certificate for localhost that this process trusts, as it would one of the system's."""
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


def own_server(port, **facts) -> MailSettings:
    usual = {"host": "localhost", "security": "none", "from_email": "ordre@nordlys.example"}
    return MailSettings.objects.create(has_server=True, port=port, **{**usual, **facts})


def written(world, **facts) -> Mail:
    usual = {"to": ["kari@fjord.example"], "subject": "Order 1042", "body": "Here it is."}
    return mail.send(**{**usual, **facts}, by=world.owner)


def now(letter: Mail) -> Mail:
    return Mail.objects.get(pk=letter.pk)


def tried(world) -> str:
    """What the test button of the settings says."""
    own = MailSettings.objects.get()
    facts = {name: getattr(own, name) for name in ("host", "port", "security", "from_email", "username")}
    page = client_of(world.owner).post(SETTINGS, {**facts, "has_server": "on", "test": "yes"}, follow=True)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_goes_encrypted_and_logs_in_only_then(nordlys, trusted, security):
    with MailServer(password="s3cret", security=security, cert=trusted) as server, nordlys.open():
        own_server(server.port, security=security, username="nordlys", password_sealed=seals.seal("s3cret"))
        letter = written(nordlys)
        jobs.run()
        assert (now(letter).status, now(letter).problem) == ("sent", "")
    assert server.secret == [True]
    assert server.messages[0]["Message-ID"] == letter.message_id


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_said_and_nothing_is_told_to_the_server(nordlys, tmp_path, security):
    with MailServer(password="s3cret", security=security, cert=certificate(tmp_path)) as server, nordlys.open():
        own_server(server.port, security=security, username="nordlys", password_sealed=seals.seal("s3cret"))
        letter = written(nordlys)
        jobs.run()
        assert now(letter).status == "failed"
        assert now(letter).problem.startswith("The server's certificate is not valid: self")
        assert "The server's certificate is not valid: self" in tried(nordlys)
    assert server.messages == []


def test_a_certificate_of_another_name_is_refused(nordlys, tmp_path, monkeypatch):
    path = certificate(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with MailServer(security="tls", cert=path) as server, nordlys.open():
        own_server(server.port, security="tls")
        assert "certificate is not valid: Hostname mismatch" in tried(nordlys)


def test_the_test_button_sends_a_letter_that_says_that_it_works(nordlys, trusted):
    with MailServer(security="starttls", cert=trusted) as server, nordlys.open():
        own_server(server.port, security="starttls")
        tried(nordlys)
    assert server.envelopes == [["anna@nordlys.example"]]
    assert "They work." in server.messages[0].get_content()


def test_a_server_without_starttls_is_not_spoken_to_in_the_open(nordlys):
    with MailServer() as server, nordlys.open():
        own_server(server.port, security="starttls")
        letter = written(nordlys)
        jobs.run()
        assert (now(letter).status, "STARTTLS" in now(letter).problem) == ("failed", True)
    assert server.messages == []


def test_a_wrong_password_and_a_server_that_is_gone_are_said_by_the_test_button(nordlys):
    with MailServer(password="right") as server, nordlys.open():
        own = own_server(server.port, username="nordlys", password_sealed=seals.seal("wrong"))
        assert "535" in tried(nordlys)
    with nordlys.open():
        own.port = 1
        own.save()
        assert "The server does not answer" in tried(nordlys)


def test_a_server_that_hangs_up_gets_the_same_letter_again(nordlys):
    """It had the letter, but did not say so: the second is known as the same by its Message-ID."""
    with MailServer() as server, nordlys.open():
        own_server(server.port)
        server.hangs_up = True
        letter = written(nordlys)
        jobs.run()
        assert (now(letter).status, now(letter).attempts, now(letter).broken_off) == ("queued", 1, False)
        server.hangs_up = False
        jobs.run()
        assert (now(letter).status, now(letter).attempts) == ("sent", 2)
    assert [each["Message-ID"] for each in server.messages] == [letter.message_id] * 2


class Killed(BaseException):
    """The worker is no more."""


def killed(_number, _frame) -> None:
    raise Killed


def test_a_worker_that_is_killed_while_the_server_speaks_leaves_a_letter_that_says_so(nordlys):
    before = signal.signal(signal.SIGALRM, killed)
    try:
        with MailServer() as server, nordlys.open():
            own_server(server.port)
            letter, server.slow = written(nordlys), 1.5
            signal.setitimer(signal.ITIMER_REAL, 0.7)
            with pytest.raises(Killed):
                mail.post(nordlys.agreement.pk, letter.pk)
            assert (now(letter).status, now(letter).sent_at) == ("queued", None)
            server.slow = 0
            jobs.run()
            assert (now(letter).status, now(letter).broken_off) == ("sent", True)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert [each["Message-ID"] for each in server.messages] == [letter.message_id] * 2
    page = client_of(nordlys.owner).get(f"/settings/mail/{letter.pk}/").content.decode()
    assert "may have arrived twice" in page
