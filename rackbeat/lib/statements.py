"""Statements that run often: the server keeps each parsed and planned on its connection, and Python does not compile them anew.

Behind a pooler that hands out another server connection for each transaction set DB_PREPARE=no; all else stays as it is.
"""

from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper

M = TypeVar("M", bound=models.Model)


def prepared() -> CursorWrapper:
    """A cursor that sends values apart from the text, so that a text that comes again is neither parsed nor planned again.

    In such a text a value that may be NULL, and one that no column gives a type, is cast (`%s::bigint`).
    """
    if connection.queries_logged:  # who logs wants to read the values in the text
        return connection.cursor()
    connection.ensure_connection()
    cursor: Any = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    return connection.make_cursor(cursor)


def fetch(model: type[M], rest: str, values: list[Any]) -> M | None:
    """The row for which `rest` of the statement holds (`WHERE ... FOR SHARE`), as the manager would read it."""
    return next(iter(rows(model, rest, values)), None)


def rows(model: type[M], rest: str, values: list[Any]) -> list[M]:
    """All rows for which it holds."""
    select, names, converters = _read(model)
    with prepared() as cursor:
        cursor.execute(f"{select} {rest}", values)
        found = cursor.fetchall()
    for at, column, convert in converters:
        found = [(*row[:at], convert(row[at], column, connection), *row[at + 1 :]) for row in found]
    return [model.from_db(connection.alias, names, row) for row in found]


@cache
def _read(model: type[models.Model]) -> tuple[str, list[str], list[tuple[int, Any, Any]]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converters = [
        (at, field.cached_col, convert)
        for at, field in enumerate(fields)
        for convert in field.get_db_converters(connection)
    ]
    return f'SELECT {columns} FROM "{model._meta.db_table}"', [field.attname for field in fields], converters  # noqa: S608


def insert(row: models.Model) -> None:
    """What `row.save(force_insert=True)` does to a row without a parent and without a key."""
    statement, fields = _written(type(row))
    with prepared() as cursor:
        cursor.execute(statement, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


@cache
def _written(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(f"%s::{_type(field)}" for field in fields)
    key = model._meta.pk.column  # type: ignore[union-attr]
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) RETURNING "{key}"', fields  # noqa: S608


def update(row: models.Model, names: list[str]) -> None:
    """What `row.save(update_fields=names)` does; raises as it does where the row is gone."""
    statement, fields = _changed(type(row), tuple(names))
    with prepared() as cursor:
        values = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
        cursor.execute(statement, [*values, row.pk])
        if not cursor.rowcount:
            raise models.ObjectDoesNotExist(f"{row._meta.label} {row.pk} is gone.")


@cache
def _changed(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    places = ", ".join(f'"{field.column}" = %s::{_type(field)}' for field in fields)
    key = model._meta.pk.column  # type: ignore[union-attr]
    return f'UPDATE "{model._meta.db_table}" SET {places} WHERE "{key}" = %s', fields  # noqa: S608


def _type(field: Any) -> str:
    """Without its length: what does not fit is refused by the column, not cut here."""
    known = str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
    return known.split("(", maxsplit=1)[0]
