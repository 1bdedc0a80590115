"""Payments of a booked invoice: entered by hand, taken back, and entered again where that was a slip."""

from typing import Any

from django.contrib import messages
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.once import once
from accounts.permissions import allow
from layouts.views.desk import TOO_LARGE
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui
from sales import credits, invoices
from sales.forms import PaymentForm, RefundForm
from sales.models import Payment, SalesInvoice
from sales.views.credits import credit_desk
from sales.views.invoices import InvoiceDesk, desk


@allow("sales.edit")
@once
def pay(request: HttpRequest, key: Any) -> HttpResponse:
    """Enter money that came in."""
    invoice: Any = desk.find(key)
    if request.method != "POST":
        return _back(invoice)
    form = (RefundForm if invoice.is_credit else PaymentForm)(_typed(request), row=invoice)
    if form.is_valid():
        try:
            facts = form.cleaned_data
            pays = credits.refund if invoice.is_credit else invoices.pay
            pays(invoice, facts["amount"], by=request.user, on=facts["paid_on"], note=facts["note"])  # type: ignore[arg-type]
            words = (
                _("%(amount)s is entered as paid back.") if invoice.is_credit else _("%(amount)s is entered as paid.")
            )
            messages.success(request, words % {"amount": ui.amount(facts["amount"])})
            return _back(invoice)
        except Refusal as no:
            if not no.stands_at(form):
                return _desk(invoice).refuse(request, invoice, no.message)
        except DataError:
            form.add_error("amount", str(TOO_LARGE))
    request.payment_form = form  # type: ignore[attr-defined]
    return _desk(invoice).page(request, desk.find(key), status=422)


@allow("sales.edit")
@once
def remove(request: HttpRequest, key: Any, payment: int) -> HttpResponse:
    """Take a payment back that was entered by mistake. Gone already, perhaps by this very click: nothing happens."""
    invoice: Any = desk.find(key)
    found = Payment.objects.filter(pk=payment, invoice=invoice).first()
    if request.method == "POST" and found is not None:
        try:
            invoices.remove_payment(found, by=request.user)  # type: ignore[arg-type]
        except Refusal as no:
            return _desk(invoice).refuse(request, invoice, no.message)
        messages.success(request, _removed(invoice, found))
    return _back(invoice)


def _desk(invoice: SalesInvoice) -> InvoiceDesk:
    return credit_desk if invoice.is_credit else desk


def _back(invoice: SalesInvoice) -> HttpResponse:
    return HttpResponseRedirect(desk.url(invoice) + "#payments")


def _removed(invoice: SalesInvoice, payment: Payment) -> Any:
    """The message, with a button that enters the same payment again: it borrows the page's form `undo`."""
    words = _("The payment of %(amount)s is removed.") % {"amount": ui.amount(abs(payment.amount))}
    again = f"{abs(payment.amount)}|{payment.paid_on:%Y-%m-%d}|{payment.note}"
    return format_html(
        '{} <button class="link" form="undo" formaction="{}" name="again" value="{}">{}</button>',
        words,
        desk.url(invoice, "pay"),
        again,
        _("Undo"),
    )


def _typed(request: HttpRequest) -> Any:
    """What the form says; an undone removal says it in one word."""
    if "again" not in request.POST:
        return request.POST
    amount, _bar, rest = request.POST["again"].partition("|")
    day, _bar, note = rest.partition("|")
    return {"amount": amount, "paid_on": day, "note": note}
