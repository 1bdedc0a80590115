"""A form and its verb: shown, refused with what was typed kept, or done. Shared by registers and by credit notes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from rackbeat.lib.refusal import Refusal


def write(
    request: HttpRequest,
    form: forms.BaseForm,
    verb: Callable[..., Any],
    *,
    context: dict[str, Any],
    done: Callable[[Any], str],
    said: Callable[[Any], str] | None = None,
    template: str = "ui/form.html",
) -> HttpResponse:
    """Show the form, or let the verb do it: `done(row)` is where that leads, `said(row)` what it says there."""
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            row = verb(by=request.user, **form.cleaned_data)
        except Refusal as no:
            refusal = None if no.stands_at(form) else no
        else:
            if said is not None:
                messages.success(request, said(row))
            return redirect(done(row))
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "refusal": refusal, **context}, status=status)


def do(request: HttpRequest, verb: Callable[..., Any], row: models.Model, *, back: str, done: str, said: str) -> Any:
    """One click: the verb and on to `done`; refused, the sentence is shown at `back`."""
    try:
        verb(row, by=request.user)
    except Refusal as no:
        messages.error(request, str(no))
        return HttpResponseRedirect(back)
    messages.success(request, said)
    return HttpResponseRedirect(done)
