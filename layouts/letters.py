"""A document's mail: whom it is suggested for, what it says, and the paper that goes along. accounts/mail.py sends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.utils import translation

from accounts import mail
from accounts.models import Mail, User
from layouts import choose, contacts, stored, texts, typeset
from layouts.documents import Document

# What a draft does not know yet, so that it stays a placeholder until the mail is written.
LATER = frozenset({"number", "due"})


@dataclass(frozen=True)
class Suggestion:
    """A letter as it is proposed. Lists of addresses, and words."""

    to: list[str]
    cc: list[str]
    bcc: list[str]
    subject: str
    body: str


def suggest(document: Document, kind: str = "") -> Suggestion:
    """Whom the mail is for by the contacts, and what it says by the layout, in the layout's language."""
    kind = kind or document.paper_kind
    choice = choose.for_document(document, kind)
    template = choice.template
    subject = (template.mail_subject if template else "") or texts.usual_subject(choice.language)
    body = (template.mail_body if template else "") or texts.usual_body(kind, choice.language)
    people = contacts.receivers(document.party, kind)
    waits = LATER if not document.number else frozenset()
    with translation.override(choice.language):
        title = typeset.title_of(choice)
        filled = [
            _tidy(texts.fill(each, document, kind, title=title, receiver=_greeted(people.names), keep=waits))
            for each in (subject, body)
        ]
    return Suggestion(people.to, people.cc, people.bcc, *filled)


def _greeted(names: list[str]) -> str | None:
    """The only contact, nobody by name where there are several, and None where the party's own address is used."""
    return (names[0] if len(names) == 1 else "") if names else None


def _tidy(text: str) -> str:
    """“Hello ,” where nobody is named becomes “Hello,”."""
    return text.replace(" ,", ",").replace("  ", " ")


@transaction.atomic
def post(
    document: Document,
    *,
    by: User,
    to: Sequence[str],
    subject: str,
    body: str,
    kind: str = "",
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
) -> Mail:
    """Queue the letter with the document's paper; what was still unknown when it was written is filled in now."""
    kind = kind or document.paper_kind
    choice = choose.for_document(document, kind)
    with translation.override(choice.language):
        title = typeset.title_of(choice)
        subject, body = (texts.fill(each, document, kind, title=title) for each in (subject, body))
        name = f"{title} {document.paper_number}"
    facts = {"document_kind": document._meta.label_lower, "document": document.pk, "kind": kind}
    later = [mail.Later("paper", facts)]
    return mail.send(
        to=to, cc=cc, bcc=bcc, subject=subject, body=body, about=document, about_name=name, later=later, by=by
    )


def paper(*, document_kind: str, document: int, kind: str) -> mail.File:
    """The paper as a file, made by the worker (settings.MAIL_FILES)."""
    from layouts.views.pdf import file_name

    found = apps.get_model(document_kind)._default_manager.get(pk=document)
    return mail.File(file_name(found, kind), stored.pdf_of(found, kind))
