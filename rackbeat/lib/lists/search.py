"""The search box of a list: a number by itself or its beginning, a text by any part of it. It only narrows rows.

Where the rows are indexed (settings.SEARCH knows), the index says which ones; else each named field is looked through.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.utils.module_loading import import_string

from rackbeat.lib.lists import paging
from rackbeat.lib.lists.tally import MOST

MOST_WORDS = 6
LONGEST_NUMBER = 12
FEWEST_LETTERS = 3
EXACT = "search_exact"


class Among(Func):
    """Whether a key is one of these: one parameter, however many they are."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        key, keys = self.get_source_expressions()
        left, params = compiler.compile(key)
        return f"{left} = ANY(%s::bigint[])", [*params, keys.value]  # type: ignore[attr-defined]


def indexed(rows: QuerySet, text: str) -> list[int] | None:
    """The keys that the index finds, the newest of them up to one more than a list counts; None without an index."""
    return import_string(settings.SEARCH)(rows.model, text, MOST + 1)


def among(rows: QuerySet, keys: list[int]) -> QuerySet:
    return rows.filter(Among(F("pk"), Value(keys)))


def is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER


def is_integer(rows: QuerySet, path: str) -> bool:
    found = paging.key(rows, path, False)
    return found is not None and isinstance(found.field, IntegerField)


def begins(path: str, word: str) -> Q:
    """Whole numbers that are this one or begin with it, as ranges, which an index of numbers can follow."""
    low = high = int(word)
    where = Q(**{path: low})
    for _length in range(len(word), LONGEST_NUMBER):
        low, high = low * 10, high * 10 + 9
        where |= Q(**{f"{path}__range": (low, high)})
    return where


def narrowed(rows: QuerySet, fields: Sequence[str], text: str) -> QuerySet:
    """The rows in which every word of the text is found in one field or another."""
    kinds = {path: is_integer(rows, path) for path in fields}
    for word in text.split()[:MOST_WORDS]:
        where = Q(pk__in=[])
        for path, integer in kinds.items():
            if integer:
                where |= begins(path, word) if is_number(word) and int(word) else Q(pk__in=[])
            else:
                where |= Q(**{f"{path}__{'icontains' if len(word) >= FEWEST_LETTERS else 'istartswith'}": word})
        rows = rows.filter(where)
    return rows


def exact_first(rows: QuerySet, fields: Sequence[str], text: str) -> tuple[QuerySet, str]:
    """The rows with a mark on the one whose number is exactly the text, and the name of that mark; "" where idle."""
    if not fields or not is_number(text) or len(text) < FEWEST_LETTERS:
        return rows, ""
    value = int(text) if is_integer(rows, fields[0]) else text
    mark = Case(When(**{fields[0]: value}, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(**{EXACT: mark}), EXACT
