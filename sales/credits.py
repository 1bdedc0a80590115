"""What may happen to a credit note: drafted from a booked invoice or freely, booked, settled, paid back; an invoice made anew.

A credit note is stored below zero (`sales/models/invoices.py`); verbs are told quantities and amounts above it.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import Agreement, User
from inventory import availability, posting
from inventory.models import Location
from layouts import stored
from layouts.drafting import renew
from rackbeat.lib import periods
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import require
from rackbeat.templatetags import ui
from sales import invoices, progress
from sales.models import (
    Customer,
    Payment,
    ReturnedGoods,
    SalesInvoice,
    SalesInvoiceLine,
    SalesOrder,
    SalesOrderLine,
    Shipment,
    ShipmentLine,
)

ZERO = Decimal(0)
Reason, Kind, Status = SalesInvoice.Reason, SalesInvoice.Kind, SalesInvoice.Status


def _lock(document: SalesInvoice) -> tuple[SalesOrder | None, SalesInvoice | None, SalesInvoice]:
    """The order, the invoice that is credited, the credit note: from the chain's start, invoices by id."""
    order = SalesOrder.objects.lock(document.order_id) if document.order_id else None
    credited = SalesInvoice.objects.lock(document.credits_id) if document.credits_id else None
    return order, credited, SalesInvoice.objects.lock(document)


def rest_of(invoice: SalesInvoice) -> dict[SalesInvoiceLine, Decimal]:
    """What is left to credit of each line: what no credit note has, booked or not."""
    waiting = progress.quantity_in_draft_credits(invoice)
    lines = invoice.lines.filter(item__isnull=False).select_related(
        "item__group", "item__unit", "item__default_location", "order_line"
    )
    return {line: max(line.quantity_creditable - waiting.get(line.pk, ZERO), ZERO) for line in lines}


def sent_of(line: SalesInvoiceLine) -> Decimal:
    """How much of an invoice's line has been sent and has not come back."""
    return line.quantity_shipped - line.quantity_returned if line.is_stock else ZERO


@transaction.atomic
def draft(customer: Customer, *, by: User, **facts: Any) -> SalesInvoice:
    """Begin a credit note that no invoice stands behind: it gives money back, no goods."""
    credit = invoices.new(customer, by, kind=Kind.CREDIT_NOTE, reason=Reason.ALLOWANCE)
    credit.copy_party(customer)
    for name, value in facts.items():
        setattr(credit, name, value)
    credit.save()
    history.record(credit, "created", by=by)
    return credit


@transaction.atomic
def draft_from_invoice(
    invoice: SalesInvoice,
    *,
    by: User,
    reason: str,
    quantities: Mapping[int, Decimal] | None = None,
    location: Location | None = None,
) -> SalesInvoice:
    """Begin a credit note of a booked invoice: of all that is left to credit, or of these quantities by line.

    `reason` decides what follows: goods that come back go into stock at `location`; what was invoiced wrongly can be
    invoiced again; a reduction leaves goods and orders as they are.
    """
    _order, _none, invoice = _lock(invoice)
    require(invoice.status == Status.BOOKED and not invoice.is_credit, _("Only a booked invoice can be credited."))
    rest = rest_of(invoice)
    wanted = {line: (left if quantities is None else quantities.get(line.pk, ZERO)) for line, left in rest.items()}
    for line, quantity in wanted.items():
        left = {"rest": ui.quantity(rest[line]), "line": line.position}
        require(
            ZERO <= quantity <= rest[line],
            _("Line %(line)s: only %(rest)s are left to credit.") % left,
            field=f"line-{line.pk}",
        )
    require(
        any(wanted.values()), _("Nothing is left to credit.") if quantities is None else _("Say how much to credit.")
    )
    credit = invoices.new(
        invoice.customer, by, kind=Kind.CREDIT_NOTE, reason=reason, credits=invoice, order=invoice.order
    )
    credit.copy_header(invoice)
    credit.payment_terms = invoice.payment_terms
    credit.save()
    _write_lines(credit, {line: quantity for line, quantity in wanted.items() if quantity}, location)
    history.record(credit, "made_from", by=by, source=invoice)
    return credit


def _write_lines(credit: SalesInvoice, wanted: Mapping[SalesInvoiceLine, Decimal], location: Location | None) -> None:
    """Where nobody said a place, the goods come back to their own usual one."""
    lines, usual = [], availability.default_location()
    for at, (line, quantity) in enumerate(wanted.items(), start=1):
        copy = SalesInvoiceLine(
            invoice=credit, credits=line, **{**line.copied(), "position": at, "quantity": -quantity}
        )
        copy.order_line = None if credit.reason == Reason.ALLOWANCE else line.order_line
        place = location or (line.item.default_location if line.item else None) or usual
        copy.location = place if credit.reason == Reason.RETURNED and line.is_stock else None
        copy.reckon()
        lines.append(copy)
    SalesInvoiceLine.objects.bulk_create(lines)
    renew(credit)


