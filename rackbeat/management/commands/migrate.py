"""Django's migrate, with the restricted role's rights before the first table and the cache's table after the last."""

from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from rackbeat import roles


class Command(Migrate):
    help = "Brings the database up to date: roles, tables, the cache's table."

    def handle(self, *args: Any, **options: Any) -> None:
        changes = not (options["plan"] or options["check_unapplied"])
        if changes:
            roles.prepare(connections[options["database"]])
        super().handle(*args, **options)
        if changes and not options["app_label"]:
            call_command("createcachetable", database=options["database"], verbosity=0)
