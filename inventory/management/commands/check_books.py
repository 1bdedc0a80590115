"""Proves the books of all agreements: each invariant with the number of places where it does not hold, and the first."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from rackbeat.lib import books


class Command(BaseCommand):
    help = "Checks every invariant of the books, over all agreements. Exits with 1 if any is broken."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        broken, began = 0, time.monotonic()
        with transaction.atomic():
            self._hold_still()
            for finding in books.check():
                broken += bool(finding.count)
                self._say(finding, time.monotonic() - began)
                began = time.monotonic()
        if broken:
            self.stderr.write(self.style.ERROR(f"{broken} of {len(books.invariants())} invariants do not hold."))
            sys.exit(1)
        self.stdout.write(f"All {len(books.invariants())} invariants hold.")

    def _hold_still(self) -> None:
        """One picture of the books, however long it takes and whatever is posted meanwhile."""
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def _say(self, finding: books.Finding, seconds: float) -> None:
        """With the seconds where there is time to read them."""
        code, says = finding.invariant.code, finding.invariant.says
        mark = self.style.ERROR(f"{finding.count:>6}") if finding.count else f"{0:>6}"
        took = f" ({seconds:.0f} s)" if seconds >= 1 else ""
        self.stdout.write(f"{mark}  {code:<4} {says}{took}")
        if finding.count:
            self.stdout.write(self.style.ERROR(f"{'':>13}{finding.example}"))
