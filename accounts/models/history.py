"""What happened to what, who did it and when: append-only, read by the agreement itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class Event(Tenant):
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=periods.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    by_name = models.CharField(max_length=100, blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta(Tenant.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["agreement", "subject_kind", "subject_id", "-at"], name="event_subject"),
            models.Index(fields=["agreement", "-at", "-id"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_number} {self.verb}"
