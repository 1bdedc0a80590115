"""Help: how to reach support, articles, the panel beside any page, and what the statuses mean. For everybody."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.permissions import allow
from accounts.request import Request
from support import answers, opening, statuses
from support.models import Contact
from support.views import conversations

BESIDE = 3  # articles that the panel offers for a page


def _reach(request: Request) -> dict[str, Any]:
    contact = Contact.objects.first()
    return {
        "opening": opening.now(contact),
        "week": opening.week(),
        "week_note": opening.note(contact),
        "may_talk": "support.talk" in request.may,
    }


@allow("open")
def show(request: Request) -> HttpResponse:
    """The number to read out, the ways to reach support, the articles; with `q` those that speak of it."""
    stranger = not request.user.is_authenticated
    query = request.GET.get("q", "").strip()[:100]
    found = answers.for_reader(request.may, is_stranger=stranger, query=query)
    context = {"answers": found, "query": query, **_reach(request)}
    if context["may_talk"]:
        context["talks"] = conversations.mine(request)[:3]
    return render(request, "support/help/show.html", context)


@allow("open")
def article(request: Request, key: str) -> HttpResponse:
    """One article, with the way to the very screen."""
    stranger = not request.user.is_authenticated
    found = answers.for_reader(request.may, is_stranger=stranger)
    one = next((each for each in found if each["key"] == key), None)
    if one is None:
        raise Http404
    others = [each for each in found if each is not one]
    return render(request, "support/help/article.html", {"one": one, "others": others, **_reach(request)})


@allow("open")
def panel(request: Request) -> HttpResponse:
    """Beside the page `at`: what one asks there most, and the conversation with support."""
    stranger = not request.user.is_authenticated
    at = request.GET.get("at", "/")[:300]
    found = answers.for_page(at, request.may, is_stranger=stranger)[:BESIDE]
    context: dict[str, Any] = {"answers": found, "at": at, **_reach(request)}
    if context["may_talk"]:
        context |= conversations.thread(request, conversations.current(request))
    return render(request, "support/_panel.html", context)


@allow("open")
def all_statuses(request: Request) -> HttpResponse:
    """Every status with its badge and its meaning."""
    return render(request, "support/help/statuses.html", {"documents": list(statuses.documents())})
