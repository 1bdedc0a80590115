"""One address, two desks: a credit note has an invoice's addresses, and each document is shown at the desk of its kind."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path


def by_kind(model: Any, invoice_view: Callable[..., Any], credit_view: Callable[..., Any]) -> Callable[..., Any]:
    """The view of the desk that fits the document of `model` (SalesInvoice, SupplierInvoice)."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        text = str(kwargs.get("key", "")) or f"draft-{kwargs.get('draft', '')}"
        draft = text.startswith("draft-")
        where = {"draft_number": text.removeprefix("draft-")} if draft else {"number": text}
        known = request.user.is_authenticated and getattr(request, "agreement", None) is not None
        is_credit = known and model.objects.filter(kind=model.Kind.CREDIT_NOTE, **where).exists()
        return (credit_view if is_credit else invoice_view)(request, *args, **kwargs)

    view.allows = invoice_view.allows  # type: ignore[attr-defined]
    return view


def shared(model: Any, invoices: Sequence[URLPattern], credits: dict[str, Callable[..., Any]]) -> list[URLPattern]:
    """The invoices' patterns, each for both kinds where credit notes have a view of that name; a new one has its own address."""
    return [
        path(str(pattern.pattern), by_kind(model, pattern.callback, credits[pattern.name]), name=pattern.name)
        if pattern.name in credits and pattern.name != "invoice_new"
        else pattern
        for pattern in invoices
    ]
