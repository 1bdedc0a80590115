"""What may happen to a customer: entered in the register, changed, given a layout, barred from new documents, opened again."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import PaymentTerms, User
from layouts import choose
from layouts.models import Layout
from rackbeat.lib.refusal import Refusal, require
from sales.models import Customer

SERIES, FIRST_NUMBER = "customers", 10001


@transaction.atomic
def create(*, by: User, number: int | None = None, **facts: Any) -> Customer:
    """Enter a new customer. Unless said otherwise: the next free number, the default layout and payment terms."""
    facts.setdefault("layout", choose.default())
    facts.setdefault("payment_terms", PaymentTerms.objects.filter(is_default=True).first())
    customer = Customer(number=number or _next_number(), **facts)
    require(customer.name.strip(), _("Give the customer a name."), field="name")
    _save(customer)
    history.record(customer, "created", by=by)
    return customer


@transaction.atomic
def change(customer: Customer, *, by: User, **facts: Any) -> Customer:
    """Write new facts of a customer. Documents that were made before keep what they copied."""
    customer = Customer.objects.lock(customer)
    require(facts.get("name", customer.name).strip(), _("Give the customer a name."), field="name")
    changes = history.differences(customer, facts)
    if not changes:
        return customer
    _save(customer)
    history.record(customer, "changed", by=by, changes=changes)
    return customer


@transaction.atomic
def choose_layout(customer: Customer, layout: Layout | None, *, by: User) -> Customer:
    """What the customer's next documents are printed with; those that exist keep theirs (S6)."""
    customer = Customer.objects.lock(customer)
    before = customer.layout
    if before != layout:
        customer.layout = layout
        customer.save(update_fields=["layout"])
        history.record(customer, "layout", by=by, changes=[history.Change("layout", before, layout)])
    return customer


@transaction.atomic
def bar(customer: Customer, *, by: User, barred: bool = True) -> Customer:
    """Keep the customer, but let no new document be made; or open it for use again."""
    customer = Customer.objects.lock(customer)
    if customer.is_barred != barred:
        customer.is_barred = barred
        customer.save(update_fields=["is_barred"])
        history.record(customer, "barred" if barred else "unbarred", by=by)
    return customer


def _next_number() -> int:
    """The series' next number that nobody has chosen by hand."""
    while True:
        number = numbers.take(SERIES, first=FIRST_NUMBER)
        if not Customer.objects.filter(number=number).exists():
            return number


def _save(customer: Customer) -> None:
    """The database alone knows whether a number is free: two may choose it in the same moment."""
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:
        if "customer_number" not in str(error):
            raise
        raise Refusal(
            _("Another customer has the number %(number)s.") % {"number": customer.number}, field="number"
        ) from None
