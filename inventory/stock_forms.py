"""What people type on adjustments, transfers and counts. Forms read and check what was typed; the verbs decide."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inventory import availability
from inventory.models import Adjustment, Location, Reason, StockCountLine, Transfer
from inventory.views.choose import item_field, location_field
from layouts.views.fields import MOST, DayField, PriceField, QuantityField
from layouts.views.headers import HeaderForm
from layouts.views.lines import LineForm

ZERO = Decimal(0)
TEXTS = ("heading", "note")


class ReverseForm(forms.Form):
    """On which day a document is taken back."""

    on = DayField(label=gettext_lazy("Date"))

    def __init__(self, data: Any = None, *, row: Any) -> None:
        super().__init__(data, auto_id="reverse-%s", initial={"on": row.agreement.today()})


def is_saved(form: LineForm) -> bool:
    """The row is sent to be kept. Otherwise only its item was chosen, and the rest is still to come."""
    return "shown" in form.data


# --- adjustments ---------------------------------------------------------------------------------------------------


def reasons(kept: int | None = None) -> Any:
    """Those that can be chosen, with the one that is chosen already."""
    return Reason.objects.filter(is_barred=False) | Reason.objects.filter(pk=kept)


class NewAdjustmentForm(forms.Form):
    """What is adjusted, and why. Cost only by those who see it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is adjusted"),
        widget=forms.RadioSelect,
        choices=[
            (Adjustment.Kind.QUANTITY, gettext_lazy("Quantity: more or less lies there than we thought")),
            (Adjustment.Kind.COST, gettext_lazy("Cost price: what lies there is worth more or less")),
        ],
        initial=Adjustment.Kind.QUANTITY,
    )
    adjusted_on = DayField(
        label=gettext_lazy("Date"), required=False, help_text=gettext_lazy("Left empty, the day of booking.")
    )
    heading = forms.CharField(label=gettext_lazy("Heading"), required=False, max_length=255)

    field_order = ("kind", "reason", "adjusted_on", "heading")

    def __init__(self, data: Any = None, *, may: frozenset[str], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if "cost.view" not in may:
            del self.fields["kind"]
        label = gettext_lazy("Reason")
        self.fields["reason"] = forms.ModelChoiceField(reasons(), label=label, empty_label="—")
        self.order_fields(self.field_order)


class AdjustmentForm(HeaderForm):
    groups = ((gettext_lazy("Adjustment"), [("reason", "adjusted_on"), "heading", "note"]),)

    def __init__(self, data: Any = None, *, row: Adjustment, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.fields["reason"] = forms.ModelChoiceField(reasons(row.reason_id), label=_("Reason"), empty_label=None)
        self.fields["adjusted_on"].help_text = _("Left empty, the day of booking.")


class Target(Decimal):
    """How many lie there from now on, where the change was typed as “=12”."""


class ChangeField(QuantityField):
    """A change, with its sign: 3, +3, -2; or =12, which is how many lie there from now on."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": -MOST, **options})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip().startswith("="):
            found = super().to_python(value.strip().removeprefix("="))
            return None if found is None else Target(found)
        return super().to_python(value)


class AdjustmentLineForm(LineForm):
    """So many more or less of an item at a place, and what one is worth where more is there."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "quantity", "cost")
    item = item_field(stock_only=True)
    location = location_field()
    quantity = ChangeField(required=False, label=gettext_lazy("Change"))
    cost = PriceField(required=False, min_value=ZERO, label=gettext_lazy("Cost price"))
    price = discount_percent = None  # type: ignore[assignment]
    field_order: Any = ("item", "text", "location", "quantity", "cost")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("item") and "item" not in self.errors:
            self.add_error("item", _("Choose an item."))
        change = data.get("quantity")
        nothing = change is None or (not change and not isinstance(change, Target))
        if is_saved(self) and nothing and "quantity" not in self.errors:
            self.add_error("quantity", _("Say how many more or less there are: 3, or -2."))
        if isinstance(change, Target) and data.get("item"):
            self._reckon(data, change)
        return data

    def _reckon(self, data: dict[str, Any], wanted: Target) -> None:
        item, place = data["item"], data.get("location")
        if place is None:
            self.add_error("location", _("Choose a location."))
            return
        if wanted < 0:
            self.add_error("quantity", _("A quantity cannot be below zero."))
            return
        here = availability.on_hand([item.pk], [place.pk]).get((item.pk, place.pk), ZERO)
        data["quantity"] = Decimal(wanted) - here
        if not data["quantity"]:
            self.add_error("quantity", _("Exactly that many lie there already."))


class PlainLineForm(AdjustmentLineForm):
    """The same for those who see no costs: theirs are neither shown nor read, so that they stay as they are."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "quantity")
    cost = None  # type: ignore[assignment]


class CostLineForm(LineForm):
    """What one unit of an item is worth from now on."""

    FACTS: ClassVar[tuple[str, ...]] = ("cost",)
    item = item_field(stock_only=True)
    cost = PriceField(required=False, min_value=ZERO, label=gettext_lazy("New cost price"))
    quantity = price = discount_percent = None  # type: ignore[assignment]
    field_order: Any = ("item", "text", "cost")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if is_saved(self) and data.get("cost") is None and "cost" not in self.errors:
            self.add_error("cost", _("Say what one unit is worth."))
        return data


# --- transfers -----------------------------------------------------------------------------------------------------


def transports(kept: int | None = None) -> Any:
    """Locations through which goods may pass."""
    rows = Location.objects.filter(is_transport=True)
    return rows.filter(is_barred=False) | rows.filter(pk=kept)


def _way(kept: int | None = None) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        transports(kept),
        required=False,
        label=_("By way of"),
        empty_label=_("At once, in one step"),
        help_text=_("Through a transport location goods are sent first and received when they arrive."),
    )


def _end(label: Any) -> Any:
    return location_field(required=True, label=label)


class NewTransferForm(forms.Form):
    """From where to where, and whether by way of a transport location."""

    origin = _end(pgettext_lazy("place", "From"))
    target = _end(pgettext_lazy("place", "To"))
    moved_on = DayField(
        label=gettext_lazy("Date"), required=False, help_text=gettext_lazy("Left empty, the day of booking.")
    )
    expected_on = DayField(label=gettext_lazy("Expected"), required=False)

    def __init__(self, data: Any = None, *, options: str, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("origin", "target"):
            self.fields[name].widget.attrs["data-options"] = options
        self.fields["transport"] = _way()
        self.order_fields(("origin", "target", "transport", "moved_on", "expected_on"))


class TransferForm(HeaderForm):
    groups = (
        (
            gettext_lazy("Transfer"),
            [("origin", "target"), "transport", ("moved_on", "expected_on"), *TEXTS],
        ),
    )
    origin = _end(pgettext_lazy("place", "From"))
    target = _end(pgettext_lazy("place", "To"))

    def __init__(self, data: Any = None, *, row: Transfer, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.initial.update(origin=row.origin, target=row.target)
        self.fields["transport"] = _way(row.transport_id)


class TransferLineForm(LineForm):
    """So many of an item, from one place to another."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "target", "quantity")
    item = item_field(stock_only=True)
    location = location_field(label=pgettext_lazy("place", "From"))
    target = location_field(label=pgettext_lazy("place", "To"))
    price = discount_percent = None  # type: ignore[assignment]
    field_order: Any = ("item", "text", "location", "target", "quantity")


class ArrivalForm(forms.Form):
    """On which day goods arrived, and how many of each line: all that is to come, until something else is typed."""

    on = DayField(label=gettext_lazy("Received on"))

    def __init__(self, data: Any = None, *, row: Transfer) -> None:
        super().__init__(data, auto_id="arrival-%s", initial={"on": row.agreement.today()})
        self.lines = [line for line in row.lines.select_related("item", "target") if line.quantity_to_come]
        for line in self.lines:
            field = QuantityField(
                required=False, label=f"{line.item.number} {line.text}", initial=line.quantity_to_come
            )
            self.fields[f"line-{line.pk}"] = field

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        return [(line, self[f"line-{line.pk}"]) for line in self.lines]

    @property
    def arrived(self) -> dict[int, Decimal]:
        return {line.pk: self.cleaned_data.get(f"line-{line.pk}") or ZERO for line in self.lines}


# --- counts --------------------------------------------------------------------------------------------------------


class NewCountForm(forms.Form):
    """What is counted, by how many, and whether they see what should lie there."""

    location = _end(gettext_lazy("Location"))
    split = forms.TypedChoiceField(
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        label=gettext_lazy("With all that lies in it"),
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("One count for all of it")),
            ("yes", gettext_lazy("A count for each location, so that several can count at the same time")),
        ],
        required=False,
        initial="",
    )
    is_blind = forms.BooleanField(
        label=gettext_lazy("Blind count"),
        required=False,
        help_text=gettext_lazy("Whoever counts does not see how much should lie there."),
    )
    heading = forms.CharField(label=gettext_lazy("Heading"), required=False, max_length=255)

    def __init__(self, data: Any = None, *, options: str, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["location"].widget.attrs["data-options"] = options


class CountForm(HeaderForm):
    groups = ((gettext_lazy("Stock count"), ["is_blind", *TEXTS]),)


class CountLineForm(LineForm):
    """How many were found; on a new line, of what and where."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "quantity")
    item = item_field(stock_only=True)
    location = location_field()
    quantity = QuantityField(required=False, label=pgettext_lazy("count", "Counted"))
    price = discount_percent = None  # type: ignore[assignment]
    field_order: Any = ("item", "text", "location", "quantity")

    def __init__(self, data: Any = None, *, line: Any = None, kind: str = "item", **options: Any) -> None:
        super().__init__(data, line=line, kind=kind, **options)
        if line is not None:
            for name in ("item", "location", "text"):
                del self.fields[name]
            self.fields["quantity"].widget.attrs["autofocus"] = True

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return ("item", "location", "quantity_counted")

    @classmethod
    def initial_of(cls, line: StockCountLine) -> dict[str, Any]:
        return {"quantity": line.quantity_counted}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if self.line is None and not data.get("item") and "item" not in self.errors:
            self.add_error("item", _("Choose an item."))
        nowhere = not data.get("location") and "location" not in self.errors
        if self.line is None and is_saved(self) and nowhere:
            self.add_error("location", _("Choose a location."))
        return data

    def facts(self, usual: Any) -> dict[str, Any]:
        data = self.cleaned_data
        if self.line is not None:
            return {"quantity": data.get("quantity")}
        return {"item": data["item"], "location": data["location"], "quantity": data.get("quantity")}


class FoundForm(forms.Form):
    """How many were found of the line in hand."""

    quantity = QuantityField(
        label=pgettext_lazy("count", "Counted"),
        error_messages={"required": gettext_lazy("Say how many you see, or press None here.")},
    )
