"""The columns of a list: what a row says under each head, on the screen and in a file. They read rows, never query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Expression, IntegerField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rackbeat.templatetags import ui

Words = str | Promise


@dataclass(frozen=True)
class Cell:
    """One cell, ready to be drawn."""

    html: str
    css: str = ""
    title: str = ""
    head: bool = False


def reach(row: Any, path: str) -> Any:
    """What a path such as `customer__name` leads to; None where a link on the way is empty."""
    for part in path.split("__"):
        if row is None:
            return None
        row = getattr(row, part)
    return row


class Column:
    """A word under a head.

    key: its name in the address and, unless `value` says otherwise, the row's attribute (`customer__name` follows).
    sort: the field or annotation to sort by, False for none; left out, the key, where the database knows it.
    css: `nr who date wish sum st1 st2 st3 ref dg` are places: what stands where on a phone, and what gives way first.
    rank: 0 stays, 1 leaves first (below 1200 px), then 2 (1080), then 3 (1020).
    right: without it the column is not there: not to see, not to sort by, not to export.
    wide: the one elastic column. soft: said quietly. total: summed in the foot; a name sums that field instead.
    extra: offered by the chooser of columns, and not there until somebody chooses it.
    """

    css = ""
    numeric = False

    def __init__(
        self,
        key: str,
        label: Words = "",
        *,
        value: str | Callable[[Any], Any] | None = None,
        sort: str | bool | None = None,
        css: str | None = None,
        rank: int = 0,
        right: str = "",
        wide: bool = False,
        soft: bool = False,
        total: str | bool = False,
        extra: bool = False,
    ) -> None:
        self.extra = extra
        self.key, self._label, self.value, self._sort = key, label, value, sort
        self.place = css if css is not None else self.css
        self.placed = css is not None
        self.rank, self.right, self.wide, self.soft = rank, right, wide, soft
        self.total = key if total is True else total

    # --- what it says ---

    def dress(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of one page with what the cell asks beside its field: on the same statement, never on one of its own."""
        return rows

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        return reach(row, self.value or self.key)

    def text(self, value: Any, row: Any, page: Any) -> str:
        """The words of the cell; the empty string for absence."""
        return "" if value is None else str(value)

    def html(self, value: Any, row: Any, page: Any) -> str:
        return self.text(value, row, page)

    def title(self, value: Any, row: Any, page: Any) -> str:
        return self.text(value, row, page) if self.wide else ""

    def cell(self, row: Any, page: Any) -> Cell:
        value = self.of(row)
        return Cell(self.html(value, row, page), self.classes(), self.title(value, row, page))

    def plain(self, row: Any, page: Any) -> Any:
        """The value for an export: a number or a day as itself, all else as words."""
        value = self.of(row)
        if value is None or isinstance(value, bool | int | Decimal | dt.date):
            return value
        return self.text(value, row, page)

    def total_html(self, sums: dict[str, Any]) -> str:
        return self.html(sums.get(str(self.total)), None, None) if self.total else ""

    def total_fields(self) -> list[str]:
        return [self.total] if isinstance(self.total, str) else []

    # --- its head ---

    def label(self, model: Any) -> Words:
        if self._label:
            return self._label
        try:
            words = str(model._meta.get_field(self.key).verbose_name)
        except Exception:
            words = self.key.replace("_", " ")
        return words[:1].upper() + words[1:]

    def classes(self, *, head: bool = False) -> str:
        names = ["n"] if self.numeric else []
        names += ["wide"] if self.wide else []
        names += [self.place] if self.place else []
        names += [f"rank-{self.rank}"] if self.rank else []
        names += ["soft"] if self.soft and not head else []
        return " ".join(names)

    @property
    def gives_way(self) -> bool:
        return bool(self.rank) or self.place in GIVES_WAY

    def sort_by(self) -> str:
        """The field or annotation that this column asks to be sorted by; "" for none."""
        return "" if self._sort is False else self._sort if isinstance(self._sort, str) else self.key

    def sort_expression(self, model: Any) -> Expression | None:
        """What to annotate and sort by instead of the plain field, if anything."""
        return None


GIVES_WAY = {"ref", "dg", "st1"}


def place(columns: list[Column]) -> None:
    """Give every column that did not ask for a place the one that its kind usually has.

    On a phone the first line is number, name and sum, the second the date and the tracks; a third track gives them a line
    of their own.
    """
    free = [column for column in columns if not column.placed and not column.extra]
    for column in columns:
        if column.extra and not column.placed:
            column.place = "more"

    def of_kind(kind: type[Column]) -> list[Column]:
        return [column for column in free if type(column) is kind]

    for column in of_kind(DateColumn)[1:]:
        column.place = "wish"
    for column in of_kind(AmountColumn)[1:]:
        column.place = ""
    tracks = [column for column in free if isinstance(column, BadgeColumn)]
    for column, name in zip(reversed(tracks), ("st3", "st2", "st1"), strict=False):
        column.place = name
    plain = of_kind(Column)
    if plain and not any(column.wide for column in columns):
        plain[0].wide = True
    for column in plain:
        column.place = "who" if column.wide else column.place


