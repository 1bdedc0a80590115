"""Demand held against items, and goods on their way. Sales writes the first, purchasing the second; both are read here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from layouts.documents import quantity_field


class Promise(Tenant):
    """A quantity that is still to come or go for one line of a document. Abstract."""

    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    source_kind = models.CharField(max_length=60)
    source_id = models.BigIntegerField()
    source_number = models.CharField(max_length=40)
    source_line_id = models.BigIntegerField()
    party_name = models.CharField(max_length=255, blank=True)
    due_on = models.DateField(null=True)
    quantity_open = quantity_field(_("open"))

    class Meta(Tenant.Meta):
        abstract = True


class Reservation(Promise):
    """An order line's goods that have not gone yet. It may exceed what is on hand: demand waits."""

    class Meta(Promise.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "source_kind", "source_line_id"], name="reservation_of_line"),
            models.CheckConstraint(condition=Q(quantity_open__gte=0), name="reservation_open"),
        ]
        indexes = [
            models.Index(fields=["agreement", "item"], name="reservation_item", condition=Q(quantity_open__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.source_number}: {self.quantity_open}"


class Expected(Promise):
    """A purchase order line's goods that have not come yet."""

    class Meta(Promise.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "source_kind", "source_line_id"], name="expected_of_line"),
            models.CheckConstraint(condition=Q(quantity_open__gte=0), name="expected_open"),
        ]
        indexes = [models.Index(fields=["agreement", "item"], name="expected_item", condition=Q(quantity_open__gt=0))]

    def __str__(self) -> str:
        return f"{self.source_number}: {self.quantity_open}"
