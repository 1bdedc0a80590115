"""What is posted and what comes of it: the document that posts, its lines, the entries. Touches no table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models

from inventory import costing

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


@dataclass
class Entry:
    """What is written for one line: signed quantity and value, and what the item stands at afterwards."""

    line: Line
    sequence: int
    quantity: Decimal
    value: Decimal
    quantity_after: Decimal
    value_after: Decimal
    axis_start: int | None = None
    layer: costing.Layer | None = None
    id: int = 0


@dataclass
class Standing:
    """An item's locked cost state."""

    state: costing.State
    sequence: int
    last_on: date | None
