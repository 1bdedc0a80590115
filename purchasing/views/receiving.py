"""Receiving, one line at a time, for a phone and a scanner. Each count is one small form; nothing moves until the end."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory.models import Location
from layouts.views.fields import number_is
from purchasing import receipts
from purchasing.forms import CountForm
from purchasing.models import GoodsReceipt, GoodsReceiptLine
from purchasing.views.receipts import RECEIVED, desk
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui

LONGEST_SCAN = 60


@dataclass(frozen=True)
class Stop:
    """One line on the way: what to count, and where to put it."""

    line: GoodsReceiptLine
    at: int

    @property
    def is_counted(self) -> bool:
        return self.line.counted_at is not None

    @property
    def due(self) -> Decimal | None:
        """How much is still to come of the order's line; None where nothing was ordered."""
        return self.line.order_line.quantity_to_receive if self.line.order_line else None


def stops(receipt: GoodsReceipt) -> list[Stop]:
    """The lines in walking order: by location, then by item."""
    rows = receipt.lines.select_related("item__unit", "item__group", "location", "order_line__item__group", "receipt")
    lines = rows.order_by("location__code", "item__number", "pk")
    return [Stop(line, at) for at, line in enumerate(lines, start=1)]


def current(trip: list[Stop], asked: str, after: str = "") -> Stop | None:
    """The stop that was asked for, else the next one that is not counted, else the first such; None at the end."""
    if found := next((stop for stop in trip if asked and str(stop.line.pk) == asked), None):
        return found
    passed = next((stop.at for stop in trip if str(stop.line.pk) == after), 0)
    waiting = [stop for stop in trip if not stop.is_counted]
    return next((stop for stop in waiting if stop.at > passed), waiting[0] if waiting else None)


def _find(key: int) -> Any:
    return desk.find(key)


@allow("receipts.work")
@once
def receive(request: Request, key: int) -> HttpResponse:
    """The counting page; POST counts the line that it shows."""
    receipt = _find(key)
    if not receipt.is_draft:
        return HttpResponseRedirect(desk.url(receipt))
    trip = stops(receipt)
    if request.method == "POST":
        return _counted(request, receipt, trip)
    stop = current(trip, request.GET.get("line", ""), request.GET.get("after", ""))
    if scan := request.GET.get("scan", "").strip()[:LONGEST_SCAN]:
        return _scanned(request, receipt, trip, stop, scan)
    return page(request, receipt, trip, stop)


def _counted(request: Request, receipt: GoodsReceipt, trip: list[Stop]) -> HttpResponse:
    here = desk.url(receipt, "receive")
    stop = current(trip, request.POST.get("line", ""))
    if stop is None or str(stop.line.pk) != request.POST.get("line"):
        return HttpResponseRedirect(here)  # the line is no longer there: somebody took it out
    form = CountForm(request.POST)
    if not form.is_valid():
        return page(request, receipt, trip, stop, refusal=next(iter(form.errors.values()))[0], status=422)
    try:
        facts = form.cleaned_data
        receipts.count(stop.line, facts["quantity"], location=facts["location"], by=request.user)
    except Refusal as no:
        return page(request, receipt, trip, stop, refusal=no.message, status=422)
    return HttpResponseRedirect(f"{here}?after={stop.line.pk}")


def _scanned(request: Request, receipt: GoodsReceipt, trip: list[Stop], stop: Stop | None, scan: str) -> HttpResponse:
    """A scan says another line's item, or a place for this line. It changes nothing by itself."""
    mine = [each for each in trip if scan in (each.line.item.number, each.line.item.barcode)]
    if mine:
        chosen = next((each for each in mine if not each.is_counted), mine[0])
        return page(request, receipt, trip, stop if stop in mine else chosen)
    place = Location.objects.filter(number_is(Location, ("code", "barcode"), scan)).first()
    if place is not None and stop is not None:
        return page(request, receipt, trip, stop, place=place)
    words = _("“%(scan)s” is not on this receipt.") % {"scan": scan}
    return page(request, receipt, trip, stop, refusal=words, status=422)


@allow("receipts.work")
@once
def finish(request: Request, key: int) -> HttpResponse:
    """What is counted goes into stock, dated today; what nobody counted stays expected."""
    receipt = _find(key)
    if request.method != "POST" or not receipt.is_draft:
        return HttpResponseRedirect(desk.url(receipt))
    try:
        receipts.receive(receipt, by=request.user, only_counted=True)
    except Refusal as no:
        trip = stops(receipt)
        return page(request, receipt, trip, current(trip, ""), refusal=no.message, status=422)
    messages.success(request, str(RECEIVED) % {"number": receipt.number})
    return HttpResponseRedirect(desk.url(receipt))


def page(
    request: Request,
    receipt: GoodsReceipt,
    trip: list[Stop],
    stop: Stop | None,
    *,
    place: Location | None = None,
    refusal: Any = "",
    status: int = 200,
) -> HttpResponse:
    """The page of one stop, or of the end of the way. `place`: the location that was scanned last."""
    waiting = [each for each in trip if not each.is_counted and each is not stop]
    counted = [each for each in trip if each.is_counted and each is not stop]
    context = {
        "receipt": receipt,
        "heading": desk.name_of(receipt),
        "back": desk.url(receipt),
        "here": desk.url(receipt, "receive"),
        "finish_url": desk.url(receipt, "finish"),
        "trip": trip,
        "stop": stop,
        "quantity": _shown_quantity(request, stop),
        "place": place or (stop.line.location if stop else None),
        "waiting": waiting,
        "counted": counted,
        "came": [each for each in trip if each.is_counted and each.line.quantity],
        "counted_sum": _sum(counted),
        "waiting_sum": _sum(waiting),
        "saved_at": max((each.line.counted_at for each in trip if each.line.counted_at), default=None),
        "refusal": refusal,
    }
    return render(request, "purchasing/receipts/receive.html", context, status=status)


def _shown_quantity(request: Request, stop: Stop | None) -> str:
    """As it was typed where it was refused; one more or less where a button was pressed without a script."""
    if stop is None:
        return ""
    if request.method == "POST":
        return request.POST.get("quantity", "")[:40]
    form = CountForm(request.GET)
    said = stop.line.quantity
    if request.GET.get("line") == str(stop.line.pk) and form.is_valid():
        said = form.cleaned_data["quantity"] + {"more": 1, "less": -1}.get(request.GET.get("step", ""), 0)
    return str(ui.quantity(max(said, ZERO)))


def _sum(trip: list[Stop]) -> dict[str, Any]:
    """How many lines, and how much where all are counted in the same unit."""
    units = {each.line.unit for each in trip}
    one = len(units) == 1
    total = sum((each.line.quantity for each in trip), ZERO) if one else None
    return {"count": len(trip), "quantity": total, "unit": units.pop() if one else ""}
