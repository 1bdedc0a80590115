"""What the web itself remembers for a user: lists' filters, and forms that were already sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class BulkRun(Tenant):
    """A verb that was asked for many rows of a list at once: who asked, how far it has come, and the file it made."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    list_name = models.CharField(max_length=60)
    verb = models.CharField(max_length=40)
    query = models.TextField(blank=True)  # the list as it was, to lead back
    count = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="bulk", blank=True)
    asked_at = models.DateTimeField(default=periods.now)
    ended_at = models.DateTimeField(null=True)
    is_stopped = models.BooleanField(default=False)

    class Meta(Tenant.Meta):
        constraints = [*Tenant.Meta.constraints]
        indexes = [models.Index(fields=["agreement", "user", "-id"], name="bulk_run_mine")]

    def __str__(self) -> str:
        return f"{self.list_name}: {self.verb} {self.count}"


class BulkRow(Tenant):
    """One row of a run, and what came of it. Written in the transaction of its effect, so nothing is done twice."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    position = models.PositiveIntegerField()
    key = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    why = models.CharField(max_length=500, blank=True)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "run", "position"], name="bulk_row_once"),
        ]
        indexes = [models.Index(fields=["agreement", "run", "outcome", "position"], name="bulk_row_outcome")]

    def __str__(self) -> str:
        return f"{self.position}. {self.name}"


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
