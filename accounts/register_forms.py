"""Forms of the registers: terms, bank accounts, rates, addresses, employees. What was typed, checked for shape."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Agreement, BankAccount, CurrencyRate, DeliveryTerms, Employee, OwnAddress, PaymentTerms
from rackbeat.lib import check_digits, countries
from rackbeat.lib.fields import DayField, NumberField

IN_LANGUAGES = ["text_nb", "text_da", "text_en"]


class WordedForm(forms.ModelForm):
    """Terms in words: the text in the agreement's language, and apart from it what papers in other languages say."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        own = f"text_{Agreement.current().language}"
        if own in self.fields and not getattr(self.instance, own):
            del self.fields[own]
        for name in ("text", *IN_LANGUAGES):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = 3

    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in IN_LANGUAGES]

    def in_languages(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in IN_LANGUAGES]


class PaymentTermsForm(WordedForm):
    class Meta:
        model = PaymentTerms
        fields = ["number", "name", "kind", "days", "text", *IN_LANGUAGES, "is_default"]
        help_texts: ClassVar = {"text": _("What customers read. Papers to suppliers say only when we pay.")}

    days = forms.IntegerField(label=_("Days"), min_value=0, max_value=3650, initial=0)


class DeliveryTermsForm(WordedForm):
    class Meta:
        model = DeliveryTerms
        fields = ["number", "name", "text", *IN_LANGUAGES]
        help_texts: ClassVar = {"text": _("Such as DAP Bergen (Incoterms 2020). Left empty, papers print the name.")}


class BankAccountForm(forms.ModelForm):
    class Meta:
        model = BankAccount
        fields = ["name", "account_number", "iban", "bic", "is_default"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account_number"].needed = _("or IBAN")  # type: ignore[attr-defined]
        self.fields["iban"].needed = _("or account number")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (data.get("account_number") or data.get("iban") or self.errors):
            self.add_error("account_number", _("Enter the account number or the IBAN: invoices say it."))
        return data

    def clean_account_number(self) -> str:
        """A Norwegian one, written with or without points and spaces, has 11 digits, the last of which proves the others."""
        typed: str = self.cleaned_data["account_number"].strip()
        digits = re.sub(r"[\s.]", "", typed)
        is_norwegian = Agreement.current().country == "NO" and re.fullmatch(r"[0-9]{11}", digits)
        if is_norwegian and not check_digits.hold(digits, check_digits.ACCOUNT):
            raise ValidationError(_("This is no account number: look at it again, a digit may be wrong."))
        return typed

    def clean_iban(self) -> str:
        """Without blanks, and with the check digits of ISO 13616 (the remainder by 97 is 1)."""
        iban = re.sub(r"\s", "", self.cleaned_data["iban"]).upper()
        if iban and not _iban_is_right(iban):
            raise ValidationError(_("This is no IBAN: look at it again, a digit may be wrong."))
        return iban

    def clean_bic(self) -> str:
        bic = re.sub(r"\s", "", self.cleaned_data["bic"]).upper()
        if bic and not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", bic):
            raise ValidationError(_("A BIC has 8 or 11 letters and digits."))
        return bic


def _iban_is_right(iban: str) -> bool:
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", iban):
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


class CurrencyRateForm(forms.ModelForm):
    class Meta:
        model = CurrencyRate
        fields = ["currency", "since", "rate"]

    since = DayField(label=_("From"), help_text=_("The rate holds from this day until the next one."))
    rate = NumberField(
        label=_("Rate"),
        max_digits=18,
        decimal_places=6,
        least=4,
        help_text=_("What one unit costs in your base currency, such as 11,7250 for a euro in Norwegian kroner."),
    )


class OwnAddressForm(forms.ModelForm):
    class Meta:
        model = OwnAddress
        fields = ["name", "street", "street2", "postcode", "city", "country", "is_default"]

    country = forms.ChoiceField(label=_("Country"), choices=countries.choices, required=False)


class EmployeeForm(forms.ModelForm):
    class Meta:
        model = Employee
        fields = ["number", "name", "initials", "job_title", "email", "phone", "is_barred"]
        labels: ClassVar = {"is_barred": _("Not with us any more")}
