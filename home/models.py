"""What people have ticked by hand in the guide "Getting started"; all else in it is computed from what there is."""

from django.conf import settings
from django.db import models

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class GuideMark(Tenant):
    """A step that somebody called done, or `hidden`: the guide was put away from that person's first page."""

    HIDDEN = "hidden"

    step = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    at = models.DateTimeField(default=periods.now)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "step", "by"], name="guide_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step}, {self.by_id}"
