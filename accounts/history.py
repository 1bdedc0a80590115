"""Writing and reading an object's history. Every verb ends with `record`."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import Event, User

WORDS: dict[str, Promise | str] = {
    "created": _("made it"),
    "made_from": _("made it from %(source)s"),
    "changed": _("changed"),
    "line_added": _("added line %(line)s"),
    "line_changed": _("changed line %(line)s"),
    "line_removed": _("removed line %(line)s"),
    "confirmed": _("confirmed it"),
    "reopened": _("opened it again"),
    "sent": _("marked it as sent"),
    "accepted": _("accepted it: %(source)s"),
    "rejected": _("rejected it"),
    "cancelled": _("cancelled it"),
    "picked": _("picked %(quantity)s of line %(line)s"),
    "picked_all": _("picked everything"),
    "unpicked": _("put line %(line)s back"),
    "shipped": _("sent it"),
    "ready": _("marked it as ready"),
    "received": _("received it"),
    "booked": _("booked it as %(number)s"),
    "paid": _("entered a payment of %(amount)s"),
    "payment_removed": _("removed the payment of %(amount)s"),
    "archived": _("archived it"),
    "unarchived": _("took it out of the archive"),
    "layout": _("chose the layout"),
    "deleted": _("deleted it"),
    "barred": _("barred it"),
    "unbarred": _("opened it for use"),
    "noted": _("wrote"),
    "founded": _("founded the agreement"),
    "invited": _("invited %(name)s"),
    "role_changed": _("gave %(name)s another role"),
    "password_changed": _("changed the password"),
    "logged_in": _("logged in"),
    "visited": _("looked in, as administrator"),
}


def record(
    subject: models.Model,
    verb: str,
    *,
    by: User | None,
    changes: list[tuple[str, Any, Any]] | None = None,
    note: str = "",
    **details: Any,
) -> Event:
    """Write that `by` did `verb` to `subject`; `changes` are (field's English label, before, after)."""
    facts = {key: str(value) for key, value in details.items()}
    if note:
        facts["note"] = note
    payload: dict[str, Any] = {"facts": facts} if facts else {}
    if changes:
        payload["changes"] = [[label, _text(before), _text(after)] for label, before, after in changes]
    return Event.objects.create(
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_number=str(getattr(subject, "number", None) or ""),
        verb=verb,
        details=payload,
        by=by,
        by_name=by.name if by else "",
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def of(subject: models.Model, *, limit: int = 100) -> list[dict[str, Any]]:
    """The history of `subject`, newest first: each {at, who, sentence, note, changes: [{label, before, after}]}."""
    events = Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    return [shown(event) for event in events.order_by("-at", "-id")[:limit]]


def shown(event: Event) -> dict[str, Any]:
    """One event in the reader's language."""
    facts = event.details.get("facts", {})
    words = WORDS.get(event.verb, event.verb)
    try:
        sentence = str(words) % facts
    except KeyError:
        sentence = str(words)
    changes = [
        {"label": gettext(label) if label else "", "before": before, "after": after}
        for label, before, after in event.details.get("changes", [])
    ]
    return {
        "at": event.at,
        "who": event.by_name or gettext("Rackbeat"),
        "sentence": sentence,
        "note": facts.get("note", ""),
        "changes": changes,
    }


__all__ = ["WORDS", "gettext_noop", "of", "record", "shown"]
