"""Rates, terms, bank accounts, addresses and employees: registers that are kept in one way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_POST

from accounts import history, registers
from accounts.models import BankAccount, CurrencyRate, DeliveryTerms, Employee, OwnAddress, PaymentTerms
from accounts.once import once
from accounts.permissions import allow
from accounts.register_forms import (
    BankAccountForm,
    CurrencyRateForm,
    DeliveryTermsForm,
    EmployeeForm,
    OwnAddressForm,
    PaymentTermsForm,
)
from accounts.request import Request
from accounts.views.answers import page, tried
from rackbeat.lib.fields import spell_number
from rackbeat.lib.lists import Action, Column, DateColumn, LinkColumn, ListPage
from rackbeat.lib.lists import View as Tab
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags.ui import longday


class RegisterList(ListPage):
    """A register of company settings: everybody reads it, the owner writes it."""

    allows = "settings.view"
    order_by = "number"
    search: ClassVar[Sequence[str]] = ("number", "name")
    one = ""

    def row_url(self, row: Any) -> str:
        return reverse(self.one, args=[row.number])


def _default(row: Any) -> str:
    return _("Default") if row.is_default else ""


class PaymentTermsList(RegisterList):
    """When invoices are to be paid."""

    name, one = "accounts.payment_terms", "accounts:payment_term"
    title = gettext_lazy("Payment terms")
    noun = ngettext_lazy("payment term", "payment terms")
    rows = PaymentTerms.objects.all
    columns: ClassVar = (
        LinkColumn("number", gettext_lazy("No.")),
        Column("name", gettext_lazy("Name"), wide=True, css="who"),
        Column("kind", gettext_lazy("Kind"), value=lambda row: row.get_kind_display(), css="date"),
        Column("days", gettext_lazy("Days"), css="sum"),
        Column("is_default", "", value=_default, sort=False, css="st3"),
    )
    create = Action("accounts:payment_term_new", gettext_lazy("New payment terms"), right="settings.edit")


class DeliveryTermsList(RegisterList):
    """How goods are delivered, and who pays for it."""

    name, one = "accounts.delivery_terms", "accounts:delivery_term"
    title = gettext_lazy("Delivery terms")
    noun = ngettext_lazy("delivery term", "delivery terms")
    rows = DeliveryTerms.objects.all
    columns: ClassVar = (
        LinkColumn("number", gettext_lazy("No.")),
        Column("name", gettext_lazy("Name"), css="who"),
        Column("text", gettext_lazy("Text on documents"), wide=True, sort=False, css="st2"),
    )
    create = Action("accounts:delivery_term_new", gettext_lazy("New delivery terms"), right="settings.edit")


class BankAccountList(RegisterList):
    """Where customers pay to. Layouts print it."""

    name, one = "accounts.bank_accounts", "accounts:bank_account"
    title = gettext_lazy("Bank accounts")
    noun = ngettext_lazy("bank account", "bank accounts")
    rows = BankAccount.objects.all
    order_by = "name"
    search: ClassVar[Sequence[str]] = ("name", "account_number", "iban")
    columns: ClassVar = (
        LinkColumn("name", gettext_lazy("Name")),
        Column("account_number", gettext_lazy("Account number"), wide=True, css="who"),
        Column("iban", gettext_lazy("IBAN"), css="date"),
        Column("bic", gettext_lazy("BIC"), css="st2"),
        Column("is_default", "", value=_default, sort=False, css="st3"),
    )
    create = Action("accounts:bank_account_new", gettext_lazy("New bank account"), right="settings.edit")

    def row_url(self, row: BankAccount) -> str:
        return reverse(self.one, args=[row.pk])


class RateList(RegisterList):
    """What other currencies are worth. The newest of each first, all of them one tab away."""

    name, one = "accounts.currencies", "accounts:currency"
    template = "accounts/settings/currencies.html"
    title = gettext_lazy("Currencies")
    noun = ngettext_lazy("rate", "rates")
    order_by = "currency"
    search: ClassVar[Sequence[str]] = ("currency__code", "currency__name")
    search_hint = gettext_lazy("Search currency")
    empty = gettext_lazy(
        "No rates yet. Nobody fetches them: enter what your bank says before you type a price in another currency."
    )
    views: ClassVar = (
        Tab("now", gettext_lazy("In force today"), where=lambda rows, page: _in_force(rows, page.today)),
        Tab("all", gettext_lazy("All")),
    )
    columns: ClassVar = (
        LinkColumn("currency", gettext_lazy("Currency"), value="currency_id", sort="currency_id"),
        Column("name", gettext_lazy("Name"), value="currency__label", sort=False, wide=True, css="who"),
        DateColumn("since", gettext_lazy("From"), css="date"),
        Column("rate", gettext_lazy("Rate"), value=lambda row: spell_number(row.rate, 4), sort="rate", css="sum"),
    )
    create = Action("accounts:currency_new", gettext_lazy("New rate"), right="settings.edit")

    def rows(self) -> Any:
        return CurrencyRate.objects.select_related("currency")

    def row_url(self, row: CurrencyRate) -> str:
        return reverse(self.one, args=[row.pk])


def _in_force(rows: Any, day: Any) -> Any:
    """The newest rate of each currency that has begun."""
    newest = CurrencyRate.objects.filter(since__lte=day).order_by("currency_id", "-since").distinct("currency_id")
    return rows.filter(pk__in=newest.values("pk"))


class AddressList(RegisterList):
    """Where goods are delivered to us."""

    name, one = "accounts.addresses", "accounts:address"
    title = gettext_lazy("Addresses")
    noun = ngettext_lazy("address", "addresses")
    rows = OwnAddress.objects.all
    order_by = "name"
    search: ClassVar[Sequence[str]] = ("name", "street", "city")
    empty = gettext_lazy("No addresses yet. Purchase orders go to the company's own address.")
    columns: ClassVar = (
        LinkColumn("name", gettext_lazy("Name")),
        Column("street", gettext_lazy("Street"), wide=True, css="who"),
        Column("city", gettext_lazy("City"), value=lambda row: f"{row.postcode} {row.city}".strip(), sort="city"),
        Column("is_default", "", value=_default, sort=False, css="st3"),
    )
    create = Action("accounts:address_new", gettext_lazy("New address"), right="settings.edit")

    def row_url(self, row: OwnAddress) -> str:
        return reverse(self.one, args=[row.pk])


class EmployeeList(RegisterList):
    """Whom documents name as our reference. Users are among them by themselves."""

    name, one = "accounts.employees", "accounts:employee"
    title = gettext_lazy("Employees")
    noun = ngettext_lazy("employee", "employees")
    rows = Employee.objects.all
    search: ClassVar[Sequence[str]] = ("number", "name", "initials", "email")
    views: ClassVar = (
        Tab("active", gettext_lazy("Active"), where=lambda rows, page: rows.filter(is_barred=False)),
        Tab("left", gettext_lazy("Not with us any more"), where=lambda rows, page: rows.filter(is_barred=True)),
    )
    columns: ClassVar = (
        LinkColumn("number", gettext_lazy("No.")),
        Column("name", gettext_lazy("Name"), wide=True, css="who"),
        Column("job_title", gettext_lazy("Job title"), css="st2"),
        Column("email", gettext_lazy("E-mail"), css="st3"),
        Column("phone", gettext_lazy("Phone"), css="date"),
    )
    create = Action("accounts:employee_new", gettext_lazy("New employee"), right="settings.edit")


@dataclass(frozen=True)
class Register:
    """What differs between them: model, form, names of addresses, the key in the address, words."""

    model: Any
    form: type[forms.ModelForm]
    address: str
    key: str
    new_heading: str | Promise
    all_heading: str | Promise

    listing: str = ""  # the name of the list's address, where it is not the row's with an s

    @property
    def list_url(self) -> str:
        return reverse(self.listing or f"{self.address}s")


PAYMENT = Register(
    PaymentTerms,
    PaymentTermsForm,
    "accounts:payment_term",
    "number",
    PaymentTermsList.create.label,
    PaymentTermsList.title,
)
DELIVERY = Register(
    DeliveryTerms,
    DeliveryTermsForm,
    "accounts:delivery_term",
    "number",
    DeliveryTermsList.create.label,
    DeliveryTermsList.title,
)
BANK = Register(
    BankAccount, BankAccountForm, "accounts:bank_account", "pk", BankAccountList.create.label, BankAccountList.title
)
RATES = Register(
    CurrencyRate,
    CurrencyRateForm,
    "accounts:currency",
    "pk",
    RateList.create.label,
    RateList.title,
    "accounts:currencies",
)
ADDRESSES = Register(
    OwnAddress,
    OwnAddressForm,
    "accounts:address",
    "pk",
    AddressList.create.label,
    AddressList.title,
    "accounts:addresses",
)
EMPLOYEES = Register(
    Employee, EmployeeForm, "accounts:employee", "number", EmployeeList.create.label, EmployeeList.title
)

View = Callable[..., HttpResponseBase]


def new(register: Register) -> View:
    """The view that adds a row."""

    @allow("settings.edit")
    @once
    def view(request: Request) -> HttpResponse:
        form = register.form(request.POST or None, initial=registers.usual(register.model))
        if "number" in form.fields:
            form.fields["number"].required = False
            form.fields["number"].help_text = _("Left empty, the next free one.")
        made: list[Any] = []
        if request.method == "POST" and tried(
            form, lambda: made.append(registers.add(register.model, by=request.user, **form.cleaned_data))
        ):
            messages.success(request, _("%(name)s is added.") % {"name": made[0]})
            return redirect(register.list_url)
        return page(request, "accounts/registers/form.html", form, **_words(register, register.new_heading))

    return view


def change(register: Register) -> View:
    """The view that shows a row and changes it: everybody reads, the owner writes."""

    @allow("settings.view", post="settings.edit")
    def view(request: Request, key: int) -> HttpResponse:
        row = get_object_or_404(register.model.objects.all(), **{register.key: key})
        form = register.form(request.POST or None, instance=register.model.objects.get(pk=row.pk))
        if request.method == "POST" and tried(
            form, lambda: registers.change(row, by=request.user, **form.cleaned_data)
        ):
            messages.success(request, _("Saved."))
            return redirect(register.list_url)
        remove = reverse(f"{register.address}_remove", args=[key])
        words = _words(register, str(row)) | {
            "remove_url": remove,
            "events": history.of(row, may=request.may),
            "row": row,
        }
        if "settings.edit" not in request.may:
            return page(request, "accounts/registers/show.html", facts=_facts(row, form), **words)
        return page(request, "accounts/registers/form.html", form, **words)

    return view


def remove(register: Register) -> View:
    """The view that takes a row away that nobody uses."""

    @require_POST
    @allow("settings.edit")
    def view(request: Request, key: int) -> HttpResponse:
        row = get_object_or_404(register.model.objects.all(), **{register.key: key})
        try:
            registers.remove(row, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(register.address, key)
        messages.success(request, _("%(name)s is removed.") % {"name": row})
        return redirect(register.list_url)

    return view


def _facts(row: Any, form: forms.ModelForm) -> list[tuple[Any, Any]]:
    """The row in words, for those who only read."""
    shown = [
        (form[name].label, getattr(row, f"get_{name}_display", lambda n=name: getattr(row, n))())
        for name in form.fields
    ]
    return [(label, _spelled(value)) for label, value in shown]


def _spelled(value: Any) -> Any:
    """As it is read: a yes or a no, a rate without idle zeros, a country by its name elsewhere."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return (
        spell_number(value, 4) if isinstance(value, Decimal) else longday(value) if isinstance(value, date) else value
    )


def _words(register: Register, heading: Any) -> dict[str, Any]:
    return {"heading": heading, "back": register.list_url, "crumb": [(register.all_heading, register.list_url)]}
