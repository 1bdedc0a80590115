"""The support staff's page: one field, a few facts."""

from allauth.core.internal import ratelimit  # the public one lets every GET pass
from django.http import HttpResponse
from django.shortcuts import render

from accounts.permissions import allow
from accounts.request import Request
from support import lookup


@allow("support")
def look_up(request: Request) -> HttpResponse:
    """By agreement number, company or e-mail. Every search counts against a limit and is written down."""
    query = request.GET.get("q", "").strip()
    found = None
    if query:
        if limited := ratelimit.consume_or_429(request, app="allauth.account", action="look_up", limit_get=True):
            return limited
        found = lookup.look_up(query, by=request.user)
    return render(request, "support/look_up.html", {"query": query, "found": found})
