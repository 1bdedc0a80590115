"""The support staff's desk: who waits, one conversation, and the look-up of an agreement. Facts only, no business data."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from allauth.core.internal import ratelimit  # the public one lets every GET pass
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Agreement
from accounts.permissions import allow
from accounts.request import Request
from accounts.tenancy import acting_as_support, acting_for
from rackbeat.lib.refusal import Refusal
from support import conversations, lookup
from support.models import CannedAnswer, Conversation
from support.views import threads

MOST = 200
VIEWS = ("waiting", "mine", "open", "closed")


@allow("support")
def show(request: Request) -> HttpResponse:
    """Who waits, longest first; and with a question what it finds. Every search counts against a limit and is written down."""
    query = request.GET.get("q", "").strip()
    found = None
    if query:
        if limited := ratelimit.consume_or_429(request, app="allauth.account", action="look_up", limit_get=True):
            return limited
        found = lookup.look_up(query, by=request.user)
    view = request.GET.get("view", "waiting")
    view = view if view in VIEWS else "waiting"
    with acting_as_support():
        rows = Conversation.across.select_related("agreement", "opened_by", "led_by")
        counts = {
            "waiting": rows.filter(waits_since__isnull=False).count(),
            "mine": rows.filter(led_by=request.user, closed_at=None).count(),
            "open": rows.filter(closed_at=None).count(),
        }
        if found is not None:
            talks = list(rows.filter(agreement__in=[facts.agreement.pk for facts in found]).order_by("-last_at")[:MOST])
        else:
            talks = list(_queue(rows, view, request.user)[:MOST])
    context = {"query": query, "found": found, "talks": talks, "view": view, "counts": counts, "path": request.path}
    if request.htmx and request.htmx.target == "queue" and found is None:
        return render(request, "support/_queue.html", {**context, "fragment": True})
    return render(request, "support/desk.html", context)


def _queue(rows: Any, view: str, user: Any) -> Any:
    if view == "mine":
        return rows.filter(led_by=user, closed_at=None).order_by("-last_at")
    if view == "open":
        return rows.filter(closed_at=None).order_by("-last_at")
    if view == "closed":
        return rows.filter(closed_at__isnull=False).order_by("-closed_at")
    return rows.filter(waits_since__isnull=False).order_by("waits_since")


def _inside(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view with the conversation's agreement acted for; 404 for one that is not there."""

    def run(request: Request, agreement: int, **kwargs: Any) -> HttpResponseBase:
        company = get_object_or_404(Agreement, number=agreement)
        with acting_for(company):
            if "number" in kwargs:
                rows = Conversation.objects.select_related("agreement", "opened_by", "led_by")
                kwargs["talk"] = get_object_or_404(rows, number=kwargs.pop("number"))
            response = view(request, **kwargs)
        return response

    return run


@allow("support")
@_inside
def conversation(request: Request, talk: Conversation) -> HttpResponse:
    """The conversation beside facts about who asks; the form answers."""
    error = ""
    if request.method == "POST":
        try:
            conversations.answer(
                talk, by=request.user, text=request.POST.get("text", ""), sent=threads.sent_files(request)
            )
        except Refusal as no:
            error = str(no)
        else:
            if request.POST.get("then") == "close":
                with suppress(Refusal):  # somebody closed it meanwhile
                    conversations.close(talk, by=request.user)
            return redirect(_url(talk))
    at = [talk.agreement.number, talk.number]
    language = talk.opened_by.language
    context = {
        "talk": talk,
        "said": threads.messages_of(talk),
        "to": _url(talk),
        "news": reverse("support:desk_news", args=at),
        "files": "support:desk_file",
        "files_days": settings.SUPPORT_FILES_DAYS,
        "read": threads.read_mark(talk, request.user, from_support=True),
        "from_support": True,
        "error": error,
        "text": request.POST.get("text", ""),
        "facts": lookup.facts_of(talk.agreement),
        "canned": [one for one in CannedAnswer.objects.all() if one.language == language],
        "language_asked": talk.opened_by.get_language_display(),
    }
    return render(request, "support/desk_conversation.html", context, status=422 if error else 200)


def _url(talk: Conversation) -> str:
    return reverse("support:desk_conversation", args=[talk.agreement.number, talk.number])


@allow("support")
@require_POST
@_inside
def news(request: Request, talk: Conversation) -> HttpResponse:
    """What came since the page was shown, and that it was seen."""
    conversations.seen_by_support(talk)
    return threads.answer_news(request, talk, {"from_support": True, "files": "support:desk_file"})


@allow("support")
@require_POST
@_inside
def take(request: Request, talk: Conversation) -> HttpResponse:
    """Lead it from now on."""
    conversations.take(talk, by=request.user)
    messages.success(request, _("You lead the conversation."))
    return redirect(_url(talk))


@allow("support")
@require_POST
@_inside
def close(request: Request, talk: Conversation) -> HttpResponse:
    """Nothing is left to answer."""
    if talk.is_open:
        conversations.close(talk, by=request.user)
    messages.success(request, _("The conversation is closed. Writing in it opens it again."))
    return redirect("support:look_up")


@allow("support")
@require_POST
@_inside
def reopen(request: Request, talk: Conversation) -> HttpResponse:
    """Closed too soon."""
    if not talk.is_open:
        conversations.reopen(talk, by=request.user)
    return redirect(_url(talk))


@allow("support")
@_inside
def file(request: Request, attachment: int) -> FileResponse:
    """A file of the agreement's conversations."""
    return threads.serve(attachment, Conversation.objects.all())
