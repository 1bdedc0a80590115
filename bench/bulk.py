"""Many rows into a table at once: without its indexes, which are made again behind them by as many workers as there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

WORTH_IT = 50_000
AS_ADMINISTRATOR = """
SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB';
SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2
"""
AGAIN = "RESET session_replication_role; RESET synchronous_commit; RESET work_mem; RESET maintenance_work_mem"
# what refers to a table by one of its keys needs that key's index
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, pg_get_constraintdef(c.oid)
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')
WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conindid = i.indexrelid AND f.contype = 'f')
ORDER BY i.indexrelid
"""


@contextmanager
def as_administrator(connection: Any) -> Iterator[None]:
    """The server's administrator may leave out the checks of references, which are right by construction; others not."""
    with_rights = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]
    if with_rights:
        connection.execute(AS_ADMINISTRATOR)
    yield
    if with_rights:
        connection.execute(AGAIN)


@contextmanager
def without_indexes(connection: Any, table: str, rows: int) -> Iterator[None]:
    """All in one transaction: whoever is killed meanwhile leaves the table as it was.

    Few rows, or few beside those that are there already, are quicker with the indexes where they are.
    """
    there = connection.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table]).fetchone()[0]
    if rows < WORTH_IT or rows < there / 2:
        yield
        return
    indexes = connection.execute(INDEXES, [table]).fetchall()
    for index, _definition, constraint, _rule in indexes:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}" if constraint else f"DROP INDEX {index}")
    yield
    for _index, definition, constraint, rule in indexes:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {rule}" if constraint else definition)
