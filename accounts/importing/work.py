"""Doing an import, batch by batch. Each batch is one transaction that moves the mark on, so that a killed worker's
successor goes on where the last whole batch ended: a row is imported once or not yet, never half and never twice."""

import time
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts import files, history
from accounts.importing import runs
from accounts.importing.kinds import CHANGED, CREATED, REFUSED, UNCHANGED, Kind, Row
from accounts.models import Import, RefusedRow, User
from accounts.tenancy import acting_for
from rackbeat.lib import periods, spreadsheets

BATCH = 500
KEPT_REFUSALS = 10_000  # of more, only the number is kept
TRIED, HEAD, SHOWN = 200, 8, 20  # rows of the preview: tried, shown in any case, shown where they are wrong
MOST_MISSING, NAMED = 5000, 50  # names of other registers that a file may bring along; so many are listed


def run(agreement: int, run_id: int, *, batches: int | None = None) -> None:
    """All the batches that are left; `batches` ends earlier. Another worker that does the same import makes us stop."""
    seen: dict[str, int] | None = None
    while batches is None or batches > 0:
        with acting_for(agreement):
            found = Import.objects.select_related("made_by").select_for_update(of=("self",), no_key=True).get(pk=run_id)
            if found.status != Import.Status.RUNNING:
                return
            with translation.override(found.made_by.language):
                kind = _kind(found, found.made_by, {} if seen is None else seen)
                if seen is None:
                    _remember(kind, found)
                seen = kind.seen
                if not _batch(kind, found):
                    return
                if not found.offset:
                    seen = None  # the second round begins
        batches = None if batches is None else batches - 1


def _kind(found: Import, by: User, seen: dict[str, int]) -> Kind:
    return runs.kind_of(found)(found, by, seen)


def _remember(kind: Kind, found: Import) -> None:
    """What stood in the rows behind us, so that twins are known again after a pause."""
    if found.offset:
        for number, cells, after in spreadsheets.rows(files.path(runs.ROOM, found.stored)):
            if after > found.offset:
                break
            row = kind.read(number, cells)
            if not row.outcome:
                kind.seen.setdefault(kind.identity(row.facts), number)


def _batch(kind: Kind, found: Import) -> bool:
    """Do the next rows; False where that was the end."""
    path = files.path(runs.ROOM, found.stored)
    start = found.offset or _behind_head(path)
    taken = list(islice(spreadsheets.rows(path, start), BATCH))
    rows = [kind.read(number, cells) for number, cells, _after in taken]
    if found.is_checking:
        with transaction.atomic():
            kind.do(rows)
            transaction.set_rollback(True)
    else:
        kind.do(rows)
        kind.note(rows)
    _count(found, rows)
    _keep_refused(kind, found, rows)
    if taken:
        found.offset, found.row = taken[-1][2], found.row + len(taken)
        found.save()
        return True
    return _end(found)


def _behind_head(path: Any) -> int:
    return next(after for _number, _cells, after in spreadsheets.rows(path))


def _count(found: Import, rows: list[Row]) -> None:
    for outcome in (CREATED, CHANGED, UNCHANGED, REFUSED):
        setattr(found, outcome, getattr(found, outcome) + sum(row.outcome == outcome for row in rows))


def _keep_refused(kind: Kind, found: Import, rows: list[Row]) -> None:
    room = max(0, KEPT_REFUSALS - (found.refused - sum(row.outcome == REFUSED for row in rows)))
    wrong = [row for row in rows if row.outcome == REFUSED][:room]
    RefusedRow.objects.bulk_create(
        RefusedRow(run=found, row=row.number, cells=_kept(row.cells), reasons=said(kind, row)) for row in wrong
    )


def _kept(cells: list[Any]) -> list[Any]:
    return [spreadsheets.text_of(cell) for cell in cells]


