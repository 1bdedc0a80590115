"""Forms for items, groups, units and locations: what is typed, and which rows may be chosen. The verbs decide the rest."""

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from inventory import locations
from inventory.models import Item, ItemGroup, Location, Unit
from rackbeat.lib.fields import numbers


def typed(field: models.Field, **options: Any) -> forms.Field | None:
    """Numbers as people type them; rows to choose from are given when the form is shown, because they have an owner."""
    if isinstance(field, models.ForeignKey):
        target = field.remote_field.model
        return forms.ModelChoiceField(
            target._base_manager.none(),
            required=not field.blank,
            label=capfirst(field.verbose_name),
            help_text=field.help_text,
        )
    if isinstance(field, models.PositiveIntegerField):
        options["widget"] = forms.TextInput(attrs={"class": "nr", "inputmode": "numeric"})
    return numbers(field, **options)


def places(but: Location | None = None, kept: int | None = None) -> list[tuple[Any, str]]:
    """The tree of locations as choices; barred ones only where one is chosen already, none that lies in `but`."""
    everywhere = list(Location.objects.all())
    without = locations.inside(but, everywhere) if but and but.pk else set()
    return [
        ("", "—"),
        *(
            (place.location.pk, "\u2003" * place.depth + f"{place.location.code} {place.location.name}".strip())
            for place in locations.tree(everywhere)
            if place.location.pk not in without and (not place.location.is_barred or place.location.pk == kept)
        ),
    ]


class ItemForm(forms.ModelForm):
    class Meta:
        model = Item
        fields = (
            "number",
            "name",
            "group",
            "unit",
            "barcode",
            "sales_price",
            "expected_cost",
            "minimum_stock",
            "weight_kg",
            "default_location",
            "description",
        )
        formfield_callback = typed
        help_texts: ClassVar = {
            "sales_price": _("Per unit, excluding VAT."),
            "expected_cost": _("Suggested on purchase orders."),
        }

    def __init__(self, *args: Any, may: frozenset[str] = frozenset(), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = ItemGroup.objects.all()  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]
        kept = self.instance.default_location_id
        place = self.fields["default_location"]
        place.queryset = Location.objects.filter(Q(is_barred=False) | Q(pk=kept))  # type: ignore[attr-defined]
        place.choices = places(kept=kept)  # type: ignore[attr-defined]
        self.fields["minimum_stock"].required = False
        self.fields["sales_price"].required = self.fields["expected_cost"].required = False
        if "cost.view" not in may:
            del self.fields["expected_cost"]
        if "price.view" not in may:
            del self.fields["sales_price"]

    def clean(self) -> dict[str, Any]:
        """An empty price or minimum is none."""
        cleaned = super().clean() or {}
        for name in ("sales_price", "expected_cost", "minimum_stock"):
            if name in self.fields and name not in self.errors and cleaned.get(name) is None:
                cleaned[name] = Item._meta.get_field(name).default  # type: ignore[union-attr]
        return cleaned


class GroupForm(forms.ModelForm):
    class Meta:
        model = ItemGroup
        fields = ("number", "name", "has_stock", "vat_domestic", "vat_eu", "vat_abroad", "vat_domestic_exempt")
        formfield_callback = typed
        help_texts: ClassVar = {
            "has_stock": _("Goods are received and shipped; work and fees are only sold and invoiced.")
        }

    def __init__(self, *args: Any, locked: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if locked:
            self.fields["has_stock"].disabled = True
            self.fields["has_stock"].help_text = _("Locked, because items of this group have entries or open orders.")


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ("number", "name")
        formfield_callback = typed


class LocationForm(forms.ModelForm):
    class Meta:
        model = Location
        fields = ("code", "name", "parent", "barcode", "is_default", "is_transport")
        formfield_callback = typed
        help_texts: ClassVar = {
            "code": _("Short, as it stands on the shelf: A-04-2."),
            "is_default": _("Goods go here when nobody says otherwise."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        here, parent = self.instance, self.fields["parent"]
        parent.queryset = Location.objects.filter(Q(is_barred=False) | Q(pk=here.parent_id))  # type: ignore[attr-defined]
        parent.choices = places(but=here, kept=here.parent_id)  # type: ignore[attr-defined]
