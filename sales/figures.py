"""What a customer owes and has bought, and what all together bought. It only reads, and only booked invoices less credits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import TruncMonth

from inventory.models import Item
from rackbeat.lib.amounts import ZERO
from sales.models import Customer, SalesInvoice, SalesInvoiceLine

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


def invoiced_by_month(start: date, end: date) -> dict[date, Decimal]:
    """What was invoiced between the two days, without VAT, by the first day of the month."""
    rows = SalesInvoice.objects.filter(status="booked", invoiced_on__range=(start, end)).order_by()
    return dict(rows.annotate(month=TruncMonth("invoiced_on")).values_list("month").annotate(Sum("amount_net")))


@dataclass(frozen=True)
class Top:
    """An item or a customer, and what was invoiced for it without VAT."""

    number: str
    name: str
    amount: Decimal


def top_customers(start: date, end: date, count: int = 5) -> list[Top]:
    """Those who were invoiced most between the two days, the greatest first."""
    rows = SalesInvoice.objects.filter(status="booked", invoiced_on__range=(start, end)).order_by()
    sums = rows.values("customer_id").annotate(net=Sum("amount_net")).filter(net__gt=0).order_by("-net", "customer_id")
    return _named(Customer, dict(sums.values_list("customer_id", "net")[:count]))


def top_items(start: date, end: date, count: int = 5) -> list[Top]:
    """What most was invoiced for between the two days, the greatest first; lines of mere text are nobody's."""
    rows = SalesInvoiceLine.objects.filter(
        invoice__status="booked", invoice__invoiced_on__range=(start, end), item__isnull=False
    ).order_by()
    sums = rows.values("item_id").annotate(net=Sum("amount_net")).filter(net__gt=0).order_by("-net", "item_id")
    return _named(Item, dict(sums.values_list("item_id", "net")[:count]))


def _named(model: type[Any], sums: dict[int, Decimal]) -> list[Top]:
    named = {
        pk: (str(number), name)
        for pk, number, name in model.objects.filter(pk__in=sums).values_list("pk", "number", "name")
    }
    return [Top(*named[pk], amount) for pk, amount in sums.items()]
