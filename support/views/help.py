"""Help: how to reach support, short answers, and what the statuses mean. For everybody, logged in or not."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.permissions import allow
from accounts.request import Request
from support import answers, statuses


@allow("open")
def show(request: Request) -> HttpResponse:
    """The number to read out, the ways to reach support, the questions that are asked most."""
    stranger = not request.user.is_authenticated
    found = answers.for_reader(request.may, is_stranger=stranger)
    return render(request, "support/help/show.html", {"answers": found})


@allow("open")
def all_statuses(request: Request) -> HttpResponse:
    """Every status with its badge and its meaning."""
    return render(request, "support/help/statuses.html", {"documents": list(statuses.documents())})
