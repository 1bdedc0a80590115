"""Making, changing, archiving and deleting a document at its desk. Each answer is a redirect or the form, refused."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from layouts import drafting, stored
from layouts.models import PaperKind
from layouts.views.headers import HeaderForm, LayoutForm, NewForm, NoteForm
from layouts.views.pdf import pdf_response
from layouts.views.rows import address
from layouts.views.verbs import Verbs
from rackbeat.lib.refusal import Refusal

Words = str | Promise


class Writing(Verbs):
    """The part of a desk that makes and changes whole documents. `Desk` says of what kind they are."""

    if TYPE_CHECKING:
        app: ClassVar[Any]
        noun: ClassVar[Any]
        nouns: ClassVar[Any]
        parties: ClassVar[Any]
        party_label: ClassVar[Any]
        party_options: ClassVar[Any]
        party_new: ClassVar[Any]
        new_title: ClassVar[Any]
        header_form: ClassVar[Any]
        line_form: ClassVar[Any]
        name_of: ClassVar[Any]
        within: ClassVar[Any]
        ask_delete: ClassVar[Any]
        begin: ClassVar[Any]
        papers_of: ClassVar[Any]
        delete: ClassVar[Any]

    def new(self, request: Any) -> HttpResponse:
        """Choose for whom, then write."""
        data = request.POST if request.method == "POST" else None
        options = address(self.party_options) if self.party_options else ""
        given = {"party": request.GET.get("for", "")[:20]}
        form = NewForm(data, rows=self.parties, label=self.party_label, options=options, initial=given)
        refusal: Words = ""
        if data is not None and form.is_valid():
            try:
                document = type(self).begin(form.cleaned_data["party"], by=request.user)
                return HttpResponseRedirect(self.url(document) + ("?line=new" if self.line_form else ""))
            except Refusal as no:
                refusal = no.message
        context = {
            "form": form,
            "heading": self.new_title,
            "back": reverse(f"{self.app}:{self.nouns}"),
            "submit": _("Create and edit"),
            "refusal": refusal,
            "party_new": f"{address(self.party_new)}?then={self.noun}" if self.party_new else "",
        }
        return render(request, "layouts/new.html", context, status=422 if data is not None else 200)

    def edit(self, request: Any, key: Any) -> HttpResponse:
        """The header of a draft. Where somebody else wrote meanwhile, what was typed stays, beside what stands there."""
        document = self.find(key)
        data = request.POST if request.method == "POST" else None
        refusal: Words = ""
        status = 200
        form = self.header_form(data, row=document)
        if not document.is_draft:
            return self.refuse(request, document, _("It is no longer a draft, so it cannot be changed."))
        if data is not None:
            status = 422
            if form.is_valid():
                try:
                    version = form.cleaned_data["version"]
                    self.change(document, by=request.user, version=version, **form.facts())
                    return HttpResponseRedirect(self.url(document))
                except Refusal as no:
                    form, refusal = self._refused(form, no)
        context = {
            "form": form,
            "heading": _("Edit %(name)s") % {"name": self.within(document)},
            "back": self.url(document),
            "crumb": [(self.name_of(document), self.url(document))],
            "refusal": refusal,
        }
        return render(request, "layouts/header.html", context, status=status)

    def _refused(self, form: HeaderForm, no: Refusal) -> tuple[HeaderForm, Words]:
        form.row.refresh_from_db()
        if form.cleaned_data["version"] != form.row.version:
            return form.after_conflict(), no.message
        return form, "" if no.stands_at(form) else no.message

    def change(self, document: Any, *, by: Any, version: int | None, **facts: Any) -> Any:
        return drafting.change(document, by=by, version=version, **facts)

    def note(self, request: Any, key: Any) -> HttpResponse:
        document = self.find(key)
        form = NoteForm(request.POST)
        if request.method == "POST" and form.is_valid():
            drafting.note(document, form.cleaned_data["note"], by=request.user)
        elif request.method == "POST":
            return self.refuse(request, document, _("Write something first."))
        return HttpResponseRedirect(self.url(document) + "#history")

    def pdf(self, request: Any, key: Any, *, kind: str) -> HttpResponse:
        return pdf_response(self.find(key), kind, request.GET.get("kept", ""))

    def kept(self, document: Any) -> list[dict[str, Any]]:
        """The PDFs that were made of a final document, where there are several: the newest first."""
        if not document.is_final:
            return []
        offered = {paper.kind or document.paper_kind: paper for paper in self.papers_of(document)}
        rows = [
            {
                "paper": each,
                "label": PaperKind(each.paper_kind).label,
                "url": f"{self.url(document, offered[each.paper_kind].part)}?kept={each.pk}",
            }
            for each in stored.of(document)
            if each.paper_kind in offered
        ]
        return rows if len(rows) > 1 else []

    def choose_layout(self, request: Any, key: Any) -> HttpResponse:
        document = self.find(key)
        data = request.POST if request.method == "POST" else None
        form = LayoutForm(data, initial={"layout": document.layout_id})
        if data is not None and form.is_valid():
            drafting.choose_layout(document, form.cleaned_data["layout"], by=request.user)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(self.url(document))
        context = {
            "form": form,
            "heading": _("Layout of %(name)s") % {"name": self.within(document)},
            "back": self.url(document),
            "crumb": [(self.name_of(document), self.url(document))],
        }
        return render(request, "ui/form.html", context, status=422 if data is not None else 200)

    def archive(self, request: Any, key: Any, *, archived: bool) -> HttpResponse:
        document = self.find(key)
        if request.method == "POST":
            document = drafting.archive(document, by=request.user, archived=archived)
            done = _("%(name)s is archived.") if archived else _("%(name)s is out of the archive.")
            words = done % {"name": self.name_of(document)}
            messages.success(request, render_undo(words))
        return HttpResponseRedirect(self.url(document))

    def delete_view(self, request: Any, key: Any) -> HttpResponse:
        document = self.find(key)
        if request.method != "POST":
            return self.ask(request, document, self.ask_delete(document))
        try:
            type(self).delete(document, by=request.user)
        except Refusal as no:
            return self.refuse(request, document, no.message)
        messages.success(request, _("%(name)s is deleted.") % {"name": self.name_of(document)})
        return HttpResponseRedirect(reverse(f"{self.app}:{self.nouns}"))


def render_undo(words: str) -> Any:
    """A message that can be taken back: its button belongs to the form `undo` of the page it stands on."""
    return format_html('{} <button class="link" form="undo">{}</button>', words, _("Undo"))
