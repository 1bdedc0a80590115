"""Choosing an item or a place on a document: the form's fields and what they suggest, with what is available."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import View, allow
from inventory import availability
from inventory.models import Item, Location
from layouts.views import suggest
from layouts.views.fields import FoundField
from rackbeat.templatetags import ui


def items() -> QuerySet[Item]:
    """Every item, with what a line takes from it. That a barred one is not chosen anew, the form sees to."""
    return Item.objects.select_related("group", "unit")


def stocked() -> QuerySet[Item]:
    """Items that are kept in stock."""
    return items().filter(group__has_stock=True)


def places() -> QuerySet[Location]:
    return Location.objects.all()


def item_field(*, stock_only: bool = False, **options: Any) -> FoundField:
    """An item by number, barcode or a name that only one has."""
    rows = stocked if stock_only else items
    return FoundField(
        rows=rows, also=("barcode",), whole=False, **{"required": False, "label": gettext_lazy("Item"), **options}
    )


def location_field(**options: Any) -> FoundField:
    """A location by code, barcode or name."""
    return FoundField(
        rows=places,
        by="code",
        also=("barcode",),
        whole=False,
        **{"required": False, "label": gettext_lazy("Location"), **options},
    )


def available_notes(request: HttpRequest, found: Sequence[Item]) -> dict[int, str]:
    """Behind each stock item: what is available."""
    free = availability.available([item.pk for item in found])
    return {
        item.pk: _("%(quantity)s %(unit)s available")
        % {"quantity": ui.quantity(free.get(item.pk, 0)), "unit": item.unit.name}
        for item in found
        if item.group.has_stock
    }


def item_options(right: str, *, stock_only: bool = False) -> View:
    """The view that suggests items that are not barred."""
    rows = stocked if stock_only else items
    return suggest.options(right, lambda: rows().filter(is_barred=False), also=("barcode",), notes=available_notes)


def location_options(right: str) -> View:
    """The view that suggests places."""

    @allow(right)
    def suggest_places(request: HttpRequest) -> HttpResponse:
        text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:30]
        rows = places().filter(is_barred=False)
        found = [*rows.filter(code__istartswith=text)[:8]]
        found += [*rows.filter(name__icontains=text).exclude(pk__in=[row.pk for row in found])[: 8 - len(found)]]
        shown = [{"value": row.code, "label": row.name} for row in found]
        return render(request, "ui/_options.html", {"options": shown})

    return suggest_places
