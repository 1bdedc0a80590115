"""Which column of a file is meant by which of ours, by its head. It guesses; the user has the last word."""

import re
from typing import Any

from django.conf import settings
from django.utils.translation import override

from accounts.importing.kinds import Column, Kind


def folded(head: Any) -> str:
    """A head without case, marks and spaces: "Vare-nr." is "varenr"."""
    return re.sub(r"[\W_]+", "", str(head).casefold())


QUALIFIED = re.compile(
    r"\(.*?\)|\[.*?\]|\b(eksl?|ekskl|excl?|uten|uden|without)\b\.?\s*(mva|moms|vat)\b|\b(kr|nok|dkk|sek|eur)\b", re.I
)
WITH_VAT = re.compile(r"\b(in[ck]l|med|with|m)\b\.?\s*(mva|moms|vat)\b", re.I)


def plain(head: Any) -> str:
    """A head without what it says beside its word: "Utpris eks. mva (NOK)" is "utpris". A price with VAT is no such price."""
    text = str(head)[:100]  # as much as is kept of a head
    return folded(text if WITH_VAT.search(text) else QUALIFIED.sub(" ", text))


def names(column: Column) -> set[str]:
    """Everything that the column is called: its key, our word in each language, other programs' words."""
    found = {folded(column.key), *(folded(name) for name in column.names)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(folded(column.label))
    return found


def guess(kind: type[Kind], heads: list[Any]) -> dict[str, int]:
    """Our columns' places in the file. Each place is taken once, by the column that stands first in ours."""
    found: dict[str, int] = {}
    for reading in (folded, plain):  # word by word first, so that a head is never taken from whom it fits better
        places: dict[str, int] = {}
        for place, head in enumerate(heads):
            places.setdefault(reading(head), place)
        for column in kind.columns:
            meant = next((places[name] for name in sorted(names(column)) if name in places and name), None)
            if column.key not in found and meant is not None and meant not in found.values():
                found[column.key] = meant
    return found


def unused(heads: list[Any], *mappings: dict[str, int]) -> list[str]:
    """The heads of columns that none of the mappings reads."""
    read = {place for mapping in mappings for place in mapping.values()}
    return [str(head) for place, head in enumerate(heads) if place not in read and str(head).strip()]


def lacks(kind: type[Kind], mapping: dict[str, int]) -> list[Column]:
    """The columns that no row can do without."""
    return [column for column in kind.columns if column.required and column.key not in mapping]
