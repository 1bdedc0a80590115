"""A parent layout (language, bank account, look) and its nested templates, one for each kind of paper."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant


class PaperKind(models.TextChoices):
    QUOTE = "quote", _("Quote")
    ORDER = "order", _("Order confirmation")
    PICKING_LIST = "picking_list", _("Picking list")
    DELIVERY_NOTE = "delivery_note", _("Delivery note")
    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    PURCHASE_ORDER = "purchase_order", _("Purchase order")
    SUPPLIER_INVOICE = "supplier_invoice", _("Supplier invoice")
    PROFORMA = "proforma", _("Proforma invoice")
    REMINDER = "reminder", _("Reminder")
    ADJUSTMENT = "adjustment", _("Stock adjustment")
    ADJUSTMENT_VALUE = "adjustment_value", _("Stock adjustment with values")
    TRANSFER = "transfer", _("Transfer")
    COUNT_LIST = "count_list", _("Count list")
    STOCK_COUNT = "stock_count", _("Stock count")


class Layout(Tenant):
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(
        _("language"), max_length=5, default="nb", choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")]
    )
    bank_account = models.ForeignKey(
        "accounts.BankAccount",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bank account"),
    )
    logo = models.BinaryField(_("logo"), null=True, blank=True)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta(Tenant.Meta):
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="layout_number"),
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(is_default=True), name="layout_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def empty_list() -> list[Any]:
    return []


class LayoutTemplate(Tenant):
    """What one kind of paper shows: its title, columns (key and width in percent), blocks and texts."""

    layout = models.ForeignKey(Layout, on_delete=models.CASCADE, related_name="templates")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices)
    title = models.CharField(_("title"), max_length=100, blank=True)
    columns = models.JSONField(_("columns"), default=empty_list)
    blocks = models.JSONField(_("blocks"), default=empty_list)
    intro = models.TextField(_("text over the lines"), blank=True)
    outro = models.TextField(_("text under the lines"), blank=True)

    class Meta(Tenant.Meta):
        verbose_name = _("layout template")
        verbose_name_plural = _("layout templates")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "layout", "kind"], name="layout_template_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.layout_id} {self.get_kind_display()}"
