"""The paper beside the form: the same page and sheets as the press gets, in a frame, of what was typed and is not saved."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.permissions import allow
from accounts.request import Request
from layouts import nested, paper, preview, samples, typeset
from layouts.blocks import BLOCKS
from layouts.choose import Choice
from layouts.forms import ParentForm, TemplateForm
from layouts.models import Layout
from layouts.sheet import Sheet
from layouts.views.nested import kind_of
from layouts.views.parents import LOOK, find, url_of


@allow("settings.edit")
def typed(request: Request, number: int, kind: str = "") -> HttpResponse:
    """Keep what was typed, and answer with the frame that shows it; without a script the frame is a page."""
    layout = find(number)
    paper_kind = kind_of(kind) if kind else LOOK
    if request.method != "POST":
        return HttpResponseRedirect(url_of(layout, "template", kind) if kind else url_of(layout))
    kept = preview.keep(request.user, layout, kind, request.POST)
    where = url_of(layout, "sheet", paper_kind)
    if kept is None:
        return HttpResponse(_("That is more text than a paper can hold."), status=422)
    frame = f"{where}?typed={'template' if kind else 'parent'}&v={kept.mark}"
    if not getattr(request, "htmx", None):
        return HttpResponseRedirect(frame)
    title = kind_of(paper_kind).label
    return render(request, "layouts/_frame.html", {"frame_url": frame, "frame_title": title})


def _choice(request: Request, layout: Layout, kind: str) -> tuple[Choice, str, str]:
    """The layout as saved, or as typed (`?typed=`), the block that was switched last, and which document to show."""
    asked = request.GET.get("typed", "")
    state = preview.kept(request.user, layout, kind if asked == "template" else "") if asked else None
    if state is None:
        return preview.choice(layout, kind), request.GET.get("changed", ""), request.GET.get("document", "")[:20]
    if asked == "parent":
        form = ParentForm(state.data, instance=find(layout.number))
        form.is_valid()
        return preview.choice(layout, kind, parent=form.facts()), "", ""
    template = nested.template_of(layout, kind)
    page = TemplateForm(state.data, template=template, language=layout.language)
    page.is_valid()
    facts = {**page.facts(), "columns": page.columns(), "blocks": state.data.getlist("blocks")}
    return preview.choice(layout, kind, template=facts), state.changed, state.document


def _sheet(request: Request, number: int, kind: str) -> tuple[Sheet, str]:
    layout, paper_kind = find(number), kind_of(kind)
    choice, changed, key = _choice(request, layout, paper_kind)
    with translation.override(choice.language):
        document: Any = samples.real(paper_kind, key, request.may)
        document = document or samples.sample(request.agreement, paper_kind)
        return typeset.sheet_of(document, paper_kind, choice), changed if changed in BLOCKS else ""


FRAMED: Any = csp_replace({"frame-ancestors": [SELF], "font-src": [SELF]})


@allow("settings.view")
@xframe_options_sameorigin
@FRAMED
def sheet(request: Request, number: int, kind: str) -> HttpResponse:
    """The paper as a page, with the addresses of its two sheets."""
    found, changed = _sheet(request, number, kind)
    own = f"{url_of(find(number), 'sheet_css', kind)}?{request.GET.urlencode()}"
    return HttpResponse(paper.html(found, (static("css/paper/sheet.css"), own), changed=changed))


@allow("settings.view")
def sheet_css(request: Request, number: int, kind: str) -> HttpResponse:
    """The layout's own small sheet: its sizes, colours, margins and widths."""
    found, _changed = _sheet(request, number, kind)
    return HttpResponse(paper.own_css(found, static("fonts/")), content_type="text/css; charset=utf-8")


@allow("settings.view")
def pdf(request: Request, number: int, kind: str) -> HttpResponse:
    """The same as the press makes it."""
    found, _changed = _sheet(request, number, kind)
    try:
        body = paper.pdf(found)
    except paper.PaperFailed:
        return HttpResponse(_("The PDF could not be made just now. Please try again."), status=503)
    return HttpResponse(body, content_type="application/pdf")
