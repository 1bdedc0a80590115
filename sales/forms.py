"""What can be typed on the pages of sales. Forms read; what is allowed the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.views.choose import item_field
from layouts.views.fields import AmountField, DayField, PercentField, QuantityField
from layouts.views.headers import ADDRESS_FIELDS, DELIVERY_FIELDS, REFERENCES, HeaderForm, RowForm
from layouts.views.lines import LineForm
from rackbeat.templatetags import ui
from sales.models import SalesInvoice


class SalesLineForm(LineForm):
    """An item's line of a quote, order or invoice."""

    item = item_field()
    field_order = ["item", "text", "quantity", "price", "discount_percent"]

    def clean_item(self) -> Any:
        return self.not_barred(self.cleaned_data.get("item"))


TERMS = (("payment_terms", "delivery_terms"),)
TEXTS = ("heading", "note")


class OrderForm(HeaderForm):
    groups = [
        (pgettext_lazy("document", "Order"), [("ordered_on", "wanted_on"), *REFERENCES, *TERMS, *TEXTS]),
        (_("Customer"), ["party_name", *ADDRESS_FIELDS]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]


class QuoteForm(HeaderForm):
    groups = [
        (_("Quote"), [("quoted_on", "valid_until"), *REFERENCES, *TERMS, *TEXTS]),
        (_("Customer"), ["party_name", *ADDRESS_FIELDS]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]


class InvoiceForm(HeaderForm):
    groups = [
        (_("Invoice"), [("invoiced_on", "delivered_on"), *REFERENCES, *TERMS, *TEXTS]),
        (_("Customer"), ["party_name", "party_org_number", *ADDRESS_FIELDS]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]


class ShipmentForm(HeaderForm):
    groups = [
        (_("Shipment"), [("ship_on", "tracking"), "their_reference", "note"]),
        (_("Customer"), ["party_name"]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]


class PickForm(forms.Form):
    """How many of a shipment's line lie ready in all; at another location, where. `places`: those that hold the item."""

    quantity = QuantityField(label=_("Picked"))
    location: Any = forms.ModelChoiceField(None, required=False, label=_("From"))

    def __init__(self, data: Any = None, *, line: Any, places: Any, **options: Any) -> None:
        self.line = line
        super().__init__(data, auto_id=f"line-{line.pk}-%s", **options)
        place: Any = self.fields["location"]
        place.queryset = places
        place.empty_label = str(line.location)
        place.label_from_instance = lambda one: f"{one} · {ui.quantity(one.here)} {line.unit}"


class SendForm(forms.Form):
    """The day on which a shipment leaves."""

    on = DayField(label=_("Sent on"))

    def __init__(self, data: Any = None, *, row: Any = None, **options: Any) -> None:
        super().__init__(data, auto_id="send-%s", **options)
        self.initial.setdefault("on", row.agreement.today())


class TrackForm(forms.Form):
    """The carrier's number of a parcel that has left."""

    tracking = forms.CharField(label=_("Tracking number"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, row: Any, **options: Any) -> None:
        super().__init__(data, initial={"tracking": row.tracking}, **options)


class BookForm(forms.Form):
    """The date under which an invoice is booked. Where none is sent, the one on the draft or today."""

    invoiced_on = DayField(label=_("Invoice date"))

    def __init__(self, data: Any = None, *, row: Any, **options: Any) -> None:
        usual = {"invoiced_on": row.invoiced_on or row.agreement.today()}
        super().__init__(data if data is None else {**usual, **data.dict()}, initial=usual, **options)
        if row.is_credit:
            self.fields["invoiced_on"].label = _("Credit note date")


class PaymentForm(forms.Form):
    """Money that came in: proposed is all that is open, today."""

    amount = AmountField(label=_("Amount"))
    paid_on = DayField(label=_("Paid on"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, row: Any, **options: Any) -> None:
        super().__init__(data, auto_id="payment-%s", **options)
        self.initial.update(amount=row.amount_open, paid_on=row.agreement.today())


class CustomerForm(RowForm):
    """A customer's card. `number` left empty takes the next free one."""

    groups = [
        (_("Customer"), [("number", "org_number"), "name", *ADDRESS_FIELDS]),
        (_("Contact"), ["reference", ("email", "phone")]),
        (_("Selling"), [("payment_terms", "discount_percent"), ("vat_zone", "layout"), "note"]),
        (_("Delivered to"), DELIVERY_FIELDS),
    ]

    number = forms.IntegerField(
        label=_("Number"),
        required=False,
        min_value=1,
        max_value=999_999_999,
        help_text=_("Leave it empty for the next free number."),
    )
    discount_percent = PercentField(label=_("Discount in percent"), required=False)

    def __init__(self, data: Any = None, *, row: Any, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        if row.pk:
            self.fields["number"].required, self.fields["number"].help_text = True, ""
        self.fields["layout"].help_text = _("New documents take it over; those that exist keep theirs.")
        self.fields["note"].help_text = _("For ourselves; it is printed nowhere.")
        if not self.initial.get("discount_percent"):
            self.initial["discount_percent"] = None

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        return {**facts, "discount_percent": facts.get("discount_percent") or 0}


class CreditLineForm(SalesLineForm):
    """A line of a credit note: stored below zero, written above it."""

    @classmethod
    def initial_of(cls, line: Any) -> dict[str, Any]:
        return {**super().initial_of(line), "quantity": abs(line.quantity)}


class CreditForm(forms.Form):
    """How much of each line of an invoice is credited, and why. Where goods come back to is asked where they do."""

    reason = forms.ChoiceField(label=_("Why"), choices=SalesInvoice.Reason.choices, widget=forms.RadioSelect)
    location: Any = forms.ModelChoiceField(None, label=_("The goods come back to"), required=False)

    def __init__(self, data: Any = None, *, rest: Any, places: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.rest = rest
        place: Any = self.fields["location"]
        place.queryset = places
        place.empty_label = _("Each item's usual place")
        place.label_from_instance = lambda each: f"{each.code} {each.name}".strip()
        for line, left in rest.items():
            name = f"line-{line.pk}"
            self.fields[name] = QuantityField(label=line.text, required=False)
            self.initial[name] = left

    @property
    def rows(self) -> list[tuple[Any, Any, forms.BoundField]]:
        """(line, what is left to credit, its field)."""
        return [(line, left, self[f"line-{line.pk}"]) for line, left in self.rest.items()]

    def quantities(self) -> dict[int, Any]:
        return {line.pk: self.cleaned_data.get(f"line-{line.pk}") or 0 for line in self.rest}


class SettleForm(forms.Form):
    """Which open invoice of the customer a credit note is used for."""

    invoice: Any = forms.ModelChoiceField(None, label=_("Invoice"), empty_label=None)

    def __init__(self, data: Any = None, *, invoices: Any, **options: Any) -> None:
        super().__init__(data, auto_id="settle-%s", **options)
        field: Any = self.fields["invoice"]
        field.queryset = invoices
        field.label_from_instance = lambda each: f"{each.number} · {ui.amount(each.amount_open)}"


class RefundForm(PaymentForm):
    """Money that was paid back for a credit note: proposed is all that is left of it, today."""

    def __init__(self, data: Any = None, *, row: Any, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.initial["amount"] = -row.amount_open
        self.fields["paid_on"].label = _("Paid back on")
