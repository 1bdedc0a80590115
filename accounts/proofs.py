"""The books of an agreement looked through: when an owner asks, and every night. Each invariant is one query of its own.

A query sees one moment, so nothing has to stand still meanwhile, and a worker that was killed goes on where it stopped.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Agreement, BooksProof, User
from accounts.tenancy import acting_for
from rackbeat.lib import books, periods, working
from rackbeat.lib.refusal import require
from rackbeat.lib.working import Standing

KEPT = 60  # looks; the older ones go
PATIENCE = timedelta(hours=1)  # a worker that was lost does not keep an owner from asking again
log = logging.getLogger(__name__)


@transaction.atomic
def ask(agreement: Agreement, *, by: User) -> BooksProof:
    """Have all that must hold looked through now, by the worker."""
    Agreement.held()
    waiting = BooksProof.objects.filter(ended_at=None, asked_at__gt=periods.now() - PATIENCE)
    busy = any(standing(each) is not Standing.GONE for each in waiting)
    require(not busy, _("The books are being looked through already. Wait for it."))
    proof = _queue(agreement, by)
    history.record(agreement, "books_asked", by=by)
    return proof


def standing(proof: BooksProof) -> Standing | None:
    """How the look stands; None where it is over."""
    if proof.ended_at:
        return None
    return working.on(proof, "accounts.prove_books", proof=proof.pk)


def _queue(agreement: Agreement, by: User | None) -> BooksProof:
    from accounts import jobs

    proof = BooksProof.objects.create(asked_by=by, total=len(books.invariants()))
    jobs.prove_books.defer(agreement=agreement.pk, proof=proof.pk)
    return proof


def every_night() -> None:
    """All agreements, one job each; what nobody looks at any more goes."""
    for agreement in Agreement.objects.order_by("pk"):
        with acting_for(agreement):
            _queue(agreement, None)
            kept = BooksProof.objects.values_list("pk", flat=True)[:KEPT]
            BooksProof.objects.exclude(pk__in=list(kept)).delete()


# --- the worker's part -------------------------------------------------------------------------------------------


def prove(agreement_id: int, proof_id: int) -> None:
    """Look through what is left to look through; whatever does not hold is an alarm in the log."""
    known = books.by_app()
    while _next(agreement_id, proof_id, known):
        pass


def _next(agreement_id: int, proof_id: int, known: list[tuple[str, books.Invariant]]) -> bool:
    """One invariant, in a transaction of its own, so that the page can tell how far it is."""
    with acting_for(agreement_id):
        proof = BooksProof.objects.select_for_update(of=("self",)).get(pk=proof_id)
        if proof.ended_at is not None:
            return False
        if proof.done < len(known):
            app, invariant = known[proof.done]
            finding = books.look(invariant)
            proof.results.append(_told(app, finding))
            proof.broken += bool(finding.count)
            if finding.count:
                log.error("The books do not hold: %s (%s), %s: %s", *_alarm(finding))
        else:
            proof.ended_at = periods.now()
        proof.total = len(known)
        proof.save(update_fields=["results", "broken", "ended_at", "total"])
        return proof.ended_at is None


def _told(app: str, finding: books.Finding) -> dict[str, object]:
    invariant = finding.invariant
    return {
        "app": app,
        "code": invariant.code,
        "about": invariant.about,
        "sentence": invariant.sentence,
        "count": finding.count,
        "what": finding.what,
        "found": finding.found,
        "due": finding.due,
    }


def _alarm(finding: books.Finding) -> tuple[str, str, int, str]:
    return finding.invariant.says, finding.invariant.code, finding.count, finding.example
