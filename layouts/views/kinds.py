"""The addresses of invoices: draft-17 until they are booked, then their number; a credit note has the same, at its own desk."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, register_converter

from layouts.views.desk import Desk

DRAFT = "draft-"


class Bookable:
    """How a document stands in an address that gets its number when it is booked."""

    regex = f"{DRAFT}[0-9]{{1,18}}|[0-9]{{1,18}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: Any) -> str:
        return str(value)


register_converter(Bookable, "bookable")


def key_of(document: Any) -> Any:
    """What stands for it in its address."""
    return document.number or f"{DRAFT}{document.draft_number}"


def _where(key: Any) -> dict[str, int]:
    text = str(key)
    number = int(text.removeprefix(DRAFT))
    return {"draft_number": number} if text.startswith(DRAFT) else {"number": number}


class BookableDesk(Desk):
    """A desk whose documents get their number when they are booked."""

    converter = "bookable"

    def key_of(self, document: Any) -> Any:
        return key_of(document)

    def find(self, key: Any) -> Any:
        found = self.rows().filter(**_where(key)).first()
        if found is None:
            raise Http404
        return found


def by_kind(model: Any, invoice_view: Callable[..., Any], credit_view: Callable[..., Any]) -> Callable[..., Any]:
    """The view of the desk that fits the document of `model` (SalesInvoice, SupplierInvoice)."""

    def view(request: HttpRequest, key: Any, **kwargs: Any) -> HttpResponseBase:
        known = request.user.is_authenticated and getattr(request, "agreement", None) is not None
        is_credit = known and model.objects.filter(kind=model.Kind.CREDIT_NOTE, **_where(key)).exists()
        return (credit_view if is_credit else invoice_view)(request, key=key, **kwargs)

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
