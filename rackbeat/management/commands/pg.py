"""Runs one of the embedded server's own programs against it, such as pg_dump and psql, as its administrator."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from rackbeat import postgres, roles
from rackbeat.problem import Problem


class Command(BaseCommand):
    help = "manage.py pg psql | pg_dump --format=custom --file=stock.dump | pg_restore ..."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("program")

    def run_from_argv(self, argv: list[str]) -> None:
        """Everything after the program's name is the program's."""
        if len(argv) < 3 or argv[2].startswith("-"):
            super().run_from_argv(argv)
        else:
            sys.exit(self.run(argv[2], argv[3:]))

    def handle(self, *args: Any, **options: Any) -> None:
        self.run(options["program"], [])

    def run(self, program: str, arguments: list[str]) -> int:
        if os.environ.get("DATABASE_URL"):
            raise Problem("DATABASE_URL names a server of your own: use that server's programs.")
        server = postgres.server(settings.VAR, testing=settings.TESTING)
        path = postgres.binaries() / program
        if os.sep in program or not path.exists():
            known = ", ".join(sorted(found.name for found in postgres.binaries().iterdir()))
            raise Problem(f"There is no program {program}. There are: {known}")
        address = {"PGHOST": str(server.socket), "PGPORT": str(postgres.PORT), "PGUSER": "postgres"}
        environment = os.environ | {"PGDATABASE": roles.OWNER} | address
        return subprocess.run([str(path), *arguments], env=environment, check=False).returncode
