"""The faces that paper is printed with: which signs they have and how wide each is. The press alone draws with them."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont


@dataclass(frozen=True)
class Face:
    """A family of letters: its name, its files, and how heavy its strong one is."""

    family: str
    regular: str
    strong: str
    weight: int


FACES = {
    "roboto": Face("Roboto", "Roboto-Regular", "Roboto-Medium", 500),
    "open_sans": Face("Open Sans", "OpenSans-Regular", "OpenSans-Semibold", 600),
    "liberation_sans": Face("Liberation Sans", "LiberationSans-Regular", "LiberationSans-Bold", 700),
    "liberation_serif": Face("Liberation Serif", "LiberationSerif-Regular", "LiberationSerif-Bold", 700),
}
FOLDER = Path(__file__).resolve().parent / "fonts"
NO_GLYPH = "\u25a1"  # a white square, which the second face has
PICTOGRAMS = {"So", "Sk", "Co", "Cs", "Cn", "Cc", "Cf"}
KEPT = {"\n", "\u00ad"}
JOINERS = {"\ufe0e", "\ufe0f", "\u20e3"}


@cache
def advances(name: str) -> dict[int, float]:
    """The width of every sign of a face, in parts of its size."""
    font = TTFont(FOLDER / f"{name}.ttf", lazy=True)
    widths, scale = font["hmtx"], font["head"].unitsPerEm
    return {sign: widths[glyph][0] / scale for sign, glyph in font.getBestCmap().items()}


def printable(text: str) -> str:
    """The text as the faces can draw it: pictograms, controls and turns of direction fall away, a letter of a script
    that no face has becomes a square."""
    return unicodedata.normalize("NFC", text).translate(_SIGNS)


class _Signs(dict[int, str | None]):
    """What becomes of each sign, found out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        category = unicodedata.category(sign)
        kept: str | None = sign
        if sign in JOINERS or (category in ("Cc", "Cf") and sign not in KEPT):
            kept = None
        elif sign not in KEPT and code not in advances("Roboto-Regular") and code not in advances("DejaVuSans"):
            kept = None if category in PICTOGRAMS else NO_GLYPH
        self[code] = kept
        return kept


_SIGNS = _Signs()
