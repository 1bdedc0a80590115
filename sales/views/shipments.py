"""Shipments as pages: the list, the shipment at its desk with what is picked line by line, and sending. No price is here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext, pgettext_lazy

from accounts.once import once
from accounts.permissions import allow
from inventory import availability
from inventory.models import CostEntry
from layouts.models import PaperKind
from layouts.views.desk import BUTTON, PRIMARY, Action, Actions, Desk, Fact, Link, Paper, Question, link
from layouts.views.legend import Measure, TrackColumn
from layouts.views.listing import DocumentList
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.lists import BadgeColumn, Column, DateColumn, LinkColumn, ListPage, View
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui
from sales import invoices, progress, shipments
from sales.filters import ShipmentFilters
from sales.forms import PickForm, SendForm, ShipmentForm, TrackForm
from sales.models import Shipment, ShipmentLine
from sales.views import because
from sales.views.shipment_words import (
    goes_back,
    invoice_link,
    invoice_url,
    invoices_of,
    order_link,
    sent_words,
    source_of,
)

Words = str | Promise


def _late(shipment: Any, today: date) -> bool:
    return bool(shipment.status == Shipment.Status.OPEN and shipment.ship_on and shipment.ship_on < today)


def _over(rows: QuerySet[Shipment], page: ListPage) -> QuerySet[Shipment]:
    return rows.filter(status=Shipment.Status.OPEN, ship_on__lt=page.today)


PICKED = Measure("quantity_picked", gettext_lazy("%(done)s of %(all)s picked"))


class ShipmentList(DocumentList):
    """What is to be picked and sent; what is sent stands in the archive. No prices: the warehouse reads it."""

    name, allows = "sales.shipments", "shipments.view"
    title, noun = gettext_lazy("Shipments"), ngettext_lazy("shipment", "shipments")
    filterset = ShipmentFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        DateColumn("ship_on", gettext_lazy("Ship on"), late=_late),
        Column("party_name", gettext_lazy("Customer"), wide=True),
        Column("order", pgettext_lazy("document", "Order"), value="order__number", sort=False, soft=True, css="ref"),
        DateColumn("shipped_on", gettext_lazy("Sent on")),
        BadgeColumn("status", pgettext_lazy("track", "Sent")),
        TrackColumn("picking", pgettext_lazy("track", "Picked"), measure=PICKED),
        Column("tracking", gettext_lazy("Tracking number"), soft=True, extra=True),
        Column("their_reference", gettext_lazy("Their ref."), soft=True, extra=True),
        Column(
            "place",
            gettext_lazy("City"),
            value=lambda row: f"{row.postcode} {row.city}".strip(),
            sort="city",
            extra=True,
        ),
    )
    order_by = "-number"
    search = ("number", "party_name", "tracking", "order__number")
    search_hint = gettext_lazy("Search number, customer, order")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("to-pick", gettext_lazy("To pick"), {"status": "open", "picking": "none,partly"}, count=True),
        View("to-send", gettext_lazy("To send"), {"status": "open", "picking": "full"}, count=True),
        View("over", gettext_lazy("Late"), count=True, where=_over),
        View("sent", pgettext_lazy("shipments", "Sent"), {"archived": "all"}, where=Q(status="shipped")),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    row_url = "sales:shipment"
    papers = ((PaperKind.PICKING_LIST, gettext_lazy("Picking lists")),)
    empty = gettext_lazy("No shipments yet. Confirm an order and make its shipment there.")

    def rows(self) -> QuerySet[Shipment]:
        return Shipment.objects.select_related("order")


@dataclass
class PickRow:
    """A line of a shipment as the page draws it."""

    line: ShipmentLine
    position: int
    here: Decimal | None
    item_url: str
    menu: Sequence[Action] = ()
    cost: Decimal | None = None
    form: PickForm | None = None
    pick_url: str = ""
    open_url: str = ""

    @property
    def is_short(self) -> bool:
        """Less lies there than is still to be picked."""
        return self.here is not None and self.here < self.line.quantity

    @property
    def rest(self) -> Decimal:
        return self.line.quantity - self.line.quantity_picked

    @property
    def form_id(self) -> str:
        return f"row-{self.line.pk}"


@dataclass
class PickTable:
    """The lines of one shipment, and which columns they need."""

    rows: list[PickRow] = field(default_factory=list)
    sent: bool = False
    writes: bool = False
    returned: bool = False
    costs: bool = False
    total: Decimal = ZERO

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return 6 if not self.sent else 5 + self.returned + self.costs


class ShipmentDesk(Desk):
    """Goods that are picked and sent."""

    model = Shipment
    app, noun, nouns = "sales", "shipment", "shipments"
    sees, works = "shipments.view", "shipments.work"
    title = gettext_lazy("Shipment %(number)s")
    header_form = ShipmentForm
    party_page = "sales:customer"
    mailed = (PaperKind.DELIVERY_NOTE,)
    papers = (
        Paper(gettext_lazy("Picking list"), "picking_list", "picking-list.pdf", PaperKind.PICKING_LIST),
        Paper(gettext_lazy("Delivery note")),
    )
    template = "sales/shipments/show.html"
    delete = staticmethod(shipments.delete)

    # --- what it is ---

    def rows(self) -> Any:
        return super().rows().select_related("order", "invoice", "shipped_by", "agreement")

    def lines_of(self, document: Any) -> Any:
        return document.lines.select_related("item__group", "item__unit", "location")

    measures: ClassVar = {"picking": PICKED}

    def because(self, document: Any) -> dict[str, str]:
        return because.of_shipment(document)

    def badges(self, document: Any) -> list[Any]:
        return [document.status_track, document.picking_track]

    def chain(self, document: Any, request: HttpRequest) -> list[Link]:
        may = "sales.view" in request.may  # type: ignore[attr-defined]
        before, after = [], []
        if document.order:
            before = [order_link(document, may)]
            after = [invoice_link(each, may) for each in invoices_of(document)]
        elif document.invoice:
            before = [invoice_link(document.invoice, may)]
        ahead = [] if after or document.invoice_id else [Link(_("Invoice"), state="ahead")]
        return [*before, Link(self.name_of(document), state="current"), *after, *ahead]

    def facts(self, document: Any, request: HttpRequest) -> list[list[Fact]]:
        may = "sales.view" in request.may  # type: ignore[attr-defined]
        party = self.party_fact(document)
        source = order_link(document, may) if document.order else invoice_link(document.invoice, may)
        places = [
            [party if may else Fact(party.label, party.value)],
            [Fact(_("Delivered to"), document.delivery_lines or document.address_lines)],
            [Fact(_("Made from"), source.label, url=source.url), Fact(_("Their reference"), document.their_reference)],
            [Fact(_("Ship on"), ui.day(document.ship_on)), Fact(_("Sent on"), sent_words(document))],
            [self._tracking(document, request)],
            [Fact(_("Text on the document"), document.note)],
            [self.layout_fact(document, request)],
        ]
        said = [[fact for fact in place if fact.value] for place in places]
        return [place for place in said if place]

    def _tracking(self, document: Any, request: HttpRequest) -> Fact:
        """Until it is sent it stands in the header's form; afterwards it is entered on a page of its own."""
        sent = not document.is_draft and self.works in request.may  # type: ignore[attr-defined]
        url = self.url(document, "track") if sent else ""
        if sent and not document.tracking:
            return Fact(_("Tracking number"), _("None"), more=(_("Enter"), url), missing=True)
        return Fact(_("Tracking number"), document.tracking, url=url)

    def totals(self, document: Any, lines: Any, known: dict[int, Any], request: HttpRequest) -> list[Any]:
        costs = [known[line.pk]["cost"] for line in lines if "cost" in known.get(line.pk, {})]
        return [{"label": _("Cost of the goods"), "value": sum(costs, ZERO), "kind": "total"}] if costs else []

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """While it is open, what lies at each line's place; once sent, what each line cost."""
        if document.is_draft:
            here = availability.on_hand({line.item_id for line in lines}, {line.location_id for line in lines})
            return {line.pk: {"here": here.get((line.item_id, line.location_id), ZERO)} for line in lines}
        if "cost.view" not in request.may:  # type: ignore[attr-defined]
            return {}
        costs: dict[int, dict[str, Decimal]] = {}
        posted = CostEntry.objects.filter(source_kind=document._meta.label_lower, source_id=document.pk)
        for pk, value in posted.values_list("source_line_id", "value"):
            costs.setdefault(pk, {"cost": ZERO})["cost"] -= value
        return costs

    # --- its lines ---

    def table(  # type: ignore[override]
        self, request: Any, document: Any, lines: Sequence[Any], known: dict[int, Any], form: Any, *, writes: bool
    ) -> PickTable:
        made = PickTable(sent=not document.is_draft, writes=writes)
        made.returned = any(line.quantity_returned for line in lines)
        made.costs = made.sent and any("cost" in each for each in known.values())
        asked = request.GET.get("line", "") if writes and form is None else ""
        items = "items.view" in request.may
        for at, line in enumerate(lines, start=1):
            facts = known.get(line.pk, {})
            row = PickRow(line, at, facts.get("here"), self.item_url(line) if items else "", cost=facts.get("cost"))
            if writes:
                row.pick_url = self.url(document, "line_pick", line.pk)
                row.open_url = f"{self.url(document)}?line={line.pk}#line-{line.pk}"
                row.menu = self.pick_menu(document, row)
                row.form = form if form is not None and form.line.pk == line.pk else None
                if asked == str(line.pk):
                    row.form = pick_form(line, initial={"quantity": line.quantity_picked or line.quantity})
            made.rows.append(row)
        return made

    def pick_menu(self, document: Any, row: PickRow) -> list[Action]:
        entries = [link(_("Pick a part, or elsewhere"), row.open_url, icon="split")]
        if row.line.quantity_picked:
            entries.append(Action(_("Put back"), self.url(document, "line_unpick", row.line.pk), icon="undo"))
        if row.item_url:
            entries.append(link(_("Open item %(number)s") % {"number": row.line.item.number}, row.item_url, icon="box"))
        return entries

    def pick_line(self, request: Any, key: Any, line: int) -> HttpResponse:
        document = self.find(key)
        if request.method != "POST":
            return self.back_to(document, line)
        found = self.line(document, line)
        form = pick_form(found, request.POST)
        if form.is_valid():
            try:
                facts = form.cleaned_data
                shipments.pick(found, facts["quantity"], location=facts["location"], by=request.user)
                return HttpResponseRedirect(f"{self.url(document)}#lines")
            except Refusal as no:
                if not no.stands_at(form):
                    return self.refuse(request, document, no.message)
        return self.page(request, document, form=form, status=422)

    def unpick_line(self, request: Any, key: Any, line: int) -> HttpResponse:
        return self._done(request, self.find(key), line, lambda found: shipments.unpick(found, by=request.user))

    # --- what may be done with it ---

    def actions(self, document: Any, request: Any, known: dict[int, Any]) -> Actions:
        """The paper that is wanted now stands beside the verbs: the picking list first, the delivery note once it is sent."""
        wanted = self.url(document, self.papers[0 if document.is_draft else 1].part)
        papers = {self.url(document, paper.part) for paper in self.papers}
        rest = papers | {self.url(document, "edit")}
        found = super().actions(document, request, known)
        return Actions(
            replace(each, place=BUTTON if each.url == wanted else "more") if each.url in rest else each
            for each in found
        )

    def verbs(self, document: Any, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if not document.is_draft:
            return self.verbs_when_sent(document, request)
        pick_all = Action(_("Pick everything"), self.url(document, "pick_all"), icon="check")
        send_all = Action(_("Pick everything and send"), self.url(document, "send_all"), dialog="ask-send-all")
        walk = link(pgettext("verb", "Pick"), self.url(document, "pick"), place=BUTTON, icon="scan", key="p")
        if document.picking == Shipment.Picking.NONE:
            return [walk, pick_all, replace(send_all, place=PRIMARY, icon="send")]
        words = _("Send") if document.picking == Shipment.Picking.FULL else _("Send as picked")
        send = Action(words, self.url(document, "send"), place=PRIMARY, icon="send", dialog="ask-send")
        return [send] if document.picking == Shipment.Picking.FULL else [walk, pick_all, send_all, send]

    def verbs_when_sent(self, document: Any, request: HttpRequest) -> list[Action]:
        if "sales.edit" not in request.may or not document.order_id:  # type: ignore[attr-defined]
            return []
        if not any(progress.quantity_to_invoice_of(document, document.order).values()):
            return []
        return [Action(_("Make invoice"), self.url(document, "invoice"), place=PRIMARY, icon="bill")]

    def questions(self, document: Any) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.is_draft:
            for part, ask in (("send", self.ask_send), ("send_all", self.ask_send_all)):
                found.append(
                    self.with_mail(document, part, PaperKind.DELIVERY_NOTE, ask(document), "sales/shipments/_send.html")
                )
        return found

    def more(self, document: Any, request: HttpRequest) -> dict[str, Any]:
        return {"send_form": SendForm(row=document)} if document.is_draft else {}

    def ask_delete(self, document: Any) -> Question:
        name = self.within(document)
        text = _("Its goods wait on %(source)s again. It cannot be brought back.") % {"source": source_of(document)}
        return Question(_("Delete %(name)s?") % {"name": name}, _("Delete %(name)s") % {"name": name}, text)

    def ask_send(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        back = goes_back(document, document.lines.all())
        text = back or _("All of it is picked. The goods leave stock now.")
        return Question(_("Send %(name)s?") % name, _("Send %(name)s") % name, text, danger=False)

    def ask_send_all(self, document: Any) -> Question:
        name = {"name": self.within(document)}
        text = _("Everything on it counts as picked, and the goods leave stock now.")
        return Question(_("Pick and send %(name)s?") % name, _("Pick everything and send"), text, danger=False)

    def paths(self) -> list[URLPattern]:
        works, one = allow(self.works), "shipments/<int:key>/"
        done, note = gettext_lazy("Shipment %(number)s is sent."), PaperKind.DELIVERY_NOTE
        send = self.verb(shipments.ship, done=done, ask=self.ask_send, form=SendForm, mails=note)
        send_all = self.verb(shipments.pick_all_and_ship, done=done, ask=self.ask_send_all, form=SendForm, mails=note)
        bill = self.verb(invoices.draft_from_shipment, right="sales.edit", to=invoice_url)
        track = self.verb(shipments.track, done=gettext_lazy("Saved."), ask=ask_tracking, form=TrackForm)
        return [
            *super().paths(),
            path(one + "pick-all/", self.verb(shipments.pick_all), name="shipment_pick_all"),
            path(one + "send/", send, name="shipment_send"),
            path(one + "send-all/", send_all, name="shipment_send_all"),
            path(one + "invoice/", bill, name="shipment_invoice"),
            path(one + "tracking/", track, name="shipment_track"),
            path(one + "lines/<int:line>/pick/", works(once(self.pick_line)), name="shipment_line_pick"),
            path(one + "lines/<int:line>/unpick/", works(once(self.unpick_line)), name="shipment_line_unpick"),
        ]


def ask_tracking(shipment: Shipment) -> Question:
    heading = _("Tracking number of %(name)s") % {"name": desk.within(shipment)}
    return Question(heading, _("Save"), _("The carrier's number of the parcel. The customer sees it."), danger=False)


def pick_form(line: ShipmentLine, data: Any = None, **options: Any) -> PickForm:
    """The form of a line: how many, and from which of the places that hold the item."""
    places = availability.holding(line.item_id).exclude(pk=line.location_id)
    return PickForm(data, line=line, places=places, **options)


desk = ShipmentDesk()
