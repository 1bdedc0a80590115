"""Writing and reading an object's history. Every verb ends with `record`."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop, override, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Event, User
from rackbeat.lib import statements, traces
from rackbeat.templatetags import ui

TRANSLATE = "words"
COLUMNS = "columns"
YES_NO = {True: gettext_noop("yes"), False: gettext_noop("no")}

NUMBER = re.compile(r"-?[0-9]+\.[0-9]+( [A-Z]{3})?")
AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d")
PRICES = "price.view"


class Change(NamedTuple):
    """What something was and is. Its name is a word of ours, or a model's field, which says it in the reader's language."""

    label: str  # English; blank where a field says it
    before: Any
    after: Any
    words: str = ""  # TRANSLATE: before and after are English words of ours; COLUMNS: names of a paper's columns
    right: str = ""  # who lacks it doesn't read the change
    field: str = ""  # "sales.salesorderline.price"


class Told(NamedTuple):
    """A note that we write ourselves: English words of ours, and the facts in it; said in the reader's language."""

    words: str
    facts: dict[str, Any]


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
    "made_from_rest": _("made it from the rest of %(source)s"),
    "lost": _("opened it again: %(source)s was deleted"),
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
    told: Sequence[Told] = (),
    **details: Any,
) -> Event:
    """Write that `by` did `verb` to `subject`. For `changes` of fields see `differences`.

    note: what a person wrote, kept as it is. told: what we add of our own; nothing in it may be a price.

    A document among the details (`source=order`) is kept by kind and number, to be named in the reader's language.
    """
    if note:
        details["note"] = note
    event = _event(subject, verb, by, details)
    if changes:
        event.details["changes"] = [_kept(change) for change in changes]
    if told:
        event.details["told"] = [[each.words, {key: _text(fact) for key, fact in each.facts.items()}] for each in told]
    statements.insert(event)
    return event


def record_all(subjects: Iterable[models.Model], verb: str, *, by: User | None, **details: Any) -> None:
    """The same of many, in one statement."""
    Event.objects.bulk_create([_event(subject, verb, by, details) for subject in subjects])


def _event(subject: models.Model, verb: str, by: User | None, details: dict[str, Any]) -> Event:
    facts = {key: _document(value) if key == "source" else str(value) for key, value in details.items()}
    return Event(
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_number=str(getattr(subject, "number", None) or ""),
        verb=verb,
        details={"facts": facts} if facts else {},
        by=by,
        by_name=by.name if by else "",
        request_id=traces.current(),
    )


def _document(source: models.Model | str) -> dict[str, Any] | str:
    if isinstance(source, str):
        return source
    number = getattr(source, "number", None)
    which = {"number": number} if number else {"draft": source.draft_number}  # type: ignore[attr-defined]
    return {"kind": source._meta.label_lower, **which}


def _kept(change: Change) -> dict[str, str]:
    facts = change._replace(before=_text(change.before), after=_text(change.after))._asdict()
    return {name: value for name, value in facts.items() if value}


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
        change = Change("", before, value, "", getattr(field, "right", ""), f"{row._meta.label_lower}.{field.name}")
        if choices := dict(getattr(field, "flatchoices", ())):
            with override("en"):
                said = [_text(choices.get(each, each)) for each in (before, value)]
            change = change._replace(before=said[0], after=said[1], words=TRANSLATE)
        elif isinstance(value, bool):
            change = change._replace(before=YES_NO[bool(before)], after=YES_NO[value], words=TRANSLATE)
        found.append(change)
    return found


def of(
    subject: models.Model,
    *,
    may: Collection[str] = (),
    limit: int = 100,
    once: Collection[str] = (),
    only: Collection[str] = (),
) -> list[dict[str, Any]]:
    """The history of `subject`, newest first: each {at, who, sentence, note, changes: [{label, before, after}]}.

    may: the reader's rights; changes that ask for another right are left out, and events that would say nothing else.
    once: verbs that happen all the time, of which the latest is told. only: the verbs to tell, where a page is about these.
    """
    events = Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    events = events.order_by("-at", "-id").filter(**({"verb__in": only} if only else {}))
    found = list(events.exclude(verb__in=once)[:limit] if once else events[:limit])
    found += [event for verb in once for event in events.filter(verb=verb)[:1]]
    found.sort(key=lambda event: (event.at, event.pk), reverse=True)
    said = ((event, shown(event, may=may)) for event in found)
    return [each for event, each in said if each["changes"] or event.verb != "changed"]


def last(subject: models.Model, name: str) -> Event | None:
    """The latest event in which the field of that name, or what goes by that English word, was changed."""
    events = Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    for event in events.filter(details__has_key="changes").order_by("-at", "-id")[:100]:
        changes = map(_opened, event.details["changes"])
        if any(_is_of(name, each) for each in changes):
            return event
    return None


