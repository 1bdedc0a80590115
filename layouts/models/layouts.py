"""A parent layout (language, bank account, look) and its nested templates, one for each kind of paper."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
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
    SUPPLIER_CREDIT = "supplier_credit", _("Supplier credit note")
    PROFORMA = "proforma", _("Proforma invoice")
    REMINDER = "reminder", _("Reminder")
    ADJUSTMENT = "adjustment", _("Stock adjustment")
    ADJUSTMENT_VALUE = "adjustment_value", _("Stock adjustment with values")
    TRANSFER = "transfer", _("Transfer")
    COUNT_LIST = "count_list", _("Count list")
    STOCK_COUNT = "stock_count", _("Stock count")


class Font(models.TextChoices):
    """The faces that come with the house (layouts/faces.py); static ones, so that paper is the same everywhere."""

    ROBOTO = "roboto", "Roboto"
    OPEN_SANS = "open_sans", "Open Sans"
    LIBERATION_SANS = "liberation_sans", "Liberation Sans"
    LIBERATION_SERIF = "liberation_serif", "Liberation Serif"


def _margin(label: Any, usual: int) -> models.PositiveSmallIntegerField:
    """Millimetres that still look like a letter."""
    return models.PositiveSmallIntegerField(
        label, default=usual, validators=[MinValueValidator(8), MaxValueValidator(50)]
    )


def _colour(label: Any, usual: str) -> models.CharField:
    return models.CharField(
        label, max_length=7, default=usual, validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", _("Choose a colour."))]
    )


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
    signature = models.BinaryField(_("signature"), null=True, blank=True)
    watermark = models.CharField(_("watermark"), max_length=30, blank=True)
    font = models.CharField(_("font"), max_length=20, choices=Font.choices, default=Font.ROBOTO)
    font_size = models.DecimalField(
        _("font size in points"),
        max_digits=3,
        decimal_places=1,
        default=Decimal(9),
        validators=[MinValueValidator(Decimal(7)), MaxValueValidator(Decimal(12))],
    )
    accent = _colour(_("colour of the rule over the payment"), "#017272")
    ink = _colour(_("colour of the text"), "#1b222b")
    margin_top = _margin(_("top margin"), 14)
    margin_right = _margin(_("right margin"), 18)
    margin_bottom = _margin(_("bottom margin"), 22)
    margin_left = _margin(_("left margin"), 20)
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
    """What one kind of paper shows: title, columns ({key, width in percent, on}), blocks and texts; what its mail says.

    A text may hold placeholders such as {number} (layouts/texts.py): it is data, never source of a template.
    """

    layout = models.ForeignKey(Layout, on_delete=models.CASCADE, related_name="templates")
    kind = models.CharField(_("kind"), max_length=20, choices=PaperKind.choices)
    title = models.CharField(_("title"), max_length=100, blank=True)
    columns = models.JSONField(_("columns"), default=empty_list)
    blocks = models.JSONField(_("blocks"), default=empty_list)
    intro = models.TextField(_("text over the lines"), blank=True)
    outro = models.TextField(_("text under the lines"), blank=True)
    mail_subject = models.CharField(_("subject of the mail"), max_length=200, blank=True)
    mail_body = models.TextField(_("text of the mail"), blank=True)

    class Meta(Tenant.Meta):
        verbose_name = _("layout template")
        verbose_name_plural = _("layout templates")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "layout", "kind"], name="layout_template_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.layout_id} {self.get_kind_display()}"
