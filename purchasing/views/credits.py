"""Suppliers' credit notes as pages: begun from an invoice, a return or freely, the note at its desk, what booking changes.

A credit note has a supplier invoice's addresses; `paths` gives each of them to the desk that fits the document.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.once import once
from accounts.permissions import allow
from inventory.stock_forms import ReverseForm
from inventory.views.writing import write
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Link, Question
from layouts.views.kinds import shared
from purchasing import creditable, credits, invoiced
from purchasing.forms import BookForm, CreditForm, CreditHeaderForm, CreditLineForm
from purchasing.models import SupplierInvoice, SupplierReturn
from purchasing.views.buying import AMOUNT, DISCOUNT, PRICE
from purchasing.views.invoices import (
    DIFFERENCE,
    RECEIPT,
    SPREAD,
    TO_SALES,
    TO_STOCK,
    InvoiceDesk,
    desk,
    invoice_links,
    return_links,
)
from rackbeat.lib.amounts import ZERO
from rackbeat.templatetags import ui

Reason = SupplierInvoice.Reason
QUANTITY = replace(table.QUANTITY, words=lambda line, known: ui.quantity(abs(line.quantity)) if line.item_id else "")
CREDITED = replace(AMOUNT, words=lambda line, known: ui.amount(abs(line.amount_net)) if line.item_id else "")


def _goes(line: Any, known: Any) -> str:
    """The return that took the goods, else the place where they will be taken from."""
    if getattr(line, "return_line_id", None):
        return str(_("Return %(number)s") % {"number": line.return_line.supplier_return.number})
    return line.location.code if getattr(line, "location_id", None) else ""


GOES = table.LineColumn("place", pgettext_lazy("supplier credit", "Goes back from"), _goes, "location", soft=True)


class CreditDesk(InvoiceDesk):
    """What a supplier gives back: entered as a draft, booked with a number, taken back where it was wrong."""

    new_title = gettext_lazy("New supplier credit note")
    begin = staticmethod(credits.draft)
    header_form = CreditHeaderForm
    line_form = CreditLineForm
    books, reverses = staticmethod(credits.book), staticmethod(credits.reverse)

    def theirs(self, document: SupplierInvoice) -> list[list[Fact]]:
        date = Fact(_("Credit note date"), ui.day(document.invoiced_on))
        return [[self.number_fact(document), date], [Fact(_("Why"), document.get_reason_display())]]

    def chain(self, document: SupplierInvoice, request: HttpRequest) -> list[Link]:
        """The orders and receipts, the invoices that it credits, itself, the returns of its goods."""
        before = super().chain(document, request)[:-1] if self.covered(document) else []
        credited = SupplierInvoice.objects.filter(lines__credit_lines__invoice=document)
        after = return_links(SupplierReturn.objects.filter(lines__credit_lines__invoice=document), request)
        links = [*before, *invoice_links(credited), Link(self.name_of(document), state="current"), *after]
        return links if len(links) > 1 else []

    # --- lines ---

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("credits", "location", "return_line__supplier_return")

    def columns_for(self, document: SupplierInvoice) -> Sequence[table.LineColumn]:
        goes = (GOES,) if document.reason == Reason.RETURNED else (SPREAD,)
        start = (table.ITEM, table.TEXT, RECEIPT, *goes, QUANTITY, table.UNIT, PRICE, DISCOUNT, CREDITED)
        return (*start, DIFFERENCE) if document.is_draft else (*start, TO_STOCK, TO_SALES)

    def options(self) -> dict[str, str]:
        return {**super().options(), "location": reverse("purchasing:location_options")}

    def know(self, document: SupplierInvoice, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """While it is a draft: by how much each line changes what goods cost, or what their return said."""
        known: dict[int, dict[str, Any]] = {line.pk: {} for line in lines if line.item_id}
        goods = [line for line in lines if document.is_draft and getattr(line, "receipt_line_id", None)]
        done = invoiced.reckoned({line.receipt_line_id for line in goods})
        back = invoiced.credited_returns({line.return_line_id or 0 for line in goods}, drafts=False)
        for line in goods:
            net, expected = -abs(line.amount_net), ZERO
            if document.reason == Reason.RETURNED:
                before = back.get(line.return_line_id, invoiced.NOTHING)
                expected = invoiced.expected_of_return(line, before) if line.return_line_id else net
            elif document.reason == Reason.WRONG:
                expected = invoiced.expected(line, done.get(line.receipt_line_id, invoiced.NOTHING))
            known[line.pk] = {"expected": expected, "change": net - expected}
        return known

    def hints(self, document: Any, line: Any, known: Any, request: HttpRequest) -> list[table.Hint]:
        hints = super().hints(document, line, known, request)
        stored = document.lines.filter(pk=line.pk).select_related("credits", "return_line", "invoice").first()
        room = creditable.room_of(stored) if stored is not None else None
        return hints if room is None else [table.Hint(_("Left to credit"), ui.quantity(max(room, ZERO))), *hints]

    def preview(self, document: Any, line: Any, form: Any) -> Any:
        """The open row's line keeps what it is about; it is shown above zero and reckoned below."""
        draft = super().preview(document, line, form)
        if draft is not None and draft is not line:
            draft.quantity = -abs(draft.quantity)
            draft.invoice = document
            if line is not None:
                draft.return_line, draft.credits = line.return_line, line.credits
            draft.reckon()
        return draft

    def table(self, request: Any, document: Any, lines: Any, known: Any, form: Any, *, writes: bool) -> table.Table:
        made = super().table(request, document, lines, known, form, writes=writes)
        made.quantity = abs(made.quantity) if made.quantity is not None else None
        return made

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        """What is given back, above zero; of goods that went back what is gained or lost against their return."""
        rows = super().totals(document, lines, known, request)
        for row in rows:
            row["value"] = -row["value"]
        variance = sum((line.amount_variance for line in lines), ZERO)
        if rows and variance:
            rows.append({"label": _("Price variance"), "value": variance, "kind": "margin"})
        return rows

    def add_line(self, document: Any, *, by: Any, **facts: Any) -> Any:
        return credits.add_line(document, by=by, **facts)

    def change_line(self, line: Any, *, by: Any, **facts: Any) -> Any:
        return credits.change_line(line, by=by, **facts)

    def touched(self, document: Any) -> list[int]:
        """Its goods; where freight is given back, all that its receipts brought."""
        lines = document.lines.all()
        if any(line.is_spread for line in lines):
            return super().touched(document)
        return [line.item_id for line in lines if line.is_goods]

    # --- verbs ---

    def ask_book(self, document: SupplierInvoice) -> Question:
        name = {"name": self.within(document)}
        said = {
            Reason.RETURNED: _("Goods that have not gone back yet are out of stock at once."),
            Reason.WRONG: _("The goods cost again what their receipt said, and can be invoiced anew."),
            Reason.ALLOWANCE: _("The goods cost less at once, also what of them was sold."),
        }
        text = said[Reason(document.reason)] + " " + _("What is booked can only be reversed.")
        return Question(_("Book %(name)s?") % name, _("Book"), text, danger=False)

    def ask_reverse(self, document: SupplierInvoice) -> Question:
        name = {"name": self.within(document)}
        text = _("The goods cost again what they did without it, and what went back by it is in stock again.")
        return Question(_("Reverse %(name)s?") % name, pgettext("verb", "Reverse"), text)

    def ask_delete(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        text = _("What it credits can be credited again. It cannot be brought back.")
        return Question(_("Delete %(name)s?") % name, _("Delete %(name)s") % name, text)

    def verbs(self, document: SupplierInvoice, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if not document.is_draft:
            return self.reversing(document)
        found = super().verbs(document, request, known)
        missing = not document.supplier_number or document.invoiced_on is None
        why = _("Enter the supplier's number and the date first.") if known and missing else ""
        label = _("Book") if self.is_tried(document) else ""  # the whole name is wider than a phone
        return [
            replace(each, why_not=each.why_not or why, label=label or each.label) if each.place == PRIMARY else each
            for each in found
        ]


credit_desk = CreditDesk()
book = credit_desk.verb(
    credits.book,
    ask=credit_desk.ask_book,
    form=BookForm,
    done=gettext_lazy("Supplier credit note %(number)s is booked."),
)
reverse_view = credit_desk.verb(
    credits.reverse,
    ask=credit_desk.ask_reverse,
    form=ReverseForm,
    done=gettext_lazy("Supplier credit note %(number)s is reversed."),
)


# --- from an invoice ---------------------------------------------------------------------------------------------------


@allow("purchasing.edit")
@once
def credit(request: Any, key: Any) -> HttpResponse:
    """How much of each line, at what price, and why; then the draft."""
    invoice: Any = desk.find(key)
    if invoice.status != SupplierInvoice.Status.BOOKED or invoice.is_credit:
        return desk.refuse(request, invoice, _("Only a booked invoice can be credited."))
    rest = {line: left for line, left in creditable.rest_of(invoice).items() if left.quantity and left.amount}
    if not rest:
        return desk.refuse(request, invoice, _("Nothing is left to credit."))
    went = _went_back(rest)
    usual = Reason.RETURNED if any(went.values()) else Reason.ALLOWANCE
    data = request.POST if request.method == "POST" else None
    form = CreditForm(data, rest=rest, went=went, initial={"reason": usual})

    def begin(*, by: Any, reason: str, **_typed: Any) -> SupplierInvoice:
        return credits.draft_from_invoice(invoice, by=by, reason=reason, **form.facts())

    context = {
        "heading": _("Credit note of %(name)s") % {"name": desk.within(invoice)},
        "crumb": [(desk.name_of(invoice), desk.url(invoice))],
        "back": desk.url(invoice),
        "submit": _("Create credit note"),
    }
    template = "purchasing/invoices/credit.html"
    return write(request, form, begin, context=context, done=credit_desk.url, template=template)


def _went_back(rest: Any) -> dict[int, Any]:
    """By the invoice's line: what of its goods went back and no credit note holds."""
    by_receipt: dict[int, Any] = {}
    for each, quantity in creditable.went_back(rest).items():
        by_receipt[each.receipt_line_id] = by_receipt.get(each.receipt_line_id, ZERO) + quantity
    return {line.pk: by_receipt.get(line.receipt_line_id, ZERO) for line in rest}


# --- one address, two desks --------------------------------------------------------------------------------------------


def paths() -> list[URLPattern]:
    """The invoices' addresses, each for both kinds; then those that credit notes alone have."""
    own = {"invoice_book": book, "invoice_reverse": reverse_view}
    ours = {str(pattern.name): pattern.callback for pattern in credit_desk.paths()} | own
    return [
        path("invoices/credit/new/", allow("purchasing.edit")(once(credit_desk.new)), name="credit_new"),
        *shared(SupplierInvoice, desk.paths(), ours),
        path("invoices/<bookable:key>/credit/", credit, name="invoice_credit"),
    ]
