"""The paper of a final document: made once, kept with its SHA-256, served again as it was. It never makes a draft's."""

import hashlib
from typing import Any

from django.db import connection

from layouts import jobs, paper, typeset
from layouts.models import StoredPaper


def later(document: Any) -> None:
    """Queue the paper in the transaction that made the document final, so that it waits when somebody opens it."""
    jobs.keep_paper.defer(
        agreement=document.agreement_id, document_kind=document._meta.label_lower, document=document.pk
    )


def pdf_of(document: Any, kind: str = "") -> bytes:
    """The paper as PDF. A final document's is the stored one, made now where that has not happened yet."""
    kind = kind or document.paper_kind
    if not document.is_final:
        return paper.pdf(typeset.sheet_of(document, kind))
    return bytes(keep(document, kind).content)


def keep(document: Any, kind: str = "") -> StoredPaper:
    """The stored paper of a final document in its layout; a layout chosen later adds one beside the first."""
    kind = kind or document.paper_kind
    found = _found(document, kind)
    if found is None:
        _alone(document)
        found = _found(document, kind)
    return found or _make(document, kind)


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
