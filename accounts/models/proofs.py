"""What was found when the books of an agreement were looked through: every invariant, how often it is broken, where first."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class BooksProof(Tenant):
    """`results`: for each invariant {app, code, about, sentence, count, what, found, due}, as far as it has come."""

    asked_at = models.DateTimeField(_("asked for"), default=periods.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )  # nobody: the night
    ended_at = models.DateTimeField(null=True)
    total = models.PositiveSmallIntegerField(default=0)
    broken = models.PositiveSmallIntegerField(default=0)
    results: Any = models.JSONField(default=list)

    class Meta(Tenant.Meta):
        verbose_name = _("proof of the books")
        verbose_name_plural = _("proofs of the books")
        ordering = ["-id"]
        indexes = [models.Index(fields=["agreement", "-id"], name="books_proof_newest")]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def done(self) -> int:
        return len(self.results)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0
