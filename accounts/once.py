"""A form that is safe to send twice: the second time leads to the first result."""

import hashlib
from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.models import Submission
from accounts.permissions import View
from accounts.tenancy import current_agreement_id
from rackbeat.lib import periods

NOT_SAID = {"csrfmiddlewaretoken", "once"}


def once(view: View) -> View:
    """Wrap a POST that makes, books, ships or receives. The token is stored in the transaction of its effect."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = _token(request)
        if token is None:
            return view(request, *args, **kwargs)
        if not _first(request, token):
            return _again(request, token)
        response = view(request, *args, **kwargs)
        mine = Submission.objects.filter(user_id=request.user.pk, token=token)
        if response.status_code in (302, 303):
            mine.update(result_url=response["Location"][:500])
        else:
            mine.delete()
        return response

    return sent


def _token(request: HttpRequest) -> UUID | None:
    """The form's token at this address: a page may lend one form to several verbs."""
    try:
        return uuid5(UUID(request.POST.get("once", "")), request.path) if request.method == "POST" else None
    except ValueError:
        return None


def _digest(request: HttpRequest) -> str:
    """What the form says, to tell a replay from a form that was changed after it had been sent."""
    said = [(name, values) for name, values in sorted(request.POST.lists()) if name not in NOT_SAID]
    files = sorted((name, str(file), getattr(file, "size", 0)) for name, file in request.FILES.items())
    return hashlib.sha256(repr((said, files)).encode(errors="replace")).hexdigest()


def _first(request: HttpRequest, token: UUID) -> bool:
    """Store the token; a twin that is under way is waited for, by the unique index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_submission (agreement_id, user_id, token, digest, result_url, at) "
            "VALUES (%s, %s, %s, %s, '', %s) "
            "ON CONFLICT (agreement_id, user_id, token) DO NOTHING RETURNING id",
            [current_agreement_id(), request.user.pk, token, _digest(request), periods.now()],
        )
        return cursor.fetchone() is not None


def _again(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """To the first result. Who went back and typed something else is told that it was not done."""
    stored = Submission.objects.filter(user_id=request.user.pk, token=token).first()
    if stored and stored.digest not in ("", _digest(request)):
        messages.warning(
            request, _("This form had been sent already. What you changed in it afterwards was not saved.")
        )
    return HttpResponseRedirect(stored.result_url if stored and stored.result_url else request.get_full_path())
