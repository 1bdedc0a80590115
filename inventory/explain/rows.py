"""What an explanation consists of: a heading, a sentence, rows that sum to the number, what changed it since. No rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inventory import sources
from inventory.models import CostEntry, Item
from rackbeat.lib import plots
from rackbeat.lib.amounts import round_half_up
from rackbeat.templatetags.ui import amount, quantity

ZERO = Decimal(0)
MOST = 40  # rows of a table; what is left over is summed in one more


@dataclass(frozen=True)
class Row:
    """One line of an explanation. Which of its numbers are shown is the table's business."""

    label: str
    url: str = ""
    on: date | None = None
    party: str = ""
    quantity: Decimal | None = None
    of: Decimal | None = None
    change: Decimal | None = None
    worth: Decimal | None = None
    cost: Decimal | None = None
    current: bool = False
    note: str = ""

    @property
    def each(self) -> Decimal | None:
        """Per unit, for display only: it is never stored."""
        return unit_cost(self.cost, self.quantity)

    @property
    def layer_each(self) -> Decimal | None:
        return unit_cost(self.worth, self.of)


@dataclass
class Explanation:
    """A heading that is the answer, a sentence, and a table whose rows sum to the number; maybe a strip of layers.

    `changes`: what became of the number since it was posted, each with its cause; `now` is what it comes to with them.
    """

    kind: str  # layers, takers, balance, promises, changes
    heading: str
    text: str = ""
    strip: list[plots.Layer] = field(default_factory=list)
    strip_says: str = ""
    rows: list[Row] = field(default_factory=list)
    total: Row | None = None
    changes: list[Row] = field(default_factory=list)
    now: Row | None = None


def unit_cost(cost: Decimal | None, count: Decimal | None) -> Decimal | None:
    return abs(round_half_up(cost / count)) if cost is not None and count else None


@dataclass(frozen=True)
class Writer:
    """Writes rows about one item for a reader who holds `may`."""

    item: Item
    principle: str
    may: frozenset[str] = frozenset()

    def many(self, count: Decimal) -> str:
        return f"{quantity(count)}\N{NO-BREAK SPACE}{self.item.unit.name}"

    def row(self, entry: CostEntry, **numbers: Any) -> Row:
        return Row(
            sources.of(entry),
            sources.address(entry.source_kind, entry.source_number, self.may),
            entry.effective_on,
            entry.party_name,
            **numbers,
        )

    def changed(self, explanation: Explanation, entry: CostEntry) -> Explanation:
        """With what corrected the entry since, each with the document that was the cause, and what it comes to now."""
        found = list(CostEntry.objects.filter(corrects=entry).select_related("cause").order_by("sequence"))
        if not found:
            return explanation
        sign = -1 if entry.quantity < 0 else 1
        explanation.changes = [self._change(each, sign) for each in found]
        cost = sign * (entry.value + sum((each.value for each in found), ZERO))
        explanation.now = Row(_("Now"), quantity=abs(entry.quantity), cost=cost)
        return explanation

    def _change(self, each: CostEntry, sign: int) -> Row:
        because = each.cause or each
        return self.row(because, change=sign * each.value, note=str(each.get_kind_display()))

    def correction(self, entry: CostEntry) -> Explanation:
        """An entry that changes what another one is worth: which, why, and what that one comes to with all its changes."""
        root = CostEntry.objects.get(pk=entry.corrects_id)
        since = list(CostEntry.objects.filter(corrects=root).select_related("cause").order_by("sequence"))
        effects = list(CostEntry.objects.filter(cause=entry, corrects__isnull=False).order_by("sequence"))
        facts = {
            "document": sources.of(root, inside=True),
            "cause": sources.of(entry.cause or entry, inside=True),
            "value": amount(entry.value, "+"),
        }
        said = _("It changes what %(document)s comes to, because of %(cause)s.") % facts
        if entry.cause_id is None:
            said = _("%(cause)s says that %(document)s cost more or less than was thought.") % facts
            said = said[:1].upper() + said[1:]
            gone = -sum((each.value for each in effects), ZERO)
            if gone:
                told = _("%(gone)s of it belongs to goods that are gone; the rest stays in stock.")
                said += " " + told % {"gone": amount(gone, "+")}
        rows = [self.row(root, change=root.value, note=str(root.get_kind_display()))]
        for each in since:
            note = str(each.get_kind_display())
            rows.append(self.row(each.cause or each, change=each.value, note=note, current=each.pk == entry.pk))
        total = Row(_("Now"), change=root.value + sum((each.value for each in since), ZERO))
        went = [self.row(each, change=each.value, note=str(each.get_kind_display())) for each in effects]
        return Explanation(
            "changes", _("Why did the value change by %(value)s?") % facts, said, rows=rows, total=total, changes=went
        )

    def origin_says(self, entry: CostEntry) -> str:
        """Where the value of what came in is from."""
        if entry.origin_id is not None:
            of = CostEntry.objects.get(pk=entry.origin_id)
            facts = {"document": sources.of(of, inside=True)}
            if entry.kind == "reversal":
                return _("It takes back %(document)s, at all that it came to.") % facts
            said = _("They came back at their share of what %(document)s cost.")
            if CostEntry.objects.filter(corrects=of, sequence__gt=entry.sequence).exists():
                said += " " + _(
                    "That was corrected later. Goods that had come back keep what they came back at; the difference "
                    "stays in the cost of goods sold."
                )
            return said % facts
        each = {"each": amount(unit_cost(entry.value, entry.quantity))}
        return {
            "receipt": _("The receipt says so: %(each)s each."),
            "count": _("They were found by counting, and are worth what the item stood at: %(each)s each."),
        }.get(entry.kind, _("The document says so: %(each)s each.")) % each


def shortened(rows: list[Row]) -> list[Row]:
    """At most MOST rows; the others are summed in one."""
    if len(rows) <= MOST:
        return rows
    rest = rows[MOST:]
    return [
        *rows[:MOST],
        Row(
            ngettext("%(count)s more", "%(count)s more", len(rest)) % {"count": len(rest)},
            quantity=sum((row.quantity or ZERO for row in rest), ZERO),
            cost=None if rest[0].cost is None else sum((row.cost or ZERO for row in rest), ZERO),
        ),
    ]


def grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def entries_of(ids: Iterable[object]) -> dict[object, CostEntry]:
    return dict(CostEntry.objects.in_bulk([key for key in ids if key is not None]))


__all__ = [
    "MOST",
    "ZERO",
    "Explanation",
    "Row",
    "Sequence",
    "Writer",
    "entries_of",
    "grouped",
    "shortened",
    "unit_cost",
]
