"""All data of an agreement as one file: asked for by an owner, made by the worker from one moment, kept for a week.

Each table comes twice, as CSV and as JSON; stored papers come as they are. What would open a door (tokens, sealed
passwords) stays inside.
"""

import csv
import hashlib
import io
import json
import logging
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import files, history
from accounts.models import Agreement, DataExport, Membership, User
from accounts.tenancy import acting_for, tenant_models
from rackbeat.lib import periods, working
from rackbeat.lib.lists.export import STARTS_A_FORMULA
from rackbeat.lib.refusal import require
from rackbeat.lib.working import Standing

ROOM = "exports"
KEPT = timedelta(days=7)
PATIENCE = timedelta(hours=2)  # a worker that was killed does not keep an owner from asking again
LEFT_OUT = {"accounts.submission", "accounts.searchentry", "accounts.dataexport", "accounts.booksproof"}
DOORS = ("password", "secret", "sealed", "token", "stored")
CHUNK = 2000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    done: int
    of: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.of if self.of else 0


@transaction.atomic
def ask(agreement: Agreement, *, by: User) -> DataExport:
    """Queue the making of the file."""
    from accounts import jobs

    waiting = DataExport.objects.filter(ready_at=None, failed_at=None, asked_at__gt=periods.now() - PATIENCE)
    busy = any(standing(each) is not Standing.GONE for each in waiting)
    require(not busy, _("A file is being made already. Wait for it."))
    export = DataExport.objects.create(asked_by=by)
    history.record(agreement, "export_asked", by=by)
    jobs.take_out.defer(agreement=agreement.pk, export=export.pk)
    return export


def standing(export: DataExport) -> Standing | None:
    """How the making of the file stands; None where it is over."""
    if not export.is_under_way:
        return None
    return working.on(export, "accounts.take_out", export=export.pk)


@transaction.atomic
def take(export: DataExport, *, by: User) -> Path:
    """Where the file lies; that it was taken stands in the history."""
    path = files.path(ROOM, export.stored) if export.stored else None
    require(path is not None and path.is_file(), _("The file is kept for a week, and is gone. Ask for a new one."))
    assert path is not None
    history.record(export.agreement, "export_taken", by=by)
    return path


# --- the worker's part -------------------------------------------------------------------------------------------


def make(agreement_id: int, export_id: int) -> None:
    """Write the file, then say that it is there. Safe to run twice: the second time there is nothing left to do."""
    with acting_for(agreement_id):
        export = DataExport.objects.select_related("agreement").get(pk=export_id)
        if not export.is_under_way:
            return
        name = files.new(ROOM, ".zip")
        path = files.path(ROOM, name)
    try:
        with translation.override(export.agreement.language):
            tables, rows = _written(export, path)
    except Exception:
        log.exception("An export failed.")
        path.unlink(missing_ok=True)
        _end(agreement_id, export_id, failed_at=periods.now())
        raise
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    facts = {"stored": name, "size": path.stat().st_size, "sha256": digest, "tables": tables, "rows": rows}
    _end(agreement_id, export_id, ready_at=periods.now(), **facts)


def _end(agreement_id: int, export_id: int, **facts: Any) -> None:
    with acting_for(agreement_id):
        DataExport.objects.filter(pk=export_id).update(**facts)
        _mark(export_id).unlink(missing_ok=True)


