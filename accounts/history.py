"""Writing and reading an object's history. Every verb ends with `record`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop, override, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Event, User
from rackbeat.lib import statements

Change = tuple[Any, ...]  # English label, before, after; a fourth part, where before and after are words of ours
TRANSLATE = "words"
COLUMNS = "columns"  # … or names of columns of a paper, parted by commas, maybe with a width
YES_NO = {True: gettext_noop("yes"), False: gettext_noop("no")}

NUMBER = re.compile(r"-?[0-9]+\.[0-9]+( [A-Z]{3})?")
# Labels of what those without the right to prices don't read; once they were kept in the writer's language.
MONEY = re.compile(r"price|cost|discount|amount|\brate\b|pris|kost|rabat|beløp|beløb", re.I)

WORDS: dict[str, Promise | str] = {
    "created": _("made it"),
    "imported": _("imported it from %(file)s, import %(number)s"),
    "import_undone": _("took import %(number)s back"),
    "started": _("started it"),
    "stopped": _("stopped it"),
    "done": _("finished it"),
    "onboarding": _("asked for onboarding"),
    "asked_support": _("asked support something"),
    "wrote_support": _("wrote to support"),
    "answered": _("answered"),
    "taken": _("took it"),
    "closed_talk": _("closed it"),
    "undone": _("took back all that it imported"),
    "made_from": _("made it from %(source)s"),
    "changed": _("changed"),
    "line_added": _("added line %(line)s, %(text)s"),
    "line_changed": _("changed line %(line)s"),
    "converted": _("took the price of line %(line)s at the rate from %(since)s"),
    "line_removed": _("removed line %(line)s, %(text)s"),
    "confirmed": _("confirmed it"),
    "reopened": _("opened it again"),
    "sent": _("marked it as sent"),
    "accepted": _("accepted it: %(source)s"),
    "rejected": _("rejected it"),
    "cancelled": _("cancelled it"),
    "rest_cancelled": _("cancelled the rest"),
    "rest_ordered": _("made rest order %(number)s"),
    "picked": _("picked %(quantity)s of line %(line)s"),
    "picked_all": _("picked everything"),
    "unpicked": _("put line %(line)s back"),
    "shipped": _("sent it"),
    "ready": _("marked it as ready"),
    "counted": _("counted %(quantity)s of line %(line)s"),
    "uncounted": _("took the count of line %(line)s back"),
    "received": _("received it"),
    "received_part": _("received a part of it"),
    "moved": _("moved the goods"),
    "sent_off": _("sent the goods off"),
    "reversed": _("reversed it by %(number)s"),
    "taken_back": _("took the booking back"),
    "receipt_added": _("added receipt %(number)s"),
    "receipt_removed": _("took receipt %(number)s out"),
    "reverses": _("made it to reverse %(source)s"),
    "booked": _("booked it as %(number)s"),
    "credited": _("credited it by %(number)s"),
    "settled": _("settled %(amount)s against %(number)s"),
    "refunded": _("entered that %(amount)s were paid back"),
    "paid": _("entered a payment of %(amount)s"),
    "payment_removed": _("removed the payment of %(amount)s"),
    "mailed": _("sent it by mail to %(to)s"),
    "mail_failed": _("could not send the mail to %(to)s"),
    "mail_seen": _("took note that the mail to %(to)s did not arrive"),
    "archived": _("archived it"),
    "unarchived": _("took it out of the archive"),
    "layout": _("chose the layout"),
    "printed_anew": _("had its paper made anew with the layout as it is now"),
    "made_default": _("made it the default"),
    "logo": _("gave it a logo"),
    "logo_removed": _("took its logo away"),
    "signature": _("gave it a signature"),
    "signature_removed": _("took its signature away"),
    "deleted": _("deleted it"),
    "barred": _("barred it"),
    "unbarred": _("opened it for use"),
    "noted": _("wrote"),
    "founded": _("founded the agreement"),
    "invited": _("invited %(name)s"),
    "role_changed": _("gave %(name)s another role"),
    "user_barred": _("barred %(name)s"),
    "user_unbarred": _("let %(name)s in again"),
    "password_changed": _("changed the password"),
    "password_asked": _("asked for a new password for %(name)s"),
    "logged_in": _("logged in"),
    "login_failed": _("tried a wrong password"),
    "visited": _("looked in, as administrator"),
    "looked_up": _("looked up the agreement, as support staff"),
    "grant_given": _("let support look in until %(date)s"),
    "grant_ended": _("ended support's access"),
    "support_came": _("looked in, as support staff"),
    "support_left": _("left again, as support staff"),
    "books_asked": _("had the books looked through"),
    "export_asked": _("asked for all data as a file"),
    "export_taken": _("took all data as a file"),
    "app_added": _("set up an app for log-in codes"),
    "app_removed": _("removed the app for log-in codes"),
    "codes_made": _("made new recovery codes"),
    "passkey_added": _("added a passkey"),
    "passkey_removed": _("removed a passkey"),
    "factors_removed": _("removed the second factors"),
    "session_ended": _("logged out another machine"),
    "closed": _("closed the books until %(date)s"),
    "opened": _("opened the books again"),
    "number_set": _("set the next number of %(series)s"),
    "contact_added": _("added the contact %(name)s"),
    "contact_changed": _("changed the contact %(name)s"),
    "contact_removed": _("removed the contact %(name)s"),
    "added": _("added %(name)s"),
    "removed": _("removed %(name)s"),
}


def record(
    subject: models.Model,
    verb: str,
    *,
    by: User | None,
    changes: Sequence[Change] | None = None,
    note: str = "",
    **details: Any,
) -> Event:
    """Write that `by` did `verb` to `subject`; `changes` are (field's English label, before, after), see `differences`."""
    if note:
        details["note"] = note
    event = _event(subject, verb, by, details)
    if changes:
        event.details["changes"] = [[label, _text(then), _text(now), *words] for label, then, now, *words in changes]
    statements.insert(event)
    return event


def record_all(subjects: Iterable[models.Model], verb: str, *, by: User | None, **details: Any) -> None:
    """The same of many, in one statement."""
    Event.objects.bulk_create([_event(subject, verb, by, details) for subject in subjects])


def _event(subject: models.Model, verb: str, by: User | None, details: dict[str, Any]) -> Event:
    facts = {key: str(value) for key, value in details.items()}
    return Event(
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_number=str(getattr(subject, "number", None) or ""),
        verb=verb,
        details={"facts": facts} if facts else {},
        by=by,
        by_name=by.name if by else "",
    )


def _text(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def differences(row: models.Model, facts: dict[str, Any]) -> list[Change]:
    """Set `facts` on `row` (unsaved) and say what that changes: words that we chose are marked, to be translated later."""
    found: list[Change] = []
    for name, value in facts.items():
        field = row._meta.get_field(name)
        before = getattr(row, name)
        if before == value:
            continue
        setattr(row, name, value)
        with override("en"):
            label = str(getattr(field, "verbose_name", name))
            if words := dict(getattr(field, "flatchoices", ())):
                found.append((label, str(words.get(before, before)), str(words.get(value, value)), TRANSLATE))
            elif isinstance(value, bool):
                found.append((label, YES_NO[bool(before)], YES_NO[value], TRANSLATE))
            else:
                found.append((label, before, value))
    return found


def of(subject: models.Model, *, limit: int = 100, money: bool = True) -> list[dict[str, Any]]:
    """The history of `subject`, newest first: each {at, who, sentence, note, changes: [{label, before, after}]}.

    Without `money` what prices and costs were, is left out.
    """
    events = Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    return [shown(event, money=money) for event in events.order_by("-at", "-id")[:limit]]


def _read(text: str) -> str:
    """A kept number in the reader's language; other words as they are."""
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))) if NUMBER.fullmatch(text) else text


