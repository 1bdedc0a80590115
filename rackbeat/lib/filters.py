"""The filters of lists: each one reads its part of an address, says it in words and narrows rows. It never fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rackbeat.lib import periods
from rackbeat.lib.tracks import Track
from rackbeat.templatetags.ui import longday

Words = str | Promise
LONGEST = 200


@dataclass(frozen=True)
class Option:
    """One choice in a filter's popover."""

    value: str
    label: Words
    chosen: bool = False
    url: str = ""
    member: Any = None


@dataclass
class Chip:
    """A filter as the page draws it: a dashed word, or a tinted word with its value."""

    name: str
    label: Words
    kind: str
    words: Words = ""
    options: list[Option] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    remove: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.words)


class ListFilter(django_filters.Filter):
    """A filter whose value is one word in the address. Anything else in that place is as if it were not there.

    The value is the word itself, already proved by `read`; `rows` narrows, `words` says it.
    """

    field_class = forms.CharField
    kind = "choices"

    def read(self, data: QueryDict, name: str) -> str:
        """The word in the address, or "" where it is missing or makes no sense."""
        raise NotImplementedError

    def words(self, value: str) -> Words:
        return value

    def options(self, value: str) -> list[Option]:
        return []

    def extra_inputs(self, value: str) -> dict[str, str]:
        return {}

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        raise NotImplementedError

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return self.rows(qs, value) if value else qs

    @property
    def today(self) -> dt.date:
        """The day on the agreement's own wall."""
        agreement = getattr(getattr(getattr(self, "parent", None), "request", None), "agreement", None)
        return agreement.today() if agreement else periods.today()


def pieces(data: QueryDict, name: str) -> list[str]:
    """Values of one name, given as `a,b` or as `a` and `b`, each once."""
    found = (piece.strip() for value in data.getlist(name) for piece in value[:LONGEST].split(","))
    return list(dict.fromkeys(piece for piece in found if piece))


def pairs(choices: Any) -> list[tuple[str, Words]]:
    """Choices from an enumeration, a callable or a list, as words of the address and words of the screen."""
    choices = getattr(choices, "choices", choices)
    return [(str(value), label) for value, label in (choices() if callable(choices) else choices) if value != ""]


class ChoiceSetFilter(ListFilter):
    """Any of these values: `status=draft,sent`. Choices: an enumeration, a list of pairs, or a callable giving one."""

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices

    def pairs(self) -> list[tuple[str, Words]]:
        return pairs(self.choices)

    def read(self, data: QueryDict, name: str) -> str:
        wanted = set(pieces(data, name))
        return ",".join(value for value, _label in self.pairs() if value in wanted) if wanted else ""

    def words(self, value: str) -> Words:
        labels = dict(self.pairs())
        chosen = [str(labels[piece]) for piece in value.split(",") if piece in labels]
        return ", ".join(chosen) if len(chosen) < 3 else f"{chosen[0]} + {len(chosen) - 1}"

    def options(self, value: str) -> list[Option]:
        chosen, is_track = value.split(","), isinstance(self.choices, type) and issubclass(self.choices, Track)
        return [
            Option(word, label, word in chosen, member=self.choices(word) if is_track else None)
            for word, label in self.pairs()
        ]

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(**{f"{self.field_name}__in": value.split(",")})


class RegisterFilter(ChoiceSetFilter):
    """Any of a short register (groups, units, places), named in the address by a field such as its number.

    `rows` is a callable, because a register belongs to an agreement; it is read once for each page.
    """

    def __init__(
        self, *args: Any, register: Callable[[], QuerySet], by: str = "number", label_by: str = "name", **kwargs: Any
    ) -> None:
        super().__init__(*args, choices=(), **kwargs)
        self.register, self.by, self.label_by = register, by, label_by
        self._pairs: list[tuple[str, Words]] | None = None

    def pairs(self) -> list[tuple[str, Words]]:
        if self._pairs is None:
            found = self.register().values_list(self.by, self.label_by)[:LONGEST]
            self._pairs = [(str(value), label) for value, label in found]
        return self._pairs

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(**{f"{self.field_name}__{self.by}__in": value.split(",")})


class PickFilter(ListFilter):
    """Exactly one of these values, one click each: `kind=credit_note`."""

    kind = "pick"

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices

    def read(self, data: QueryDict, name: str) -> str:
        value = data.get(name, "")
        return value if value in dict(pairs(self.choices)) else ""

    def words(self, value: str) -> Words:
        return dict(pairs(self.choices)).get(value, "")

    def options(self, value: str) -> list[Option]:
        return [Option(word, label, word == value) for word, label in pairs(self.choices)]

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(**{self.field_name: value})


class YesNoFilter(PickFilter):
    """A field that is true or false, or a condition (`where=Q(…)`) that holds or does not."""

    def __init__(self, *args: Any, where: Q | None = None, **kwargs: Any) -> None:
        super().__init__(*args, choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))], **kwargs)
        self.where = where

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        where = self.where if self.where is not None else Q(**{self.field_name: True})
        return rows.filter(where if value == "yes" else ~where)


