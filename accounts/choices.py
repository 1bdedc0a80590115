"""What new customers and documents begin with: one row of each register is the default. Storeys above name theirs in settings."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import User


@dataclass(frozen=True)
class Choice:
    """A register with the row that is its default now."""

    key: str
    label: Any
    note: Any
    rows: Any
    now: Any
    verb: str


def all_of_them() -> list[Choice]:
    """In the order of settings.DEFAULTS; a register without rows is left out: there is nothing to choose."""
    found = []
    for key, label, note, model, verb in settings.DEFAULTS:
        rows = apps.get_model(model)._default_manager.all()
        if any(field.name == "is_barred" for field in rows.model._meta.fields):
            rows = rows.filter(is_barred=False)
        if rows.exists():
            found.append(Choice(key, label, note, rows, rows.filter(is_default=True).first(), verb))
    return found


@transaction.atomic
def choose(wanted: dict[str, Any], *, by: User) -> None:
    """Make each of these rows the default of its register; its own verb does it and writes the history."""
    for choice in all_of_them():
        row = wanted.get(choice.key)
        if row is not None and row != choice.now:
            import_string(choice.verb)(row, by=by, is_default=True)
