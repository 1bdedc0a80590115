"""Tests only: instead of emptying the tables (the ledger's refuse it), what was written goes, or the template's copy comes."""

import os
import time
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as Flush
from django.db import ProgrammingError, connections

from rackbeat import postgres, roles

WAIT_MS = 2_000
STOCKED = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""
_begun: dict[str, dict[str, Any]] = {}  # what stands in a database from its migrations, by its name


class Command(Flush):
    help = "Used by the tests. The books of a real agreement cannot be emptied."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        template = connection.settings_dict["TEST"].get("TEMPLATE")
        if not settings.TESTING or not template:
            raise CommandError("The books cannot be emptied. For a fresh demo: make demo-reset.")
        name = connection.settings_dict["NAME"]
        if not emptied(name):
            with roles.acting_as(connection, "owner"):
                recreate(connection, name, template)


def emptied(name: str) -> bool:
    """Delete all that was written since the database was made; False where that cannot be done in full, or not at all.

    Triggers and rules of append-only tables are passed over, which only a superuser may, so on our own server only.
    """
    if name not in _begun:
        return False
    with _superuser(name) as own:
        own.execute(f"SET session_replication_role = replica; SET lock_timeout = {WAIT_MS}")
        written = {row[0] for row in own.execute(STOCKED)} - _begun[name].keys()
        try:
            with own.transaction():
                for table in sorted(written):
                    own.execute(f'DELETE FROM "{table}"')
        except psycopg.errors.LockNotAvailable:  # a session of the test holds on to its rows
            return False
        return _sums(own, _begun[name]) == _begun[name]


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
    if settings.TESTING and not os.environ.get("DATABASE_URL"):  # a demo is no test, and the tests' server sleeps
        with _superuser(name) as own:
            _begun[name] = _sums(own, [row[0] for row in own.execute(STOCKED)])


def _superuser(name: str) -> Any:
    return psycopg.connect(**postgres.server(settings.VAR, testing=True).address("postgres", name), autocommit=True)


def _sums(own: Any, tables: Any) -> dict[str, Any]:
    """What tells whether somebody wrote into these tables."""
    asked = 'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{}" AS t'
    return {table: own.execute(asked.format(table)).fetchone() for table in tables}
