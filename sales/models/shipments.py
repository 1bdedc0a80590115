"""A shipment: goods to be picked and sent, for an order or for an invoice. Sending it is the moment that stock moves."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from layouts.documents import Becoming, Document, TradeLine, quantity_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track

NONE = Decimal(0)


class Shipment(Document, Becoming):
    is_searched = True

    class Status(Track):
        OPEN = "open", "ring", "neutral", _("The shipment has not been sent."), pgettext_lazy("shipment", "Not sent")
        SHIPPED = "shipped", "done", "good", _("The shipment has been sent."), pgettext_lazy("shipment", "Sent")

    class Picking(Track):
        NONE = "none", "ring", "neutral", _("Nothing of the shipment has been picked."), _("Not picked")
        PARTLY = "partly", "half", "warning", _("A part of the shipment has been picked."), _("Partly picked")
        FULL = "full", "done", "good", _("All of the shipment has been picked."), _("Picked")

    MOVES: ClassVar = {Status.OPEN: {Status.SHIPPED}}
    paper_kind = PaperKind.DELIVERY_NOTE

    customer = models.ForeignKey(
        "sales.Customer", on_delete=models.PROTECT, related_name="shipments", verbose_name=_("customer")
    )
    order = models.ForeignKey(
        "sales.SalesOrder", on_delete=models.PROTECT, null=True, editable=False, related_name="shipments"
    )
    invoice = models.ForeignKey(
        "sales.SalesInvoice", on_delete=models.PROTECT, null=True, editable=False, related_name="shipments"
    )
    ship_on = models.DateField(_("ship on"), null=True, blank=True)
    status = models.CharField(_("sent"), max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    picking = models.CharField(
        _("picked"), max_length=10, choices=Picking.choices, default=Picking.NONE, editable=False
    )
    shipped_on = models.DateField(_("sent on"), null=True, editable=False)
    shipped_at = models.DateTimeField(null=True, editable=False)
    shipped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    tracking = models.CharField(_("tracking number"), max_length=100, blank=True)

    class Meta(Document.Meta):
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="shipment_number"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "shipped"]) & Q(picking__in=["none", "partly", "full"]),
                name="shipment_tracks",
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-number"], name="shipment_open", condition=Q(archived=False))]

    def __str__(self) -> str:
        return f"{self.number}"

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [
            (pgettext_lazy("paper", "Order"), self.order and self.order.number),
            (pgettext_lazy("paper", "Shipped"), self.shipped_on),
            (pgettext_lazy("paper", "To be shipped"), None if self.shipped_on else self.ship_on),
        ]

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        return [(_("Tracking number"), self.tracking)]

    def paper_lines(self, kind: str) -> "Iterable[ShipmentLine]":
        """A picking list goes from place to place; a delivery note says what was really sent, as the order said it."""
        lines = self.lines.select_related("item", "location")
        if kind == PaperKind.PICKING_LIST:
            return lines.order_by("location__code", "item__number", "id")
        return [line for line in lines if line.paper_quantity] if self.status == self.Status.SHIPPED else lines

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)

    @property
    def picking_track(self) -> Track:
        return self.Picking(self.picking)


class ShipmentLine(TradeLine):
    """Goods from one location. `quantity_returned` went back to the order because it was not picked."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(
        "sales.SalesOrderLine", on_delete=models.PROTECT, null=True, related_name="shipment_lines"
    )
    invoice_line = models.ForeignKey(
        "sales.SalesInvoiceLine", on_delete=models.PROTECT, null=True, related_name="shipment_lines"
    )
    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    quantity = quantity_field()
    quantity_picked = quantity_field(default=NONE)
    quantity_returned = quantity_field(default=NONE)
    picked_at = models.DateTimeField(null=True)
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )

    class Meta(TradeLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity_picked__gte=0)
                & Q(quantity_picked__lte=F("quantity"))
                & Q(quantity_returned__gte=0),
                name="shipment_line_picked",
            ),
            models.CheckConstraint(
                condition=Q(order_line__isnull=False) ^ Q(invoice_line__isnull=False), name="shipment_line_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def paper_quantity(self) -> Decimal:
        """What was sent; until then, what is to be picked."""
        return self.quantity_picked if self.shipment.status == Shipment.Status.SHIPPED else self.quantity
