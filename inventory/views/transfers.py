"""Transfers as pages: the list, the desk, receiving what arrives, and where a new one begins."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy, pgettext_lazy

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory import availability, locations, transfers
from inventory.filters import OfItemFilter
from inventory.models import Item, Location, Transfer, TransferLine
from inventory.stock_forms import ArrivalForm, NewTransferForm, TransferForm, TransferLineForm
from inventory.views.adjustments import HERE
from inventory.views.stock import StockDesk
from inventory.views.writing import write
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Paper, link
from layouts.views.legend import Measure, TrackColumn
from layouts.views.listing import DocumentList
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters, PartyFilter
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import BadgeColumn, Column, DateColumn, LinkColumn, View
from rackbeat.templatetags import ui

UNDER_WAY = Q(status=Transfer.Status.BOOKED) & ~Q(receiving=Transfer.Receiving.FULL) & Q(reversals=None)


def _late(transfer: Any, today: date) -> bool:
    return bool(transfer.is_under_way and transfer.expected_on and transfer.expected_on < today)


class TransferFilters(ListFilters):
    status = ChoiceSetFilter(label=gettext_lazy("Status"), choices=Transfer.Status)
    receiving = ChoiceSetFilter(label=gettext_lazy("Receiving"), choices=Transfer.Receiving)
    origin = PartyFilter(label=pgettext_lazy("place", "From"), number="", name="origin__code")
    target = PartyFilter(label=pgettext_lazy("place", "To"), number="", name="target__code")
    moved_on = DateRangeFilter(label=gettext_lazy("Date"))
    item = OfItemFilter(label=gettext_lazy("Item"), lines=TransferLine, document="transfer")


CAME = Measure("quantity_received", gettext_lazy("%(done)s of %(all)s received"))


class TransferList(DocumentList):
    """Drafts and what is on its way; what has arrived stands in the archive."""

    name, allows = "inventory.transfers", "items.view"
    title, noun = gettext_lazy("Transfers"), npgettext_lazy("list", "transfer", "transfers")
    filterset = TransferFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        DateColumn("moved_on", gettext_lazy("Date")),
        Column("origin__code", pgettext_lazy("place", "From"), css="who"),
        Column("target__code", pgettext_lazy("place", "To"), wide=True, css="ref"),
        Column("transport__code", gettext_lazy("By way of"), soft=True, css="", rank=1),
        DateColumn("expected_on", gettext_lazy("Expected"), late=_late),
        BadgeColumn("status", pgettext_lazy("list", "Status")),
        TrackColumn("receiving", gettext_lazy("Receiving"), measure=CAME),
    )
    order_by = "-number"
    search = ("number", "heading", "origin__code", "target__code")
    search_hint = gettext_lazy("Search number, location, heading")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("under-way", gettext_lazy("On its way"), {"archived": "all"}, count=True, where=UNDER_WAY),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    row_url = "inventory:transfer"
    works = "stock.work"
    papers = None
    create = ListAction("inventory:transfer_new", right="stock.work")
    empty = gettext_lazy("No transfers yet. Make one to move goods from one location to another.")

    def rows(self) -> QuerySet[Transfer]:
        return Transfer.objects.select_related("origin", "target", "transport")


FROM = table.LineColumn("place", pgettext_lazy("place", "From"), lambda line, known: line.location.code, "location")
TO = table.LineColumn("place", pgettext_lazy("place", "To"), lambda line, known: line.target.code, "target")
ARRIVED = table.LineColumn(
    "dg", gettext_lazy("Received"), lambda line, known: ui.quantity(line.quantity_received), number=True
)


class TransferDesk(StockDesk):
    """Goods that change places."""

    model = Transfer
    noun, nouns = "transfer", "transfers"
    title = gettext_lazy("Transfer %(number)s")
    header_form = TransferForm
    line_form = TransferLineForm
    books, reverses = staticmethod(transfers.book), staticmethod(transfers.reverse)
    booked = gettext_lazy("Transfer %(number)s is booked.")
    papers = (Paper(),)
    measures: ClassVar = {"receiving": CAME}

    def rows(self) -> Any:
        return super().rows().select_related("origin", "target", "transport")

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("location", "target", "transfer")

    def tracks(self, document: Any) -> list[Any]:
        two_steps = document.transport_id and document.is_final and not document.reversal
        return [document.status_track, *([document.receiving_track] if two_steps else [])]

    def facts(self, document: Any, request: HttpRequest) -> list[list[Fact]]:
        way = [Fact(_("By way of"), _place(document.transport)), Fact(_("Expected"), ui.day(document.expected_on))]
        return [
            [Fact(_("From"), _place(document.origin)), Fact(_("To"), _place(document.target))],
            way if document.transport else [],
            [Fact(_("Date"), ui.day(document.moved_on)), Fact(_("Received"), _received(document))],
            self.booking_facts(document),
            [self.note_fact(document)],
            [self.layout_fact(document, request)],
        ]

    def columns_for(self, document: Any) -> Sequence[table.LineColumn]:
        if document.is_draft:
            return (table.ITEM, table.TEXT, FROM, TO, HERE, table.QUANTITY, table.UNIT)
        arrived = (ARRIVED,) if document.transport_id else ()
        return (table.ITEM, table.TEXT, FROM, TO, table.QUANTITY, table.UNIT, *arrived)

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        if not document.is_draft:
            return {}
        here = availability.on_hand({line.item_id for line in lines}, {line.location_id for line in lines})
        return {line.pk: {"here": here.get((line.item_id, line.location_id), ZERO)} for line in lines}

    def warning(self, document: Any, lines: Sequence[Any], known: dict[int, Any]) -> str:
        short = [str(line.position) for line in lines if line.pk in known and known[line.pk]["here"] < line.quantity]
        return (
            _("Less lies there than is to be moved, on line %(lines)s.") % {"lines": ", ".join(short)} if short else ""
        )

    def hints(self, document: Any, line: Any, known: Any, request: HttpRequest) -> list[table.Hint]:
        return [table.Hint(_("Lies there"), f"{ui.quantity(known['here'])} {line.unit}")] if "here" in known else []

    def line_facts(self, document: Any, item: Item) -> dict[str, Any]:
        """From where most of it lies within the transfer's origin."""
        inside = locations.inside(document.origin, Location.objects.all())
        origin = availability.holding(item.pk).filter(pk__in=inside).exclude(pk=document.target_id).first()
        facts = {"location": origin or document.origin, "target": document.target}
        return {"text": item.name, "unit": item.unit.name, **facts}

    def options(self) -> dict[str, str]:
        places = reverse("inventory:place_options")
        return {"item": reverse("inventory:goods_options"), "location": places, "target": places}

    def add_line(self, document: Any, *, by: Any, **facts: Any) -> Any:
        return transfers.add_line(document, by=by, **facts)

    def change_line(self, line: Any, *, by: Any, **facts: Any) -> Any:
        return transfers.change_line(line, by=by, **facts)

    def change(self, document: Any, *, by: Any, version: int | None, **facts: Any) -> Any:
        return transfers.change(document, by=by, version=version, **facts)

    def verbs(self, document: Any, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        found = super().verbs(document, request, known)
        if document.is_under_way and not document.reversal:
            found.append(link(_("Receive"), self.url(document, "receive"), place=PRIMARY, icon="in"))
        return found

    def receive(self, request: Request, key: int) -> HttpResponse:
        """How many of each line have arrived."""
        document: Any = self.find(key)
        if not document.is_under_way or document.reversal:
            return HttpResponseRedirect(self.url(document))
        form = ArrivalForm(request.POST if request.method == "POST" else None, row=document)

        def receive(*, on: date, by: Any, **lines: Any) -> Transfer:
            return transfers.receive(document, form.arrived, on=on, by=by)

        back = self.url(document)
        context = {
            "transfer": document,
            "heading": _("Receive %(name)s") % {"name": self.within(document)},
            "back": back,
            "crumb": [(self.name_of(document), back)],
            "submit": _("Receive"),
        }
        page: Any = {"context": context, "template": "inventory/stock/receive.html"}
        return write(request, form, receive, done=lambda received: back, said=_came, **page)

    def paths(self) -> list[URLPattern]:
        receive = allow(self.works)(once(self.receive))
        return [*super().paths(), path("transfers/<int:key>/receive/", receive, name="transfer_receive")]


def _place(location: Location | None) -> str:
    return f"{location.code} {location.name}".strip() if location else ""


def _received(transfer: Transfer) -> str:
    return ui.day(transfer.received_on) if transfer.transport_id else ""


def _came(transfer: Transfer) -> str:
    number = {"number": transfer.number}
    if transfer.receiving == Transfer.Receiving.FULL:
        return _("Transfer %(number)s is received.") % number
    return _("Transfer %(number)s is partly received. The rest lies at %(place)s.") % {
        **number,
        "place": transfer.transport,
    }


desk = TransferDesk()


@allow("stock.work")
@once
def new(request: Request) -> HttpResponse:
    """From where to where."""
    options, given = reverse("inventory:place_options"), {"origin": request.GET.get("from", "")[:30]}
    form = NewTransferForm(request.POST if request.method == "POST" else None, options=options, initial=given)
    context = {"heading": _("New transfer"), "back": reverse("inventory:transfers"), "submit": _("Create and edit")}
    return write(request, form, transfers.draft, context=context, done=lambda made: desk.url(made) + "?line=new")
