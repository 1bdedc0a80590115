"""A report: rows under columns, maybe in parts with a sum each. Drawn on the screen, as CSV, XLSX or on paper; it asks nothing."""

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Agreement
from layouts.faces import printable
from layouts.presses import presses
from layouts.sender import footer
from rackbeat.lib.lists import AmountColumn, Column, QuantityColumn
from rackbeat.lib.lists.columns import Cell
from rackbeat.lib.lists.export import written
from rackbeat.lib.refusal import require

FORMATS = ("csv", "xlsx", "pdf")
MOST_ON_PAPER = 3_000  # rows; a paper of more nobody reads, and it would take longer than a page may
ROWS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Part:
    """Rows under a heading, with sums by a column's key."""

    label: str = ""
    rows: list[Any] = field(default_factory=list)
    sums: dict[str, Any] = field(default_factory=dict)


@dataclass
class Report:
    """What was asked (`facts`), and the answer. `row_url` leads from a row to what it is about."""

    title: str
    agreement: Agreement
    columns: list[Column]
    parts: list[Part]
    sums: dict[str, Any] = field(default_factory=dict)
    facts: list[tuple[Any, Any]] = field(default_factory=list)
    row_url: Callable[[Any], str] = lambda row: ""
    row_class: Callable[[Any], str] = lambda row: ""
    total: str = ""

    @property
    def today(self) -> dt.date:
        return self.agreement.today()

    # --- what a column of lists asks of its page ---

    def url_of(self, row: Any) -> str:
        return self.row_url(row)

    def marks_archived(self, row: Any) -> bool:
        return False

    # --- reading it ---

    @property
    def rows(self) -> Iterator[Any]:
        for part in self.parts:
            yield from part.rows

    @property
    def count(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    @property
    def heads(self) -> list[tuple[str, str]]:
        """(words, class) of each column."""
        return [(str(column.label(None)), column.classes(head=True)) for column in self.columns]

    def cells(self, row: Any) -> list[tuple[Cell, str]]:
        """Each cell with its column's words, which a phone shows beside it."""
        return [(column.cell(row, self), str(column.label(None))) for column in self.columns]

    def foot(self, sums: dict[str, Any]) -> list[tuple[str, str]]:
        """(text, class) of the columns behind the first summed one, that one included."""
        found = [(self._sum(column, sums), column.classes()) for column in self.columns]
        return found[self.lead :]

    def _sum(self, column: Column, sums: dict[str, Any]) -> str:
        value = sums.get(column.key)
        return "" if value is None else column.text(value, None, self)

    @property
    def lead(self) -> int:
        """How many columns stand before the first one that is summed."""
        known = {key for sums in (self.sums, *(part.sums for part in self.parts)) for key in sums}
        return next((n for n, column in enumerate(self.columns) if column.key in known), len(self.columns))


@dataclass(frozen=True)
class Drawn:
    """A part as a page shows it: so many of its rows, with the sum of all of them."""

    label: str
    count: int
    rows: list[tuple[str, list[tuple[Cell, str]]]]
    foot: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """One page of a report: what templates/reports/_table.html draws."""

    report: Report
    number: int
    pages: int
    parts: list[Drawn]

    @property
    def foot(self) -> list[tuple[str, str]]:
        return self.report.foot(self.report.sums) if self.report.sums else []


def page(report: Report, wanted: str = "") -> Page:
    """So many rows, each part with the sum of all of its rows."""
    pages = max(-(-report.count // ROWS), 1)
    number = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 1
    first, last, seen, found = (number - 1) * ROWS, number * ROWS, 0, []
    for part in report.parts:
        rows = part.rows[max(first - seen, 0) : max(last - seen, 0)]
        if rows or (not part.rows and number == pages):
            drawn = [(report.row_class(row), report.cells(row)) for row in rows]
            found.append(Drawn(part.label, len(part.rows), drawn, report.foot(part.sums)))
        seen += len(part.rows)
    return Page(report, number, pages, found)


# --- as a file ---------------------------------------------------------------------------------------------------------


def answer(report: Report, form: str) -> HttpResponseBase:
    """The file that was asked for. Raises Refusal where the report is too long for paper, PaperFailed where the press fails."""
    make, kind = {
        "csv": (as_csv, "text/csv; charset=utf-8"),
        "xlsx": (as_xlsx, XLSX),
        "pdf": (as_pdf, "application/pdf"),
    }[form]
    response = HttpResponse(make(report), content_type=kind)
    name = f"{slugify(report.title) or 'report'}-{report.today:%Y-%m-%d}.{form}"
    response["Content-Disposition"] = str(content_disposition_header(form != "pdf", name))
    return response


def as_csv(report: Report) -> bytes:
    """All rows without their headings, as spreadsheets here read them."""
    import csv

    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([written(words) for words, _css in report.heads])
    for row in report.rows:
        writer.writerow([written(column.plain(row, report)) for column in report.columns])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(report: Report) -> bytes:
    """All rows with numbers as numbers and days as days; what was asked stands on a sheet of its own."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "constant_memory": True, "default_date_format": "dd.mm.yyyy"})
    book.set_properties({"title": report.title, "company": report.agreement.name})
    looks = {key: book.add_format(facts) for key, facts in LOOKS.items()}
    sheet = book.add_worksheet(_sheet_name(report.title))
    for number, column in enumerate(report.columns):
        sheet.set_column(number, number, 40 if column.wide else 14)
    sheet.freeze_panes(1, 0)
    for number, (words, _css) in enumerate(report.heads):
        sheet.write_string(0, number, words, looks["right" if report.columns[number].numeric else "head"])
    for line, row in enumerate(report.rows, start=1):
        for number, column in enumerate(report.columns):
            _write(sheet, (line, number), column.plain(row, report), column, looks)
    if report.sums:
        for number, column in enumerate(report.columns):
            value = report.total if number == 0 else report.sums.get(column.key)
            _write(
                sheet, (report.count + 1, number), value, column, {**looks, "": looks["strong"], "sum": looks["total"]}
            )
    about = book.add_worksheet(_sheet_name(_("About this report")))
    about.set_column(0, 1, 30)
    for line, (label, value) in enumerate(_told(report)):
        about.write_string(line, 0, str(label), looks["head"])
        about.write_string(line, 1, value)
    book.close()
    return raw.getvalue()


LOOKS = {
    "": {},
    "head": {"bold": True, "bottom": 1},
    "right": {"bold": True, "bottom": 1, "align": "right"},
    "sum": {"num_format": "#,##0.00"},
    "strong": {"bold": True, "top": 1},
    "total": {"bold": True, "top": 1, "num_format": "#,##0.00"},
    "quantity": {"num_format": "#,##0.######"},
    "date": {"num_format": "dd.mm.yyyy"},
}


def _sheet_name(words: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", words)[:31] or "Report"


def _write(sheet: Any, at: tuple[int, int], value: Any, column: Column, looks: dict[str, Any]) -> None:
    """One cell; words never run as a formula."""
    if value is None or value == "":
        sheet.write_blank(*at, None, looks[""])
    elif isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        look = "sum" if isinstance(column, AmountColumn) else "quantity" if isinstance(column, QuantityColumn) else ""
        sheet.write_number(*at, value, looks[look])
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(*at, localtime(value).replace(tzinfo=None), looks["date"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, dt.datetime.combine(value, dt.time()), looks["date"])
    else:
        sheet.write_string(*at, str(value), looks[""])


def _told(report: Report) -> Iterable[tuple[str, str]]:
    """Whose report it is, of what, and when it was made."""
    from rackbeat.lib import periods
    from rackbeat.templatetags import ui

    yield report.title, report.agreement.name
    for label, value in report.facts:
        yield str(label), ui.longday(value) if isinstance(value, dt.date) else str(value)
    yield _("Made"), ui.moment(periods.now())


def as_pdf(report: Report) -> bytes:
    """A table on A4, across where there are many columns."""
    require(
        report.count <= MOST_ON_PAPER,
        _("%(count)s rows are too many for paper. Narrow the report down, or take it as Excel.")
        % {"count": report.count},
    )
    across = len(report.columns) > 6
    widths = [_width(column) for column in report.columns]
    context = {
        "report": report,
        "language": get_language(),
        "told": list(_told(report))[1:],
        "heads": [(words, _place(column)) for (words, _c), column in zip(report.heads, report.columns, strict=True)],
        "parts": [
            {
                "label": part.label,
                "rows": [
                    [(_place(column), _text(column, row, report)) for column in report.columns] for row in part.rows
                ],
                "foot": report.foot(part.sums) if part.sums else [],
            }
            for part in report.parts
        ],
        "foot": report.foot(report.sums) if report.sums else [],
        "footer": footer(report.agreement, None),
    }
    css = "html{font-size:8.5pt}" + ("@page{size:A4 landscape}" if across else "")
    css += "".join(f".c{number}{{width:{width}mm}}" for number, width in enumerate(widths) if width)
    html = printable(render_to_string("paper/report.html", context))
    return presses.print(html, css, tagged=report.count <= 200, is_long=report.count > 200)


def _place(column: Column) -> str:
    return "right" if column.numeric else "grows" if column.wide else "word"


def _text(column: Column, row: Any, report: Report) -> str:
    return str(column.text(column.of(row), row, report))


def _width(column: Column) -> int:
    """In millimetres; 0 for the rest of the page."""
    return 0 if column.wide else 25 if isinstance(column, AmountColumn) else 22 if column.numeric else 24
