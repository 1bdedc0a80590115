"""Supplier invoices as pages: the draft at its desk, what booking changes, and the receipts that it is about."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from accounts.once import once
from accounts.permissions import allow
from inventory.stock_forms import ReverseForm
from inventory.views.previews import Previews
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Link, Paper, Question, address
from layouts.views.kinds import BookableDesk, key_of
from purchasing import creditable, invoiced, invoices, prices
from purchasing.forms import AddReceiptForm, BookForm, InvoiceForm, InvoiceLineForm, suppliers
from purchasing.models import GoodsReceipt, SupplierInvoice, SupplierInvoiceLine, SupplierReturn
from purchasing.views.buying import AMOUNT, DISCOUNT, PRICE, BuyingDesk
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui

LINE = SupplierInvoiceLine


def name_of(invoice: SupplierInvoice) -> str:
    """Supplier invoice 1042, or Supplier credit note draft 17."""
    if invoice.number:
        word = _("Supplier credit note %(number)s") if invoice.is_credit else _("Supplier invoice %(number)s")
        return word % {"number": invoice.number}
    word = _("Supplier credit note draft %(number)s") if invoice.is_credit else _("Supplier invoice draft %(number)s")
    return word % {"number": invoice.draft_number}


def invoice_links(rows: QuerySet[SupplierInvoice]) -> list[Link]:
    """The invoices as ends of a chain; those that were taken back are not part of it."""
    found = rows.exclude(status=SupplierInvoice.Status.REVERSED).order_by("number", "draft_number").distinct()
    return [Link(name_of(each), reverse("purchasing:invoice", args=[key_of(each)])) for each in found]


def return_links(rows: QuerySet[SupplierReturn], request: Any) -> list[Link]:
    """The returns as ends of a chain, for those who see receipts; those that were taken back are not part of it."""
    if "receipts.view" not in request.may:
        return []
    found = rows.exclude(status=SupplierReturn.Status.REVERSED).order_by("number").distinct()
    word = _("Return %(number)s")
    return [Link(word % {"number": each.number}, reverse("purchasing:return", args=[each.number])) for each in found]


# --- the desk --------------------------------------------------------------------------------------------------------


def _receipt_of(line: Any, known: Any) -> Any:
    return line.receipt_line.receipt.number if getattr(line, "receipt_line_id", None) else ""


def _difference(line: Any, known: Any) -> str:
    """How many more than came; else by how much the amount differs from the receipt's."""
    if (left := known.get("left")) is not None and line.quantity > left:
        return _("%(quantity)s too many") % {"quantity": ui.quantity(line.quantity - left)}
    change = known.get("change")
    return str(ui.amount(change, "+")) if change else ""


def _posted(name: str) -> Any:
    return lambda line, known: ui.amount(getattr(line, name), "+") if getattr(line, name) else ""


RECEIPT = table.LineColumn("dg", gettext_lazy("Receipt"), _receipt_of, soft=True, say=gettext_lazy("receipt"))
SPREAD = table.LineColumn(
    "place",
    gettext_lazy("Spread"),
    lambda line, known: LINE.Spread(line.spread).label if line.is_spread else "",
    "spread",
    soft=True,
    say=gettext_lazy("spread"),
)
DIFFERENCE = table.LineColumn(
    "avail",
    gettext_lazy("Difference"),
    _difference,
    number=True,
    soft=True,
    right="cost.view",
    say=gettext_lazy("difference"),
)
TO_STOCK = table.LineColumn(
    "avail",
    gettext_lazy("To stock"),
    _posted("amount_stock"),
    number=True,
    right="cost.view",
    say=gettext_lazy("to stock"),
)
TO_SALES = table.LineColumn(
    "dg", gettext_lazy("To cost of sales"), _posted("amount_cost_of_sales"), number=True, right="cost.view"
)


