"""What a report is asked, read from the address: days, groups, locations; and the fields that ask it. It never fails."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from inventory import locations
from inventory.models import ItemGroup, Location
from rackbeat.lib.filters import iso_day, pieces

Words = str | Promise
EARLIEST = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Field:
    """One question: a day, a choice, or words."""

    name: str
    label: Words
    kind: str = "select"  # day, select, words
    value: Any = ""
    choices: list[tuple[str, str, bool]] = field(default_factory=list)
    latest: dt.date | None = None
    plain: bool = False  # the label is not shown: the choices say it themselves
    options: str = ""  # the address of suggestions


def day(request: HttpRequest, name: str, usual: dt.date | None = None) -> dt.date | None:
    """A day of the past or today."""
    found = iso_day(request.GET.get(name, ""))
    if found is None:
        return usual
    return max(min(found, request.agreement.today()), EARLIEST)  # type: ignore[attr-defined]


def groups(request: HttpRequest) -> list[int]:
    """Numbers of item groups."""
    return [int(text) for text in pieces(request.GET, "group") if text.isascii() and text.isdigit() and len(text) < 10]


def day_field(name: str, label: Words, value: dt.date | None, latest: dt.date) -> Field:
    return Field(name, label, "day", value, latest=latest)


def group_field(chosen: Iterable[int]) -> Field:
    rows = ItemGroup.objects.filter(has_stock=True)
    found = [(str(group.number), group.name, group.number in set(chosen)) for group in rows]
    return Field("group", _("Item group"), choices=[("", _("All groups"), False), *found], plain=True)


def place_field(chosen: Iterable[str]) -> Field:
    codes = set(chosen)
    rows = [(place.location, place.depth) for place in locations.tree(Location.objects.all())]
    found = [(row.code, f"{'– ' * depth}{row.code} {row.name}", row.code in codes) for row, depth in rows]
    return Field("place", _("Location"), choices=[("", _("All locations"), False), *found], plain=True)


def periods(today: dt.date) -> list[tuple[str, str]]:
    """(query, words) of the periods that are asked for most."""
    first = today.replace(day=1)
    last_end = first - dt.timedelta(days=1)
    year = today.replace(month=1, day=1)
    spans = [
        (first, today, _("this month")),
        (last_end.replace(day=1), last_end, _("last month")),
        (year, today, _("this year")),
        (year.replace(year=year.year - 1), year - dt.timedelta(days=1), _("last year")),
    ]
    return [(f"from={start:%Y-%m-%d}&to={end:%Y-%m-%d}", words) for start, end, words in spans]


def period(request: HttpRequest, usual: int = 365) -> tuple[dt.date, dt.date]:
    """From and to, both included; turned round where they were given the wrong way."""
    today = request.agreement.today()  # type: ignore[attr-defined]
    end = day(request, "to", today) or today
    start = day(request, "from", end - dt.timedelta(days=usual - 1)) or end
    return (start, end) if start <= end else (end, start)


def period_fields(start: dt.date, end: dt.date, today: dt.date) -> list[Field]:
    return [
        day_field("from", pgettext("day", "From"), start, today),
        day_field("to", pgettext("day", "To"), end, today),
    ]
