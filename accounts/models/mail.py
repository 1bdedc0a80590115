"""Letters that an agreement sent: the queue, the log and what was attached, and from which server they leave."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.tenancy import Tenant
from rackbeat.lib import periods
from rackbeat.lib.tracks import Track


def nobody() -> list[Any]:
    return []


def nothing() -> dict[str, Any]:
    return {}


class MailStatus(Track):
    QUEUED = (
        "queued",
        "half",
        "info",
        _("The mail waits to be sent, or to be tried again."),
        pgettext_lazy("mail", "Queued"),
    )
    SENT = "sent", "done", "good", _("The mail server has taken the mail."), pgettext_lazy("mail", "Sent")
    PARTLY = (
        "partly",
        "half",
        "warning",
        _("The mail server has taken the mail for some addresses and refused others."),
        pgettext_lazy("mail", "Partly sent"),
    )
    FAILED = (
        "failed",
        "end",
        "bad",
        _("The mail could not be sent and is not tried again by itself."),
        pgettext_lazy("mail", "Failed"),
    )


class Mail(Tenant):
    """One letter. `later`: files that the worker makes before the first try; `accepted`, `refused`: addresses so far.

    `trying_at`: when the server began to be spoken to, until its answer is written down. `broken_off`: once it never was, since
    the worker was stopped meanwhile; the server may have taken the letter then, and again later under the same Message-ID.
    """

    Status = MailStatus

    message_id = models.CharField(max_length=200, editable=False)
    about_kind = models.CharField(max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField(null=True, editable=False)
    about_name = models.CharField(_("about"), max_length=100, blank=True, editable=False)
    reply_to = models.CharField(_("reply to"), max_length=254, blank=True)
    to = models.JSONField(_("to"), default=nobody)
    cc = models.JSONField(_("cc"), default=nobody)
    bcc = models.JSONField(_("bcc"), default=nobody)
    subject = models.CharField(_("subject"), max_length=255)
    body = models.TextField(_("text"))
    later = models.JSONField(default=nobody, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=MailStatus.choices, default=MailStatus.QUEUED, editable=False
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    problem = models.TextField(_("answer of the mail server"), blank=True, editable=False)
    accepted = models.JSONField(default=nobody, editable=False)
    refused = models.JSONField(default=nothing, editable=False)
    seen = models.BooleanField(default=False, editable=False)
    queued_at = models.DateTimeField(_("written"), default=periods.now, editable=False)
    next_try_at = models.DateTimeField(_("next try"), null=True, editable=False)
    trying_at = models.DateTimeField(null=True, editable=False)
    broken_off = models.BooleanField(default=False, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="+"
    )

    class Meta(Tenant.Meta):
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-id"]
        constraints = [
            *Tenant.Meta.constraints,
            models.CheckConstraint(condition=models.Q(status__in=MailStatus.values), name="mail_status"),
        ]
        indexes = [
            models.Index(fields=["agreement", "about_kind", "about_id", "-id"], name="mail_about"),
            models.Index(fields=["agreement", "queued_at"], name="mail_queued_at"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def status_track(self) -> MailStatus:
        return MailStatus(self.status)

    @property
    def recipients(self) -> list[str]:
        """Everybody whom it is for, once each."""
        return list(dict.fromkeys([*self.to, *self.cc, *self.bcc]))


class MailFile(Tenant):
    """A file of a letter, kept as it was sent."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta(Tenant.Meta):
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class MailSettings(Tenant):
    """In whose name an agreement writes, and by which server. Without a server of its own, by that of the installation."""

    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS (usual, port 587)")
        TLS = "tls", _("TLS from the start (port 465)")
        NONE = "none", _("None: everything can be read on the way")

    sender_name = models.CharField(_("sender's name"), max_length=100, blank=True)
    reply_to = models.EmailField(_("replies to"), blank=True)
    reply_to_user = models.BooleanField(_("replies go to the user who sends"), default=False)
    has_server = models.BooleanField(_("send by our own mail server"), default=False)
    host = models.CharField(_("server"), max_length=253, blank=True)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(_("encryption"), max_length=10, choices=Security.choices, default=Security.STARTTLS)
    from_email = models.EmailField(_("sender's address"), blank=True)
    username = models.CharField(_("user name"), max_length=254, blank=True)
    password_sealed = models.TextField(blank=True, editable=False)  # accounts/seals.py

    class Meta(Tenant.Meta):
        verbose_name = _("mail settings")
        verbose_name_plural = _("mail settings")
        constraints = [
            *Tenant.Meta.constraints,
            models.UniqueConstraint(fields=["agreement"], name="mail_settings_once"),
        ]

    def __str__(self) -> str:
        return self.host or self.sender_name
