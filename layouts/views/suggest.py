"""What a field with suggestions is answered: a few rows whose number or name is being typed. It only reads."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import View, allow

MOST = 8


def options(
    right: str,
    rows: Callable[[], QuerySet[Any]],
    *,
    also: tuple[str, ...] = (),
    notes: Callable[[HttpRequest, Sequence[Any]], dict[int, Any]] | None = None,
    whole: bool = False,
) -> View:
    """A view that answers `?q=` with ui/_options.html. `notes`: what stands quietly behind each row, by its key.

    `whole`: choosing fills the field with number and name, not with the number alone.
    """

    @allow(right)
    def suggest(request: HttpRequest) -> HttpResponse:
        found = matching(rows(), request.GET.get("q", ""), also)
        said = notes(request, found) if notes else {}
        shown = [
            {
                "value": row.number,
                "label": row.name,
                "note": said.get(row.pk, ""),
                "fill": f"{row.number} {row.name}" if whole else row.number,
            }
            for row in found
        ]
        return render(request, "ui/_options.html", {"options": shown})

    return suggest


def matching(rows: QuerySet[Any], text: str, also: tuple[str, ...] = ()) -> list[Any]:
    """The rows whose number begins with `text`, whose name holds it, or whose other name it is; numbers first."""
    text = " ".join(text.replace("\x00", "").split())[:60]
    if not text:
        return list(rows.order_by("number")[:MOST])
    begins = list(rows.filter(number__startswith=text).order_by("number")[:MOST])
    where = Q(name__icontains=text)
    for field in also:
        where |= Q(**{field: text})
    others = rows.filter(where).exclude(pk__in=[row.pk for row in begins]).order_by("name_sort")
    return [*begins, *others[: MOST - len(begins)]] if len(begins) < MOST else begins
