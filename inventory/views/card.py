"""An item's page: figures, ledger, places, history, and its explanations in place. What a number means, explain says."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import history
from accounts.permissions import allow
from inventory import card
from inventory.explain import Explainer, Explanation
from inventory.models import CostEntry, Item
from rackbeat.lib.actions import BUTTON, Action, Actions, link


def find(number: str) -> Item:
    rows = Item.objects.select_related("group", "unit", "default_location", "cost_state")
    return get_object_or_404(rows, number=number)


def whole(text: str | None) -> int:
    """A sequence number out of an address; 0 for anything else."""
    return int(text) if text and re.fullmatch(r"\d{1,15}", text, re.ASCII) else 0


@allow("items.view")
@require_GET
def item(request: HttpRequest, number: str) -> HttpResponse:
    found = find(number)
    return render(request, "inventory/items/show.html", page(request, found))


def page(request: HttpRequest, found: Item) -> dict[str, Any]:
    """What the page of an item shows to this reader; without a script the address says what stands open."""
    may, state = request.may, getattr(found, "cost_state", None)  # type: ignore[attr-defined]
    places = card.lying(found) if found.group.has_stock else []
    figures = card.figures(found, places, state)
    shown = card.ledger(found, may, before=whole(request.GET.get("before")))
    opened = whole(request.GET.get("open"))
    return {
        "item": found,
        "number": found.number,
        "heading": found.name,
        "figures": figures,
        "places": places,
        "ledger": shown,
        "open": opened,
        "before": whole(request.GET.get("before")),
        "explanation": _explained_entry(request, found, opened) if opened else None,
        "asked": request.GET.get("why", ""),
        "why": _explained(request, found, request.GET.get("why", "")),
        "plot": card.plot(found, request.agreement.today()) if "cost.view" in may and figures.entries else None,  # type: ignore[attr-defined]
        "margin": card.margin(found, figures),
        "actions": actions(found, may, figures),
        "events": history.of(found, may=may),
        "principle": request.agreement.get_principle_display(),  # type: ignore[attr-defined]
    }


def actions(found: Item, may: frozenset[str], figures: card.Figures) -> Actions:
    if "items.edit" not in may:
        return Actions()
    at = [found.number]
    given = Actions([link(_("Edit"), reverse("inventory:item_edit", args=at), place=BUTTON, icon="edit", key="e")])
    if found.is_barred:
        given.append(Action(_("Open for use"), reverse("inventory:item_unbar", args=at), icon="undo"))
    else:
        given.append(
            Action(
                _("Bar item %(number)s") % {"number": found.number}, reverse("inventory:item_bar", args=at), icon="lock"
            )
        )
    if not figures.entries:
        given.append(
            Action(
                _("Delete item %(number)s") % {"number": found.number},
                reverse("inventory:item_delete", args=at),
                icon="trash",
                danger=True,
            )
        )
    return given


# --- explanations, in place with htmx, on the page without -----------------------------------------------------------


def explainer(request: HttpRequest, found: Item) -> Explainer:
    return Explainer(found, request.agreement.principle, request.may)  # type: ignore[attr-defined]


def _explained(request: HttpRequest, found: Item, what: str) -> Explanation | None:
    """The figure that was asked about; None for one that there is not, or not for this reader."""
    ask = explainer(request, found)
    state = getattr(found, "cost_state", None)
    if what == "reserved":
        return ask.reserved()
    if what == "incoming":
        return ask.incoming()
    if what == "value" and state is not None and state.quantity and "cost.view" in ask.may:
        return ask.value(state)
    return None


def _explained_entry(request: HttpRequest, found: Item, sequence: int) -> Explanation | None:
    entry = CostEntry.objects.filter(item=found, sequence=sequence).first()
    return explainer(request, found).entry(entry) if entry and "cost.view" in request.may else None  # type: ignore[attr-defined]


@allow("items.view")
@require_GET
def why(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """The panel under the figures."""
    found = find(number)
    explained = _explained(request, found, what)
    if explained is None:
        raise Http404
    return render(request, "inventory/items/_why.html", {"item": found, "why": explained, "asked": what})


@allow("cost.view")
@require_GET
def entry(request: HttpRequest, number: str, sequence: int) -> HttpResponse:
    """One row of the ledger, with its explanation, or closed again."""
    found = find(number)
    rows = CostEntry.objects.filter(item=found, sequence__lte=sequence).order_by("-sequence")[:2]
    lines = card.lines(list(rows), request.may)  # type: ignore[attr-defined]
    if not lines or lines[0].entry.sequence != sequence:
        raise Http404
    opened = "closed" not in request.GET
    context = {
        "item": found,
        "line": lines[0],
        "open": sequence if opened else 0,
        "explanation": explainer(request, found).entry(lines[0].entry) if opened else None,
        "before": whole(request.GET.get("before")),
    }
    return render(request, "inventory/items/_entry.html", context)
