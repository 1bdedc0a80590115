"""The tests' databases: one template per set of migrations, one copy per process; knows no table."""

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from rackbeat import postgres, roles
from rackbeat.management.commands.flush import recreate
from rackbeat.translations import compile_newer

KEPT = 3  # templates of earlier states, for those who switch between branches
_held: list[Any] = []


def start() -> None:
    """Before any test process: the server is up, the template and the translations are there, this run has a number."""
    compile_newer(settings.LOCALE_PATHS)
    if not os.environ.get("DATABASE_URL"):
        postgres.use_until_exit(settings.VAR, testing=True)
    os.environ["RACKBEAT_TEST_RUN"] = str(_run_number())
    os.environ["RACKBEAT_TEST_TEMPLATE"] = _template()


def database_name() -> str:
    """This process's own database."""
    return f"test_rackbeat_{os.environ['RACKBEAT_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def create() -> None:
    """A fresh copy of the template becomes the connection's database; from here on the tests are restricted."""
    template = os.environ["RACKBEAT_TEST_TEMPLATE"]
    connection.close()
    recreate(connection, database_name(), template)
    connection.settings_dict["NAME"] = database_name()
    connection.settings_dict["TEST"]["TEMPLATE"] = template
    roles.become(connection, "app")


def drop() -> None:
    """The process is done with its database."""
    roles.become(connection, "owner")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(database_name())} WITH (FORCE)")


def _run_number() -> int:
    """The lowest number that no other run of this VAR holds, so that two runs at once do not share databases."""
    folder = settings.VAR / "test-pg"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 100):
        file = open(folder / f"run-{number}.lock", "a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            continue
        _held.append(file)
        return number
    raise RuntimeError("A hundred test runs at once?")


def _fingerprint() -> str:
    """Changes when anything does that makes the database's shape."""
    root = Path(settings.BASE_DIR)
    files = [*root.glob("*/migrations/*.py"), root / "requirements.txt", root / "rackbeat" / "roles.py"]
    digest = hashlib.sha256(" ".join(settings.INSTALLED_APPS).encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _template() -> str:
    """The name of the migrated, empty database that all others are copied from; makes it when it is missing."""
    name = f"template_rackbeat_{_fingerprint()}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7225)")  # two runs do not build at once; let go with the connection
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template_rackbeat_%%' ORDER BY oid DESC")
        present = [row[0] for row in cursor.fetchall()]
        if name in present:
            return name
        draft = f"draft_of_{name}"
        cursor.execute(f"DROP DATABASE IF EXISTS {draft} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {draft}")
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = draft
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
        cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
        for old in present[KEPT - 1 :]:
            cursor.execute(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
    return name
