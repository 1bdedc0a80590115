"""Firmainnstillinger as they open: every page of them with what is set there, the inventory principle in sight."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import ngettext

from accounts.models import Agreement, BankAccount, BooksProof, Membership, PaymentTerms
from accounts.permissions import allow
from accounts.request import Request
from accounts.views import proofs
from accounts.views.answers import page


@allow("settings.view")
def settings(request: Request) -> HttpResponse:
    """The way to each page, and the short answer that most people come for."""
    agreement = Agreement.objects.get(pk=request.agreement.pk)
    return page(request, "accounts/settings/overview.html", answers=_answers(agreement))


def _answers(agreement: Agreement) -> dict[str, Any]:
    """What is set on a page, by the name of its address; pages without a short answer are left out."""
    people = Membership.objects.filter(agreement=agreement, is_barred=False).count()
    account = BankAccount.objects.filter(is_default=True).first()
    terms = PaymentTerms.objects.filter(is_default=True).first()
    return {
        "accounts:information": agreement.name,
        "accounts:accounting": agreement.get_principle_display(),
        "accounts:bank_accounts": (account.account_number or account.name) if account else "",
        "accounts:currencies": agreement.base_currency_id,
        "accounts:payment_terms": terms.name if terms else "",
        "accounts:books": proofs.verdict(BooksProof.objects.exclude(ended_at=None).first()),
        "accounts:users": ngettext("%(count)s person", "%(count)s people", people) % {"count": people},
    }
