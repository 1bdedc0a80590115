"""A status that knows its word, mark, tone and meaning, so that badges and the page of statuses have one source."""

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models


class Track(models.TextChoices):
    """Members are written `NAME = value, mark, tone, meaning, label`.

    mark: ring (not begun), half (partly, waiting), done, dot (sent, nothing to do), end (ended).
    tone: neutral, info, warning, good, bad. meaning: the condition in a sentence, lazily translated.
    """

    mark: str
    tone: str
    meaning: Any

    def __new__(cls, value: str, mark: str = "ring", tone: str = "neutral", meaning: Any = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.mark = mark
        member.tone = tone
        member.meaning = meaning
        return member


@dataclass(frozen=True)
class Said:
    """A badge beside a title that is no status, or a status whose `track` has to be named: “Delivered: Sent”."""

    label: Any
    mark: str
    tone: str
    meaning: Any = ""
    track: Any = ""


def named(status: Track, track: Any) -> Said:
    """The status with the name of its track before it, where its word alone could be taken for another track's."""
    return Said(status.label, status.mark, status.tone, status.meaning, track)


@dataclass(frozen=True)
class Told:
    """A track of a kind of document: its name over the badges (blank where it is the only one), its statuses, its field."""

    name: Any
    members: list[Track]
    field: str


def told(model: type[models.Model]) -> list[Told]:
    """The tracks of a kind of document as settings.STATUSES names them; none for what has no statuses."""
    label = model._meta.label
    listed: Any = settings.STATUSES
    for _document, tracks in listed:
        found = [(path.rsplit(".", 1)[1], name) for path, name in tracks if path.rsplit(".", 1)[0] == label]
        if found:
            classes = [(getattr(model, word), name) for word, name in found]
            return [Told(name, list(track), _field(model, track)) for track, name in classes]
    return []


def _field(model: type[models.Model], track: type[Track]) -> str:
    """Two tracks may have the same values; their words tell them apart."""
    said = [(value, str(word)) for value, word in track.choices]
    for field in model._meta.get_fields():
        if [(value, str(word)) for value, word in getattr(field, "choices", None) or ()] == said:
            return field.name
    return ""


def anchor(model: type[models.Model]) -> str:
    """Where on the page of statuses the kind of document stands."""
    return model._meta.model_name or ""
