"""What the user's side and support's side of a conversation have in common: the form, the news, the files. No addresses."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render

from accounts import files
from accounts.request import Request
from support import conversations
from support.conversations import LARGEST, ROOM, Sent
from support.models import Attachment, Conversation, Message


def sent_files(request: Request) -> list[Sent]:
    """The files of the form; of one that is too large only so much that it is refused."""
    return [Sent(file.name or "file", file.read(LARGEST + 1)) for file in request.FILES.getlist("files")]


def messages_of(talk: Conversation, after: int = 0) -> list[Message]:
    rows = Message.objects.filter(conversation=talk, pk__gt=after).select_related("by").prefetch_related("attachments")
    return list(rows.order_by("pk"))


def after_of(request: Request) -> int:
    """The last message that the page shows."""
    text = request.POST.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def read_mark(talk: Conversation, user: Any, *, from_support: bool) -> dict[str, Any]:
    """Whether the other side has read the last message, where that is ours; `key` tells one state from another."""
    last = Message.objects.filter(conversation=talk).order_by("pk").last()
    if last is None or last.by_support != from_support or (not from_support and last.by_id != user.pk):
        return {"key": "0", "at": None}
    at = conversations.read_until(talk, by_support=not from_support)
    return {"key": str(last.pk), "at": at} if at and at >= last.at else {"key": "0", "at": None}


def answer_news(request: Request, talk: Conversation, context: dict[str, Any]) -> HttpResponse:
    """What came since, and whether ours was read meanwhile; or 204."""
    said = messages_of(talk, after_of(request))
    read = read_mark(talk, request.user, from_support=context["from_support"])
    if not said and read["key"] == request.POST.get("read", "0"):
        return HttpResponse(status=204)
    facts = {**context, "said": said, "talk": talk, "read": read, "files_days": settings.SUPPORT_FILES_DAYS}
    return render(request, "support/_news.html", facts)


def serve(attachment: int, talks: Any) -> FileResponse:
    """A file of one of `talks`, as it came; never shown as a page of ours."""
    found = Attachment.objects.filter(pk=attachment, message__conversation__in=talks).exclude(stored="").first()
    path = files.path(ROOM, found.stored) if found else None
    if found is None or path is None or not path.exists():
        raise Http404
    shown = found.content_type.startswith("image/")
    response = FileResponse(
        path.open("rb"), as_attachment=not shown, filename=found.name, content_type=found.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
