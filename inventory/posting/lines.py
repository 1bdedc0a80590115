"""What is posted and what comes of it: the document that posts, its lines, the entries. Touches no table."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import models

from inventory import costing
from inventory.models.ledger import EntryKind

ZERO = Decimal(0)
MICRO = 10**6


def micro(quantity: Decimal) -> int:
    """A quantity in millionths, as the axis counts."""
    return int(quantity * MICRO)


@dataclass(frozen=True)
class Source:
    """Which document posts: its kind (a model label), id, number and the other party's name."""

    kind: str
    id: int
    number: str
    party_name: str = ""

    @classmethod
    def of(cls, document: models.Model, party_name: str = "") -> "Source":
        number = getattr(document, "number", "")
        return cls(document._meta.label_lower, document.pk, str(number or ""), party_name)


@dataclass(frozen=True)
class Line:
    """A quantity (above zero) of an item at a location; for a receipt also its exact value."""

    item_id: int
    location_id: int
    quantity: Decimal
    line_id: int | None = None
    value: Decimal = ZERO


@dataclass(frozen=True)
class Return:
    """A quantity (above zero) that goes back, `of` the line (kind of its document, id) that brought or took it.

    A return from a customer without such a line needs a value of its own; a return to a supplier never has one.
    """

    item_id: int
    location_id: int
    quantity: Decimal
    line_id: int | None = None
    of: tuple[str, int] | None = None
    value: Decimal | None = None


@dataclass(frozen=True)
class Reprice:
    """What `of`, a receipt's line (kind of its document, id), cost more or less; without it what is on hand now."""

    item_id: int
    delta: Decimal
    line_id: int | None = None
    of: tuple[str, int] | None = None


@dataclass(frozen=True)
class Transfer:
    """A quantity (above zero) that lies elsewhere from now on. It never changes what anything costs."""

    item_id: int
    from_location_id: int
    to_location_id: int
    quantity: Decimal
    line_id: int | None = None


@dataclass(eq=False)
class Root:
    """An entry of the ledger that something refers to, with all that corrected it since.

    `total`: its value with the corrections; `returned`, `returned_value`: what went back of it and was not reversed.
    """

    id: int
    item_id: int
    sequence: int
    kind: str
    quantity: Decimal
    value: Decimal
    effective_on: date
    source: Source
    line_id: int | None
    total: Decimal = ZERO
    returned: Decimal = ZERO
    returned_value: Decimal = ZERO
    is_reversed: bool = False
    location_id: int | None = None
    corrects_id: int | None = None


class Deed(Enum):
    """What a step of a posting does to the item."""

    IN = "in"  # comes, worth `value`
    OUT = "out"  # goes, at what the principle says
    BACK = "back"  # goes back to the supplier, from its own receipt first
    UNDO = "undo"  # a receipt goes as it came
    PRICE = "price"  # a receipt cost `value` more
    WORTH = "worth"  # what is on hand is worth `value` more
    UNWORTH = "unworth"  # and no longer is


OUTWARD = {Deed.OUT, Deed.BACK, Deed.UNDO}
VALUE_ONLY = {Deed.PRICE, Deed.WORTH, Deed.UNWORTH}


@dataclass(frozen=True)
class Step:
    """One line of a posting as the ledger takes it. `root`: the entry that it is about, `origin`: that it reverses or returns."""

    deed: Deed
    kind: EntryKind
    item_id: int
    quantity: Decimal = ZERO
    value: Decimal = ZERO
    location_id: int | None = None
    line_id: int | None = None
    root: Root | None = None
    origin: Root | None = None


@dataclass(eq=False)
class Entry:
    """What is written: signed quantity and value, and what the item stands at afterwards. `location_id`: where it moved."""

    item_id: int
    kind: EntryKind
    quantity: Decimal
    value: Decimal
    effective_on: date
    line_id: int | None = None
    location_id: int | None = None
    sequence: int = 0
    quantity_after: Decimal = ZERO
    value_after: Decimal = ZERO
    axis: tuple[int, int] | None = None
    asked: Decimal | None = None
    corrects: "Root | Entry | None" = None
    cause: "Entry | None" = None
    origin: Root | None = None
    source: Source | None = None
    interim: bool = False
    id: int = 0


@dataclass
class Outcome:
    """What came of a line. A changed price: how much of it stays in stock, went with goods sold, went with goods returned."""

    line_id: int | None
    item_id: int
    quantity: Decimal = ZERO
    value: Decimal = ZERO
    stock: Decimal = ZERO
    cost_of_sales: Decimal = ZERO
    price_variance: Decimal = ZERO
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Standing:
    """An item's locked cost state."""

    state: costing.State
    sequence: int
    last_on: date | None


@dataclass
class Reckoned:
    """All that a posting will write, decided and not written yet."""

    states: dict[int, costing.State] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    layers: list[tuple[Entry, costing.Layer]] = field(default_factory=list)
    returns: list[tuple[Any, Entry, costing.Piece]] = field(default_factory=list)
    adjustments: list["Adjusted"] = field(default_factory=list)
    shortfalls: list[tuple["Root | Entry", int, costing.Shortfall]] = field(default_factory=list)
    replayed: int = 0


@dataclass(frozen=True)
class Adjusted:
    """A layer's changed value, as its row will say it."""

    layer: Any
    entry: Entry
    price: Decimal
    change: Decimal
    base: Decimal | None = None
    span: Decimal | None = None
