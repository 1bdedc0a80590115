"""What may happen to an import: begun with a file, told how to read it, started, stopped, undone. Rows are done by work.py."""

from datetime import date
from itertools import islice
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import files, history, numbers
from accounts.importing import mapping as heads_of
from accounts.importing.kinds import Kind, all_kinds
from accounts.models import Agreement, Import, ImportedRow, User
from accounts.tenancy import current_agreement_id
from rackbeat.lib import periods, spreadsheets, working
from rackbeat.lib.refusal import Refusal, require
from rackbeat.lib.working import Standing

ROOM = "imports"
SAMPLE = 200
TITLES = 12  # rows among which the names of the columns are looked for


def kind_of(run: Import) -> type[Kind]:
    return all_kinds()[run.kind]


@transaction.atomic
def begin(kind: type[Kind], upload: IO[bytes], *, name: str, size: int, by: User) -> Import:
    """Keep the rows of a file and guess how it is read. Raises Refusal for a file that is no table."""
    stored = files.new(ROOM, ".rows")
    try:
        sheet = spreadsheets.convert(upload, size, files.path(ROOM, stored))
        above = _titles(kind, stored)
        spreadsheets.drop(files.path(ROOM, stored), above)
        run = Import(number=numbers.take("imports", first=1), kind=kind.key, made_by=by, stored=stored)
        _describe(run, kind, name, sheet.rows - 1 - above)
        _try(run, by)
    except Exception:
        files.remove(ROOM, stored)
        raise
    return run


def _titles(kind: type[Kind], stored: str) -> int:
    """How many rows stand above the one that names the columns: a report's title, its date. None, where no row names them."""
    first = islice(spreadsheets.rows(files.path(ROOM, stored)), TITLES)
    for place, (_number, cells, _next) in enumerate(first):
        if not heads_of.lacks(kind, heads_of.guess(kind, cells)):
            return place
    return 0


def _describe(run: Import, kind: type[Kind], name: str, rows: int) -> None:
    path = files.path(ROOM, run.stored)
    sample = [cells for _number, cells, _next in islice(spreadsheets.rows(path), SAMPLE)]
    run.file_name, run.rows = name[-200:] or "file", rows
    run.heads = [spreadsheets.text_of(cell)[:100] for cell in sample[0]]
    run.mapping = heads_of.guess(kind, run.heads)
    agreement = Agreement.current()
    usual = "." if agreement.language == "en" else ","
    run.decimal = spreadsheets.guess_decimal((cell for cells in sample[1:] for cell in cells), usual)
    run.dated_on = agreement.today() if kind.dated else None
    run.adds_missing = bool(kind.adds)
    run.save()


@transaction.atomic
def read_as(
    run: Import,
    *,
    by: User,
    mapping: dict[str, int],
    decimal: str,
    dated_on: date | None = None,
    adds_missing: bool = True,
) -> Import:
    """Say which column is which, what separates decimals, of which day it is, and whether what is missing is made."""
    run = Import.objects.lock(run)
    require(run.status in (Import.Status.DRAFT, Import.Status.REFUSED), _("The import has been started already."))
    before = run.mapping, run.decimal, run.dated_on, run.adds_missing, run.preview
    places = {key: place for key, place in mapping.items() if 0 <= place < spreadsheets.MOST_COLUMNS}
    run.mapping, run.decimal = places, decimal if decimal in ",." else ","
    run.dated_on = dated_on if kind_of(run).dated else None
    run.adds_missing = adds_missing and bool(kind_of(run).adds)
    _try(run, by)
    if before != (run.mapping, run.decimal, run.dated_on, run.adds_missing, run.preview):
        run.refusals.all().delete()  # what the last trial found was found by another reading
        run.row = run.refused = 0
        run.save(update_fields=["row", "refused"])
    return run


def _try(run: Import, by: User) -> None:
    """Keep what the first rows would become, as far as enough is said to try them."""
    from accounts.importing import work

    can = not heads_of.lacks(kind_of(run), run.mapping) and run.stored
    run.preview = work.preview(run, by) if can else {}
    run.save()


