"""Returns to suppliers as pages: the desk, with prices or without, what booking takes out of stock, and taking it back."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.permissions import allow
from accounts.request import Request
from inventory import availability
from inventory.stock_forms import ReverseForm
from inventory.views.previews import Previews
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Link, Paper, Question
from purchasing import credits, invoiced, returns
from purchasing.forms import ReturnForm, ReturnLineForm, ReturnOnForm, WarehouseReturnLineForm
from purchasing.models import SupplierInvoice, SupplierReturn
from purchasing.views.buying import AMOUNT, DISCOUNT, PRICE, BuyingDesk, without_link
from purchasing.views.invoices import invoice_links, to_draft
from rackbeat.lib.amounts import ZERO
from rackbeat.templatetags import ui

PLACE = table.LineColumn("place", gettext_lazy("From"), lambda line, known: line.location.code, "location")
CAME = table.LineColumn(
    "avail",
    gettext_lazy("Received"),
    lambda line, known: ui.quantity(known["came"]) if "came" in known else "",
    number=True,
    soft=True,
    say=gettext_lazy("received"),
)
HERE = table.LineColumn(
    "dg",
    gettext_lazy("Lies there"),
    lambda line, known: ui.quantity(known["here"]) if "here" in known else "",
    number=True,
    soft=True,
    say=gettext_lazy("lies there"),
)
COST = table.LineColumn(
    "dg", gettext_lazy("Out of stock"), lambda line, known: ui.amount(line.amount_cost), number=True, right="cost.view"
)


class ReturnDesk(Previews, BuyingDesk):
    """What goes back to a supplier, for those who see what it cost."""

    model = SupplierReturn
    noun, nouns = "return", "returns"
    sees, works = "receipts.view", "receipts.work"
    title = gettext_lazy("Return %(number)s")
    header_form = ReturnForm
    line_form = ReturnLineForm
    text_lines = False
    papers = (Paper(),)
    template = "purchasing/returns/show.html"
    books, reverses = staticmethod(returns.book), staticmethod(returns.reverse)

    def rows(self) -> Any:
        return super().rows().select_related("receipt__order", "booked_by", "agreement")

    def facts(self, document: SupplierReturn, request: HttpRequest) -> list[list[Fact]]:
        who = document.booked_by.name if document.booked_by else ""
        back = Fact(pgettext_lazy("supplier invoice", "Reversed"), ui.day(document.reversed_on))
        places = [
            [without_link(self.party_fact(document), request)],
            [Fact(_("Sent back"), ui.day(document.returned_on)), Fact(_("Booked by"), who), back],
            [Fact(_("Why they go back"), document.cause)],
            [Fact(_("Our reference"), document.our_reference), Fact(_("Their reference"), document.their_reference)],
            [Fact(_("Text on the document"), document.note)],
            [self.layout_fact(document, request)],
        ]
        return [place for place in places if any(fact.value for fact in place)]

    def chain(self, document: SupplierReturn, request: HttpRequest) -> list[Link]:
        receipt = document.receipt
        before = []
        if receipt.order:
            sees = "purchasing.view" in request.may  # type: ignore[attr-defined]
            url = reverse("purchasing:order", args=[receipt.order.number]) if sees else ""
            before.append(Link(_("Purchase order %(number)s") % {"number": receipt.order.number}, url))
        url = reverse("purchasing:receipt", args=[receipt.number])
        before.append(Link(_("Receipt %(number)s") % {"number": receipt.number}, url))
        sees = "purchasing.view" in request.may  # type: ignore[attr-defined]
        credited = SupplierInvoice.objects.filter(lines__return_line__supplier_return=document)
        after = invoice_links(credited) if sees else []
        return [*before, Link(self.name_of(document), state="current"), *after]

    # --- lines ---

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("location", "receipt_line", "supplier_return")

    def columns_for(self, document: SupplierReturn) -> Sequence[table.LineColumn]:
        money = (PRICE, DISCOUNT, AMOUNT)
        if document.is_draft:
            return (table.ITEM, table.TEXT, PLACE, HERE, CAME, table.QUANTITY, table.UNIT, *money)
        return (table.ITEM, table.TEXT, PLACE, table.QUANTITY, table.UNIT, *money, COST)

    def know(self, document: SupplierReturn, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """While it is a draft: how many came, and how many lie at the place."""
        if not document.is_draft:
            return {}
        here = availability.on_hand({line.item_id for line in lines}, {line.location_id for line in lines})
        came = dict(document.lines.values_list("pk", "receipt_line__quantity"))
        return {
            line.pk: {"here": here.get((line.item_id, line.location_id), ZERO), "came": came.get(line.pk, ZERO)}
            for line in lines
        }

    def options(self) -> dict[str, str]:
        return {"location": reverse("purchasing:location_options")}

    def line_facts(self, document: SupplierReturn, item: Any) -> dict[str, Any]:
        return {"text": item.name, "unit": item.unit.name}

    def change_line(self, line: Any, *, by: Any, **facts: Any) -> Any:
        return returns.change_line(line, by=by, **facts)

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        """What the supplier is to credit; once it is booked also what left the stock, and what is gained or lost by it."""
        rows = super().totals(document, lines, known, request)
        if rows and document.is_final:
            cost = sum((line.amount_cost for line in lines), ZERO)
            rows.append({"label": _("Out of stock, at cost"), "value": cost, "kind": "margin"})
            rows.append({"label": _("Price variance"), "value": document.amount_net - cost, "kind": "margin"})
        return rows

    # --- verbs ---

    def verbs(self, document: SupplierReturn, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if document.is_draft:
            if self.is_tried(document):
                words = _("Book %(name)s") % {"name": self.within(document)}
                return [Action(words, self.url(document, "book"), place=PRIMARY, dialog="ask-book", icon="check")]
            why = "" if document.lines.filter(quantity__gt=0).exists() else _("Say how many go back.")
            return [Action(_("Preview and book"), self.url(document, "preview"), place=PRIMARY, why_not=why)]
        return [*self._crediting(document, request), *self.reversing(document)]

    def _crediting(self, document: SupplierReturn, request: Any) -> list[Action]:
        """What went back waits for the supplier's credit note, as far as it was invoiced: entered by those who buy."""
        waits = document.status == SupplierReturn.Status.BOOKED and "purchasing.edit" in request.may
        if not waits or not invoiced.uncredited(document.lines.all()).exists():
            return []
        lines = document.lines.values_list("receipt_line", flat=True)
        why = "" if any(invoiced.invoiced(lines).values()) else _("The supplier has not invoiced these goods.")
        url = self.url(document, "credit")
        return [Action(_("Enter credit note"), url, place=PRIMARY, icon="file", why_not=why)]

    def questions(self, document: SupplierReturn) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.is_draft:
            shown = {"id": "ask-book", "url": self.url(document, "book"), "body": "purchasing/invoices/_book.html"}
            found.append({**shown, **vars(self.ask_book(document))})
        return found

    def ask_book(self, document: SupplierReturn) -> Question:
        name = {"name": self.within(document)}
        text = _("The goods are out of stock at once. What is booked can only be reversed.")
        return Question(_("Book %(name)s?") % name, _("Book %(name)s") % name, text, danger=False)

    def ask_reverse(self, document: SupplierReturn) -> Question:
        name = {"name": self.within(document)}
        text = _("The goods are in stock again, at what they left at. It keeps its number.")
        return Question(_("Reverse %(name)s?") % name, _("Reverse %(name)s") % name, text)

    def ask_delete(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        text = _("Stock stays as it is. It cannot be brought back.")
        return Question(_("Delete %(name)s?") % name, _("Delete %(name)s") % name, text)

    def more(self, document: SupplierReturn, request: Any) -> dict[str, Any]:
        found = super().more(document, request)
        if self.works in request.may:
            found |= {"book_form": ReturnOnForm(row=document)} if document.is_draft else self.reverse_facts(document)
        return found

    def paths(self) -> list[URLPattern]:
        one = f"{self.nouns}/<{self.converter}:key>/"
        return [
            *super().paths(),
            path(f"{one}preview/", allow(self.works)(self.preview_view), name="return_preview"),
            path(f"{one}book/", self.book_view(), name="return_book"),
            path(f"{one}reverse/", self.reverse_view(), name="return_reverse"),
        ]

    def book_view(self) -> Any:
        done = gettext_lazy("Return %(number)s is booked: its goods are out of stock.")
        return self.verb(returns.book, ask=self.ask_book, form=ReturnOnForm, done=done)

    def reverse_view(self) -> Any:
        done = gettext_lazy("Return %(number)s is reversed: its goods are in stock again.")
        return self.verb(returns.reverse, ask=self.ask_reverse, form=ReverseForm, done=done)


class WarehouseDesk(ReturnDesk):
    """The same for those who see no costs: prices are neither shown nor read."""

    line_form = WarehouseReturnLineForm


desk, warehouse = ReturnDesk(), WarehouseDesk()
make_credit = desk.verb(
    credits.draft_from_return,
    right="purchasing.edit",
    done=gettext_lazy(
        "The draft holds what went back and is not credited. Enter the supplier's number and compare the prices."
    ),
    to=to_draft,
)


def _by_right(priced: Callable[..., Any], plain: Callable[..., Any]) -> Callable[..., Any]:
    """The view of the desk that fits whoever asks."""

    def view(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (priced if "cost.view" in request.may else plain)(request, *args, **kwargs)

    view.allows = priced.allows  # type: ignore[attr-defined]
    return view


def paths() -> list[URLPattern]:
    """The desk's addresses, each for both kinds of reader. No line is added by hand: goods come from the receipt."""
    both = zip(desk.paths(), warehouse.paths(), strict=True)
    made = [path(str(one.pattern), _by_right(one.callback, other.callback), name=one.name) for one, other in both]
    return [each for each in made if each.name != "return_line_add"]
