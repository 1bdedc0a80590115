"""Stock counts: what was found at a location and in what lies in it, each line frozen at the moment of counting."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from inventory.models.adjustments import StockDocument
from layouts.documents import TradeLine, amount_field, quantity_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track

NONE = Decimal(0)


class StockCount(StockDocument):
    is_searched = True

    class Status(Track):
        OPEN = (
            "open",
            "ring",
            "neutral",
            _("The count has not been booked: stock is as it was."),
            pgettext_lazy("count", "Open"),
        )
        BOOKED = "booked", "done", "good", _("The count was booked: stock is what was found."), _("Booked")

    class Counting(Track):
        NONE = "none", "ring", "neutral", _("Nothing has been counted."), _("Not counted")
        PARTLY = "partly", "half", "warning", _("A part of the lines has been counted."), _("Partly counted")
        FULL = "full", "done", "good", _("Every line has been counted."), pgettext_lazy("count", "Counted")

    MOVES: ClassVar = {Status.OPEN: {Status.BOOKED}}
    paper_kind = PaperKind.STOCK_COUNT

    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, related_name="+", verbose_name=_("location")
    )
    includes_inner = models.BooleanField(_("and what lies in it"), default=True, editable=False)
    is_blind = models.BooleanField(
        _("blind count"),
        default=False,
        help_text=_("Whoever counts does not see how much should lie there."),
    )
    counted_on = models.DateField(_("date"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    counting = models.CharField(
        _("counted"), max_length=10, choices=Counting.choices, default=Counting.NONE, editable=False
    )
    value = amount_field(_("value"), default=NONE, editable=False)

    class Meta(StockDocument.Meta):
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="stock_count_number"),
            models.UniqueConstraint(fields=["agreement", "reverses"], name="stock_count_reversed_once"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "booked"]) & Q(counting__in=["none", "partly", "full"]),
                name="stock_count_tracks",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-number"], name="stock_count_open", condition=Q(archived=False))]

    @property
    def counting_track(self) -> Track:
        return self.Counting(self.counting)

    @property
    def hides_expected(self) -> bool:
        """A blind count that is still being counted."""
        return self.is_blind and self.is_draft

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [
            (pgettext_lazy("paper", "Date"), self.counted_on),
            (pgettext_lazy("paper", "Location"), f"{self.location.code} {self.location.name}".strip()),
        ]

    def paper_lines(self, kind: str) -> "Iterable[StockCountLine]":
        """In walking order; on what is booked, what was counted."""
        lines = self.lines.select_related("item", "location").order_by("location__code", "item__number", "id")
        return lines.filter(counted_at__isnull=False) if kind == PaperKind.STOCK_COUNT else lines


class StockCountLine(TradeLine):
    """An item at a place. When it is counted, what the ledger said at that moment is frozen beside it.

    `last_move` is the last move there that the counted quantity knows of: what moves later is no difference.
    """

    count = models.ForeignKey(StockCount, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, related_name="+", verbose_name=_("location")
    )
    quantity_expected = quantity_field(_("expected"), null=True, editable=False)
    quantity_counted = quantity_field(_("counted"), null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    last_move = models.BigIntegerField(null=True, editable=False)
    value = amount_field(_("value"), default=NONE, editable=False)
    document_field = "count"

    class Meta(TradeLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "count", "item", "location"], name="stock_count_line_once"),
            models.CheckConstraint(
                condition=Q(quantity_counted__isnull=True, quantity_expected__isnull=True, counted_at__isnull=True)
                | Q(quantity_counted__gte=0, quantity_expected__isnull=False, counted_at__isnull=False),
                name="stock_count_line_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def is_counted(self) -> bool:
        return self.counted_at is not None

    @property
    def quantity(self) -> Decimal:
        return self.quantity_counted or NONE

    @property
    def change(self) -> Decimal:
        """Found more (or less) than the ledger said at that moment."""
        return (self.quantity_counted or NONE) - (self.quantity_expected or NONE)
