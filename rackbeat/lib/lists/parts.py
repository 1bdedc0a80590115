"""The pieces of a list as its templates draw them: words and addresses, nothing to decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rackbeat.lib.lists.columns import Cell


@dataclass(frozen=True)
class Head:
    """The head of a column; `url` sorts by it, `order` is what aria-sort says."""

    key: str
    label: Any
    css: str
    url: str = ""
    order: str = ""


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    pick: str = ""
    amount: str = ""
    name: str = ""
    archived: bool = False


@dataclass(frozen=True)
class Tab:
    key: str
    label: Any
    url: str
    current: bool
    count: str = ""


@dataclass(frozen=True)
class SavedTab(Tab):
    by: str = ""


@dataclass(frozen=True)
class Choice:
    """A column in the chooser; `up` and `down` are addresses with it one place further."""

    key: str
    label: Any
    chosen: bool
    fixed: bool
    up: str = ""
    down: str = ""


@dataclass(frozen=True)
class Button:
    label: Any
    url: str
    icon: str = ""
    key: str = ""
    verb: str = ""  # in the bulk bar: what is asked of the list itself


@dataclass(frozen=True)
class Foot:
    """The sum row: its label over the first columns, then a cell for each of the others."""

    label: str
    span: int
    cells: list[Cell] = field(default_factory=list)
