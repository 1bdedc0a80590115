"""Paging by key: the rows after or before a row, never by counting off. Stable while others add rows."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Q, QuerySet

from rackbeat.lib.lists.columns import reach

LONGEST_CURSOR = 2000


@dataclass(frozen=True)
class Key:
    """One step of an order: a path that rows can be asked for and sorted by.

    Empty values stand last whichever way the list runs. `plain` leaves them where the database puts them, above all
    others, so that the order is one that an index has: for numbers, where an empty one is a draft and comes first.
    """

    path: str
    down: bool = False
    nullable: bool = True
    field: Field | None = None
    plain: bool = False

    def order(self, backwards: bool) -> Any:
        down, path = self.down != backwards, F(self.path)
        if self.plain or not self.nullable:
            return path.desc() if down else path.asc()
        if backwards:
            return path.desc(nulls_first=True) if down else path.asc(nulls_first=True)
        return path.desc(nulls_last=True) if down else path.asc(nulls_last=True)

    def empties_ahead(self, backwards: bool) -> bool:
        """Whether the rows without a value come after those with one, on the way."""
        if not self.nullable:
            return False
        return self.down == backwards if self.plain else not backwards

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def beyond(self, value: Any, backwards: bool) -> Q:
        """The rows strictly past this value on the way."""
        if value is None:
            return Q(pk__in=[]) if self.empties_ahead(backwards) else Q(**{f"{self.path}__isnull": False})
        where = Q(**{f"{self.path}__{'lt' if self.down != backwards else 'gt'}": value})
        return where | Q(**{f"{self.path}__isnull": True}) if self.empties_ahead(backwards) else where

    def bound(self, value: Any, backwards: bool) -> Q:
        """This value and what is past it, as a range that an index is entered by; empty where there is no such range."""
        if value is None or self.empties_ahead(backwards):
            return Q()
        return Q(**{f"{self.path}__{'lte' if self.down != backwards else 'gte'}": value})


def key(rows: QuerySet, path: str, down: bool, *, plain: bool = False) -> Key | None:
    """The key for a path, or None where the rows do not know it."""
    if path in rows.query.annotations:
        return Key(path, down, True, getattr(rows.query.annotations[path], "output_field", None))
    model: Any = rows.model
    nullable, found = False, None
    for part in path.split("__"):
        if model is None:
            return None
        try:
            found = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        if not isinstance(found, Field):
            return None
        nullable = nullable or found.null
        model = found.related_model
    return Key(path, down, nullable, found, plain)


def beyond(keys: list[Key], values: list[Any], backwards: bool) -> Q:
    """The rows past the one with these values: past on the first key, or level on it and past on the second, …

    The first key is bounded by itself too, so that an index on it is entered at the right place.
    """
    where, level = Q(pk__in=[]), Q()
    for each, value in zip(keys, values, strict=True):
        where |= level & each.beyond(value, backwards)
        level &= each.same(value)
    return keys[0].bound(values[0], backwards) & where


def write(sort: str, values: list[Any], seen: int) -> str:
    """A cursor: the sort it belongs to, the values of a row, and how many rows stand up to it."""
    text = json.dumps([sort, values, seen], default=str, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text: str, sort: str, keys: list[Key]) -> tuple[list[Any], int] | None:
    """What `write` was given, or None where the text is not a cursor of this sort."""
    if not text or len(text) > LONGEST_CURSOR:
        return None
    try:
        given, values, seen = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        if given != sort or type(seen) is not int or len(values) != len(keys):
            return None
        return [proved(each, value) for each, value in zip(keys, values, strict=True)], min(max(seen, 0), 10**9)
    except (ValueError, TypeError, KeyError, ValidationError, binascii.Error, RecursionError, OverflowError):
        return None


def proved(each: Key, value: Any) -> Any:
    """A value from outside as the key's own type; a ValueError where it cannot be that."""
    if value is None:
        if not each.nullable:
            raise ValueError("This key is never empty.")
        return None
    if isinstance(value, list | dict) or (isinstance(value, str) and "\x00" in value):
        raise ValueError("Not the value of a field.")
    if isinstance(value, str):
        value.encode()  # half a surrogate pair is no text
    found = each.field.to_python(value) if each.field is not None else value
    if (isinstance(found, int) and abs(found) >= 2**63) or (isinstance(found, Decimal) and abs(found.adjusted()) > 30):
        raise ValueError("Larger than any number we keep.")
    return found


@dataclass
class Slice:
    """One page of rows and the cursors to its neighbours; an empty cursor means that there is none."""

    rows: list[Any]
    first: int = 1
    before: str = ""
    after: str = ""


def cut(rows: QuerySet, keys: list[Key], sort: str, size: int, *, after: str = "", before: str = "") -> Slice:
    """The page after or before a cursor, or the first; one statement, and one row more than shown to know of a next.

    Where a cursor leads past the end, or back to less than a full page, the first page is what was meant.
    """
    cursor, backwards = read(after, sort, keys), False
    if cursor is None:
        cursor = read(before, sort, keys)
        backwards = cursor is not None
    wanted = rows if cursor is None else rows.filter(beyond(keys, cursor[0], backwards))
    found = list(wanted.order_by(*(each.order(backwards) for each in keys))[: size + 1])
    more, found = len(found) > size, found[:size]
    if cursor is not None and (not found or (backwards and len(found) < size)):
        return cut(rows, keys, sort, size)
    if not found:
        return Slice([])
    if backwards:
        found.reverse()
    seen = 0 if cursor is None else max(cursor[1] - len(found), 0) if backwards else cursor[1]

    def mark(row: Any, count: int) -> str:
        return write(sort, [reach(row, each.path) for each in keys], count)

    has_before, has_after = (more, True) if backwards else (cursor is not None, more)
    return Slice(
        rows=found,
        first=seen + 1,
        before=mark(found[0], seen) if has_before else "",
        after=mark(found[-1], seen + len(found)) if has_after else "",
    )
