"""Spreadsheets as rows: CSV in the usual codings and XLSX in, CSV that no program runs out. It knows no table of ours.

What comes in is written down once as lines of JSON, [row number, [cells]], and read from there: by any worker, from any
place, in flat memory.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from rackbeat.lib import sheet_reader
from rackbeat.lib.fields import SPACES
from rackbeat.lib.refusal import Refusal, require

MOST_BYTES = 25 * 1024 * 1024
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 2000
MOST_ROWS, MOST_COLUMNS = sheet_reader.MOST_ROWS - 1, sheet_reader.MOST_COLUMNS
LONGEST_CELL = 10_000
READER = Path(sheet_reader.__file__)
SEPARATORS = ";\t,|"
SAMPLE = 64 * 1024
LOOKED_AT = 11  # lines after the first
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Sheet:
    """What was read: how many rows, the head among them, and how wide the widest is."""

    rows: int
    width: int


# --- in -----------------------------------------------------------------------------------------------------------


def convert(upload: IO[bytes], size: int, target: Path) -> Sheet:
    """Write the rows of an uploaded file to `target`. Raises Refusal for what is too large or no table."""
    require(size <= MOST_BYTES, _("The file is larger than 25 MB. Split it, or save it as CSV."), field="file")
    require(size, _("The file is empty."), field="file")
    start = upload.read(4)
    upload.seek(0)
    packed = start == b"PK\x03\x04"
    require(
        packed or start != b"\xd0\xcf\x11\xe0", _("Save the workbook as .xlsx or .csv: .xls is too old."), field="file"
    )
    with target.open("w", encoding="utf-8") as out:
        sheet = _keep(_unpacked(upload, target) if packed else _separated(upload), out)
    require(sheet.rows > 1, _("The file holds no rows under its first one, which names the columns."), field="file")
    return sheet


def _keep(rows: Iterable[tuple[int, list[Any]]], out: IO[str]) -> Sheet:
    count = width = 0
    for number, cells in rows:
        while cells and cells[-1] in ("", None):
            cells.pop()
        count, width = count + 1, max(width, len(cells))
        require(count <= MOST_ROWS + 1, _("The file has more than 200,000 rows. Split it."), field="file")
        require(width <= MOST_COLUMNS, _("The file has more than 200 columns."), field="file")
        long = next((cell for cell in cells if isinstance(cell, str) and len(cell) > LONGEST_CELL), None)
        require(long is None, _("Row %(row)s holds a text that is far too long.") % {"row": number}, field="file")
        out.write(json.dumps([number, cells], ensure_ascii=False) + "\n")
    return Sheet(count, width)


def _unpacked(upload: IO[bytes], target: Path) -> Iterator[tuple[int, list[Any]]]:
    """The first visible sheet of a workbook, read by a process that may not use much."""
    unreadable = Refusal(_("The workbook cannot be read. Save it again as .xlsx or .csv."), field="file")
    try:
        with zipfile.ZipFile(upload) as parts:
            sizes = [part.file_size for part in parts.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError):
        raise unreadable from None
    fits = len(sizes) <= MOST_PARTS and sum(sizes) <= MOST_UNPACKED
    require(fits, _("Unpacked, the workbook is far too large. Save the sheet as CSV."), field="file")
    upload.seek(0)
    book = target.with_suffix(".xlsx")
    try:
        with book.open("wb") as copy:
            while chunk := upload.read(1 << 20):
                copy.write(chunk)
        yield from _read_by_another(book, unreadable)
    finally:
        book.unlink(missing_ok=True)


def _read_by_another(book: Path, unreadable: Refusal) -> Iterator[tuple[int, list[Any]]]:
    command = [sys.executable, "-I", str(READER), str(book)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as reader:
        try:
            assert reader.stdout is not None
            for line in reader.stdout:
                number, cells = json.loads(line)
                yield number, [_clean(cell) if isinstance(cell, str) else cell for cell in cells]
        finally:
            if reader.poll() is None and sys.exc_info()[0] is not None:
                reader.kill()
        code = reader.wait()
    require(code != 3, _("The sheet has more than 200,000 rows or 200 columns. Split it."), field="file")
    if code:
        raise unreadable


def _separated(upload: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    sample = upload.read(SAMPLE)
    encoding = guess_encoding(sample, upload)
    upload.seek(0)
    text = io.TextIOWrapper(upload, encoding=encoding, newline="")
    try:
        yield from _records(text)
    except (UnicodeDecodeError, csv.Error):
        raise Refusal(_("The file cannot be read as a table. Save it as CSV (UTF-8) or .xlsx."), field="file") from None
    finally:
        if not upload.closed:
            text.detach()


def _records(text: io.TextIOWrapper) -> Iterator[tuple[int, list[Any]]]:
    first = text.readline()
    told = re.fullmatch(r"sep=(.)\s*", first)  # what one spreadsheet program writes for itself
    number = 2 if told else 1
    begin = [] if told else [first, *islice(text, LOOKED_AT)]
    separator = told.group(1) if told else guess_separator(begin)
    rest = chain(begin, text)
    for row in csv.reader(rest, delimiter=separator, strict=False):
        cells: list[Any] = [_clean(cell) for cell in row]
        if any(cells):
            yield number, cells
        number += 1


def _clean(cell: str) -> str:
    """Without what cannot be kept; an apostrophe that `harmless` put before a formula is taken off again."""
    cell = cell.replace("\x00", "").replace("\u00a0", " ").strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(STARTS_A_FORMULA) else cell


def guess_encoding(sample: bytes, upload: IO[bytes]) -> str:
    """UTF-16 and UTF-8 by their marks, UTF-8 where all of it is, else what Windows writes."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if sample[1:200:2].count(0) > 40:
        return "utf-16-le"
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    upload.seek(0)
    reader = io.TextIOWrapper(upload, encoding="utf-8", newline="")
    try:
        while reader.read(1 << 20):
            pass
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        reader.detach()
    return "utf-8"


