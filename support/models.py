"""How support is reached (one row, kept by an administrator, shown to everybody), and what support looked up."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rackbeat.lib import periods


class Contact(models.Model):
    phone = models.CharField(_("phone"), max_length=40)
    email = models.EmailField(_("e-mail"))
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)

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
