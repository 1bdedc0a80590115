"""How support is reached (one row, kept by an administrator, shown to everybody), what it looked up, and what is talked about."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from rackbeat.lib import periods


def known_zone(name: str) -> None:
    """A name that the clock knows, like Europe/Oslo: every page of the help asks it."""
    if name not in available_timezones():
        raise ValidationError(_("No time zone has this name. One of them is Europe/Oslo."))


class Contact(models.Model):
    phone = models.CharField(_("phone"), max_length=40)
    email = models.EmailField(_("e-mail"))
    hours = models.CharField(
        _("about the opening hours"),
        max_length=200,
        blank=True,
        help_text=_("Said beside the hours of the week, which have a table of their own."),
    )
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Copenhagen", validators=[known_zone])
    specialist = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_support": True, "is_active": True},
        verbose_name=_("specialist for onboarding"),
    )

    class Meta:
        verbose_name = _("support contact")
        verbose_name_plural = _("support contact")

    def __str__(self) -> str:
        return self.phone


class OpeningHours(models.Model):
    """When somebody answers, by day of the week, on the clock of the contact's time zone."""

    class Day(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Day.choices, unique=True)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")),
                name="opening_hours_order",
                violation_error_message=_("It closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosedDay(models.Model):
    """A day on which nobody answers, whatever the week says."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.name}".strip()


class CannedAnswer(models.Model):
    """An answer that support gives often: put into the field, and changed before it is sent."""

    title = models.CharField(_("title"), max_length=100)
    language = models.CharField(
        _("language"), max_length=5, default="nb", choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")]
    )
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("canned answer")
        verbose_name_plural = _("canned answers")
        ordering = ["language", "title"]

    def __str__(self) -> str:
        return self.title


class LookUp(models.Model):
    """Who of the support staff asked for what, and which agreements they were shown. Append-only."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), default=periods.now)
    query = models.CharField(_("looked for"), max_length=200)
    shown = models.CharField(_("agreements shown"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("look-up by support")
        verbose_name_plural = _("look-ups by support")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.query


class Conversation(Tenant):
    """People of an agreement and support about one thing; of onboarding there is one, led by a named specialist.

    `waits_since`: when the oldest message came that support has not answered. `answered_at`: support's latest.
    `seen_at`: until when support has read.
    """

    class Topic(models.TextChoices):
        QUESTION = "question", _("Question")
        ONBOARDING = "onboarding", _("Onboarding")

    number = models.PositiveIntegerField(_("number"))
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices, default=Topic.QUESTION)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    page = models.CharField(_("asked from"), max_length=300, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"), default=periods.now)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    waits_since = models.DateTimeField(_("waiting since"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    seen_at = models.DateTimeField(null=True, editable=False)
    last_at = models.DateTimeField(_("latest message"), default=periods.now)
    closed_at = models.DateTimeField(_("closed"), null=True)

    across = models.Manager()  # the desk's: row-level security shows all of them to acting_as_support() only

    class Meta(Tenant.Meta):
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-opened_at"]
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "number"], name="conversation_number"),
        ]
        indexes = [
            models.Index(fields=["agreement", "-opened_at"], name="conversation_opened"),
            models.Index(
                fields=["waits_since"], name="conversation_waiting", condition=models.Q(waits_since__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.get_topic_display()} {self.opened_at:%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Message(Tenant):
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, db_index=False, related_name="messages")
    body = models.TextField(_("message"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_support = models.BooleanField(default=False)
    at = models.DateTimeField(default=periods.now)

    class Meta(Tenant.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["agreement", "conversation", "at"], name="message_conversation")]

    def __str__(self) -> str:
        return self.body[:60]


class Attachment(Tenant):
    """A picture or PDF that goes with a message; the file lies under VAR by agreement. `stored` is blank once it was deleted."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, db_index=False, related_name="attachments")
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    stored = models.CharField(max_length=80, blank=True)

    class Meta(Tenant.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["agreement", "message"], name="attachment_message")]

    def __str__(self) -> str:
        return self.name


class Seat(Tenant):
    """Somebody of the agreement who takes part: until when they have read, and when they were told by mail."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, db_index=False, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(default=periods.now)
    mailed_at = models.DateTimeField(null=True)

    class Meta(Tenant.Meta):
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement", "conversation", "user"], name="seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.conversation_id}"
