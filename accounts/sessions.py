"""The machines on which a person is logged in: seen now and then, listed, ended one by one or all others at once."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from accounts import members
from accounts.models import User


def seen(request: HttpRequest) -> None:
    """Note machine, address and moment; asked every few minutes, not with each click."""
    UserSession.objects.create_from_request(request)


def of(user: User) -> list[UserSession]:
    """Those that still hold, the latest seen first; rows of sessions that are over go away here."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda each: each.last_seen_at, reverse=True)


@transaction.atomic
def end(user: User, *, key: int) -> bool:
    """End one of the person's own sessions. False where there is none of that key."""
    session = UserSession.objects.filter(user=user, pk=key).first()
    if session is None:
        return False
    session.end()
    members.note_everywhere(user, "session_ended")
    return True


@transaction.atomic
def end_others(user: User, *, but: Any) -> int:
    """End all but the session of that key, those included that were never noted. How many there were."""
    others = UserSession.objects.filter(user=user).exclude(session_key=but)
    count = others.count()
    for session in others:
        session.end()
    if count:
        members.note_everywhere(user, "session_ended")
    return count


def clear() -> None:
    """Forget the machines whose sessions are rows no more."""
    from django.contrib.sessions.models import Session

    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