def _written(export: DataExport, path: Path) -> tuple[int, int]:
    """Every table in one transaction that sees one moment, so that sums agree across tables."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with acting_for(export.agreement_id), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            found = models_taken()
            counts: dict[str, int] = {}
            for place, model in enumerate(found):
                _say(export.pk, Progress(place, len(found)))
                counts[_name(model)] = _table(archive, model, export.agreement)
            counts["people"] = _people(archive, export.agreement)
            archive.writestr("README.txt", _readme(export, counts))
    return len(counts), sum(counts.values())


def models_taken() -> list[type[models.Model]]:
    """Every table of an agreement but those left out, by name. People come by themselves, without what opens a door."""
    found = [
        model for model in tenant_models(apps) if model._meta.label_lower not in LEFT_OUT | {"accounts.membership"}
    ]
    return sorted(found, key=_name)


def _name(model: type[models.Model]) -> str:
    return model._meta.label_lower.replace(".", "_")


def _table(archive: zipfile.ZipFile, model: type[models.Model], agreement: Agreement) -> int:
    fields = [field for field in model._meta.concrete_fields if not any(door in field.name for door in DOORS)]
    plain = [
        field.attname for field in fields if not isinstance(field, models.BinaryField) and field.name != "agreement"
    ]
    bytes_ = [field.attname for field in fields if isinstance(field, models.BinaryField)]
    rows = model._default_manager.filter(agreement=agreement).order_by("pk")
    count = _both(archive, _name(model), plain, lambda: rows.values_list(*plain).iterator(chunk_size=CHUNK))
    for column in bytes_:
        for key, content in rows.values_list("pk", column).iterator(chunk_size=20):
            if content:
                archive.writestr(f"files/{_name(model)}/{key}{_suffix(bytes(content))}", bytes(content))
    return count


def _people(archive: zipfile.ZipFile, agreement: Agreement) -> int:
    columns = ["user_id", "user__name", "user__email", "user__language", "role", "is_barred", "created_at"]
    rows = Membership.objects.filter(agreement=agreement).order_by("pk")
    heads = [column.removeprefix("user__") for column in columns]
    return _both(archive, "people", heads, lambda: iter(rows.values_list(*columns)))


def _both(archive: zipfile.ZipFile, name: str, heads: list[str], rows: Any) -> int:
    count = 0
    with archive.open(f"csv/{name}.csv", "w", force_zip64=True) as raw:
        text = _text(raw, "utf-8-sig")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(heads)
        for row in rows():
            writer.writerow([_cell(value) for value in row])
            count += 1
        text.flush()
        text.detach()
    with archive.open(f"json/{name}.json", "w", force_zip64=True) as raw:
        text = _text(raw, "utf-8")
        text.write("[")
        for place, row in enumerate(rows()):
            text.write(",\n" if place else "\n")
            json.dump(dict(zip(heads, map(_value, row), strict=True)), text, ensure_ascii=False)
        text.write("\n]\n")
        text.flush()
        text.detach()
    return count


def _text(raw: IO[bytes], encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(raw, encoding=encoding, newline="")


def _value(value: Any) -> Any:
    """For JSON: numbers with decimals as text, so that no digit is lost; moments in UTC."""
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _cell(value: Any) -> str:
    """For CSV: as in JSON, and nothing that a spreadsheet would run."""
    plain = _value(value)
    if plain is None:
        return ""
    if isinstance(plain, list | dict):
        plain = json.dumps(plain, ensure_ascii=False)
    text = str(plain)
    return f"'{text}" if isinstance(value, str) and text.startswith(STARTS_A_FORMULA) else text


def _suffix(content: bytes) -> str:
    signs = {b"%PDF": ".pdf", b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
    return next((suffix for sign, suffix in signs.items() if content.startswith(sign)), ".bin")


def _readme(export: DataExport, counts: dict[str, int]) -> str:
    agreement = export.agreement
    words = {"number": agreement.number, "name": agreement.name, "at": f"{periods.now():%Y-%m-%d %H:%M} UTC"}
    lines = [
        _("All data of agreement %(number)s, %(name)s, as it stood at %(at)s.") % words,
        _("Each table comes as CSV (semicolons, points as decimal signs) and as JSON; files/ holds stored papers."),
        _(
            "A column that ends in _id names the id of a row in another table. Amounts are in the currency of their row."
        ),
        "",
        *(f"{name}: {count}" for name, count in counts.items()),
    ]
    return "\r\n".join(lines) + "\r\n"


# --- how far it is, and clearing away ------------------------------------------------------------------------------


def _mark(export_id: int) -> Path:
    """The file that says how far an export is: the transaction that reads everything writes nothing."""
    return files.path(ROOM, f"{export_id}.progress")


def _say(export_id: int, progress: Progress) -> None:
    mark = _mark(export_id)
    draft = mark.with_suffix(".new")
    draft.write_text(f"{progress.done} {progress.of}")
    draft.replace(mark)


def progress_of(export: DataExport) -> Progress:
    try:
        done, of = _mark(export.pk).read_text().split()
        return Progress(int(done), int(of))
    except (OSError, ValueError):
        return Progress(0, 0)


def purge() -> None:
    """Files that are older than a week go; that they were made stays known. For the agreement acted for."""
    for export in DataExport.objects.exclude(stored="").filter(ready_at__lt=periods.now() - KEPT):
        files.remove(ROOM, export.stored)
        DataExport.objects.filter(pk=export.pk).update(stored="")
    old = (periods.now() - KEPT).timestamp()
    for path in files.older_than(ROOM, old):
        path.unlink(missing_ok=True)
