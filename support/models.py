"""How support is reached (one row, kept by an administrator, shown to everybody), what it looked up, and what is talked about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Tenant
from rackbeat.lib import periods


class Contact(models.Model):
    phone = models.CharField(_("phone"), max_length=40)
    email = models.EmailField(_("e-mail"))
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)
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
    """Users of an agreement and support about one thing; of onboarding there is one, led by a named specialist."""

    class Topic(models.TextChoices):
        QUESTION = "question", _("Question")
        ONBOARDING = "onboarding", _("Onboarding")

    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices, default=Topic.QUESTION)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"), default=periods.now)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta(Tenant.Meta):
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["agreement", "-opened_at"], name="conversation_opened")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()} {self.opened_at:%d.%m.%Y}"


class Message(Tenant):
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, db_index=False, related_name="messages")
    body = models.TextField(_("message"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=periods.now)

    class Meta(Tenant.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["agreement", "conversation", "at"], name="message_conversation")]

    def __str__(self) -> str:
        return self.body[:60]
