"""How a row of a register (item, group, unit, location) is written: proved, saved, recorded. It knows no row's own rules."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
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
    changes = history.differences(row, facts)
    if not changes:
        return row
    _save(row, identity)
    history.record(row, "changed", by=by, changes=changes)
    return row


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
