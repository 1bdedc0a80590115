"""Goods receipts as pages: the receipt at its desk, with prices or without, and its verbs; where a new one begins."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory import availability
from inventory.models import CostEntry, Item
from layouts.views import lines as table
from layouts.views.desk import BUTTON, PRIMARY, Action, Actions, Fact, Link, Question, address, link
from purchasing import invoiced, invoices, prices, receipts, returns
from purchasing.forms import FreeReceiptForm, ReceiptForm, ReceiptLineForm, ReceivingForm, WarehouseLineForm
from purchasing.models import GoodsReceipt, PurchaseOrder, SupplierInvoice, SupplierReturn
from purchasing.views.buying import AMOUNT, DISCOUNT, PRICE, BuyingDesk, Mark, without_link
from purchasing.views.invoices import FROM_SOURCE, invoice_links, return_links, to_draft
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui

LATE = Mark(gettext_lazy("Late"), "end", "bad", gettext_lazy("It was expected before today."))
MOST_ORDERS = 50

PLACE = table.LineColumn("place", gettext_lazy("Location"), lambda line, known: line.location.code, "location")
ORDERED = table.LineColumn(
    "avail",
    gettext_lazy("Ordered"),
    lambda line, known: ui.quantity(line.order_line.quantity_due) if line.order_line_id else "",
    number=True,
    soft=True,
    say=gettext_lazy("ordered"),
)


def _on_hand_after(line: Any, known: Any) -> Any:
    if "after" not in known:
        return ""
    url = address("inventory:item", line.item.number)
    after = ui.quantity(known["after"])
    return format_html('<a class="explains" href="{}#ledger">{}</a>', url, after) if url else after


CAME = table.LineColumn(
    "qty", gettext_lazy("Into stock"), lambda line, known: ui.quantity(line.quantity, "+"), number=True
)
AFTER = table.LineColumn(
    "avail", gettext_lazy("On hand after"), _on_hand_after, number=True, say=gettext_lazy("on hand")
)


class ReceiptDesk(BuyingDesk):
    """What came, for those who see what it cost."""

    model = GoodsReceipt
    noun, nouns = "receipt", "receipts"
    sees, works = "receipts.view", "receipts.work"
    title = gettext_lazy("Receipt %(number)s")
    header_form = ReceiptForm
    line_form = ReceiptLineForm
    text_lines = False
    delete = staticmethod(receipts.delete)

    def rows(self) -> Any:
        return super().rows().select_related("order", "received_by")

    def badges(self, document: GoodsReceipt) -> list[Any]:
        return [document.status_track, *([LATE] if document.is_late(document.agreement.today()) else [])]

    def because(self, document: GoodsReceipt) -> dict[str, str]:
        return {"status": ui.day(document.received_on)}

    def facts(self, document: GoodsReceipt, request: HttpRequest) -> list[list[Fact]]:
        if document.is_draft:
            when = [Fact(pgettext_lazy("receipt", "Expected"), ui.day(document.receive_on))]
        else:
            who = document.received_by.name if document.received_by else ""
            when = [Fact(_("Received"), ui.day(document.received_on)), Fact(_("Received by"), who)]
        note = [Fact(_("Note"), document.note)] if document.note else []
        places = [
            [without_link(self.party_fact(document), request)],
            when,
            [Fact(_("Delivery note"), document.delivery_note_number)],
            [Fact(_("Their reference"), document.their_reference), *note],
        ]
        return [place for place in places if any(fact.value for fact in place)]

    def chain(self, document: GoodsReceipt, request: HttpRequest) -> list[Link]:
        here = Link(self.name_of(document), state="current")
        sees = "purchasing.view" in request.may  # type: ignore[attr-defined]
        after = invoice_links(SupplierInvoice.objects.filter(covers__receipt=document)) if sees else []
        after += return_links(SupplierReturn.objects.filter(receipt=document), request)
        if document.order is None:
            return [here, *after] if after else []
        url = reverse("purchasing:order", args=[document.order.number]) if sees else ""
        return [Link(_("Purchase order %(number)s") % {"number": document.order.number}, url), here, *after]

    # --- lines ---

    def columns_for(self, document: GoodsReceipt) -> Sequence[table.LineColumn]:
        ordered = (ORDERED,) if document.order_id else ()
        if document.is_draft:
            return (table.ITEM, table.TEXT, PLACE, *ordered, table.QUANTITY, table.UNIT, PRICE, DISCOUNT, AMOUNT)
        return (table.ITEM, table.TEXT, PLACE, CAME, table.UNIT, AFTER, PRICE, DISCOUNT, AMOUNT)

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        """What it is worth in stock: VAT has no part in that."""
        if "cost.view" not in request.may:  # type: ignore[attr-defined]
            return []
        words = _("Worth in stock, %(currency)s") % {"currency": document.currency}
        return [{"label": words, "value": document.amount_net, "kind": "total"}]

    def lines_of(self, document: GoodsReceipt) -> Any:
        return super().lines_of(document).select_related("location", "order_line__item__group", "receipt")

    def line_facts(self, document: GoodsReceipt, item: Item) -> dict[str, Any]:
        usual = receipts.usual_place(item.default_location, availability.default_location())
        return {**prices.line_facts(document.supplier, item), "location": usual}

    def options(self) -> dict[str, str]:
        return {"item": reverse("purchasing:goods_options"), "location": reverse("purchasing:location_options")}

    def know(self, document: GoodsReceipt, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """What each item stood at when its line had come in."""
        if document.is_draft:
            return {}
        entries = CostEntry.objects.filter(source_kind=document._meta.label_lower, source_id=document.pk)
        return {line_id: {"after": after} for line_id, after in entries.values_list("source_line_id", "quantity_after")}

    def warning(self, document: GoodsReceipt, lines: Sequence[Any], known: dict[int, Any]) -> str:
        if not document.is_draft:
            return ""
        over = [line for line in lines if line.order_line_id and line.quantity > line.order_line.quantity_to_receive]
        if not over:
            return ""
        said = ngettext(
            "On line %(lines)s more came than was ordered.", "On lines %(lines)s more came than was ordered.", len(over)
        )
        return said % {"lines": ", ".join(str(line.position) for line in over)}

    # --- verbs ---

    def layout_fact(self, document: Any, request: HttpRequest) -> Fact:
        return Fact("", "")

    def actions(self, document: Any, request: Any, known: dict[int, Any]) -> Actions:
        """A receipt has no paper, so it needs no layout."""
        found = super().actions(document, request, known)
        layout = self.url(document, "layout")
        return Actions(action for action in found if action.url != layout)

    def verbs(self, document: GoodsReceipt, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if not document.is_draft:
            return [*self._invoicing(document, request), *self._returning(document)]
        label, url = _("Receive into stock"), self.url(document, "process")
        if not document.lines.filter(quantity__gt=0).exists():
            return [Action(label, url, place=PRIMARY, why_not=_("Add a line first."))]
        count = link(_("Count in"), self.url(document, "receive"), place=BUTTON, icon="scan")
        return [count, Action(label, url, place=PRIMARY, dialog="ask-process")]

    def _returning(self, document: GoodsReceipt) -> list[Action]:
        """What came can go back, as long as any of it has not."""
        why = (
            ""
            if any(returns.left_of(document.lines.all()).values())
            else _("Nothing of the receipt is left to return.")
        )
        return [Action(_("Return to supplier"), self.url(document, "return"), icon="undo", why_not=why)]

    def _invoicing(self, document: GoodsReceipt, request: Any) -> list[Action]:
        """What came waits for the supplier's invoice: entered by those who buy."""
        if "purchasing.edit" not in request.may or not any(invoiced.left_of(list(document.lines.all())).values()):
            return []
        return [Action(_("Enter supplier invoice"), self.url(document, "invoice"), place=PRIMARY, icon="file")]

    def questions(self, document: GoodsReceipt) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.is_draft:
            body = {"body": "purchasing/receipts/_process.html"}
            shown = {"id": "ask-process", "url": self.url(document, "process")}
            found.append({**shown, **vars(ask_process(document)), **body})
        return found

    def more(self, document: GoodsReceipt, request: HttpRequest) -> dict[str, Any]:
        return {"receiving_form": ReceivingForm(row=document)} if document.is_draft else {}

    def ask_delete(self, document: Any) -> Question:
        name = self.within(document)
        text = _("Its goods are expected again.") if document.order_id else _("It cannot be brought back.")
        return Question(_("Delete %(name)s?") % {"name": name}, _("Delete %(name)s") % {"name": name}, text)


