"""Pages for what goes wrong. They explain and lead on; they must not fail themselves."""

import sys
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import translation


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also for what belongs to another agreement, so that nobody learns that it exists."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page exists, the right is missing."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or came from elsewhere; says what to do instead of what CSRF means."""
    return render(request, "403_csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: without the frame, for the frame may be what broke; the sheet goes by its plain name.

    Where the database went away under the request it is no fault of ours: 503, and the way to try again.
    """
    if is_away(sys.exc_info()[1]):
        return away(request)
    return HttpResponse(bare("500.html", request), status=500)


def bare(template: str, request: HttpRequest, *, language: str = "", **facts: Any) -> str:
    """A page without the frame in the reader's language and theme, as far as they are known without asking the database."""
    language = language or getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)
    theme = getattr(getattr(request, "_cached_user", None), "theme", "")
    reads = request.method in ("GET", "HEAD")
    known = {"sheet": sheet(), "language": language, "theme": theme, "reads": reads, "path": request.get_full_path()}
    with translation.override(language):
        return loader.render_to_string(template, {**known, **facts})


def sheet() -> str:
    """The style sheet by its plain name, which outlives a release."""
    return f"{settings.STATIC_URL}css/app.css"


GONE = ("08", "57P", "53300")  # connection lost or refused, the server shut down or starting, no place left


def is_away(error: BaseException | None) -> bool:
    """Whether the database cannot be reached, or left in the middle: libpq then gives no state at all."""
    if isinstance(error, OperationalError):
        state = getattr(error.__cause__, "sqlstate", None)
        return state is None or state.startswith(GONE)
    return isinstance(error, InterfaceError)


def away(request: HttpRequest) -> HttpResponse:
    """503: a page that was read asks again by itself; a form can be sent again, its token sees that it is done once."""
    reads = request.method in ("GET", "HEAD")
    page = bare("503.html", request, fields=_fields(request))
    headers = {"Retry-After": "5", "Cache-Control": "no-store", **({"Refresh": "5"} if reads else {})}
    return HttpResponse(page, status=503, headers=headers)


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form said, to be sent once more; nothing where a file or a password was among it."""
    if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]
