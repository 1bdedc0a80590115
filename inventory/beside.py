"""What an import makes beside its own rows: groups, units and locations that they name and that nobody knows yet."""

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import models

from accounts import history
from accounts.importing.kinds import CREATED, Kind, Row
from accounts.models import Agreement
from inventory import defaults, items
from inventory.models import ItemGroup, Location, Unit

LONGEST_NUMBER = 6


def group(text: str) -> ItemGroup:
    """Kept in stock, with the country's usual VAT. A number alone is its number and its name."""
    agreement = Agreement.current()
    return ItemGroup(number=number_for(ItemGroup, text), name=text, vat_domestic=defaults.VAT[agreement.country])


def unit(text: str) -> Unit:
    return Unit(number=number_for(Unit, text), name=text)


def location(text: str) -> Location:
    return Location(code=text)


def number_for(register: type[models.Model], text: str) -> int:
    own = text.isascii() and text.isdigit() and 0 < len(text) <= LONGEST_NUMBER and int(text) > 0
    return int(text) if own and not text.startswith("0") else items.next_number(register)


MAKES: dict[str, tuple[type[models.Model], Callable[[str], models.Model]]] = {
    "group": (ItemGroup, group),
    "unit": (Unit, unit),
    "default_location": (Location, location),
    "location": (Location, location),
}


def made(kind: Kind, rows: Sequence[Row], unknown: dict[str, list[str]]) -> list[Row]:
    """Make what is unknown, each by the first row that names it. A name that cannot be one is refused at every row."""
    found = []
    for key, names in unknown.items():
        _model, build = MAKES[key]
        for text in names:
            naming = [row for row in rows if named(row, key) == text.casefold()]
            target = build(text)
            try:
                target.clean_fields(exclude=[each.name for each in target._meta.fields if each.is_relation])
            except ValidationError as error:
                for row in naming:
                    row.refuse(key, " ".join(error.messages))
                continue
            target.save(force_insert=True)
            history.record(target, "imported", by=kind.by, file=kind.run.file_name, number=kind.run.number)
            found.append(Row(naming[0].number, [], outcome=CREATED, target=target))
    return found


def names(rows: Sequence[Row], key: str) -> list[str]:
    """What the rows name, each once, as the first row writes it."""
    found: dict[str, str] = {}
    for row in rows:
        if text := named(row, key):
            found.setdefault(text, row.facts[key])
    return list(found.values())


def named(row: Row, key: str) -> str:
    text = row.facts.get(key)
    return text.casefold() if isinstance(text, str) else ""
