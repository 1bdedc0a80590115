"""Proofs of the books: an invariant is a sentence and a query whose every row breaks it. Knows no table of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Invariant:
    """What must always hold. `query` gives a row (agreement_id, what, found, due) for each place where it does not.

    The sentence is English, marked for translation where it is written; `about` is the kind of document that it is told of.
    """

    code: str
    sentence: str
    query: str
    about: str = ""

    @property
    def says(self) -> str:
        return f"{self.about}: {self.sentence}" if self.about else self.sentence


def in_words(sentence: str, about: str = "") -> str:
    """What an invariant says, in the reader's language."""
    return str(capfirst(f"{_(about)}: {_(sentence)}" if about else _(sentence)))


NOUNS = {  # what the queries call things
    "agreement": pgettext_lazy("books", "agreement"),
    "purchase order": pgettext_lazy("books", "purchase order"),
    "credit note": pgettext_lazy("books", "credit note"),
    "supplier return": pgettext_lazy("books", "supplier return"),
    "supplier invoice": pgettext_lazy("books", "supplier invoice"),
    "stock count": pgettext_lazy("books", "stock count"),
    "adjustment": pgettext_lazy("books", "adjustment"),
    "transfer": pgettext_lazy("books", "transfer"),
    "shipment": pgettext_lazy("books", "shipment"),
    "invoices": pgettext_lazy("books", "invoices"),
    "invoice": pgettext_lazy("books", "invoice"),
    "receipt": pgettext_lazy("books", "receipt"),
    "payment": pgettext_lazy("books", "payment"),
    "entries": pgettext_lazy("books", "entries"),
    "entry": pgettext_lazy("books", "entry"),
    "layer": pgettext_lazy("books", "layer"),
    "order": pgettext_lazy("books", "order"),
    "quote": pgettext_lazy("books", "quote"),
    "draft": pgettext_lazy("books", "draft"),
    "line": pgettext_lazy("books", "line"),
    "item": pgettext_lazy("books", "item"),
    "at most": pgettext_lazy("books", "at most"),
    "at least": pgettext_lazy("books", "at least"),
    "worth": pgettext_lazy("books", "worth"),
    "nothing": pgettext_lazy("books", "nothing"),
    "at": pgettext_lazy("books: a place", "at"),
    "on": pgettext_lazy("books: a day", "on"),
    "in": pgettext_lazy("books: a month", "in"),
    "to": pgettext_lazy("books", "to"),
    "of": pgettext_lazy("books", "of"),
}
WORD = re.compile(rf"(?<![\w.])({'|'.join(NOUNS)})(?![\w.])")


def placed(what: str) -> str:
    """Where an invariant is broken, in the reader's language as far as its words are known."""
    return WORD.sub(lambda found: str(NOUNS[found[1]]), what)


@dataclass(frozen=True)
class Finding:
    """How often an invariant is broken, and where first."""

    invariant: Invariant
    count: int
    agreement: int | None = None
    what: str = ""
    found: str = ""
    due: str = ""

    @property
    def example(self) -> str:
        if not self.count:
            return ""
        return f"agreement {self.agreement}, {self.what}: found {self.found}, should be {self.due}"


def by_app() -> list[tuple[str, Invariant]]:
    """All of the house, storey by storey, with the app that each is told of: `INVARIANTS` of what `settings.BOOKS` names."""
    return [(module.partition(".")[0], each) for module in settings.BOOKS for each in import_module(module).INVARIANTS]


def invariants() -> list[Invariant]:
    return [invariant for _app, invariant in by_app()]


def check(wanted: Iterable[Invariant] | None = None) -> Iterator[Finding]:
    """One query for each. As the owner over all agreements; as the restricted role over the agreement acted for."""
    for invariant in invariants() if wanted is None else wanted:
        yield look(invariant)


def look(invariant: Invariant) -> Finding:
    """One statement, so that all of it is seen at one moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) OVER (), a.number, v.what, v.found::text, v.due::text "
            f"FROM ({invariant.query}) AS v(agreement_id, what, found, due) "
            "LEFT JOIN accounts_agreement a ON a.id = v.agreement_id ORDER BY a.number, v.what LIMIT 1"
        )
        row = cursor.fetchone()
    return Finding(invariant, *row) if row else Finding(invariant, 0)


def broken(wanted: Iterable[Invariant] | None = None) -> list[Finding]:
    """Only what does not hold."""
    return [finding for finding in check(wanted) if finding.count]
