"""Locks that this transaction holds for certain, with what was read under them: nobody asks the database for one twice.

A lock goes with the savepoint in which it was taken, so what was noted counts only while that savepoint stands.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

_noted: ContextVar[dict[str, tuple[list[str], Any]] | None] = ContextVar("locked", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Around one transaction: what is noted inside is forgotten at its end."""
    token = _noted.set({})
    try:
        yield
    finally:
        _noted.reset(token)


def note(name: str, value: Any) -> None:
    """The lock that goes by `name` was taken now."""
    noted = _noted.get()
    if noted is not None:
        noted[name] = _savepoints(), value


def known(name: str) -> Any:
    """What was noted with the lock, or None where it is not certain that we hold it."""
    savepoints, value = (_noted.get() or {}).get(name, (None, None))
    return value if savepoints is not None and savepoints == _savepoints()[: len(savepoints)] else None


def _savepoints() -> list[str]:
    """Those that stand, from the outermost; a block without one of its own is its parent's. No two have one name."""
    return [name for name in connection.savepoint_ids if name]