@transaction.atomic
def start(run: Import, *, by: User, keeps_good: bool = False) -> Import:
    """Hand it to the worker: from the beginning, or on from where it was stopped."""
    from accounts import jobs

    run = Import.objects.lock(run)
    kind = kind_of(run)
    lacking = [str(column.label) for column in heads_of.lacks(kind, run.mapping)]
    require(not lacking, _("Say which column holds: %(columns)s.") % {"columns": ", ".join(lacking)})
    require(not kind.dated or run.dated_on, _("Give the day."), field="dated_on")
    require(run.stored and files.path(ROOM, run.stored).exists(), _("The file is gone. Send it again."))
    facts: dict[str, Any] = {"keeps_good": keeps_good, "problem": "", "started_at": periods.now()}
    if run.status != Import.Status.STOPPED:
        run.refusals.all().delete()
        facts |= {"offset": 0, "row": 0, "created": 0, "changed": 0, "unchanged": 0, "refused": 0}
        facts["is_checking"] = not keeps_good
    run.become(Import.Status.RUNNING, **facts)
    history.record(run, "started", by=by)
    jobs.do_import.defer(agreement=current_agreement_id(), run=run.pk)
    return run


def standing(run: Import) -> Standing | None:
    """How the worker's part of it stands; None where nothing is to be done."""
    if not run.is_busy:
        return None
    task = "accounts.do_import" if run.status == Import.Status.RUNNING else "accounts.undo_import"
    return working.on(run, task, run=run.pk)


@transaction.atomic
def stop(run: Import, *, by: User) -> Import:
    """No further rows; what is imported stays, and can be gone on with or undone."""
    run = Import.objects.lock(run)
    if run.status == Import.Status.RUNNING and run.is_checking:
        run.is_checking, run.row, run.offset = False, 0, 0
        run.save(update_fields=["is_checking", "row", "offset"])
        run.refusals.all().delete()
        run.become(Import.Status.REFUSED, problem=gettext_noop("Stopped before anything was imported."), refused=0)
    else:
        run.become(Import.Status.STOPPED, ended_at=periods.now())
    history.record(run, "stopped", by=by)
    return run


@transaction.atomic
def undo(run: Import, *, by: User) -> Import:
    """Take back all that it made and changed; the worker does it whole or not at all."""
    from accounts import jobs

    run = Import.objects.lock(run)
    given_up = run.status == Import.Status.UNDOING and standing(run) is Standing.GONE
    require(run.can_be_undone or given_up, _("There is nothing to undo."))
    if not given_up:
        run.become(Import.Status.UNDOING, problem="")
    jobs.undo_import.defer(agreement=current_agreement_id(), run=run.pk, by=by.pk)
    return run


@transaction.atomic
def discard(run: Import, *, by: User) -> None:
    """Throw away an import that imported nothing."""
    run = Import.objects.lock(run)
    require(
        not run.is_busy and not ImportedRow.objects.filter(run=run).exists(),
        _("It has imported rows. Undo it instead."),
    )
    history.record(run, "deleted", by=by)
    path = files.path(ROOM, run.stored) if run.stored else None
    run.delete()
    if path:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


@transaction.atomic
def again(run: Import, kind: type[Kind], *, by: User) -> Import:
    """Read the same file as something else: the opening stock that stands beside the items, for instance."""
    if not run.stored:
        raise Refusal(_("The file is gone. Send it again."))
    path = files.path(ROOM, run.stored)
    require(path.exists(), _("The file is gone. Send it again."))
    stored = files.new(ROOM, ".rows")
    files.path(ROOM, stored).hardlink_to(path)
    other = Import(number=numbers.take("imports", first=1), kind=kind.key, made_by=by, stored=stored)
    _describe(other, kind, run.file_name, run.rows)
    _try(other, by)
    return other


def unused(run: Import) -> list[str]:
    """The columns that nothing is read from: neither now, nor where the file is read as what else such files hold."""
    beside = [heads_of.guess(all_kinds()[key], run.heads) for key in kind_of(run).together]
    return heads_of.unused(run.heads, run.mapping, *beside)


def others(run: Import) -> list[type[Kind]]:
    """What else the file seems to hold: kinds whose required columns its heads name."""
    found = []
    for kind in all_kinds().values():
        mapping = heads_of.guess(kind, run.heads)
        if kind.key != run.kind and kind.dated and not heads_of.lacks(kind, mapping):
            found.append(kind)
    return found
