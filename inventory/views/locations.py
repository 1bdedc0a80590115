"""Locations: the tree, a location's page and its form. What may happen to one is decided by inventory/locations.py."""

from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import history
from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory import locations
from inventory.forms import LocationForm
from inventory.models import Location, StockBalance
from inventory.views.writing import do, write
from rackbeat.lib.actions import BUTTON, Action, Actions, link

SHOWN = 50


def counts() -> dict[int, dict[str, Any]]:
    """For each location where something lies: of how many items, and how much in all."""
    held = StockBalance.objects.exclude(on_hand=0).order_by().values("location")
    return {row["location"]: row for row in held.annotate(kinds=Count("pk"), on_hand=Sum("on_hand"))}


@allow("items.view")
@require_GET
def location_list(request: HttpRequest) -> HttpResponse:
    """The tree, with how much lies at each."""
    held = counts()
    places = [{"place": place, **held.get(place.location.pk, {})} for place in locations.tree(Location.objects.all())]
    return render(request, "inventory/locations/list.html", {"places": places})


@allow("items.view")
@require_GET
def location(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(Location, pk=pk)
    tree, held = locations.tree(Location.objects.all()), counts()
    place = next(each for each in tree if each.location.pk == pk)
    lying = StockBalance.objects.filter(~Q(on_hand=0) | ~Q(reserved=0), location=found)
    context = {
        "location": found,
        "number": found.code,
        "heading": found.name,
        "place": place,
        "inner": [
            {**held.get(each.location.pk, {}), "location": each.location}
            for each in tree
            if each.location.parent_id == pk
        ],
        "lying": lying.select_related("item__unit")
        .annotate(free=F("on_hand") - F("reserved"))
        .order_by("item__number")[:SHOWN],
        "count": lying.count(),
        "actions": actions(found, request.may),
        "events": history.of(found, may=request.may),
    }
    return render(request, "inventory/locations/show.html", context)


def actions(found: Location, may: frozenset[str]) -> Actions:
    if "items.edit" not in may:
        return Actions()
    at, code = [found.pk], {"code": found.code}
    given = Actions([link(_("Edit"), reverse("inventory:location_edit", args=at), place=BUTTON, icon="edit", key="e")])
    default = _("It is the default location.") if found.is_default else ""
    if found.is_barred:
        given.append(Action(_("Open for use"), reverse("inventory:location_unbar", args=at), icon="undo"))
    else:
        bar = reverse("inventory:location_bar", args=at)
        given.append(Action(_("Bar location %(code)s") % code, bar, icon="lock", why_not=default))
    delete = reverse("inventory:location_delete", args=at)
    given.append(Action(_("Delete location %(code)s") % code, delete, icon="trash", danger=True, why_not=default))
    return given


def address(row: Location) -> str:
    return reverse("inventory:location", args=[row.pk])


@allow("items.edit")
@once
def location_new(request: HttpRequest) -> HttpResponse:
    inside = request.GET.get("in", "")
    initial: dict[str, Any] = {"parent": inside} if inside.isascii() and inside.isdigit() else {}
    return write(
        request,
        LocationForm(request.POST or None, initial=initial),
        locations.create,
        context={"heading": _("New location"), "back": reverse("inventory:locations")},
        done=address,
        said=lambda row: _("Location %(code)s is made.") % {"code": row},
    )


@allow("items.edit")
@once
def location_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Location, pk=pk)
    return write(
        request,
        LocationForm(request.POST or None, instance=found),
        lambda **facts: locations.change(found, **facts),
        context={"heading": _("Location %(code)s") % {"code": found.code}, "back": address(found)},
        done=address,
        said=lambda row: _("Location %(code)s is saved.") % {"code": row},
    )


@allow("items.edit")
@require_POST
@once
def location_bar(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Location, pk=pk)
    said = _("Location %(code)s is barred.") % {"code": found}
    return do(request, locations.bar, found, back=address(found), done=address(found), said=said)


@allow("items.edit")
@require_POST
@once
def location_unbar(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Location, pk=pk)
    said = _("Location %(code)s is open for use.") % {"code": found}
    return do(request, locations.unbar, found, back=address(found), done=address(found), said=said)


@allow("items.edit")
@require_POST
@once
def location_delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Location, pk=pk)
    said = _("Location %(code)s is deleted.") % {"code": found}
    return do(request, locations.delete, found, back=address(found), done=reverse("inventory:locations"), said=said)
