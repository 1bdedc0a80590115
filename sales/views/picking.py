"""Picking on a phone: one line of a shipment at a time, in the order in which one walks. What is picked, the verbs decide.

The address is the state: `line` (where one stands), `quantity` (what the hand counted), `scan` (what was scanned last),
`from` (another place) and `skip` (lines passed over). Nothing but a pick is stored.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.once import once
from accounts.permissions import allow
from inventory import availability
from inventory.models import Item, Location
from layouts.views.fields import QuantityField
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.fields import spell_number
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui
from sales import shipments
from sales.forms import PickForm
from sales.models import Shipment, ShipmentLine
from sales.views.shipment_words import goes_back
from sales.views.shipments import desk, pick_form

LONGEST = 60


class Trip:
    """The lines of a shipment in walking order, and where one stands."""

    def __init__(self, shipment: Shipment, asked: QueryDict) -> None:
        self.shipment, self.asked = shipment, asked
        rows = shipment.lines.select_related("item", "location").order_by("location__code", "item__number", "id")
        self.lines: list[ShipmentLine] = list(rows)
        wanted = asked.getlist("skip")[:1]
        known = {str(line.pk) for line in self.lines}
        self.skip = [pk for pk in (wanted[0].split(".") if wanted else []) if pk in known]

    def is_open(self, line: ShipmentLine) -> bool:
        """Nobody has been there yet: nothing is picked of it, and it was not passed over."""
        return not line.quantity_picked and str(line.pk) not in self.skip

    @cached_property
    def line(self) -> ShipmentLine | None:
        """Where one stands: the line of the address, else the first open one; None where all are done."""
        asked = self.asked.get("line", "")
        if asked == "end":
            return None
        named = [line for line in self.lines if str(line.pk) == asked]
        return next(iter([*named, *filter(self.is_open, self.lines)]), None)

    def after(self, line: ShipmentLine) -> ShipmentLine | None:
        """The next open line: onward from here, then from the beginning."""
        at = self.lines.index(line) + 1
        around = [*self.lines[at:], *self.lines[: at - 1]]
        return next(filter(self.is_open, around), None)

    def url(self, line: ShipmentLine | None, **more: Any) -> str:
        said = {"line": line.pk if line else "end", **more}
        if self.skip:
            said["skip"] = ".".join(self.skip)
        return f"{reverse('sales:shipment_pick', args=[self.shipment.number])}?{urlencode(said)}"

    @property
    def steps(self) -> list[str]:
        """One word for each line: full, some, passed, part (here) or nothing."""
        return [self.step(line) for line in self.lines]

    def step(self, line: ShipmentLine) -> str:
        if line.quantity_picked == line.quantity:
            return "full"
        if self.line is line:
            return "part"
        if line.quantity_picked:
            return "some"
        return "passed" if str(line.pk) in self.skip else ""

    @property
    def position(self) -> int:
        return self.lines.index(self.line) + 1 if self.line else 0

    @property
    def stops(self) -> list["Stop"]:
        """What is still to come, in the order in which it comes."""
        at = self.position
        around = [*self.lines[at:], *self.lines[: max(at - 1, 0)]]
        return [Stop(line, self.url(line)) for line in around if line.quantity_picked < line.quantity]

    @property
    def done(self) -> list["Stop"]:
        picked = [line for line in self.lines if line.quantity_picked == line.quantity and line is not self.line]
        return [Stop(line, self.url(line)) for line in picked]

    @property
    def any_picked(self) -> bool:
        return any(line.quantity_picked for line in self.lines)

    @property
    def full(self) -> int:
        return sum(1 for line in self.lines if line.quantity_picked == line.quantity)

    @property
    def saved_at(self) -> datetime | None:
        return max((line.picked_at for line in self.lines if line.picked_at), default=None)


@dataclass(frozen=True)
class Stop:
    """A line, and the address at which one stands there."""

    line: ShipmentLine
    url: str


@dataclass(frozen=True)
class Scanned:
    """What a scan meant: a sentence, the line it leads to, and what the hand has counted there."""

    words: str
    line: ShipmentLine | None = None
    quantity: Decimal | None = None
    place: Any = None

    @property
    def is_good(self) -> bool:
        return self.line is not None


def is_item(line: ShipmentLine, text: str) -> bool:
    return text.casefold() in {code.casefold() for code in (line.item.number, line.item.barcode) if code}


def is_place(line: ShipmentLine, text: str) -> bool:
    return text.casefold() in {code.casefold() for code in (line.location.code, line.location.barcode) if code}


def read_scan(trip: Trip, text: str, counted: Decimal | None) -> Scanned:
    """The scan of an item counts one and leads to its line; of a place leads there; anything else is named."""
    here = trip.line
    if here and is_item(here, text):
        return _count(here, counted)
    open_first = sorted(trip.lines, key=lambda line: line.quantity_picked == line.quantity)
    if found := [line for line in open_first if is_item(line, text)]:
        if found[0].quantity_picked == found[0].quantity:
            return Scanned(_("%(item)s is picked already.") % {"item": found[0].item})
        return _count(found[0], None)
    if here and is_place(here, text):
        return Scanned(_("Right: %(place)s.") % {"place": here.location}, here, counted)
    if found := [line for line in open_first if is_place(line, text)]:
        return Scanned(_("Here at %(place)s.") % {"place": found[0].location}, found[0])
    return _elsewhere(here, text, counted)


def _count(line: ShipmentLine, counted: Decimal | None) -> Scanned:
    if counted is not None and counted >= line.quantity:
        words = _("All %(quantity)s are counted.") % {"quantity": ui.quantity(line.quantity)}
        return Scanned(words, line, line.quantity)
    now = min((counted or ZERO) + 1, line.quantity)
    words = _("%(counted)s of %(quantity)s counted.")
    said = words % {"counted": ui.quantity(now), "quantity": ui.quantity(line.quantity)}
    return Scanned(said, line, now)


def _elsewhere(here: ShipmentLine | None, text: str, counted: Decimal | None) -> Scanned:
    """Nothing of this shipment: what it is instead."""
    for field in ("number", "barcode"):
        if item := Item.objects.filter(**{f"{field}__iexact": text}).first():
            return Scanned(_("That is %(item)s, which is not on this shipment.") % {"item": item})
    for field in ("code", "barcode"):
        if place := Location.objects.filter(**{f"{field}__iexact": text}).first():
            name = f"{place.code} {place.name}".strip()
            holding = availability.holding(here.item_id).filter(pk=place.pk).first() if here else None
            if here and holding:
                words = _("That is %(place)s. %(quantity)s %(unit)s of it lie there: pick from there?")
                said = {"place": name, "quantity": ui.quantity(holding.here), "unit": here.unit}
                return Scanned(words % said, here, counted, holding)
            return Scanned(_("That is %(place)s. Nothing of this shipment lies there.") % {"place": name})
    return Scanned(_("Nothing here is called “%(text)s”.") % {"text": text})


# --- the page ----------------------------------------------------------------------------------------------------


def show(
    request: HttpRequest, trip: Trip, form: PickForm | None = None, refusal: Any = "", status: int = 200
) -> HttpResponse:
    said, line = None, trip.line
    counted = _number(trip.asked.get("quantity", ""))
    if (text := _text(trip.asked.get("scan", ""))) and form is None:
        said = read_scan(trip, text, counted)
        if said.line is not None:
            trip.line, line, counted = said.line, said.line, said.quantity
    context = {
        "trip": trip,
        "shipment": trip.shipment,
        "line": line,
        "said": said,
        "refusal": refusal,
        "back": desk.url(trip.shipment),
        "today": request.agreement.today(),  # type: ignore[attr-defined]
        "goes_back": goes_back(trip.shipment, trip.lines),
        "send_url": desk.url(trip.shipment, "send"),
    }
    if line is not None:
        context |= _line_context(line, form, counted)
    return render(request, "sales/shipments/pick.html", context, status=status)


def _line_context(line: ShipmentLine, form: PickForm | None, counted: Decimal | None) -> dict[str, Any]:
    """What the page says of the line where one stands."""
    number = counted if counted is not None else line.quantity_picked or line.quantity
    places = list(availability.holding(line.item_id))
    here = next((place.here for place in places if place.pk == line.location_id), ZERO)
    typed = form.data.get("quantity", "") if form is not None else spell_number(number)
    return {
        "number": typed,
        "whole": spell_number(line.quantity),
        "here": here,
        "short": here < line.quantity,
        "elsewhere": [place for place in places if place.pk != line.location_id],
        "codes": [code for code in (line.item.number, line.item.barcode) if code],
        "ending": line.item.barcode[-4:],
        "pick_words": _("Pick %(number)s, go on") % {"number": "{n}"},
        "errors": [error for errors in form.errors.values() for error in errors] if form is not None else [],
    }


def _text(value: str) -> str:
    return " ".join(value.replace("\x00", "").split())[:LONGEST]


def _number(text: str) -> Decimal | None:
    """A quantity in the address, or None where it makes no sense."""
    try:
        return QuantityField(required=False).clean(text)
    except ValidationError:
        return None


# --- one pick ----------------------------------------------------------------------------------------------------


def _step(trip: Trip, line: ShipmentLine, way: str, typed: str) -> HttpResponse:
    """Less, more or all: only the number on the page changes."""
    number = _number(typed)
    number = line.quantity if number is None else number
    number = {"less": number - 1, "more": number + 1}.get(way, line.quantity)
    return HttpResponseRedirect(trip.url(line, quantity=spell_number(min(max(number, ZERO), line.quantity))))


def _pick(request: Any, trip: Trip, line: ShipmentLine) -> HttpResponse:
    data = request.POST.copy()
    if data.get("do") == "none":
        data["quantity"], data["location"] = "0", ""
    form = pick_form(line, data)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            shipments.pick(line, facts["quantity"], location=facts["location"], by=request.user)
            return _go_on(trip, line, facts["quantity"])
        except Refusal as no:
            if not no.stands_at(form):
                return show(request, trip, form, no.message, 422)
    return show(request, trip, form, next(iter(form.errors.values()))[0], 422)


def _go_on(trip: Trip, line: ShipmentLine, quantity: Decimal) -> HttpResponse:
    """To the next open line; a line of which nothing was picked counts as passed over."""
    if not quantity and str(line.pk) not in trip.skip:
        trip.skip.append(str(line.pk))
    then = Trip(trip.shipment, QueryDict(urlencode({"skip": ".".join(trip.skip)})))
    at = next((each for each in then.lines if each.pk == line.pk), None)
    return HttpResponseRedirect(then.url(then.after(at) if at else then.line))


@allow("shipments.work")
@once
def pick(request: Any, key: int) -> HttpResponse:
    """GET: the line where one stands. POST: so many of it are picked."""
    shipment: Any = desk.find(key)
    if not shipment.is_draft:
        return HttpResponseRedirect(desk.url(shipment))
    trip = Trip(shipment, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return show(request, trip)
    line = next((line for line in trip.lines if str(line.pk) == request.POST.get("line")), None)
    if line is None:
        raise Http404
    way = request.POST.get("do", "")
    if way in ("less", "more", "all"):
        return _step(trip, line, way, request.POST.get("quantity", ""))
    return _pick(request, trip, line)
