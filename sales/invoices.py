"""What may happen to an invoice: drafted freely, from an order, a shipment or a quote; booked with a number; paid."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from accounts import employees, history, numbers
from accounts.models import Agreement, User
from layouts import drafting, stored
from layouts.documents import DocumentLine
from layouts.drafting import renew, require_draft
from rackbeat.lib import periods
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import require
from rackbeat.templatetags import ui
from sales import progress
from sales.models import (
    Customer,
    Payment,
    Quote,
    SalesInvoice,
    SalesInvoiceLine,
    SalesOrder,
    SalesOrderLine,
    Shipment,
)

ZERO = Decimal(0)
SERIES, DRAFTS = "invoices", "invoice drafts"


def new(customer: Customer, by: User, **facts: Any) -> SalesInvoice:
    agreement = Agreement.current()
    invoice = SalesInvoice(
        customer=customer,
        currency=agreement.base_currency_id,
        payment_terms=customer.payment_terms,
        our_reference=employees.reference(by),
        created_by=by,
        draft_number=numbers.take(DRAFTS, first=1),
    )
    for name, value in facts.items():
        setattr(invoice, name, value)
    return invoice


@transaction.atomic
def draft(customer: Customer, *, by: User, **facts: Any) -> SalesInvoice:
    """Begin an invoice that has no order behind it."""
    _require_not_barred(customer)
    invoice = new(customer, by)
    invoice.copy_party(customer)
    for name, value in facts.items():
        setattr(invoice, name, value)
    invoice.save()
    history.record(invoice, "created", by=by)
    return invoice


def _require_not_barred(customer: Customer) -> None:
    require(not customer.is_barred, _("%(customer)s is barred.") % {"customer": customer})


@transaction.atomic
def draft_from_order(order: SalesOrder, *, by: User, only_shipped: bool = False) -> SalesInvoice:
    """Make an invoice of all that remains to be invoiced, or of what has been sent only."""
    order = SalesOrder.objects.lock(order)
    require(order.status != SalesOrder.Status.DRAFT, _("Confirm the order first."))
    waiting = progress.quantity_in_draft_invoices(order)
    wanted = {}
    for line in order.lines.select_related("item__group"):
        rest = line.quantity_to_invoice - waiting.get(line.pk, ZERO)
        if only_shipped and line.is_stock:
            rest = min(rest, line.quantity_shipped - line.quantity_invoiced - waiting.get(line.pk, ZERO))
        wanted[line.pk] = max(rest, ZERO)
    last = order.shipments.filter(status=Shipment.Status.SHIPPED).aggregate(last=Max("shipped_on"))["last"]
    return _from_order(order, wanted, by=by, delivered_on=last)


@transaction.atomic
def draft_from_shipment(shipment: Shipment, *, by: User) -> SalesInvoice:
    """Make an invoice of what a shipment brought the customer, and of the services that the order still has to invoice.

    Its lines point at the shipment, so that pressing it again takes nothing that another shipment sent.
    """
    require(shipment.order_id, _("The shipment was made from an invoice already."))
    order = SalesOrder.objects.lock(shipment.order_id)
    shipment = Shipment.objects.lock(shipment)
    require(shipment.status == Shipment.Status.SHIPPED, _("Send the shipment first."))
    wanted = progress.quantity_to_invoice_of(shipment, order)
    return _from_order(order, wanted, by=by, delivered_on=shipment.shipped_on, shipment=shipment)


def _from_order(
    order: SalesOrder,
    wanted: dict[int, Decimal],
    *,
    by: User,
    delivered_on: date | None,
    shipment: Shipment | None = None,
) -> SalesInvoice:
    require(any(wanted.values()), _("Nothing is left to invoice: all of it is invoiced or stands on a draft."))
    invoice = new(order.customer, by, order=order, delivered_on=delivered_on)
    invoice.copy_header(order)
    invoice.payment_terms, invoice.delivery_terms, invoice.note = order.payment_terms, order.delivery_terms, order.note
    invoice.save()
    lines = []
    for line in order.lines.select_related("item__group"):
        if line.is_text or wanted[line.pk]:
            copy = SalesInvoiceLine(invoice=invoice, order_line=None if line.is_text else line, **line.copied())
            copy.quantity = line.quantity if line.is_text else wanted[line.pk]
            copy.shipment = shipment if line.is_stock else None
            copy.reckon()
            lines.append(copy)
    SalesInvoiceLine.objects.bulk_create(lines)
    renew(invoice)
    progress.update(order)
    history.record(invoice, "made_from", by=by, source=shipment or order)
    return invoice


@transaction.atomic
def draft_from_quote(quote: Quote, *, by: User) -> SalesInvoice:
    """Accept the quote: straight to an invoice, without an order."""
    quote = Quote.objects.lock(quote)
    _require_not_barred(quote.customer)
    invoice = new(quote.customer, by, quote=quote)
    invoice.copy_header(quote)
    invoice.payment_terms, invoice.delivery_terms, invoice.note = quote.payment_terms, quote.delivery_terms, quote.note
    invoice.save()
    SalesInvoiceLine.objects.bulk_create(
        SalesInvoiceLine(invoice=invoice, **line.copied()) for line in quote.lines.select_related("item")
    )
    renew(invoice)
    progress.accept(quote, by=by, made=invoice)
    history.record(invoice, "made_from", by=by, source=quote)
    return invoice


def lock(invoice: SalesInvoice) -> SalesInvoice:
    """The invoice's row and, before it, its order's: whoever writes lines takes both, in this order."""
    return _lock(invoice)[1]


def _lock(invoice: SalesInvoice) -> tuple[SalesOrder | None, SalesInvoice]:
    order = SalesOrder.objects.lock(invoice.order_id) if invoice.order_id else None
    return order, SalesInvoice.objects.lock(invoice)


def _settle(order: SalesOrder | None, invoice: SalesInvoice) -> None:
    """Share out what was shipped, and recompute the tracks of the order and the invoice, which are locked."""
    if order is not None:
        progress.update(order)
    progress.update_invoice(SalesInvoice.objects.get(pk=invoice.pk))


@transaction.atomic
def add_line(invoice: SalesInvoice, *, by: User, **facts: Any) -> DocumentLine:
    """Put a line of its own on a draft: no order stands behind it, so the invoice itself is shipped for it."""
    order, invoice = _lock(invoice)
    line = drafting.add_line(invoice, by=by, **_signed(invoice, facts))
    _settle(order, invoice)
    return line


def _signed(invoice: SalesInvoice, facts: dict[str, Any]) -> dict[str, Any]:
    """Quantities as they are stored: below zero on a credit note."""
    return {**facts, "quantity": -facts["quantity"]} if invoice.is_credit and "quantity" in facts else facts


@transaction.atomic
def change_line(line: SalesInvoiceLine, *, by: User, **facts: Any) -> DocumentLine:
    """Write new facts of a draft's line. One that an order stands behind keeps its item, and asks for no more than is left."""
    order, invoice = _lock(SalesInvoice.objects.still(line.invoice_id))
    line = SalesInvoiceLine.objects.lock(line)
    require_draft(invoice)
    if line.order_line_id or line.credits_id:
        require(
            "item" not in facts or facts["item"] == line.item,
            _("The line comes from the order, so it stays about its item.")
            if not line.credits_id
            else _("The line credits another one, so it stays about its item."),
            field="item",
        )
    if line.credits_id:
        _require_creditable(line, facts.get("quantity", -line.quantity))
    elif line.order_line_id:
        _require_room(line, facts.get("quantity", line.quantity))
    changed = drafting.change_line(line, by=by, **_signed(invoice, facts))
    _settle(order, invoice)
    return changed


