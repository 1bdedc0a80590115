"""What becomes of the rest of several orders at once: picked on the list, looked at, then done, order by order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.once import once
from accounts.permissions import View, allow
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui
from sales import orders
from sales.models import SalesOrder
from sales.views.orders import OrderList

MOST = 200  # so many orders at once


@dataclass(frozen=True)
class Candidate:
    """An order that was picked: its rest, or why it has none that can be dealt with."""

    order: SalesOrder
    rest: str = ""
    why_not: str = ""


@dataclass(frozen=True)
class Way:
    """One way to deal with a rest."""

    do: Callable[..., SalesOrder]
    heading: str | Promise
    submit: str | Promise
    text: str | Promise
    danger: bool = False


def _looked_at(order: SalesOrder) -> Candidate:
    try:
        rest = orders.require_rest(order)
    except Refusal as no:
        return Candidate(order, why_not=str(no.message))
    words = [f"{ui.quantity(quantity)} {line.unit} {line.text}" for line, quantity in rest.items()]
    return Candidate(order, rest=", ".join(words))


def _view(way: Way) -> View:
    def view(request: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseRedirect(reverse("sales:orders"))
        picked = list(OrderList.picked(request).order_by("pk")[: MOST + 1])
        if not picked or len(picked) > MOST:
            words = _("Pick at most %(most)s orders.") % {"most": MOST} if picked else _("Pick the orders first.")
            messages.warning(request, words)
            return HttpResponseRedirect(reverse("sales:orders"))
        if "sure" in request.POST:
            return _done(request, way, picked)
        candidates = [_looked_at(order) for order in picked]
        can = [each for each in candidates if not each.why_not]
        context = {
            "heading": way.heading,
            "text": way.text,
            "submit": way.submit,
            "danger": way.danger,
            "back": reverse("sales:orders"),
            "crumb": [(_("Orders"), reverse("sales:orders"))],
            "candidates": candidates,
            "can": can,
        }
        return render(request, "sales/orders/rest.html", context)

    return allow("sales.edit")(once(view))


def _done(request: HttpRequest, way: Way, picked: list[SalesOrder]) -> HttpResponse:
    """All rows are locked first, in one order; then each is done or left as it was."""
    done, refused = [], []
    for order in SalesOrder.objects.filter(pk__in=[order.pk for order in picked]).order_by("pk").select_for_update():
        try:
            with transaction.atomic():
                done.append(way.do(order, by=request.user).number)
        except Refusal as no:
            refused.append(f"{order.number}: {no.message}")
    if done:
        words = ngettext("Done for one order: %(numbers)s.", "Done for %(count)s orders: %(numbers)s.", len(done))
        messages.success(request, words % {"count": len(done), "numbers": ", ".join(str(number) for number in done)})
    for words in refused[:6]:
        messages.warning(request, words)
    return HttpResponseRedirect(reverse("sales:orders"))


split = _view(
    Way(
        orders.split,
        gettext_lazy("Make rest orders?"),
        gettext_lazy("Make rest orders"),
        gettext_lazy(
            "For each a new order is made of what has not been sent, confirmed at once. The old one becomes "
            "“Cancelled”; what was sent of it can still be invoiced."
        ),
    )
)
cancel = _view(
    Way(
        orders.cancel_rest,
        gettext_lazy("Cancel the rest of these orders?"),
        gettext_lazy("Cancel the rest"),
        gettext_lazy(
            "What has not been sent will not come. The orders are then delivered with what was sent, and that can "
            "still be invoiced."
        ),
        danger=True,
    )
)