def guess_separator(lines: Sequence[str]) -> str:
    """The sign that stands most often between the heads; what is quoted does not count.

    Where the first line is hardly a row of heads it may be a title: then the sign that divides most lines alike.
    """
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]
    best = max(SEPARATORS, key=lambda sign: (bare[0].count(sign), -SEPARATORS.index(sign)))
    if bare[0].count(best) > 1:
        return best

    def divides(sign: str) -> tuple[int, int, int]:
        counts = Counter(line.count(sign) for line in bare if sign in line)
        count, lines = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return lines, count, -SEPARATORS.index(sign)

    return max(SEPARATORS, key=divides)


def rows(path: Path, offset: int = 0) -> Iterator[tuple[int, list[Any], int]]:
    """(row number, cells, where the next one begins) of what was kept, from a place in it on."""
    with path.open("rb") as kept:
        kept.seek(offset)
        while line := kept.readline():
            number, cells = json.loads(line, parse_float=Decimal)
            yield number, cells, kept.tell()


def drop(path: Path, count: int) -> None:
    """Throw the first rows of what was kept away: titles above the names of the columns."""
    short = path.with_suffix(".short")
    with path.open("rb") as kept, short.open("wb") as out:
        for _row in range(count):
            kept.readline()
        shutil.copyfileobj(kept, out)
    short.replace(path)


# --- cells ----------------------------------------------------------------------------------------------------------


def text_of(cell: Any) -> str:
    """A cell as it was typed."""
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def guess_decimal(cells: Iterable[Any], usual: str) -> str:
    """Comma or point: as the numbers of the file write it, else as is usual here."""
    texts = [_bare(cell) for cell in cells if isinstance(cell, str)]
    comma = sum(bool(re.fullmatch(r"-?[\d. ]*\d,\d{1,2}|-?\d+,\d{4,6}", text)) for text in texts)
    point = sum(bool(re.fullmatch(r"-?[\d, ]*\d\.\d{1,2}|-?\d+\.\d{4,6}", text)) for text in texts)
    return usual if comma == point else "," if comma > point else "."


MARKS = re.compile(r"^(kr\.?|nok|dkk|sek|eur|€)|([,.]-|kr\.?|nok|dkk|sek|eur|€|%)+$", re.IGNORECASE)


def _bare(text: str) -> str:
    return MARKS.sub("", text.translate(SPACES)) if len(text) < 60 else text  # none is longer, and the search would be


def typed_number(cell: Any, decimal: str) -> Decimal | None:
    """A number as a person types it: with a currency, a percent sign or ",-" about it ("kr 499,-" is 499)."""
    return number_of(_bare(cell) if isinstance(cell, str) else cell, decimal)


def number_of(cell: Any, decimal: str) -> Decimal | None:
    """A number as the file writes it; None for what is none."""
    if isinstance(cell, int | Decimal):
        return Decimal(cell)
    text = str(cell).translate(SPACES)
    point, other = re.escape(decimal), "," if decimal == "." else "."
    if re.fullmatch(rf"[-+]?(\d{{1,3}}(\{other}\d{{3}})+|\d+)({point}\d+)?", text, re.ASCII):
        return Decimal(text.replace(other, "").replace(decimal, ".")) if len(text) < 40 else None
    if re.fullmatch(
        rf"[-+]?\d+\{other}(\d{{1,2}}|\d{{4,}})", text, re.ASCII
    ):  # the other sign, but it can mean nothing else
        return Decimal(text.replace(other, ".")) if len(text) < 40 else None
    return None


# --- out ------------------------------------------------------------------------------------------------------------


def harmless(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; numbers below zero are left alone."""
    text = text_of(value)
    if text.startswith(STARTS_A_FORMULA) and number_of(text, ".") is None and number_of(text, ",") is None:
        return f"'{text}"
    return text


def csv_bytes(lines: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """Semicolons and a byte order mark, as spreadsheets here expect; line by line."""
    yield b"\xef\xbb\xbf"
    for line in lines:
        out = io.StringIO()
        csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([harmless(cell) for cell in line])
        yield out.getvalue().encode()
