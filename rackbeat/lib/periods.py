"""Time: the one clock, and dates in an agreement's own zone. Nothing else in the project asks the system for the time.

Tests and the demo set the clock with `at(moment)`; stored moments are UTC, business dates are the agreement's.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The moment, in UTC."""
    return _set.get() or datetime.now(UTC)


def today(zone: str = "Europe/Oslo") -> date:
    """The date on the wall in `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (an aware time) inside the block."""
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


def month_end(day: date) -> date:
    """The last day of the month that `day` lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])