def _say(words: str) -> str:
    return gettext(words) if words else ""


def _say_columns(words: str) -> str:
    each = [word.rpartition(" ") if word.endswith("%") else (word, "", "") for word in words.split(", ") if word]
    return ", ".join(
        (pgettext("paper", name) if name != "unit" else gettext(name)) + space + width for name, space, width in each
    )


def kind_name(label: str) -> str:
    """A kind of thing in words: “Order”. A kind that the product has no more stays as it was stored."""
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except LookupError:
        return label


def shown(event: Event, *, money: bool = True) -> dict[str, Any]:
    """One event in the reader's language."""
    facts = defaultdict(str, event.details.get("facts", {}))
    sentence = str(WORDS.get(event.verb, event.verb)) % facts
    changes = []
    for label, before, after, *words in event.details.get("changes", []):
        if not money and MONEY.search(label):
            continue
        say = {TRANSLATE: _say, COLUMNS: _say_columns}[words[0]] if words else _read
        name = "" if event.verb == label else _say(label)  # “chose the layout” has said it
        changes.append({"label": name, "before": say(before), "after": say(after)})
    return {
        "at": event.at,
        "who": event.by_name or gettext("Rackbeat"),
        "sentence": sentence,
        "note": facts.get("note", ""),
        "changes": changes,
    }


__all__ = ["WORDS", "differences", "gettext_noop", "of", "record", "record_all", "shown"]
