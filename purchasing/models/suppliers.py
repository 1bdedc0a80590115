"""Whom we buy from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from layouts.documents import Party


class Supplier(Party):
    is_searched = True
    delivery_days = models.PositiveSmallIntegerField(_("delivery time in days"), null=True, blank=True)

    class Meta(Party.Meta):
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="supplier_number"),
        ]
        indexes = [models.Index(fields=["agreement", "name_sort"], name="supplier_name_sort")]
