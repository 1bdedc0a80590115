"""Reads a workbook in a process of its own with little memory and time, because a sheet of two cells can claim millions.

Run as a script, without the application: `python sheet_reader.py book.xlsx`. Writes a line of JSON for each row that holds
something: [its number in the sheet, [cells]]. Numbers stay numbers, days are written as 2026-11-25.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 768 * 1024 * 1024
SECONDS = 60
MOST_ROWS, MOST_COLUMNS = 200_001, 200


def plain(cell: Any) -> Any:
    """A cell as JSON: 2040.0 is 2040, midnight is no hour."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d" if not (cell.hour or cell.minute) else "%Y-%m-%d %H:%M")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return cell


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_path(path)
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    sheet = book.get_sheet_by_name(shown[0] if shown else book.sheet_names[0])
    if sheet.total_width > MOST_COLUMNS or sheet.total_height > MOST_ROWS:
        sys.exit(3)
    first = sheet.start[0] if sheet.start else 0
    for number, cells in enumerate(sheet.iter_rows(), start=first + 1):
        row = [plain(cell) for cell in cells]
        if any(cell not in ("", None) for cell in row):
            sys.stdout.write(json.dumps([number, row], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
