"""Pages for what goes wrong. They explain and lead on; they must not fail themselves."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


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
    """500: without the frame, for the frame may be what broke; the sheet goes by its plain name."""
    sheet = f"{settings.STATIC_URL}css/app.css"
    return HttpResponse(loader.render_to_string("500.html", {"sheet": sheet}), status=500)
