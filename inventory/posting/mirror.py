"""What reverses a posting: the same again with the signs turned. It only says which steps; they go the way of all steps."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.tenancy import current_agreement_id
from inventory.models.ledger import EntryKind
from inventory.posting import roots
from inventory.posting.lines import Deed, Root, Step
from rackbeat.lib.refusal import Refusal, require
from rackbeat.lib.statements import prepared


@dataclass(frozen=True)
class Carried:
    """A move that no entry stands behind: a transfer's."""

    item_id: int
    location_id: int
    quantity: Decimal
    line_id: int | None


def items(kind: str, source_id: int) -> list[int]:
    """Which items the document moved or valued: locked before anything else is read."""
    with prepared() as cursor:
        cursor.execute(
            """
            SELECT item_id FROM inventory_costentry
            WHERE agreement_id = %(a)s AND source_kind = %(kind)s AND source_id = %(id)s
            UNION SELECT item_id FROM inventory_stockmove
            WHERE agreement_id = %(a)s AND source_kind = %(kind)s AND source_id = %(id)s
            """,
            {"a": current_agreement_id(), "kind": kind, "id": source_id},
        )
        return sorted(row[0] for row in cursor.fetchall())


def steps(kind: str, source_id: int) -> list[Step]:
    """The mirror of what the document posted, goods that come first. Raises Refusal where it was reversed already."""
    found = roots.of_source(kind, source_id)
    if found and all(each.is_reversed for each in found):
        raise Refusal(_("It has been reversed already."))
    found = [each for each in found if not each.is_reversed]
    about = roots.by_id(each.corrects_id for each in found if each.corrects_id)
    mirrored = [_mirror(each, about) for each in found]
    return sorted(mirrored, key=lambda step: step.deed is not Deed.IN)


def _mirror(each: Root, about: dict[int, Root]) -> Step:
    require(
        not each.returned,
        _("Some of it has come back or was returned since. Reverse those returns first."),
    )
    facts = {"kind": EntryKind.REVERSAL, "item_id": each.item_id, "line_id": each.line_id, "origin": each}
    if each.quantity < 0:
        return Step(Deed.IN, quantity=-each.quantity, value=-each.total, location_id=each.location_id, **facts)  # type: ignore[arg-type]
    if each.quantity > 0:
        require(
            each.total == each.value,
            _("Its cost was changed since. Reverse what changed it first, or adjust the stock instead."),
        )
        return Step(
            Deed.UNDO,
            quantity=each.quantity,
            value=each.total,
            location_id=each.location_id,
            root=each,
            **facts,  # type: ignore[arg-type]
        )
    if each.corrects_id:
        return Step(Deed.PRICE, value=-each.value, root=about[each.corrects_id], **facts)  # type: ignore[arg-type]
    return Step(Deed.UNWORTH, value=-each.value, **facts)  # type: ignore[arg-type]


def carried(kind: str, source_id: int) -> list[Carried]:
    """Moves without an entry, netted by line, item and place: what a transfer carried and nobody carried back yet."""
    with prepared() as cursor:
        cursor.execute(
            """
            SELECT item_id, location_id, sum(quantity), source_line_id FROM inventory_stockmove
            WHERE agreement_id = %s AND source_kind = %s AND source_id = %s AND entry_id IS NULL
            GROUP BY item_id, location_id, source_line_id HAVING sum(quantity) <> 0
            ORDER BY item_id, location_id
            """,
            [current_agreement_id(), kind, source_id],
        )
        return [Carried(*row) for row in cursor.fetchall()]
