"""The user's side of a conversation with support: in the panel beside any page, and on a page of its own."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from rackbeat.lib.refusal import Refusal
from support import conversations, opening
from support.models import Contact, Conversation
from support.views import threads


def mine(request: Request) -> QuerySet[Conversation]:
    role = request.membership.role if request.membership else ""
    return conversations.of(request.user, role)


def current(request: Request) -> Conversation | None:
    """The one that the panel goes on with: the latest that is open and one's own."""
    rows = Conversation.objects.filter(closed_at=None, seats__user=request.user, topic=Conversation.Topic.QUESTION)
    return rows.order_by("-last_at").first()


def thread(request: Request, talk: Conversation | None, *, error: str = "", text: str = "") -> dict[str, Any]:
    """What _thread.html needs, for a conversation or for one that is about to begin."""
    return {
        "talk": talk,
        "said": threads.messages_of(talk) if talk else [],
        "to": reverse("support:conversation", args=[talk.number]) if talk else reverse("support:conversations"),
        "news": reverse("support:conversation_news", args=[talk.number]) if talk else "",
        "files": "support:conversation_file",
        "files_days": settings.SUPPORT_FILES_DAYS,
        "read": threads.read_mark(talk, request.user, from_support=False) if talk else None,
        "from_support": False,
        "error": error,
        "text": text,
    }


@allow("support.talk")
@once
def show_all(request: Request) -> HttpResponse:
    """The conversations that one may read; sending the form begins another."""
    error = ""
    if request.method == "POST":
        try:
            talk = conversations.begin(
                by=request.user,
                text=request.POST.get("text", ""),
                page=request.POST.get("page", ""),
                sent=threads.sent_files(request),
            )
        except Refusal as no:
            error = str(no)
        else:
            return _sent(request, talk)
    if error and request.htmx:
        context = thread(request, None, error=error, text=request.POST.get("text", ""))
        return render(request, "support/_thread.html", context, status=422)
    context = {
        **thread(request, None, error=error, text=request.POST.get("text", "")),
        "talks": mine(request)[:100],
        "opening": opening.now(Contact.objects.first()),
    }
    return render(request, "support/help/conversations.html", context, status=422 if error else 200)


@allow("support.talk")
@once
def show(request: Request, number: int) -> HttpResponse:
    """One conversation; sending the form goes on with it."""
    talk = get_object_or_404(mine(request), number=number)
    error = ""
    if request.method == "POST":
        try:
            conversations.say(
                talk, by=request.user, text=request.POST.get("text", ""), sent=threads.sent_files(request)
            )
        except Refusal as no:
            error = str(no)
        else:
            return _sent(request, talk)
    context = thread(request, talk, error=error, text=request.POST.get("text", ""))
    status = 422 if error else 200
    if error and request.htmx:
        return render(request, "support/_thread.html", context, status=status)
    context["opening"] = opening.now(Contact.objects.first())
    return render(request, "support/help/conversation.html", context, status=status)


def _sent(request: Request, talk: Conversation) -> HttpResponse:
    """Into the panel the conversation as it stands now; else to its page, so that a reload sends nothing."""
    if request.htmx:
        return render(request, "support/_thread.html", thread(request, talk))
    return redirect("support:conversation", talk.number)


@allow("support.talk")
@require_POST
def news(request: Request, number: int) -> HttpResponse:
    """Asked every few seconds while the conversation is in sight: what came, and that it was seen."""
    talk = get_object_or_404(mine(request), number=number)
    conversations.seen(talk, request.user)
    return threads.answer_news(request, talk, {"from_support": False, "files": "support:conversation_file"})


@allow("support.talk")
def unread(request: Request) -> HttpResponse:
    """Asked now and then by a page that stands open: the mark beside Help, or nothing."""
    return render(request, "ui/_unread.html")


@allow("support.talk")
@require_POST
def close(request: Request, number: int) -> HttpResponse:
    """The question is answered."""
    talk = get_object_or_404(mine(request), number=number)
    conversations.close(talk, by=request.user)
    messages.success(request, _("The conversation is closed. Writing in it opens it again."))
    return redirect("support:conversations")


@allow("support.talk")
def file(request: Request, attachment: int) -> FileResponse:
    """A file of a conversation that one may read."""
    return threads.serve(attachment, mine(request))
