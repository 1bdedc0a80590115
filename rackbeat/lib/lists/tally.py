"""The counts and sums of a list, all of them in one statement, none of them over more than 10,000 rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

MOST = 10_000


@dataclass(frozen=True)
class Tally:
    """How many, up to MOST + 1, and the sums by field. Beyond MOST they would be those of a part: there are none."""

    count: int = 0
    sums: dict[str, Any] = field(default_factory=dict)
    void: int = 0  # of these so many are no part of the sums

    @property
    def is_more(self) -> bool:
        return self.count > MOST


VOID = "void"


def tally(parts: dict[str, QuerySet], sums: Sequence[str] = (), void: Q | None = None) -> dict[str, Tally]:
    """Count each of these querysets, and sum the named fields of the first one, rows that are `void` apart.

    One statement, because a list with five views would otherwise ask seven times.
    """
    names: list[tuple[str, list[str]]] = []
    tables: list[str] = []
    params: list[Any] = []
    for name, rows in parts.items():
        fields = list(sums) if not tables else []
        given: dict[str, Any] = {f"sum_{n}": F(path) for n, path in enumerate(fields)}
        if fields and void is not None:
            given = {name: Case(When(~void, then=path)) for name, path in given.items()}
            given[f"sum_{len(fields)}"] = Case(When(void, then=Value(1)), output_field=IntegerField())
            fields.append(VOID)
        counted = rows.order_by().values(**given) if given else rows.order_by().values("pk")
        try:
            inner, inner_params = counted[: MOST + 1].query.sql_with_params()
        except EmptyResultSet:
            continue
        wanted = ", ".join(["count(*)", *(f'sum("sum_{n}")' for n in range(len(fields)))])
        tables.append(f"(SELECT {wanted} FROM ({inner}) AS rows_{len(tables)}) AS part_{len(tables)}")  # noqa: S608
        params += inner_params
        names.append((name, fields))
    found = ask(next(iter(parts.values())).db, tables, params) if tables else []
    result = dict.fromkeys(parts, Tally())
    for name, fields in names:
        count, *values = found[: 1 + len(fields)]
        found = found[1 + len(fields) :]
        summed = dict(zip(fields, values, strict=True))
        left_out = summed.pop(VOID, 0) or 0
        result[name] = Tally(count, summed if count <= MOST else {}, left_out)
    return result


def ask(alias: str, tables: list[str], params: list[Any]) -> list[Any]:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT * FROM {', '.join(tables)}", params)  # noqa: S608 - built from querysets only
        return list(cursor.fetchone())