@transaction.atomic
def remove_line(line: SalesInvoiceLine, *, by: User) -> SalesInvoice:
    """Take a line out of a draft; what the order wanted invoiced by it is open again."""
    order, invoice = _lock(SalesInvoice.objects.still(line.invoice_id))
    drafting.remove_line(line, by=by)
    _settle(order, invoice)
    return invoice


def date_of(invoice: SalesInvoice) -> date:
    """The invoice date; for a draft the one it would be booked under now."""
    return invoice.invoiced_on or Agreement.current().today()


def due_on(invoice: SalesInvoice, on: date) -> date:
    """When an invoice of that date is to be paid, by its terms."""
    terms = invoice.payment_terms
    return terms.due_on(on) if terms else max(invoice.due_on or on, on)


def next_number() -> int:
    """The number that the next booking takes, if nobody comes between."""
    return numbers.coming(SERIES)


@transaction.atomic
def book(invoice: SalesInvoice, *, by: User, on: date | None = None) -> SalesInvoice:
    """Make it final: number, date, due date and terms are frozen. The number is taken last, so that none is lost."""
    agreement = Agreement.held()
    order, invoice = _lock(invoice)
    on = on or invoice.invoiced_on or agreement.today()
    lines = list(invoice.lines.select_related("item__group", "order_line"))
    require(invoice.is_draft and not invoice.is_credit, _("It is booked already."))
    require(any(line.item_id for line in lines), _("Add a line before you book the invoice."))
    require(invoice.amount_total >= 0, _("An invoice cannot come to less than nothing."))
    require_date(agreement, on)
    _count_invoiced(lines)
    terms = invoice.payment_terms
    number = numbers.take(SERIES)
    require_after_last(on)
    invoice.become(
        SalesInvoice.Status.BOOKED,
        number=number,
        invoiced_on=on,
        due_on=due_on(invoice, on),
        payment_text=(terms.text or terms.name) if terms else "",
        terms_said=_terms_said(invoice),
        booked_at=periods.now(),
        booked_by=by,
    )
    _settle(order, invoice)
    stored.later(invoice)
    history.record(invoice, "booked", by=by, number=number)
    return invoice


