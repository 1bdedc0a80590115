"""A list as a file: the rows of this filter, in this order, with these columns, and nothing that a sheet would run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from django.utils.formats import get_format
from django.utils.text import slugify
from django.utils.timezone import localtime

from rackbeat.lib.lists.columns import Column

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
KEPT_IN_MEMORY = 2_000_000


def written(value: Any) -> str:
    """A value as a spreadsheet in the reader's language reads it. What looks like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", str(get_format("DECIMAL_SEPARATOR")))
    if isinstance(value, dt.datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, int | dt.date):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def csv_file(rows: Iterable[Any], columns: list[Column], model: Any, page: Any) -> IO[bytes]:
    """Semicolons and a byte order mark, as spreadsheets here expect; on disk when it grows, so memory stays flat."""
    raw = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY, mode="w+b")  # noqa: SIM115 - the answer closes it
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="", write_through=True)  # type: ignore[type-var]
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([written(str(column.label(model))) for column in columns])
    for row in rows:
        writer.writerow([written(column.plain(row, page)) for column in columns])
    text.detach()
    raw.seek(0)
    return raw


def answer(rows: Iterable[Any], columns: list[Column], model: Any, page: Any) -> FileResponse:
    name = f"{slugify(str(page.title)) or 'list'}-{page.today:%Y-%m-%d}.csv"
    return FileResponse(
        csv_file(rows, columns, model, page), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )
