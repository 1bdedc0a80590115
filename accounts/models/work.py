"""What the web itself remembers for a user: lists' filters, and forms that were already sent."""

from django.conf import settings
from django.db import models

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class RememberedList(Tenant):
    """A list's filter that the user pressed Remember on: the default of that page, for that user only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    list_name = models.CharField(max_length=60)
    query = models.TextField()
    remembered_at = models.DateTimeField(default=periods.now)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "user", "list_name"], name="remembered_list_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list_name}: {self.query}"


class ListView(Tenant):
    """A view of a list that somebody saved by name, for themselves or for everybody of the agreement."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    list_name = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=periods.now)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "list_name", "user", "name"], name="list_view_once"),
        ]

    def __str__(self) -> str:
        return f"{self.list_name}: {self.name}"


class Submission(Tenant):
    """A form that was sent: its one-time token and where the answer led, so that a replay leads there too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    token = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True, default="")
    result_url = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=periods.now)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "user", "token"], name="submission_once"),
        ]

    def __str__(self) -> str:
        return str(self.token)
