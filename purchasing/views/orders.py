"""Purchase orders as pages: the order at its desk, and its verbs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Min, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import VatZone
from inventory import availability
from inventory.models import Expected, Item
from layouts.models import PaperKind
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Link, Paper, Question, address, link
from purchasing import invoices, orders, prices, receipts
from purchasing.forms import BuyingLineForm, ExpectedForm, OrderForm, suppliers
from purchasing.models import GoodsReceipt, PurchaseOrder, PurchaseOrderLine, SupplierInvoice, SupplierReturn
from purchasing.views.buying import AMOUNT, COME, DISCOUNT, INVOICED, PRICE, BuyingDesk, Mark
from purchasing.views.invoices import FROM_SOURCE, invoice_links, return_links, to_draft
from rackbeat.lib.amounts import ZERO
from rackbeat.templatetags import ui

Words = str | Promise
LATE = Mark(
    gettext_lazy("Late"), "end", "bad", gettext_lazy("It was expected before today, and not all of it has come.")
)


def _quantity(quantity: Decimal) -> str:
    return ui.quantity(quantity) if quantity else ""


AVAILABLE = table.LineColumn(
    "avail",
    gettext_lazy("Available"),
    lambda line, known: ui.quantity(known["available"]) if "available" in known else "",
    number=True,
    soft=True,
    say=gettext_lazy("avail."),
)
RECEIVED = table.LineColumn(
    "avail",
    pgettext_lazy("quantity", "Received"),
    lambda line, known: _quantity(line.quantity_received) if line.item_id else "",
    number=True,
    say=gettext_lazy("received"),
)
TO_COME = table.LineColumn(
    "dg",
    gettext_lazy("To come"),
    lambda line, known: _quantity(line.quantity_to_receive) if line.item_id else "",
    number=True,
    soft=True,
)
CANCELLED = table.LineColumn(
    "dg",
    pgettext_lazy("quantity", "Cancelled"),
    lambda line, known: _quantity(line.quantity_cancelled) if line.item_id else "",
    number=True,
    soft=True,
)


class OrderDesk(BuyingDesk):
    """What we asked a supplier for, and how much of it has come."""

    model = PurchaseOrder
    noun, nouns = "order", "orders"
    sees, works = "purchasing.view", "purchasing.edit"
    title = gettext_lazy("Purchase order %(number)s")
    new_title = gettext_lazy("New purchase order")
    header_form = OrderForm
    line_form = BuyingLineForm
    begin = staticmethod(orders.draft)
    parties = staticmethod(suppliers)
    papers = (Paper(),)
    mailed = (PaperKind.PURCHASE_ORDER,)

    def rows(self) -> Any:
        return super().rows().select_related("payment_terms", "delivery_terms")

    measures: ClassVar = {"receiving": COME, "invoicing": INVOICED}

    def because(self, document: PurchaseOrder) -> dict[str, str]:
        """Cancelled when; ready: which receipt waits."""
        if document.status == PurchaseOrder.Status.CANCELLED:
            return {"status": ui.day(document.cancelled_at)}
        if document.receiving != PurchaseOrder.Receiving.READY:
            return {}
        waiting = [str(each.number) for each in self._receipts(document) if each.is_draft]
        words = ngettext("receipt %(numbers)s waits", "receipts %(numbers)s wait", len(waiting))
        return {"receiving": words % {"numbers": ", ".join(waiting)}}

    def badges(self, document: PurchaseOrder) -> list[Any]:
        late = document.is_late(document.agreement.today())
        return [document.status_track, document.receiving_track, *([LATE] if late else []), document.invoicing_track]

    def facts(self, document: PurchaseOrder, request: HttpRequest) -> list[list[Fact]]:
        payment, where = Fact(_("Payment"), document.payment_terms or ""), self.layout_fact(document, request)
        places = [
            [self.party_fact(document)],
            [Fact(_("Order date"), ui.day(document.ordered_on)), self._expected(document, request)],
            [Fact(_("Our reference"), document.our_reference), Fact(_("Their reference"), document.their_reference)],
            [payment, where] if document.payment_terms else [where],
            [Fact(_("Delivered to"), document.delivery_lines)],
            [Fact(_("Delivery"), document.delivery_terms or "")],
            [Fact(_("VAT zone"), "" if document.vat_zone == VatZone.DOMESTIC else document.get_vat_zone_display())],
        ]
        return [place for place in places if any(fact.value for fact in place)]

    def _expected(self, document: PurchaseOrder, request: HttpRequest) -> Fact:
        may = self.works in request.may and document.status == PurchaseOrder.Status.SENT  # type: ignore[attr-defined]
        url = self.url(document, "expect") if may else ""
        if document.expected_on is None and url:
            return Fact(_("Expected"), _("Not known"), more=(_("Say when"), url), missing=True)
        return Fact(_("Expected"), ui.day(document.expected_on), url=url)

    def chain(self, document: PurchaseOrder, request: HttpRequest) -> list[Link]:
        came = [
            Link(_("Receipt %(number)s") % {"number": each.number}, reverse("purchasing:receipt", args=[each.number]))
            for each in self._receipts(document)
        ]
        waits = document.status != PurchaseOrder.Status.CANCELLED and document.receiving != PurchaseOrder.Receiving.FULL
        ahead = [Link(_("Receipt"), state="ahead")] if waits and not came else []
        about = SupplierInvoice.objects.filter(covers__receipt__order=document)
        about |= SupplierInvoice.objects.filter(lines__order_line__order=document)
        went = return_links(SupplierReturn.objects.filter(receipt__order=document), request)
        return [Link(self.name_of(document), state="current"), *came, *ahead, *went, *invoice_links(about)]

    def _receipts(self, document: PurchaseOrder) -> list[GoodsReceipt]:
        return list(document.receipts.only("number", "status", "agreement_id").order_by("number"))

    # --- lines ---

    def columns_for(self, document: PurchaseOrder) -> Sequence[table.LineColumn]:
        end = (PRICE, DISCOUNT, AMOUNT)
        if document.is_draft:
            return (table.ITEM, table.TEXT, AVAILABLE, table.QUANTITY, table.UNIT, *end)
        rest = CANCELLED if document.status == PurchaseOrder.Status.CANCELLED else TO_COME
        return (table.ITEM, table.TEXT, table.QUANTITY, table.UNIT, RECEIVED, rest, *end)

    def line_facts(self, document: PurchaseOrder, item: Item) -> dict[str, Any]:
        return prices.line_facts(document.supplier, item)

    def options(self) -> dict[str, str]:
        return {"item": reverse("purchasing:item_options")}

    def know(self, document: PurchaseOrder, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        stock = [line for line in lines if line.item_id and line.item.group.has_stock]
        if not stock or not document.is_draft:
            return {}
        free = availability.available({line.item_id for line in stock})
        return {line.pk: {"available": free.get(line.item_id, ZERO)} for line in stock}

    def hints(self, document: PurchaseOrder, line: Any, known: Any, request: HttpRequest) -> list[table.Hint]:
        hints = []
        if line.item.minimum_stock:
            hints.append(table.Hint(_("Minimum stock"), ui.quantity(line.item.minimum_stock)))
        coming = Expected.objects.filter(item=line.item_id, quantity_open__gt=0)
        awaited = coming.aggregate(quantity=Sum("quantity_open"), first=Min("due_on"))
        if awaited["quantity"]:
            words = ui.quantity(awaited["quantity"])
            if awaited["first"]:
                words = _("%(quantity)s, expected %(day)s") % {"quantity": words, "day": ui.day(awaited["first"])}
            hints.append(table.Hint(_("Incoming"), words))
        if last := self._last_bought(document, line):
            paid = {"day": ui.day(last.order.ordered_on), "price": ui.amount(last.amount_net / last.quantity)}
            url = reverse("purchasing:order", args=[last.order.number])
            hints.append(table.Hint(_("Last bought"), _("%(day)s for %(price)s") % paid, url))
        return hints

    def _last_bought(self, document: PurchaseOrder, line: Any) -> PurchaseOrderLine | None:
        """What this supplier took last: the newest order that was sent, but this one."""
        rows = PurchaseOrderLine.objects.filter(
            item=line.item_id, order__supplier=document.supplier_id, order__status="sent", quantity__gt=0
        )
        rows = rows.exclude(order=document).select_related("order")
        return rows.order_by("-order__ordered_on", "-order__number").first()

    # --- verbs ---

    def verbs(self, document: PurchaseOrder, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if document.is_draft:
            why = "" if document.lines.filter(item__isnull=False).exists() else _("Add a line first.")
            send, dialog = self.url(document, "send"), "" if why else "ask-send"
            return [Action(_("Send to supplier"), send, place=PRIMARY, why_not=why, dialog=dialog)]
        if document.status != PurchaseOrder.Status.SENT:
            return self._invoicing(document)
        made = self._receipts(document)
        why = _("It has receipts. Cancel what remains, and make a new order.") if made else ""
        found = [
            *self._receiving(document, made, request),
            *self._invoicing(document),
            link(_("Change expected date"), self.url(document, "expect"), icon="calendar"),
            Action(_("Open again"), self.url(document, "reopen"), icon="undo", why_not=why),
        ]
        if document.receiving != PurchaseOrder.Receiving.FULL:
            label = _("Cancel %(name)s") % {"name": self.within(document)}
            found.append(Action(label, self.url(document, "cancel"), icon="x", danger=True, dialog="ask-cancel"))
        return found

    def _receiving(self, document: Any, made: list[GoodsReceipt], request: Any) -> list[Action]:
        """The natural next step: to the receipt that waits, else to a new one."""
        if "receipts.work" not in request.may or document.receiving == PurchaseOrder.Receiving.FULL:
            return []
        waits = [each for each in made if each.status == GoodsReceipt.Status.OPEN]
        make = Action(_("Create receipt"), self.url(document, "receipt"), place=PRIMARY)
        if not waits:
            return [make]
        to = reverse("purchasing:receipt", args=[waits[0].number])
        label = _("Open receipt %(number)s") % {"number": waits[0].number}
        return [link(label, to, place=PRIMARY), Action(make.label, make.url, icon="in")]

    def _invoicing(self, document: Any) -> list[Action]:
        """When all has come, the supplier's invoice is the natural next step."""
        if document.invoicing == PurchaseOrder.Invoicing.FULL or document.receiving in ("none", "ready"):
            return []
        place = PRIMARY if document.receiving == PurchaseOrder.Receiving.FULL else "more"
        return [Action(_("Enter supplier invoice"), self.url(document, "invoice"), place=place, icon="file")]

    def questions(self, document: PurchaseOrder) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.is_draft:
            found.append(self.with_mail(document, "send", PaperKind.PURCHASE_ORDER, ask_send(document)))
        if document.status == PurchaseOrder.Status.SENT and document.receiving != PurchaseOrder.Receiving.FULL:
            found.append({"id": "ask-cancel", "url": self.url(document, "cancel"), **vars(ask_cancel(document))})
        return found


