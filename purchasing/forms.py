"""What people type when they buy. Forms read and check what was typed; what may happen to it the verbs decide."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from inventory.views.choose import item_field, location_field
from layouts.views.fields import DayField, FoundField, PriceField, QuantityField
from layouts.views.headers import ADDRESS_FIELDS, DELIVERY_FIELDS, REFERENCES, HeaderForm, RowForm
from layouts.views.lines import LineForm
from purchasing.models import GoodsReceipt, PurchaseOrder, Supplier, SupplierInvoice, SupplierInvoiceLine

HIGHEST_NUMBER = 2**31 - 1
TEN_YEARS = 3650


def suppliers() -> Any:
    """Those whom a new document can be for."""
    return Supplier.objects.filter(is_barred=False)


class SupplierForm(RowForm):
    """A supplier as the register keeps it."""

    groups = (
        (gettext_lazy("Supplier"), ["name", ("number", "org_number"), *ADDRESS_FIELDS]),
        (pgettext_lazy("person", "Contact"), ["reference", ("email", "phone")]),
        (gettext_lazy("Buying"), [("payment_terms", "delivery_days"), ("vat_zone", "layout"), "note"]),
    )
    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        required=False,
        min_value=1,
        max_value=HIGHEST_NUMBER,
        help_text=gettext_lazy("Left empty, the next free number is taken."),
    )
    delivery_days = forms.IntegerField(
        label=gettext_lazy("Delivery time in days"),
        required=False,
        min_value=0,
        max_value=TEN_YEARS,
    )

    def __init__(self, data: Any = None, *, row: Supplier) -> None:
        super().__init__(data, row=row)
        self.fields["reference"].label = _("Name")
        if row.pk:
            self.fields["number"].required = True
            self.fields["number"].help_text = ""


TEXTS = ("heading", "note")


class OrderForm(HeaderForm):
    groups = (
        (
            gettext_lazy("Purchase order"),
            [("ordered_on", "expected_on"), *REFERENCES, ("payment_terms", "delivery_terms"), *TEXTS],
        ),
        (gettext_lazy("Supplier"), ["party_name", *ADDRESS_FIELDS]),
        (gettext_lazy("Delivered to"), DELIVERY_FIELDS),
    )


class ReceiptForm(HeaderForm):
    groups = ((gettext_lazy("Receipt"), [("receive_on", "delivery_note_number"), "their_reference", "note"]),)

    def __init__(self, data: Any = None, *, row: GoodsReceipt, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.fields["receive_on"].label = pgettext_lazy("receipt", "Expected")
        self.fields["note"].label = gettext_lazy("Note")


class BuyingLineForm(LineForm):
    """An item's line of a purchase order."""

    item = item_field()
    price = PriceField(required=False, min_value=Decimal(0), label=gettext_lazy("Price"))
    field_order: Any = ("item", "text", "quantity", "price", "discount_percent")

    def clean_item(self) -> Any:
        return self.not_barred(self.cleaned_data.get("item"))


class ReceiptLineForm(BuyingLineForm):
    """What came of an item, and where it was put."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "quantity", "price", "discount_percent")
    item = item_field(stock_only=True)
    location = location_field()
    field_order: Any = ("item", "text", "location", "quantity", "price", "discount_percent")

    def clean_location(self) -> Any:
        place = self.cleaned_data.get("location")
        if place is not None and place.is_barred and (self.line is None or self.line.location_id != place.pk):
            raise forms.ValidationError(_("%(place)s is barred.") % {"place": place})
        return place


class WarehouseLineForm(ReceiptLineForm):
    """The same for those who see no prices: theirs are neither shown nor read, so that they stay as they are."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "quantity")
    price = discount_percent = None  # type: ignore[assignment]


class ExpectedForm(forms.Form):
    """When a supplier says that the goods will come."""

    on = DayField(label=gettext_lazy("Expected"), required=False)

    def __init__(self, data: Any = None, *, row: PurchaseOrder) -> None:
        super().__init__(data, auto_id="expect-%s", initial={"on": row.expected_on})


class ReceivingForm(forms.Form):
    """On which day the goods came."""

    on = DayField(label=gettext_lazy("Received on"))

    def __init__(self, data: Any = None, *, row: GoodsReceipt) -> None:
        super().__init__(data, auto_id="receive-%s", initial={"on": row.agreement.today()})


class CountForm(forms.Form):
    """How much of a line came, and where it was put (as it stands on the line, where nothing is said)."""

    quantity = QuantityField(label=gettext_lazy("Quantity"))
    location = location_field()


