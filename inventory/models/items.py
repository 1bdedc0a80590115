"""What we keep and sell: items, their groups (which decide stock and VAT) and units."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import VatZone
from accounts.tenancy import Tenant
from layouts.documents import hidden, nordic_key, percent_field, price_field, quantity_field
from rackbeat.lib import periods


class ItemGroup(Tenant):
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    has_stock = models.BooleanField(_("kept in stock"), default=True)
    vat_domestic = percent_field(_("VAT, domestic"))
    vat_eu = percent_field(_("VAT, EU"))
    vat_abroad = percent_field(_("VAT, abroad"))
    vat_domestic_exempt = percent_field(_("VAT, domestic exempt"))

    class Meta(Tenant.Meta):
        verbose_name = _("item group")
        verbose_name_plural = _("item groups")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="item_group_number"),
        ]

    def __str__(self) -> str:
        return self.name

    def vat_percent(self, zone: str) -> Decimal:
        """The VAT rate for a customer or supplier in `zone`."""
        return {
            VatZone.DOMESTIC: self.vat_domestic,
            VatZone.EU: self.vat_eu,
            VatZone.ABROAD: self.vat_abroad,
            VatZone.EXEMPT: self.vat_domestic_exempt,
        }[VatZone(zone)]


class Unit(Tenant):
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=30)

    class Meta(Tenant.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="unit_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Item(Tenant):
    is_searched = True
    number = models.CharField(_("number"), max_length=25)
    name = models.CharField(_("name"), max_length=255)
    name_sort = nordic_key()
    group = models.ForeignKey(ItemGroup, on_delete=models.PROTECT, related_name="items", verbose_name=_("item group"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)
    description = models.TextField(_("description"), blank=True)
    sales_price = price_field(_("sales price"), default=Decimal(0), validators=[MinValueValidator(Decimal(0))])
    expected_cost = hidden(
        price_field(
            _("expected cost price"),
            default=Decimal(0),
            validators=[MinValueValidator(Decimal(0))],
            help_text=_("Suggested on purchase orders. Never changes the value of stock."),
        ),
        "cost.view",
    )
    weight_kg = models.DecimalField(
        _("weight in kg"),
        max_digits=12,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("Of one unit. Freight can be spread by it."),
    )
    minimum_stock = quantity_field(_("minimum stock"), default=Decimal(0), validators=[MinValueValidator(Decimal(0))])
    default_location = models.ForeignKey(
        "inventory.Location",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("usual location"),
    )
    is_barred = models.BooleanField(_("barred"), default=False, help_text=_("Kept, but no longer chosen."))
    created_at = models.DateTimeField(default=periods.now, editable=False)

    class Meta(Tenant.Meta):
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="item_number"),
        ]
        indexes = [
            models.Index(fields=["agreement", "name_sort"], name="item_name_sort"),
            models.Index(fields=["agreement", "barcode"], name="item_barcode"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class OfItem:
    """A document's line that may be about an item; without one it only says something."""

    if TYPE_CHECKING:
        item: Item | None
        item_id: int | None

    @property
    def goods(self) -> Item:
        """The item of a line that has one."""
        if self.item is None:
            raise ValueError("A text line has no item.")
        return self.item

    @property
    def is_text(self) -> bool:
        """A line that says something and costs nothing."""
        return self.item_id is None

    @property
    def is_stock(self) -> bool:
        """A line of goods, which are shipped and received; others are only invoiced."""
        return self.item is not None and self.item.group.has_stock
