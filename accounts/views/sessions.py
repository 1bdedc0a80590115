"""Brukerinnstillinger > Økter: where one is logged in, and how to end that elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import devices, sessions
from accounts.permissions import allow
from accounts.request import Request
from accounts.views.answers import page

HOUR, DAY = 3600, 24 * 3600


@dataclass(frozen=True)
class Shown:
    key: int
    name: str
    icon: str
    address: str
    seen_at: datetime
    since: datetime
    is_this: bool


@allow("user")
def listing(request: Request) -> HttpResponse:
    """This machine and the others, with when they were last seen."""
    current = request.session.session_key
    found = [_shown(each, current) for each in sessions.of(request.user)]
    return page(request, "accounts/profile/sessions.html", sessions=found, others=sum(not one.is_this for one in found))


def _shown(row: Any, current: str | None) -> Shown:
    icon = "handheld" if devices.is_hand_held(row.user_agent) else "computer"
    name, this = devices.named(row.user_agent), row.session_key == current
    return Shown(row.pk, name, icon, row.ip, row.last_seen_at, row.created_at, this)


def limits() -> dict[str, int]:
    """After how long one is logged out, in hours and days."""
    return {"idle_hours": settings.SESSION_IDLE_AGE // HOUR, "days": settings.SESSION_COOKIE_AGE // DAY}


@require_POST
@allow("user", any_agreement=True)
def end(request: Request) -> HttpResponse:
    """The one that was named."""
    key = request.POST.get("session", "")
    if key.isascii() and key.isdigit() and len(key) < 16 and sessions.end(request.user, key=int(key)):
        messages.success(request, _("That machine is logged out."))
    else:
        messages.info(request, _("That session is over already."))
    return redirect("accounts:sessions")


@require_POST
@allow("user", any_agreement=True)
def end_others(request: Request) -> HttpResponse:
    count = sessions.end_others(request.user, but=request.session.session_key)
    say = ngettext("%(count)s machine is logged out.", "%(count)s machines are logged out.", count)
    messages.success(request, say % {"count": count})
    return redirect("accounts:sessions")
