"""What a customer owes and has bought, for its page. It only reads, and only booked invoices."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import TruncMonth

from rackbeat.lib.amounts import ZERO
from sales.models import Customer, SalesInvoice

STILL_OPEN = F("amount_total") - F("amount_paid")


def owed(customer: Customer, today: date) -> tuple[Decimal, Decimal]:
    """(open, overdue): what is still to be paid less credits, and how much should have been paid before today. Incl. VAT."""
    rows = SalesInvoice.objects.filter(~Q(amount_paid=F("amount_total")), customer=customer, status="booked")
    late = Q(due_on__lt=today, kind=SalesInvoice.Kind.INVOICE)
    found: dict[str, Any] = rows.aggregate(open=Sum(STILL_OPEN), overdue=Sum(STILL_OPEN, filter=late))
    return found["open"] or ZERO, found["overdue"] or ZERO


def months(today: date, count: int = 12) -> list[date]:
    """The first days of this month and of the ones before it, oldest first."""
    first = today.year * 12 + today.month - count
    return [date((first + at) // 12, (first + at) % 12 + 1, 1) for at in range(count)]


def sold_by_month(customer: Customer, today: date) -> list[tuple[date, Decimal]]:
    """What was invoiced in each of the last twelve months, without VAT; months without any say zero."""
    wanted = months(today)
    rows = SalesInvoice.objects.filter(customer=customer, status="booked", invoiced_on__gte=wanted[0])
    sums = dict(
        rows.order_by().annotate(month=TruncMonth("invoiced_on")).values_list("month").annotate(Sum("amount_net"))
    )
    return [(month, sums.get(month) or ZERO) for month in wanted]
