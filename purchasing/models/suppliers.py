"""Whom we buy from."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from layouts.documents import Party
from layouts.persons import Contact


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


class SupplierContact(Contact):
    party_field: ClassVar[str] = "supplier"

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="contacts")

    class Meta(Contact.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["agreement", "supplier"], name="supplier_contact_of")]
