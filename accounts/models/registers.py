"""Registers that documents choose from: currencies and VAT zones (common to all), terms and bank accounts (an agreement's)."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant


class VatZone(models.TextChoices):
    DOMESTIC = "domestic", _("Domestic")
    EU = "eu", _("EU")
    ABROAD = "abroad", _("Abroad")
    EXEMPT = "domestic_exempt", _("Domestic, exempt")


class Currency(models.Model):
    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class PaymentTerms(Tenant):
    class Kind(models.TextChoices):
        NET = "net", _("Net days from the invoice date")
        MONTH = "month", _("Days from the end of the invoice month")
        CASH = "cash", _("Paid at once")

    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.NET)
    days = models.PositiveSmallIntegerField(_("days"), default=0)
    text = models.TextField(_("text on documents"), blank=True)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta(Tenant.Meta):
        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="payment_terms_number"),
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(is_default=True), name="payment_terms_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def due_on(self, invoiced_on: date) -> date:
        """The date by which an invoice of `invoiced_on` is to be paid."""
        if self.kind == self.Kind.CASH:
            return invoiced_on
        if self.kind == self.Kind.MONTH:
            first_of_next = (invoiced_on.replace(day=1) + timedelta(days=32)).replace(day=1)
            return first_of_next - timedelta(days=1) + timedelta(days=self.days)
        return invoiced_on + timedelta(days=self.days)


class DeliveryTerms(Tenant):
    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)

    class Meta(Tenant.Meta):
        verbose_name = _("delivery terms")
        verbose_name_plural = _("delivery terms")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="delivery_terms_number"),
        ]

    def __str__(self) -> str:
        return self.name


class BankAccount(Tenant):
    name = models.CharField(_("name"), max_length=100)
    account_number = models.CharField(_("account number"), max_length=40, blank=True)
    iban = models.CharField(_("IBAN"), max_length=40, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta(Tenant.Meta):
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["name"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(is_default=True), name="bank_account_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
