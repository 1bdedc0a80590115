"""The panel Why? of a document's page: what its layout prints and what not, and what mends it. `Desk` puts it in place."""

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.once import once
from accounts.permissions import View, allow
from layouts import diagnose, drafting, stored
from layouts.blocks import possible_blocks
from layouts.models import PaperKind
from layouts.views.rows import address
from rackbeat.lib.refusal import Refusal


class Why:
    """The part of a desk that explains its paper."""

    if TYPE_CHECKING:
        works: ClassVar[Any]
        party_page: ClassVar[Any]
        find: ClassVar[Any]
        url: ClassVar[Any]
        within: ClassVar[Any]
        refuse: ClassVar[Any]
        name_of: ClassVar[Any]
        papers_of: ClassVar[Any]

    def why_paths(self, one: str) -> list[tuple[str, View, str]]:
        works = allow(self.works)
        return [
            (f"{one}take-layout/", works(once(self.take_layout)), "_take_layout"),
            (f"{one}print-anew/", works(once(self.print_anew)), "_print_anew"),
        ]

    def why(self, document: Any, request: Any) -> dict[str, Any]:
        """What the page says when it was asked `?why=payment_terms`; nothing otherwise. `paper` names one beside the usual."""
        if "why" not in request.GET:
            return {}
        kinds = [paper.kind or document.paper_kind for paper in self.papers_of(document)] or [document.paper_kind]
        kind = request.GET["paper"] if request.GET.get("paper") in kinds else document.paper_kind
        possible = possible_blocks(kind)
        block = request.GET["why"] if request.GET["why"] in possible else possible[0]
        found = diagnose.diagnose(document, block, self._places(document, request), kind)

        def ask(block: str, kind: str) -> str:
            asked = {"why": block} if kind == document.paper_kind else {"why": block, "paper": kind}
            return f"{self.url(document)}?{urlencode(asked)}#why"

        others = [(label, ask(key, kind), key == block) for key, label in diagnose.blocks_of(document, kind)]
        papers = [(PaperKind(each).label, ask(block, each), each == kind) for each in kinds] if kinds[1:] else []
        return {"why": found, "why_open": True, "why_others": others, "why_papers": papers}

    def layout_of_party(self, document: Any, request: Any) -> str:
        """Where the party's layout is chosen."""
        party = address(self.party_page, document.party.number) if self.party_page else ""
        return f"{party}#layout" if party else ""

    def _places(self, document: Any, request: Any) -> diagnose.Places:
        writes = self.works in request.may
        return diagnose.Places(
            name=self.within(document),
            party=self.layout_of_party(document, request) if document.party_field else "",
            take=self.url(document, "take_layout") if writes else "",
            choose=self.url(document, "layout") if writes else "",
            anew=self.url(document, "print_anew") if writes else "",
            edit=self.url(document, "edit") if writes and document.is_draft else "",
        )

    def take_layout(self, request: Any, key: Any) -> HttpResponse:
        """Print the document with its customer's or supplier's layout."""
        document = self.find(key)
        if request.method == "POST" and document.party_field and document.party.layout:
            drafting.choose_layout(document, document.party.layout, by=request.user)
            words = _("%(name)s is printed with %(layout)s now.")
            messages.success(request, words % {"name": self.name_of(document), "layout": document.party.layout.name})
        return HttpResponseRedirect(self.url(document) + "?why#why")

    def print_anew(self, request: Any, key: Any) -> HttpResponse:
        """A new PDF of a booked document, beside the old ones."""
        document = self.find(key)
        if request.method == "POST":
            try:
                stored.anew(document, by=request.user)
            except Refusal as no:
                return self.refuse(request, document, no.message)
            messages.success(request, _("The PDF is made anew. The earlier one is kept."))
        return HttpResponseRedirect(self.url(document) + "?why#why")
