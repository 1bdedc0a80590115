"""The application as it is served, with places at which the process can be made to die, fail or forget its locks. No tests here.

RACKBEAT_BOMB names a file: when it says a point ("lock", "moves", "number", "before commit", "after commit"), the process that
gets there kills itself as the kernel would. A request with X-Fail fails after it has taken its number. With RACKBEAT_LOCKS=off
no row is locked and everybody thinks for a moment between looking and acting.
"""

import os
import re
import signal
import threading
import time
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from rackbeat.wsgi import application as served

BOMB = Path(os.environ["RACKBEAT_BOMB"])
LOCKING = re.compile(r"\s+FOR (NO KEY UPDATE|UPDATE|SHARE)( OF [\w\", ]+)?", re.IGNORECASE)
here = threading.local()


def burst(point: str) -> None:
    """Die, if this is the point."""
    if BOMB.exists() and BOMB.read_text() == point:
        BOMB.unlink(missing_ok=True)
        os.kill(os.getpid(), signal.SIGKILL)


def install() -> None:
    from accounts import numbers
    from inventory import posting

    lock_states, write_moves, take = posting.lock_states, posting.ledger.write_moves, numbers.take
    commit = BaseDatabaseWrapper._commit

    def locked(*args: Any, **options: Any) -> Any:
        found = lock_states(*args, **options)
        burst("lock")
        return found

    def moved(*args: Any, **options: Any) -> None:
        write_moves(*args, **options)
        here.wrote = True
        burst("moves")

    def taken(series: str, **options: Any) -> int:
        number = take(series, **options)
        here.wrote = True
        burst("number")
        if getattr(here, "fails", False):
            raise RuntimeError("On purpose, after the number was taken.")
        return number

    def committed(self: BaseDatabaseWrapper) -> None:
        wrote, here.wrote = getattr(here, "wrote", False), False
        if wrote:
            burst("before commit")
        commit(self)
        if wrote:
            burst("after commit")

    posting.lock_states, posting.ledger.write_moves, numbers.take = locked, moved, taken
    BaseDatabaseWrapper._commit = committed
    if os.environ.get("RACKBEAT_LOCKS") == "off":
        connection_created.connect(_forget_locks, weak=False)


def _forget_locks(connection: Any, **_facts: Any) -> None:
    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(LOCKING.sub("", sql), params, many, context)
        if "FROM inventory_stockbalance b" in sql and "FOR UPDATE" in sql:
            time.sleep(0.3)
        return result

    connection.execute_wrappers.append(run)


install()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    here.fails, here.wrote = "HTTP_X_FAIL" in environ, False
    return served(environ, start_response)
