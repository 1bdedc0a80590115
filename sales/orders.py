"""What may happen to an order: written, confirmed, opened again, cancelled; its rest given up or made an order of its own."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import employees, history, numbers
from accounts.models import Agreement, User
from layouts.drafting import renew, require_draft
from rackbeat.lib import periods
from rackbeat.lib.refusal import require
from rackbeat.templatetags import ui
from sales import progress
from sales.models import Customer, Quote, SalesInvoice, SalesOrder, SalesOrderLine, Shipment


def _new(customer: Customer, by: User) -> SalesOrder:
    require(not customer.is_barred, _("%(customer)s is barred.") % {"customer": customer})
    agreement = Agreement.current()
    return SalesOrder(
        customer=customer,
        ordered_on=agreement.today(),
        currency=agreement.base_currency_id,
        payment_terms=customer.payment_terms,
        our_reference=employees.reference(by),
        created_by=by,
    )


def _today() -> date:
    return Agreement.current().today()


@transaction.atomic
def draft(customer: Customer, *, by: User, **facts: Any) -> SalesOrder:
    """Begin an order for `customer`."""
    order = _new(customer, by)
    order.copy_party(customer)
    for name, value in facts.items():
        setattr(order, name, value)
    order.number = numbers.take("orders")
    order.save()
    history.record(order, "created", by=by)
    return order


@transaction.atomic
def draft_from_quote(quote: Quote, *, by: User) -> SalesOrder:
    """Accept the quote: an order with its lines, terms and addresses."""
    quote = Quote.objects.lock(quote)
    order = _new(quote.customer, by)
    order.copy_header(quote)
    order.quote, order.note = quote, quote.note
    order.payment_terms, order.delivery_terms = quote.payment_terms, quote.delivery_terms
    order.number = numbers.take("orders")
    order.save()
    SalesOrderLine.objects.bulk_create(
        SalesOrderLine(order=order, **line.copied()) for line in quote.lines.select_related("item")
    )
    renew(order)
    progress.accept(quote, by=by, made=order)
    history.record(order, "made_from", by=by, source=quote)
    return order


@transaction.atomic
def confirm(order: SalesOrder, *, by: User) -> SalesOrder:
    """Promise the goods: the order is fixed and its stock lines are reserved."""
    order = SalesOrder.objects.lock(order)
    require(
        order.lines.filter(item__isnull=False, quantity__gt=0).exists(), _("Add a line before you confirm the order.")
    )
    order.become(SalesOrder.Status.CONFIRMED, confirmed_at=periods.now())
    progress.update(order)
    history.record(order, "confirmed", by=by)
    return order


@transaction.atomic
def reopen(order: SalesOrder, *, by: User) -> SalesOrder:
    """Back to a draft, to be changed, while nothing has been made from it."""
    order = SalesOrder.objects.lock(order)
    require(
        not order.shipments.exists() and not order.invoices.exists(),
        _("It has shipments or invoices. Cancel what remains, and make a new order."),
    )
    order.become(SalesOrder.Status.DRAFT)
    progress.update(order)
    history.record(order, "reopened", by=by)
    return order


@transaction.atomic
def cancel(order: SalesOrder, *, by: User) -> SalesOrder:
    """Promise no more: what has not been sent is cancelled, what was sent can still be invoiced."""
    order = SalesOrder.objects.lock(order)
    lines = list(order.lines.select_related("item__group"))
    _require_cancellable(order, lines)
    for line in lines:
        done = line.quantity_shipped if line.is_stock else line.quantity_invoiced
        line.quantity_cancelled = line.quantity - done
    SalesOrderLine.objects.bulk_update(lines, ["quantity_cancelled"])
    order.become(SalesOrder.Status.CANCELLED, cancelled_at=periods.now())
    progress.update(order)
    history.record(order, "cancelled", by=by)
    return order


def rest_of(order: SalesOrder) -> dict[SalesOrderLine, Decimal]:
    """What is still to be sent of each line of goods."""
    lines = order.lines.select_related("item__group", "order")
    return {line: line.quantity_to_ship for line in lines if line.quantity_to_ship > 0}


def require_rest(order: SalesOrder) -> dict[SalesOrderLine, Decimal]:
    """The rest that may be given up or become an order of its own; a refusal where there is none, or something is in its way."""
    rest = rest_of(order)
    require(order.status == SalesOrder.Status.CONFIRMED, _("Only a confirmed order has a rest."))
    require(rest, _("All of it has been sent: nothing is left."))
    require(
        order.delivery == SalesOrder.Delivery.PARTLY,
        _("Nothing of it has been sent yet. Send a part first, or cancel the order."),
    )
    require(
        not order.shipments.filter(status=Shipment.Status.OPEN).exists(),
        _("A shipment of it waits to be sent. Send or delete that first."),
    )
    waiting = progress.quantity_in_draft_invoices(order)
    for line in rest:
        asked = line.quantity_invoiced + line.quantity_returned + waiting.get(line.pk, line.quantity * 0)
        require(
            asked <= line.quantity_shipped,
            _(
                "Line %(line)s: %(asked)s are invoiced or stand on a draft, but only %(sent)s are sent. Send the rest, "
                "delete the draft, or credit the invoice first."
            )
            % {"line": line.position, "asked": ui.quantity(asked), "sent": ui.quantity(line.quantity_shipped)},
        )
    return rest


def _give_up(rest: dict[SalesOrderLine, Decimal]) -> list[history.Told]:
    """Count the rest as cancelled, beside what was ordered; what it was, for the history."""
    for line, quantity in rest.items():
        line.quantity_cancelled += quantity
    SalesOrderLine.objects.bulk_update(rest, ["quantity_cancelled"])
    words = "%(quantity)s %(unit)s %(text)s"
    return [
        history.Told(words, {"quantity": quantity, "unit": line.unit, "text": line.text})
        for line, quantity in rest.items()
    ]


@transaction.atomic
def cancel_rest(order: SalesOrder, *, by: User) -> SalesOrder:
    """What has not been sent will not come: the order ends with what was sent. What was ordered stays as it was."""
    order = SalesOrder.objects.lock(order)
    rest = require_rest(order)
    gone = _give_up(rest)
    progress.update(order)
    history.record(order, "rest_cancelled", by=by, told=gone)
    return order


@transaction.atomic
def split(order: SalesOrder, *, by: User) -> SalesOrder:
    """Make a rest order of what has not been sent, confirmed at once so that its goods stay reserved.

    The old order is cancelled; what was sent of it, and its services, can still be invoiced there.
    """
    order = SalesOrder.objects.lock(order)
    rest = require_rest(order)
    made = _rest_order(order, rest, by)
    gone = _give_up(rest)
    order.become(SalesOrder.Status.CANCELLED, cancelled_at=periods.now())
    progress.update(order)
    made.become(SalesOrder.Status.CONFIRMED, confirmed_at=periods.now())
    progress.update(made)
    history.record(order, "rest_ordered", by=by, number=made.number, told=gone)
    history.record(made, "made_from_rest", by=by, source=order)
    return made


def _rest_order(order: SalesOrder, rest: dict[SalesOrderLine, Decimal], by: User) -> SalesOrder:
    made = SalesOrder(customer_id=order.customer_id, rest_of=order, ordered_on=_today(), created_by=by)
    made.copy_header(order)
    made.wanted_on, made.note = order.wanted_on, order.note
    made.payment_terms, made.delivery_terms = order.payment_terms, order.delivery_terms
    made.number = numbers.take("orders")
    made.save()
    lines = []
    for at, (line, quantity) in enumerate(rest.items(), start=1):
        copy = SalesOrderLine(order=made, **{**line.copied(), "position": at, "quantity": quantity})
        copy.location_id = line.location_id
        copy.reckon()
        lines.append(copy)
    SalesOrderLine.objects.bulk_create(lines)
    renew(made)
    return made


@transaction.atomic
def delete(order: SalesOrder, *, by: User) -> None:
    """Throw a draft away; the quote that it was made from waits for an answer again."""
    quote = Quote.objects.lock(order.quote_id) if order.quote_id else None
    order = SalesOrder.objects.lock(order)
    require_draft(order)
    history.record(order, "deleted", by=by)
    order.delete()
    if quote is not None:
        progress.lose(quote, by=by, made=order)


def _require_cancellable(order: SalesOrder, lines: list[SalesOrderLine]) -> None:
    require(
        not order.shipments.filter(status=Shipment.Status.OPEN).exists(),
        _("A shipment of it waits to be sent. Send or delete that first."),
    )
    require(
        not order.invoices.filter(kind=SalesInvoice.Kind.INVOICE, status=SalesInvoice.Status.DRAFT).exists(),
        _("An invoice draft of it is open. Book or delete that first."),
    )
    require(
        not any(
            line.is_stock and line.quantity_invoiced + line.quantity_returned > line.quantity_shipped for line in lines
        ),
        _("More of it is invoiced than sent. Send the rest, or credit the invoice first."),
    )
    require(
        order.delivery != SalesOrder.Delivery.FULL or order.invoicing != SalesOrder.Invoicing.FULL,
        _("All of it is sent and invoiced already."),
    )
