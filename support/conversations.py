"""What may happen in a conversation: begun, continued, answered, taken, closed, opened again. Each message is final.

People see their own conversations; an owner sees all of the agreement's. Support staff see those of every agreement and
nothing else of it (`acting_as_support`), and write inside the agreement that the conversation belongs to.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import files, history
from accounts.models import Agreement, Membership, Role, User
from accounts.tenancy import current_agreement_id
from rackbeat.lib import periods
from rackbeat.lib.refusal import require
from support.models import Attachment, Conversation, Message, Seat

LONGEST = 8000
ROOM = "conversations"
MOST_FILES, LARGEST = 5, 10 * 1024 * 1024  # bytes of one file
SIGNATURES = {  # what may go along, known by how it begins, not by what it is called
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"GIF8": ("image/gif", ".gif"),
    b"%PDF-": ("application/pdf", ".pdf"),
}
AWAY = 3  # minutes until somebody who has not read the answer gets a mail


class Sent(NamedTuple):
    """A file as it came: its name and its bytes."""

    name: str
    content: bytes


def of(user: User, role: str) -> QuerySet[Conversation]:
    """The conversations that a member may read, latest first."""
    rows = Conversation.objects.select_related("opened_by", "led_by").order_by("-last_at", "-pk")
    return rows if role == Role.OWNER else rows.filter(seats__user=user)


def next_number() -> int:
    """Counted by agreement, whose row is locked."""
    return (Conversation.objects.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def begin(*, by: User, text: str, page: str = "", sent: Sequence[Sent] = ()) -> Conversation:
    """Ask support something. The first line is what the conversation is called."""
    agreement = Agreement.objects.select_for_update(no_key=True).get(pk=current_agreement_id())
    text = _require_text(text, sent)
    subject = text.splitlines()[0][:120] if text else sent[0].name[:120]
    talk = Conversation.objects.create(number=next_number(), subject=subject, page=page[:300], opened_by=by)
    _add(talk, text, by, sent, by_support=False)
    history.record(agreement, "asked_support", by=by)
    return talk


@transaction.atomic
def say(talk: Conversation, *, by: User, text: str, sent: Sequence[Sent] = ()) -> Message:
    """Go on. A conversation that was closed is open again."""
    talk = Conversation.objects.lock(talk)
    text = _require_text(text, sent)
    if not talk.is_open:
        talk.closed_at = None
    message = _add(talk, text, by, sent, by_support=False)
    history.record(talk, "wrote_support", by=by)
    return message


@transaction.atomic
def answer(talk: Conversation, *, by: User, text: str, sent: Sequence[Sent] = ()) -> Message:
    """Support answers; whoever answers first leads it. Who does not read it soon is told by mail."""
    from support import jobs

    talk = Conversation.objects.lock(talk)
    require(by.is_support, _("Only support staff answer here."))
    text = _require_text(text, sent)
    talk.led_by = talk.led_by or by
    message = _add(talk, text, by, sent, by_support=True)
    for member in Membership.objects.filter(agreement=talk.agreement_id, user__in=talk.seats.values("user")):
        _count_unread(member)
    jobs.tell_away.configure(schedule_in={"minutes": AWAY}).defer(agreement=talk.agreement_id, message=message.pk)
    history.record(talk, "answered", by=by)
    return message


@transaction.atomic
def take(talk: Conversation, *, by: User) -> Conversation:
    """Lead it from now on."""
    talk = Conversation.objects.lock(talk)
    require(by.is_support, _("Only support staff answer here."))
    talk.led_by = by
    talk.save(update_fields=["led_by"])
    history.record(talk, "taken", by=by)
    return talk


@transaction.atomic
def close(talk: Conversation, *, by: User) -> Conversation:
    """Nothing is left to answer. Another message opens it again."""
    talk = Conversation.objects.lock(talk)
    require(talk.is_open, _("It is closed already."))
    talk.closed_at, talk.waits_since = periods.now(), None
    talk.save(update_fields=["closed_at", "waits_since"])
    history.record(talk, "closed_talk", by=by)
    return talk


@transaction.atomic
def reopen(talk: Conversation, *, by: User) -> Conversation:
    """Closed too soon."""
    talk = Conversation.objects.lock(talk)
    require(not talk.is_open, _("It is open."))
    talk.closed_at = None
    talk.save(update_fields=["closed_at"])
    history.record(talk, "reopened", by=by)
    return talk


def seen(talk: Conversation, user: User) -> bool:
    """`user` has it in front of the eyes: what was said until now is read. Says whether that changed anything."""
    seat = Seat.objects.filter(conversation=talk, user=user).first()
    if seat is None or (talk.last_at <= seat.seen_at):
        return False
    Seat.objects.filter(pk=seat.pk).update(seen_at=periods.now(), mailed_at=None)
    member = Membership.objects.filter(agreement=talk.agreement_id, user=user).first()
    if member is not None:
        _count_unread(member)
    return True


def seen_by_support(talk: Conversation) -> None:
    """Somebody at the desk has it in front of the eyes: what was said until now is read."""
    Conversation.objects.filter(pk=talk.pk).update(seen_at=periods.now())


def read_until(talk: Conversation, *, by_support: bool) -> datetime | None:
    """Until when the other side has read: support, or the first of those who take part."""
    if by_support:
        return Conversation.objects.values_list("seen_at", flat=True).get(pk=talk.pk)
    return Seat.objects.filter(conversation=talk).aggregate(last=Max("seen_at"))["last"]


def purge() -> int:
    """Delete files that are older than settings.SUPPORT_FILES_DAYS; that there was one stays in the conversation."""
    old = Attachment.objects.filter(message__at__lt=periods.now() - timedelta(days=settings.SUPPORT_FILES_DAYS))
    count = 0
    for each in old.exclude(stored=""):
        files.remove(ROOM, each.stored)
        Attachment.objects.filter(pk=each.pk).update(stored="")
        count += 1
    return count


def _require_text(text: str, sent: Sequence[Sent]) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    require(text or sent, _("Write a message first."), field="text")
    require(
        len(text) <= LONGEST,
        _("At most %(most)s characters. Send the rest after it.") % {"most": LONGEST},
        field="text",
    )
    return text


def _add(talk: Conversation, text: str, by: User, sent: Sequence[Sent], *, by_support: bool) -> Message:
    """The message, its files, and who waits for whom now; the conversation is saved."""
    moment = periods.now()
    message = Message.objects.create(conversation=talk, body=text, by=by, by_support=by_support, at=moment)
    _keep(message, sent)
    talk.last_at = moment
    if by_support:
        talk.waits_since, talk.answered_at = None, moment
    else:
        talk.waits_since = talk.waits_since or moment
        Seat.objects.update_or_create(conversation=talk, user=by, defaults={"seen_at": moment, "mailed_at": None})
    talk.save()
    return message


def _keep(message: Message, sent: Sequence[Sent]) -> None:
    require(len(sent) <= MOST_FILES, _("At most %(most)s files at a time.") % {"most": MOST_FILES}, field="files")
    for file in sent:
        kind = next((kind for start, kind in SIGNATURES.items() if file.content.startswith(start)), None)
        require(kind, _("“%(name)s” is no picture and no PDF.") % {"name": file.name[:80]}, field="files")
        require(
            len(file.content) <= LARGEST,
            _("“%(name)s” is larger than 10 MB.") % {"name": file.name[:80]},
            field="files",
        )
        assert kind is not None
        stored = files.new(ROOM, kind[1])
        files.path(ROOM, stored).write_bytes(file.content)
        Attachment.objects.create(
            message=message, name=file.name[-150:], content_type=kind[0], size=len(file.content), stored=stored
        )


def _count_unread(member: Membership) -> None:
    """What the mark beside Help says, kept on the membership: every page has that in hand already."""
    waiting = Seat.objects.filter(user=member.user_id, conversation__answered_at__gt=F("seen_at"))
    Membership.objects.filter(pk=member.pk).update(unread=waiting.count())


def url_of(talk: Conversation) -> str:
    """Where somebody of the agreement reads it, with the site's address."""
    return settings.SITE_URL + reverse("support:conversation", args=[talk.number])


def away(message: Message) -> QuerySet[Seat]:
    """The seats of those who have read nothing since `message`, and have not been told since they last did."""
    seats = Seat.objects.filter(conversation=message.conversation_id, seen_at__lt=message.at, mailed_at=None)
    return seats.filter(user__is_active=True).select_related("user")
