"""Letters leave by a real mail server: one that takes them, one that refuses and comes back, one that refuses some."""

from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.db import transaction

from accounts import history, mail, postman, seals
from accounts.models import Mail, MailSettings
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal
from tests import jobs
from tests.mailserver import MailServer


@pytest.fixture
def server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def written(world, **facts) -> Mail:
    usual = {"to": ["kari@fjord.example"], "subject": "Order 1042", "body": "Hello Kari,\nhere it is."}
    return mail.send(**{**usual, **facts}, by=world.owner)


def now(letter: Mail) -> Mail:
    return Mail.objects.get(pk=letter.pk)


def test_a_letter_reaches_everybody_with_its_file_and_hides_who_got_it_in_secret(nordlys, server):
    with nordlys.open():
        file = mail.File("Order-1042.pdf", b"%PDF-1.7 paper")
        letter = written(nordlys, cc=["ola@fjord.example"], bcc=["file@nordlys.example"], files=[file])
        jobs.run()
        assert now(letter).status == "sent"
    (got,) = server.messages
    assert server.envelopes == [["kari@fjord.example", "ola@fjord.example", "file@nordlys.example"]]
    assert (got["To"], got["Cc"], got["Bcc"]) == ("kari@fjord.example", "ola@fjord.example", None)
    assert got.get_body().get_content().splitlines() == ["Hello Kari,", "here it is."]
    (attached,) = got.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Order-1042.pdf", b"%PDF-1.7 paper")


def test_it_is_sent_in_the_agreements_name_and_answered_to_the_agreement(nordlys, server):
    with nordlys.open():
        MailSettings.objects.create(sender_name="Nordlys, ordre", reply_to="post@nordlys.example")
        written(nordlys)
        jobs.run()
    assert parseaddr(server.messages[0]["From"]) == ("Nordlys, ordre", "no-reply@rackbeat.example")
    assert server.messages[0]["Reply-To"] == "post@nordlys.example"


def test_replies_go_to_the_user_where_the_agreement_wants_that(nordlys, server):
    with nordlys.open():
        MailSettings.objects.create(reply_to="post@nordlys.example", reply_to_user=True)
        written(nordlys)
        jobs.run()
    assert server.messages[0]["Reply-To"] == "anna@nordlys.example"


def test_a_server_that_refuses_and_comes_back_gets_the_same_letter_once(nordlys, server):
    with nordlys.open():
        letter = written(nordlys)
        server.answer = "451 come back later"
        jobs.run()
        waiting = now(letter)
        assert (waiting.status, waiting.attempts, waiting.problem) == ("queued", 1, "451 come back later")
        assert waiting.next_try_at > periods.now()
        assert len(jobs.waiting("accounts.post")) == 1
        server.answer = ""
        jobs.run()
        assert (now(letter).status, now(letter).problem) == ("sent", "")
        assert jobs.waiting() == []
    assert [each["Message-ID"] for each in server.messages] == [letter.message_id]