def _terms_said(invoice: SalesInvoice) -> dict[str, dict[str, str]]:
    """Its terms in words, in every language that a layout may have: what is changed afterwards does not reach it."""
    both = {"payment_terms": invoice.payment_terms, "delivery_terms": invoice.delivery_terms}
    return {name: terms.said_in_all() for name, terms in both.items() if terms is not None}


def require_date(agreement: Agreement, on: date) -> None:
    require(on <= agreement.today(), _("The invoice date lies in the future."), field="invoiced_on")
    if agreement.closed_until:
        require(
            on > agreement.closed_until,
            _("The books are closed until %(date)s.") % {"date": ui.longday(agreement.closed_until)},
            field="invoiced_on",
        )


def require_after_last(on: date) -> None:
    """Numbers and dates rise together (I21). Read under the lock of the series."""
    last = SalesInvoice.objects.filter(status=SalesInvoice.Status.BOOKED).aggregate(last=Max("invoiced_on"))["last"]
    require(
        last is None or on >= last,
        _("The last invoice is dated %(date)s. Choose that date or a later one.") % {"date": ui.longday(last)},
        field="invoiced_on",
    )


def _count_invoiced(lines: list[SalesInvoiceLine]) -> None:
    """Add the quantities to the order's lines; never more than was ordered less what was cancelled (I16)."""
    wanted: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.order_line_id:
            wanted[line.order_line_id] += line.quantity
    rows = list(SalesOrderLine.objects.filter(pk__in=wanted).select_related("item__group"))
    for row in rows:
        require(
            wanted[row.pk] <= row.quantity_to_invoice,
            _("Line %(line)s: only %(rest)s of the order are left to invoice.")
            % {"line": row.position, "rest": f"{row.quantity_to_invoice.normalize():f}"},
        )
        row.quantity_invoiced += wanted[row.pk]
    SalesOrderLine.objects.bulk_update(rows, ["quantity_invoiced"])