@transaction.atomic
def book(credit: SalesInvoice, *, by: User, on: date | None = None) -> SalesInvoice:
    """Make it final: it takes the series' next number, goods come back into stock, and it settles the invoice it credits."""
    agreement = Agreement.held()
    order, credited, credit = _lock(credit)
    on = on or credit.invoiced_on or agreement.today()
    lines = list(credit.lines.select_related("item__group", "credits", "order_line"))
    require(credit.is_draft, _("It is booked already."))
    require(any(line.item_id for line in lines), _("Add a line before you book the credit note."))
    require(credit.amount_total <= 0, _("A credit note cannot come to less than nothing."))
    invoices.require_date(agreement, on)
    back = _count(credit, lines)
    posting.hold_states(each.item_id for each in back)
    posting.lock_places({(each.item_id, each.location_id) for each in back})
    number = numbers.take(invoices.SERIES)
    invoices.require_after_last(on)
    credit.become(Status.BOOKED, number=number, invoiced_on=on, due_on=on, booked_at=periods.now(), booked_by=by)
    source = posting.Source.of(credit, credit.party_name)
    posting.return_from_customer(back, source=source, effective_on=on, by=by)
    if credited is not None:
        _settle(credit, credited, min(credited.amount_open, -credit.amount_open), by=by)
        history.record(credited, "credited", by=by, number=number)
    if order is not None:
        progress.update(order)
    for each in (credited, credit):
        if each is not None:
            progress.update_invoice(SalesInvoice.objects.get(pk=each.pk))
    stored.later(credit)
    history.record(credit, "booked", by=by, number=number)
    return credit


def _count(credit: SalesInvoice, lines: list[SalesInvoiceLine]) -> list[posting.Return]:
    """Count what is credited at the lines of the invoice and of the order; what comes back, by the lines that sent it."""
    back: list[posting.Return] = []
    of_invoice: list[SalesInvoiceLine] = []
    of_order: dict[int, Decimal] = defaultdict(Decimal)
    returned: dict[int, Decimal] = defaultdict(Decimal)
    for line in lines:
        line.invoice, quantity = credit, -line.quantity
        if line.credits is None or not quantity:
            continue
        _require_creditable(line, quantity)
        if credit.reason == Reason.RETURNED:
            back += _come_back(line, quantity) if line.is_stock else []
            line.credits.quantity_returned += quantity
            returned[line.order_line_id or 0] += quantity
        elif credit.reason != Reason.ALLOWANCE:
            _require_not_waiting(line)
            line.credits.quantity_credited += quantity
        of_order[line.order_line_id or 0] += quantity
        line.credits.amount_credited -= line.amount_net
        of_invoice.append(line.credits)
    SalesInvoiceLine.objects.bulk_update(of_invoice, ["quantity_credited", "quantity_returned", "amount_credited"])
    rows = list(SalesOrderLine.objects.filter(pk__in=of_order))
    for row in rows:
        row.quantity_invoiced -= of_order[row.pk]
        row.quantity_returned += returned[row.pk]
    SalesOrderLine.objects.bulk_update(rows, ["quantity_invoiced", "quantity_returned"])
    return back


def _require_creditable(line: SalesInvoiceLine, quantity: Decimal) -> None:
    """Never more than was invoiced less what was credited, in quantity and in money."""
    credited: Any = line.credits
    facts = {"line": line.position, "rest": ui.quantity(credited.quantity_creditable)}
    require(quantity <= credited.quantity_creditable, _("Line %(line)s: only %(rest)s are left to credit.") % facts)
    left = credited.amount_net - credited.amount_credited
    facts["rest"] = ui.amount(left)
    require(
        abs(line.amount_net) <= abs(left),
        _("Line %(line)s: only %(rest)s are left to credit of the line's amount.") % facts,
    )


def _require_not_waiting(line: SalesInvoiceLine) -> None:
    """Goods of an invoice without an order that wait on a shipment would be sent for nothing."""
    waits = ShipmentLine.objects.filter(invoice_line=line.credits_id, shipment__status=Shipment.Status.OPEN)
    require(not waits.exists(), _("A shipment of it waits to be sent. Send or delete that first."))


def _come_back(line: SalesInvoiceLine, quantity: Decimal) -> list[posting.Return]:
    """Goods of a credit note's line, by the lines that brought them: those of the invoice's own shipment first, then the oldest."""
    credited: Any = line.credits
    sent = sent_of(credited)
    require(
        quantity <= sent,
        _("Line %(line)s: only %(sent)s have been sent and not come back. Credit the rest as invoiced wrongly.")
        % {"line": line.position, "sent": ui.quantity(sent)},
    )
    require(line.location_id, _("Line %(line)s: say where the goods come back to.") % {"line": line.position})
    where = {"order_line": credited.order_line_id} if credited.order_line_id else {"invoice_line": credited}
    brought = ShipmentLine.objects.filter(shipment__status=Shipment.Status.SHIPPED, quantity__gt=0, **where)
    already = dict(
        ReturnedGoods.objects.filter(shipment_line__in=brought)
        .order_by()
        .values_list("shipment_line")
        .annotate(Sum("quantity"))
    )
    back, rows = [], []
    for each in sorted(brought, key=lambda row: (row.shipment_id != credited.shipment_id, row.shipment_id, row.pk)):
        part = min(quantity, each.quantity - already.get(each.pk, ZERO))
        if part > 0:
            quantity -= part
            rows.append(ReturnedGoods(line=line, shipment_line=each, quantity=part))
            of = (Shipment._meta.label_lower, each.pk)
            back.append(posting.Return(each.item_id, line.location_id or 0, part, line_id=line.pk, of=of))
    require(not quantity, _("Line %(line)s: more comes back than was sent.") % {"line": line.position})
    ReturnedGoods.objects.bulk_create(rows)
    return back


