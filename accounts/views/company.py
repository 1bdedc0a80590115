"""Company settings: information, bank accounts' place, numbers and accounting. Every role reads them, the owner writes."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts import choices, company, example, history, numbers
from accounts.forms import AdvancedForm, DefaultsForm, InformationForm, NumbersForm, RulesForm
from accounts.models import Agreement, Principle
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import page, tried


def _saved(request: Request) -> None:
    messages.success(request, _("Saved."))


@allow("settings.view", post="settings.edit")
def information(request: Request) -> HttpResponse:
    """Name, addresses, how the company is reached; and what the agreement is."""
    agreement = Agreement.objects.select_related("base_currency").get(pk=request.agreement.pk)
    form = InformationForm(request.POST or None, instance=agreement)
    if request.method == "POST" and tried(
        form, lambda: company.describe(agreement, by=request.user, **form.cleaned_data)
    ):
        _saved(request)
        return redirect("accounts:information")
    return page(request, "accounts/settings/information.html", form, events=_told(request))


@allow("settings.view", post="settings.edit")
def defaults(request: Request) -> HttpResponse:
    """What new customers and documents begin with."""
    found = choices.all_of_them()
    form = DefaultsForm(request.POST or None, choices=found)
    if request.method == "POST" and tried(form, lambda: choices.choose(form.cleaned_data, by=request.user)):
        _saved(request)
        return redirect("accounts:defaults")
    return page(request, "accounts/settings/defaults.html", form, choices=[(one, form[one.key]) for one in found])


@allow("settings.view", post="settings.edit")
def advanced(request: Request) -> HttpResponse:
    """Time zone, what expected costs follow, and what logging in asks for."""
    agreement = Agreement.objects.get(pk=request.agreement.pk)
    now = {name: getattr(agreement, name) for name in AdvancedForm.base_fields}
    form = AdvancedForm(request.POST or None, initial=now)
    if request.method == "POST" and tried(
        form, lambda: company.refine(agreement, by=request.user, **form.cleaned_data)
    ):
        _saved(request)
        return redirect("accounts:advanced")
    return page(request, "accounts/settings/advanced.html", form, facts=agreement, events=_told(request))


@allow("settings.view", post="settings.edit")
def number_series(request: Request) -> HttpResponse:
    """The next number of each series."""
    series = numbers.series()
    form = NumbersForm(request.POST or None, series=series)
    if request.method == "POST" and tried(form, lambda: _set_numbers(request, form, series)):
        _saved(request)
        return redirect("accounts:numbers")
    rows = [(one, form[one.field]) for one in series]
    return page(request, "accounts/settings/numbers.html", form, rows=rows, events=_told(request, "number_set"))


def _set_numbers(request: Request, form: NumbersForm, series: list[numbers.Series]) -> None:
    agreement = request.agreement
    wanted = {one.name: form.cleaned_data[one.field] for one in series if one.field in form.changed_data}
    numbers.set_all(agreement, wanted, by=request.user)


def _told(request: Request, *verbs: str) -> list[dict[str, Any]]:
    """What was set, and when: that support was asked or let in stands in the history of everything."""
    return history.of(request.agreement, may=request.may, only=verbs or ("founded", "changed", "closed", "opened"))


@allow("settings.view", post="settings.edit")
def accounting(request: Request) -> HttpResponse:
    """The inventory principle, since when and by whom and why it stays; the base currency; stock rules, closing date."""
    agreement = Agreement.objects.select_related("base_currency", "created_by").get(pk=request.agreement.pk)
    now = {"closed_until": agreement.closed_until, "negative_allowed": "yes" if agreement.negative_allowed else "no"}
    form = RulesForm(request.POST or None, initial=now)
    if request.method == "POST" and tried(
        form, lambda: company.set_rules(agreement, by=request.user, **form.cleaned_data)
    ):
        _saved(request)
        return redirect("accounts:accounting")
    context = {
        "facts": agreement,
        "events": _told(request),
        "story": example.story(),
        "example": example.of(agreement.principle),
        "other": example.of(next(other for other in Principle if other != agreement.principle)),
        "own": import_string(settings.OWN_EXAMPLE)(agreement, request.may),
    }
    return page(request, "accounts/settings/accounting.html", form, **context)
