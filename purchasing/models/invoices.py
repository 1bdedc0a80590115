"""A supplier's invoice, or credit note: what the goods really cost, and the freight that belongs to them.

A credit note is stored below zero, quantities and amounts: every sum over invoices is net of credits by itself.
"""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from inventory.models import OfItem
from layouts.documents import Becoming, Document, DocumentLine, Terms, amount_field
from layouts.models import PaperKind
from rackbeat.lib.tracks import Track

NONE = Decimal(0)


class SupplierInvoice(Document, Becoming, Terms):
    """A number of ours is given at booking only, without holes; a draft is reached by its draft number."""

    is_searched = True

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The supplier's invoice is being entered and can be changed."), _("Draft")
        BOOKED = (
            "booked",
            "done",
            "good",
            _("The supplier's invoice is final: the goods cost what it says."),
            pgettext_lazy("invoice", "Booked"),
        )
        REVERSED = (
            "reversed",
            "end",
            "bad",
            _("The booking was taken back: the goods cost what they did without it."),
            pgettext_lazy("supplier invoice", "Reversed"),
        )

    class Kind(models.TextChoices):
        INVOICE = "invoice", pgettext_lazy("supplier invoice", "Invoice")
        CREDIT_NOTE = "credit_note", pgettext_lazy("supplier invoice", "Credit note")

    class Reason(models.TextChoices):
        """What a credit note is for, and so what follows from it."""

        RETURNED = "returned", pgettext_lazy("supplier credit", "The goods go back")
        WRONG = "wrong", pgettext_lazy("supplier credit", "The invoice was wrong")
        ALLOWANCE = "allowance", pgettext_lazy("supplier credit", "Price, freight or only money")

    MOVES: ClassVar = {Status.DRAFT: {Status.BOOKED}, Status.BOOKED: {Status.REVERSED}}
    party_field = "supplier"

    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices, default=Kind.INVOICE, editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True, editable=False)
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="credit_notes"
    )
    draft_number = models.PositiveBigIntegerField(editable=False)
    supplier = models.ForeignKey(
        "purchasing.Supplier", on_delete=models.PROTECT, related_name="invoices", verbose_name=_("supplier")
    )
    supplier_number = models.CharField(_("supplier's invoice number"), max_length=60, blank=True)
    invoiced_on = models.DateField(_("invoice date"), null=True, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    booked_on = models.DateField(_("booked on"), null=True, editable=False)
    booked_at = models.DateTimeField(null=True, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    reversed_on = models.DateField(_("reversed on"), null=True, editable=False)

    class Meta(Document.Meta):
        verbose_name = _("supplier invoice")
        verbose_name_plural = _("supplier invoices")
        ordering = ["-number", "-draft_number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="supplier_invoice_number"),
            models.UniqueConstraint(fields=["agreement", "draft_number"], name="supplier_invoice_draft_number"),
            models.UniqueConstraint(
                fields=["agreement", "supplier", "kind", "supplier_number"],
                condition=Q(status="booked"),
                name="supplier_invoice_once",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", number__isnull=True)
                | Q(
                    status__in=["booked", "reversed"],
                    number__isnull=False,
                    invoiced_on__isnull=False,
                    due_on__isnull=False,
                    booked_on__isnull=False,
                ),
                name="supplier_invoice_booked",
            ),
            models.CheckConstraint(
                condition=Q(status="reversed", reversed_on__isnull=False)
                | ~Q(status="reversed") & Q(reversed_on__isnull=True),
                name="supplier_invoice_reversed",
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", credits__isnull=True, reason="")
                | Q(kind="credit_note", reason__in=["returned", "wrong", "allowance"]),
                name="supplier_invoice_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "-number"], name="supplier_invoice_open", condition=Q(archived=False))
        ]

    def __str__(self) -> str:
        return str(self.number or _("draft %(number)s") % {"number": self.draft_number})

    @property
    def is_final(self) -> bool:
        return self.status != self.Status.DRAFT

    @property
    def is_credit(self) -> bool:
        return self.kind == self.Kind.CREDIT_NOTE

    @property
    def paper_kind(self) -> str:  # type: ignore[override]
        return PaperKind.SUPPLIER_CREDIT if self.is_credit else PaperKind.SUPPLIER_INVOICE

    @property
    def paper_sign(self) -> int:
        return -1 if self.is_credit else 1

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        if self.is_credit:
            theirs = self.credits.supplier_number if self.credits else ""
            return [
                (_("Credit note date"), self.invoiced_on),
                (pgettext_lazy("paper", "Supplier's number"), self.supplier_number),
                (pgettext_lazy("paper", "Credits invoice"), theirs),
            ]
        return [
            (_("Invoice date"), self.invoiced_on),
            (pgettext_lazy("paper", "Due"), self.due_on),
            (pgettext_lazy("paper", "Supplier's number"), self.supplier_number),
        ]

    def paper_lines(self, kind: str) -> Any:
        """On paper a credit note says what is credited, above zero."""
        lines = list(self.lines.select_related("item", "order_line"))
        for line in lines if self.is_credit else []:
            line.quantity, line.amount_net = -line.quantity, -line.amount_net
        return lines

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        covers = self.covers.select_related("receipt__order").order_by("receipt__number")
        receipts = [cover.receipt for cover in covers]
        orders = sorted({each.order.number or 0 for each in receipts if each.order})
        return [
            (pgettext_lazy("paper", "Purchase order"), ", ".join(str(number) for number in orders)),
            (pgettext_lazy("paper", "Goods receipt"), ", ".join(str(each.number) for each in receipts)),
        ]

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)


class SupplierInvoiceReceipt(Tenant):
    """A receipt that the invoice is about: its goods are invoiced, or bear the freight that stands there."""

    invoice = models.ForeignKey(SupplierInvoice, on_delete=models.CASCADE, related_name="covers")
    receipt = models.ForeignKey("purchasing.GoodsReceipt", on_delete=models.PROTECT, related_name="covered_by")

    class Meta(Tenant.Meta):
        verbose_name = _("receipt of a supplier invoice")
        verbose_name_plural = _("receipts of supplier invoices")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "invoice", "receipt"], name="supplier_invoice_receipt"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.receipt_id}"


