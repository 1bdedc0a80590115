"""Counting, one line at a time, for a phone and a scanner. Each count is one small form, safe to repeat; nothing moves.

The address is the state: `line` (where one stands), `quantity` (what the hand has counted), `scan` (what was scanned last),
`at` (the place where one stands when nothing is expected there) and `after` (the line that was passed).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory import counts
from inventory.models import Item, Location, StockCount, StockCountLine
from inventory.stock_forms import FoundForm
from inventory.views.choose import stocked
from inventory.views.counts import desk
from layouts.views.fields import number_is
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.fields import spell_number
from rackbeat.lib.refusal import Refusal

LONGEST = 60


def _text(value: str) -> str:
    return " ".join(value.replace("\x00", "").split())[:LONGEST]


@dataclass(frozen=True)
class Stop:
    """One line on the way."""

    line: StockCountLine
    at: int

    @property
    def is_counted(self) -> bool:
        return self.line.is_counted

    @cached_property
    def codes(self) -> list[str]:
        return [code for code in (self.line.item.number, self.line.item.barcode) if code]

    def is_item(self, scan: str) -> bool:
        return scan.casefold() in {code.casefold() for code in self.codes}

    def is_place(self, scan: str) -> bool:
        place = self.line.location
        return scan.casefold() in {code.casefold() for code in (place.code, place.barcode) if code}


@dataclass(frozen=True)
class Scanned:
    """What a scan meant: a sentence, where it leads, what the hand has counted there, and what could be added."""

    words: str = ""
    is_good: bool = True
    stop: Stop | None = None
    quantity: Decimal | None = None
    place: Location | None = None
    add: Item | None = None


class Trip:
    """The lines of a count in walking order, and where one stands."""

    def __init__(self, count: StockCount, asked: Any) -> None:
        self.count, self.asked = count, asked
        rows = count.lines.select_related("item__unit", "location", "count").order_by("location__code", "item__number")
        self.stops = [Stop(line, at) for at, line in enumerate(rows, start=1)]

    def find(self, key: str) -> Stop | None:
        return next((stop for stop in self.stops if key and str(stop.line.pk) == key), None)

    @cached_property
    def stop(self) -> Stop | None:
        """The line of the address, else the next one that is not counted; None at the end, or at an empty place."""
        if found := self.find(self.asked.get("line", "")):
            return found
        if self.place is not None:
            return None
        passed = self.find(self.asked.get("after", ""))
        waiting = [stop for stop in self.stops if not stop.is_counted]
        onward = [stop for stop in waiting if passed is None or stop.at > passed.at]
        return next(iter([*onward, *waiting]), None)

    @cached_property
    def place(self) -> Location | None:
        """A place of this count at which nothing is expected, if one was scanned."""
        key = self.asked.get("at", "")
        if not (key.isascii() and key.isdecimal() and len(key) < 16):
            return None
        places = counts.places_of(self.count)
        return Location.objects.filter(pk=int(key)).first() if int(key) in places else None

    @property
    def counted(self) -> list[Stop]:
        return [stop for stop in self.stops if stop.is_counted and stop is not self.stop]

    @property
    def waiting(self) -> list[Stop]:
        return [stop for stop in self.stops if not stop.is_counted and stop is not self.stop]


# --- scanning ------------------------------------------------------------------------------------------------------


def read_scan(trip: Trip, scan: str, counted: Decimal | None) -> Scanned:
    """The scan of an item counts one and leads to its line; of a place leads there; anything else is named."""
    here = trip.stop
    if here and here.is_item(scan):
        return _one_more(here, counted)
    ordered = sorted(trip.stops, key=lambda stop: (stop.is_counted, stop.at))
    near = [stop for stop in ordered if stop.is_item(scan)]
    if found := [stop for stop in near if here and stop.line.location_id == here.line.location_id]:
        return _one_more(found[0], None)
    if near and trip.place is None:
        return _one_more(near[0], None)
    if found := [stop for stop in ordered if stop.is_place(scan)]:
        return Scanned(_("Here at %(place)s.") % {"place": found[0].line.location}, stop=found[0])
    return _elsewhere(trip, scan)


def _one_more(stop: Stop, counted: Decimal | None) -> Scanned:
    before = counted if counted is not None else stop.line.quantity_counted or ZERO
    now = before + 1
    said = _("%(counted)s counted.") % {"counted": spell_number(now)}
    return Scanned(said, stop=stop, quantity=now)


def _elsewhere(trip: Trip, scan: str) -> Scanned:
    """Something that is not on the list: it can be added at the place where one stands; or a place with nothing on it."""
    here = trip.place or (trip.stop.line.location if trip.stop else trip.count.location)
    item = stocked().filter(number_is(Item, ("number", "barcode"), scan)).first()
    if item is not None:
        words = _("%(item)s is not on the list at %(place)s.") % {"item": item, "place": here}
        return Scanned(words, is_good=False, stop=trip.stop, place=here, add=item)
    place = Location.objects.filter(number_is(Location, ("code", "barcode"), scan)).first()
    if place is not None and place.pk in counts.places_of(trip.count):
        words = _("Here at %(place)s nothing is expected. Scan what you find.") % {"place": place}
        return Scanned(words, place=place)
    if place is not None:
        return Scanned(_("%(place)s is not a part of this count.") % {"place": place}, is_good=False, stop=trip.stop)
    return Scanned(_("Nothing here is called “%(text)s”.") % {"text": scan}, is_good=False, stop=trip.stop)


# --- the page ------------------------------------------------------------------------------------------------------


@allow("stock.work")
@once
def walk(request: Request, key: int) -> HttpResponse:
    """GET: the line where one stands. POST: so many of it were found; or something was found that is not on the list."""
    count: Any = desk.find(key)
    if not count.is_draft:
        return HttpResponseRedirect(desk.url(count))
    trip = Trip(count, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return show(request, trip)
    if request.POST.get("add"):
        return _add(request, trip)
    return _found(request, trip)


def _found(request: Request, trip: Trip) -> HttpResponse:
    here = desk.url(trip.count, "walk")
    stop = trip.find(request.POST.get("line", ""))
    if stop is None:
        return HttpResponseRedirect(here)  # somebody took the line out meanwhile
    form = FoundForm(request.POST)
    if not form.is_valid():
        return show(request, trip, refusal=next(iter(form.errors.values()))[0], status=422)
    try:
        counts.count(stop.line, form.cleaned_data["quantity"], by=request.user)
    except Refusal as no:
        return show(request, trip, refusal=no.message, status=422)
    return HttpResponseRedirect(f"{here}?after={stop.line.pk}")


def _add(request: Request, trip: Trip) -> HttpResponse:
    item = stocked().filter(number=request.POST["add"][:25]).first()
    place = trip.place or (trip.stop.line.location if trip.stop else trip.count.location)
    if item is None:
        raise Http404
    try:
        line = counts.add_line(trip.count, item=item, location=place, by=request.user)
    except Refusal as no:
        return show(request, trip, refusal=no.message, status=422)
    return HttpResponseRedirect(f"{desk.url(trip.count, 'walk')}?line={line.pk}&quantity=1")


def show(request: Request, trip: Trip, *, refusal: Any = "", status: int = 200) -> HttpResponse:
    typed = request.POST.get("quantity", "")[:LONGEST] if request.method == "POST" else ""
    counted = _number(request.GET)
    said = Scanned()
    if (scan := _text(request.GET.get("scan", ""))) and request.method != "POST":
        said = read_scan(trip, scan, counted)
        trip.stop, counted = said.stop, said.quantity if said.stop else None
        trip.place = said.place if said.stop is None else None
    stop = trip.stop
    number = counted if counted is not None or stop is None else stop.line.quantity_counted
    expected = None if stop is None or trip.count.is_blind else counts.lying([stop.line])[stop.line.pk]
    context = {
        "count": trip.count,
        "trip": trip,
        "stop": stop,
        "place": trip.place,
        "said": said,
        "refusal": refusal,
        "expected": expected,
        "quantity": typed or ("" if number is None else spell_number(number)),
        "begun": counted is not None,
        "saved_at": max((each.line.counted_at for each in trip.stops if each.line.counted_at), default=None),
        "heading": desk.name_of(trip.count),
        "back": desk.url(trip.count),
        "here": desk.url(trip.count, "walk"),
        "preview_url": desk.url(trip.count, "preview"),
    }
    return render(request, "inventory/counts/walk.html", context, status=status)


def _number(asked: Any) -> Decimal | None:
    """What the hand has counted, by the address; one more or less where a button was pressed without a script."""
    form = FoundForm(asked)
    if not form.is_valid():
        return Decimal(1) if asked.get("step") == "more" else None
    step = {"more": 1, "less": -1}.get(asked.get("step", ""), 0)
    return max(form.cleaned_data["quantity"] + step, ZERO)
