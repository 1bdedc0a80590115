"""Which request something was done in: its id stands in the answer, in every line of the log and in the history."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

_request: ContextVar[str] = ContextVar("request", default="")


def current() -> str:
    """The id of the request that is being answered; blank outside of one."""
    return _request.get()


@contextmanager
def request() -> Iterator[str]:
    """Around the answering of one request, whose id it gives. Our own: a sender's could name another's."""
    token = _request.set(uuid4().hex)
    try:
        yield current()
    finally:
        _request.reset(token)


class TraceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, asked: HttpRequest) -> HttpResponse:
        with request() as key:
            asked.trace = key  # type: ignore[attr-defined]
            answer = self.get_response(asked)
        answer.headers["X-Request-ID"] = key
        return answer


class Formatter(logging.Formatter):
    """The line as ever, after the id of its request; what Django says of an answer, it says when the request is over."""

    def format(self, record: logging.LogRecord) -> str:
        said = super().format(record)
        key = current() or getattr(getattr(record, "request", None), "trace", "")
        return f"[{key}] {said}" if key else said
