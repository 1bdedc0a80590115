"""A goods receipt: what came, for a purchase order or freely. Processing it is the moment that stock moves."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from layouts.documents import Becoming, Document, DocumentLine
from rackbeat.lib.tracks import Track


class GoodsReceipt(Document, Becoming):
    is_searched = True

    class Status(Track):
        OPEN = "open", "ring", "neutral", _("The receipt has not been processed."), _("Not received")
        RECEIVED = "received", "done", "good", _("The receipt was processed and the goods are in stock."), _("Received")

    MOVES: ClassVar = {Status.OPEN: {Status.RECEIVED}}
    party_field = "supplier"

    supplier = models.ForeignKey(
        "purchasing.Supplier", on_delete=models.PROTECT, related_name="receipts", verbose_name=_("supplier")
    )
    order = models.ForeignKey(
        "purchasing.PurchaseOrder", on_delete=models.PROTECT, null=True, editable=False, related_name="receipts"
    )
    delivery_note_number = models.CharField(_("supplier's delivery note"), max_length=60, blank=True)
    receive_on = models.DateField(_("receive on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    received_on = models.DateField(_("received on"), null=True, editable=False)
    received_at = models.DateTimeField(null=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )

    class Meta(Document.Meta):
        verbose_name = _("goods receipt")
        verbose_name_plural = _("goods receipts")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="goods_receipt_number"),
            models.CheckConstraint(condition=Q(status__in=["open", "received"]), name="goods_receipt_status"),
        ]
        indexes = [
            models.Index(fields=["agreement", "-number"], name="goods_receipt_open", condition=Q(archived=False))
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def is_late(self, today: date) -> bool:
        """Expected by now, and still not processed."""
        return self.status == self.Status.OPEN and self.receive_on is not None and self.receive_on < today

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)


class GoodsReceiptLine(DocumentLine):
    receipt = models.ForeignKey(GoodsReceipt, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(
        "purchasing.PurchaseOrderLine", on_delete=models.PROTECT, null=True, related_name="receipt_lines"
    )
    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, related_name="+", verbose_name=_("location")
    )
    counted_at = models.DateTimeField(null=True, editable=False)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    document_field = "receipt"

    class Meta(DocumentLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gte=0), name="goods_receipt_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"
