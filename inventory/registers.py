"""How a row of a register (item, group, unit, location) is written: proved, saved, recorded. It knows no row's own rules."""

from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import User
from rackbeat.lib.refusal import Refusal

Row = TypeVar("Row", bound=models.Model)


def create(row: Row, *, by: User, identity: str = "number") -> Row:
    """Save a new row. Raises Refusal for a value that its fields do not take, or a number that is in use."""
    _save(row, identity)
    history.record(row, "created", by=by)
    return row


def change(row: Row, facts: dict[str, Any], *, by: User, identity: str = "number") -> Row:
    """Write new facts of a locked row; nothing happens where nothing is new."""
    changes = [(_label(row, name), _said(getattr(row, name)), _said(value)) for name, value in changed(row, facts)]
    if not changes:
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    _save(row, identity)
    history.record(row, "changed", by=by, changes=changes)
    return row


def changed(row: models.Model, facts: dict[str, Any]) -> list[tuple[str, Any]]:
    """The facts that differ from what the row says."""
    return [(name, value) for name, value in facts.items() if getattr(row, name) != value]


def delete(row: models.Model, in_use: str, *, by: User) -> None:
    """Throw away a locked row that nothing points at; else refuse with `in_use`."""
    history.record(row, "deleted", by=by)
    try:
        row.delete()
    except ProtectedError:
        raise Refusal(in_use) from None


def _save(row: models.Model, identity: str) -> None:
    try:
        row.clean_fields(exclude=["agreement"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refusal(" ".join(messages), field=field) from None
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if getattr(error.__cause__, "sqlstate", "") != "23505":
            raise
        raise Refusal(_("%(value)s is in use already.") % {"value": getattr(row, identity)}, field=identity) from None


def _label(row: models.Model, name: str) -> str:
    """The field's name as the source says it: history is translated when it is read."""
    with translation.override("en"):
        return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