def test_a_server_that_is_away_is_tried_for_three_days_and_then_the_letter_has_failed(nordlys, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with nordlys.open():
        letter, began = written(nordlys, about=nordlys.shop), periods.now()
        moment = began
        while jobs.waiting("accounts.post"):
            with periods.at(moment):
                jobs.run()
            moment = now(letter).next_try_at or moment
        assert now(letter).status == "failed"
        assert "does not answer" in now(letter).problem
        assert timedelta(days=2.5) < moment - began < timedelta(days=4)
        assert history.of(nordlys.shop)[0]["sentence"] == "could not send the mail to kari@fjord.example"


def test_a_refusal_for_good_is_not_tried_again_but_a_hand_may_send_it_on(nordlys, server):
    with nordlys.open():
        letter = written(nordlys)
        server.answer = "554 we do not like it"
        jobs.run()
        assert (now(letter).status, now(letter).problem) == ("failed", "554 we do not like it")
        assert jobs.waiting() == []
        server.answer = ""
        mail.again(now(letter), by=nordlys.owner)
        jobs.run()
        assert now(letter).status == "sent"
    assert server.messages[0]["Message-ID"] == letter.message_id


def test_of_three_addresses_one_is_refused_one_put_off_and_nobody_gets_it_twice(nordlys, server):
    with nordlys.open():
        letter = written(nordlys, to=["a@x.example", "b@x.example", "c@x.example"])
        server.refuses = {"b@x.example": "550 nobody here", "c@x.example": "450 greylisted"}
        jobs.run()
        assert now(letter).status == "queued"
        assert now(letter).accepted == ["a@x.example"]
        server.refuses = {"b@x.example": "550 nobody here"}
        jobs.run()
        done = now(letter)
        assert (done.status, done.accepted) == ("partly", ["a@x.example", "c@x.example"])
        assert done.problem == "b@x.example: 550 nobody here"
    assert server.envelopes == [["a@x.example"], ["c@x.example"]]


def test_sending_a_sent_letter_again_is_a_new_letter_with_the_same_files(nordlys, server):
    with nordlys.open():
        letter = written(nordlys, files=[mail.File("a.pdf", b"%PDF a")])
        jobs.run()
        second = mail.again(now(letter), by=nordlys.owner)
        jobs.run()
        assert second.pk != letter.pk
        assert second.files.get().content == b"%PDF a"
    assert len({each["Message-ID"] for each in server.messages}) == 2


def test_what_is_taken_back_is_not_sent(nordlys, server):
    with nordlys.open():
        with pytest.raises(RuntimeError), transaction.atomic():
            written(nordlys)
            raise RuntimeError
        assert jobs.run() == 0
    assert server.messages == []


def test_a_job_done_twice_sends_once(nordlys, server):
    with nordlys.open():
        letter = written(nordlys)
        jobs.run()
        mail.post(nordlys.agreement.pk, letter.pk)
    assert len(server.messages) == 1


def test_an_own_server_is_logged_in_to_and_gives_the_senders_address(nordlys):
    with MailServer(password="s3cret") as own, nordlys.open():
        MailSettings.objects.create(
            has_server=True,
            host="localhost",
            port=own.port,
            security="none",
            from_email="ordre@nordlys.example",
            username="nordlys",
            password_sealed=seals.seal("s3cret"),
        )
        letter = written(nordlys)
        jobs.run()
        assert (now(letter).status, now(letter).problem) == ("sent", "")
    assert parseaddr(own.messages[0]["From"])[1] == "ordre@nordlys.example"


def test_a_wrong_password_fails_at_once_with_the_servers_own_words(nordlys):
    with MailServer(password="right") as own, nordlys.open():
        facts = {"username": "nordlys", "password_sealed": seals.seal("wrong"), "security": "none"}
        MailSettings.objects.create(has_server=True, host="127.0.0.1", port=own.port, **facts)
        letter = written(nordlys)
        jobs.run()
        assert now(letter).status == "failed"
        assert now(letter).problem.startswith("535")
    assert own.messages == []


def test_a_password_that_no_server_can_be_told_fails_with_a_sentence(nordlys):
    with MailServer(password="right") as own, nordlys.open():
        facts = {"username": "nordlys", "password_sealed": seals.seal("blåbær"), "security": "none"}
        MailSettings.objects.create(has_server=True, host="127.0.0.1", port=own.port, **facts)
        letter = written(nordlys)
        jobs.run()
        assert (now(letter).status, "cannot be told" in now(letter).problem) == ("failed", True)


def test_a_password_sealed_with_another_key_is_asked_for_again(nordlys, settings):
    with nordlys.open():
        MailSettings.objects.create(has_server=True, host="127.0.0.1", password_sealed=seals.seal("x"))
        settings.SECRET_KEY = "another installation's"
        letter = written(nordlys)
        jobs.run()
        assert "Type it again" in now(letter).problem


def test_a_server_inside_our_own_network_is_refused_where_the_installation_says_so(settings):
    settings.MAIL_SERVERS_INSIDE = False
    letter = mail.EmailMessage("s", "b", to=["a@x.example"])
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "::1"):
        with pytest.raises(postman.NotSent, match="private network"):
            postman.hand_over(letter, ["a@x.example"], postman.Server(host, 25, "none"))


def test_a_sealed_secret_cannot_be_read_from_the_table():
    sealed = seals.seal("s3cret")
    assert "s3cret" not in sealed
    assert seals.unseal(sealed) == "s3cret"


def test_no_line_of_a_subject_becomes_a_header(nordlys, server):
    with nordlys.open():
        written(nordlys, subject="Hello\r\nBcc: thief@x.example\n\nx")
        jobs.run()
    assert server.messages[0]["Subject"] == "Hello Bcc: thief@x.example x"
    assert server.envelopes == [["kari@fjord.example"]]


@pytest.mark.parametrize("field", ["to", "cc", "bcc"])
@pytest.mark.parametrize("bad", ["no address", "a@b\r\nBcc: c@d.example", "a@b", "<script>@x.example"])
def test_what_is_no_address_is_refused_at_its_field(nordlys, field, bad):
    with nordlys.open(), pytest.raises(Refusal) as no:
        written(nordlys, **{field: [bad]})
    assert no.value.field == field


def test_addresses_are_read_as_people_type_them():
    typed = 'kari@fjord.example; "Nes, Ola" <ola@fjord.example>\nper@fjord.example, kari@fjord.example'
    assert mail.addresses(typed) == ["kari@fjord.example", "ola@fjord.example", "per@fjord.example"]
    assert mail.addresses("a@x.example b@x.example") == ["a@x.example", "b@x.example"]
    assert mail.addresses(" ") == []


def test_an_agreement_sends_only_so_many_letters_a_day(nordlys, settings):
    settings.MAIL_PER_DAY = 2
    with nordlys.open():
        written(nordlys)
        written(nordlys)
        with pytest.raises(Refusal, match="in a day"):
            written(nordlys)
        with periods.at(periods.now() + timedelta(hours=25)):
            written(nordlys)


def test_a_notice_of_the_installation_keeps_its_message_id_over_tries(db, server):
    mail.notice(to="ola@x.example", subject="News", body="Here it is.")
    (job,) = jobs.waiting("accounts.send_notice")
    server.answer = "450 later"
    with pytest.raises(postman.NotSent):
        jobs.run()
    server.answer = ""
    jobs.run()
    assert server.messages[0]["Message-ID"] == job.args["message_id"]
    assert server.messages[0]["From"] == "Rackbeat <no-reply@rackbeat.example>"


def test_what_went_wrong_is_told_in_the_words_of_whoever_sent_it(nordlys, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    nordlys.owner.language = "nb"
    nordlys.owner.save()
    with nordlys.open():
        letter = written(nordlys)
        jobs.run()
        assert now(letter).problem.startswith("Tjeneren svarer ikke: den tar ikke imot")
