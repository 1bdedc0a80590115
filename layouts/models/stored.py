"""The PDF of a booked document, kept as it was made: served again, never rendered again."""

from django.db import models

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class StoredPaper(Tenant):
    """One rendered file of a document. A later layout adds a file beside the first; none is changed (append-only)."""

    document_kind = models.CharField(max_length=60)
    document_id = models.BigIntegerField()
    paper_kind = models.CharField(max_length=20)
    layout = models.ForeignKey("layouts.Layout", on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField(default=periods.now)

    class Meta(Tenant.Meta):
        indexes = [models.Index(fields=["agreement", "document_kind", "document_id", "-id"], name="stored_paper_of")]

    def __str__(self) -> str:
        return f"{self.document_kind} {self.document_id}: {self.sha256[:8]}"
