"""Goods that go back to a supplier. Booking the return is the moment that stock moves."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from layouts.documents import Becoming, Document, DocumentLine, amount_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track

NONE = Decimal(0)


class SupplierReturn(Document, Becoming):
    """Its paper is the delivery note that goes along with the goods."""

    is_searched = True

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The goods have not gone back: stock is as it was."), _("Draft")
        BOOKED = (
            "booked",
            "done",
            "good",
            _("The goods went back to the supplier and are out of stock."),
            pgettext_lazy("supplier return", "Returned"),
        )
        REVERSED = (
            "reversed",
            "end",
            "bad",
            _("The return was taken back: the goods are in stock again."),
            pgettext_lazy("supplier invoice", "Reversed"),
        )

    MOVES: ClassVar = {Status.DRAFT: {Status.BOOKED}, Status.BOOKED: {Status.REVERSED}}
    paper_kind = PaperKind.DELIVERY_NOTE
    party_field = "supplier"

    supplier = models.ForeignKey(
        "purchasing.Supplier", on_delete=models.PROTECT, related_name="returns", verbose_name=_("supplier")
    )
    receipt = models.ForeignKey(
        "purchasing.GoodsReceipt", on_delete=models.PROTECT, editable=False, related_name="returns"
    )
    cause = models.CharField(_("why they go back"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    returned_on = models.DateField(_("sent back on"), null=True, editable=False)
    booked_at = models.DateTimeField(null=True, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    reversed_on = models.DateField(_("reversed on"), null=True, editable=False)

    class Meta(Document.Meta):
        verbose_name = _("supplier return")
        verbose_name_plural = _("supplier returns")
        ordering = ["-number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="supplier_return_number"),
            models.CheckConstraint(
                condition=Q(status="draft", returned_on__isnull=True, reversed_on__isnull=True)
                | Q(status="booked", returned_on__isnull=False, reversed_on__isnull=True)
                | Q(status="reversed", returned_on__isnull=False, reversed_on__isnull=False),
                name="supplier_return_status",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "-number"], name="supplier_return_open", condition=Q(archived=False))
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_final(self) -> bool:
        return self.status != self.Status.DRAFT

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        return [(pgettext_lazy("paper", "Sent back"), self.returned_on)]

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        receipt = self.receipt
        return [
            (pgettext_lazy("paper", "Return to supplier"), self.number),
            (pgettext_lazy("paper", "Your delivery note"), receipt.delivery_note_number),
            (pgettext_lazy("paper", "Purchase order"), receipt.order and receipt.order.number),
            (pgettext_lazy("paper", "Why they go back"), self.cause),
        ]

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)


class SupplierReturnLine(DocumentLine):
    """Goods of a receipt's line. The price is what the supplier is to credit; `amount_cost` what left the stock."""

    supplier_return = models.ForeignKey(SupplierReturn, on_delete=models.CASCADE, related_name="lines")
    receipt_line = models.ForeignKey(
        "purchasing.GoodsReceiptLine", on_delete=models.PROTECT, editable=False, related_name="return_lines"
    )
    item = models.ForeignKey("inventory.Item", on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, related_name="+", verbose_name=_("location")
    )
    amount_cost = amount_field(default=NONE, editable=False)
    document_field = "supplier_return"

    class Meta(DocumentLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gte=0), name="supplier_return_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"
