"""Number series of an agreement: one row each, taken under its lock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant


class NumberSeries(Tenant):
    name = models.CharField(_("series"), max_length=30)
    next = models.PositiveBigIntegerField(_("next number"), default=1001)

    class Meta(Tenant.Meta):
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "name"], name="number_series_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.next}"
