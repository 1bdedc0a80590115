"""Mail: the one place that writes, queues, logs and sends letters. Nothing else in the house speaks to a mail server.

Three ways in, all in the caller's transaction; a job hands the letter over, and repeats that for three days:

- `send(to=…, subject=…, body=…, about=document, by=user)`: a letter of the agreement that is acted for. It is kept in the
  log (/settings/mail/) with text, files, status and the server's answers, under one Message-ID however often it is tried.
  `files=[File(…)]` go along as they are; `later=[Later("paper", {…})]` are made by the worker (settings.MAIL_FILES).
- `notice(to=…, subject=…, body=…)`: a letter of the installation, outside agreements. Queued, not kept. No secrets in it:
  its text lies in the table of jobs until it is sent.
- `letter(user, "accounts/mail/reset.txt", …)`: written from a template in the person's language and sent at once. For jobs
  only: this is how a link that is a secret goes out without lying anywhere.
"""

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from email.utils import formataddr, getaddresses, parseaddr
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import history, postman, seals
from accounts.models import Agreement, Mail, MailFile, MailSettings, User
from accounts.models.mail import MailStatus
from accounts.tenancy import acting_for, current_agreement_id
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal, require

log = logging.getLogger(__name__)

# Minutes to the next try; in all three days, as mail servers themselves do.
WAITS = [1, 5, 15, 60, 180, 480, 720, 1440, 1440]
ANSWER = ("attempts", "problem", "next_try_at", "trying_at", "accepted", "refused")  # what a try changes
MOST_ADDRESSES = 50
LARGEST = 20 * 1024 * 1024  # bytes of all files of a letter


@dataclass(frozen=True)
class File:
    """A file that goes along."""

    name: str
    content: bytes
    content_type: str = "application/pdf"


@dataclass(frozen=True)
class Later:
    """A file that the worker makes before the first try: `maker` is a key of settings.MAIL_FILES, `facts` its arguments."""

    maker: str
    facts: dict[str, Any]


# --- addresses ---------------------------------------------------------------------------------------------------


def addresses(text: str) -> list[str]:
    """The addresses in what somebody typed: parted by comma, semicolon or line, with names or without. Or a refusal."""
    text = re.sub(r"[;\r\n]+", ",", text)
    if "<" not in text:
        text = re.sub(r"\s+", ",", text.strip())
    found = []
    for _name, address in getaddresses([text]):
        if address := address.strip().strip("<>"):
            _require_address(address)
            found.append(address)
    return list(dict.fromkeys(found))


def _require_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal(_("“%(address)s” is no e-mail address.") % {"address": address[:80]}) from None


# --- a letter of an agreement ------------------------------------------------------------------------------------


@transaction.atomic
def send(
    *,
    to: Sequence[str],
    subject: str,
    body: str,
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    about: models.Model | None = None,
    about_name: str = "",
    files: Iterable[File] = (),
    later: Iterable[Later] = (),
    reply_to: str = "",
    by: User | None,
) -> Mail:
    """Queue a letter and write it into the log; of a document (`about`), into its history too."""
    subject = " ".join(subject.split())[:255]
    _require_sendable(to, cc, bcc, subject)
    files = list(files)
    require(sum(len(file.content) for file in files) <= LARGEST, _("The files are too large for a mail."))
    mail = Mail(
        message_id=new_id(),
        to=list(to),
        cc=list(cc),
        bcc=list(bcc),
        subject=subject,
        body=body.replace("\r\n", "\n").replace("\x00", ""),
        reply_to=reply_to or _reply_to(by),
        later=[asdict(each) for each in later],
        queued_by=by,
    )
    if about is not None:
        mail.about_kind, mail.about_id = about._meta.label_lower, about.pk
        mail.about_name = (
            about_name[:100] or f"{about._meta.verbose_name} {getattr(about, 'number', None) or ''}".strip()
        )
    mail.save()
    MailFile.objects.bulk_create(
        MailFile(mail=mail, name=file.name[:150], content_type=file.content_type, content=file.content)
        for file in files
    )
    _queue(mail)
    if about is not None:
        history.record(about, "mailed", by=by, to=", ".join(mail.recipients))
    return mail


