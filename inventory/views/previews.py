"""What booking a document, or taking it back, would change: shown before it is done, and not a word of it kept."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from inventory import effects
from inventory.stock_forms import ReverseForm
from layouts.views.desk import BUTTON, Action
from rackbeat.lib.refusal import Refusal


class Previews:
    """The part of a desk that tries a verb on a document, shows what came of it, and offers to do it."""

    books: ClassVar[Callable[..., Any]]
    reverses: ClassVar[Callable[..., Any]]

    if TYPE_CHECKING:
        find: ClassVar[Any]
        url: ClassVar[Any]
        page: ClassVar[Any]
        refuse: ClassVar[Any]
        within: ClassVar[Any]

    def touched(self, document: Any) -> Iterable[int]:
        """The items that the document may change."""
        return list(document.lines.values_list("item", flat=True))

    def can_be_reversed(self, document: Any) -> bool:
        return bool(document.status == type(document).Status.BOOKED)

    def reversing(self, document: Any) -> list[Action]:
        """Seen first, then done: the button that takes back stands under what it changes."""
        if not self.can_be_reversed(document):
            return []
        words = _("Reverse %(name)s") % {"name": self.within(document)}
        if "effect" in document.__dict__:
            where = self.url(document, "reverse")
            return [Action(words, where, place=BUTTON, icon="undo", danger=True, dialog="ask-reverse")]
        return [Action(words, self.url(document, "preview"), icon="undo", danger=True)]

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
                return self.refuse(request, document, next(iter(form.errors.values()))[0])
            facts = form.cleaned_data
        verb = type(self).reverses if back else type(self).books
        try:
            effect = effects.of(lambda: verb(document, by=request.user, **facts), self.touched(document))
        except Refusal as no:
            return self.refuse(request, document, no.message)
        fresh = self.find(key)  # as it stands: what was tried on it was taken back
        fresh.__dict__["effect"], fresh.__dict__["effect_on"] = effect, facts.get("on")
        return self.page(request, fresh)
