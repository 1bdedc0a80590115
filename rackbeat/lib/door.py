"""Where somebody is sent who is not logged in: to the door, told why where a session ended, and then back."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

BY_ITSELF = "X-By-Itself"  # a page says so of a request that nobody asked for: one for news


def to_login(request: HttpRequest) -> HttpResponseBase:
    """The way to the door. A part of a page that was asked for takes the whole page there."""
    answer = redirect_to_login(_stood_at(request), settings.LOGIN_URL)
    if said := _why(request):
        messages.warning(request, said)
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", None) else answer


def is_by_itself(request: HttpRequest) -> bool:
    """Whether the page asked, and not the person: such a request does not keep anybody logged in."""
    return BY_ITSELF in request.headers


def _why(request: HttpRequest) -> str:
    """What ended the session that the browser still speaks of; nothing for somebody who had none."""
    if getattr(request, "was_idle", False):
        hours = settings.SESSION_IDLE_AGE // 3600
        return _("You were logged out, because nothing was clicked for %(hours)s hours.") % {"hours": hours}
    if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and not request.session.session_key:
        return _("You are logged out: the session was ended from another machine, or the password was changed.")
    return ""


def _stood_at(request: HttpRequest) -> str:
    """The page to come back to: of a form that was sent or a part that was asked for, the page around it."""
    if request.method in ("GET", "HEAD") and not getattr(request, "htmx", None):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not came_from or not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    page = urlsplit(came_from)
    return page.path + (f"?{page.query}" if page.query else "")
