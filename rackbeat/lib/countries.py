"""Names of countries in the reader's language (from the Unicode locale data), for choosing and for addresses."""

from functools import cache

from babel import Locale
from django.conf import settings
from django.utils import translation

NEAR = ["NO", "DK", "SE", "FI", "IS", "DE", "NL", "GB", "PL", "FO", "GL"]  # offered first
ISO = 2  # letters of a country's code; longer ones are regions of the world


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language.replace("-", "_")).territories
    return {code: name for code, name in territories.items() if len(code) == ISO and code.isalpha() and code != "ZZ"}


def name(code: str) -> str:
    """The country's name in the active language; a code that is none stays as it is."""
    return _names(translation.get_language() or "en").get(code, code)


def choices() -> list[tuple[str, str]]:
    """(code, name) with the near ones first, the rest by name; an empty one stands for "not said"."""
    names = _names(translation.get_language() or "en")
    rest = sorted((code for code in names if code not in NEAR), key=lambda code: names[code])
    return [("", ""), *((code, names[code]) for code in [*NEAR, *rest])]


@cache
def by_word() -> dict[str, str]:
    """The code by itself and by the country's name in each of our languages, all in small letters."""
    found = {name.casefold(): code for language, _name in settings.LANGUAGES for code, name in _names(language).items()}
    return {**found, **{code.casefold(): code for code in found.values()}}
