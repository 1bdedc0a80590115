"""Reads what FIFO needs of an item: the layers that will be touched, who took from them, and what is owed. It writes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.models.ledger import EntryKind
from inventory.posting import roots
from inventory.posting.lines import MICRO, ZERO, Entry, Root, micro
from rackbeat.lib.statements import prepared

CAME_BACK = [EntryKind.CUSTOMER_RETURN, EntryKind.REVERSAL]


@dataclass(eq=False)
class Ref:
    """Which row a layer is: that of an id, or the one that this posting will write for an entry."""

    id: int | None
    entry_id: int | None = None
    entry: Entry | None = None


@dataclass
class Shelf:
    """One item while it is being reckoned: its layers in the axis' order, and what is owed."""

    layers: list[costing.Layer] = field(default_factory=list)
    owed: list[costing.Shortfall] = field(default_factory=list)

    def of(self, entry_id: int) -> costing.Layer | None:
        """The layer that an entry became."""
        return next((each for each in self.layers if each.key.entry_id == entry_id), None)  # type: ignore[attr-defined]

    def put(self, layer: costing.Layer) -> None:
        """The layer as it is now."""
        for index, each in enumerate(self.layers):
            if each.start == layer.start:
                self.layers[index] = layer
                return
        self.layers.append(layer)


def off(axis: int) -> Decimal:
    """A place on the axis as a quantity."""
    return Decimal(axis).scaleb(-6)


def load(spans: dict[int, tuple[int, int]], entries: Iterable[int], *, dead: bool) -> dict[int, Shelf]:
    """For each item the layers in [out, stop) of the axis and those of the given entries, changes and returns applied.

    dead: whether anything may have been returned. One statement; one more each where there are changes or returns.
    """
    shelves: dict[int, Shelf] = defaultdict(Shelf)
    facts: dict[str, Any] = {
        "a": current_agreement_id(),
        "items": list(spans),
        "outs": [out for out, _stop in spans.values()],
        "stops": [stop for _out, stop in spans.values()],
        "entries": sorted(set(entries)),
    }
    with prepared() as cursor:
        cursor.execute(LAYERS if facts["entries"] == [] else LAYERS + LAYERS_OF_ENTRIES, facts)
        rows = {row[1]: row for row in cursor.fetchall()}
    found = {
        row[1]: costing.Layer(off(row[3]), row[4], row[5], Ref(row[1], row[2]))
        for row in sorted(rows.values(), key=lambda row: (row[0], row[3]))
    }
    changed = [pk for pk, row in rows.items() if row[6]]
    if changed:
        _apply_changes(found, changed)
    if found and dead:
        _apply_returns(found)
    for pk, layer in found.items():
        shelves[rows[pk][0]].layers.append(layer)
    return shelves


COLUMNS = """l.item_id, l.id, l.entry_id, l.start, l.quantity, l.value, EXISTS (SELECT FROM inventory_layeradjustment x
  WHERE x.agreement_id = %(a)s AND x.layer_id = l.id)"""
# Where to begin is looked up once for each item. As a subquery in the condition it would be asked of every row before it: for row
# security no condition may come before its own but one that cannot leak, and a subquery counts as one that may.
LAYERS = f"""
SELECT {COLUMNS} FROM unnest(%(items)s::bigint[], %(outs)s::bigint[], %(stops)s::bigint[]) AS w(item, out, stop)
CROSS JOIN LATERAL (SELECT x.start FROM inventory_costlayer x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.start <= w.out ORDER BY x.start DESC LIMIT 1) f
CROSS JOIN LATERAL (SELECT x.* FROM inventory_costlayer x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.start >= f.start AND x.start < w.stop OFFSET 0) l
"""  # noqa: S608 (the columns are ours)
LAYERS_OF_ENTRIES = f"""
UNION SELECT {COLUMNS} FROM inventory_costlayer l
WHERE l.agreement_id = %(a)s AND l.entry_id = ANY(%(entries)s::bigint[])
"""  # noqa: S608 (the columns are ours)


