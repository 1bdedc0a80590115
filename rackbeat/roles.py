"""The two database roles, the owner who makes tables and the restricted one who works in them; starts no server."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import InsufficientPrivilege

from rackbeat import postgres
from rackbeat.problem import Problem

Role = Literal["app", "owner"]
OWNER = "rackbeat"  # on the embedded server; elsewhere it is the user that DATABASE_URL names
APP = "rackbeat_app"
OWNERS_COMMANDS = {"migrate", "flush", "createcachetable", "check_books", "demo_reset"}
WEB_TIMEOUT_MS = 5_000
PREPARE_AFTER = 2  # times that a text was sent on a connection (rackbeat/lib/statements)
IDLE_TIMEOUT_MS = 60_000


def role_for(command: str) -> Role:
    """Whom a manage.py command works as."""
    return "owner" if command in OWNERS_COMMANDS else "app"


def database(var: Path, *, testing: bool = False, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Django's DATABASES entry for the role that DB_ROLE names; starts nothing."""
    role = environ.get("DB_ROLE", "app")
    if role not in ("app", "owner"):
        raise Problem(f"DB_ROLE must be app or owner, not {role!r}.")
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
    entry |= login(role, var, testing=testing, environ=environ)  # type: ignore[arg-type]
    if environ.get("DB_PREPARE", "yes") != "no":
        entry["OPTIONS"]["prepare_threshold"] = PREPARE_AFTER
    return entry


def login(role: Role, var: Path, *, testing: bool = False, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The part of the entry that differs between the two roles: NAME, USER, PASSWORD, HOST, PORT and OPTIONS."""
    options: dict[str, Any] = {"application_name": f"rackbeat {role}", "connect_timeout": 10}
    given: list[str] = []
    if url := environ.get("DATABASE_URL"):
        own_url = environ.get("APP_DATABASE_URL") if role == "app" else None
        parts = _parts("APP_DATABASE_URL" if own_url else "DATABASE_URL", own_url or url)
        if role == "app" and not own_url:
            given.append(f"-c role={APP}")
        given += [str(parts.pop("options"))] if "options" in parts else []
    else:
        parts = postgres.server(var, testing=testing).address(APP if role == "app" else OWNER, OWNER)
    if role == "app":
        # a worker may take longer than a page: it sets DB_STATEMENT_TIMEOUT
        timeout = int(environ.get("DB_STATEMENT_TIMEOUT", WEB_TIMEOUT_MS))
        # a lock is waited for three fifths of that: who would wait longer is told that somebody else is at it
        given += [f"-c statement_timeout={timeout}", f"-c lock_timeout={timeout * 3 // 5}"]
        given += [f"-c idle_in_transaction_session_timeout={IDLE_TIMEOUT_MS}"]
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    entry = {django: str(parts.pop(libpq, "") or "") for libpq, django in names.items()}
    return entry | {"OPTIONS": options | parts | ({"options": " ".join(given)} if given else {})}


def _parts(name: str, url: str) -> dict[str, Any]:
    try:
        parts = dict(conninfo_to_dict(url))
    except Exception:
        # the address holds a password, so it is not repeated
        raise Problem(f"{name} is no address of a Postgres: postgresql://user:password@host:5432/name") from None
    if not parts.get("dbname"):
        raise Problem(f"{name} names no database: postgresql://user:password@host:5432/name")
    return parts


@contextmanager
def acting_as(connection: Any, role: Role) -> Iterator[None]:
    """Log this Django connection in as the other role and back; closes it, so not inside a transaction."""
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    become(connection, role)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def become(connection: Any, role: Role) -> None:
    """Log this Django connection in as the role from its next statement on; its database's name stays."""
    from django.conf import settings

    connection.close()
    entry = login(role, settings.VAR, testing=settings.TESTING)
    del entry["NAME"]
    connection.settings_dict.update(entry)


GRANTS = f"""
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {APP};
"""


def prepare(connection: Any) -> None:
    """As the owner, before the first table: the restricted role exists and gets its rights on whatever is made later.

    Tables that exist keep what they grant, so a table that takes rights away (the ledger) stays as it is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP])
        try:
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {APP} NOLOGIN")
            cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [APP])
            if not cursor.fetchone()[0]:
                cursor.execute(f"GRANT {APP} TO CURRENT_USER")
        except Exception as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            raise Problem(_ask_the_administrator(connection)) from None
        cursor.execute(GRANTS)


def _ask_the_administrator(connection: Any) -> str:
    owner = connection.settings_dict["USER"]
    return (
        f"The role {APP} is missing, and {owner} may not make it. An administrator of the server does it once:\n"
        f"  CREATE ROLE {APP} NOLOGIN;\n  GRANT {APP} TO {owner};"
    )
