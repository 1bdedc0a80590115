"""The report of stock value: on a day, by group and location, on the screen or as a file."""

import datetime as dt
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.permissions import allow
from inventory import locations, reports
from inventory.models import Item, ItemGroup, Location
from rackbeat.lib import plots
from rackbeat.lib.filters import iso_day, pieces
from rackbeat.lib.lists import AmountColumn, Column, QuantityColumn
from rackbeat.lib.lists.export import answer

ROWS = 200
COLUMNS = [
    Column("group", gettext_lazy("Item group")),
    Column("number", gettext_lazy("No.")),
    Column("name", gettext_lazy("Name")),
    Column("unit", gettext_lazy("Unit")),
    QuantityColumn("quantity", gettext_lazy("Quantity")),
    AmountColumn("cost", gettext_lazy("Cost")),
    AmountColumn("value", gettext_lazy("Stock value")),
]


@allow("reports.view")
@allow("cost.view")
@require_GET
def stock_value(request: HttpRequest) -> HttpResponseBase:
    """What there was on the day and what it was worth; the address is the state."""
    today = request.agreement.today()  # type: ignore[attr-defined]
    day = min(iso_day(request.GET.get("day", "")) or today, today)
    groups = [
        int(number)
        for number in pieces(request.GET, "group")
        if number.isascii() and number.isdigit() and len(number) < 10
    ]
    codes = pieces(request.GET, "place")
    asked = Asked(day, today, groups, codes)
    rows = reports.value_at(day, groups=groups, places=reports.inside(codes))
    if request.GET.get("export") == "csv":
        return answer(rows, COLUMNS, Item, SimpleNamespace(title=_("Stock value"), today=day))
    return render(request, "reports/stock_value.html", shown(request, asked, rows))


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    day: dt.date
    today: dt.date
    groups: list[int]
    codes: list[str]


def shown(request: HttpRequest, asked: Asked, rows: list[reports.Stock]) -> dict[str, Any]:
    """A page of the rows under their groups, the sums of all, and the way there."""
    day, address = asked.day, request.GET.copy()
    for name in ("page", "export"):
        address.pop(name, None)
    start = (day.replace(day=1) - dt.timedelta(days=320)).replace(day=1)
    points = [] if asked.codes else reports.totals(start, day, groups=asked.groups)
    places = locations.tree(Location.objects.all())
    return {
        "day": day,
        "today": asked.today,
        "month_end": day.replace(day=1) - dt.timedelta(days=1),
        "year_end": day.replace(month=1, day=1) - dt.timedelta(days=1),
        "groups": [(group, group.number in asked.groups) for group in ItemGroup.objects.filter(has_stock=True)],
        "places": [(place, place.location.code in asked.codes) for place in places],
        "page": paged(reports.grouped(rows), request.GET.get("page", "")),
        "count": len(rows),
        "odd": any(row.is_odd for row in rows),
        "total": sum((row.value for row in rows), reports.ZERO),
        "plot": plots.steps(points, start=start, end=day, height=136, lines=3) if points else None,
        "address": address.urlencode(),
    }


def paged(groups: list[reports.Group], wanted: str) -> dict[str, Any]:
    """So many rows, each group with the sum of all of its items."""
    pages = max(-(-sum(len(group.rows) for group in groups) // ROWS), 1)
    number = min(max(int(wanted), 1), pages) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 1
    first, last, seen, found = (number - 1) * ROWS, number * ROWS, 0, []
    for group in groups:
        rows = group.rows[max(first - seen, 0) : max(last - seen, 0)]
        if rows:
            found.append({"group": group, "rows": rows, "value": group.value})
        seen += len(group.rows)
    return {"groups": found, "number": number, "pages": pages}
