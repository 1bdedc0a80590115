"""A status that knows its word, mark, tone and meaning, so that badges and the page of statuses have one source."""

from typing import Any, Self

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
