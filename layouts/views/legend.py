"""The legend beside a document's badges: what each status means, and the condition that holds now. From the badges' own source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from layouts.documents import Document
from rackbeat.lib import tracks
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.tracks import Track
from rackbeat.templatetags import ui


@dataclass(frozen=True)
class Measure:
    """By which columns of the lines a track is seen: so much is done of so much; `goods`: only lines of goods count."""

    done: str
    due: str
    sentence: Promise | str  # "%(done)s of %(all)s sent"
    goods: bool = False


@dataclass(frozen=True)
class Entry:
    """A track, the status that the document has in it, why, and all that it could have."""

    name: Any
    current: Track | None
    now: str
    members: Sequence[Track]


def legend(document: Document, lines: Iterable[Any], measures: Mapping[str, Measure]) -> list[Entry]:
    """An entry for each track of the document, in the order of the page of statuses."""
    lines, found = list(lines), []
    for track in tracks.told(type(document)):
        current = next((each for each in track.members if each.value == getattr(document, track.field, None)), None)
        measure = measures.get(track.field)
        found.append(Entry(track.name, current, said(lines, measure) if measure else "", track.members))
    return found


def said(lines: Iterable[Any], measure: Measure) -> str:
    """“4 of 10 pcs sent”; where the lines have several units, without one. Blank where there is nothing to do."""
    counted = [
        (getattr(line, measure.done), getattr(line, measure.due), line) for line in lines if _counts(line, measure)
    ]
    counted = [(done, due, line) for done, due, line in counted if due]
    if not counted:
        return ""
    units = {line.unit for _done, _due, line in counted}
    done = ui.quantity(sum((done for done, _due, _line in counted), ZERO))
    all_of = ui.quantity(sum((due for _done, due, _line in counted), ZERO))
    if len(units) == 1:
        all_of = f"{all_of} {units.pop()}".strip()
    return str(measure.sentence) % {"done": done, "all": all_of}


def _counts(line: Any, measure: Measure) -> bool:
    if getattr(line, "is_words", False) or getattr(line, "is_text", False):
        return False
    return not measure.goods or bool(getattr(line, "is_stock", True))