def _require_sendable(to: Sequence[str], cc: Sequence[str], bcc: Sequence[str], subject: str) -> None:
    require(to, _("Say to whom the mail goes."), field="to")
    for name, given in (("to", to), ("cc", cc), ("bcc", bcc)):
        for address in given:
            try:
                _require_address(address)
            except Refusal as no:
                raise Refusal(no.message, field=name) from None
    many = ngettext(
        "A mail goes to at most %(count)s address.", "A mail goes to at most %(count)s addresses.", MOST_ADDRESSES
    )
    require(len({*to, *cc, *bcc}) <= MOST_ADDRESSES, many % {"count": MOST_ADDRESSES}, field="to")
    require(subject, _("Write a subject."), field="subject")
    day = Mail.objects.filter(queued_at__gt=periods.now() - timedelta(days=1)).count()
    full = _("%(count)s mails were sent in a day, which is as many as this installation allows. Try again later.")
    require(day < settings.MAIL_PER_DAY, full % {"count": settings.MAIL_PER_DAY})


def _reply_to(by: User | None) -> str:
    own = own_settings()
    if own.reply_to_user and by is not None:
        return by.email
    return own.reply_to or Agreement.current().email


@transaction.atomic
def again(mail: Mail, *, by: User) -> Mail:
    """Send a letter once more: one that failed goes on as it is, one that was sent goes out as a new letter."""
    mail = Mail.objects.lock(mail)
    require(mail.status != MailStatus.QUEUED, _("The mail waits to be sent already."))
    if mail.status == MailStatus.SENT:
        files = [File(file.name, bytes(file.content), file.content_type) for file in mail.files.all()]
        copy = {name: getattr(mail, name) for name in ("to", "cc", "bcc", "subject", "body", "reply_to", "about_name")}
        return send(**copy, files=files, about=about(mail), by=by)
    mail.status, mail.attempts, mail.refused = MailStatus.QUEUED, 0, {}
    mail.next_try_at, mail.problem, mail.seen = None, "", False
    mail.save(update_fields=["status", "attempts", "refused", "next_try_at", "problem", "seen"])
    _queue(mail)
    if document := about(mail):
        history.record(document, "mailed", by=by, to=", ".join(mail.recipients))
    return mail


@transaction.atomic
def see(mail: Mail, *, by: User) -> Mail:
    """Somebody has taken note that the letter did not arrive: the work list names it no more."""
    mail = Mail.objects.lock(mail)
    require(mail.status in (MailStatus.FAILED, MailStatus.PARTLY), _("The mail has not failed."))
    if not mail.seen:
        mail.seen = True
        mail.save(update_fields=["seen"])
        if document := about(mail):
            history.record(document, "mail_seen", by=by, to=", ".join(mail.recipients))
    return mail


def of(document: models.Model) -> models.QuerySet[Mail]:
    """The letters about a document, newest first."""
    return Mail.objects.filter(about_kind=document._meta.label_lower, about_id=document.pk).order_by("-id")


def about(mail: Mail) -> Any:
    """The document that the letter is about; None where it has none, or it is gone."""
    if not mail.about_kind:
        return None
    return apps.get_model(mail.about_kind)._default_manager.filter(pk=mail.about_id or 0).first()


def own_settings() -> MailSettings:
    """The agreement's settings, or what holds where none were made."""
    return MailSettings.objects.first() or MailSettings()


@transaction.atomic
def set_up(*, by: User, password: str = "", **facts: Any) -> MailSettings:
    """In whose name and by which server the agreement sends. An empty password keeps the one that is stored."""
    Agreement.objects.select_for_update(of=("self",)).get(pk=current_agreement_id())
    own = own_settings()
    changes = history.differences(own, facts)
    if own.has_server:
        require(own.host.strip(), _("Give the server's name."), field="host")
        require(own.from_email, _("Give the address that mail is sent from."), field="from_email")
    if password:
        own.password_sealed = seals.seal(password)
        changes.append(history.Change("password", "", history.gettext_noop("typed anew"), history.TRANSLATE))
    if changes or own.pk is None:
        own.save()
        history.record(own, "changed", by=by, changes=changes)
    return own


