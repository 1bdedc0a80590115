"""The leave that an owner gives to support: why, until when, and how it ended."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class SupportGrant(Tenant):
    """While it holds, support staff may look into the agreement, and change nothing there."""

    reason = models.CharField(_("why"), max_length=200)
    given_at = models.DateTimeField(_("given"), default=periods.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, db_index=False, related_name="+")
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )

    class Meta(Tenant.Meta):
        verbose_name = _("support access")
        verbose_name_plural = _("support access")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.reason

    @property
    def ends_at(self) -> datetime:
        """When it ends, or ended."""
        return min(self.until, self.ended_at) if self.ended_at else self.until

    @property
    def holds(self) -> bool:
        return self.ended_at is None and periods.now() < self.until