class WarehouseDesk(ReceiptDesk):
    """The same for those who see no costs: prices are neither shown nor read, and counting comes first."""

    line_form = WarehouseLineForm

    def verbs(self, document: GoodsReceipt, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        found = super().verbs(document, request, known)
        places = {PRIMARY: BUTTON, BUTTON: PRIMARY} if len(found) > 1 else {}
        return [replace(each, place=places.get(each.place, each.place)) for each in found]


def ask_process(receipt: GoodsReceipt) -> Question:
    """On which day the goods came, and what becomes of the rest."""
    text = _("The goods are in stock at once. A processed receipt cannot be changed.")
    if receipt.order_id:
        text += " " + _("What did not come stays on the order.")
    name = {"name": desk.within(receipt)}
    heading, submit = _("Receive %(name)s into stock?") % name, _("Receive into stock")
    return Question(heading, submit, text, danger=False)


desk, warehouse = ReceiptDesk(), WarehouseDesk()
RECEIVED = gettext_lazy("Receipt %(number)s is processed: its goods are in stock.")


def by_right(priced: Callable[..., Any], plain: Callable[..., Any]) -> Callable[..., Any]:
    """The view of the desk that fits whoever asks."""

    def view(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (priced if "cost.view" in request.may else plain)(request, *args, **kwargs)

    view.allows = priced.allows  # type: ignore[attr-defined]
    return view


process = by_right(
    *(each.verb(receipts.receive, done=RECEIVED, ask=ask_process, form=ReceivingForm) for each in (desk, warehouse))
)


make_return = desk.verb(
    returns.draft_from_receipt,
    done=gettext_lazy("Return %(number)s holds all that is left of the receipt. Change it to what goes back."),
    to=lambda made: address("purchasing:return", made.number),
)
make_invoice = desk.verb(invoices.draft_from_receipt, right="purchasing.edit", done=FROM_SOURCE, to=to_draft)


def paths() -> list[URLPattern]:
    """The desk's addresses, each for both kinds of reader."""
    both = zip(desk.paths(), warehouse.paths(), strict=True)
    return [path(str(one.pattern), by_right(one.callback, other.callback), name=one.name) for one, other in both]


# --- where a new one begins ----------------------------------------------------------------------------------------


@allow("receipts.work")
@once
def new(request: Request) -> HttpResponse:
    """Which purchase order did it come for, or from whom did it come unasked?"""
    form = FreeReceiptForm(request.POST if request.method == "POST" else None)
    form.fields["party"].widget.attrs["data-options"] = reverse("purchasing:supplier_options")
    refusal = ""
    try:
        if form.is_bound and (receipt := _begin(request, form)):
            return redirect(desk.url(receipt) + ("" if receipt.order_id else "?line=new"))
    except Refusal as no:
        refusal = str(no)
    context = {
        "form": form,
        "refusal": refusal,
        "heading": _("New receipt"),
        "back": reverse("purchasing:receipts"),
        "submit": _("Create and edit"),
        "orders": _expected_orders(),
        "today": request.agreement.today(),
    }
    return render(request, "purchasing/receipts/new.html", context, status=422 if form.is_bound else 200)


def _begin(request: Request, form: FreeReceiptForm) -> GoodsReceipt | None:
    number = request.POST.get("order", "")
    if number:
        order = _expected_orders(most=None).filter(number=number).first() if number.isdecimal() else None
        if order is None:
            raise Http404
        receipt = receipts.draft_from_order(order, by=request.user)
    elif form.is_valid():
        receipt = receipts.draft(form.cleaned_data["party"], by=request.user)
    else:
        return None
    if number:
        messages.success(request, _("Receipt %(number)s holds all that is still to come.") % {"number": receipt.number})
    return receipt


def _expected_orders(most: int | None = MOST_ORDERS) -> Any:
    """What was sent to suppliers and has not wholly come, soonest first."""
    sent = PurchaseOrder.objects.filter(status=PurchaseOrder.Status.SENT)
    rows = sent.exclude(receiving=PurchaseOrder.Receiving.FULL)
    if most is None:
        return rows
    waiting = GoodsReceipt.objects.filter(order=OuterRef("pk"), status=GoodsReceipt.Status.OPEN).order_by("number")
    found = rows.annotate(waits_on=Subquery(waiting.values("number")[:1]))
    return found.order_by("expected_on", "number")[:most]
