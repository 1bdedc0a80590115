"""A list as a file: the rows of this filter, in this order, with these columns, and nothing that a sheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.db.models import Prefetch
from django.http import FileResponse
from django.utils.formats import get_format
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rackbeat.lib.lists.columns import Column
from rackbeat.lib.refusal import require

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
KEPT_IN_MEMORY = 2_000_000
CHUNK = 2000
MOST_IN_A_SHEET = 1_048_576
LONGEST_CELL = 32_767
CENTS = -2


def written(value: Any) -> str:
    """A value as a spreadsheet in the reader's language reads it. What looks like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        plain = f"{value.normalize():f}" if value.as_tuple().exponent < CENTS else f"{value:f}"  # type: ignore[operator]
        return plain.replace(".", str(get_format("DECIMAL_SEPARATOR")))
    if isinstance(value, dt.datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, int | dt.date):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


@dataclass
class Export:
    """What is taken away: heads, and the values of each row in the reader's order. Read once, from the database's cursor."""

    heads: list[str]
    rows: Iterable[list[Any]]
    name: str


def of(page: Any, *, by_line: bool = False) -> Export:
    """The rows of a list as it stands, with the columns that it shows; or a row for each line of its documents."""
    found = page.filtered.order_by(*(key.order(False) for key in page.keys))
    columns, model = page.shown_columns, found.model
    heads = [str(column.label(model)) for column in columns]
    name = f"{slugify(str(page.title)) or 'list'}-{page.today:%Y-%m-%d}"
    if not by_line:
        rows = ([column.plain(row, page) for column in columns] for row in found.iterator(chunk_size=CHUNK))
        return Export(heads, rows, name)
    below = page.line_columns_shown
    lines = model._meta.get_field(page.lines).related_model
    heads += [str(column.label(lines)) for column in below]
    prefetched = Prefetch(page.lines, lines.objects.select_related(*page.line_relations))
    return Export(
        heads, _lines(page, found.prefetch_related(prefetched), columns, below), f"{name}-" + slugify(_("lines"))
    )


def _lines(page: Any, found: Any, columns: list[Column], below: list[Column]) -> Iterable[list[Any]]:
    for row in found.iterator(chunk_size=CHUNK // 4):
        head = [column.plain(row, page) for column in columns]
        for line in getattr(row, page.lines).all():
            yield [*head, *(column.plain(line, page) for column in below)]


def csv_file(taken: Export) -> IO[bytes]:
    """Semicolons and a byte order mark, as spreadsheets here expect; on disk when it grows, so memory stays flat."""
    raw = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY, mode="w+b")  # noqa: SIM115 - the answer closes it
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)  # type: ignore[type-var]
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([written(head) for head in taken.heads])
    for row in taken.rows:
        writer.writerow([written(value) for value in row])
    text.detach()
    raw.seek(0)
    return raw


def xlsx_file(taken: Export) -> IO[bytes]:
    """A workbook whose numbers are numbers and whose days are days; row by row to disk. No text becomes a formula or a link."""
    raw = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    book = xlsxwriter.Workbook(raw, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    bold, day, amount = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": 14}),
        book.add_format({"num_format": 4}),
    )
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 1)
    for at, head in enumerate(taken.heads):
        sheet.write_string(0, at, head, bold)
        sheet.set_column(at, at, max(10, min(40, len(head) + 4)))
    for n, row in enumerate(taken.rows, start=1):
        require(n < MOST_IN_A_SHEET, _("A sheet holds 1,048,575 rows. Take it as CSV, or narrow the filter."))
        for at, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(n, at, value)
            elif isinstance(value, Decimal):
                sheet.write_number(n, at, float(value), amount if value.as_tuple().exponent == CENTS else None)
            elif isinstance(value, int):
                sheet.write_number(n, at, value)
            elif isinstance(value, dt.datetime):
                sheet.write_datetime(n, at, localtime(value).replace(tzinfo=None), day)
            elif isinstance(value, dt.date):
                sheet.write_datetime(n, at, dt.datetime(value.year, value.month, value.day), day)
            elif value not in (None, ""):
                sheet.write_string(n, at, str(value)[:LONGEST_CELL])
    book.close()
    raw.seek(0)
    return raw


FORMATS: dict[str, tuple[Callable[[Export], IO[bytes]], str]] = {
    "csv": (csv_file, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def answer(page: Any, form: str, *, by_line: bool = False) -> FileResponse:
    write, kind = FORMATS[form]
    taken = of(page, by_line=by_line)
    return FileResponse(write(taken), as_attachment=True, filename=f"{taken.name}.{form}", content_type=kind)
