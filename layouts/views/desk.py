"""The desk where documents are written: one description for each kind, the same pages for all. Rules stay in the verbs.

A subclass of `Desk` says what its kind is about (model, rights, forms, columns, facts, chain, verbs); `paths()` gives the
addresses `<noun>`, `<noun>_new`, `<noun>_edit`, `<noun>_line…`, `<noun>_note`, `<noun>_archive`, `<noun>_layout`,
`<noun>_delete`; `verb()` makes a view of any other verb.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import history
from accounts.once import once
from accounts.permissions import View, allow
from layouts import drafting
from layouts.documents import Document, Numbered
from layouts.views import lines as table
from layouts.views.facts import Fact, Link, Paper, Question, said
from layouts.views.headers import HeaderForm
from layouts.views.legend import Measure, legend
from layouts.views.rows import LineWork, address
from layouts.views.verbs import TOO_LARGE
from layouts.views.why import Why
from layouts.views.writing import Writing, render_undo
from rackbeat.lib import tracks
from rackbeat.lib.actions import BUTTON, PRIMARY, Action, Actions, link

Words = str | Promise


class Desk(Writing, Why, LineWork):
    """One kind of document, as pages. The attributes and the methods up to `totals` are what a kind says of itself."""

    model: ClassVar[type[Numbered]]
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
    measures: ClassVar[dict[str, Measure]] = {}  # by the field of a track: by which columns of the lines it is seen

    # --- what a kind says of itself ------------------------------------------------------------------------------

    def rows(self) -> Any:
        """The documents, with what a page needs of their neighbours."""
        return self.model.objects.select_related(self.model.party_field, "layout", "created_by")

    def key_of(self, document: Numbered) -> Any:
        return document.number

    def find(self, key: Any) -> Any:
        try:
            return self.rows().get(number=key)
        except self.model.DoesNotExist:
            raise Http404 from None

    def name_of(self, document: Numbered) -> str:
        return str(self.title) % {"number": document.number}

    def within(self, document: Numbered) -> str:
        """Its name within a sentence: order 1042."""
        name = self.name_of(document)
        return name[:1].lower() + name[1:]

    def badges(self, document: Any) -> list[Any]:
        return [document.status_track]

    def archived_because(self, document: Any) -> str:
        """Why lists hide it: what is finished goes to the archive by itself (S4)."""
        if not document.archived:
            return ""
        return _("Archived by hand") if document.archived_by_hand else _("Archived as finished")

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

    def because(self, document: Any) -> Mapping[str, str]:
        """By the field of a track: what brought about the status that holds now, beside how far the lines have come."""
        return {}

    def warning(self, document: Any, lines: Sequence[Any], known: dict[int, Any]) -> Words:
        return ""

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        if "price.view" not in request.may:  # type: ignore[attr-defined]
            return []
        return table.totals(document, lines)

    def papers_of(self, document: Any) -> Sequence[Paper]:
        """The papers that this document offers now."""
        return self.papers

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

    def layout_fact(self, document: Numbered, request: HttpRequest) -> Fact:
        may = self.works in request.may  # type: ignore[attr-defined]
        where = self.url(document, "layout") if may else ""
        why = (_("Why?"), f"{self.url(document)}?why#why")
        if document.layout is None:
            return Fact(_("Layout"), _("None"), url=where, more=why, missing=True)
        return Fact(_("Layout"), document.layout.name, url=where, more=why)

    # --- addresses -----------------------------------------------------------------------------------------------

    def url(self, document: Numbered, part: str = "", *more: Any) -> str:
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
        found += self.why_paths(one)
        if self.mailed:
            found.append((f"{one}mail/", works(once(self.mail_page)), "_mail"))
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
        known, badges = self.know(document, lines, request), self.badges(document)
        writes = self.works in request.may
        shown = self.table(request, document, lines, known, form, writes=writes and document.is_draft)
        context = {
            "desk": self,
            "document": document,
            "heading": self.name_of(document),
            "badges": badges,
            "legend": legend(document, lines, self.measures, self.because(document), badges),
            "legend_url": f"{reverse('support:statuses')}#{tracks.anchor(self.model)}",
            "chain": self.chain(document, request),
            "facts": said(self.facts(document, request)),
            "actions": self.actions(document, request, known),
            "questions": self.questions(document) if writes else [],
            "warning": self.warning(document, lines, known),
            "put_away": self.archived_because(document),
            "table": shown,
            "totals": self.totals(document, lines, known, request) if lines else [],
            "events": history.of(document, may=request.may),
            "note_url": self.url(document, "note") if writes else "",
            "undo_url": self.url(document, "unarchive" if document.archived else "archive") if writes else "",
            "page_url": self.url(document),
            "writes": writes and document.is_draft,
            "refusal": refusal,
            "frame": "layouts/_bare.html" if request.htmx else "ui/page.html",
            "mails": self.mails(document, request),
            "kept": self.kept(document),
            **self.why(document, request),
            **self.explain(document, known, request),
            **self.more(document, request),
        }
        return render(request, self.template, context, status=status)

    def actions(self, document: Any, request: Any, known: dict[int, Any]) -> Actions:
        """Papers and editing beside the kind's own verbs; then what every document offers."""
        found = [
            link(paper.label, self.url(document, paper.part), place=BUTTON if not at else "more", icon="print")
            for at, paper in enumerate(self.papers_of(document))
        ]
        if self.works not in request.may:
            return Actions(found)
        verbs = self.verbs(document, request, known)
        if document.is_draft:
            found.append(link(_("Edit"), self.url(document, "edit"), place=BUTTON, icon="edit", key="e"))
        found += verbs
        if self.mailed and not document.is_draft:
            found.append(link(_("Send by mail"), self.url(document, "mail"), icon="mail"))
        found.append(link(_("Choose layout"), self.url(document, "layout"), icon="file"))
        if document.archived:
            found.append(Action(_("Take out of the archive"), self.url(document, "unarchive"), icon="archive", key="u"))
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


__all__ = [
    "BUTTON",
    "PRIMARY",
    "TOO_LARGE",
    "Action",
    "Actions",
    "Desk",
    "Fact",
    "Link",
    "Paper",
    "Question",
    "address",
    "link",
    "render_undo",
]
