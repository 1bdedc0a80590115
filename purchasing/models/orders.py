"""A purchase order: what we asked a supplier for, and how much of it has come."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from inventory.models import OfItem
from layouts.documents import Becoming, Document, DocumentLine, Terms, quantity_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track

NONE = Decimal(0)


class PurchaseOrder(Document, Becoming, Terms):
    is_searched = True

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The purchase order is being written and can be changed."), _("Draft")
        SENT = (
            "sent",
            "dot",
            "info",
            _("The purchase order has been sent to the supplier, or confirmed by you."),
            pgettext_lazy("purchase order", "Sent"),
        )
        CANCELLED = (
            "cancelled",
            "end",
            "bad",
            _("The purchase order was cancelled."),
            pgettext_lazy("purchase order", "Cancelled"),
        )

    class Receiving(Track):
        NONE = (
            "none",
            "ring",
            "neutral",
            _("Nothing has been received and no receipt has been made."),
            _("Not received"),
        )
        READY = (
            "ready",
            "half",
            "info",
            _("A receipt has been made and waits to be processed."),
            pgettext_lazy("receiving", "Ready"),
        )
        PARTLY = "partly", "half", "warning", _("A part of the goods has been received."), _("Partly received")
        FULL = "full", "done", "good", _("All of the goods have been received."), _("Received")

    class Invoicing(Track):
        NONE = (
            "none",
            "ring",
            "neutral",
            _("No invoice of the supplier has been booked."),
            pgettext_lazy("purchase order", "Not invoiced"),
        )
        PARTLY = (
            "partly",
            "half",
            "warning",
            _("The supplier has invoiced a part of it."),
            pgettext_lazy("purchase order", "Partly invoiced"),
        )
        FULL = (
            "full",
            "done",
            "good",
            _("The supplier has invoiced all of it."),
            pgettext_lazy("purchase order", "Invoiced"),
        )

    MOVES: ClassVar = {
        Status.DRAFT: {Status.SENT, Status.CANCELLED},
        Status.SENT: {Status.DRAFT, Status.CANCELLED},
    }
    paper_kind = PaperKind.PURCHASE_ORDER
    party_field = "supplier"

    supplier = models.ForeignKey(
        "purchasing.Supplier", on_delete=models.PROTECT, related_name="orders", verbose_name=_("supplier")
    )
    ordered_on = models.DateField(_("order date"))
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    receiving = models.CharField(
        _("receiving"), max_length=10, choices=Receiving.choices, default=Receiving.NONE, editable=False
    )
    invoicing = models.CharField(
        _("invoicing"), max_length=10, choices=Invoicing.choices, default=Invoicing.NONE, editable=False
    )
    sent_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    class Meta(Document.Meta):
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="purchase_order_number"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "sent", "cancelled"])
                & Q(receiving__in=["none", "ready", "partly", "full"])
                & Q(invoicing__in=["none", "partly", "full"]),
                name="purchase_order_tracks",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "-number"], name="purchase_order_open", condition=Q(archived=False))
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [(_("Order date"), self.ordered_on), (pgettext_lazy("paper", "Wanted on"), self.expected_on)]

    def is_late(self, today: date) -> bool:
        """Expected by now, and not all of it has come."""
        waits = self.status == self.Status.SENT and self.receiving != self.Receiving.FULL
        return waits and self.expected_on is not None and self.expected_on < today

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)

    @property
    def receiving_track(self) -> Track:
        return self.Receiving(self.receiving)

    @property
    def invoicing_track(self) -> Track:
        return self.Invoicing(self.invoicing)


class PurchaseOrderLine(OfItem, DocumentLine):
    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(
        "inventory.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("item")
    )
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    supplier_item_number = models.CharField(_("supplier's number"), max_length=60, blank=True)
    quantity_cancelled = quantity_field(default=NONE, editable=False)
    quantity_received = quantity_field(default=NONE, editable=False)
    quantity_invoiced = quantity_field(default=NONE, editable=False)
    quantity_returned = quantity_field(default=NONE, editable=False)
    document_field = "order"

    class Meta(DocumentLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity_cancelled__gte=0)
                & Q(quantity_received__gte=0)
                & Q(quantity_invoiced__gte=0)
                & Q(quantity_returned__gte=0),
                name="purchase_order_line_signs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def quantity_due(self) -> Decimal:
        return self.quantity - self.quantity_cancelled

    @property
    def quantity_to_receive(self) -> Decimal:
        """What is still to come: never below zero, though more may have come than was ordered."""
        return max(self.quantity_due - self.quantity_received, NONE) if self.is_stock else NONE

    @property
    def quantity_to_be_invoiced(self) -> Decimal:
        """All that the supplier is to invoice in the end: what came for good, and what is still to come."""
        if not self.is_stock:
            return self.quantity_due
        return max(max(self.quantity_due, self.quantity_received) - self.quantity_returned, NONE)
