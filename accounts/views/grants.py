"""Firmainnstillinger > Tilgang for support: an owner gives it and ends it; support looks in under it, and out again."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import grants
from accounts.forms import GrantForm
from accounts.middleware import VISIT
from accounts.models import Agreement, SupportGrant
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import page, tried
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal


@allow("settings.edit")
@once
def listing(request: Request) -> HttpResponse:
    """What is given now, what was given before, and the form to give it."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and tried(form, lambda: _give(request, form)):
        messages.success(request, _("Support may look in now."))
        return redirect("accounts:grants")
    rows = SupportGrant.objects.select_related("given_by", "ended_by")[:50]
    return page(request, "accounts/settings/grants.html", form, grants=rows)


def _give(request: Request, form: GrantForm) -> None:
    until = periods.now() + timedelta(days=int(form.cleaned_data["days"]))
    grants.give(request.agreement, by=request.user, reason=form.cleaned_data["reason"], until=until)


@require_POST
@allow("settings.edit")
def end(request: Request, pk: int) -> HttpResponse:
    grant = get_object_or_404(SupportGrant.objects.select_related("agreement"), pk=pk)
    grants.end(grant, by=request.user)
    messages.success(request, _("Support looks in no more."))
    return redirect("accounts:grants")


@require_POST
@allow("support", any_agreement=True)
def look_in(request: Request) -> HttpResponse:
    """Into the agreement of that number, if its owner has given leave."""
    number = request.POST.get("number", "")
    agreement = Agreement.objects.filter(number=number).first() if number.isascii() and number.isdigit() else None
    if agreement is None:
        raise Http404
    try:
        grants.look_in(agreement, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("support:look_up")
    request.session[VISIT] = agreement.number
    return redirect("/")


@require_POST
@allow("support", any_agreement=True)
def look_out(request: Request) -> HttpResponse:
    number = request.session.pop(VISIT, None)
    if agreement := Agreement.objects.filter(number=number).first():
        grants.look_out(agreement, by=request.user)
    return redirect("support:look_up")
