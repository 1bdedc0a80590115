"""What may happen to locations: made, moved in the tree, barred, thrown away while unused. What lies there it leaves alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import User
from inventory import registers
from inventory.models import Location
from rackbeat.lib.refusal import require


@transaction.atomic
def create(*, by: User, **facts: Any) -> Location:
    """A new location, on its own or in another one."""
    facts["code"] = _require_code(facts.get("code", ""))
    location = Location(**facts)
    _require_standing(location)
    if location.is_default:
        _make_room(location)
    return registers.create(location, by=by, identity="code")


@transaction.atomic
def change(location: Location, *, by: User, **facts: Any) -> Location:
    """Write new facts. A location cannot lie in itself, and one location is always the default."""
    everywhere = {row.pk: row for row in Location.objects.select_for_update(no_key=True).order_by("pk")}
    location = everywhere[location.pk]
    if "code" in facts:
        facts["code"] = _require_code(facts["code"])
    if parent := facts.get("parent"):
        require(
            location.pk not in (row.pk for row in upwards(everywhere[parent.pk], everywhere)),
            _("%(parent)s lies in %(location)s, so it cannot be the other way round.")
            % {"parent": parent, "location": location},
            field="parent",
        )
    if not facts.get("is_default", location.is_default) and location.is_default:
        require(False, _("Make another location the default instead."), field="is_default")
    if facts.get("is_default") and not location.is_default:
        require(not location.is_barred, _("A barred location cannot be the default."), field="is_default")
        _make_room(location)
    _require_standing(location, facts)
    return registers.change(location, facts, by=by, identity="code")


def _require_code(code: str) -> str:
    code = code.strip()
    require(code, _("Give the location a code."), field="code")
    return code


def _require_standing(location: Location, facts: dict[str, Any] | None = None) -> None:
    said = {"is_default": location.is_default, "is_transport": location.is_transport} | (facts or {})
    both = said["is_default"] and said["is_transport"]
    require(not both, _("The default location is no transport location."), field="is_transport")


def _make_room(location: Location) -> None:
    """Only one location is the default."""
    Location.objects.filter(is_default=True).exclude(pk=location.pk).update(is_default=False)


@transaction.atomic
def bar(location: Location, *, by: User) -> Location:
    """Keep the location, but offer it no more. What lies there can still be picked."""
    location = Location.objects.lock(location)
    require(not location.is_default, _("The default location cannot be barred. Make another one the default first."))
    return _bar(location, True, by)


@transaction.atomic
def unbar(location: Location, *, by: User) -> Location:
    """Offer the location again."""
    return _bar(Location.objects.lock(location), False, by)


def _bar(location: Location, barred: bool, by: User) -> Location:
    if location.is_barred != barred:
        location.is_barred = barred
        location.save(update_fields=["is_barred"])
        history.record(location, "barred" if barred else "unbarred", by=by)
    return location


@transaction.atomic
def delete(location: Location, *, by: User) -> None:
    """Throw a location away in which nothing ever lay."""
    location = Location.objects.lock(location)
    require(not location.is_default, _("The default location stays. Make another one the default first."))
    registers.delete(location, _("The location is in use and stays. Bar it instead."), by=by)


# --- the tree ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A location as it stands in the tree: how deep, and what it lies in, from the outside in."""

    location: Location
    depth: int
    within: tuple[Location, ...]

    @property
    def path(self) -> str:
        """“Main warehouse › Aisle B”: what it lies in, in words."""
        return " › ".join(outer.name or outer.code for outer in self.within)


def upwards(location: Location, everywhere: dict[int, Location]) -> list[Location]:
    """The location and all that it lies in, from the inside out. It ends even where the data runs in a circle."""
    found: list[Location] = []
    step: Location | None = location
    while step is not None and step not in found:
        found.append(step)
        step = everywhere.get(step.parent_id) if step.parent_id else None
    return found


def tree(locations: Iterable[Location]) -> list[Place]:
    """All of them in the order of the tree: each after what it lies in, level by level by code."""
    rows = sorted(locations, key=lambda row: row.code)
    everywhere = {row.pk: row for row in rows}
    chains = {row.pk: upwards(row, everywhere)[::-1] for row in rows}
    rows.sort(key=lambda row: [step.code for step in chains[row.pk]])
    return [Place(row, len(chains[row.pk]) - 1, tuple(chains[row.pk][:-1])) for row in rows]


def inside(location: Location, locations: Iterable[Location]) -> set[int]:
    """The ids of the location and of all that lies in it."""
    rows = list(locations)
    everywhere = {row.pk: row for row in rows}
    return {row.pk for row in rows if location in upwards(row, everywhere)}
