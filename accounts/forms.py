"""Forms for people, agreements and their registers: what was typed, checked for shape. Rules of the trade are the verbs'."""

from typing import Any, ClassVar

from allauth.account.forms import ResetPasswordForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import jobs
from accounts.models import (
    Agreement,
    Currency,
    Principle,
    Role,
    User,
)
from accounts.models.agreements import Country
from rackbeat.lib import check_digits
from rackbeat.lib.fields import DayField

LANGUAGES = [("nb", "Norsk"), ("da", "Dansk"), ("en", "English")]


class ForgotPasswordForm(ResetPasswordForm):
    """Looks nobody up: a job does, so that known and unknown addresses are answered alike and in the same time."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        jobs.send_reset.defer(email=self.cleaned_data["email"])
        return self.cleaned_data["email"]


def new_password(label: Any = None, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    note = _("At least 12 characters. A few words in a row are good.")
    return forms.CharField(
        label=label or _("Password"), widget=widget, strip=False, max_length=128, help_text=note, **options
    )


# --- founding an agreement ---------------------------------------------------------------------------------------


def organisation_number_is_wrong(number: str, country: str) -> Any:
    """A sentence where it is none; blank for what we cannot prove. It stands on every invoice."""
    known = country == Country.NO and number.strip()
    if not known or check_digits.hold(check_digits.digits_of(number), check_digits.ORGANISATION):
        return ""
    return _("This is no organisation number: it has nine digits, and one of them may be wrong.")


class CompanyForm(forms.Form):
    """The first step for somebody who is logged in."""

    company = forms.CharField(label=_("Company"), max_length=255)
    org_number = forms.CharField(label=_("Organisation number"), max_length=20, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=Country.choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if wrong := organisation_number_is_wrong(data.get("org_number", ""), data.get("country", "")):
            self.add_error("org_number", wrong)
        return data


class PersonForm(CompanyForm):
    """The first step for somebody new. A password that was accepted once need not be typed again."""

    name = forms.CharField(
        label=_("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True})
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    language = forms.ChoiceField(label=_("Your language"), choices=LANGUAGES)
    password = new_password()

    field_order = ["name", "email", "password", "language", "company", "org_number", "country"]

    def __init__(self, *args: Any, has_password: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_password:
            self.fields["password"].required = False
            self.fields["password"].help_text = _("You have chosen one. Write here only to choose another.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person = User(email=data.get("email", ""), name=data.get("name", ""))
        if data.get("password"):
            try:
                validate_password(data["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return data


class BooksForm(forms.Form):
    """The second step: what nobody can change afterwards."""

    base_currency = forms.ModelChoiceField(
        label=_("Base currency"),
        queryset=Currency.objects.all(),
        empty_label=None,
        help_text=_("Stock is valued in it, and documents are written in it. It cannot be changed later."),
    )
    principle = forms.ChoiceField(label=_("Inventory principle"), choices=Principle.choices, widget=forms.RadioSelect)


# --- people ------------------------------------------------------------------------------------------------------


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.OFFICE, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    password = new_password(_("First password"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _(
            "Leave it empty, and the user gets a mail with a link to choose one. Fill it in where mail does not reach."
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            try:
                validate_password(data["password"], User(email=data.get("email", ""), name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language", "theme", "single_keys"]
        widgets: ClassVar = {"theme": forms.RadioSelect}


class WelcomeForm(forms.Form):
    password = new_password()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return str(self.cleaned_data["password"])


class GrantForm(forms.Form):
    """How long support may look in, and why."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Support reads it, and it stands in the history."),
    )
    days = forms.ChoiceField(
        label=_("For how long"),
        choices=[("1", _("One day")), ("3", _("Three days")), ("7", _("A week")), ("30", _("30 days"))],
    )


# --- the company and its registers -------------------------------------------------------------------------------


class InformationForm(forms.ModelForm):
    class Meta:
        model = Agreement
        fields = ["name", "org_number", "street", "postcode", "city", "email", "phone", "website", "language"]

    def clean_org_number(self) -> str:
        """What is changed is looked at; what stood there before is left alone."""
        number: str = self.cleaned_data["org_number"]
        wrong = organisation_number_is_wrong(number, self.instance.country) if "org_number" in self.changed_data else ""
        if wrong:
            raise ValidationError(wrong)
        return number


ZONES = ["Europe/Oslo", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Helsinki", "Atlantic/Reykjavik"]


class AdvancedForm(forms.Form):
    """What is rarely changed."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[(zone, zone.partition("/")[2]) for zone in ZONES],
        help_text=_("Decides on which date something happens around midnight. Dates that were booked stay."),
    )
    costs_follow_invoices = forms.BooleanField(
        label=_("Booked supplier invoices set the expected cost price"),
        required=False,
        help_text=_("What the supplier asked last, discount taken off, is what the next purchase order begins with."),
    )
    needs_second_factor = forms.BooleanField(
        label=_("Everybody needs a second factor"),
        required=False,
        help_text=_("Who has none sets one up at the next click, before anything else: an app for codes or a passkey."),
    )


class DefaultsForm(forms.Form):
    """One field for each register of accounts/choices.py."""

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in choices:
            options: dict[str, Any] = {} if one.now is None else {"empty_label": None}
            self.fields[one.key] = forms.ModelChoiceField(
                one.rows, label=one.label, help_text=one.note, initial=one.now, required=one.now is not None, **options
            )


class RulesForm(forms.Form):
    """What may still be booked, and whether stock may go below zero."""

    negative_allowed = forms.TypedChoiceField(
        label=_("Negative stock"),
        coerce=lambda value: value == "yes",
        choices=[("no", _("Refuse it")), ("yes", _("Allow it"))],
        widget=forms.RadioSelect,
    )
    closed_until = DayField(
        label=_("Closed until"),
        required=False,
        help_text=_("Nothing can be booked on this day or earlier. Empty: nothing is closed."),
    )


class NumbersForm(forms.Form):
    """One field for each series, named after it."""

    def __init__(self, *args: Any, series: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in series:
            self.fields[one.field] = forms.IntegerField(
                label=one.label, min_value=1, max_value=999_999_999, initial=one.next, disabled=one.locked
            )
