"""What the frame around every page needs: where we are, who looks, for which agreement; on error pages too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from accounts import second_factor
from home import navigation
from support import opening
from support.models import Contact


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Everything that costs something is computed when a template asks for it."""
    user = getattr(request, "user", None)
    may: frozenset[str] = getattr(request, "may", frozenset())
    sections = SimpleLazyObject(lambda: navigation.sections(request.path, may))
    return {
        "agreement": getattr(request, "agreement", None),
        "membership": getattr(request, "membership", None),
        "may": may,
        "visit": getattr(request, "visit", None),
        "sections": sections,
        "here": SimpleLazyObject(lambda: next((entry for entry in sections if entry.current), None)),
        "links": SimpleLazyObject(_links),
        "memberships": getattr(request, "memberships", []),
        "support_contact": SimpleLazyObject(Contact.objects.first),
        "support_week": SimpleLazyObject(opening.week),
        "passkeys": SimpleLazyObject(lambda: second_factor.passkeys(request)),
        "theme": getattr(user, "theme", "") or "",
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
    }


def _links() -> dict[str, str]:
    """Addresses of the frame's own controls; an empty one leaves its control out."""
    return {
        "home": navigation.address("home:dashboard", "home:home", "home") or "/",
        "search": navigation.address("home:search", "search"),
        "help": navigation.address("support:help", "home:help", "support:conversations", "support:support"),
        "panel": navigation.address("support:panel"),
        "unread": navigation.address("support:unread"),
        "statuses": navigation.address("home:statuses", "support:statuses"),
        "profile": navigation.address("accounts:profile", "accounts:me", "accounts:user_settings"),
        "settings": navigation.address("accounts:settings", "accounts:accounting", "accounts:settings_accounting"),
        "switch": navigation.address("accounts:switch", "accounts:switch_agreement"),
        "look": navigation.address("home:theme"),
        "language": navigation.address("home:language"),
        "signup": navigation.address("accounts:signup", "accounts:new_agreement", "accounts:found"),
        "guide": navigation.address("home:guide", "home:getting_started"),
        "login": navigation.address("account_login"),
        "logout": navigation.address("account_logout"),
    }
