"""An order: what a customer was promised, and how far delivery and invoicing have come."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from layouts.documents import Becoming, Document, Terms, quantity_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track
from sales.models.lines import ItemLine

NONE = Decimal(0)


class SalesOrder(Document, Becoming, Terms):
    is_searched = True

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The order is being written and can be changed."), _("Draft")
        CONFIRMED = (
            "confirmed",
            "dot",
            "info",
            _("The order has been confirmed or sent to the customer."),
            pgettext_lazy("order", "Sent"),
        )
        CANCELLED = (
            "cancelled",
            "end",
            "bad",
            _("The order was cancelled, or a rest order was made from it."),
            pgettext_lazy("order", "Cancelled"),
        )

    class Delivery(Track):
        NONE = (
            "none",
            "ring",
            "neutral",
            _("Nothing has been sent and no shipment has been made."),
            pgettext_lazy("delivery", "Not shipped"),
        )
        READY = (
            "ready",
            "half",
            "info",
            _("A shipment has been made and waits to be handled."),
            pgettext_lazy("order delivery", "Ready"),
        )
        PARTLY = (
            "partly",
            "half",
            "warning",
            _("A part of the order has been sent."),
            pgettext_lazy("delivery", "Partly shipped"),
        )
        FULL = (
            "full",
            "done",
            "good",
            _("All of the order has been sent."),
            pgettext_lazy("order delivery", "Delivered"),
        )

    class Invoicing(Track):
        NONE = (
            "none",
            "ring",
            "neutral",
            _("Nothing has been invoiced and no invoice has been made."),
            _("Not invoiced"),
        )
        READY = (
            "ready",
            "half",
            "info",
            _("An invoice has been made and waits to be handled."),
            pgettext_lazy("invoicing", "Ready"),
        )
        PARTLY = "partly", "half", "warning", _("A part of the order has been invoiced."), _("Partly invoiced")
        FULL = "full", "done", "good", _("All of the order has been invoiced."), _("Invoiced")

    MOVES: ClassVar = {
        Status.DRAFT: {Status.CONFIRMED, Status.CANCELLED},
        Status.CONFIRMED: {Status.DRAFT, Status.CANCELLED},
    }
    paper_kind = PaperKind.ORDER

    customer = models.ForeignKey(
        "sales.Customer", on_delete=models.PROTECT, related_name="orders", verbose_name=_("customer")
    )
    quote = models.ForeignKey("sales.Quote", on_delete=models.PROTECT, null=True, editable=False, related_name="orders")
    rest_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="rest_orders")
    ordered_on = models.DateField(_("order date"))
    wanted_on = models.DateField(_("wanted on"), null=True, blank=True)
    status = models.CharField(
        _("order status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    delivery = models.CharField(
        _("delivery"), max_length=10, choices=Delivery.choices, default=Delivery.NONE, editable=False
    )
    invoicing = models.CharField(
        _("invoicing"), max_length=10, choices=Invoicing.choices, default=Invoicing.NONE, editable=False
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    class Meta(Document.Meta):
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="sales_order_number"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "confirmed", "cancelled"])
                & Q(delivery__in=["none", "ready", "partly", "full"])
                & Q(invoicing__in=["none", "ready", "partly", "full"]),
                name="sales_order_tracks",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "-number"], name="sales_order_open", condition=Q(archived=False)),
            models.Index(fields=["agreement", "-ordered_on", "-id"], name="sales_order_by_date"),
            models.Index(
                fields=["agreement", "archived", "delivery", "invoicing", "status"], name="sales_order_progress"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [(_("Order date"), self.ordered_on), (pgettext_lazy("paper", "Delivery"), self.wanted_on)]

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        return [
            (pgettext_lazy("paper", "Quote"), self.quote and self.quote.number),
            (pgettext_lazy("paper", "Rest of order"), self.rest_of and self.rest_of.number),
        ]

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)

    @property
    def delivery_track(self) -> Track:
        return self.Delivery(self.delivery)

    @property
    def invoicing_track(self) -> Track:
        return self.Invoicing(self.invoicing)


class SalesOrderLine(ItemLine):
    """`quantity` is what was ordered; what is cancelled, shipped, invoiced (less credits) and returned stands beside it."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="lines")
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity_cancelled = quantity_field(default=NONE, editable=False)
    quantity_shipped = quantity_field(default=NONE, editable=False)
    quantity_invoiced = quantity_field(default=NONE, editable=False)
    quantity_returned = quantity_field(default=NONE, editable=False)
    document_field = "order"

    class Meta(ItemLine.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity_cancelled__gte=0)
                & Q(quantity_shipped__gte=0)
                & Q(quantity_invoiced__gte=0)
                & Q(quantity_returned__gte=0),
                name="sales_order_line_signs",
            ),
            models.CheckConstraint(
                condition=Q(quantity_shipped__lte=F("quantity") - F("quantity_cancelled")),
                name="sales_order_line_shipped",
            ),
            models.CheckConstraint(
                condition=Q(quantity_invoiced__lte=F("quantity") - F("quantity_cancelled") - F("quantity_returned")),
                name="sales_order_line_invoiced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def quantity_due(self) -> Decimal:
        """What the customer is to get in all: ordered less cancelled."""
        return self.quantity - self.quantity_cancelled

    @property
    def quantity_to_ship(self) -> Decimal:
        return self.quantity_due - self.quantity_shipped if self.is_stock else NONE

    @property
    def quantity_to_invoice(self) -> Decimal:
        """What is due, less what is invoiced, and less what came back and was credited."""
        return NONE if self.is_text else self.quantity_due - self.quantity_invoiced - self.quantity_returned
