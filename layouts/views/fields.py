"""Form fields of documents: quantities, prices, days, and one row of a register by number or name. They read; verbs decide."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import rates
from rackbeat.lib.fields import NumberField
from rackbeat.lib.refusal import Refusal

MOST = Decimal("999999999.999999")  # so small that sums of many still fit numeric(18, 6)


class QuantityField(NumberField):
    """A quantity: up to six decimals, never below zero."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"max_digits": 18, "decimal_places": 6, "min_value": Decimal(0), "max_value": MOST, **options}
        )


class PriceField(NumberField):
    """The price of one unit: two decimals shown, up to six kept. Typed as 12,50 EUR it is taken at the rate of `day` (today).

    `conversion`: how that came about, once the field is cleaned.
    """

    day: date | None = None
    conversion: rates.Conversion | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"least": 2, "max_digits": 18, "decimal_places": 6, "max_value": MOST, **options})
        self.widget.attrs.setdefault("title", gettext_lazy("12.50, or in another currency: 12.50 EUR"))

    def clean(self, value: Any) -> Any:
        self.conversion = None
        try:
            currency, text = rates.named(value) if isinstance(value, str) else ("", value)
            price = super().clean(text)
            if currency and price is not None:
                rate = rates.of(currency, self.day or rates.today())
                self.conversion = rates.Conversion(price, currency, rate)
                price = self.conversion.worth
                self.run_validators(price)
        except Refusal as no:
            raise forms.ValidationError(str(no)) from None
        return price


class AmountField(NumberField):
    """Money: two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"least": 2, "max_digits": 14, "decimal_places": 2, **options})


class PercentField(NumberField):
    """A percentage from 0 to 100, written with or without its sign."""

    def __init__(self, **options: Any) -> None:
        usual = {"max_digits": 5, "decimal_places": 2, "min_value": Decimal(0), "max_value": Decimal(100)}
        super().__init__(**{**usual, **options})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().removesuffix("%") if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day, from the browser's calendar or as people write it. Days that nobody trades on are refused."""

    FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y"])
        options.setdefault("error_messages", {"invalid": gettext_lazy("Enter a date, such as 24.12.2026.")})
        super().__init__(**options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not self.FIRST <= value <= self.LAST:
            raise forms.ValidationError(_("Enter a date between 2000 and 2099."))


class FoundField(forms.CharField):
    """One row of a register: by its number, by what else names it (`also`), or by a name that only one row has.

    `rows` gives the rows to choose from when the form is read; `whole`: it shows number and name. Give the control
    `data-options`, the address that suggests (js/combobox.js); without a script it takes what is typed.
    """

    def __init__(
        self,
        *,
        rows: Callable[[], QuerySet[Any]],
        also: tuple[str, ...] = (),
        by: str = "number",
        whole: bool = True,
        **options: Any,
    ) -> None:
        self.rows, self.also, self.by, self.whole = rows, also, by, whole
        super().__init__(**{"max_length": 300, **options})
        self.widget.attrs.update({"role": "combobox", "aria-expanded": "false", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Model):
            return str(value) if self.whole else getattr(value, self.by)
        return value

    def clean(self, value: Any) -> Any:
        text = " ".join(str(super().clean(value) or "").split())
        return self.find(text) if text else None

    def find(self, text: str) -> Any:
        """The row that `text` means; a sentence about what is wrong where it means none, or several."""
        number = text.split(maxsplit=1)[0]
        if found := self._by_number(text):
            return found
        if number != text and (found := self._by_number(number)) and str(found).casefold() == text.casefold():
            return found
        for lookup in ("name__iexact", "name__icontains"):
            near = list(self.rows().filter(**{lookup: text})[:4])
            if len(near) == 1:
                return near[0]
        if not near:
            raise forms.ValidationError(_("Nothing has the number or name “%(text)s”.") % {"text": text[:60]})
        names = ", ".join(str(row) for row in near[:3]) + (" …" if len(near) > 3 else "")
        raise forms.ValidationError(_("Several match: %(names)s. Give the number.") % {"names": names})

    def _by_number(self, text: str) -> Any:
        where = number_is(self.rows().model, (self.by, *self.also), text)
        found = list(self.rows().filter(where)[:2]) if where else []
        return found[0] if len(found) == 1 else None


def number_is(model: type[Model], fields: tuple[str, ...], text: str) -> Q:
    """The condition that one of these fields is exactly `text`; an empty one where none can be."""
    where = Q()
    for field in fields:
        if "Integer" not in model._meta.get_field(field).get_internal_type():
            where |= Q(**{f"{field}__iexact" if field == "code" else field: text})
        elif text.isascii() and text.isdigit() and len(text) < 10:
            where |= Q(**{field: int(text)})
    return where