def changes(layer_ids: list[int]) -> list[tuple[Any, ...]]:
    """(layer, entry, price, change, base, span), oldest first."""
    with prepared() as cursor:
        cursor.execute(
            """
            SELECT layer_id, entry_id, price, change, base, span FROM inventory_layeradjustment
            WHERE agreement_id = %s AND layer_id = ANY(%s::bigint[]) ORDER BY id
            """,
            [current_agreement_id(), layer_ids],
        )
        return cursor.fetchall()


def changed(
    layer: costing.Layer, price: Decimal, change: Decimal, base: int | None, span: Decimal | None
) -> costing.Layer:
    """The layer after one change."""
    if base is not None:
        return replace(layer, base=off(base), span=span, rest=change)
    rest = None if layer.rest is None else layer.rest + change
    return replace(layer, value=layer.value + price, rest=rest)


def _apply_changes(found: dict[int, costing.Layer], layer_ids: list[int]) -> None:
    for layer_id, _entry, *facts in changes(layer_ids):
        found[layer_id] = changed(found[layer_id], *facts)


def _apply_returns(found: dict[int, costing.Layer]) -> None:
    with prepared() as cursor:
        cursor.execute(
            """
            SELECT layer_id, sum(quantity) FROM inventory_layerreturn
            WHERE agreement_id = %s AND layer_id = ANY(%s::bigint[]) GROUP BY 1
            """,
            [current_agreement_id(), list(found)],
        )
        for layer_id, gone in cursor.fetchall():
            found[layer_id] = replace(found[layer_id], gone=gone)


def takers(layers: list[costing.Layer], item_ids: list[int]) -> list[tuple[costing.Layer, costing.Taker]]:
    """Who took from these layers: (layer, taker), the taker's key its Root. Two statements, three with what it is about."""
    facts: dict[str, Any] = {
        "a": current_agreement_id(),
        "items": item_ids,
        "layers": [each.key.id for each in layers],  # type: ignore[attr-defined]
        "starts": [micro(each.start) for each in layers],
        "ends": [micro(each.end) for each in layers],
    }
    with prepared() as cursor:
        cursor.execute(TAKERS, facts)
        rows = cursor.fetchall()
    known = roots.by_id(row[1] for row in rows)
    by_id = {each.key.id: each for each in layers}  # type: ignore[attr-defined]
    found = []
    for layer_id, root_id, start, end, dead in rows:
        layer = by_id[layer_id]
        a, b = max(off(start) - layer.start, ZERO), min(off(end) - layer.start, layer.quantity if dead else layer.live)
        if b > a:
            found.append((layer, costing.Taker(known[root_id], a, b, dead)))
    return found


TAKERS = """
SELECT w.layer, coalesce(e.corrects_id, e.id), e.axis_start, e.axis_end, false
FROM unnest(%(items)s::bigint[], %(layers)s::bigint[], %(starts)s::bigint[], %(ends)s::bigint[])
  AS w(item, layer, start, stop)
CROSS JOIN LATERAL (SELECT coalesce(max(x.axis_start), w.start) AS start FROM inventory_costentry x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.axis_start <= w.start) f
CROSS JOIN LATERAL (SELECT x.* FROM inventory_costentry x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.axis_start >= f.start AND x.axis_start < w.stop OFFSET 0) e
WHERE e.axis_end > w.start
UNION ALL
SELECT r.layer_id, r.entry_id, r.start, r.start + (r.quantity * 1000000)::bigint, true FROM inventory_layerreturn r
WHERE r.agreement_id = %(a)s AND r.layer_id = ANY(%(layers)s::bigint[])
"""


def owed(states: dict[int, costing.State]) -> dict[int, list[costing.Shortfall]]:
    """What is owed of the items, oldest first; its keys are the issues' roots. Three statements where anything is owed."""
    short = {item: state for item, state in states.items() if state.short}
    found: dict[int, list[costing.Shortfall]] = {item: [] for item in states}
    if not short:
        return found
    with prepared() as cursor:
        outs = [micro(state.short_out) for state in short.values()]
        cursor.execute(OWED, {"a": current_agreement_id(), "items": list(short), "outs": outs})
        rows = cursor.fetchall()
    known = roots.by_id(row[1] for row in rows)
    for item, entry, start, quantity, value in rows:
        found[item].append(costing.Shortfall(off(start), quantity, value, known[entry]))
    return found