def before(subject: models.Model, name: str, at: datetime) -> str | None:
    """What stood in the field of that name at that moment, as it was kept; None where it has not changed since."""
    events = Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk, at__gt=at)
    for event in events.filter(details__has_key="changes").order_by("at", "id"):
        for each in map(_opened, event.details["changes"]):
            if _is_of(name, each):
                return each.get("before", "")
    return None


def _is_of(name: str, change: dict[str, str]) -> bool:
    return name.lower() in (change.get("label", "").lower(), change.get("field", "").rpartition(".")[2])


def _read(text: str) -> str:
    """A kept number or moment in the reader's language; other words as they are."""
    if MOMENT.fullmatch(text):
        return ui.moment(datetime.fromisoformat(text))
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR"))) if NUMBER.fullmatch(text) else text


def _notes(event: Event) -> str:
    """What was written with it, by a person or by us."""
    note = str(event.details.get("facts", {}).get("note", ""))
    ours = [
        gettext(words) % {key: _read(fact) for key, fact in facts.items()}
        for words, facts in event.details.get("told", [])
    ]
    return "\n".join(each for each in (note, *ours) if each)


def _say(words: str) -> str:
    return gettext(words) if words else ""


def _say_columns(words: str) -> str:
    each = [word.rpartition(" ") if word.endswith("%") else (word, "", "") for word in words.split(", ") if word]
    return ", ".join(
        (pgettext("paper", name) if name != "unit" else gettext(name)) + space + width for name, space, width in each
    )


def kind_name(label: str) -> str:
    """A kind of thing in words: “Order”. A kind that the product has no more stays as it was stored."""
    return capfirst(_kind(label))


def _kind(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def _named(source: dict[str, Any] | str) -> str:
    """A document within a sentence: order 1042, invoice draft 17. Once it was kept in the writer's words."""
    if isinstance(source, str):
        return source
    kind = _kind(source["kind"])
    if "draft" in source:
        return gettext("%(kind)s draft %(number)s") % {"kind": kind, "number": source["draft"]}
    return f"{kind} {source['number']}"


def _called(field: str) -> str:
    """A model's field in words; of two that are alike, the delivery address says so. One that is gone keeps its name."""
    kind, _point, name = field.rpartition(".")
    try:
        model = apps.get_model(kind)
        label = str(getattr(model._meta.get_field(name), "verbose_name", name))
    except (LookupError, FieldDoesNotExist):
        return name.replace("_", " ")
    if name.startswith("delivery_") and [str(each.verbose_name) for each in model._meta.fields].count(label) > 1:
        return gettext("delivered to, %(field)s") % {"field": label}
    return label


def _opened(change: Any) -> dict[str, str]:
    """A kept change. Before fields were kept it was a list; whatever its label says, it may tell a price."""
    if isinstance(change, dict):
        return change
    return {"right": PRICES, **dict(zip(("label", "before", "after", "words"), change, strict=False))}


def shown(event: Event, *, may: Collection[str] = ()) -> dict[str, Any]:
    """One event in the reader's language, without what asks for another right than they have."""
    told = event.details.get("facts", {})
    facts = defaultdict(str, {name: _read(each) if isinstance(each, str) else each for name, each in told.items()})
    if AMOUNT.fullmatch(told.get("amount", "")):
        facts["amount"] = ui.amount(Decimal(told["amount"]))  # money, as everywhere: 4 672,50
    facts["source"] = _named(facts["source"])
    sentence = str(WORDS.get(event.verb, event.verb)) % facts
    changes = []
    for change in map(_opened, event.details.get("changes", [])):
        if change.get("right", "") not in ("", *may):
            continue
        if not change.get("before") and change.get("after") == told.get("date"):  # the sentence has said it
            continue
        say = {"": _read, TRANSLATE: _say, COLUMNS: _say_columns}[change.get("words", "")]
        label = change.get("label", "")
        name = _called(change["field"]) if "field" in change else _say(label)
        if event.verb == label:  # “chose the layout” has said it
            name = ""
        changes.append({"label": name, "before": say(change.get("before", "")), "after": say(change.get("after", ""))})
    return {
        "at": event.at,
        "who": event.by_name or gettext("Rackbeat"),
        "sentence": sentence,
        "note": _notes(event),
        "changes": changes,
    }


__all__ = [
    "PRICES",
    "WORDS",
    "Change",
    "Told",
    "differences",
    "gettext_noop",
    "last",
    "of",
    "record",
    "record_all",
    "shown",
]
