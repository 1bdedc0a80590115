"""Reads the entries that a posting refers to: the line that is returned, the receipt that cost more, what is reversed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.tenancy import current_agreement_id
from inventory.models.ledger import EntryKind
from inventory.posting.lines import ZERO, Root, Source
from rackbeat.lib.refusal import Refusal
from rackbeat.lib.statements import prepared

COLUMNS = (
    "e.id, e.item_id, e.sequence, e.kind, e.quantity, e.value, e.effective_on, e.source_kind, e.source_id, "
    "e.source_number, e.party_name, e.source_line_id, e.corrects_id"
)
DERIVED = [EntryKind.CORRECTION, EntryKind.SETTLEMENT]
RETURNS = [EntryKind.CUSTOMER_RETURN, EntryKind.SUPPLIER_RETURN]


def root(row: tuple[Any, ...]) -> Root:
    """From COLUMNS."""
    source = Source(row[7], row[8], row[9], row[10])
    return Root(
        id=row[0],
        item_id=row[1],
        sequence=row[2],
        kind=row[3],
        quantity=row[4],
        value=row[5],
        effective_on=row[6],
        source=source,
        line_id=row[11],
        total=row[5],
        corrects_id=row[12],
    )


def of_lines(lines: Iterable[tuple[str, int]], items: Iterable[int]) -> dict[tuple[str, int], Root]:
    """The entry that each document's line made, as it stands now; a line of a reversed document has none. Two statements."""
    wanted = sorted(set(lines))
    if not wanted:
        return {}
    with prepared() as cursor:
        cursor.execute(
            f"""
            SELECT {COLUMNS} FROM unnest(%(kinds)s::text[], %(lines)s::bigint[]) AS w(kind, line)
            JOIN inventory_costentry e ON e.agreement_id = %(a)s AND e.source_line_id = w.line AND e.source_kind = w.kind
            WHERE e.corrects_id IS NULL AND e.kind <> 'reversal' AND e.item_id = ANY(%(items)s::bigint[])
            ORDER BY e.sequence
            """,  # noqa: S608 (COLUMNS is ours)
            {
                "a": current_agreement_id(),
                "kinds": [kind for kind, _line in wanted],
                "lines": [line for _kind, line in wanted],
                "items": sorted(set(items)),
            },
        )
        found = [root(row) for row in cursor.fetchall()]
    stand(found)
    return {(each.source.kind, each.line_id or 0): each for each in found if not each.is_reversed}


def of_source(kind: str, source_id: int) -> list[Root]:
    """All that a document posted itself, newest first, with where it moved. Two statements."""
    with prepared() as cursor:
        cursor.execute(
            f"""
            SELECT {COLUMNS}, (SELECT m.location_id FROM inventory_stockmove m
              WHERE m.agreement_id = e.agreement_id AND m.source_kind = e.source_kind AND m.source_id = e.source_id
                AND m.entry_id = e.id LIMIT 1)
            FROM inventory_costentry e
            WHERE e.agreement_id = %(a)s AND e.source_kind = %(kind)s AND e.source_id = %(id)s
              AND e.kind <> ALL(%(derived)s::text[])
            ORDER BY e.item_id, e.sequence DESC
            """,  # noqa: S608
            {"a": current_agreement_id(), "kind": kind, "id": source_id, "derived": [*DERIVED, EntryKind.REVERSAL]},
        )
        found = []
        for row in cursor.fetchall():
            each = root(row)
            each.location_id = row[13]
            found.append(each)
    stand(found)
    return found


def by_id(ids: Iterable[int]) -> dict[int, Root]:
    """Entries by their ids, as they stand now."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    with prepared() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM inventory_costentry e WHERE e.agreement_id = %s AND e.id = ANY(%s::bigint[])",  # noqa: S608
            [current_agreement_id(), wanted],
        )
        found = [root(row) for row in cursor.fetchall()]
    stand(found)
    return {each.id: each for each in found}


def stand(found: list[Root]) -> None:
    """What corrected them, what went back of them, and whether they are reversed: one statement."""
    if not found:
        return
    known = {each.id: each for each in found}
    with prepared() as cursor:
        cursor.execute(
            """
            SELECT e.corrects_id, 'corrected', 0, e.value FROM inventory_costentry e
            WHERE e.agreement_id = %(a)s AND e.corrects_id = ANY(%(ids)s::bigint[])
            UNION ALL
            SELECT e.origin_id, e.kind, abs(e.quantity), coalesce(e.asked, abs(e.value)) FROM inventory_costentry e
            WHERE e.agreement_id = %(a)s AND e.origin_id = ANY(%(ids)s::bigint[])
              AND (e.kind = 'reversal' OR NOT EXISTS (SELECT FROM inventory_costentry r
                WHERE r.agreement_id = %(a)s AND r.origin_id = e.id AND r.kind = 'reversal'))
            """,
            {"a": current_agreement_id(), "ids": sorted(known)},
        )
        for root_id, what, quantity, value in cursor.fetchall():
            each = known[root_id]
            if what == "corrected":
                each.total += value
            elif what == EntryKind.REVERSAL:
                each.is_reversed = True
            elif what in RETURNS:
                each.returned += quantity
                each.returned_value += value


def required(found: dict[tuple[str, int], Root], of: tuple[str, int], item_id: int, *, came: bool) -> Root:
    """The root of a line, of that item, that brought goods in (or took them out)."""
    each = found.get(of)
    if each is None or each.item_id != item_id or (each.quantity > 0) is not came or each.quantity == ZERO:
        raise Refusal(_("The line that this refers to has not moved stock, or was reversed."))
    return each
