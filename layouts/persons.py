"""A person at a customer or supplier: the abstract table. What happens to them stands in layouts/contacts.py."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from layouts.documents import Party


def no_papers() -> list[str]:
    return []


class Contact(Tenant):
    """A person at a customer or supplier, and which papers this person gets by mail. Abstract; `party_field` is the party."""

    party_field: ClassVar[str] = "customer"

    class Place(models.TextChoices):
        TO = "to", _("To")
        CC = "cc", _("Copy")
        BCC = "bcc", _("Blind copy")

    name = models.CharField(_("name"), max_length=100)
    role = models.CharField(_("role"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    receives = models.JSONField(_("gets by mail"), default=no_papers, blank=True)  # of PaperKind
    place = models.CharField(_("as"), max_length=3, choices=Place.choices, default=Place.TO)

    class Meta(Tenant.Meta):
        abstract = True
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def party(self) -> Party:
        return getattr(self, self.party_field)
