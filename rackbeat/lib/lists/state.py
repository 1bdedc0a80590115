"""What an address asks of a list, and the addresses that a list offers. What makes no sense in it is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict

ROWS = (25, 50, 100, 200)
USUAL_ROWS = 50
LONGEST_SEARCH = 100
LONGEST_COLUMNS = 1000


@dataclass(frozen=True)
class State:
    """A list as an address describes it; empty values mean the list's own defaults."""

    view: str = ""
    saved: str = ""  # the key of a view that somebody saved
    q: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    archived: str = ""
    sort: str = ""
    cols: str = ""  # keys of columns in their order; empty where they are the usual ones
    density: str = ""
    rows: int = USUAL_ROWS
    after: str = ""
    before: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """The address as names and values in their one order, defaults left out."""
        given = [("view", self.view), ("saved", self.saved), ("q", self.q), *self.filters.items()]
        given += [("archived", self.archived), ("sort", self.sort), ("cols", self.cols), ("density", self.density)]
        given += [("rows", "" if self.rows == USUAL_ROWS else str(self.rows))]
        given += [("after", self.after), ("before", self.before)]
        return [(name, value) for name, value in given if value]

    def query(self) -> str:
        return urlencode(self.pairs(), safe=",.", quote_via=quote)

    def unpaged(self) -> State:
        return replace(self, after="", before="")

    def unsaved(self) -> State:
        """What a saved view keeps: everything but its own key and the place in the pages."""
        return replace(self, after="", before="", saved="")

    def with_filter(self, name: str, value: str) -> State:
        """This state with one filter set, or left out where the value is empty; other filters keep their places."""
        filters = {**self.filters, name: value}
        return replace(self.unpaged(), filters={key: given for key, given in filters.items() if given})

    def changed(self, **changes: Any) -> State:
        return replace(self.unpaged(), **changes)


def rows_wanted(text: str) -> int:
    """The largest of the offered sizes that is not above the wanted one; the usual where it is no number."""
    if not (text.isascii() and text.isdigit()):
        return USUAL_ROWS
    wanted = int(text[:9])
    return max((size for size in ROWS if size <= wanted), default=ROWS[0])


def columns_wanted(data: QueryDict, usual: list[str], offered: list[str]) -> str:
    """The keys of columns that are wanted, the first one always among them; empty where they are the usual ones.

    `cols=a,b` is an address, `col=a` and `col=b` come from the form of the chooser.
    """
    given = data.getlist("col") or data.get("cols", "")[:LONGEST_COLUMNS].split(",")
    wanted = [key for key in dict.fromkeys([usual[0], *given]) if key in offered] if usual else []
    return "" if len(wanted) < 2 or wanted == usual else ",".join(wanted)


@dataclass(frozen=True)
class Known:
    """What makes sense in an address of one list."""

    views: set[str]
    filters: dict[str, Any]
    archive: bool
    sorts: set[str]
    usual: list[str] = field(default_factory=list)  # columns
    offered: list[str] = field(default_factory=list)
    is_saved: Callable[[str], bool] = lambda _key: False


def read(data: QueryDict, known: Known) -> State:
    """The state that these parameters describe, as far as they make sense on this list."""
    view, archived, sort = data.get("view", ""), data.get("archived", ""), data.get("sort", "")
    found = {name: each.read(data, name) for name, each in known.filters.items()}
    saved = data.get("saved", "")
    return State(
        view=view if view in known.views else "",
        saved=saved if saved and known.is_saved(saved) else "",
        q=" ".join(data.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
        filters={name: value for name, value in found.items() if value},
        archived=archived if known.archive and archived in ("no", "only", "all") else "",
        sort=sort if sort.removeprefix("-") in known.sorts else "",
        cols=columns_wanted(data, known.usual, known.offered),
        density="roomy" if data.get("density") == "roomy" else "",
        rows=rows_wanted(data.get("rows", "")),
        after=data.get("after", ""),
        before="" if data.get("after") else data.get("before", ""),
    )
