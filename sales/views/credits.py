"""Credit notes as pages: begun from an invoice or freely, the note at its desk, booking, settling, paying back.

A credit note has an invoice's addresses; `paths` gives each of them to the desk that fits the document.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.once import once
from accounts.permissions import allow
from inventory.models import CostEntry, Location
from inventory.views.writing import write
from layouts.models import PaperKind
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Link, Paper, Question
from layouts.views.kinds import shared
from rackbeat.lib import tracks
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui
from sales import credits, invoices
from sales.filters import OPEN
from sales.forms import BookForm, CreditForm, CreditLineForm, InvoiceForm, RefundForm, SettleForm
from sales.models import SalesInvoice
from sales.views.invoices import InvoiceDesk, book_on, desk
from sales.views.trade import invoice_name, numbered

QUANTITY = replace(table.QUANTITY, words=lambda line, known: ui.quantity(abs(line.quantity)) if line.item_id else "")
AMOUNT = replace(table.AMOUNT, words=lambda line, known: ui.amount(_credited(line)) if line.item_id else "")
BACK = table.LineColumn(
    "place",
    pgettext_lazy("credit note", "Back to"),
    lambda line, known: line.location.code if getattr(line, "location_id", None) else "",
    soft=True,
)


def _credited(line: Any) -> Decimal:
    """What a line gives back: a stored one stands below zero, one that is being written above it."""
    return -line.amount_net if line.quantity < 0 else line.amount_net


class CreditHeaderForm(InvoiceForm):
    groups = [
        (_("Credit note"), ["invoiced_on", ("our_reference", "their_reference"), "heading", "note"]),
        *InvoiceForm.groups[1:],
    ]

    def __init__(self, data: Any = None, *, row: Any, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.fields["invoiced_on"].label = _("Credit note date")


SETTLED = tracks.Said(
    pgettext_lazy("credit note", "Settled"), "done", "good", gettext_lazy("Nothing is left to settle or pay back.")
)


class CreditDesk(InvoiceDesk):
    """What a customer gets back: written as a draft, booked with a number, settled or paid back."""

    papers = (Paper(),)
    mailed = (PaperKind.CREDIT_NOTE,)
    new_title = gettext_lazy("New credit note")
    begin = staticmethod(credits.draft)
    line_form = CreditLineForm
    header_form = CreditHeaderForm
    payment_form = RefundForm

    def rows(self) -> Any:
        return super().rows().select_related("credits__order__quote")

    def badges(self, document: SalesInvoice) -> list[Any]:
        done = document.is_final and document.amount_paid and not document.amount_open
        return [document.status_track, *([SETTLED] if done else [])]

    def dates(self, document: SalesInvoice) -> list[Fact]:
        on = invoices.date_of(document)
        label = _("Credit note date") if document.invoiced_on else _("Credit note date, if booked today")
        return [Fact(label, ui.day(on)), Fact(_("Why"), document.get_reason_display())]

    # --- lines ---

    def needs_stock(self, document: SalesInvoice) -> bool:
        return False

    def columns_for(self, document: SalesInvoice) -> Sequence[table.LineColumn]:
        back = (BACK,) if document.reason == SalesInvoice.Reason.RETURNED else ()
        return (table.ITEM, table.TEXT, *back, QUANTITY, table.UNIT, table.PRICE, table.DISCOUNT, AMOUNT)

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("location")

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        return {line.pk: {} for line in lines if line.item_id}

    def hints(self, document: Any, line: Any, known: Any, request: HttpRequest) -> list[table.Hint]:
        stored = document.lines.filter(pk=line.pk, credits__isnull=False).select_related("credits").first()
        return [] if stored is None else [table.Hint(_("Left to credit"), ui.quantity(invoices.creditable_of(stored)))]

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        """What is given back, above zero; what the goods that came back are worth; what was settled."""
        rows = super(InvoiceDesk, self).totals(document, lines, known, request)
        for row in rows:
            row["value"] = -row["value"]
        if rows and document.is_final:
            rows += self._settled(document)
            worth = _worth(document) if "cost.view" in request.may else ZERO  # type: ignore[attr-defined]
            if worth:
                rows.append({"label": _("Back in stock, at cost"), "value": worth, "kind": "margin"})
        return rows

    def _settled(self, document: SalesInvoice) -> list[dict[str, Any]]:
        if not document.amount_paid:
            return []
        return [
            {"label": _("Settled or paid back"), "value": -document.amount_paid},
            {"label": _("Left"), "value": -document.amount_open},
        ]

    # --- the chain ---

    def chain(self, document: SalesInvoice, request: HttpRequest) -> list[Link]:
        credited = document.credits
        order = document.order
        before = numbered(_("Order %(number)s"), "sales:order", [order] if order else [])
        before += numbered(_("Invoice %(number)s"), "sales:invoice", [credited] if credited else [])
        return [*before, Link(invoice_name(document), state="current")] if before else []

    # --- verbs ---

    def verbs(self, document: SalesInvoice, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if document.is_draft:
            why = "" if known else _("Add a line before you book the credit note.")
            return [Action(_("Book"), self.url(document, "book"), place=PRIMARY, why_not=why, dialog="ask-book")]
        return []

    def ask_book(self, document: SalesInvoice) -> Question:
        facts = {
            "number": invoices.next_number(),
            "amount": ui.amount(-document.amount_total),
            "currency": document.currency,
            "day": ui.longday(invoices.date_of(document)),
        }
        text = _("It gets number %(number)s and is dated %(day)s: %(amount)s %(currency)s are credited.") % facts
        if document.credits:
            left = min(document.credits.amount_open, -document.amount_total)
            number = {"number": document.credits.number, "amount": ui.amount(left)}
            if left > 0:
                text += " " + _("It settles %(amount)s of invoice %(number)s.") % number
        if document.reason == SalesInvoice.Reason.RETURNED:
            text += " " + _("The goods are in stock at once, at what they cost when they left.")
        name = self.within(document)
        return Question(_("Book %(name)s?") % {"name": name}, _("Book %(name)s") % {"name": name}, text, danger=False)

    # --- money ---

    def money(self, document: SalesInvoice, form: Any, *, writes: bool) -> dict[str, Any]:
        found = {**super().money(document, form, writes=writes), "is_credit": True}
        if writes and found["amount_open"] > ZERO and (open_ones := open_invoices(document)).exists():
            found["settle_form"] = SettleForm(invoices=open_ones)
            found["settle_url"] = self.url(document, "settle")
        return found

    def table(self, request: Any, document: Any, lines: Any, known: Any, form: Any, *, writes: bool) -> table.Table:
        made = super().table(request, document, lines, known, form, writes=writes)
        made.quantity = abs(made.quantity) if made.quantity is not None else None
        return made


def _worth(document: SalesInvoice) -> Decimal:
    """What the goods that came back cost."""
    rows = CostEntry.objects.filter(source_kind=document._meta.label_lower, source_id=document.pk)
    return sum(rows.values_list("value", flat=True), ZERO)


def open_invoices(document: SalesInvoice) -> Any:
    """The customer's booked invoices that are not paid."""
    rows = SalesInvoice.objects.filter(OPEN, customer=document.customer_id, kind=SalesInvoice.Kind.INVOICE)
    return rows.order_by("due_on", "number")


