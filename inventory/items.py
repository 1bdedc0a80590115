"""What may happen to items, their groups and units: made, changed, barred, thrown away while unused. It posts nothing."""

from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Agreement, User
from accounts.tenancy import current_agreement_id
from inventory import registers
from inventory.models import CostState, Expected, Item, ItemGroup, Reservation, Unit
from rackbeat.lib.refusal import require

RESERVED_WORDS = {"new", "search"}  # they are addresses of their own


def _stands_still() -> None:
    """No posting may run while the kind of a group changes: it waits for the settings row, as for a closing."""
    Agreement.objects.select_for_update().get(pk=current_agreement_id())


def has_entries(items: Q) -> bool:
    """Whether the ledger knows any of these items (a condition on CostState, Reservation and Expected by `item`)."""
    promised = Q(quantity_open__gt=0)
    return (
        CostState.objects.filter(items, sequence__gt=0).exists()
        or Reservation.objects.filter(items & promised).exists()
        or Expected.objects.filter(items & promised).exists()
    )


# --- items -----------------------------------------------------------------------------------------------------------


def _require_number(number: str) -> str:
    number = number.strip()
    require(number, _("Give the item a number."), field="number")
    require(
        not set(number) & set("/?#\\") and number.lower() not in RESERVED_WORDS and number.strip("."),
        _("That cannot be an item's number, because the number is part of an address. Leave out / ? # and \\."),
        field="number",
    )
    return number


@transaction.atomic
def create(*, by: User, **facts: Any) -> Item:
    """A new item. Its number is free to choose and must not be in use."""
    return registers.create(fresh(**facts), by=by)


def fresh(**facts: Any) -> Item:
    """An item that could be saved: an import makes many of them in one statement."""
    facts["number"] = _require_number(facts.get("number", ""))
    return Item(**facts)


@transaction.atomic
def change(item: Item, *, by: User, **facts: Any) -> Item:
    """Write new facts. An item with entries stays in a group of the same kind: stock does not become service."""
    item = Item.objects.lock(item)
    if "number" in facts:
        facts["number"] = _require_number(facts["number"])
    group = facts.get("group", item.group)
    if group.has_stock != item.group.has_stock:
        _stands_still()
        require(
            not has_entries(Q(item=item)),
            _("The item has entries or open orders, so it cannot move between groups with and without stock."),
            field="group",
        )
    return registers.change(item, facts, by=by)


@transaction.atomic
def bar(item: Item, *, by: User) -> Item:
    """Keep the item, but offer it no more."""
    return _bar(Item.objects.lock(item), True, by)


@transaction.atomic
def unbar(item: Item, *, by: User) -> Item:
    """Offer the item again."""
    return _bar(Item.objects.lock(item), False, by)


def _bar(item: Item, barred: bool, by: User) -> Item:
    if item.is_barred != barred:
        item.is_barred = barred
        item.save(update_fields=["is_barred"])
        history.record(item, "barred" if barred else "unbarred", by=by)
    return item


@transaction.atomic
def delete(item: Item, *, by: User) -> None:
    """Throw an item away that no document and no entry knows."""
    registers.delete(Item.objects.lock(item), _("The item is in use and stays. Bar it instead."), by=by)


# --- groups ----------------------------------------------------------------------------------------------------------


def _require_named(facts: dict[str, Any], sentence: str) -> None:
    if "name" in facts:
        facts["name"] = facts["name"].strip()
        require(facts["name"], sentence, field="name")


@transaction.atomic
def create_group(*, by: User, **facts: Any) -> ItemGroup:
    """A new group of items: it decides whether they are kept in stock, and their VAT."""
    _require_named(facts, _("Give the group a name."))
    return registers.create(ItemGroup(**facts), by=by)


@transaction.atomic
def change_group(group: ItemGroup, *, by: User, **facts: Any) -> ItemGroup:
    """Write new facts. Whether it is kept in stock is locked once the ledger knows an item of it."""
    group = ItemGroup.objects.lock(group)
    _require_named(facts, _("Give the group a name."))
    if facts.get("has_stock", group.has_stock) != group.has_stock:
        _stands_still()
        require(not is_locked(group), _("Items of this group have entries or open orders."), field="has_stock")
    return registers.change(group, facts, by=by)


def is_locked(group: ItemGroup) -> bool:
    """Whether the group's kind is settled for good."""
    return has_entries(Q(item__group=group))


@transaction.atomic
def delete_group(group: ItemGroup, *, by: User) -> None:
    """Throw away a group without items."""
    registers.delete(ItemGroup.objects.lock(group), _("The group has items. Move them to another group first."), by=by)


# --- units -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def create_unit(*, by: User, **facts: Any) -> Unit:
    """A new unit to count or measure items in."""
    _require_named(facts, _("Give the unit a name."))
    return registers.create(Unit(**facts), by=by)


@transaction.atomic
def change_unit(unit: Unit, *, by: User, **facts: Any) -> Unit:
    """Write new facts; documents keep the name that they were made with."""
    _require_named(facts, _("Give the unit a name."))
    return registers.change(Unit.objects.lock(unit), facts, by=by)


@transaction.atomic
def delete_unit(unit: Unit, *, by: User) -> None:
    """Throw away a unit that no item is counted in."""
    registers.delete(Unit.objects.lock(unit), _("Items are counted in this unit. Give them another first."), by=by)


def next_number(register: type[Model]) -> int:
    """One after the highest number of groups or units."""
    last = register.objects.order_by("-number").values_list("number", flat=True).first()  # type: ignore[attr-defined]
    return (last or 0) + 1
