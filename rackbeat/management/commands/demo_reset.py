"""Throws the demo's database and files away and makes them anew; refuses wherever demo mode is off."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import ProgrammingError, connection

from rackbeat import preparations
from rackbeat.management.commands.flush import recreate


class Command(BaseCommand):
    help = "A fresh demo. Only where RACKBEAT_DEMO is on."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo: RACKBEAT_DEMO is off, and real books cannot be thrown away.")
        connection.close()
        try:
            recreate(connection, connection.settings_dict["NAME"], "template0")
        except ProgrammingError as error:
            raise CommandError(f"The owner of the database may not make it anew: {error}") from None
        shutil.rmtree(settings.VAR / "files", ignore_errors=True)
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        if preparations.demo_is_missing():
            self.stdout.write("Making the sample companies ...")
            preparations.finish(preparations.manage("demo"), "Making the sample companies")