class LinkColumn(Column):
    """The identity of the row, and its one link."""

    css = "nr"

    def html(self, value: Any, row: Any, page: Any) -> str:
        words, url = self.text(value, row, page), page.url_of(row)
        mark = ""
        if page.marks_archived(row):
            mark = format_html(
                '<span class="put-away" title="{0}">{1}<span class="visually-hidden">{0}</span></span>',
                _("Archived"),
                ui.icon("archive"),
            )
        return format_html('<a href="{}">{}</a>{}', url, words, mark) if url else format_html("{}{}", words, mark)

    def cell(self, row: Any, page: Any) -> Cell:
        value = self.of(row)
        return Cell(self.html(value, row, page), self.classes(), self.title(value, row, page), head=True)


class DateColumn(Column):
    """A day. `late(row, today)` says whether it has passed unkept: then it is red, with a clock behind it."""

    css = "date"

    def __init__(self, *args: Any, late: Callable[[Any, dt.date], Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.late = late

    def text(self, value: Any, row: Any, page: Any) -> str:
        return str(ui.day(value)) if value else ""

    def html(self, value: Any, row: Any, page: Any) -> str:
        words = self.text(value, row, page)
        if not value or self.late is None or row is None or not self.late(row, page.today):
            return words
        days = (page.today - value).days
        over = ngettext("%(count)s day over", "%(count)s days over", days) % {"count": days}
        return format_html('<span class="late" title="{}">{}{}</span>', over, words, ui.icon("clock"))


class AmountColumn(Column):
    """Money with two decimals."""

    css = "sum"
    numeric = True

    def text(self, value: Any, row: Any, page: Any) -> str:
        return str(ui.amount(value))


class QuantityColumn(Column):
    """A quantity without idle zeros, with its unit after it where `unit` (a path or a callable) gives one."""

    numeric = True

    def __init__(self, *args: Any, unit: str | Callable[[Any], Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit

    def text(self, value: Any, row: Any, page: Any) -> str:
        return str(ui.quantity(value))

    def html(self, value: Any, row: Any, page: Any) -> str:
        words = self.text(value, row, page)
        if not words or not self.unit or row is None:
            return words
        unit = self.unit(row) if callable(self.unit) else reach(row, self.unit)
        return format_html('{} <span class="unit">{}</span>', words, unit) if unit else words


class PercentColumn(Column):
    """A percentage. `total=("part", "whole")` says it of the whole list: the sum of one field over that of another."""

    css = "dg"
    numeric = True

    def __init__(self, *args: Any, total: tuple[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"soft": True, **kwargs})
        self.ratio = total

    def text(self, value: Any, row: Any, page: Any) -> str:
        return str(ui.percent(value, 1))

    def total_html(self, sums: dict[str, Any]) -> str:
        part, whole = (sums.get(name) for name in self.ratio or ("", ""))
        return self.text(part * 100 / whole, None, None) if part is not None and whole else ""

    def total_fields(self) -> list[str]:
        return list(self.ratio or ())


class BadgeColumn(Column):
    """One track of statuses: mark and word. It sorts in the order of the track, not of its letters.

    A stored word becomes a member by the row's own `<key>_track`, or by `track`, the class of the statuses.
    """

    def __init__(self, key: str, label: Words = "", *, track: Any = None, **kwargs: Any) -> None:
        super().__init__(key, label, **kwargs)
        self.track = track

    def of(self, row: Any) -> Any:
        if self.value is None and hasattr(row, f"{self.key}_track"):
            return getattr(row, f"{self.key}_track")
        value = super().of(row)
        return self.track(value) if self.track and value not in (None, "") else value

    def html(self, value: Any, row: Any, page: Any) -> str:
        return str(ui.badge(value)) if value else ""

    def text(self, value: Any, row: Any, page: Any) -> str:
        return str(getattr(value, "label", value)) if value else ""

    def plain(self, row: Any, page: Any) -> Any:
        return self.text(self.of(row), row, page)

    def classes(self, *, head: bool = False) -> str:
        return super().classes(head=head) if head else f"st {super().classes()}"

    def total_html(self, sums: dict[str, Any]) -> str:
        return ""

    def sort_expression(self, model: Any) -> Expression | None:
        try:
            choices = model._meta.get_field(self.sort_by()).flatchoices
        except Exception:
            return None
        if not choices:
            return None
        steps = [When(**{self.sort_by(): value}, then=Value(step)) for step, (value, _label) in enumerate(choices)]
        return Case(*steps, default=Value(len(steps)), output_field=IntegerField())
