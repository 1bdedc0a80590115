"""The room itself: who, which agreement, settings, numbers, history."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Agreements and people")
    default_auto_field = "django.db.models.BigAutoField"
