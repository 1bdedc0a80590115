"""Help: how to reach support, short answers, and what the statuses mean. For everybody, logged in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import allow
from support import answers, statuses


@allow("open")
def show(request: HttpRequest) -> HttpResponse:
    """The number to read out, the ways to reach support, the questions that are asked most."""
    stranger = not request.user.is_authenticated
    found = answers.for_reader(request.may, is_stranger=stranger)  # type: ignore[attr-defined]
    return render(request, "support/help/show.html", {"answers": found})


@allow("open")
def all_statuses(request: HttpRequest) -> HttpResponse:
    """Every status with its badge and its meaning."""
    return render(request, "support/help/statuses.html", {"documents": list(statuses.documents())})