def ask_cancel(order: PurchaseOrder) -> Question:
    """What happens to what came, and to what did not."""
    name = {"name": desk.within(order)}
    text = _("What has not come is no longer expected. What has come stays in stock. It cannot be opened again.")
    return Question(_("Cancel %(name)s?") % name, _("Cancel %(name)s") % name, text)


def ask_expected(order: PurchaseOrder) -> Question:
    heading = _("When is %(name)s expected?") % {"name": desk.within(order)}
    return Question(heading, _("Save"), danger=False)


def ask_send(order: PurchaseOrder) -> Question:
    name = {"name": desk.within(order)}
    text = _("Its goods are expected from now on, whether it goes by mail or in another way.")
    return Question(_("Send %(name)s?") % name, _("Mark as sent"), text, danger=False, submit_mail=_("Send by mail"))


desk = OrderDesk()
send = desk.verb(
    orders.send,
    ask=ask_send,
    mails=PaperKind.PURCHASE_ORDER,
    done=gettext_lazy("Purchase order %(number)s is sent: its goods are expected."),
)
reopen = desk.verb(orders.reopen, done=gettext_lazy("Purchase order %(number)s is a draft again."))
cancel = desk.verb(orders.cancel, done=gettext_lazy("Purchase order %(number)s is cancelled."), ask=ask_cancel)
expect = desk.verb(orders.expect, done=gettext_lazy("Saved."), ask=ask_expected, form=ExpectedForm)
make_receipt = desk.verb(
    receipts.draft_from_order,
    right="receipts.work",
    done=gettext_lazy("Receipt %(number)s holds all that is still to come. Change it to what came."),
    to=lambda receipt: address("purchasing:receipt", receipt.number),
)
make_invoice = desk.verb(invoices.draft_from_order, done=FROM_SOURCE, to=to_draft)
