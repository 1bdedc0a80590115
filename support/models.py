"""How support is reached: one row, kept by an administrator, shown to everybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Contact(models.Model):
    phone = models.CharField(_("phone"), max_length=40)
    email = models.EmailField(_("e-mail"))
    hours = models.CharField(_("opening hours"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("support contact")
        verbose_name_plural = _("support contact")

    def __str__(self) -> str:
        return self.phone
