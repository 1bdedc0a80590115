"""What must be there before the first page, each made only when something is newer; starts no server."""

import hashlib
import os
import subprocess
import sys

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from rackbeat.health import tables_are_current
from rackbeat.problem import Problem
from rackbeat.roles import role_for


def manage(command: str, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command in a process and a role of its own."""
    environment = os.environ | {"DB_ROLE": role_for(command)}
    return subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), command, *arguments], env=environment
    )


def migrations_wait() -> bool:
    """Whether migrate has work to do; yes also where the database cannot answer, since migrate then says why."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return not tables_are_current()
    except (OperationalError, DatabaseError, InterfaceError):
        return True
    finally:
        connection.close()


def finish(process: subprocess.Popen[bytes], what: str) -> None:
    """Wait for a command; its own words are on the screen already."""
    if process.wait():
        raise Problem(f"{what} did not succeed; the reason stands above.")


def collect_static_if_newer() -> bool:
    """Hash and compress the static files, unless these very files have been done before."""
    stamp = settings.STATIC_ROOT / ".sources"
    digest = hashlib.sha256(settings.VERSION.encode() + str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            found = os.stat(storage.path(path))
            digest.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    sources = digest.hexdigest()
    if stamp.exists() and stamp.read_text() == sources:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(sources)
    return True


def demo_is_missing() -> bool:
    """Whether this is a demo whose sample is not there, or not whole: its administrator is made last."""
    if not settings.DEMO or "demo" not in get_commands():
        return False
    try:
        return not apps.get_model("accounts", "User")._base_manager.filter(is_staff=True).exists()
    finally:
        connection.close()
