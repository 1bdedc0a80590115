"""How the reader wants to see us: language and theme. Two small POSTs; kept on the user, or in a cookie for strangers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permissions import allow


def _back(request: HttpRequest) -> HttpResponseRedirect:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(address if safe else "/")


@require_POST
@allow("open")
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the screens."""
    response = _back(request)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            request.user.language = code
            request.user.save(update_fields=["language"])
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 3600, samesite="Lax")
    return response


@require_POST
@allow("user")
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system."""
    choice = request.POST.get("theme", "")
    if isinstance(request.user, User) and choice in User.Theme.values:
        request.user.theme = choice
        request.user.save(update_fields=["theme"])
    return _back(request)