class InvoiceDesk(Previews, BookableDesk, BuyingDesk):
    """What a supplier charges: entered as a draft, booked with a number, taken back where it was wrong."""

    model = SupplierInvoice
    noun, nouns = "invoice", "invoices"
    sees, works = "purchasing.view", "purchasing.edit"
    title = gettext_lazy("Supplier invoice %(number)s")
    new_title = gettext_lazy("New supplier invoice")
    header_form = InvoiceForm
    line_form = InvoiceLineForm
    begin = staticmethod(invoices.draft)
    delete = staticmethod(invoices.delete)
    parties = staticmethod(suppliers)
    papers = (Paper(),)
    template = "purchasing/invoices/show.html"
    books: ClassVar[Any] = staticmethod(invoices.book)
    reverses: ClassVar[Any] = staticmethod(invoices.reverse)

    def rows(self) -> Any:
        return super().rows().select_related("payment_terms", "agreement", "booked_by", "credits")

    def name_of(self, document: Any) -> str:
        return name_of(document)

    def facts(self, document: SupplierInvoice, request: HttpRequest) -> list[list[Fact]]:
        booked = Fact(_("Booked"), ui.day(document.booked_on))
        back = Fact(pgettext_lazy("supplier invoice", "Reversed"), ui.day(document.reversed_on))
        note = " · ".join(part for part in (document.heading, document.note) if part)
        places = [
            [self.party_fact(document)],
            *self.theirs(document),
            [booked, back] if document.is_final else [],
            [Fact(_("Our reference"), document.our_reference), Fact(_("Their reference"), document.their_reference)],
            [Fact(_("Text on the document"), note)],
            [self.layout_fact(document, request)],
        ]
        return [place for place in places if any(fact.value for fact in place)]

    def theirs(self, document: SupplierInvoice) -> list[list[Fact]]:
        """What stands on the supplier's paper."""
        terms = Fact(_("Payment"), document.payment_terms or "")
        return [
            [self.number_fact(document), Fact(_("Invoice date"), ui.day(document.invoiced_on))],
            [Fact(_("Due"), ui.day(invoices.due_on(document))), terms],
        ]

    def number_fact(self, document: SupplierInvoice) -> Fact:
        number = document.supplier_number
        return Fact(_("Their number"), number or _("Not entered"), missing=not number)

    def covered(self, document: SupplierInvoice) -> list[GoodsReceipt]:
        """The receipts that it is about."""
        if "covered" not in document.__dict__:
            rows = GoodsReceipt.objects.filter(covered_by__invoice=document).select_related("order")
            document.__dict__["covered"] = list(rows.order_by("number"))
        return document.__dict__["covered"]

    def chain(self, document: SupplierInvoice, request: HttpRequest) -> list[Link]:
        came = self.covered(document)
        orders = sorted({each.order.number or 0 for each in came if each.order})
        links = [
            Link(_("Purchase order %(number)s") % {"number": number}, reverse("purchasing:order", args=[number]))
            for number in orders
        ]
        links += [
            Link(_("Receipt %(number)s") % {"number": each.number}, reverse("purchasing:receipt", args=[each.number]))
            for each in came
        ]
        credited = SupplierInvoice.objects.filter(lines__credits__invoice=document)
        links = [*links, Link(self.name_of(document), state="current"), *invoice_links(credited)]
        return links if len(links) > 1 else []

    # --- lines ---

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("receipt_line__receipt", "order_line", "invoice")

    def columns_for(self, document: SupplierInvoice) -> Sequence[table.LineColumn]:
        start = (table.ITEM, table.TEXT, RECEIPT, SPREAD, table.QUANTITY, table.UNIT, PRICE, DISCOUNT, AMOUNT)
        return (*start, DIFFERENCE) if document.is_draft else (*start, TO_STOCK, TO_SALES)

    def options(self) -> dict[str, str]:
        return {"item": reverse("purchasing:item_options")}

    def line_facts(self, document: SupplierInvoice, item: Any) -> dict[str, Any]:
        return {**prices.line_facts(document.supplier, item), "spread": LINE.Spread.NONE}

    def know(self, document: SupplierInvoice, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """While it is a draft: by how much each line differs from what its receipt assumed."""
        known: dict[int, dict[str, Any]] = {line.pk: {} for line in lines if line.item_id}
        goods = [line for line in lines if document.is_draft and getattr(line, "receipt_line_id", None)]
        done = invoiced.reckoned({line.receipt_line_id for line in goods})
        for line in goods:
            before = done.get(line.receipt_line_id, (ZERO, ZERO))
            amount = invoiced.expected(line, before)
            left = line.receipt_line.quantity - before[0]
            known[line.pk] = {"expected": amount, "change": line.amount_net - amount, "left": left}
            done[line.receipt_line_id] = (before[0] + line.quantity, before[1] + amount)
        return known

    def warning(self, document: SupplierInvoice, lines: Sequence[Any], known: dict[int, Any]) -> str:
        """That it invoices more goods than came, before booking refuses it."""
        if document.is_credit:
            return ""
        over = [line for line in lines if "left" in known.get(line.pk, {}) and line.quantity > known[line.pk]["left"]]
        return invoiced.too_many(over[0], known[over[0].pk]["left"]) if over else ""

    def hints(self, document: Any, line: Any, known: Any, request: HttpRequest) -> list[table.Hint]:
        stored = document.lines.filter(pk=line.pk, receipt_line__isnull=False).select_related("receipt_line").first()
        if stored is None:
            return []
        came = stored.receipt_line
        return [
            table.Hint(_("Came"), f"{ui.quantity(came.quantity)} {came.unit}"),
            table.Hint(_("Price when it came"), ui.price(came.price)),
        ]

    def preview(self, document: Any, line: Any, form: Any) -> Any:
        """The open row's line keeps the receipt that it is about."""
        draft = super().preview(document, line, form)
        if draft is not None and line is not None and draft is not line:
            draft.receipt_line, draft.order_line_id = line.receipt_line, line.order_line_id
        return draft

    def add_line(self, document: Any, *, by: Any, **facts: Any) -> Any:
        return invoices.add_line(document, by=by, **facts)

    def change_line(self, line: Any, *, by: Any, **facts: Any) -> Any:
        return invoices.change_line(line, by=by, **facts)

    # --- verbs ---

    def verbs(self, document: SupplierInvoice, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if document.is_draft:
            add = Action(_("Add receipt"), self.url(document, "receipt"), icon="in", post=False, place="button")
            if self.is_tried(document):
                words = _("Book %(name)s") % {"name": self.within(document)}
                return [add, Action(words, self.url(document, "book"), place=PRIMARY, dialog="ask-book", icon="check")]
            why = "" if known else _("Add a line first.")
            return [add, Action(_("Preview and book"), self.url(document, "preview"), place=PRIMARY, why_not=why)]
        return [*self._crediting(document), *self.reversing(document)]

    def _crediting(self, document: SupplierInvoice) -> list[Action]:
        """What the supplier gives back of a booked invoice, as long as anything is left of it."""
        if document.status != SupplierInvoice.Status.BOOKED:
            return []
        rest = creditable.rest_of(document).values()
        why = "" if any(left.quantity and left.amount for left in rest) else _("Nothing is left to credit.")
        label = _("Enter credit note")
        return [Action(label, self.url(document, "credit"), post=False, place="button", icon="undo", why_not=why)]

    def questions(self, document: SupplierInvoice) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.is_draft:
            shown = {"id": "ask-book", "url": self.url(document, "book"), "body": "purchasing/invoices/_book.html"}
            found.append({**shown, **vars(self.ask_book(document))})
        return found

    def ask_book(self, document: SupplierInvoice) -> Question:
        name = {"name": self.within(document)}
        text = _(
            "The goods cost what it says at once, also what of them was sold. What is booked can only be reversed."
        )
        return Question(_("Book %(name)s?") % name, _("Book %(name)s") % name, text, danger=False)

    def ask_reverse(self, document: SupplierInvoice) -> Question:
        name = {"name": self.within(document)}
        text = _("The goods cost again what they did without it, and can be invoiced anew. It keeps its number.")
        return Question(_("Reverse %(name)s?") % name, _("Reverse %(name)s") % name, text)

    def ask_delete(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        text = _("Its goods wait for an invoice again. It cannot be brought back.")
        return Question(_("Delete %(name)s?") % name, _("Delete %(name)s") % name, text)

    def more(self, document: SupplierInvoice, request: Any) -> dict[str, Any]:
        writes = self.works in request.may
        found = super().more(document, request)
        found["receipts"] = [self._receipt_facts(document, each) for each in self.covered(document)]
        if writes:
            found |= {"book_form": BookForm(row=document)} if document.is_draft else self.reverse_facts(document)
        return found

    def _receipt_facts(self, document: SupplierInvoice, receipt: GoodsReceipt) -> dict[str, Any]:
        lines = [line for line in document.__dict__["shown_lines"] if line.receipt_line_id]
        own = [line for line in lines if line.receipt_line.receipt_id == receipt.pk]
        cover = receipt.covered_by.get(invoice=document)
        return {
            "receipt": receipt,
            "url": reverse("purchasing:receipt", args=[receipt.number]),
            "invoiced": bool(own),
            "remove_url": self.url(document, "uncover", cover.pk) if document.is_draft else "",
        }

    # --- addresses ---

    def touched(self, document: Any) -> list[int]:
        """Its goods, and those that bear the freight that stands on it."""
        goods = GoodsReceipt.objects.filter(covered_by__invoice=document, lines__quantity__gt=0)
        return list(goods.values_list("lines__item", flat=True))

    def paths(self) -> list[URLPattern]:
        one = "invoices/<bookable:key>/"
        works = allow(self.works)
        return [
            *super().paths(),
            path(f"{one}preview/", works(self.preview_view), name="invoice_preview"),
            path(f"{one}book/", book, name="invoice_book"),
            path(f"{one}reverse/", reverse_view, name="invoice_reverse"),
            path(f"{one}receipt/", works(once(self.receipt_view)), name="invoice_receipt"),
            path(
                f"{one}receipts/<int:cover>/remove/",
                works(require_POST(once(self.uncover_view))),
                name="invoice_uncover",
            ),
        ]

    def receipt_view(self, request: Any, key: Any) -> HttpResponse:
        """Which receipt is it about too, and are its goods invoiced or do they bear freight only?"""
        document = self.find(key)
        if not document.is_draft:
            return self.refuse(request, document, _("It is no longer a draft, so it cannot be changed."))
        data = request.POST if request.method == "POST" else None
        form = AddReceiptForm(data, invoice=document)
        refusal: Any = ""
        if form.is_bound and form.is_valid():
            facts = {"with_goods": form.cleaned_data["what"] == "goods"}
            try:
                invoices.add_receipt(document, form.cleaned_data["receipt"], by=request.user, **facts)
                return HttpResponseRedirect(self.url(document))
            except Refusal as no:
                no.put_on(form)
        context = {
            "form": form,
            "heading": _("Add a receipt to %(name)s") % {"name": self.within(document)},
            "crumb": [(self.name_of(document), self.url(document))],
            "back": self.url(document),
            "submit": _("Add receipt"),
            "refusal": refusal,
        }
        return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)

    def uncover_view(self, request: Any, key: Any, cover: int) -> HttpResponse:
        document = self.find(key)
        found = document.covers.filter(pk=cover).select_related("receipt").first()
        if found is None:
            raise Http404
        receipt, number = found.receipt, found.receipt.number
        try:
            invoices.remove_receipt(document, receipt, by=request.user)
            messages.success(request, _("Receipt %(number)s is no longer on the invoice.") % {"number": number})
        except Refusal as no:
            return self.refuse(request, document, no.message)
        return HttpResponseRedirect(self.url(document))


desk = InvoiceDesk()
book = desk.verb(
    invoices.book,
    ask=desk.ask_book,
    form=BookForm,
    done=gettext_lazy("Supplier invoice %(number)s is booked: the goods cost what it says."),
)
reverse_view = desk.verb(
    invoices.reverse,
    ask=desk.ask_reverse,
    form=ReverseForm,
    done=gettext_lazy("Supplier invoice %(number)s is reversed."),
)
FROM_SOURCE = gettext_lazy(
    "The draft holds all that is left to invoice. Enter the supplier's number and compare the prices."
)


def to_draft(invoice: SupplierInvoice) -> str:
    return address("purchasing:invoice", key_of(invoice))
