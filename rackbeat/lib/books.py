"""Proofs of the books: an invariant is a sentence and a query whose every row breaks it. Knows no table of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.db import connection


@dataclass(frozen=True)
class Invariant:
    """What must always hold. `query` gives a row (agreement_id, what, found, due) for each place where it does not."""

    code: str
    says: str
    query: str


@dataclass(frozen=True)
class Finding:
    """How often an invariant is broken, and where first."""

    invariant: Invariant
    count: int
    example: str = ""


def invariants() -> list[Invariant]:
    """All of the house, storey by storey: `INVARIANTS` of the modules that `settings.BOOKS` names."""
    return [each for module in settings.BOOKS for each in import_module(module).INVARIANTS]


def check(wanted: Iterable[Invariant] | None = None) -> Iterator[Finding]:
    """One query for each. As the owner over all agreements; as the restricted role over the agreement acted for."""
    for invariant in invariants() if wanted is None else wanted:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) OVER (), a.number, v.what, v.found::text, v.due::text "
                f"FROM ({invariant.query}) AS v(agreement_id, what, found, due) "
                "LEFT JOIN accounts_agreement a ON a.id = v.agreement_id ORDER BY a.number, v.what LIMIT 1"
            )
            row = cursor.fetchone()
        if row is None:
            yield Finding(invariant, 0)
        else:
            count, number, what, found, due = row
            yield Finding(invariant, count, f"agreement {number}, {what}: found {found}, should be {due}")


def broken(wanted: Iterable[Invariant] | None = None) -> list[Finding]:
    """Only what does not hold."""
    return [finding for finding in check(wanted) if finding.count]
