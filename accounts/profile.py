"""What people keep about themselves; nothing here touches what they may do."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from accounts import history
from accounts.models import User
from accounts.tenancy import Unscoped, current_agreement_id

OWN = ("name", "language", "theme", "single_keys")


@transaction.atomic
def change(user: User, **facts: Any) -> User:
    """Name, language, theme and keys. Noted in the agreement that one works in; people without one leave no note."""
    user = User.objects.select_for_update().get(pk=user.pk)
    changes = history.differences(user, {name: facts[name] for name in OWN if name in facts})
    if changes:
        user.save(update_fields=list(OWN))
        if _inside():
            history.record(user, "changed", by=user, changes=changes)
    return user


LOGINS = ("logged_in", "login_failed")


def history_of(user: User, may: Collection[str], *, logins: bool = False) -> list[dict[str, Any]]:
    """What this agreement knows of the person, newest first; nothing outside an agreement.

    Of log-ins the last is told, unless all `logins` are asked for: each day has some, and they would bury the rest.
    """
    return history.of(user, may=may, once=() if logins else LOGINS) if _inside() else []


def _inside() -> bool:
    try:
        return bool(current_agreement_id())
    except Unscoped:
        return False
