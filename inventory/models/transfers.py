"""Transfers from one location to another: at once, or in two steps through a transport location."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from inventory.models.adjustments import StockDocument
from layouts.documents import TradeLine, quantity_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track

NONE = Decimal(0)


def _place(verbose_name: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, related_name="+", verbose_name=verbose_name, **options
    )


class Transfer(StockDocument):
    is_searched = True

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The transfer has not been booked: nothing has moved."), _("Draft")
        BOOKED = (
            "booked",
            "done",
            "good",
            _("The transfer was booked: the goods have left where they lay."),
            _("Booked"),
        )

    class Receiving(Track):
        NONE = "none", "ring", "neutral", _("Nothing of the transfer has arrived."), _("Not received")
        PARTLY = (
            "partly",
            "half",
            "warning",
            _("A part has arrived; the rest lies at the transport location."),
            _("Partly received"),
        )
        FULL = "full", "done", "good", _("All of the transfer has arrived."), _("Received")

    MOVES: ClassVar = {Status.DRAFT: {Status.BOOKED}}
    paper_kind = PaperKind.TRANSFER

    origin = _place(_("from"))
    target = _place(pgettext_lazy("place", "to"))
    transport = _place(_("transport location"), null=True, blank=True)
    moved_on = models.DateField(_("date"), null=True, blank=True)
    expected_on = models.DateField(_("expected"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    receiving = models.CharField(
        _("receiving"), max_length=10, choices=Receiving.choices, default=Receiving.NONE, editable=False
    )

    class Meta(StockDocument.Meta):
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="transfer_number"),
            models.UniqueConstraint(fields=["agreement", "reverses"], name="transfer_reversed_once"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "booked"]) & Q(receiving__in=["none", "partly", "full"]),
                name="transfer_tracks",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-number"], name="transfer_open", condition=Q(archived=False))]

    @property
    def receiving_track(self) -> Track:
        return self.Receiving(self.receiving)

    @property
    def is_under_way(self) -> bool:
        """Booked, and not all of it has arrived."""
        return self.status == self.Status.BOOKED and self.receiving != self.Receiving.FULL

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [
            (pgettext_lazy("paper", "Date"), self.moved_on),
            (pgettext_lazy("paper", "From"), self.origin.code),
            (pgettext_lazy("paper", "To"), self.target.code),
            (pgettext_lazy("paper", "By way of"), self.transport.code if self.transport else ""),
            (pgettext_lazy("paper", "Expected"), self.expected_on),
        ]

    def paper_lines(self, kind: str) -> "Iterable[TransferLine]":
        return self.lines.select_related("item", "location", "target").order_by("location__code", "item__number", "id")


class TransferLine(TradeLine):
    """Goods from `location` to `target`. `quantity_received` has arrived there."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    location = _place(_("from"))
    target = _place(pgettext_lazy("place", "to"))
    quantity = quantity_field(default=NONE)
    quantity_received = quantity_field(default=NONE, editable=False)
    document_field = "transfer"

    class Meta(TradeLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(quantity_received__gte=0) & Q(quantity_received__lte=F("quantity")),
                name="transfer_line_quantity",
            ),
            models.CheckConstraint(condition=~Q(location=F("target")), name="transfer_line_places"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def paper_target(self) -> str:
        return self.target.code

    @property
    def quantity_to_come(self) -> Decimal:
        return self.quantity - self.quantity_received
