"""Tests only: instead of emptying the tables (the ledger's refuse it), put the template's copy in their place."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as Flush
from django.db import ProgrammingError, connections

from rackbeat import roles


class Command(Flush):
    help = "Used by the tests. The books of a real agreement cannot be emptied."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        template = connection.settings_dict["TEST"].get("TEMPLATE")
        if not settings.TESTING or not template:
            raise CommandError("The books cannot be emptied. For a fresh demo: make demo-reset.")
        with roles.acting_as(connection, "owner"):
            recreate(connection, connection.settings_dict["NAME"], template)


def recreate(connection: Any, name: str, template: str) -> None:
    """Drop the database, with whoever is still connected, and make it again as a copy of the template."""
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        until = time.monotonic() + 10
        while True:
            try:
                cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)")
                break
            except ProgrammingError:  # a superuser's session, which nobody else may end, is about to leave
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(template)}")
