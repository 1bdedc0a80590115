"""Why a number of the stock is what it is: which layers fed a cost, who holds what is reserved. It reads, and proves sums."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Principle
from inventory import costing, sources
from inventory.models import CostEntry, CostLayer, CostState, Expected, Item, Reservation
from rackbeat.lib import plots
from rackbeat.lib.amounts import round_half_up
from rackbeat.templatetags.ui import amount, quantity

ZERO = Decimal(0)
MICRO = 10**6
MOST = 40  # rows of a table; what is left over is summed in one more
DRAWN = 8  # layers of a strip
NARROW = Decimal("0.12")  # of a strip


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

    @property
    def each(self) -> Decimal | None:
        """Per unit, for display only: it is never stored."""
        return unit_cost(self.cost, self.quantity)

    @property
    def layer_each(self) -> Decimal | None:
        return unit_cost(self.worth, self.of)


@dataclass
class Explanation:
    """A heading that is the answer, a sentence, and a table whose rows sum to the number; maybe a strip of layers."""

    kind: str  # layers, takers, balance, promises
    heading: str
    text: str = ""
    strip: list[plots.Layer] = field(default_factory=list)
    strip_says: str = ""
    rows: list[Row] = field(default_factory=list)
    total: Row | None = None


def unit_cost(cost: Decimal | None, count: Decimal | None) -> Decimal | None:
    return abs(round_half_up(cost / count)) if cost is not None and count else None


@dataclass(frozen=True)
class Explainer:
    """Explains the numbers of one item to a reader who holds `may`."""

    item: Item
    principle: str
    may: frozenset[str] = frozenset()

    # --- one entry of the ledger ---

    def entry(self, entry: CostEntry) -> Explanation:
        """Why the entry changed the value as it did."""
        if self.principle == Principle.FIFO:
            found = self._fifo_issue(entry) if entry.quantity < 0 else self._fifo_receipt(entry)
            if found is not None:
                return found
        return self._average(entry)

    def _fifo_issue(self, entry: CostEntry) -> Explanation | None:
        """The layers that the interval [axis_start, axis_start + quantity) touches, and what it took of each."""
        if entry.axis_start is None:
            return None
        wanted = -entry.quantity
        out = Decimal(entry.axis_start).scaleb(-6)
        stop = entry.axis_start + int(wanted * MICRO)
        layers = self._layers(entry.axis_start, stop)
        taken = list(costing.pieces(map(as_layer, layers), out, wanted))
        earlier = self._before(layers)
        entries = _entries_of([*earlier, *layers])
        rows = [self._of_layer(entries, piece) for piece in taken]
        total = Row(_("Together"), quantity=wanted, cost=sum((piece.cost for piece in taken), ZERO))
        drawn = [(as_layer(row), row.quantity, ZERO) for row in earlier]
        drawn += [(piece.layer, piece.a, piece.quantity) for piece in taken]
        return Explanation(
            "layers",
            _("Why did %(quantity)s cost %(cost)s?") % {"quantity": self._many(wanted), "cost": amount(-entry.value)},
            _("FIFO: what came first goes first.")
            + " "
            + _told(taken, [_named(entries[piece.layer.key]) for piece in taken]),
            self._strip(drawn, entries),
            _("The layers in their order, and what was taken of each."),
            _shortened(rows),
            total,
        )

    def _fifo_receipt(self, entry: CostEntry) -> Explanation | None:
        """The layer that the receipt became, and who has taken from it since."""
        layer = CostLayer.objects.filter(item=self.item, entry=entry).first()
        if layer is None:
            return None
        state = CostState.objects.get(item=self.item)
        gone = min(max(state.quantity_out - Decimal(layer.start).scaleb(-6), ZERO), layer.quantity)
        rows = self._takers(entry, layer, gone)
        left = layer.quantity - gone
        rest = costing.piece_cost(as_layer(layer), gone, layer.quantity) if left else ZERO
        text = _("FIFO: the receipt is a layer of its own. %(left)s of it is left, worth %(worth)s.") % {
            "left": self._many(left),
            "worth": amount(rest),
        }
        return Explanation(
            "takers",
            _("Why are %(quantity)s worth %(value)s?")
            % {"quantity": self._many(entry.quantity), "value": amount(entry.value)},
            _("The receipt says so: %(each)s each.") % {"each": amount(unit_cost(entry.value, entry.quantity))}
            + " "
            + text,
            self._strip([(as_layer(layer), gone, ZERO)], {entry.pk: entry}),
            _("How much of the layer has gone and how much is left."),
            rows,
            Row(_("Left"), quantity=left, of=layer.quantity, cost=rest),
        )

    def _takers(self, entry: CostEntry, row: CostLayer, gone: Decimal) -> list[Row]:
        """The issues that took from a layer, each with its share; the last row sums what does not fit."""
        layer, end = as_layer(row), row.start + int(row.quantity * MICRO)
        found = (
            CostEntry.objects.filter(item=self.item, sequence__gt=entry.sequence, axis_start__lt=end)
            .annotate(stop=F("axis_start") - F("quantity") * MICRO)
            .filter(stop__gt=row.start)
            .order_by("sequence")[: MOST + 1]
        )
        rows = []
        for taker in found:
            begin = Decimal(taker.axis_start or 0).scaleb(-6)
            a = max(begin, layer.start) - layer.start
            b = min(begin - taker.quantity, layer.end) - layer.start
            cost = costing.piece_cost(layer, a, b)
            rows.append(self._row(taker, quantity=b - a, of=-taker.quantity, cost=cost))
        if len(rows) > MOST:
            rows = rows[:MOST]
            shown = sum((each.quantity or ZERO for each in rows), ZERO)
            rows.append(Row(_("Others"), quantity=gone - shown, cost=costing.piece_cost(layer, shown, gone)))
        return rows

    def _average(self, entry: CostEntry) -> Explanation:
        """The running balance around the entry."""
        near = list(
            CostEntry.objects.filter(
                item=self.item, sequence__gte=entry.sequence - 3, sequence__lte=entry.sequence + 1
            ).order_by("sequence")
        )
        before = (entry.quantity_after - entry.quantity, entry.value_after - entry.value)
        facts = {
            "quantity": self._many(before[0]),
            "value": amount(before[1]),
            "each": amount(unit_cost(before[1], before[0])),
            "moved": self._many(abs(entry.quantity)),
            "cost": amount(abs(entry.value)),
            "after": amount(unit_cost(entry.value_after, entry.quantity_after)),
        }
        if entry.quantity < 0:
            heading = _("Why did %(moved)s cost %(cost)s?") % facts
            text = _("Average cost: %(quantity)s were worth %(value)s before, that is %(each)s each.") % facts
            if not entry.quantity_after:
                text += " " + _("The last of it went, and with it all that was left of the value.")
        else:
            heading = _("Why are %(moved)s worth %(cost)s?") % facts
            text = _("The receipt says so: %(each)s each.") % {"each": amount(unit_cost(entry.value, entry.quantity))}
            if before[0]:
                text += (
                    " " + _("With the %(quantity)s worth %(value)s before, the average is now %(after)s each.") % facts
                )
        rows = [
            self._row(
                row,
                quantity=row.quantity_after,
                of=row.quantity,
                change=row.value,
                cost=row.value_after,
                current=row.pk == entry.pk,
            )
            for row in near
        ]
        return Explanation("balance", heading, text, rows=rows)

    # --- the item's own figures ---

    def value(self, state: CostState) -> Explanation:
        """What the stock value consists of."""
        heading = _("Why is the stock worth %(value)s?") % {"value": amount(state.value)}
        if self.principle != Principle.FIFO:
            last = CostEntry.objects.filter(item=self.item).order_by("-sequence").first()
            found = self._average(last) if last else Explanation("balance", heading)
            found.heading = heading
            found.text = _("Average cost: %(quantity)s are worth %(value)s, that is %(each)s each.") % {
                "quantity": self._many(state.quantity),
                "value": amount(state.value),
                "each": amount(unit_cost(state.value, state.quantity)),
            }
            return found
        out, whole = int(state.quantity_out * MICRO), int(state.quantity_in * MICRO)
        layers = self._layers(out, whole)
        left = list(costing.pieces(map(as_layer, layers), state.quantity_out, state.quantity)) if layers else []
        entries = _entries_of(layers)
        rows = [self._of_layer(entries, piece) for piece in left]
        count = ngettext("one layer is left", "%(count)s layers are left", len(left)) % {"count": len(left)}
        return Explanation(
            "layers",
            heading,
            _("FIFO: what came first has gone first; %(layers)s.") % {"layers": count},
            self._strip([(piece.layer, piece.a, ZERO) for piece in left], entries),
            _("The layers that are left, in their order."),
            _shortened(rows),
            Row(_("Together"), quantity=state.quantity, cost=sum((p.cost for p in left), ZERO)),
        )

    def reserved(self) -> Explanation:
        """Which documents hold what is reserved."""
        rows = Reservation.objects.filter(item=self.item, quantity_open__gt=0)
        return self._promises(rows, _("Who holds the %(quantity)s that are reserved?"))

    def incoming(self) -> Explanation:
        """Which documents will bring what is incoming."""
        rows = Expected.objects.filter(item=self.item, quantity_open__gt=0)
        return self._promises(rows, _("Who brings the %(quantity)s that are incoming?"))

    def _promises(self, promised: QuerySet[Any], heading: str) -> Explanation:
        found = list(promised.order_by(F("due_on").asc(nulls_last=True), "source_id", "source_line_id"))
        rows = [
            Row(
                sources.words(row.source_kind, row.source_number),
                sources.address(row.source_kind, row.source_number, self.may),
                row.due_on,
                row.party_name,
                row.quantity_open,
            )
            for row in found
        ]
        total = sum((row.quantity_open for row in found), ZERO)
        return Explanation(
            "promises",
            heading % {"quantity": self._many(total)},
            rows=_shortened(rows),
            total=Row(_("Together"), quantity=total),
        )

    # --- parts ---

    def _many(self, count: Decimal) -> str:
        return f"{quantity(count)}\N{NO-BREAK SPACE}{self.item.unit.name}"

    def _row(self, entry: CostEntry, **numbers: Any) -> Row:
        return Row(
            sources.words(entry.source_kind, entry.source_number),
            sources.address(entry.source_kind, entry.source_number, self.may),
            entry.effective_on,
            entry.party_name,
            **numbers,
        )

    def _layers(self, out: int, stop: int) -> list[CostLayer]:
        """The layers that [out, stop) touches, in the axis' order: an index range."""
        first = CostLayer.objects.filter(item=self.item, start__lte=out).order_by("-start").values("start")[:1]
        return list(CostLayer.objects.filter(item=self.item, start__gte=first, start__lt=stop).order_by("start"))

    def _before(self, layers: list[CostLayer]) -> list[CostLayer]:
        """The layer that was used up just before these, if any: it shows what came first."""
        first = layers[0].start if layers else 0
        return list(CostLayer.objects.filter(item=self.item, start__lt=first).order_by("-start")[:1])

    def _of_layer(self, entries: dict[object, CostEntry], piece: costing.Piece) -> Row:
        return self._row(
            entries[piece.layer.key],
            quantity=piece.quantity,
            of=piece.layer.quantity,
            worth=piece.layer.value,
            cost=piece.cost,
        )

    def _strip(
        self, drawn: list[tuple[costing.Layer, Decimal, Decimal]], entries: dict[object, CostEntry]
    ) -> list[plots.Layer]:
        """The first layers of (layer, used before, taken now) as a strip; what is too narrow for words has none."""
        drawn = drawn[:DRAWN]
        whole = sum((layer.quantity for layer, _before, _taken in drawn), ZERO)
        rows: list[tuple[str, str, str, Decimal, Decimal, Decimal]] = []
        for layer, before, taken in drawn:
            entry, each = entries[layer.key], amount(unit_cost(layer.value, layer.quantity))
            name, many = sources.words(entry.source_kind, entry.source_number), self._many(layer.quantity)
            words = ("", "", "") if layer.quantity / whole < NARROW else (name, many, f" à {each}")
            rows.append((*words, layer.quantity, before, taken))
        return plots.layers(rows)


