"""Form fields for what people type: numbers with comma or point. They read and show; what is allowed the verbs decide."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)", re.ASCII)  # no 1e9, no NaN, no digits of other scripts
LONGEST = 60
SPACES = str.maketrans({"−": "-", "'": None, "’": None, " ": None, "\u00a0": None, "\u202f": None, "\t": None})


def read_number(text: str) -> str:
    """What was typed, as Decimal reads it. Comma and point are both accepted; the last of two kinds is the decimal one.

    Alone, the reader's own separator of thousands counts as one where it stands before three digits: 1,000 is a
    thousand in English, and one in Norwegian.
    """
    text = text.translate(SPACES)
    thousand = str(get_format("THOUSAND_SEPARATOR"))
    if "," in text and "." in text:
        decimal = max(",.", key=text.rindex)
        other = "." if decimal == "," else ","
        grouped = re.fullmatch(rf"[-+]?\d{{1,3}}(\{other}\d{{3}})+\{decimal}\d*", text)
        return text.replace(other, "").replace(decimal, ".") if grouped else text
    if text.count(",") > 1 or text.count(".") > 1:
        mark = "," if "," in text else "."
        return text.replace(mark, "") if re.fullmatch(rf"[-+]?\d{{1,3}}(\{mark}\d{{3}})+", text) else text
    if thousand in (",", ".") and re.fullmatch(rf"-?[1-9]\d{{0,2}}(\{thousand}\d{{3}})+", text):
        return text.replace(thousand, "")
    return text.replace(",", ".") if text.count(",") == 1 else text


def spell_number(value: Decimal, least: int = 0) -> str:
    """A number as it stands in a field: in the reader's language, idle zeros cut down to `least` decimals, no thousands."""
    whole, _point, decimals = f"{value:f}".partition(".")
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    return whole + (str(get_format("DECIMAL_SEPARATOR")) + decimals.ljust(least, "0") if decimals or least else "")


class NumberField(forms.DecimalField):
    """A quantity, price, amount or percentage. `least`: how many decimals are always shown."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter a number, such as 12 or 12,50.")}

    def __init__(self, *, least: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.least = least

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and (text := value.strip()):
            value = read_number(text)
            if len(value) > LONGEST or not PLAIN.fullmatch(value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return spell_number(value, self.least) if isinstance(value, Decimal) and value.is_finite() else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except forms.ValidationError:
            return True


def numbers(field: models.Field, **options: Any) -> forms.Field | None:
    """For `Meta.formfield_callback`: a model's decimals as `NumberField`s, prices and amounts with two decimals."""
    if isinstance(field, models.DecimalField) and "form_class" not in options:
        options = {"form_class": NumberField, "max_digits": field.max_digits, **options}
        found = field.formfield(**options)
        if isinstance(found, NumberField) and (
            field.decimal_places == 2 or "price" in field.name or "cost" in field.name
        ):
            found.least = 0 if "percent" in field.name or field.name.startswith("vat_") else 2
        return found
    return field.formfield(**options)


class DayInput(forms.DateInput):
    """The browser's own date field, which speaks ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, from the browser's date field or typed as 23.11.2026 or 23.11.26."""

    widget = DayInput
    input_formats = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
