"""A document's paper as an answer. The caller has found the document and asked for the right to see it."""

import logging
import re
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from layouts import choose, stored
from layouts.models import PaperKind
from layouts.paper import PaperFailed

logger = logging.getLogger(__name__)


def pdf_response(document: Any, kind: str = "", kept: str = "") -> HttpResponse:
    """The PDF to be shown in the browser, under a name in the paper's language: Faktura-5120.pdf. `kept`: an earlier one."""
    kind = kind or document.paper_kind
    earlier = stored.one_of(document, kind, kept) if kept else None
    if kept and earlier is None:
        raise Http404
    try:
        content = bytes(earlier.content) if earlier else stored.pdf_of(document, kind)
    except PaperFailed as problem:
        logger.error("No paper of %s %s: %s", document._meta.label_lower, document.pk, problem)
        text = _("The PDF could not be made just now. The document itself is unharmed; please try again.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "10"})
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = str(content_disposition_header(False, file_name(document, kind)))
    return response


def file_name(document: Any, kind: str = "") -> str:
    """The title and number of the paper, in the paper's language, as a file may be called."""
    kind = kind or document.paper_kind
    choice = choose.for_document(document, kind)
    with translation.override(choice.language):
        title = (choice.template.title if choice.template else "") or str(PaperKind(kind).label)
        name = f"{title} {document.paper_number}"
    return re.sub(r"[^\w]+", "-", name).strip("-") + ".pdf"
