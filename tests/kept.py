"""A world is made once in each test process, through the verbs; every later test gets its rows back as they were."""

import copy
import json
from collections.abc import Callable
from typing import Any

from django.db import connection

from rackbeat.lib import statements

COLUMNS = """
SELECT c.relname, string_agg(quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND attgenerated = '' AND NOT attisdropped
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
GROUP BY 1 ORDER BY 1
"""
WRITTEN = (
    "SELECT relname, n_tup_ins - n_tup_del FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
)
_kept: dict[tuple[int, str], tuple[Any, str, str]] = {}


def again(build: Callable[[], Any]) -> Any:
    """What `build` makes, a world with `agreement`; in a test that commits it is made anew."""
    if not connection.in_atomic_block:
        return build()
    key = (_database(), build.__name__)
    if key not in _kept:
        _kept[key] = _watched(build)
        return copy.deepcopy(_kept[key][0])
    world, statement, rows = _kept[key]
    world = copy.deepcopy(world)
    with world.open(), statements.prepared() as cursor:
        cursor.execute(statement, [rows])
    return world


def _watched(build: Callable[[], Any]) -> tuple[Any, str, str]:
    """The world, the statement that writes its rows, and those rows."""
    columns = dict(_rows(COLUMNS))
    earlier = {table: set(_texts(table)) for table in columns}
    counts = dict(_rows(WRITTEN))
    world = build()
    with world.open():
        written = {
            table: new
            for table, count in _rows(WRITTEN)
            if table in columns and (new := count - counts.get(table, 0))  # the search's words come by a trigger again
        }
        added = {table: [row for row in _texts(table) if row not in earlier[table]] for table in written}
    for table, new in written.items():
        assert len(added[table]) == new, f"rows of {table} are out of sight"
    parts = [
        f"""{table}_rows AS (INSERT INTO "{table}" ({columns[table]}) SELECT {columns[table]}
            FROM json_populate_recordset(NULL::"{table}", (SELECT d->'{table}' FROM data)))"""
        for table in added
    ]
    statement = f"WITH data (d) AS (SELECT %s::json), {', '.join(parts)} SELECT"
    return world, statement, json.dumps({table: [json.loads(row) for row in rows] for table, rows in added.items()})


def _texts(table: str) -> list[str]:
    return [row[0] for row in _rows(f'SELECT to_json(t)::text FROM "{table}" AS t')]


def _rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _database() -> int:
    """Changes when the tables were made anew: its numbers begin again then."""
    return _rows("SELECT oid FROM pg_database WHERE datname = current_database()")[0][0]
