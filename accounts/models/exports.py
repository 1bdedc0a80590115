"""All data of an agreement, taken out as one file: who asked, what became of it, how long it is kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class DataExport(Tenant):
    asked_at = models.DateTimeField(_("asked for"), default=periods.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    stored = models.CharField(max_length=60, blank=True)  # the name of the kept file; blank before, and once it is gone
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    tables = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)

    class Meta(Tenant.Meta):
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_under_way(self) -> bool:
        return self.ready_at is None and self.failed_at is None
