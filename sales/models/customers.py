"""Who buys from us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from layouts.documents import Party, hidden, percent_field
from layouts.persons import Contact


class Customer(Party):
    is_searched = True
    discount_percent = hidden(percent_field(_("discount")))
    delivery_name = models.CharField(_("name"), max_length=255, blank=True)
    delivery_street = models.CharField(_("street"), max_length=255, blank=True)
    delivery_street2 = models.CharField(_("street, second line"), max_length=255, blank=True)
    delivery_postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    delivery_city = models.CharField(_("city"), max_length=100, blank=True)
    delivery_country = models.CharField(_("country"), max_length=2, blank=True)

    class Meta(Party.Meta):
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="customer_number"),
        ]
        indexes = [models.Index(fields=["agreement", "name_sort"], name="customer_name_sort")]


class CustomerContact(Contact):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")

    class Meta(Contact.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["agreement", "customer"], name="customer_contact_of")]
