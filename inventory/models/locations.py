"""Where things lie: a tree of warehouse, aisle, shelf."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant


class Location(Tenant):
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)
    is_default = models.BooleanField(_("default"), default=False)
    is_transport = models.BooleanField(
        _("transport location"),
        default=False,
        help_text=_("Goods on their way from one location to another lie here. Nothing is picked from it."),
    )
    is_barred = models.BooleanField(_("barred"), default=False)

    class Meta(Tenant.Meta):
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["code"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "code"], name="location_code"),
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(is_default=True), name="location_one_default"
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=False) | models.Q(is_transport=False), name="location_default_stands"
            ),
        ]

    def __str__(self) -> str:
        return self.code