def test(*, to: User) -> str:
    """Send a letter to a user at once, by the server as it is set up; the server's answer where it refuses."""
    own, agreement = own_settings(), Agreement.current()
    message = EmailMessage(
        _("Test mail from Rackbeat"),
        _("This mail was sent to try the mail settings of %(company)s. They work.") % {"company": agreement.name},
        from_email=from_line(own, agreement),
        to=[to.email],
        headers={"Message-ID": new_id()},
    )
    try:
        refused = postman.hand_over(message, [to.email], server_of(own, timeout=8))
    except postman.NotSent as no:
        return no.problem
    return "".join(f"{code} {answer}" for code, answer in refused.values())


def server_of(own: MailSettings, **options: Any) -> postman.Server | None:
    """The agreement's own server; None where it sends by that of the installation. Raises `postman.NotSent`."""
    if not own.has_server:
        return None
    password = seals.unseal(own.password_sealed)
    if password is None:
        raise postman.NotSent(_("The password of the mail server can no longer be read. Type it again."), again=False)
    return postman.Server(own.host, own.port, own.security, own.username, password, **options)


def from_line(own: MailSettings, agreement: Agreement) -> str:
    """The sender: the agreement by name, at its own server's address or at the installation's."""
    address = own.from_email if own.has_server and own.from_email else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((" ".join((own.sender_name or agreement.name).split()), address))


# --- sending, by the worker --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parcel:
    """A letter ready to be handed over: read from the database, and sent without holding it."""

    message: EmailMessage
    recipients: list[str]
    server: postman.Server | None


def post(agreement_id: int, mail_id: int) -> None:
    """One try, by the worker, which says what went wrong in the words of whoever sent it."""
    with acting_for(agreement_id):
        sender = User.objects.filter(pk__in=Mail.objects.filter(pk=mail_id).values("queued_by")).first()
    with translation.override((sender or Agreement.objects.get(pk=agreement_id)).language):
        _try(agreement_id, mail_id)


def _try(agreement_id: int, mail_id: int) -> None:
    """The server is spoken to between two transactions, so a slow one holds no lock."""
    with acting_for(agreement_id):
        parcel, problem = _parcel(mail_id)
    refused: postman.Refused = {}
    if parcel is not None:
        try:
            refused = postman.hand_over(parcel.message, parcel.recipients, parcel.server)
        except postman.NotSent as no:
            problem = no
    with acting_for(agreement_id):
        mail = Mail.objects.filter(pk=mail_id, status=MailStatus.QUEUED).first()
        if mail is not None and problem is not None:
            _note(mail, problem.problem, again=problem.again)
        elif mail is not None and parcel is not None:
            _count(mail, parcel.recipients, refused)


def _parcel(mail_id: int) -> tuple[Parcel | None, postman.NotSent | None]:
    """The letter, or why it cannot be made: whatever that is, it is tried again and its log says why it waits."""
    mail = Mail.objects.filter(pk=mail_id, status=MailStatus.QUEUED).first()
    if mail is None:
        return None, None
    try:
        with transaction.atomic():
            _make_files(mail)
        own = own_settings()
        mail.broken_off, mail.trying_at = mail.broken_off or mail.trying_at is not None, periods.now()
        mail.save(update_fields=["broken_off", "trying_at"])
        left = [each for each in mail.recipients if each not in mail.accepted and each not in mail.refused]
        return Parcel(_message(mail, own), left, server_of(own)), None
    except postman.NotSent as no:
        return None, no
    except Exception as error:
        log.exception("Mail %s of agreement %s could not be made.", mail_id, mail.agreement_id)
        return None, postman.NotSent(f"{type(error).__name__}: {error}"[:500], again=True)


def _make_files(mail: Mail) -> None:
    for each in mail.later:
        file = import_string(settings.MAIL_FILES[each["maker"]])(**each["facts"])
        MailFile.objects.create(mail=mail, name=file.name[:150], content_type=file.content_type, content=file.content)
    if mail.later:
        mail.later = []
        mail.save(update_fields=["later"])


