"""The machine from which somebody logged in before: what others guess from elsewhere does not shut it out."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "accounts.known"
NAME = "__Host-known" if settings.HTTPS else "rackbeat_known"
AGE = 180 * 24 * 3600
PEOPLE = 5  # who share one machine


def mark(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let this browser be known as one of the person's own, beside the others who use it."""
    marks = [_mark(email), *(each for each in _marks(request) if each != _mark(email))][:PEOPLE]
    response.set_cookie(
        NAME,
        signing.dumps(marks, salt=SALT),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def is_own(request: HttpRequest, email: str) -> bool:
    """It opens nothing: it only spares the limit that counts guesses from anywhere."""
    return _mark(email) in _marks(request)


def _marks(request: HttpRequest) -> list[str]:
    try:
        found = signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _mark(email: str) -> str:
    return salted_hmac(SALT, email.lower()).hexdigest()[:32]
