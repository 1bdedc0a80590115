"""What the form views of this app share: try a verb, and put its refusal where it belongs on the form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from rackbeat.lib.refusal import Refusal

NOUNS = {"salesorder": "order", "purchaseorder": "order", "salesinvoice": "invoice"}
NOUNS |= {"supplierinvoice": "invoice", "goodsreceipt": "receipt", "stockcount": "count"}


def address_of(kind: str, *keys: Any) -> str:
    """The page of a thing that another storey keeps, by its kind ("sales.salesorder") and what stands in its address."""
    app, model = kind.split(".")
    for key in keys:
        try:
            return reverse(f"{app}:{NOUNS.get(model, model)}", args=[key])
        except NoReverseMatch:
            continue
    return ""


def tried(form: forms.BaseForm, verb: Callable[[], Any]) -> Any:
    """What the verb makes of a form that is filled in rightly (True, where it gives nothing back); else the form says why not."""
    if not form.is_valid():
        return None
    try:
        return verb() or True
    except Refusal as refusal:
        refusal.put_on(form)
        return None


def page(request: HttpRequest, template: str, form: forms.BaseForm | None = None, **context: Any) -> HttpResponse:
    """A page with a form: 422 where it was refused, with everything that was typed."""
    status = 422 if form is not None and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)
