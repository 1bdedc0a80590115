"""A nested template as a page: its form beside the paper as it would be. Rules stay in layouts/nested.py."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import history
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from layouts import nested, preview, samples, texts
from layouts.blocks import BLOCKS, LAWFUL
from layouts.forms import TemplateForm
from layouts.models import Layout, PaperKind
from layouts.views.parents import find, tabs, url_of
from rackbeat.lib.refusal import Refusal


def kind_of(kind: str) -> PaperKind:
    if kind not in PaperKind.values:
        raise Http404
    return PaperKind(kind)


@allow("settings.view", post="settings.edit")
@once
def show(request: Request, number: int, kind: str) -> HttpResponse:
    """Title, columns, blocks and texts of one kind of paper."""
    layout, paper = find(number), kind_of(kind)
    template = nested.template_of(layout, paper)
    form = TemplateForm(request.POST if request.method == "POST" else None, template=template, language=layout.language)
    refusal: Any = ""
    if form.is_bound and "move" in request.POST:
        return _page(request, layout, paper, _moved(form, request), status=200)
    if form.is_bound and form.is_valid():
        try:
            columns, blocks = form.columns(), form.cleaned_data["blocks"]
            nested.change(layout, paper, by=request.user, columns=columns, blocks=blocks, **form.facts())
            preview.forget(request.user, layout, paper)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(url_of(layout, "template", kind))
        except Refusal as no:
            if not no.stands_at(form):
                refusal = no.message
    return _page(request, layout, paper, form, refusal=refusal, status=422 if form.is_bound else 200)


def _moved(form: TemplateForm, request: Request) -> TemplateForm:
    """Without a script: a column has moved, nothing is saved yet."""
    way, _colon, key = request.POST["move"][:60].partition(":")
    order = [each["key"] for each in form.columns()]
    if key in order:
        at = order.index(key)
        to = min(max(at + (-1 if way == "up" else 1), 0), len(order) - 1)
        order.insert(to, order.pop(at))
    data = request.POST.copy()
    data.setlist("column", order)
    return TemplateForm(data, template=form.template, language=form.template.layout.language)


def _page(
    request: Request, layout: Layout, kind: PaperKind, form: TemplateForm, *, refusal: Any = "", status: int = 200
) -> HttpResponse:
    asked = request.GET.get("block", "")
    at = request.GET.get("document", "")[:20]
    more = f"?changed={asked}" if asked in BLOCKS else "?"
    context = {
        "layout": layout,
        "kind": kind,
        "form": form,
        "heading": _("%(layout)s, %(paper)s") % {"layout": layout.name, "paper": str(kind.label).lower()},
        "writes": "settings.edit" in request.may,
        "tabs": tabs(layout, kind),
        "crumb": [(_("Layouts"), reverse("layouts:layouts")), (layout.name, url_of(layout))],
        "placeholders": texts.offered(kind),
        "documents": samples.newest(kind, request.may),
        "document": at,
        "is_lawful": kind in LAWFUL,
        "mails": form.usual["mail_body"] and kind in _MAILED,
        "asked": asked,
        "refusal": refusal,
        "events": history.of(form.template, may=request.may) if form.template.pk else [],
        "frame_url": f"{url_of(layout, 'sheet', kind.value)}{more}&document={at}",
        "frame_title": kind.label,
        "pdf_url": url_of(layout, "pdf", kind.value),
        "preview_url": url_of(layout, "preview", kind.value),
    }
    return render(request, "layouts/template.html", context, status=status)


_MAILED = frozenset(
    {
        PaperKind.QUOTE,
        PaperKind.ORDER,
        PaperKind.DELIVERY_NOTE,
        PaperKind.INVOICE,
        PaperKind.CREDIT_NOTE,
        PaperKind.PURCHASE_ORDER,
        PaperKind.PROFORMA,
        PaperKind.REMINDER,
    }
)
