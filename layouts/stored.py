"""The paper of a final document: made once, kept with its SHA-256, served again as it was. It never makes a draft's."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import User
from layouts import jobs, paper, typeset
from layouts.models import PaperKind, StoredPaper
from rackbeat.lib.refusal import require

FRESH = frozenset({PaperKind.REMINDER})  # says what is owed today, so it is never kept


def later(document: Any) -> None:
    """Queue the paper in the transaction that made the document final, so that it waits when somebody opens it."""
    jobs.keep_paper.defer(
        agreement=document.agreement_id, document_kind=document._meta.label_lower, document=document.pk
    )


def pdf_of(document: Any, kind: str = "") -> bytes:
    """The paper as PDF. A final document's is the stored one, made now where that has not happened yet."""
    kind = kind or document.paper_kind
    if not document.is_final or kind in FRESH or (_is_reading() and _found(document, kind) is None):
        return paper.pdf(typeset.sheet_of(document, kind))
    return bytes(keep(document, kind).content)


def _is_reading() -> bool:
    """Support that looks in by a grant writes nothing: it sees the paper as it would be made, and nothing is kept."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone()[0] == "on")


def keep(document: Any, kind: str = "") -> StoredPaper:
    """The stored paper of a final document in its layout; a layout chosen later adds one beside the first."""
    kind = kind or document.paper_kind
    found = _found(document, kind)
    if found is None:
        _alone(document)
        found = _found(document, kind)
    return found or _make(document, kind)


def made_at(document: Any, kind: str = "") -> datetime | None:
    """When the paper that is served now was made; None where none is kept yet."""
    found = _found(document, kind or document.paper_kind)
    return found.made_at if found else None


@transaction.atomic
def anew(document: Any, *, by: User, kind: str = "") -> StoredPaper:
    """Make the paper of a final document once more, with its layout as it is now; the earlier ones stay beside it."""
    document = type(document).objects.lock(document)
    require(document.is_final, _("Its PDF is made anew whenever it is opened, until it is booked."))
    kind = kind or document.paper_kind
    made = _make(document, kind)
    history.record(document, "printed_anew", by=by)
    return made


def of(document: Any) -> list[StoredPaper]:
    """Every kept paper of a document, newest first, without its content."""
    papers = StoredPaper.objects.filter(document_kind=document._meta.label_lower, document_id=document.pk)
    return list(papers.select_related("layout").defer("content").order_by("-id"))


def one_of(document: Any, kind: str, key: str) -> StoredPaper | None:
    """The kept paper of that key, where it is one of this document and kind."""
    kind = kind or document.paper_kind
    found = (each for each in of(document) if each.paper_kind == kind and str(each.pk) == key)
    return next(found, None)


def _found(document: Any, kind: str) -> StoredPaper | None:
    papers = StoredPaper.objects.filter(
        document_kind=document._meta.label_lower, document_id=document.pk, paper_kind=kind, layout_id=document.layout_id
    )
    return papers.order_by("-id").first()


def _make(document: Any, kind: str) -> StoredPaper:
    content = paper.pdf(typeset.sheet_of(document, kind))
    return StoredPaper.objects.create(
        document_kind=document._meta.label_lower,
        document_id=document.pk,
        paper_kind=kind,
        layout_id=document.layout_id,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _alone(document: Any) -> None:
    """Let nobody else make the paper of this document until our transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [document._meta.label_lower, document.pk % 2**31]
        )
