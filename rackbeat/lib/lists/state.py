"""What an address asks of a list, and the addresses that a list offers. What makes no sense in it is not there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict

ROWS = (25, 50, 100, 200)
USUAL_ROWS = 50
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class State:
    """A list as an address describes it; empty values mean the list's own defaults."""

    view: str = ""
    q: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    archived: str = ""
    sort: str = ""
    rows: int = USUAL_ROWS
    after: str = ""
    before: str = ""

    def pairs(self) -> list[tuple[str, str]]:
        """The address as names and values in their one order, defaults left out."""
        given = [("view", self.view), ("q", self.q), *self.filters.items()]
        given += [("archived", self.archived), ("sort", self.sort)]
        given += [("rows", "" if self.rows == USUAL_ROWS else str(self.rows))]
        given += [("after", self.after), ("before", self.before)]
        return [(name, value) for name, value in given if value]

    def query(self) -> str:
        return urlencode(self.pairs(), safe=",.", quote_via=quote)

    def unpaged(self) -> State:
        return replace(self, after="", before="")

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


def read(data: QueryDict, *, views: set[str], filters: dict[str, Any], archive: bool, sorts: set[str]) -> State:
    """The state that these parameters describe, as far as they make sense on this list."""
    view, archived, sort = data.get("view", ""), data.get("archived", ""), data.get("sort", "")
    found = {name: each.read(data, name) for name, each in filters.items()}
    return State(
        view=view if view in views else "",
        q=" ".join(data.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH],
        filters={name: value for name, value in found.items() if value},
        archived=archived if archive and archived in ("no", "only", "all") else "",
        sort=sort if sort.removeprefix("-") in sorts else "",
        rows=rows_wanted(data.get("rows", "")),
        after=data.get("after", ""),
        before="" if data.get("after") else data.get("before", ""),
    )