credit_desk = CreditDesk()
book = credit_desk.verb(
    book_on,
    ask=credit_desk.ask_book,
    form=BookForm,
    mails=PaperKind.CREDIT_NOTE,
    done=gettext_lazy("Credit note %(number)s is booked."),
)


# --- from an invoice ---------------------------------------------------------------------------------------------------


@allow("sales.edit")
@once
def credit(request: Any, key: Any) -> HttpResponse:
    """How much of each line, why, and where goods come back to; then the draft."""
    invoice: Any = desk.find(key)
    if not invoice.is_final or invoice.is_credit:
        return desk.refuse(request, invoice, _("Only a booked invoice can be credited."))
    rest = credits.rest_of(invoice)
    places = Location.objects.filter(is_barred=False)
    usual = SalesInvoice.Reason.RETURNED if any(credits.sent_of(line) for line in rest) else SalesInvoice.Reason.WRONG
    form = CreditForm(
        request.POST if request.method == "POST" else None, rest=rest, places=places, initial={"reason": usual}
    )

    def begin(*, by: Any, reason: str, location: Any, **_typed: Any) -> SalesInvoice:
        facts = {"reason": reason, "location": location, "quantities": form.quantities()}
        return credits.draft_from_invoice(invoice, by=by, **facts)

    context = {
        "heading": _("Credit %(name)s") % {"name": desk.within(invoice)},
        "crumb": [(desk.name_of(invoice), desk.url(invoice))],
        "back": desk.url(invoice),
        "submit": _("Create credit note"),
    }
    return write(request, form, begin, context=context, done=credit_desk.url, template="sales/invoices/credit.html")


@allow("sales.edit")
@once
def settle(request: Any, key: Any) -> HttpResponse:
    """Use what is left of a credit note for an open invoice."""
    document: Any = credit_desk.find(key)
    form = SettleForm(request.POST or None, invoices=open_invoices(document))
    if request.method == "POST" and form.is_valid():
        try:
            credits.settle(document, form.cleaned_data["invoice"], by=request.user)
            messages.success(request, _("Settled."))
        except Refusal as no:
            return credit_desk.refuse(request, document, no.message)
    elif request.method == "POST":
        return credit_desk.refuse(request, document, _("Choose an open invoice."))
    return HttpResponseRedirect(credit_desk.url(document) + "#payments")


# --- one address, two desks ----------------------------------------------------------------------------------------------


def paths() -> list[URLPattern]:
    """The invoices' addresses, each for both kinds; then those that credit notes alone have."""
    one = "invoices/<bookable:key>/"
    ours = {str(pattern.name): pattern.callback for pattern in credit_desk.paths()} | {"invoice_book": book}
    return [
        *shared(SalesInvoice, desk.paths(), ours),
        path("invoices/credit/new/", allow("sales.edit")(once(credit_desk.new)), name="credit_new"),
        path(f"{one}credit/", credit, name="invoice_credit"),
        path(f"{one}settle/", settle, name="invoice_settle"),
    ]
