"""A form that is safe to send twice: the second time leads to the first result."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from accounts.models import Submission
from accounts.permissions import View
from accounts.tenancy import current_agreement_id
from rackbeat.lib import periods


def once(view: View) -> View:
    """Wrap a POST that makes, books, ships or receives. The token is stored in the transaction of its effect."""

    @wraps(view)
    def sent(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = _token(request)
        if token is None:
            return view(request, *args, **kwargs)
        if not _first(request, token):
            return HttpResponseRedirect(_result(request, token))
        response = view(request, *args, **kwargs)
        mine = Submission.objects.filter(user_id=request.user.pk, token=token)
        if response.status_code in (302, 303):
            mine.update(result_url=response["Location"][:500])
        else:
            mine.delete()
        return response

    return sent


def _token(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("once", "")) if request.method == "POST" else None
    except ValueError:
        return None


def _first(request: HttpRequest, token: UUID) -> bool:
    """Store the token; a twin that is under way is waited for, by the unique index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_submission (agreement_id, user_id, token, result_url, at) VALUES (%s, %s, %s, '', %s) "
            "ON CONFLICT (agreement_id, user_id, token) DO NOTHING RETURNING id",
            [current_agreement_id(), request.user.pk, token, periods.now()],
        )
        return cursor.fetchone() is not None


def _result(request: HttpRequest, token: UUID) -> str:
    stored = Submission.objects.filter(user_id=request.user.pk, token=token).first()
    return stored.result_url if stored and stored.result_url else request.get_full_path()
