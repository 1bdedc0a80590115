"""A world, and what happened in it before a test, is made once in each test process through the verbs.

Every later test gets its rows back as they were.
"""

import copy
import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
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
_kept: dict[tuple[Any, ...], tuple[Any, str, str]] = {}
_scenes: dict[Any, tuple[Callable[..., Any], str]] = {}


def scene(*, clock: str = "") -> Callable[[Callable[..., Any]], Any]:
    """Makes a fixture of a function that does something in the world `nordlys` and returns a thing of it.

    Its first argument is the world, open; others are scenes of the same module that come before it. `clock` is a fixture
    that sets the time for it. What it does is done once in a process (see `again`), so it may write to the database only.
    """

    def made(tell: Callable[..., Any]) -> Any:
        def fixture(nordlys: Any) -> Any:
            return nordlys.scenes[tell.__name__]

        fixture.__doc__ = tell.__doc__
        named = pytest.fixture(name=tell.__name__)(fixture)
        _scenes[named] = tell, clock
        return named

    return made


def played(build: Callable[[], Any], request: pytest.FixtureRequest) -> Any:
    """The world with all scenes that a test asks for."""
    names = dict.fromkeys(each for name in request.fixturenames for each in _before(request.module, name))
    for name in names:
        if clock := _of(request.module, name)[1]:
            request.getfixturevalue(clock)

    def play() -> Any:
        world = build()
        with world.open():
            for name in names:
                tell = _of(request.module, name)[0]
                others = [world.scenes[other] for other in [*inspect.signature(tell).parameters][1:]]
                world.scenes[name] = tell(world, *others)
        return world

    return again(play, (build.__name__, *(_of(request.module, name)[0] for name in names)))


def _of(module: Any, name: str) -> Any:
    return _scenes.get(getattr(module, name, None))


def _before(module: Any, name: str) -> Iterator[str]:
    """A scene and those that it builds on, these first; nothing for another fixture."""
    if known := _of(module, name):
        for other in [*inspect.signature(known[0]).parameters][1:]:
            yield from _before(module, other)
        yield name


def again(build: Callable[[], Any], named: tuple[Any, ...]) -> Any:
    """What `build` makes, a world with `agreement`; in a test that commits it is made anew."""
    if not connection.in_atomic_block:
        return build()
    key = (_database(), *named)
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
        for table in sorted(added, key=lambda table: table.endswith("line"))  # written first: the last one is
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