@transaction.atomic
def pay(invoice: SalesInvoice, amount: Decimal, *, by: User, on: date | None = None, note: str = "") -> Payment:
    """Enter money that came in. More than is open is refused, so that a slip of the finger is seen."""
    invoice = SalesInvoice.objects.lock(invoice)
    agreement = Agreement.current()
    on, amount = on or agreement.today(), round_half_up(amount)
    require(invoice.status == SalesInvoice.Status.BOOKED, _("Only a booked invoice can be paid."))
    require(not invoice.is_credit, _("A credit note is paid back, not paid."))
    require(amount > 0, _("Enter an amount above zero."), field="amount")
    require(amount == round_half_up(amount), _("Enter an amount with at most two decimals."), field="amount")
    require(on <= agreement.today(), _("The date lies in the future."), field="paid_on")
    require(
        amount <= invoice.amount_open,
        _("Only %(open)s are open on this invoice.") % {"open": ui.amount(invoice.amount_open)},
        field="amount",
    )
    payment = Payment.objects.create(invoice=invoice, amount=amount, paid_on=on, note=note, entered_by=by)
    sum_up(invoice)
    history.record(invoice, "paid", by=by, amount=amount)
    return payment


@transaction.atomic
def remove_payment(payment: Payment, *, by: User) -> SalesInvoice:
    """Take a payment back that was entered by mistake; the history keeps it."""
    invoice = SalesInvoice.objects.lock(payment.invoice_id)
    require(not payment.counter_id, _("A credit note settled it. That is not taken back."))
    amount = Payment.objects.lock(payment).amount
    payment.delete()
    sum_up(invoice)
    history.record(invoice, "payment_removed", by=by, amount=amount)
    return invoice


def sum_up(invoice: SalesInvoice) -> None:
    """What is paid is the sum of the payments; the invoice's row is locked."""
    invoice.amount_paid = invoice.payments.aggregate(total=Sum("amount"))["total"] or ZERO
    invoice.save(update_fields=["amount_paid"])


@transaction.atomic
def delete(invoice: SalesInvoice, *, by: User) -> None:
    """Throw a draft away; it never had a number of the series. A quote that it was made from waits for an answer again."""
    quote = Quote.objects.lock(invoice.quote_id) if invoice.quote_id else None
    order, invoice = _lock(invoice)
    require(invoice.is_draft, _("It is booked, so it cannot be deleted. A credit note corrects it."))
    history.record(invoice, "deleted", by=by)
    invoice.delete()
    if order is not None:
        progress.update(order)
    if quote is not None:
        progress.lose(quote, by=by, made=invoice)


def room_of(line: SalesInvoiceLine) -> Decimal:
    """How much of its order's line a draft's line may ask for: what no other draft and no booked invoice has."""
    order_line = SalesOrderLine.objects.select_related("order", "item__group").get(pk=line.order_line_id)
    waiting = progress.quantity_in_draft_invoices(order_line.order, but=line.invoice)
    return order_line.quantity_to_invoice - waiting.get(order_line.pk, ZERO)


def creditable_of(line: SalesInvoiceLine) -> Decimal:
    """How much a credit note's draft line may take back: what is invoiced, less what other credit notes have."""
    credited = SalesInvoiceLine.objects.select_related("invoice").get(pk=line.credits_id)
    waiting = progress.quantity_in_draft_credits(credited.invoice, but=line.invoice)
    return credited.quantity_creditable - waiting.get(credited.pk, ZERO)


def _require_creditable(line: SalesInvoiceLine, quantity: Decimal) -> None:
    room = creditable_of(line)
    require(
        quantity <= room,
        _("Only %(rest)s of the invoice are left to credit.") % {"rest": ui.quantity(room)},
        field="quantity",
    )


def _require_room(line: SalesInvoiceLine, quantity: Decimal) -> None:
    """Drafts and booked invoices together never ask for more than was ordered (I16). The order is locked."""
    room = room_of(line)
    require(
        quantity <= room,
        _("Only %(rest)s of the order are left to invoice.") % {"rest": f"{room.normalize():f}"},
        field="quantity",
    )
