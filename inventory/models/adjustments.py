"""Adjustments of quantity or cost, each for a reason: what the ledger is told when the shelf says otherwise."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from layouts.documents import Becoming, Numbered, TradeLine, amount_field, hidden, price_field, quantity_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track

NONE = Decimal(0)


class Reason(Tenant):
    """Why stock was adjusted: of one of seven kinds, by which reports sum; an agreement adds its own words."""

    class Kind(models.TextChoices):
        SALES = "sales", pgettext_lazy("reason", "Sales")
        PURCHASES = "purchases", pgettext_lazy("reason", "Purchases")
        STATUS = "status", pgettext_lazy("reason", "Stocktaking")
        PRODUCTION = "production", pgettext_lazy("reason", "Production")
        MARKETING = "marketing", pgettext_lazy("reason", "Marketing")
        OBSOLESCENCE = "obsolescence", pgettext_lazy("reason", "Obsolescence")
        WASTE = "waste", pgettext_lazy("reason", "Waste")

    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices)
    is_barred = models.BooleanField(_("barred"), default=False, help_text=_("Kept, but no longer chosen."))

    class Meta(Tenant.Meta):
        verbose_name = _("reason for adjustments")
        verbose_name_plural = _("reasons for adjustments")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="reason_number"),
        ]

    def __str__(self) -> str:
        return self.name


class StockDocument(Numbered, Becoming):
    """What inventory's own documents share: they are booked, then stand for ever; a reversal points at what it takes back."""

    booked_at = models.DateTimeField(null=True, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    reverses = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="reversals",
        verbose_name=_("reverses"),
    )

    class Meta(Numbered.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_final(self) -> bool:
        return self.status == "booked"

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)

    @property
    def reversal(self) -> Any:
        """The document that took this one back; None where none did."""
        return self.reversals.first()  # type: ignore[attr-defined]

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        booked_by = self.booked_by.name if self.booked_by else ""
        return [
            (pgettext_lazy("paper", "Reverses"), self.reverses and self.reverses.number),
            (pgettext_lazy("paper", "Booked by"), booked_by),
        ]

    def paper_lines(self, kind: str) -> Iterable[TradeLine]:
        return self.lines.select_related("item", "location")


class Adjustment(StockDocument):
    is_searched = True

    class Kind(models.TextChoices):
        QUANTITY = "quantity", _("Quantity")
        COST = "cost", pgettext_lazy("adjustment", "Cost")

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The adjustment has not been booked: stock is as it was."), _("Draft")
        BOOKED = "booked", "done", "good", _("The adjustment was booked and stock is changed."), _("Booked")

    MOVES: ClassVar = {Status.DRAFT: {Status.BOOKED}}
    paper_kind = PaperKind.ADJUSTMENT

    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices, default=Kind.QUANTITY, editable=False)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+", verbose_name=_("reason"))
    adjusted_on = models.DateField(_("date"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    value = amount_field(_("value"), default=NONE, editable=False)

    class Meta(StockDocument.Meta):
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="adjustment_number"),
            models.UniqueConstraint(fields=["agreement", "reverses"], name="adjustment_reversed_once"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "booked"]) & Q(kind__in=["quantity", "cost"]), name="adjustment_status"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-number"], name="adjustment_open", condition=Q(archived=False))]

    @property
    def is_of_cost(self) -> bool:
        return self.kind == self.Kind.COST

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [
            (pgettext_lazy("paper", "Date"), self.adjusted_on),
            (pgettext_lazy("paper", "Reason"), self.reason.name),
        ]


class AdjustmentLine(TradeLine):
    """Of a quantity: so much more or less lies at the place. Of cost: what one unit is to be worth from now on.

    `cost` is the cost of one unit, of what comes in; left open, the item's own. `value` is what it came to when booked.
    """

    adjustment = models.ForeignKey(Adjustment, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("location")
    )
    quantity = quantity_field(_("change"), default=NONE)
    cost = hidden(price_field(_("cost price"), null=True), "cost.view")
    value = amount_field(_("value"), default=NONE, editable=False)
    document_field = "adjustment"

    class Meta(TradeLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="adjustment_line_cost"),
            models.CheckConstraint(condition=Q(location__isnull=False) | Q(quantity=0), name="adjustment_line_place"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def change(self) -> Decimal:
        return self.quantity
