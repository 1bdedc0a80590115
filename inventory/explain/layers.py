"""FIFO explained: the layers that fed a cost, who took of a layer, what is left of them. It reads, and its rows sum."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inventory import costing, sources
from inventory.explain import axis
from inventory.explain.rows import MOST, ZERO, Explanation, Row, Writer, entries_of, shortened, unit_cost
from inventory.models import CostEntry, CostLayer, CostState, LayerAdjustment, LayerReturn, Shortfall
from rackbeat.lib import plots
from rackbeat.templatetags.ui import amount

DRAWN = 8  # layers of a strip
NARROW = Decimal("0.12")  # of a strip


class Layers(Writer):
    """Of one item under FIFO."""

    def issue(self, entry: CostEntry) -> Explanation | None:
        """What went out: of which layers, as they stood then; what was not there; and what corrected it since."""
        short = Shortfall.objects.filter(entry=entry).first()
        back = LayerReturn.objects.filter(entry=entry).select_related("layer").first()
        if back is not None:
            rows = [back.layer]
            [layer] = axis.standing(rows, before=entry.sequence)
            taken = [self._piece(layer, layer.live + entry.quantity, layer.live)]
            said = _("Goods go back from the end of the receipt that they came with.")
        elif entry.axis_start is not None and entry.axis_end is not None:
            rows = axis.between(self.item.pk, entry.axis_start, max(entry.axis_end, entry.axis_start + 1))
            held = -entry.quantity - (short.quantity if short else ZERO)
            standing = axis.standing(rows, before=entry.sequence)
            taken = list(costing.pieces(standing, axis.off(entry.axis_start), held)) if held else []
            said = _("FIFO: what came first goes first.")
        elif short is not None:
            rows, taken, said = [], [], ""
        else:
            return None
        return self.changed(self._issued(entry, rows, taken, short, said), entry)

    @staticmethod
    def _piece(layer: costing.Layer, a: Decimal, b: Decimal) -> costing.Piece:
        return costing.Piece(layer, a, b, costing.piece_cost(layer, a, b))

    def _issued(
        self,
        entry: CostEntry,
        layers: list[CostLayer],
        taken: list[costing.Piece],
        short: Shortfall | None,
        said: str,
    ) -> Explanation:
        earlier = self._before(layers) if entry.axis_start is not None and taken else []
        entries = entries_of([row.entry_id for row in [*earlier, *layers]])
        rows = [self._of_layer(entries, piece) for piece in taken]
        if taken:
            said += " " + told(taken, [sources.of(entries[piece.layer.key], inside=True) for piece in taken])
        if short is not None:
            rows.append(Row(_("Not there yet"), quantity=short.quantity, cost=short.value))
            facts = {"short": self.many(short.quantity), "each": amount(unit_cost(short.value, short.quantity))}
            missing = _(
                "%(short)s were not there and were taken to cost %(each)s each, until goods came that settle it."
            )
            said = f"{said} {missing % facts}".strip()
        drawn = [(layer, layer.quantity, ZERO) for layer in axis.standing(earlier, before=entry.sequence)]
        drawn += [(piece.layer, piece.a, piece.quantity) for piece in taken]
        cost = sum((row.cost or ZERO for row in rows), ZERO)
        return Explanation(
            "layers",
            _("Why did %(quantity)s cost %(cost)s?")
            % {"quantity": self.many(-entry.quantity), "cost": amount(-entry.value)},
            said,
            self._strip(drawn, entries) if drawn else [],
            _("The layers in their order, and what was taken of each."),
            shortened(rows),
            Row(_("Together"), quantity=-entry.quantity, cost=cost),
        )

    def receipt(self, entry: CostEntry) -> Explanation | None:
        """The layer that came, who has taken of it since and at what, and what is left of it."""
        row = CostLayer.objects.filter(item=self.item, entry=entry).first()
        if row is None:
            return None
        state = CostState.objects.get(item=self.item)
        found, layer = axis.takers(row, entry, MOST + 1)
        used = layer.used(state.quantity_out)
        left, worth = layer.live - used, layer.left(state.quantity_out)
        rows = [self._taker(each) for each in found[:MOST]]
        if len(found) > MOST:
            shown = sum((each.quantity for each in found[:MOST]), ZERO)
            rows.append(Row(_("Others"), quantity=layer.quantity - left - shown))
        text = _("FIFO: the receipt is a layer of its own. %(left)s of it is left, worth %(worth)s.") % {
            "left": self.many(left),
            "worth": amount(worth),
        }
        explanation = Explanation(
            "takers",
            _("Why are %(quantity)s worth %(value)s?")
            % {"quantity": self.many(entry.quantity), "value": amount(entry.value)},
            self.origin_says(entry) + " " + text,
            self._strip([(layer, used, ZERO)], {entry.pk: entry}),
            _("How much of the layer has gone and how much is left."),
            rows,
            Row(_("Left"), quantity=left, of=layer.quantity, cost=worth),
        )
        return self.changed(explanation, entry)

    def _taker(self, taken: axis.Taken) -> Row:
        root = taken.entry.corrects or taken.entry
        note = str(root.get_kind_display()) if taken.dead else ""
        return self.row(root, quantity=taken.quantity, of=-root.quantity, cost=taken.cost, note=note)

    def revalued(self, entry: CostEntry) -> Explanation | None:
        """An adjustment of cost: which layers it gave another value, and how much each."""
        own = list(LayerAdjustment.objects.filter(entry=entry).select_related("layer").order_by("layer__start"))
        if not own:
            return None
        standing = axis.standing([each.layer for each in own], before=entry.sequence)
        entries = entries_of([each.layer.entry_id for each in own])
        rows = []
        for change, layer in zip(own, standing, strict=True):
            base, span = axis.off(change.base or 0), change.span or ZERO
            before = costing.piece_cost(layer, base, base + span)
            facts = {"quantity": span, "of": layer.quantity, "worth": before, "cost": change.change}
            rows.append(self.row(entries[layer.key], change=change.change - before, **facts))
        return Explanation(
            "revalued",
            _("Why did the value change by %(value)s?") % {"value": amount(entry.value, "+")},
            _("The goods that were on hand got another value, each layer by its share of it."),
            rows=shortened(rows),
            total=Row(_("Together"), change=sum((row.change or ZERO for row in rows), ZERO)),
        )

    def left(self, state: CostState) -> Explanation:
        """What the stock value consists of: the layers that are left, or what is owed."""
        heading = _("Why is the stock worth %(value)s?") % {"value": amount(state.value)}
        out, whole = int(state.quantity_out * axis.MICRO), int(state.quantity_in * axis.MICRO)
        rows = axis.between(self.item.pk, out, whole)
        held = state.quantity_in - state.quantity_out - state.quantity_dead
        pieces = list(costing.pieces(axis.standing(rows), state.quantity_out, held)) if held > 0 else []
        entries = entries_of([row.entry_id for row in rows])
        count = ngettext("one layer is left", "%(count)s layers are left", len(pieces)) % {"count": len(pieces)}
        return Explanation(
            "layers",
            heading,
            _("FIFO: what came first has gone first; %(layers)s.") % {"layers": count},
            self._strip([(piece.layer, piece.a, ZERO) for piece in pieces], entries),
            _("The layers that are left, in their order."),
            shortened([self._of_layer(entries, piece) for piece in pieces]),
            Row(_("Together"), quantity=held, cost=sum((piece.cost for piece in pieces), ZERO)),
        )

    def owed(self, state: CostState) -> Explanation:
        """What went out that was not there, and is not settled yet: with either principle."""
        rows = []
        for short in Shortfall.objects.filter(item=self.item).select_related("entry").order_by("start"):
            paid = min(max(state.short_out - axis.off(short.start), ZERO), short.quantity)
            if paid < short.quantity:
                cost = short.value - costing.share(short.value, paid, short.quantity)
                rows.append(self.row(short.entry, quantity=paid - short.quantity, of=short.quantity, cost=-cost))
        return Explanation(
            "takers",
            _("Why is the stock worth %(value)s?") % {"value": amount(state.value)},
            _(
                "More went out than had come in. Until goods come that settle it, what is missing has a provisional cost."
            ),
            rows=shortened(rows),
            total=Row(_("Together"), quantity=state.quantity, of=state.quantity, cost=state.value),
        )

    # --- parts ---

    def _before(self, layers: list[CostLayer]) -> list[CostLayer]:
        """The layer that was used up just before these, if any: it shows what came first."""
        first = layers[0].start if layers else 0
        return list(CostLayer.objects.filter(item=self.item, start__lt=first).order_by("-start")[:1])

    def _of_layer(self, entries: dict[object, CostEntry], piece: costing.Piece) -> Row:
        layer = piece.layer
        worth = {"of": layer.quantity, "worth": layer.value}
        if layer.span is not None and layer.rest is not None and piece.a >= layer.base:
            worth = {"of": layer.span, "worth": layer.rest}
        return self.row(entries[layer.key], quantity=piece.quantity, cost=piece.cost, **worth)

    def _strip(
        self, drawn: list[tuple[costing.Layer, Decimal, Decimal]], entries: dict[object, CostEntry]
    ) -> list[plots.Layer]:
        """The first layers of (layer, used before, taken now) as a strip; what is too narrow for words has none."""
        drawn = drawn[:DRAWN]
        whole = sum((layer.quantity for layer, _before, _taken in drawn), ZERO)
        rows: list[tuple[str, str, str, Decimal, Decimal, Decimal]] = []
        for layer, before, taken in drawn:
            entry, each = entries[layer.key], amount(unit_cost(layer.value, layer.quantity))
            name, many = sources.of(entry), self.many(layer.quantity)
            words = ("", "", "") if layer.quantity / whole < NARROW else (name, many, f" à {each}")
            rows.append((*words, layer.quantity, before, taken))
        return plots.layers(rows)


def told(taken: list[costing.Piece], names: list[str]) -> str:
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
