"""What the desks of adjustments, transfers and counts share: a preview of what booking changes, booking, reversing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.permissions import allow
from inventory.models import StockDocument
from inventory.stock_forms import ReverseForm
from inventory.views.previews import Previews
from layouts.views.desk import PRIMARY, Action, Fact, Link, Question
from rackbeat.templatetags import ui

Words = str | Promise


@dataclass(frozen=True)
class Mark:
    """A badge beside the tracks: something that is true without being a status."""

    label: Words
    mark: str
    tone: str
    meaning: Words


REVERSED = Mark(
    pgettext_lazy("document", "Reversed"), "end", "bad", gettext_lazy("Another document has taken this one back.")
)


class StockDesk(Previews):
    """A document of inventory's own: it has no other party. The attributes say which verbs it goes by."""

    app = "inventory"
    sees, works = "items.view", "stock.work"
    text_lines = False
    template = "inventory/stock/show.html"
    booked: ClassVar[Words] = gettext_lazy("Number %(number)s is booked.")
    previewed: ClassVar[Words] = gettext_lazy("Preview and book")
    missing: ClassVar[Words] = gettext_lazy("Add a line first.")

    def rows(self) -> Any:
        return self.model.objects.select_related("layout", "created_by", "booked_by", "reverses", "agreement")

    def badges(self, document: Any) -> list[Any]:
        return [*self.tracks(document), *([REVERSED] if document.reversal else [])]

    def tracks(self, document: Any) -> list[Any]:
        return [document.status_track]

    def chain(self, document: Any, request: HttpRequest) -> list[Link]:
        """What it takes back, or what took it back."""
        here, back = Link(self.name_of(document), state="current"), document.reversal
        if document.reverses:
            return [Link(self.name_of(document.reverses), self.url(document.reverses)), here]
        return [here, Link(self.name_of(back), self.url(back))] if back else []

    def booking_facts(self, document: StockDocument) -> list[Fact]:
        who = document.booked_by.name if document.booked_by else ""
        return [Fact(_("Booked by"), who), Fact(_("Booked"), ui.moment(document.booked_at) if who else "")]

    def note_fact(self, document: StockDocument) -> Fact:
        return Fact(_("Text on the document"), " · ".join(part for part in (document.heading, document.note) if part))

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        """What booking it was worth: for those who see costs."""
        if document.is_draft or "cost.view" not in request.may or not hasattr(document, "value"):  # type: ignore[attr-defined]
            return []
        words = _("Change of stock value, %(currency)s") % {"currency": document.agreement.base_currency_id}
        return [{"label": words, "value": document.value, "kind": "total"}]

    # --- booking, seen first ---

    def is_ready(self, document: Any) -> bool:
        return document.lines.exists()

    def verbs(self, document: Any, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if document.is_draft:
            if self.is_tried(document):
                words = _("Book %(name)s") % {"name": self.within(document)}
                return [Action(words, self.url(document, "book"), place=PRIMARY, icon="check")]
            why_not = "" if self.is_ready(document) else self.missing
            return [Action(self.previewed, self.url(document, "preview"), place=PRIMARY, why_not=why_not)]
        return self.reversing(document)

    def can_be_reversed(self, document: Any) -> bool:
        return bool(document.is_final and document.reverses_id is None and not document.reversal)

    def more(self, document: Any, request: HttpRequest) -> dict[str, Any]:
        booking = {"book_url": self.url(document, "book")}
        return {**super().more(document, request), **booking, **self.reverse_facts(document)}

    def ask_book(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        text = _("Stock changes at once. What is booked cannot be changed, only reversed.")
        return Question(_("Book %(name)s?") % name, _("Book %(name)s") % name, text, danger=False)

    def ask_reverse(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        text = _("A new document takes back exactly what this one did, quantity and value, and points at it.")
        return Question(_("Reverse %(name)s?") % name, _("Reverse %(name)s") % name, text)

    def ask_delete(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        text = _("Stock stays as it is. It cannot be brought back.")
        return Question(_("Delete %(name)s?") % name, _("Delete %(name)s") % name, text)

    def paths(self) -> list[URLPattern]:
        one, own = f"{self.nouns}/<{self.converter}:key>/", type(self)
        book = self.verb(own.books, done=self.booked, ask=self.ask_book)
        reverse = self.verb(own.reverses, done=self.booked, ask=self.ask_reverse, form=ReverseForm)
        return [
            *super().paths(),
            path(f"{one}preview/", allow(self.works)(self.preview_view), name=f"{self.noun}_preview"),
            path(f"{one}book/", book, name=f"{self.noun}_book"),
            path(f"{one}reverse/", reverse, name=f"{self.noun}_reverse"),
        ]
