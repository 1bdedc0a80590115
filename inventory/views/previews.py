"""What booking a document, or taking it back, would change: shown before it is done, and not a word of it kept."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from inventory import effects
from inventory.stock_forms import ReverseForm
from layouts.views.desk import BUTTON, Action, Desk, Question
from rackbeat.lib.refusal import Refusal


class Previews(Desk):
    """A desk that tries a verb on a document, shows what came of it, and offers to do it."""

    books: ClassVar[Callable[..., Any]]
    reverses: ClassVar[Callable[..., Any]]

    def ask_reverse(self, document: Any) -> Question:
        raise NotImplementedError

    def touched(self, document: Any) -> Iterable[int]:
        """The items that the document may change."""
        return list(document.lines.values_list("item", flat=True))

    def is_tried(self, document: Any) -> bool:
        """Whether this page shows what came of a trial."""
        return "effect" in document.__dict__

    def can_be_reversed(self, document: Any) -> bool:
        return bool(document.status == type(document).Status.BOOKED)

    def reversing(self, document: Any) -> list[Action]:
        """Seen first, then done: the button that takes back stands under what it changes."""
        if not self.can_be_reversed(document):
            return []
        words = _("Reverse %(name)s") % {"name": self.within(document)}
        if self.is_tried(document):
            where = self.url(document, "reverse")
            return [Action(words, where, place=BUTTON, icon="undo", danger=True, dialog="ask-reverse")]
        return [Action(words, self.url(document, "preview"), icon="undo", danger=True)]

    def questions(self, document: Any) -> list[dict[str, Any]]:
        found = super().questions(document)
        if self.is_tried(document) and self.can_be_reversed(document):
            shown = {"id": "ask-reverse", "url": self.url(document, "reverse"), "body": "inventory/stock/_reverse.html"}
            found.append({**shown, **vars(self.ask_reverse(document))})
        return found

    def more(self, document: Any, request: HttpRequest) -> dict[str, Any]:
        may: Any = request.may  # type: ignore[attr-defined]
        tried = {"effect": document.__dict__.get("effect"), "costs": "cost.view" in may}
        return {**super().more(document, request), **tried}

    def reverse_facts(self, document: Any) -> dict[str, Any]:
        """What the question before a reversal shows: the day of the preview, and where another day is tried."""
        form = ReverseForm(row=document)
        form.initial["on"] = document.__dict__.get("effect_on") or form.initial["on"]
        return {"reverse_form": form, "preview_url": self.url(document, "preview")}

    def preview_view(self, request: Any, key: Any) -> HttpResponse:
        """The page with what would change. Really posted, and taken back: POST, because it takes locks."""
        document: Any = self.find(key)
        back = not document.is_draft
        if request.method != "POST" or (back and not self.can_be_reversed(document)):
            return HttpResponseRedirect(self.url(document))
        facts: dict[str, Any] = {}
        if back and "on" in request.POST:
            form = ReverseForm(request.POST, row=document)
            if not form.is_valid():
                return self.refuse(request, document, str(next(iter(form.errors.values()))[0]))
            facts = form.cleaned_data
        verb = type(self).reverses if back else type(self).books
        try:
            effect = effects.of(lambda: verb(document, by=request.user, **facts), self.touched(document))
        except Refusal as no:
            return self.refuse(request, document, no.message)
        fresh = self.find(key)  # as it stands: what was tried on it was taken back
        fresh.__dict__["effect"], fresh.__dict__["effect_on"] = effect, facts.get("on")
        return self.page(request, fresh)
