"""The room itself: documents as such, on paper and by mail."""

from django.apps import AppConfig


class LayoutsConfig(AppConfig):
    name = "layouts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from layouts import checks  # noqa: F401
