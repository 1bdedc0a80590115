"""The agreement (the tenant) and who belongs to it in which role."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import current_agreement_id
from rackbeat.lib import locked, periods, statements


class Principle(models.TextChoices):
    FIFO = "fifo", _("FIFO")
    AVERAGE = "average", _("Average cost")


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    OFFICE = "office", _("Office")
    WAREHOUSE = "warehouse", _("Warehouse")
    READER = "reader", _("Reader")


class Country(models.TextChoices):
    NO = "NO", _("Norway")
    DK = "DK", _("Denmark")
    SE = "SE", _("Sweden")
    FI = "FI", _("Finland")
    IS = "IS", _("Iceland")


class Agreement(models.Model):
    """A company's own books. Number, base currency and inventory principle are locked from birth, by a trigger too."""

    number = models.PositiveIntegerField(_("agreement number"), unique=True)
    name = models.CharField(_("company"), max_length=255)
    org_number = models.CharField(_("organisation number"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    language = models.CharField(
        _("language"), max_length=5, default="nb", choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")]
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Oslo")
    base_currency = models.ForeignKey(
        "accounts.Currency", on_delete=models.PROTECT, related_name="+", verbose_name=_("base currency")
    )
    principle = models.CharField(_("inventory principle"), max_length=7, choices=Principle.choices)
    negative_allowed = models.BooleanField(_("stock may go negative"), default=False)
    needs_second_factor = models.BooleanField(_("everybody needs a second factor"), default=False)
    costs_follow_invoices = models.BooleanField(
        _("booked supplier invoices set the expected cost price"), default=False
    )
    closed_until = models.DateField(_("closed until"), null=True, blank=True)

    street = models.CharField(_("street"), max_length=255, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=255, blank=True)

    founded_by_form = models.UUIDField(null=True, unique=True, editable=False)  # a sign-up sent twice founds one
    created_at = models.DateTimeField(_("created"), default=periods.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("founded by"),
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(principle__in=Principle.values), name="agreement_principle")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @classmethod
    def current(cls) -> "Agreement":
        """The agreement acted for: as it was read under its lock where we hold that, else as it stands now."""
        return locked.known("agreement") or cls.objects.get(pk=current_agreement_id())

    @classmethod
    def held(cls) -> "Agreement":
        """The agreement acted for, under a shared lock: the first lock of whatever books or posts.

        A closing or a changed setting waits for us, and we for it. Whoever holds it already gets what was read then.
        """
        held = locked.known("agreement")
        if held is None:
            held = statements.fetch(cls, "WHERE id = %s FOR SHARE", [current_agreement_id()])
            assert held is not None  # nobody deletes an agreement
            locked.note("agreement", held)
        return held

    def today(self) -> "periods.date":
        """The date on the agreement's own wall."""
        return periods.today(self.time_zone)


class Membership(models.Model):
    """A person's place in an agreement. Read before the agreement is known, so its policy goes by the user as well."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    is_barred = models.BooleanField(_("barred"), default=False)
    created_at = models.DateTimeField(_("since"), default=periods.now, editable=False)
    unread = models.PositiveSmallIntegerField(default=0, editable=False)  # conversations with an answer not read yet

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["agreement", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.agreement_id}: {self.get_role_display()}"
