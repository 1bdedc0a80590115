"""Users and support talk: begun from any page, answered at the desk, told by mail, seen by nobody else."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from accounts import files
from accounts.models import Membership, User
from accounts.tenancy import acting_as_support
from rackbeat.lib import periods
from support import opening
from support.jobs import SomeNotTold, purge_files
from support.models import (
    Attachment,
    CannedAnswer,
    ClosedDay,
    Contact,
    Conversation,
    Message,
    OpeningHours,
    Seat,
)
from tests import jobs
from tests.mailserver import MailServer

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture(autouse=True)
def files_of_our_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def enter(user) -> Client:
    client = Client()
    client.user = user
    client.force_login(user)
    return client


@pytest.fixture
def anna(nordlys):
    return enter(nordlys.anna)


@pytest.fixture
def sam(db):
    return enter(User.objects.create_user("support@rackbeat.example", "x", name="Sam", language="en", is_support=True))


def ask(client, text="Where is order 1040?", **more) -> None:
    answer = client.post("/help/conversations/", {"text": text, "page": "/sales/orders/", **more})
    assert answer.status_code == 302, answer.content.decode()[:500]


def unread(world, user) -> int:
    with world.open():
        return Membership.objects.get(agreement=world.agreement, user=user).unread


def test_a_question_waits_at_the_desk_until_it_is_answered(nordlys, anna, sam):
    ask(anna)
    [talk] = sam.get("/support/").context["talks"]
    assert (talk.subject, talk.page, talk.waits_since is not None) == ("Where is order 1040?", "/sales/orders/", True)
    page = sam.get("/support/1001/1/")
    assert "Where is order 1040?" in page.content.decode() and "FIFO" in page.content.decode()
    assert sam.post("/support/1001/1/", {"text": "It is delivered, so it is archived."}).status_code == 302
    assert sam.get("/support/").context["talks"] == []
    assert sam.get("/support/?view=mine").context["talks"][0].led_by == sam.user


def test_the_desk_reads_its_own_clock(nordlys, anna, sam):
    ask(anna)
    with nordlys.open():
        asked_at = Message.objects.latest("pk").at
    assert f"{asked_at.astimezone(ZoneInfo('Europe/Oslo')):%H:%M}" in sam.get("/support/1001/1/").content.decode()


def test_an_answer_is_marked_until_it_was_seen_and_comes_without_a_reload(nordlys, anna, sam):
    ask(anna)
    assert anna.post("/help/conversations/1/news/", {"after": "0"}).status_code == 200
    with nordlys.open():
        last = Message.objects.latest("pk").pk
    assert anna.post("/help/conversations/1/news/", {"after": last}).status_code == 204
    sam.post("/support/1001/1/", {"text": "Set <b>Archived</b> to all."})
    assert unread(nordlys, nordlys.anna) == 1
    assert 'class="unread"' in anna.get("/help/").content.decode()
    assert (
        "1<" in anna.get("/help/unread/").content.decode() and "<html" not in anna.get("/help/unread/").content.decode()
    )
    came = anna.post("/help/conversations/1/news/", {"after": last}).content.decode()
    assert "Set &lt;b&gt;Archived&lt;/b&gt; to all." in came
    assert unread(nordlys, nordlys.anna) == 0


def test_who_went_away_gets_one_mail_and_who_reads_gets_none(nordlys, anna, sam):
    ask(anna)
    jobs.run()
    mail.outbox.clear()
    sam.post("/support/1001/1/", {"text": "First"})
    sam.post("/support/1001/1/", {"text": "Second"})
    jobs.run("support.tell_away")
    assert [letter.to for letter in mail.outbox] == [["anna@nordlys.example"]]
    assert "/help/conversations/1/" in mail.outbox[0].body
    sam.post("/support/1001/1/", {"text": "Third"})
    anna.post("/help/conversations/1/news/", {"after": "0"})
    jobs.run("support.tell_away")
    assert len(mail.outbox) == 1


def test_the_panel_offers_what_is_asked_on_the_page_and_goes_on_with_the_conversation(nordlys, anna):
    page = anna.get("/help/panel/?at=/sales/orders/").content.decode()
    assert "1001" in page and page.index("/help/gone/") and "/help/conversations/" in page
    ask(anna)
    assert "Where is order 1040?" in anna.get("/help/panel/?at=/").content.decode()
    came = anna.post("/help/conversations/1/", {"text": "And 1041?"}, headers={"HX-Request": "true"})
    assert came.status_code == 200 and "And 1041?" in came.content.decode()
    refused = anna.post("/help/conversations/1/", {"text": "  "}, headers={"HX-Request": "true"})
    assert refused.status_code == 422 and "Write a message first." in refused.content.decode()


def test_a_form_sent_twice_says_it_once(nordlys, anna):
    ask(anna)
    form = {"text": "Hello?", "once": "0a3ee2f2-6c6a-4a2a-9f66-0b8b7c9ad001"}
    for _time in range(2):
        anna.post("/help/conversations/1/", form)
    with nordlys.open():
        assert Message.objects.filter(body="Hello?").count() == 1


def test_colleagues_see_their_own_and_owners_all(nordlys, anna):
    bo, vera = enter(nordlys.bo), enter(nordlys.vera)
    ask(bo, "How do I pick?")
    assert anna.get("/help/conversations/1/").status_code == 200
    assert vera.get("/help/conversations/1/").status_code == 404
    assert vera.post("/help/conversations/1/", {"text": "x"}).status_code == 404
    assert "How do I pick?" not in vera.get("/help/conversations/").content.decode()


def test_a_neighbour_finds_nothing_and_no_user_comes_to_the_desk(nordlys, solvang, anna):
    carla = enter(solvang.carla)
    ask(anna)
    assert carla.get("/help/conversations/1/").status_code == 404
    for path in ("/support/", "/support/1001/1/"):
        assert carla.get(path).status_code == anna.get(path).status_code == 403


def test_without_saying_that_one_is_support_the_database_shows_no_conversation(nordlys, anna):
    ask(anna)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.agreement', '', true)")
        cursor.execute("SELECT count(*) FROM support_conversation")
        assert cursor.fetchone() == (0,)
        with acting_as_support():
            cursor.execute("SELECT count(*) FROM support_conversation")
            assert cursor.fetchone() == (1,)
            cursor.execute("SELECT count(*) FROM support_message")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM sales_customer")
            assert cursor.fetchone() == (0,)


def test_a_picture_goes_along_and_a_page_does_not(nordlys, anna, sam):
    ask(anna, files=[SimpleUploadedFile("skjerm.png", PNG, "image/png")])
    with nordlys.open():
        picture = Attachment.objects.get()
    got = anna.get(f"/help/conversations/files/{picture.pk}/")
    assert (got["Content-Type"], b"".join(got.streaming_content)) == ("image/png", PNG)
    assert sam.get(f"/support/1001/files/{picture.pk}/").status_code == 200
    assert enter(nordlys.vera).get(f"/help/conversations/files/{picture.pk}/").status_code == 404
    bad = SimpleUploadedFile("x.png", b"<script>alert(1)</script>", "image/png")
    refused = anna.post("/help/conversations/", {"text": "Look", "files": [bad]})
    assert refused.status_code == 422 and "is no picture and no PDF" in refused.content.decode()
    assert "Look" in refused.content.decode()


def test_a_conversation_is_taken_closed_and_opened_by_writing(nordlys, anna, sam):
    ask(anna)
    sam.post("/support/1001/1/take/")
    sam.post("/support/1001/1/", {"text": "Done.", "then": "close"})
    with nordlys.open():
        talk = Conversation.objects.get()
        assert (talk.led_by, talk.is_open) == (sam.user, False)
    assert (
        sam.post("/support/1001/1/", {"text": "And mind the date.", "then": "close"}).status_code == 302
    )  # it is closed
    anna.post("/help/conversations/1/", {"text": "One more thing"})
    with nordlys.open():
        talk = Conversation.objects.get()
        assert talk.is_open and talk.waits_since
    anna.post("/help/conversations/1/close/")
    assert sam.get("/support/").context["talks"] == []


def test_canned_answers_come_in_the_language_of_who_asked(nordlys, anna, sam):
    CannedAnswer.objects.create(title="Hei", language="nb", body="Sett filteret til alle.")
    CannedAnswer.objects.create(title="Hello", language="en", body="Set the filter to all.")
    User.objects.filter(pk=nordlys.anna.pk).update(language="nb")
    ask(anna)
    assert [one.title for one in sam.get("/support/1001/1/").context["canned"]] == ["Hei"]


def test_open_and_closed_go_by_the_week_and_the_holidays(db):
    contact = Contact.objects.first()
    for day in range(5):
        OpeningHours.objects.create(weekday=day, opens=time(8), closes=time(16))
    ClosedDay.objects.create(day=datetime(2026, 11, 27).date())

    def at(*moment):
        with periods.at(datetime(2026, 11, *moment, tzinfo=UTC) - timedelta(hours=1)):  # Copenhagen in winter
            return opening.now(contact)

    assert (at(25, 12).is_open, at(25, 12).sentence) == (True, "Open until 16:00")
    assert "today" in at(25, 7).sentence and "tomorrow" in at(25, 17).sentence
    assert not at(27, 12).is_open and "Monday" in at(27, 12).sentence
    assert opening.week() == [("Monday–Friday", "08:00–16:00")]
    for door in ("/accounts/login/", "/help/panel/", "/help/"):
        assert "Monday–Friday 08:00–16:00" in Client().get(door).content.decode()
    assert opening.note(contact) == "" and "08.00-16.00" not in Client().get("/help/").content.decode()
    Contact.objects.update(hours="closed from noon on 23 December")
    assert "closed from noon on 23 December" in Client().get("/help/").content.decode()


def test_a_look_in_the_desk_counts_no_business_data(nordlys, anna, sam):
    ask(anna)
    page = sam.get("/support/1001/1/").content.decode()
    for secret in ("Fjord Sykkel", "Lumen Cycle"):
        assert secret not in page


# --- the desk lives ----------------------------------------------------------------------------------------------------


def test_the_queue_comes_alone_and_counts_in_the_title(nordlys, anna, sam):
    assert "<title>Support desk" in " ".join(sam.get("/support/").content.decode().split())
    ask(anna)
    page = sam.get("/support/?view=waiting", headers={"HX-Request": "true", "HX-Target": "queue"}).content.decode()
    assert "<title>(1) Support desk</title>" in page
    assert "Where is order 1040?" in page and "<html" not in page
    assert "1 question waits for an answer." in page


def test_a_search_at_the_desk_does_not_search_again_by_itself(nordlys, anna, sam):
    ask(anna)
    assert (
        "hx-trigger"
        not in sam.get("/support/?q=1001").content.decode().partition('id="queue"')[2].partition("</section>")[0]
    )


# --- read ----------------------------------------------------------------------------------------------------------------


def news(client, address, read="0"):
    return client.post(address, {"after": "999999", "read": read})


def test_each_side_sees_when_the_other_has_read_its_last_message(nordlys, anna, sam):
    ask(anna)
    mine, theirs = "/help/conversations/1/news/", "/support/1001/1/news/"
    assert news(anna, mine).status_code == 204
    news(sam, theirs)
    said = news(anna, mine)
    assert said.status_code == 200 and "Read " in said.content.decode()
    key = said.content.decode().partition('name="read" value="')[2].partition('"')[0]
    assert news(anna, mine, read=key).status_code == 204
    sam.post("/support/1001/1/", {"text": "Archived."})
    assert "Read " not in sam.get("/support/1001/1/").content.decode()
    assert news(sam, theirs).status_code == 204
    news(anna, mine)
    assert "Read " in news(sam, theirs).content.decode()


# --- telling, when the server says no to one -----------------------------------------------------------------------------


def test_who_was_told_is_not_told_again_when_another_could_not_be(nordlys, anna, sam, settings):
    ask(anna)
    with nordlys.open():
        talk = Conversation.objects.get()
        Seat.objects.create(conversation=talk, user=nordlys.bo, seen_at=talk.last_at)
    jobs.run()
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.refuses = {"bo@nordlys.example": "451 not now"}
        sam.post("/support/1001/1/", {"text": "Look into the archive."})
        with pytest.raises(SomeNotTold):
            jobs.run("support.tell_away")
        assert server.envelopes == [["anna@nordlys.example"]]
        server.refuses = {}
        jobs.run("support.tell_away")
        assert server.envelopes == [["anna@nordlys.example"], ["bo@nordlys.example"]]
        assert len({letter["Message-ID"] for letter in server.messages}) == 2


# --- files go ------------------------------------------------------------------------------------------------------------


def test_files_are_deleted_after_the_time_that_the_panel_says(nordlys, anna, sam, settings):
    settings.SUPPORT_FILES_DAYS = 90
    ask(anna, files=SimpleUploadedFile("screen.png", PNG))
    assert "Files are deleted after 90 days." in anna.get("/help/panel/?at=/").content.decode()
    with nordlys.open():
        kept = Attachment.objects.get()
        address, path = f"/help/conversations/files/{kept.pk}/", files.path("conversations", kept.stored)
    with periods.at(periods.now() + timedelta(days=89)):
        purge_files(timestamp=0)
    assert path.exists() and anna.get(address).status_code == 200
    with periods.at(periods.now() + timedelta(days=91)):
        purge_files(timestamp=0)
    assert not path.exists() and anna.get(address).status_code == 404
    page = anna.get("/help/conversations/1/").content.decode()
    assert "screen.png" in page and address not in page
