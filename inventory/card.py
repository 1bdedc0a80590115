"""An item's card, read for its page: figures, places, value over time, and the ledger page by page. It writes nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from django.db.models import Q

from inventory import locations, sources
from inventory.models import CostEntry, CostState, Expected, Item, Location, StockBalance, StockDay, StockMonth
from inventory.models.ledger import EntryKind
from rackbeat.lib import plots
from rackbeat.lib.amounts import round_half_up

ZERO = Decimal(0)
ROWS = 25


@dataclass(frozen=True)
class Line:
    """An entry of the ledger as the card shows it."""

    entry: CostEntry
    document: str
    url: str
    late: bool = False

    @property
    def kind(self) -> str:
        """Said where the document alone does not say it."""
        plain = {EntryKind.RECEIPT, EntryKind.ISSUE, EntryKind.ADJUSTMENT, EntryKind.COUNT}
        return "" if self.entry.kind in plain else str(self.entry.get_kind_display())

    @property
    def came(self) -> Decimal | None:
        return self.entry.quantity if self.entry.quantity > 0 else None

    @property
    def went(self) -> Decimal | None:
        return -self.entry.quantity if self.entry.quantity < 0 else None

    @property
    def each(self) -> Decimal | None:
        entry = self.entry
        return abs(round_half_up(entry.value / entry.quantity)) if entry.quantity else None


@dataclass(frozen=True)
class Ledger:
    """One page of the ledger, newest first. `older` is the sequence to read on before, 0 at the end."""

    lines: Sequence[Line]
    older: int = 0
    is_first: bool = True


def lines(entries: Sequence[CostEntry], may: frozenset[str]) -> list[Line]:
    """Entries, newest first, with their documents; one dated before an entry that was posted earlier is `late`."""
    found = []
    for entry, earlier in zip_longest(entries, entries[1:]):
        found.append(
            Line(
                entry,
                sources.of(entry),
                sources.address(entry.source_kind, entry.source_number, may),
                late=earlier is not None and entry.effective_on < earlier.effective_on,
            )
        )
    return found


def ledger(item: Item, may: frozenset[str], *, before: int = 0) -> Ledger:
    """The entries before a sequence number (0: the newest), by key: the millionth page costs as much as the first."""
    rows = CostEntry.objects.filter(item=item).order_by("-sequence")
    if before:
        rows = rows.filter(sequence__lt=before)
    entries = list(rows[: ROWS + 1])
    more = len(entries) > ROWS
    return Ledger(lines(entries, may)[:ROWS], older=entries[ROWS - 1].sequence if more else 0, is_first=not before)


@dataclass(frozen=True)
class Figures:
    """An item's quantities and value now."""

    on_hand: Decimal = ZERO
    reserved: Decimal = ZERO
    incoming: Decimal = ZERO
    incoming_on: dt.date | None = None
    value: Decimal = ZERO
    entries: int = 0

    @property
    def available(self) -> Decimal:
        return self.on_hand - self.reserved

    @property
    def cost(self) -> Decimal | None:
        """Per unit; None where nothing is on hand."""
        return round_half_up(self.value / self.on_hand) if self.on_hand else None


@dataclass(frozen=True)
class Lying:
    """What lies of the item at one location."""

    location: Location
    within: str
    on_hand: Decimal
    reserved: Decimal


def lying(item: Item) -> list[Lying]:
    """Where the item lies or is reserved, in the order of the tree."""
    balances = {row.location_id: row for row in StockBalance.objects.filter(~Q(on_hand=0) | ~Q(reserved=0), item=item)}
    if not balances:
        return []
    return [
        Lying(
            place.location,
            ", ".join(part for part in (place.path, place.location.name) if part),
            balances[place.location.pk].on_hand,
            balances[place.location.pk].reserved,
        )
        for place in locations.tree(Location.objects.all())
        if place.location.pk in balances
    ]


def figures(item: Item, places: Sequence[Lying], state: CostState | None) -> Figures:
    """On hand − reserved = available + incoming; and what it is worth."""
    waiting = Expected.objects.filter(item=item, quantity_open__gt=0)
    open_rows = list(waiting.values_list("quantity_open", "due_on"))
    dues = [due for _quantity, due in open_rows if due]
    return Figures(
        on_hand=sum((place.on_hand for place in places), ZERO),
        reserved=sum((place.reserved for place in places), ZERO),
        incoming=sum((quantity for quantity, _due in open_rows), ZERO),
        incoming_on=min(dues) if dues else None,
        value=state.value if state else ZERO,
        entries=state.sequence if state else 0,
    )


def margin(item: Item, shown: Figures) -> Decimal | None:
    """What stays of the sales price after the cost (the expected one where nothing is on hand), in percent."""
    cost = shown.cost if shown.cost is not None else item.expected_cost or None
    return (item.sales_price - cost) * 100 / item.sales_price if item.sales_price and cost is not None else None


def values(item: Item, start: dt.date, end: dt.date) -> list[tuple[dt.date, Decimal]]:
    """The stock value of the item at the start and after each day on which it changed: two statements."""
    month = start.replace(day=1)
    before = StockMonth.objects.filter(item=item, month__lt=month).order_by("-month").first()
    value = before.value if before else ZERO
    days = StockDay.objects.filter(item=item, day__gte=month, day__lte=end).order_by("day").values_list("day", "value")
    points = [(min(month, start), value)]
    for day, change in days:
        value += change
        points.append((day, value))
    return points


def plot(item: Item, today: dt.date) -> plots.Steps:
    """The value over the last twelve months."""
    start = (today.replace(day=1) - dt.timedelta(days=320)).replace(day=1)
    return plots.steps(values(item, start, today), start=start, end=today)