def _message(mail: Mail, own: MailSettings) -> EmailMessage:
    message = EmailMessage(
        mail.subject,
        mail.body,
        from_email=from_line(own, Agreement.current()),
        to=mail.to,
        cc=mail.cc,
        bcc=mail.bcc,
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id},
    )
    for file in mail.files.all():
        message.attach(file.name, bytes(file.content), file.content_type)
    return message


def _count(mail: Mail, tried: list[str], refused: postman.Refused) -> None:
    """Whom the server took it for; those whom it put off are tried again, alone."""
    mail.accepted = [*mail.accepted, *(each for each in tried if each not in refused)]
    mail.refused |= {each: f"{code} {answer}" for each, (code, answer) in refused.items() if code >= 500}
    put_off = {each: f"{code} {answer}" for each, (code, answer) in refused.items() if code < 500}
    if mail.accepted and mail.sent_at is None:
        mail.sent_at = periods.now()
    problem = "\n".join(f"{each}: {answer}" for each, answer in {**mail.refused, **put_off}.items())
    if put_off:
        _note(mail, problem, again=True)
    elif mail.refused:
        _note(mail, problem, again=False)
    else:
        _close(mail, MailStatus.SENT, "")


def _note(mail: Mail, problem: str, *, again: bool) -> None:
    if again and mail.attempts < len(WAITS):
        mail.next_try_at = periods.now() + timedelta(minutes=WAITS[mail.attempts])
        mail.attempts += 1
        mail.problem, mail.trying_at = problem, None
        mail.save(update_fields=[*ANSWER, "sent_at"])
        _queue(mail)
    else:
        _close(mail, MailStatus.PARTLY if mail.accepted else MailStatus.FAILED, problem)


def _close(mail: Mail, status: MailStatus, problem: str) -> None:
    mail.status, mail.problem, mail.next_try_at, mail.trying_at = status, problem, None, None
    mail.attempts += 1
    mail.save(update_fields=["status", *ANSWER, "sent_at"])
    if status != MailStatus.SENT and (document := about(mail)):
        history.record(document, "mail_failed", by=None, to=", ".join(set(mail.recipients) - set(mail.accepted)))


def _queue(mail: Mail) -> None:
    from accounts import jobs

    job = jobs.post.configure(schedule_at=mail.next_try_at, lock=f"mail-{mail.pk}")
    job.defer(agreement=mail.agreement_id, mail=mail.pk)


# --- letters of the installation ---------------------------------------------------------------------------------


def notice(*, to: str | Sequence[str], subject: str, body: str, reply_to: str = "") -> None:
    """Queue a letter that belongs to no agreement and holds no secret."""
    from accounts import jobs

    people = [to] if isinstance(to, str) else list(to)
    jobs.send_notice.defer(to=people, subject=subject, body=body, reply_to=reply_to, message_id=new_id())


def letter(user: User, template: str, *, message_id: str = "", **context: Any) -> None:
    """Send a letter to a person, now: the template's first line is the subject. For jobs, which are tried again."""
    with translation.override(user.language):
        text = render_to_string(template, {"user": user, **context})
    subject, _line, body = text.strip().partition("\n")
    hand(subject=subject, body=body.strip() + "\n", to=[user.email], message_id=message_id)


def hand(*, to: Sequence[str], subject: str, body: str, reply_to: str = "", message_id: str = "") -> None:
    """Give a letter of the installation to its server, now. Raises `postman.NotSent`."""
    message = EmailMessage(
        " ".join(subject.split()),
        body,
        to=list(to),
        reply_to=[reply_to] if reply_to else None,
        headers={"Message-ID": message_id or new_id()},
    )
    refused = postman.hand_over(message, list(to))
    for code, answer in refused.values():
        raise postman.NotSent(f"{code} {answer}", again=code < 500)


def new_id() -> str:
    """A Message-ID of ours: chosen when the letter is queued, so that every try carries the same."""
    return f"<{uuid4().hex}@{domain()}>"


def domain() -> str:
    """The right half of our Message-IDs."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
