"""Registers that documents choose from: currencies and VAT zones (common to all); an agreement's rates, terms, bank accounts."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant


class VatZone(models.TextChoices):
    DOMESTIC = "domestic", _("Domestic")
    EU = "eu", _("EU")
    ABROAD = "abroad", _("Abroad")
    EXEMPT = "domestic_exempt", _("Domestic, exempt")


CURRENCY_NAMES = [  # stored in English, said in the reader's language
    gettext_noop("Norwegian krone"),
    gettext_noop("Danish krone"),
    gettext_noop("Swedish krona"),
    gettext_noop("Euro"),
    gettext_noop("Icelandic króna"),
    gettext_noop("Pound sterling"),
    gettext_noop("US dollar"),
]


class Currency(models.Model):
    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def label(self) -> str:
        """The name in the reader's language; one that an administrator added stays as it was written."""
        return gettext(self.name)


class Worded(models.Model):
    """Terms in words: what papers print of them, in the language of the paper's layout. Abstract."""

    text = models.TextField(_("text on documents"), blank=True)
    text_nb = models.TextField(_("text in Norwegian"), blank=True)
    text_da = models.TextField(_("text in Danish"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)

    class Meta:
        abstract = True

    def said(self, language: str) -> str:
        """In that language, or as it stands where nothing was written for it."""
        return getattr(self, f"text_{language}", "") or self.text or self.name  # type: ignore[attr-defined]

    def said_in_all(self) -> dict[str, str]:
        """By language, to be kept with a document that is booked."""
        return {language: self.said(language) for language, _name in settings.LANGUAGES}


class PaymentTerms(Worded, Tenant):
    class Kind(models.TextChoices):
        NET = "net", _("Net days from the invoice date")
        MONTH = "month", _("Days from the end of the invoice month")
        CASH = "cash", _("Paid at once")

    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices, default=Kind.NET)
    days = models.PositiveSmallIntegerField(_("days"), default=0)
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

    def in_short(self, language: str) -> str:
        """How many days, and no more: what a supplier reads. Our own name for it, or in another language what it means."""
        if language == self.agreement.language:
            return self.name
        with override(language):
            words = {
                self.Kind.NET: gettext("Net %(days)s days"),
                self.Kind.MONTH: gettext("End of month + %(days)s days"),
                self.Kind.CASH: gettext("Paid at once"),
            }
            return words[self.Kind(self.kind)] % {"days": self.days}

    def due_on(self, invoiced_on: date) -> date:
        """The date by which an invoice of `invoiced_on` is to be paid."""
        if self.kind == self.Kind.CASH:
            return invoiced_on
        if self.kind == self.Kind.MONTH:
            first_of_next = (invoiced_on.replace(day=1) + timedelta(days=32)).replace(day=1)
            return first_of_next - timedelta(days=1) + timedelta(days=self.days)
        return invoiced_on + timedelta(days=self.days)


class DeliveryTerms(Worded, Tenant):
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


class CurrencyRate(Tenant):
    """What one unit of a currency is worth in the base currency, from a day on. Entered by hand; nobody fetches it."""

    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", verbose_name=_("currency"))
    since = models.DateField(_("from"))
    rate = models.DecimalField(
        _("rate"), max_digits=18, decimal_places=6, validators=[MinValueValidator(Decimal("0.000001"))]
    )

    class Meta(Tenant.Meta):
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["currency", "-since"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "currency", "since"], name="currency_rate_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="currency_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.since:%d.%m.%Y}"


class OwnAddress(Tenant):
    """Where goods are delivered to us. Purchase orders begin with the default one."""

    name = models.CharField(_("name"), max_length=255)
    street = models.CharField(_("street"), max_length=255, blank=True)
    street2 = models.CharField(_("street, second line"), max_length=255, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta(Tenant.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["name"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(is_default=True), name="own_address_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Employee(Tenant):
    """Somebody whom documents name as our reference; logs in or not."""

    number = models.PositiveIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=100)
    initials = models.CharField(_("initials"), max_length=10, blank=True)
    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )
    is_barred = models.BooleanField(_("not with us any more"), default=False)

    class Meta(Tenant.Meta):
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["number"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="employee_number"),
            models.UniqueConstraint(
                fields=["agreement", "user"], condition=models.Q(user__isnull=False), name="employee_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name
