"""The layers of an item as they stood after an entry of its ledger, and who took what of a layer at what cost. It reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from inventory import costing
from inventory.models import CostEntry, CostLayer, LayerAdjustment, LayerReturn

ZERO = Decimal(0)
MICRO = 10**6


def off(axis: int) -> Decimal:
    """A place on the axis as a quantity."""
    return Decimal(axis).scaleb(-6)


def plain(row: CostLayer) -> costing.Layer:
    """As it came. Its key is the entry that it came with."""
    return costing.Layer(off(row.start), row.quantity, row.value, key=row.entry_id)


def after(layer: costing.Layer, change: LayerAdjustment) -> costing.Layer:
    """The layer after one change of its value."""
    if change.base is not None:
        return replace(layer, base=off(change.base), span=change.span, rest=change.change)
    rest = None if layer.rest is None else layer.rest + change.change
    return replace(layer, value=layer.value + change.price, rest=rest)


def standing(rows: Sequence[CostLayer], *, before: int | None = None) -> list[costing.Layer]:
    """The layers with all that changed them or went back of them; `before`: only what was posted before that sequence."""
    layers = {row.pk: plain(row) for row in rows}
    changes = LayerAdjustment.objects.filter(layer__in=list(layers)).order_by("pk")
    returns = LayerReturn.objects.filter(layer__in=list(layers)).order_by("pk")
    if before is not None:
        changes = changes.filter(entry__sequence__lt=before)
        returns = returns.filter(entry__sequence__lt=before)
    for change in changes:
        layers[change.layer_id] = after(layers[change.layer_id], change)
    for back in returns:
        layer = layers[back.layer_id]
        layers[back.layer_id] = replace(layer, gone=layer.gone + back.quantity)
    return [layers[row.pk] for row in rows]


def between(item_id: int, out: int, stop: int) -> list[CostLayer]:
    """The layers that [out, stop) touches, in the axis' order: an index range."""
    first = CostLayer.objects.filter(item=item_id, start__lte=out).order_by("-start").values("start")[:1]
    return list(CostLayer.objects.filter(item=item_id, start__gte=first, start__lt=stop).order_by("start"))


@dataclass
class Taken:
    """A piece [a, b) of a layer, who took it, and what it cost with every change of the layer's price since."""

    entry: CostEntry
    a: Decimal
    b: Decimal
    cost: Decimal = ZERO
    dead: bool = False

    @property
    def quantity(self) -> Decimal:
        return self.b - self.a


def takers(row: CostLayer, came: CostEntry, most: int) -> tuple[list[Taken], costing.Layer]:
    """The first `most` who took of the layer, oldest first, and the layer as it stands now."""
    stop = row.start + int(row.quantity * MICRO)
    issues = CostEntry.objects.filter(item=row.item_id, axis_start__lt=stop, axis_end__gt=row.start)
    found = [
        Taken(entry, max(off(entry.axis_start or 0) - off(row.start), ZERO), off(entry.axis_end or 0) - off(row.start))
        for entry in issues.select_related("corrects").order_by("sequence")[:most]
    ]
    dead = LayerReturn.objects.filter(layer=row).select_related("entry").order_by("pk")
    found += [
        Taken(back.entry, off(back.start - row.start), off(back.start - row.start) + back.quantity, dead=True)
        for back in dead
    ]
    layer = plain(row)
    events = [(each.entry.sequence, 1, each) for each in found]
    events += [
        (change.entry.sequence, 0, change)
        for change in LayerAdjustment.objects.filter(layer=row).select_related("entry")
    ]
    taken: list[Taken] = []
    for _sequence, _order, event in sorted(events, key=lambda each: each[:2]):
        if isinstance(event, Taken):
            event.b = min(event.b, row.quantity if event.dead else layer.live)
            event.cost = costing.piece_cost(layer, event.a, event.b)
            layer = replace(layer, gone=layer.gone + event.quantity) if event.dead else layer
            taken.append(event)
            continue
        if event.base is None:
            keyed = [costing.Taker(index, each.a, each.b) for index, each in enumerate(taken)]
            for taker, cost in costing.fifo_reprice(layer, event.price, keyed).takers:
                taken[int(str(taker.key))].cost += cost
        layer = after(layer, event)
    return [each for each in taken if each.quantity > 0], layer
