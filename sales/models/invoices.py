"""An invoice, or a credit note, and what was paid on it. A number is given at booking only, without holes, one series for both.

A credit note is stored below zero, quantities and amounts: every sum over invoices is net of credits by itself.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from layouts.documents import Becoming, Document, Terms, amount_field, quantity_field
from layouts.models import PaperKind
from rackbeat.lib import periods
from rackbeat.lib.tracks import Track
from rackbeat.templatetags import ui
from sales.models.lines import ItemLine

NONE = Decimal(0)


class SalesInvoice(Document, Becoming, Terms):
    is_searched = True

    class Status(Track):
        DRAFT = "draft", "ring", "neutral", _("The invoice is being written and can be changed."), _("Draft")
        BOOKED = "booked", "done", "good", _("The invoice is final and booked."), pgettext_lazy("invoice", "Booked")

    class Delivery(Track):
        NONE = (
            "none",
            "ring",
            "neutral",
            _("No shipment has been made for the invoice."),
            pgettext_lazy("invoice delivery", "Not sent"),
        )
        READY = (
            "ready",
            "half",
            "info",
            _("A shipment has been made for the invoice and waits to be handled."),
            pgettext_lazy("invoice delivery", "Ready"),
        )
        PARTLY = (
            "partly",
            "half",
            "warning",
            _("A part of the invoice has been sent."),
            pgettext_lazy("invoice delivery", "Partly sent"),
        )
        FULL = (
            "full",
            "done",
            "good",
            _("All of the invoice has been sent."),
            pgettext_lazy("invoice delivery", "Sent"),
        )

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    class Reason(models.TextChoices):
        RETURNED = "returned", _("The goods come back")
        WRONG = "wrong", _("The invoice was wrong")
        ALLOWANCE = "allowance", _("A reduction in price")

    MOVES: ClassVar = {Status.DRAFT: {Status.BOOKED}}

    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices, default=Kind.INVOICE, editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True, editable=False)
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="credit_notes"
    )
    draft_number = models.PositiveBigIntegerField(editable=False)
    customer = models.ForeignKey(
        "sales.Customer", on_delete=models.PROTECT, related_name="invoices", verbose_name=_("customer")
    )
    order = models.ForeignKey(
        "sales.SalesOrder", on_delete=models.PROTECT, null=True, editable=False, related_name="invoices"
    )
    quote = models.ForeignKey(
        "sales.Quote", on_delete=models.PROTECT, null=True, editable=False, related_name="invoices"
    )
    invoiced_on = models.DateField(_("invoice date"), null=True, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    payment_text = models.TextField(editable=False, blank=True)
    terms_said = models.JSONField(default=dict, editable=False, blank=True)  # kept at booking: field, language, text
    status = models.CharField(
        _("invoice status"), max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    delivery = models.CharField(
        _("delivered"), max_length=10, choices=Delivery.choices, default=Delivery.NONE, editable=False
    )
    booked_at = models.DateTimeField(null=True, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    amount_paid = amount_field(_("paid"), default=NONE, editable=False)

    class Meta(Document.Meta):
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-number", "-draft_number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="sales_invoice_number"),
            models.UniqueConstraint(fields=["agreement", "draft_number"], name="sales_invoice_draft_number"),
            models.CheckConstraint(
                condition=Q(status="draft", number__isnull=True)
                | Q(status="booked", number__isnull=False, invoiced_on__isnull=False, due_on__isnull=False),
                name="sales_invoice_booked",
            ),
            models.CheckConstraint(
                condition=Q(delivery__in=["none", "ready", "partly", "full"]), name="sales_invoice_tracks"
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", credits__isnull=True, reason="")
                | Q(kind="credit_note", reason__in=["returned", "wrong", "allowance"]),
                name="sales_invoice_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "-number"], name="sales_invoice_open", condition=Q(archived=False)),
            models.Index(
                fields=["agreement", "invoiced_on"],
                include=["customer", "amount_net"],
                name="sales_invoice_booked_on",
                condition=Q(status="booked"),
            ),
            models.Index(
                fields=["agreement", "due_on"],
                name="sales_invoice_unpaid",
                condition=Q(status="booked") & Q(amount_paid__lt=F("amount_total")),
            ),
            models.Index(
                fields=["agreement", "customer"],
                name="sales_invoice_owed",
                condition=Q(status="booked") & ~Q(amount_paid=F("amount_total")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.number or _("Draft"))

    @property
    def paper_kind(self) -> str:  # type: ignore[override]
        return PaperKind.CREDIT_NOTE if self.is_credit else PaperKind.INVOICE

    @property
    def is_credit(self) -> bool:
        return self.kind == self.Kind.CREDIT_NOTE

    @property
    def paper_sign(self) -> int:
        return -1 if self.is_credit else 1

    def paper_lines(self, kind: str) -> Iterable["SalesInvoiceLine"]:
        """On paper a credit note says what is credited, above zero."""
        lines = list(self.lines.select_related("item"))
        for line in lines if self.is_credit else []:
            line.quantity, line.amount_net = -line.quantity, -line.amount_net
        return lines

    @property
    def is_final(self) -> bool:
        return self.status == self.Status.BOOKED

    @property
    def paper_number(self) -> str:
        return str(self.number or _("draft %(number)s") % {"number": self.draft_number})

    def paper_facts(self, kind: str) -> list[tuple[Any, Any]]:
        if self.is_credit:
            credited = (pgettext_lazy("paper", "Credits invoice"), self.credits and _of_date(self.credits))
            return [
                (_("Credit note date"), self.invoiced_on),
                credited,
            ]  # the law wants to read it on every credit note
        ours = (pgettext_lazy("paper", "Delivered"), self.delivered_on)
        if kind == PaperKind.REMINDER:
            ours = (pgettext_lazy("paper", "Reminder date"), self.agreement.today())
        return [(_("Invoice date"), self.invoiced_on), (pgettext_lazy("paper", "Due"), self.due_on), ours]

    def paper_references(self, kind: str) -> list[tuple[Any, Any]]:
        """The order and the shipments that are invoiced, or what was sent of the order, or of the invoice itself."""
        if self.is_credit:
            return [(pgettext_lazy("paper", "Order"), self.order and self.order.number)]
        own = self.lines.filter(shipment__isnull=False).order_by("shipment__number")
        shipped = list(own.values_list("shipment__number", flat=True).distinct())
        if not shipped:
            sent = (self.order or self).shipments.filter(status="shipped")
            shipped = list(sent.order_by("number").values_list("number", flat=True))
        return [
            (pgettext_lazy("paper", "Order"), self.order and self.order.number),
            (pgettext_lazy("paper", "Shipment"), ", ".join(str(number) for number in shipped[:6])),
        ]

    @property
    def status_track(self) -> Track:
        return self.Status(self.status)

    @property
    def delivery_track(self) -> Track:
        return self.Delivery(self.delivery)

    @property
    def amount_open(self) -> Decimal:
        """What is still to be paid; a draft asks for nothing yet."""
        return self.amount_total - self.amount_paid if self.status == self.Status.BOOKED else NONE

    def is_overdue(self, today: date) -> bool:
        return bool(self.due_on and self.due_on < today and self.amount_open > 0)


def _of_date(invoice: SalesInvoice) -> str:
    return _("%(number)s of %(date)s") % {"number": invoice.number, "date": ui.longday(invoice.invoiced_on)}


class SalesInvoiceLine(ItemLine):
    """What is asked for; on a credit note what is given back, below zero.

    `quantity_credited` was asked for wrongly, `quantity_returned` came back, `amount_credited` is the net of both and of
    reductions. `location`: where the goods of a credit note's line come back to.
    """

    invoice = models.ForeignKey(SalesInvoice, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(
        "sales.SalesOrderLine", on_delete=models.PROTECT, null=True, editable=False, related_name="invoice_lines"
    )
    shipment = models.ForeignKey(
        "sales.Shipment", on_delete=models.PROTECT, null=True, editable=False, related_name="invoice_lines"
    )
    credits = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="credit_lines"
    )
    location = models.ForeignKey(
        "inventory.Location", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity_shipped = quantity_field(default=NONE, editable=False)
    quantity_credited = quantity_field(default=NONE, editable=False)
    quantity_returned = quantity_field(default=NONE, editable=False)
    amount_credited = amount_field(default=NONE, editable=False)
    document_field = "invoice"

    class Meta(ItemLine.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(quantity_credited=0, quantity_returned=0)
                | Q(
                    quantity_credited__gte=0,
                    quantity_returned__gte=0,
                    quantity__gte=F("quantity_credited") + F("quantity_returned"),
                ),
                name="sales_invoice_line_credited",
            ),
        ]

    @property
    def sign(self) -> int:  # type: ignore[override]
        return self.invoice.paper_sign

    @property
    def quantity_to_send(self) -> Decimal:
        """What the customer is to get by this line: what was asked for wrongly is not meant."""
        return self.quantity - self.quantity_credited

    @property
    def quantity_creditable(self) -> Decimal:
        """What no booked credit note has taken back."""
        return self.quantity - self.quantity_credited - self.quantity_returned

    def __str__(self) -> str:
        return f"{self.position}. {self.text}"


class ReturnedGoods(Tenant):
    """Which shipment's line brought the goods that come back by a credit note's line: at that line's cost."""

    line = models.ForeignKey(SalesInvoiceLine, on_delete=models.PROTECT, related_name="returned")
    shipment_line = models.ForeignKey("sales.ShipmentLine", on_delete=models.PROTECT, related_name="returned")
    quantity = quantity_field()

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gt=0), name="returned_goods_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.quantity}"


class Payment(Tenant):
    """Money that came in for an invoice, or went out for a credit note (below zero), entered by hand.

    With `counter` no money moved: a credit note and an invoice settle one another, each with a row of its own.
    """

    invoice = models.ForeignKey(SalesInvoice, on_delete=models.PROTECT, related_name="payments")
    counter = models.ForeignKey(SalesInvoice, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    amount = amount_field(_("amount"))
    paid_on = models.DateField(_("paid on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_at = models.DateTimeField(default=periods.now, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )

    class Meta(Tenant.Meta):
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["paid_on", "id"]

    def __str__(self) -> str:
        return f"{self.amount} {self.paid_on}"
