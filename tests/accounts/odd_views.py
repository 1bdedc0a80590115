"""Addresses that fail in the ways in which a view can fail, for test_requests.py."""

from typing import Any

from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path

from accounts.models import NumberSeries
from accounts.once import once
from accounts.permissions import allow
from rackbeat.lib.refusal import Refusal

tries: list[int] = []


def _fail(state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{state}'; END $$")


@allow("sales.view")
def deadlocked(request: Any, times: int) -> HttpResponse:
    """Books and says so, but the first `times` tries lose a deadlock at the end."""
    tries.append(1)
    NumberSeries.objects.create(name="tried")
    messages.success(request, "It is booked.")
    if len(tries) <= times:
        _fail("40P01")
    return HttpResponse("|".join(str(message) for message in messages.get_messages(request)))


@allow("sales.view")
def fails(request: Any, state: str) -> HttpResponse:
    messages.success(request, "It is booked.")
    _fail(state)
    raise DatabaseError


@allow("sales.view")
def taken(request: Any, times: int) -> HttpResponse:
    """Saves, but the first `times` tries find that somebody else was quicker."""
    tries.append(1)
    if len(tries) <= times:
        _fail("23505")
    return HttpResponse("It is saved.")


@allow("sales.view")
def refuses(request: Any) -> HttpResponse:
    raise Refusal("Not on a Sunday.")


@allow("sales.view")
def says(request: Any) -> HttpResponse:
    return HttpResponse("|".join(str(message) for message in messages.get_messages(request)))


@allow("sales.edit")
@once
def make(request: Any, where: str) -> HttpResponse:
    NumberSeries.objects.create(name=f"made {NumberSeries.objects.count()}")
    if request.POST.get("wrong"):
        return HttpResponse("no", status=422)
    return HttpResponseRedirect(f"/made/{NumberSeries.objects.count()}/")


@allow("sales.view")
def writes(request: Any) -> HttpResponse:
    NumberSeries.objects.create(name="written while reading")
    return HttpResponse("done")


urlpatterns = [
    path("odd/write/", writes),
    path("deadlocked/<int:times>/", deadlocked),
    path("fails/<str:state>/", fails),
    path("taken/<int:times>/", taken),
    path("refuses/", refuses),
    path("says/", says),
    path("make/<str:where>/", make),
    path("", include("rackbeat.urls")),
]