PAST = {
    "today": gettext_lazy("today"),
    "this-week": gettext_lazy("this week"),
    "this-month": gettext_lazy("this month"),
    "last-30": gettext_lazy("last 30 days"),
    "this-year": gettext_lazy("this year"),
}
COMING = {
    "passed": gettext_lazy("passed"),
    "today": gettext_lazy("today"),
    "this-week": gettext_lazy("this week"),
    "next-30": gettext_lazy("next 30 days"),
}


def span(word: str, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that a relative word means on this day; None leaves that side open."""
    monday = day - dt.timedelta(days=day.weekday())
    first = day.replace(day=1)
    return {
        "today": (day, day),
        "this-week": (monday, monday + dt.timedelta(days=6)),
        "this-month": (first, periods.month_end(first)),
        "last-30": (day - dt.timedelta(days=29), day),
        "this-year": (day.replace(month=1, day=1), day.replace(month=12, day=31)),
        "next-30": (day, day + dt.timedelta(days=29)),
        "passed": (None, day - dt.timedelta(days=1)),
    }[word]


def iso_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


class DateRangeFilter(ListFilter):
    """Days: a relative word, stored as such (`ordered_on=last-30`), or from and to (`2026-11-01..2026-11-30`).

    `coming=True` offers the words for days ahead (wanted, due). Either end may be open.
    """

    kind = "days"

    def __init__(self, *args: Any, coming: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presets = COMING if coming else PAST

    def read(self, data: QueryDict, name: str) -> str:
        first, last = iso_day(data.get(f"{name}_from", "")), iso_day(data.get(f"{name}_to", ""))
        value = data.get(name, "").strip()[:LONGEST]
        if not (first or last):
            if value in self.presets:
                return value
            start, dots, end = value.partition("..")
            first, last = (iso_day(start), iso_day(end)) if dots else (None, None)
        if first and last and first > last:
            first, last = last, first
        return f"{first or ''}..{last or ''}" if first or last else ""

    def between(self, value: str) -> tuple[dt.date | None, dt.date | None]:
        if value in self.presets:
            return span(value, self.today)
        first, _dots, last = value.partition("..")
        return iso_day(first), iso_day(last)

    def words(self, value: str) -> Words:
        if value in self.presets:
            return self.presets[value]
        first, last = self.between(value)
        if first == last:
            return longday(first)
        if first and last:
            return _("%(first)s to %(last)s") % {"first": longday(first), "last": longday(last)}
        return _("from %(day)s") % {"day": longday(first)} if first else _("to %(day)s") % {"day": longday(last)}

    def options(self, value: str) -> list[Option]:
        return [Option(word, label, word == value) for word, label in self.presets.items()]

    def extra_inputs(self, value: str) -> dict[str, str]:
        first, dots, last = value.partition("..")
        return {"from": first, "to": last} if dots else {"from": "", "to": ""}

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        first, last = self.between(value)
        if first:
            rows = rows.filter(**{f"{self.field_name}__gte": first})
        return rows.filter(**{f"{self.field_name}__lte": last}) if last else rows


class PartyFilter(ListFilter):
    """A customer or supplier, by exact number or by a part of the name as it stands on the document."""

    kind = "text"

    def __init__(self, *args: Any, number: str = "", name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.name = number, name

    def read(self, data: QueryDict, name: str) -> str:
        return " ".join(data.get(name, "").replace("\x00", "").split())[:LONGEST]

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        number, name = self.number or f"{self.field_name}__number", self.name or f"{self.field_name}__name"
        where = Q(**{f"{name}__icontains": value})
        if value.isascii() and value.isdigit() and len(value) < 16:
            where |= Q(**{number: value})
        return rows.filter(where)


ARCHIVE: dict[str, Words] = {
    "no": gettext_lazy("no"),
    "only": gettext_lazy("only"),
    "all": gettext_lazy("all"),
}


class ArchivedFilter(PickFilter):
    """What is finished: `no` leaves it out, `only` shows nothing else, `all` shows both. Always in sight."""

    kind = "archive"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Archived"))
        super().__init__(*args, choices=list(ARCHIVE.items()), **kwargs)

    def rows(self, rows: QuerySet, value: str) -> QuerySet:
        if value == "all":
            return rows
        where = archived_where(rows.model, self.field_name)
        return rows.filter(where if value == "only" else ~where)


def archived_where(model: Any, field_name: str) -> Q:
    """The condition "is archived", whether the field is a moment or a yes."""
    if model._meta.get_field(field_name).get_internal_type() == "BooleanField":
        return Q(**{field_name: True})
    return Q(**{f"{field_name}__isnull": False})


class ListFilters(django_filters.FilterSet):
    """The filters of one list, in the order of their chips. Only `ListFilter`s belong here."""