# --- money ----------------------------------------------------------------------------------------------------------


def _settle(credit: SalesInvoice, invoice: SalesInvoice, amount: Decimal, *, by: User) -> None:
    """Let them settle one another with `amount`; both rows are locked."""
    if amount <= 0:
        return
    on = credit.invoiced_on
    Payment.objects.create(invoice=invoice, counter=credit, amount=amount, paid_on=on, entered_by=by)
    Payment.objects.create(invoice=credit, counter=invoice, amount=-amount, paid_on=on, entered_by=by)
    invoices.sum_up(invoice)
    invoices.sum_up(credit)


@transaction.atomic
def settle(credit: SalesInvoice, invoice: SalesInvoice, *, by: User) -> SalesInvoice:
    """Use what is left of a booked credit note for an open invoice of the same customer."""
    first, second = sorted((credit, invoice), key=lambda each: each.pk)
    locked = {each.pk: SalesInvoice.objects.lock(each) for each in (first, second)}
    credit, invoice = locked[credit.pk], locked[invoice.pk]
    require(credit.is_credit and not invoice.is_credit, _("A credit note settles an invoice."))
    require(credit.customer_id == invoice.customer_id, _("The invoice is another customer's."), field="invoice")
    amount = min(invoice.amount_open, -credit.amount_open)
    require(amount > 0, _("Nothing is open on one of the two."), field="invoice")
    _settle(credit, invoice, amount, by=by)
    for one, other in ((credit, invoice), (invoice, credit)):
        history.record(one, "settled", by=by, amount=amount, number=other.number)
    return credit


@transaction.atomic
def refund(credit: SalesInvoice, amount: Decimal, *, by: User, on: date | None = None, note: str = "") -> Payment:
    """Enter money that was paid back to the customer."""
    credit = SalesInvoice.objects.lock(credit)
    agreement = Agreement.current()
    on, amount = on or agreement.today(), round_half_up(amount)
    require(credit.is_credit and credit.status == Status.BOOKED, _("Only a booked credit note can be paid back."))
    require(amount > 0, _("Enter an amount above zero."), field="amount")
    require(on <= agreement.today(), _("The date lies in the future."), field="paid_on")
    left = {"open": ui.amount(-credit.amount_open)}
    require(amount <= -credit.amount_open, _("Only %(open)s are left of this credit note.") % left, field="amount")
    payment = Payment.objects.create(invoice=credit, amount=-amount, paid_on=on, note=note, entered_by=by)
    invoices.sum_up(credit)
    history.record(credit, "refunded", by=by, amount=amount)
    return payment


# --- the invoice made anew ---------------------------------------------------------------------------------------------


@transaction.atomic
def recreate(invoice: SalesInvoice, *, by: User) -> SalesInvoice:
    """Credit all that is left of an invoice as wrong, and begin a new one with the same lines."""
    _order, _none, invoice = _lock(invoice)
    waiting = invoice.credit_notes.filter(status=Status.DRAFT)
    require(not waiting.exists(), _("A credit note of it is being written. Book or delete that first."))
    sent = invoice.lines.filter(order_line=None, quantity_shipped__gt=0)
    require(
        not sent.exists(),
        _("Its goods were sent for this very invoice, so a new one would send them again. Write a credit note."),
    )
    rest = rest_of(invoice)
    book(draft_from_invoice(invoice, by=by, reason=Reason.WRONG), by=by)
    made = invoices.new(invoice.customer, by, order=invoice.order, delivered_on=invoice.delivered_on)
    made.copy_header(invoice)
    made.payment_terms, made.delivery_terms, made.note = invoice.payment_terms, invoice.delivery_terms, invoice.note
    made.save()
    left = {line.pk: quantity for line, quantity in rest.items()}
    lines = []
    for line in invoice.lines.select_related("item__group"):
        if line.is_text or left[line.pk]:
            facts = {**line.copied(), "quantity": line.quantity if line.is_text else left[line.pk]}
            copy = SalesInvoiceLine(
                invoice=made, order_line_id=line.order_line_id, shipment_id=line.shipment_id, **facts
            )
            copy.reckon()
            lines.append(copy)
    SalesInvoiceLine.objects.bulk_create(lines)
    renew(made)
    if invoice.order_id:
        progress.update(SalesOrder.objects.get(pk=invoice.order_id))
    history.record(made, "made_from", by=by, source=invoice)
    return made
