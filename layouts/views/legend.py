"""Beside the badges of a document and of a row: what each status means, and the condition that holds now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, Count, DecimalField, F, Func, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import pgettext

from layouts.documents import Document
from rackbeat.lib import tracks
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.lists import BadgeColumn
from rackbeat.lib.tracks import Track
from rackbeat.templatetags import ui


@dataclass(frozen=True)
class Measure:
    """By which columns of the lines a track is seen: so much is done of what is due, `quantity` without what was `less`.

    goods: only lines of goods count. lines: not quantities are summed, but the lines that have `done` are counted.
    due, in_rows: where more than that decides, a property of the line that says what is due, and the same for the database.
    """

    done: str
    sentence: Promise | str  # "%(done)s of %(all)s sent"
    less: tuple[str, ...] = ()
    goods: bool = False
    lines: bool = False
    due: str = ""
    in_rows: Any = None

    def of(self, line: Any) -> tuple[Any, Any]:
        """What is done of a line, and what is due."""
        if self.lines:
            return int(getattr(line, self.done) is not None), 1
        due = getattr(line, self.due or "quantity")
        return getattr(line, self.done), due - sum((getattr(line, name) for name in self.less), ZERO)

    def summed(self, lines: QuerySet[Any], to: str) -> QuerySet[Any]:
        """The same in the database: one row, an array of what is done and what is due, of the lines of the row outside."""
        counted = Q(item__group__has_stock=True) if self.goods else Q(item__isnull=False)
        due: Any = self.in_rows if self.in_rows is not None else F("quantity")
        for name in self.less:
            due = due - F(name)
        pair = (Count(self.done), Count("pk")) if self.lines else (Sum(self.done), Sum(due))
        array = Func(*pair, template="ARRAY[%(expressions)s]::numeric[]", output_field=ArrayField(_DECIMAL))
        found = lines.filter(counted, **{to: OuterRef("pk")}).order_by().values(to)
        return found.annotate(held=array).values("held")


_DECIMAL: Any = DecimalField(max_digits=24, decimal_places=6)


class TrackColumn(BadgeColumn):
    """A badge and, where the thing is half done, how far: “Partly shipped 4 of 10”. It rides on the statement of the rows."""

    def __init__(self, key: str, label: Any = "", *, measure: Measure, **kwargs: Any) -> None:
        super().__init__(key, label, **kwargs)
        self.measure = measure

    def dress(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        to: Any = rows.model._meta.get_field("lines")
        held = Subquery(self.measure.summed(to.related_model.objects.all(), to.field.name))
        return rows.annotate(**{f"{self.key}_held": Case(When(**{self.key: "partly"}, then=held))})

    def html(self, value: Any, row: Any, page: Any) -> str:
        said, held = super().html(value, row, page), getattr(row, f"{self.key}_held", None)
        if not held or not held[1]:
            return said
        figures = {"done": ui.quantity(held[0]), "all": ui.quantity(held[1])}
        short = pgettext("so much is done", "%(done)s of %(all)s") % figures
        return format_html(
            '<span class="held">{}<span title="{}">{}</span></span>', said, str(self.measure.sentence) % figures, short
        )


@dataclass(frozen=True)
class Entry:
    """A track, the status that the document has in it, how far it has come, what brought it there, all that it could have."""

    name: Any
    current: Track | None
    now: str
    because: str
    members: Sequence[Track]


def legend(
    document: Document,
    lines: Iterable[Any],
    measures: Mapping[str, Measure],
    because: Mapping[str, str],
    shown: Sequence[Any],
) -> list[Entry]:
    """An entry for each track whose badge is `shown`, in the order of the page of statuses."""
    lines, found = list(lines), []
    for track in tracks.told(type(document)):
        current = next((each for each in track.members if each.value == getattr(document, track.field, None)), None)
        if current is not None and not any(_is_badge_of(current, each) for each in shown):
            continue
        measure = measures.get(track.field)
        now = said(lines, measure) if measure else ""
        found.append(Entry(track.name, current, now, because.get(track.field, ""), track.members))
    return found


def _is_badge_of(status: Track, badge: Any) -> bool:
    """The values of two tracks may be alike; their meanings never are."""
    return bool(status.label == badge.label and status.meaning == badge.meaning)


def said(lines: Iterable[Any], measure: Measure) -> str:
    """“4 of 10 pcs sent”; where the lines have several units, without one. Blank where there is nothing to do."""
    counted = [(*measure.of(line), line) for line in lines if _counts(line, measure)]
    counted = [(done, due, line) for done, due, line in counted if due]
    if not counted:
        return ""
    units = {"" if measure.lines else line.unit for _done, _due, line in counted}
    done = ui.quantity(sum((done for done, _due, _line in counted), ZERO))
    all_of = ui.quantity(sum((due for _done, due, _line in counted), ZERO))
    if len(units) == 1:
        all_of = f"{all_of} {units.pop()}".strip()
    return str(measure.sentence) % {"done": done, "all": all_of}


def _counts(line: Any, measure: Measure) -> bool:
    if getattr(line, "is_words", False) or getattr(line, "is_text", False):
        return False
    return not measure.goods or bool(getattr(line, "is_stock", True))