def _needed_to_book(form: HeaderForm) -> None:
    """A draft can be saved without them; booking asks for both."""
    for name in ("supplier_number", "invoiced_on"):
        form.fields[name].needed = _("needed to book")  # type: ignore[attr-defined]


class InvoiceForm(HeaderForm):
    groups = (
        (
            gettext_lazy("Supplier invoice"),
            ["supplier_number", ("invoiced_on", "due_on"), "payment_terms", *REFERENCES, *TEXTS],
        ),
    )

    def __init__(self, data: Any = None, *, row: SupplierInvoice, **options: Any) -> None:
        super().__init__(data, row=row, **options)
        self.fields["supplier_number"].help_text = _("As it stands on the paper that came.")
        _needed_to_book(self)
        self.fields["due_on"].help_text = _("Left empty, by the payment terms.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        dated, due = data.get("invoiced_on"), data.get("due_on")
        if dated and due and due < dated:
            self.add_error("due_on", _("It is due before its date."))
        return data


class InvoiceLineForm(BuyingLineForm):
    """Goods that came, or freight, work and fees; what is no goods can be spread over them."""

    FACTS: ClassVar[tuple[str, ...]] = ("quantity", "price", "discount_percent", "spread")
    spread = forms.ChoiceField(
        label=gettext_lazy("Spread over goods"), choices=SupplierInvoiceLine.Spread.choices, required=False
    )
    field_order: Any = ("item", "text", "spread", "quantity", "price", "discount_percent")

    def __init__(self, data: Any = None, *, line: Any = None, kind: str = "item", **options: Any) -> None:
        super().__init__(data, line=line, kind=kind, **options)
        if line is not None and line.receipt_line_id and "spread" in self.fields:
            del self.fields["spread"]

    def clean_item(self) -> Any:
        item = super().clean_item()
        same = self.line is not None and self.line.item_id == getattr(item, "pk", None)
        if item is not None and item.group.has_stock and not same:
            words = _("%(item)s is kept in stock, so it is invoiced through its receipt. Add the receipt.")
            raise forms.ValidationError(words % {"item": item})
        return item

    def clean_spread(self) -> str:
        return self.cleaned_data.get("spread") or SupplierInvoiceLine.Spread.NONE


class CreditHeaderForm(InvoiceForm):
    groups = ((gettext_lazy("Supplier credit note"), [("supplier_number", "invoiced_on"), *REFERENCES, *TEXTS]),)

    def __init__(self, data: Any = None, *, row: SupplierInvoice, **options: Any) -> None:
        HeaderForm.__init__(self, data, row=row, **options)
        self.fields["supplier_number"].label = _("Supplier's credit note number")
        self.fields["supplier_number"].help_text = _("As it stands on the credit note that came.")
        self.fields["invoiced_on"].label = _("Credit note date")
        _needed_to_book(self)


class CreditLineForm(InvoiceLineForm):
    """What a supplier gives back, written above zero: of an invoice's line, of goods that become cheaper, or of freight."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", *InvoiceLineForm.FACTS)
    location = location_field()
    field_order: Any = ("item", "text", "location", "spread", "quantity", "price", "discount_percent")

    def __init__(self, data: Any = None, *, line: Any = None, kind: str = "item", **options: Any) -> None:
        super().__init__(data, line=line, kind=kind, **options)
        credits = getattr(line, "credits_id", None)
        if credits:
            self.fields.pop("spread", None)
        if not getattr(line, "location_id", None):
            self.fields.pop("location", None)
        if "item" in self.fields and (credits or getattr(line, "receipt_line_id", None)):
            self.fields["item"].widget.attrs["readonly"] = True

    @classmethod
    def initial_of(cls, line: Any) -> dict[str, Any]:
        return {**super().initial_of(line), "quantity": abs(line.quantity)}

    def clean_location(self) -> Any:
        """Where the line says, if nowhere else."""
        return self.cleaned_data.get("location") or (self.line.location if self.line is not None else None)


class CreditForm(forms.Form):
    """How much of each line of a supplier's invoice is credited, at what price, and why."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=SupplierInvoice.Reason.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, rest: Any, went: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.rest, self.went = rest, went
        for line, left in rest.items():
            name, price = f"line-{line.pk}", f"price-{line.pk}"
            say = {"item": line.text or line.item.number}
            self.fields[name] = QuantityField(label=_("Quantity of %(item)s") % say, required=False)
            self.fields[price] = PriceField(label=_("Price of %(item)s") % say, required=False, min_value=Decimal(0))
            self.initial[name] = min(went[line.pk] or left.quantity, left.quantity)
            self.initial[price] = line.price

    @property
    def any_went(self) -> bool:
        return any(self.went.values())

    @property
    def rows(self) -> list[tuple[Any, Any, Any, forms.BoundField, forms.BoundField]]:
        """(line, what is left to credit, what went back, the fields of quantity and price)."""
        return [
            (line, left, self.went[line.pk], self[f"line-{line.pk}"], self[f"price-{line.pk}"])
            for line, left in self.rest.items()
        ]

    def facts(self) -> dict[str, dict[int, Any]]:
        """What the verb wants to know: quantities and prices by line."""
        typed = self.cleaned_data
        prices = {line.pk: typed.get(f"price-{line.pk}") for line in self.rest}
        return {
            "quantities": {line.pk: typed.get(f"line-{line.pk}") or Decimal(0) for line in self.rest},
            "prices": {key: price for key, price in prices.items() if price is not None},
        }


class BookForm(forms.Form):
    """From which day on the goods cost what the invoice says."""

    on = DayField(label=gettext_lazy("Booked on"))

    def __init__(self, data: Any = None, *, row: SupplierInvoice) -> None:
        super().__init__(data, auto_id="book-%s", initial={"on": row.agreement.today()})


class ReturnForm(HeaderForm):
    groups = ((gettext_lazy("Return to supplier"), ["cause", *REFERENCES, "note"]),)


class ReturnLineForm(LineForm):
    """How much of what came goes back, from where, and what the supplier credits for it."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "quantity", "price", "discount_percent")
    item = item_field(stock_only=True)
    location = location_field()
    price = PriceField(required=False, min_value=Decimal(0), label=gettext_lazy("Price"))
    field_order: Any = ("item", "text", "location", "quantity", "price", "discount_percent")

    def __init__(self, data: Any = None, *, line: Any = None, kind: str = "item", **options: Any) -> None:
        super().__init__(data, line=line, kind=kind, **options)
        self.fields["item"].widget.attrs["readonly"] = True

    def clean_location(self) -> Any:
        """Where the line says, if nowhere else."""
        return self.cleaned_data.get("location") or (self.line.location if self.line is not None else None)


class WarehouseReturnLineForm(ReturnLineForm):
    """The same for those who see no prices: theirs are neither shown nor read, so that they stay as they are."""

    FACTS: ClassVar[tuple[str, ...]] = ("location", "quantity")
    price = discount_percent = None  # type: ignore[assignment]


class ReturnOnForm(forms.Form):
    """On which day the goods went back."""

    on = DayField(label=gettext_lazy("Sent back on"))

    def __init__(self, data: Any = None, *, row: Any) -> None:
        super().__init__(data, auto_id="book-%s", initial={"on": row.agreement.today()})


class AddReceiptForm(forms.Form):
    """Which receipt a supplier invoice is about too, and how."""

    receipt = forms.IntegerField(label=gettext_lazy("Receipt number"), min_value=1, max_value=HIGHEST_NUMBER)
    what = forms.ChoiceField(
        label=gettext_lazy("Its goods"),
        widget=forms.RadioSelect,
        choices=[
            ("goods", gettext_lazy("stand on this invoice")),
            ("freight", gettext_lazy("only bear freight that stands on this invoice")),
        ],
        initial="goods",
    )

    def __init__(self, data: Any = None, *, invoice: SupplierInvoice) -> None:
        super().__init__(data)
        if invoice.is_credit:
            field: Any = self.fields["what"]
            cheaper = ("goods", _("become cheaper by what stands on this credit note"))
            freight = ("freight", _("only get freight back that stands on this credit note"))
            free = invoice.reason == SupplierInvoice.Reason.ALLOWANCE and not invoice.credits_id
            field.choices = [cheaper, freight] if free else [freight]
            field.initial = field.choices[0][0]
        self.fields["receipt"].widget = forms.TextInput(
            attrs={"inputmode": "numeric", "class": "nr", "autofocus": True}
        )

    def clean_receipt(self) -> GoodsReceipt:
        found = GoodsReceipt.objects.filter(number=self.cleaned_data["receipt"]).first()
        if found is None:
            raise forms.ValidationError(_("No receipt has that number."))
        return found


class FreeReceiptForm(forms.Form):
    """From whom goods came that were not ordered here."""

    party = FoundField(rows=suppliers, label=gettext_lazy("Supplier"))
