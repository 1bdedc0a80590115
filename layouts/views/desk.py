"""The desk where documents are written: one description for each kind, the same pages for all. Rules stay in the verbs.

A subclass of `Desk` says what its kind is about (model, rights, forms, columns, facts, chain, verbs); `paths()` gives the
addresses `<noun>`, `<noun>_new`, `<noun>_edit`, `<noun>_line…`, `<noun>_note`, `<noun>_archive`, `<noun>_layout`,
`<noun>_delete`; `verb()` makes a view of any other verb.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import history
from accounts.once import once
from accounts.permissions import View, allow
from layouts import drafting
from layouts.documents import Document
from layouts.views import lines as table
from layouts.views.facts import Fact, Link, Paper, Question, said
from layouts.views.headers import HeaderForm, LayoutForm, NewForm, NoteForm
from layouts.views.pdf import pdf_response
from layouts.views.rows import LineWork, address
from rackbeat.lib.actions import BUTTON, PRIMARY, Action, Actions, link
from rackbeat.lib.refusal import Refusal

Words = str | Promise
TOO_LARGE = gettext_lazy("A number in it is larger than we can keep.")


class Desk(LineWork):
    """One kind of document, as pages. The attributes and the methods up to `totals` are what a kind says of itself."""

    model: ClassVar[type[Document]]
    app: ClassVar[str]  # the namespace of its addresses: "sales"
    noun: ClassVar[str]  # the name of its addresses: "order"
    nouns: ClassVar[str]  # its list: "orders", which is its folder too
    converter: ClassVar[str] = "int"
    sees: ClassVar[str]
    works: ClassVar[str]
    title: ClassVar[Words]  # "Order %(number)s"
    parties: ClassVar[Any]  # whom a new one can be for
    party_label: ClassVar[Words] = gettext_lazy("Customer")
    party_options: ClassVar[str] = ""  # the address (by name) that suggests them
    party_page: ClassVar[str] = ""  # the address (by name) of one of them
    party_new: ClassVar[str] = ""  # the address (by name) where one is made
    new_title: ClassVar[Words] = gettext_lazy("New document")
    header_form: ClassVar[type[HeaderForm]] = HeaderForm
    papers: ClassVar[Sequence[Paper]] = ()  # the first stands beside the verbs, the others in the menu
    template: ClassVar[str] = "layouts/document.html"
    begin: ClassVar[Callable[..., Any] | None] = None  # the verb that makes one: draft(party, by=…)
    delete: ClassVar[Callable[..., Any]] = staticmethod(drafting.delete)

    # --- what a kind says of itself ------------------------------------------------------------------------------

    def rows(self) -> Any:
        """The documents, with what a page needs of their neighbours."""
        return self.model.objects.select_related(self.model.party_field, "layout", "created_by")

    def key_of(self, document: Document) -> Any:
        return document.number

    def find(self, key: Any) -> Document:
        try:
            return self.rows().get(number=key)
        except self.model.DoesNotExist:
            raise Http404 from None

    def name_of(self, document: Document) -> str:
        return str(self.title) % {"number": document.number}

    def within(self, document: Document) -> str:
        """Its name within a sentence: order 1042."""
        name = self.name_of(document)
        return name[:1].lower() + name[1:]

    def badges(self, document: Any) -> list[Any]:
        return [document.status_track]

    def chain(self, document: Any, request: HttpRequest) -> list[Link]:
        return []

    def facts(self, document: Any, request: HttpRequest) -> list[list[Fact]]:
        """The facts under the title: each inner list stands in one place, label over value."""
        return [
            [self.party_fact(document)],
            [Fact(_("Delivered to"), document.delivery_lines or document.address_lines)],
            [Fact(_("Our reference"), document.our_reference), Fact(_("Their reference"), document.their_reference)],
            [self.layout_fact(document, request)],
        ]

    def verbs(self, document: Any, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        """What may be done with it beyond what every document offers; the natural next one as primary."""
        return []

    def warning(self, document: Any, lines: Sequence[Any], known: dict[int, Any]) -> Words:
        return ""

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        if "price.view" not in request.may:  # type: ignore[attr-defined]
            return []
        return table.totals(document, lines)

    def more(self, document: Any, request: HttpRequest) -> dict[str, Any]:
        """What else this kind's template shows."""
        return {}

    def explain(self, document: Any, known: dict[int, Any], request: HttpRequest) -> dict[str, Any]:
        """What a number of the page was asked to say about itself."""
        return {}

    # --- facts that all have ---

    def party_fact(self, document: Document) -> Fact:
        party = document.party
        lines = [f"{party.number} {document.party_name}", *document.address_lines]
        return Fact(self.party_label, lines, url=address(self.party_page, party.number) if self.party_page else "")

    def layout_fact(self, document: Document, request: HttpRequest) -> Fact:
        may = self.works in request.may  # type: ignore[attr-defined]
        where = self.url(document, "layout") if may else ""
        if document.layout is None:
            return Fact(_("Layout"), _("None"), more=(_("Choose"), where) if where else None, missing=True)
        return Fact(_("Layout"), document.layout.name, url=where)

    # --- addresses -----------------------------------------------------------------------------------------------

    def url(self, document: Document, part: str = "", *more: Any) -> str:
        """The address of its page, or of a part or verb of it."""
        return reverse(f"{self.app}:{self.noun}{'_' if part else ''}{part}", args=[self.key_of(document), *more])

    def paths(self) -> list[URLPattern]:
        """The addresses of everything that all kinds have."""
        sees, works, one = allow(self.sees), allow(self.works), f"{self.nouns}/<{self.converter}:key>/"
        found: list[tuple[str, View, str]] = [
            (one, sees(self.show), ""),
            (f"{one}edit/", works(once(self.edit)), "_edit"),
            (f"{one}note/", works(once(self.note)), "_note"),
            (f"{one}layout/", works(once(self.choose_layout)), "_layout"),
            (f"{one}archive/", works(once(partial(self.archive, archived=True))), "_archive"),
            (f"{one}unarchive/", works(once(partial(self.archive, archived=False))), "_unarchive"),
            (f"{one}delete/", works(once(self.delete_view)), "_delete"),
        ]
        found += [
            (one + paper.file, sees(partial(self.pdf, kind=paper.kind)), f"_{paper.part}") for paper in self.papers
        ]
        if self.begin is not None:
            found.insert(0, (f"{self.nouns}/new/", works(once(self.new)), "_new"))
        if self.line_form is not None:
            found += [
                (f"{one}lines/", works(once(self.add_line_view)), "_line_add"),
                (f"{one}lines/<int:line>/", works(once(self.change_line_view)), "_line"),
                (f"{one}lines/<int:line>/remove/", works(once(self.remove_line_view)), "_line_remove"),
                (f"{one}lines/<int:line>/up/", works(once(partial(self.move_line_view, up=True))), "_line_up"),
                (f"{one}lines/<int:line>/down/", works(once(partial(self.move_line_view, up=False))), "_line_down"),
            ]
        return [path(where, view, name=self.noun + end) for where, view, end in found]

    # --- the page ------------------------------------------------------------------------------------------------

    def show(self, request: HttpRequest, key: Any) -> HttpResponse:
        document = self.find(key)
        if str(self.key_of(document)) != str(key):
            return HttpResponseRedirect(self.url(document))
        return self.page(request, document)

    def page(
        self, request: Any, document: Any, *, form: Any = None, refusal: Words = "", status: int = 200
    ) -> HttpResponse:
        """The document's page. `form`: the form of the row that stays open, with what was typed."""
        lines = document.__dict__["shown_lines"] = list(self.lines_of(document))
        known = self.know(document, lines, request)
        writes = self.works in request.may
        shown = self.table(request, document, lines, known, form, writes=writes and document.is_draft)
        context = {
            "desk": self,
            "document": document,
            "heading": self.name_of(document),
            "badges": self.badges(document),
            "chain": self.chain(document, request),
            "facts": said(self.facts(document, request)),
            "actions": self.actions(document, request, known),
            "questions": self.questions(document) if writes else [],
            "warning": self.warning(document, lines, known),
            "table": shown,
            "totals": self.totals(document, lines, known, request) if lines else [],
            "events": history.of(document),
            "note_url": self.url(document, "note") if writes else "",
            "undo_url": self.url(document, "unarchive" if document.archived else "archive") if writes else "",
            "page_url": self.url(document),
            "writes": writes and document.is_draft,
            "refusal": refusal,
            "frame": "layouts/_bare.html" if request.htmx else "ui/page.html",
            **self.explain(document, known, request),
            **self.more(document, request),
        }
        return render(request, self.template, context, status=status)

    def actions(self, document: Any, request: Any, known: dict[int, Any]) -> Actions:
        """Papers and editing beside the kind's own verbs; then what every document offers."""
        found = [
            link(paper.label, self.url(document, paper.part), place=BUTTON if not at else "more", icon="print")
            for at, paper in enumerate(self.papers)
        ]
        if self.works not in request.may:
            return Actions(found)
        verbs = self.verbs(document, request, known)
        if document.is_draft:
            found.append(link(_("Edit"), self.url(document, "edit"), place=BUTTON, icon="edit", key="e"))
        found += verbs
        found.append(link(_("Choose layout"), self.url(document, "layout"), icon="file"))
        if document.archived:
            found.append(Action(_("Take out of the archive"), self.url(document, "unarchive"), icon="archive", key="a"))
        else:
            found.append(Action(_("Archive"), self.url(document, "archive"), icon="archive", key="a"))
        if document.is_draft:
            question = _("Delete %(name)s") % {"name": self.within(document)}
            found.append(Action(question, self.url(document, "delete"), icon="trash", danger=True, dialog="ask-delete"))
        return Actions(found)

    def questions(self, document: Any) -> list[dict[str, Any]]:
        """The dialogs of the page: {id, url, heading, submit, text, danger}."""
        if not document.is_draft:
            return []
        return [{"id": "ask-delete", "url": self.url(document, "delete"), **vars(self.ask_delete(document))}]

    def ask_delete(self, document: Any) -> Question:
        name = self.within(document)
        text = _("It has not been used for anything. It cannot be brought back.")
        return Question(_("Delete %(name)s?") % {"name": name}, _("Delete %(name)s") % {"name": name}, text)

    # --- making and changing -------------------------------------------------------------------------------------

    def new(self, request: Any) -> HttpResponse:
        """Choose for whom, then write."""
        data = request.POST if request.method == "POST" else None
        options = address(self.party_options) if self.party_options else ""
        given = {"party": request.GET.get("for", "")[:20]}
        form = NewForm(data, rows=self.parties, label=self.party_label, options=options, initial=given)
        refusal: Words = ""
        if data is not None and form.is_valid():
            try:
                document = type(self).begin(form.cleaned_data["party"], by=request.user)  # type: ignore[misc]
                return HttpResponseRedirect(self.url(document) + ("?line=new" if self.line_form else ""))
            except Refusal as no:
                refusal = no.message
        context = {
            "form": form,
            "heading": self.new_title,
            "back": reverse(f"{self.app}:{self.nouns}"),
            "submit": _("Create and edit"),
            "refusal": refusal,
            "party_new": address(self.party_new) if self.party_new else "",
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
        if no.field in form.fields:
            form.add_error(no.field, str(no.message))
            return form, ""
        return form, no.message

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
        return pdf_response(self.find(key), kind)

    def choose_layout(self, request: Any, key: Any) -> HttpResponse:
        document = self.find(key)
        data = request.POST if request.method == "POST" else None
        form = LayoutForm(data, initial={"layout": document.layout_id})
        if data is not None and form.is_valid():
            drafting.choose_layout(document, form.cleaned_data["layout"], by=request.user)
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

    # --- any other verb ------------------------------------------------------------------------------------------

    def verb(
        self,
        do: Callable[..., Any],
        *,
        done: Words = "",
        to: Callable[[Any], str] | None = None,
        right: str = "",
        ask: Callable[[Any], Question] | None = None,
        form: type[Any] | None = None,
    ) -> View:
        """A view of a verb: POST does `do(document, by=…)`, says `done` and goes to what came of it (`to`).

        `ask`: GET asks first. `form`: what the verb wants to know beside; its cleaned data go along.
        """

        def view(request: Any, key: Any) -> HttpResponse:
            document = self.find(key)
            given = form(request.POST if request.method == "POST" else None, row=document) if form else None
            if request.method != "POST":
                asked = ask(document) if ask else None
                return self.ask(request, document, asked, given) if asked else HttpResponseRedirect(self.url(document))
            if given is not None and not given.is_valid():
                return self.wrong(request, document, given, ask)
            try:
                result = do(document, by=request.user, **(given.cleaned_data if given else {}))
            except Refusal as no:
                if given is not None and no.field in given.fields:
                    given.add_error(no.field, str(no.message))
                    return self.wrong(request, document, given, ask)
                return self.refuse(request, document, no.message)
            except DataError:
                return self.refuse(request, document, TOO_LARGE)
            if done:
                numbers = {"number": result.number or "", "draft": getattr(result, "draft_number", "")}
                messages.success(request, str(done) % numbers)
            return HttpResponseRedirect(to(result) if to else self.url(result))

        return allow(right or self.works)(once(view))

    def refuse(self, request: Any, document: Any, why: Words) -> HttpResponse:
        """The document's page with the sentence above its lines."""
        return self.page(request, self.find(self.key_of(document)), refusal=why, status=422)

    def wrong(self, request: Any, document: Any, form: Any, ask: Any) -> HttpResponse:
        """The question again, with what is wrong; or the page, where nothing was asked."""
        if ask is not None:
            return self.ask(request, document, ask(document), form, status=422)
        return self.refuse(request, document, next(iter(form.errors.values()))[0])

    def ask(self, request: Any, document: Any, question: Question, form: Any = None, status: int = 200) -> HttpResponse:
        context = {"question": question, "form": form, "heading": question.heading, "back": self.url(document)}
        return render(request, "layouts/question.html", context, status=status)


def render_undo(words: str) -> Any:
    """A message that can be taken back: its button belongs to the form `undo` of the page it stands on."""
    return format_html('{} <button class="link" form="undo">{}</button>', words, _("Undo"))


__all__ = ["BUTTON", "PRIMARY", "Action", "Actions", "Desk", "Fact", "Link", "Paper", "Question", "address", "link"]
