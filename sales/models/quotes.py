"""A quote: what we offer, until when."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from layouts.documents import Becoming, Document, Terms
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track
from sales.models.lines import ItemLine


class Quote(Document, Becoming, Terms):
    is_searched = True

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The quote is being written and can be changed."), _("Draft")
        SENT = (
            "sent",
            "half",
            "info",
            _("The quote has been sent to the recipient, or confirmed by you."),
            pgettext_lazy("quote", "Sent"),
        )
        ACCEPTED = (
            "accepted",
            "done",
            "good",
            _("The quote was accepted and converted to an order or an invoice."),
            _("Accepted"),
        )
        REJECTED = "rejected", "end", "bad", _("The quote was rejected."), _("Rejected")

    MOVES: ClassVar = {
        Status.DRAFT: {Status.SENT, Status.ACCEPTED, Status.REJECTED},
        Status.SENT: {Status.DRAFT, Status.ACCEPTED, Status.REJECTED},
        Status.ACCEPTED: {Status.SENT},  # what was made from it was thrown away
    }
    paper_kind = PaperKind.QUOTE

    customer = models.ForeignKey(
        "sales.Customer", on_delete=models.PROTECT, related_name="quotes", verbose_name=_("customer")
    )
    quoted_on = models.DateField(_("quote date"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta(Document.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="quote_number"),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "sent", "accepted", "rejected"]), name="quote_status"
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-number"], name="quote_open", condition=models.Q(archived=False))]

    def __str__(self) -> str:
        return f"{self.number}"

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [(_("Quote date"), self.quoted_on), (_("Valid until"), self.valid_until)]

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)


class QuoteLine(ItemLine):
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    document_field = "quote"

    class Meta(ItemLine.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"