def said(kind: Kind, row: Row) -> list[list[str]]:
    """Why a row is refused: the column's name as the user reads it, and a sentence."""
    found = []
    for key, sentence in row.reasons:
        column = kind.column(key)
        found.append([str(column.label) if column else "", sentence])
    return found


def _end(found: Import) -> bool:
    """The round is over. After a check without a fault the rows are done in earnest; True where it goes on."""
    found.save()
    if found.is_checking and found.refused:
        found.become(Import.Status.REFUSED, ended_at=periods.now(), is_checking=False)
        return False
    if found.is_checking:
        found.offset = found.row = found.created = found.changed = found.unchanged = 0
        found.is_checking = False
        found.save()
        return True
    found.become(Import.Status.DONE, ended_at=periods.now())
    history.record(found, "done", by=found.made_by)
    return False


# --- before it begins -------------------------------------------------------------------------------------------


def preview(found: Import, by: User) -> dict[str, Any]:
    """The first rows as they would turn out, and how many of each; nothing else is kept of the trial."""
    kind = _kind(found, by, {})
    path = files.path(runs.ROOM, found.stored)
    missing = _missing(kind, path)
    found.adds_missing = found.adds_missing and all(each["count"] <= MOST_MISSING for each in missing.values())
    rows = [kind.read(number, cells) for number, cells, _after in islice(spreadsheets.rows(path), 1, TRIED + 1)]
    with transaction.atomic():
        kind.do(rows)
        transaction.set_rollback(True)
    wrong = [row for row in rows if row.outcome == REFUSED][:SHOWN]
    shown = sorted({row.number: row for row in [*rows[:HEAD], *wrong]}.values(), key=lambda row: row.number)
    return {
        "tried": len(rows),
        "counts": {each: sum(row.outcome == each for row in rows) for each in (CREATED, CHANGED, UNCHANGED, REFUSED)},
        "rows": [[row.number, row.outcome, _kept(row.cells), said(kind, row), _numbers(kind, row)] for row in shown],
        "missing": missing,
    }


def _missing(kind: Kind, path: Any) -> dict[str, dict[str, Any]]:
    """What the whole file names of other registers and nobody knows, column by column: how many, and the first of them."""
    places = {key: kind.run.mapping[key] for key in kind.adds if key in kind.run.mapping}
    named: dict[str, dict[str, str]] = {key: {} for key in places}
    if places:
        for _number, cells, _after in islice(spreadsheets.rows(path), 1, None):
            for key, place in places.items():
                text = spreadsheets.text_of(cells[place]).strip() if place < len(cells) else ""
                if text:
                    named[key].setdefault(text.casefold(), text)
    unknown = {key: kind.unknown(key, list(names.values())) for key, names in named.items()}
    return {key: {"count": len(names), "names": names[:NAMED]} for key, names in unknown.items() if names}


def _numbers(kind: Kind, row: Row) -> dict[str, str]:
    """What the row's numbers were read as, by column, to be shown as the reader writes them."""
    return {
        column.key: f"{row.facts[column.key]:f}"
        for column in kind.columns
        if column.form == "number" and isinstance(row.facts.get(column.key), Decimal)
    }


# --- what is thrown away ----------------------------------------------------------------------------------------


def purge(now: float | None = None) -> int:
    """Kept rows of files of imports that ended a month ago, or were never started for two days. In the agreement's scope."""
    moment = now or time.time()
    days = 24 * 3600.0
    busy = set(Import.objects.filter(status__in=["running", "undoing"]).values_list("stored", flat=True))
    begun = set(Import.objects.exclude(status="draft").values_list("stored", flat=True))
    gone = 0
    for old in list(files.older_than(runs.ROOM, moment - 2 * days)):
        if old.name in busy or (old.name in begun and old.stat().st_mtime > moment - 30 * days):
            continue
        Import.objects.filter(stored=old.name).update(stored="")
        RefusedRow.objects.filter(run__stored="").delete()
        old.unlink(missing_ok=True)
        gone += 1
    return gone
