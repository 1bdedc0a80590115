"""The room itself: documents as such, on paper and by mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LayoutsConfig(AppConfig):
    name = "layouts"
    verbose_name = _("Layouts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from layouts import checks  # noqa: F401
