"""Compiles the catalogues without gettext, so that running never needs a system package."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from rackbeat.translations import compile_newer


class Command(BaseCommand):
    help = "Compiles every translation that is newer than its compiled form."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_newer(settings.LOCALE_PATHS):
            self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}")