def as_layer(row: CostLayer) -> costing.Layer:
    return costing.Layer(Decimal(row.start).scaleb(-6), row.quantity, row.value, key=row.entry_id)


def _entries_of(layers: Sequence[CostLayer]) -> dict[object, CostEntry]:
    return dict(CostEntry.objects.in_bulk([layer.entry_id for layer in layers]))


def _named(entry: CostEntry) -> str:
    return sources.words(entry.source_kind, entry.source_number, inside=True)


def _told(taken: list[costing.Piece], names: list[str]) -> str:
    """What the issue took, in a sentence."""
    if not taken:
        return ""
    first, last, between = taken[0], taken[-1], len(taken) - 2
    facts = {"first": names[0], "last": names[-1], "count": between}
    fresh, used_up = first.a == 0, last.b == last.layer.quantity
    if len(taken) == 1:
        if fresh:
            return (_("It took all of %(first)s.") if used_up else _("It began on %(first)s.")) % facts
        return (_("It took the rest of %(first)s.") if used_up else _("It took a part of %(first)s.")) % facts
    if fresh:
        told = _("It used up %(first)s and %(last)s.") if used_up else _("It used up %(first)s and began on %(last)s.")
    elif used_up:
        told = _("It took the rest of %(first)s and used up %(last)s.")
    else:
        told = _("It took the rest of %(first)s and began on %(last)s.")
    if between:
        told += " " + ngettext(
            "Between them it used up one layer more.", "Between them it used up %(count)s layers more.", between
        )
    return told % facts


def _shortened(rows: list[Row]) -> list[Row]:
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
