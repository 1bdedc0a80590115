"""Paper: a sheet becomes HTML and the HTML a PDF; it prints any document without knowing its class."""

import re
from functools import cache

from django.template.loader import get_template
from django.utils import translation

from layouts.faces import FACES, Face, printable
from layouts.presses import PaperFailed, presses
from layouts.sheet import MOST_LINES, MOST_SIGNS, Column, Row, Sheet
from layouts.widths import widths

LONG = 200  # above this many lines a document is printed in the long lane and without tags, which cost a quarter
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

__all__ = ["PaperFailed", "html", "own_css", "pdf"]


def pdf(sheet: Sheet) -> bytes:
    """The printed sheet. The same sheet gives the same bytes. Raises PaperFailed; the caller's document is unharmed."""
    if len(sheet.rows) > MOST_LINES:
        raise PaperFailed(f"{len(sheet.rows)} lines; a paper has at most {MOST_LINES}")
    is_long = len(sheet.rows) > LONG
    return presses.print(html(sheet), own_css(sheet), sheet.assets, tagged=not is_long, is_long=is_long)


def html(sheet: Sheet, stylesheets: tuple[str, ...] = (), *, changed: str = "") -> str:
    """The sheet as a page. A preview names the stylesheets by address and may outline a block; the press has them loaded."""
    logo, signed = sheet.seller.logo, sheet.signed
    with translation.override(sheet.language):
        text = _template().render(
            {
                "sheet": sheet,
                "rows": [_row(sheet.columns, row) for row in sheet.rows],
                "totals": _totals(sheet),
                "stylesheets": stylesheets,
                "logo": logo and (logo.data if stylesheets else logo.address),
                "signed": signed and (signed.data if stylesheets else signed.address),
                "changed": changed,
            }
        )
    return printable(text)


def own_css(sheet: Sheet, fonts: str = "") -> str:
    """The small sheet of this one paper: widths of its columns and its layout's taste, numbers, colours and known names only.

    `fonts`: for the preview, the address under which a browser finds the faces.
    """
    look = sheet.look
    face = FACES.get(look.font, FACES["roboto"])
    size = min(max(float(look.font_size), 7.0), 12.0)
    accent, ink = (
        colour if COLOUR.fullmatch(colour) else usual
        for colour, usual in ((look.accent, "#017272"), (look.ink, "#1b222b"))
    )
    top, right, bottom, left = (min(max(int(each), 8), 50) for each in look.margins)
    family = f'"{face.family}","DejaVu Sans"'
    rules = [_font_face(face, weight, name, fonts) for weight, name in _files(face) if fonts]
    rules += [
        f"html{{font-family:{family};font-size:{size:g}pt}}:root{{--accent:{accent};--ink:{ink};--strong:{face.weight}}}",
        f"@page{{margin:{top}mm {right}mm {bottom}mm {left}mm}}",
        "".join(f"@page{{@{box}{{font-family:{family}}}}}" for box in ("top-left", "bottom-left", "bottom-right")),
        f"@media screen{{body{{padding:{top}mm {right}mm {max(bottom - 10, 4)}mm {left}mm}}"
        f"body::after{{left:{left}mm}}body[data-page]::before{{right:{right}mm}}}}",
    ]
    rules += [f".c{number}{{width:{width:.2f}mm}}" for number, width in enumerate(widths(sheet)) if width]
    return "".join(rules)


def _files(face: Face) -> tuple[tuple[int, str], tuple[int, str]]:
    return (400, face.regular), (face.weight, face.strong)


def _font_face(face: Face, weight: int, name: str, fonts: str) -> str:
    return f'@font-face{{font-family:"{face.family}";font-weight:{weight};src:url("{fonts}{name}.ttf")}}'


def _row(columns: tuple[Column, ...], row: Row) -> dict:
    if row.text:
        return {"text": row.text[:MOST_SIGNS], "is_heading": row.is_heading}
    cells = []
    for number, (column, value) in enumerate(zip(columns, row.cells, strict=True)):
        detail = row.detail[:MOST_SIGNS] if column.grows else ""
        cells.append((_class(column, is_first=number == 0), value[:MOST_SIGNS], detail))
    return {"cells": cells}


def _class(column: Column, *, is_first: bool) -> str:
    if column.align != "left":
        return column.align
    if column.grows:
        return "grows"
    return "unit" if column.key == "unit" else "lead" if is_first else "word"


def _totals(sheet: Sheet) -> list[dict]:
    """Totals with their classes: the strong one stands under a rule, the one before it keeps its distance."""
    rows = []
    for number, total in enumerate(sheet.totals):
        is_before = number + 1 < len(sheet.totals) and sheet.totals[number + 1].is_strong
        kind = "strong" if total.is_strong else "gap" if is_before else ""
        rows.append({"label": total.label, "value": total.value, "class": kind})
    return rows


@cache
def _template():
    return get_template("paper/document.html")
