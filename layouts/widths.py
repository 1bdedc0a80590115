"""How wide each column of a paper's lines must be, measured with the paper's own face before the press sees it.

A fixed table is the fastest to lay out, but its widths must be known; so a column of numbers gets what its widest
number needs, and the column of words gets the rest.
"""

from layouts.faces import FACES, advances
from layouts.sheet import Column, Sheet

GAP, UNIT_GAP = 3.2, 1.2  # mm before a column, as in the stylesheet
WORDS = 32.0  # mm at most for a column of words that does not grow: it wraps
REST = 36.0  # mm that the growing column keeps at least
BODY, HEAD = 0.945, 0.835  # of the layout's font size
POINT = 25.4 / 72


def widths(sheet: Sheet) -> list[float]:
    """Millimetres for every column; 0 for the one that takes the rest. Numbers get what they need, words wrap."""
    size = sheet.look.font_size * POINT
    found = [_width(sheet, number, column, size) for number, column in enumerate(sheet.columns)]
    missing = sum(found) + REST - sheet.look.width
    words = sum(width for width, column in zip(found, sheet.columns, strict=True) if column.align == "left")
    if missing > 0 and words:
        share = max(1 - missing / words, 0.4)
        found = [
            width * share if column.align == "left" else width
            for width, column in zip(found, sheet.columns, strict=True)
        ]
    return found


def _width(sheet: Sheet, number: int, column: Column, size: float) -> float:
    if column.grows:
        return 0.0
    face = FACES[sheet.look.font]
    gap = 0.0 if number == 0 else UNIT_GAP if column.key == "unit" else GAP
    needed = _measure(column.label, face.regular) * HEAD
    if column.align != "box":
        cells = {row.cells[number] for row in sheet.rows if row.cells}
        needed = max([needed, *(_measure(cell, face.strong if number == 0 else face.regular) * BODY for cell in cells)])
    needed = needed * size + 0.4
    if column.align == "left":
        needed = min(needed, WORDS)
    return max(gap + needed, sheet.look.width * column.width / 100)


def _measure(text: str, name: str) -> float:
    """The width of a word in a face, in parts of the font size."""
    face = advances(name)
    return sum(face.get(ord(sign), 0.65) for sign in text)
