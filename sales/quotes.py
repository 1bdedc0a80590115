"""What may happen to a quote: written, sent, rejected, opened again. Orders and invoices accept it when they are made from it."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import employees, history, numbers
from accounts.models import Agreement, User
from rackbeat.lib import periods
from rackbeat.lib.refusal import require
from sales import progress
from sales.models import Customer, Quote


@transaction.atomic
def draft(customer: Customer, *, by: User, **facts: Any) -> Quote:
    """Begin a quote to `customer`, valid for thirty days."""
    require(not customer.is_barred, _("%(customer)s is barred.") % {"customer": customer})
    agreement = Agreement.current()
    quote = Quote(
        customer=customer,
        quoted_on=agreement.today(),
        valid_until=agreement.today() + timedelta(days=30),
        currency=agreement.base_currency_id,
        payment_terms=customer.payment_terms,
        our_reference=employees.reference(by),
        created_by=by,
    )
    quote.copy_party(customer)
    for name, value in facts.items():
        setattr(quote, name, value)
    quote.number = numbers.take("quotes")
    quote.save()
    history.record(quote, "created", by=by)
    return quote


@transaction.atomic
def send(quote: Quote, *, by: User) -> Quote:
    """The quote is with the customer, by mail or otherwise."""
    quote = Quote.objects.lock(quote)
    require(quote.is_draft, _("The quote has been sent or answered already."))
    require(quote.lines.exists(), _("Add a line before you send the quote."))
    quote.become(Quote.Status.SENT, sent_at=periods.now())
    progress.settle(quote)
    history.record(quote, "sent", by=by)
    return quote


@transaction.atomic
def reopen(quote: Quote, *, by: User) -> Quote:
    """Back to a draft, to be changed."""
    quote = Quote.objects.lock(quote)
    quote.become(Quote.Status.DRAFT)
    progress.settle(quote)
    history.record(quote, "reopened", by=by)
    return quote


@transaction.atomic
def reject(quote: Quote, *, by: User) -> Quote:
    """The customer does not want it; it goes to the archive."""
    quote = Quote.objects.lock(quote)
    quote.become(Quote.Status.REJECTED)
    progress.settle(quote)
    history.record(quote, "rejected", by=by)
    return quote
