"""What a posting did to quantity and value, told to whoever previews it. Nothing here touches a table."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from inventory import costing
from inventory.posting.lines import ZERO, Entry, Outcome
from rackbeat.lib.refusal import Refusal


@dataclass
class ItemEffect:
    """An item before and after."""

    item_id: int
    quantity_before: Decimal = ZERO
    value_before: Decimal = ZERO
    quantity_after: Decimal = ZERO
    value_after: Decimal = ZERO

    @property
    def quantity(self) -> Decimal:
        return self.quantity_after - self.quantity_before

    @property
    def value(self) -> Decimal:
        return self.value_after - self.value_before


@dataclass
class Effect:
    """All that was posted inside a preview. `refusal` says why it would be refused; then the rest is empty."""

    items: dict[int, ItemEffect] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    replayed: int = 0
    refusal: Refusal | None = None

    @property
    def value(self) -> Decimal:
        return sum((each.value for each in self.items.values()), ZERO)


_watching: ContextVar[Effect | None] = ContextVar("effect", default=None)


@contextmanager
def preview() -> Iterator[Effect]:
    """Post inside, exactly as it would be; at the end everything is undone and the effect says what it would have done.

    A Refusal inside is kept as `effect.refusal`. Locks are given back with the savepoint.
    """
    effect = Effect()
    token = _watching.set(effect)
    try:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    yield effect
            except Refusal as no:
                effect.items, effect.outcomes, effect.entries, effect.refusal = {}, [], [], no
            transaction.set_rollback(True)
    finally:
        _watching.reset(token)


def tell(
    before: dict[int, costing.State],
    after: dict[int, costing.State],
    outcomes: list[Outcome],
    entries: list[Entry],
    replayed: int,
) -> None:
    """To the preview that runs, if any."""
    effect = _watching.get()
    if effect is None:
        return
    for item, state in after.items():
        each = effect.items.setdefault(item, ItemEffect(item, before[item].quantity, before[item].value))
        each.quantity_after, each.value_after = state.quantity, state.value
    effect.outcomes += outcomes
    effect.entries += entries
    effect.replayed += replayed