OWED = """
SELECT s.item_id, s.entry_id, s.start, s.quantity, s.value
FROM unnest(%(items)s::bigint[], %(outs)s::bigint[]) AS w(item, out)
CROSS JOIN LATERAL (SELECT x.start FROM inventory_shortfall x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.start <= w.out ORDER BY x.start DESC LIMIT 1) f
CROSS JOIN LATERAL (SELECT x.* FROM inventory_shortfall x
  WHERE x.agreement_id = %(a)s AND x.item_id = w.item AND x.start >= f.start OFFSET 0) s
ORDER BY s.item_id, s.start
"""


def last_costs(item_ids: Iterable[int], *, fifo: bool) -> dict[int, Fraction]:
    """What a unit costs provisionally, when nothing of it lies there. Statements: 2 (FIFO) or 1.

    FIFO: as the last receipt that still stands, with its late prices. Goods that came back carry the cost of their own
    sale, a crumb of them perhaps nothing, so they say nothing of it. Else, and with average, the item's expected cost.
    """
    wanted = sorted(set(item_ids))
    with prepared() as cursor:
        cursor.execute(
            "SELECT id, coalesce(expected_cost, 0) FROM inventory_item WHERE agreement_id = %s AND id = ANY(%s::bigint[])",
            [current_agreement_id(), wanted],
        )
        each = {item: Fraction(cost) for item, cost in cursor.fetchall()}
        if fifo:
            cursor.execute(
                """
                SELECT l.item_id, l.quantity, l.value + coalesce((SELECT sum(x.price) FROM inventory_layeradjustment x
                  WHERE x.agreement_id = l.agreement_id AND x.layer_id = l.id), 0)
                FROM unnest(%(items)s::bigint[]) AS w(item) CROSS JOIN LATERAL (SELECT y.* FROM inventory_costlayer y
                  JOIN inventory_costentry e ON e.agreement_id = y.agreement_id AND e.id = y.entry_id
                  WHERE y.agreement_id = %(a)s AND y.item_id = w.item AND e.kind <> ALL(%(back)s::text[])
                    AND NOT EXISTS (SELECT FROM inventory_costentry r WHERE r.agreement_id = %(a)s
                      AND r.origin_id = e.id AND r.kind = 'reversal')
                  ORDER BY y.start DESC LIMIT 1) AS l
                """,
                {"items": wanted, "a": current_agreement_id(), "back": CAME_BACK},
            )
            for item, quantity, value in cursor.fetchall():
                each[item] = Fraction(value) / Fraction(quantity)
    return each


def revalued_by(entry_id: int) -> dict[int, tuple[Decimal, Decimal, Decimal]]:
    """For each layer whose rest an adjustment of cost gave a value: (offset, quantity, how much more that was)."""
    with prepared() as cursor:
        cursor.execute(
            """
            SELECT x.layer_id, l.quantity, l.value, l.start FROM inventory_layeradjustment x
            JOIN inventory_costlayer l ON l.agreement_id = x.agreement_id AND l.id = x.layer_id
            WHERE x.agreement_id = %s AND x.entry_id = %s
            """,
            [current_agreement_id(), entry_id],
        )
        found = {pk: costing.Layer(off(start), quantity, value) for pk, quantity, value, start in cursor.fetchall()}
    gone: dict[int, tuple[Decimal, Decimal, Decimal]] = {}
    for layer_id, entry, price, change, base, span in changes(list(found)):
        layer = found[layer_id]
        found[layer_id] = new = changed(layer, price, change, base, span)
        if entry == entry_id and new.span is not None and new.rest is not None:
            end = new.base + new.span
            gone[layer_id] = new.base, new.span, new.rest - costing.piece_cost(layer, new.base, end)
    return gone


def whole(state: costing.State) -> tuple[int, int]:
    """All of the axis that still holds something."""
    return micro(state.quantity_out), micro(state.quantity_in)


__all__ = [
    "MICRO",
    "Ref",
    "Root",
    "Shelf",
    "changed",
    "changes",
    "last_costs",
    "load",
    "off",
    "owed",
    "takers",
    "whole",
]
