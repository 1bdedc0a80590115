"""What a document's page says beside its lines, as data: facts, links of the chain, papers, questions."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Words = str | Promise
PDF = gettext_lazy("PDF")


@dataclass(frozen=True)
class Fact:
    """A label and its value: words, or several lines of them; `url` makes it a link, `more` is a link behind it."""

    label: Words
    value: Any
    url: str = ""
    more: tuple[Words, str] | None = None
    missing: bool = False

    @property
    def lines(self) -> list[Any]:
        return list(self.value) if isinstance(self.value, list | tuple) else [self.value]


def said(places: list[list[Fact]]) -> list[list[Fact]]:
    """Without the facts that say nothing: absence is blank."""
    kept = [[fact for fact in place if fact.value] for place in places]
    return [place for place in kept if place]


@dataclass(frozen=True)
class Link:
    """A document of the chain: past (it exists), current or ahead."""

    label: Words
    url: str = ""
    state: str = "past"


@dataclass(frozen=True)
class Paper:
    """A PDF of the document: `part` ends the name of its address, `kind` is a PaperKind where it is not the usual one."""

    label: Words = PDF
    part: str = "pdf"
    file: str = "document.pdf"
    kind: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked before something that cannot be taken back."""

    heading: Words
    submit: Words
    text: Words = ""
    danger: bool = True
    submit_mail: Words = ""  # the verb instead where “send by mail” is ticked
