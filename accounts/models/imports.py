"""The record of an import: the file, how its columns were read, how far it came, what it made, what it refused."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal
from rackbeat.lib.tracks import Track


class Import(Tenant):
    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The file is read; nothing is imported yet."), _("Not started")
        RUNNING = "running", "half", "info", _("Rows are being imported."), _("Under way")
        DONE = "done", "done", "good", _("Every row that could be imported is."), _("Imported")
        REFUSED = "refused", "end", "bad", _("Some rows are wrong, so nothing was imported."), _("Nothing imported")
        STOPPED = "stopped", "half", "warning", _("Stopped on the way; what was imported stays."), _("Stopped")
        UNDOING = "undoing", "half", "info", _("What was imported is being taken back."), _("Being undone")
        UNDONE = "undone", "end", "neutral", _("All that was imported is taken back."), _("Undone")

    MOVES: ClassVar = {
        Status.DRAFT: {Status.RUNNING},
        Status.RUNNING: {Status.DONE, Status.REFUSED, Status.STOPPED},
        Status.REFUSED: {Status.RUNNING},
        Status.STOPPED: {Status.RUNNING, Status.UNDOING},
        Status.DONE: {Status.UNDOING},
        Status.UNDOING: {Status.UNDONE, Status.DONE},
        Status.UNDONE: set(),
    }

    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(max_length=40)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    file_name = models.CharField(_("file"), max_length=200)
    stored = models.CharField(max_length=60, blank=True)  # the name of the kept rows; blank once they are thrown away
    rows = models.PositiveIntegerField(default=0)  # under the head
    heads = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # our column: the file's column, counted from 0
    decimal = models.CharField(max_length=1, default=",")
    dated_on = models.DateField(_("date"), null=True, blank=True)
    keeps_good = models.BooleanField(default=False)
    adds_missing = models.BooleanField(default=False)  # rows of other registers that the file names are made beside
    preview = models.JSONField(default=dict)  # the first rows as they would turn out
    is_checking = models.BooleanField(default=False)  # the first round: all rows are tried, none is kept

    offset = models.BigIntegerField(default=0)  # where the next row begins in the kept file
    row = models.PositiveIntegerField(default=0)  # the rows that are behind us in this round
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)  # why it could not be undone, or did not go on

    made_at = models.DateTimeField(default=periods.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Tenant.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="import_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.file_name}"

    @property
    def status_track(self) -> "Import.Status":
        return self.Status(self.status)

    @property
    def is_busy(self) -> bool:
        return self.status in (self.Status.RUNNING, self.Status.UNDOING)

    @property
    def percent(self) -> int:
        return min(100, self.row * 100 // self.rows) if self.rows else 0

    @property
    def right(self) -> int:
        """The rows of a refused file that could have been imported."""
        return max(0, self.row - self.refused)

    @property
    def can_be_undone(self) -> bool:
        return self.status in (self.Status.DONE, self.Status.STOPPED) and bool(self.created or self.changed)

    def become(self, status: "Import.Status", **facts: Any) -> None:
        """Take the next status together with the facts that belong to it, and save them."""
        if status not in self.MOVES[self.Status(self.status)]:
            raise Refusal(
                _now("It is “%(now)s” and can no longer become “%(then)s”.")
                % {"now": self.status_track.label, "then": status.label}
            )
        self.status = status
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=["status", *facts])


class ImportedRow(Tenant):
    """What one row of a file made or changed: enough to take it back."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, db_index=False, related_name="imported")
    row = models.PositiveIntegerField()
    target_kind = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    change = models.JSONField(null=True)  # field: [before, after]; null for what was made

    class Meta(Tenant.Meta):
        indexes = [models.Index(fields=["agreement", "run", "target_id"], name="imported_row_target")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.row}: {self.target_kind} {self.target_id}"


class RefusedRow(Tenant):
    """A row that could not be imported, as it stood, and why."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, db_index=False, related_name="refusals")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    reasons = models.JSONField(default=list)  # [the column's name, the sentence]

    class Meta(Tenant.Meta):
        ordering = ["row"]
        indexes = [models.Index(fields=["agreement", "run", "row"], name="refused_row_row")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.row}"
