"""The ledger of one item over a period: what it opened with, each entry with the balance after it, what it closed with."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from inventory import reports, sources
from inventory.models import CostEntry, Item
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import require

ZERO = Decimal(0)
MOST = 5_000  # entries; more than that nobody reads in one piece


@dataclass(frozen=True)
class Line:
    """An entry, or (without one) what the period opened with; and the balance after it, in the order of dates."""

    on: dt.date
    quantity: Decimal
    value: Decimal
    quantity_after: Decimal
    value_after: Decimal
    entry: CostEntry | None = None

    @property
    def posted_at(self) -> dt.datetime | None:
        return self.entry.posted_at if self.entry else None

    @property
    def document(self) -> str:
        return sources.of(self.entry) if self.entry else _("Opening")

    @property
    def kind(self) -> str:
        return str(self.entry.get_kind_display()) if self.entry else ""

    @property
    def party(self) -> str:
        return self.entry.party_name if self.entry else ""

    @property
    def each(self) -> Decimal | None:
        """Per unit, for display."""
        return abs(round_half_up(self.value / self.quantity)) if self.entry and self.quantity else None


@dataclass(frozen=True)
class Told:
    """The period's lines, the first one its opening; sums of what came and what went."""

    lines: list[Line]

    @property
    def opening(self) -> Line:
        return self.lines[0]

    @property
    def closing(self) -> Line:
        return self.lines[-1]

    @property
    def came(self) -> Decimal:
        return sum((line.quantity for line in self.lines[1:] if line.quantity > 0), ZERO)

    @property
    def went(self) -> Decimal:
        return -sum((line.quantity for line in self.lines[1:] if line.quantity < 0), ZERO)


def told(item: Item, start: dt.date, end: dt.date, *, known: dt.date | None = None) -> Told:
    """From the beginning of `start` to the end of `end`; with `known`, as it stood in the books at the end of that day."""
    rows = CostEntry.objects.filter(item=item, effective_on__range=(start, end)).order_by("effective_on", "sequence")
    if known:
        rows = rows.filter(posted_at__lt=reports.midnight_after(known))
    entries = list(rows[: MOST + 1])
    require(
        len(entries) <= MOST,
        _("More than %(most)s entries lie in this period. Choose a shorter one.") % {"most": MOST},
    )
    before = start - dt.timedelta(days=1)
    stood = reports.value_at(before, items=[item.pk], known=known)
    quantity, value = (stood[0].quantity, stood[0].value) if stood else (ZERO, ZERO)
    lines = [Line(before, ZERO, ZERO, quantity, value)]
    for entry in entries:
        quantity, value = quantity + entry.quantity, value + entry.value
        lines.append(Line(entry.effective_on, entry.quantity, entry.value, quantity, value, entry))
    return Told(lines)
