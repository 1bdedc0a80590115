"""The benchmarks' own server, database and connections, under VAR/bench; never the demo's."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT_MS = 3_600_000


def enter() -> None:
    """Before anything of Django: VAR becomes VAR/bench, the embedded server is used whatever DATABASE_URL says."""
    var = Path(os.environ.get("VAR") or ROOT / "var").resolve()
    if var.name != "bench":
        var = var / "bench"
    for name in ("DATABASE_URL", "APP_DATABASE_URL", "RACKBEAT_TESTING"):
        os.environ.pop(name, None)
    os.environ |= {
        "VAR": str(var),
        "DB_ROLE": "app",
        "DB_STATEMENT_TIMEOUT": str(TIMEOUT_MS),
        "RACKBEAT_DEMO": "no",
        "DJANGO_SETTINGS_MODULE": "rackbeat.settings",
    }


def open_house() -> None:
    """The server is up, the tables are there, Django knows both."""
    import django

    django.setup()
    from django.conf import settings

    from rackbeat import postgres, preparations
    from rackbeat.translations import compile_newer

    postgres.use_until_exit(settings.VAR)
    compile_newer(settings.LOCALE_PATHS)
    if preparations.migrations_wait():
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, check=True, env=owners())


def owners() -> dict[str, str]:
    return os.environ | {"DB_ROLE": "owner"}


def address(user: str) -> dict[str, Any]:
    """How psycopg reaches the database that Django uses, as `user`.

    On a server of one's own (the tests of these benchmarks may run there) its owner stands in for `postgres`.
    """
    from django.conf import settings
    from django.db import connection

    from rackbeat import roles

    entry = roles.login("owner" if user == "postgres" else "app", settings.VAR, testing=settings.TESTING)
    if user == "postgres" and not os.environ.get("DATABASE_URL"):
        entry["USER"] = user
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    parts = {libpq: entry[django] for libpq, django in names.items() if entry[django]}
    return entry["OPTIONS"] | parts | {"dbname": connection.settings_dict["NAME"]}


@contextmanager
def bare(user: str = "rackbeat_app", **options: Any) -> Iterator[Any]:
    """A psycopg connection without any of ours around it."""
    import psycopg

    with psycopg.connect(**address(user), **options) as connection:
        yield connection


def tidy(*tables: str) -> None:
    """Statistics and visibility as autovacuum would leave them."""
    with bare("postgres", autocommit=True) as connection:
        for table in tables or [""]:
            connection.execute(f"VACUUM ANALYZE {table}")


def settle() -> None:
    """What loading wrote goes to disk now, not while somebody measures."""
    with bare("postgres", autocommit=True) as connection:
        connection.execute("CHECKPOINT")