class SupplierInvoiceLine(OfItem, DocumentLine):
    """Goods of a receipt's line, a service, or a cost that is spread over goods; on a credit note what of it is given back.

    Set at booking: `amount_expected`, what the receipt said that these goods were worth (for goods that went back, what
    their return said that would be credited); of the difference so much went to stock, to goods that were sold, and, for
    goods that went back, to the price variance. `credits`: the invoice's line that is credited. `return_line`: the goods
    that went back; those that have none yet lie at `location` and go back when the credit note is booked.
    """

    class Spread(models.TextChoices):
        NONE = "none", pgettext_lazy("spread", "No")
        VALUE = "value", pgettext_lazy("spread", "By value")
        QUANTITY = "quantity", pgettext_lazy("spread", "By quantity")
        WEIGHT = "weight", pgettext_lazy("spread", "By weight")

    invoice = models.ForeignKey(SupplierInvoice, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(
        "inventory.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("item")
    )
    receipt_line = models.ForeignKey(
        "purchasing.GoodsReceiptLine", on_delete=models.PROTECT, null=True, editable=False, related_name="invoice_lines"
    )
    order_line = models.ForeignKey(
        "purchasing.PurchaseOrderLine",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="invoice_lines",
    )
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="credit_lines"
    )
    return_line = models.ForeignKey(
        "purchasing.SupplierReturnLine",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="credit_lines",
    )
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    spread = models.CharField(_("spread over goods"), max_length=8, choices=Spread.choices, default=Spread.NONE)
    amount_expected = amount_field(default=NONE, editable=False)
    amount_stock = amount_field(default=NONE, editable=False)
    amount_cost_of_sales = amount_field(default=NONE, editable=False)
    amount_variance = amount_field(default=NONE, editable=False)
    document_field = "invoice"

    class Meta(DocumentLine.Meta):
        ordering = ["position", "id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(spread="none")
                | Q(spread__in=["value", "quantity", "weight"], receipt_line__isnull=True, item__isnull=False),
                name="supplier_invoice_line_spread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"

    @property
    def sign(self) -> int:  # type: ignore[override]
        return self.invoice.paper_sign

    @property
    def supplier_item_number(self) -> str:
        """What the supplier calls the item, as the purchase order said it."""
        return self.order_line.supplier_item_number if self.order_line else ""

    @property
    def is_goods(self) -> bool:
        """Goods that came: the line corrects what they cost."""
        return self.receipt_line_id is not None

    @property
    def is_spread(self) -> bool:
        return self.spread != self.Spread.NONE


class LandedShare(Tenant):
    """How much of a cost a receipt's line bears, and where that went. Written once, at booking."""

    line = models.ForeignKey(SupplierInvoiceLine, on_delete=models.PROTECT, related_name="shares")
    receipt_line = models.ForeignKey("purchasing.GoodsReceiptLine", on_delete=models.PROTECT, related_name="landed")
    amount = amount_field()
    amount_stock = amount_field(default=NONE)
    amount_cost_of_sales = amount_field(default=NONE)
    amount_variance = amount_field(default=NONE)

    class Meta(Tenant.Meta):
        verbose_name = _("share of a landed cost")
        verbose_name_plural = _("shares of landed costs")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "line", "receipt_line"], name="landed_share_line"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_line_id}: {self.amount}"
