"""More reports: the index of all, one item's ledger, turnover, what lies too long, what looks wrong. It only reads."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.permissions import allow
from inventory import itemledger, sources, turnover
from inventory.models import Item
from inventory.views import asked
from inventory.views.reports import COST, GROUP, ITEM, UNIT, Figure, Shown, may_see, show, to_item
from layouts.report import Part, Report
from layouts.views.suggest import matching
from rackbeat.lib.lists import AmountColumn, Column, DateColumn, LinkColumn, QuantityColumn
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags.ui import amount, longday, quantity

IDLE_DAYS = (30, 60, 90, 180, 365)
USUAL_IDLE = 90


@dataclass(frozen=True)
class Way:
    """A report on the index: where it is and what it answers."""

    name: str
    label: Any
    say: Any
    right: str = "items.view"

    @property
    def url(self) -> str:
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


STOCK_WAYS = (
    Way(
        "inventory:stock_value",
        gettext_lazy("Stock value"),
        gettext_lazy("What was in stock on a day and what it was worth, by item, group or location"),
    ),
    Way(
        "inventory:item_ledger",
        gettext_lazy("Item ledger"),
        gettext_lazy("One item over a period: opening, each entry with the balance after it, closing"),
    ),
    Way(
        "inventory:ledger",
        gettext_lazy("Ledger"),
        gettext_lazy("All entries of all items, with the date they count on and the day they were posted"),
        "reports.view",
    ),
)
WATCH_WAYS = (
    Way(
        "inventory:turnover",
        gettext_lazy("Stock turnover"),
        gettext_lazy("How often stock is sold and replaced, and how long it lies"),
        COST,
    ),
    Way("inventory:idle", gettext_lazy("Slow movers"), gettext_lazy("What is in stock and has not been sold for long")),
    Way(
        "inventory:odd",
        gettext_lazy("Warnings"),
        gettext_lazy("Negative stock, and stock that is worth nothing"),
    ),
)
BUYING_WAYS = (
    Way(
        "purchasing:not_invoiced",
        gettext_lazy("Goods received, not invoiced"),
        gettext_lazy("What came by a day and no supplier had invoiced, with its value and age"),
        "purchasing.view",
    ),
)
SALES_WAYS = (
    Way("sales:report", gettext_lazy("Sales"), gettext_lazy("What was sold, to whom, at what margin"), "sales.view"),
)
PARTS = (
    (gettext_lazy("Stock"), STOCK_WAYS),
    (gettext_lazy("To keep an eye on"), WATCH_WAYS),
    (gettext_lazy("Purchasing"), BUYING_WAYS),
    (gettext_lazy("Sales"), SALES_WAYS),
)


@allow("items.view")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every report with the question that it answers."""
    may = request.may  # type: ignore[attr-defined]
    parts = [(label, [way for way in ways if way.right in may and way.url]) for label, ways in PARTS]
    return render(request, "reports/index.html", {"parts": [part for part in parts if part[1]]})


# --- one item's ledger --------------------------------------------------------------------------------------------------

LEDGER = [
    DateColumn("on", gettext_lazy("Date"), css=""),
    LinkColumn("document", gettext_lazy("Document"), css="wide", wide=True),
    DateColumn("posted_at", gettext_lazy("Posted"), css="more", soft=True),
    Column("kind", gettext_lazy("Type"), css="more"),
    Column("party", gettext_lazy("Other party"), css="more", soft=True),
    QuantityColumn("quantity", gettext_lazy("Quantity"), css="qty"),
    AmountColumn("each", gettext_lazy("Cost"), css="more", right=COST),
    AmountColumn("value", pgettext_lazy("amount", "Change"), css="each", right=COST),
    QuantityColumn("quantity_after", gettext_lazy("On hand"), css="more"),
    AmountColumn("value_after", gettext_lazy("Stock value"), css="sum", right=COST),
]


@allow("items.view")
@require_GET
def item_ledger(request: HttpRequest) -> HttpResponseBase:
    """One item over a period, in the order of dates."""
    today = request.agreement.today()  # type: ignore[attr-defined]
    start, end = asked.period(request)
    known = asked.day(request, "known")
    text = " ".join(request.GET.get("item", "").replace("\x00", "").split())[:60]
    item, others = _find(text)
    fields = [
        asked.Field("item", _("Item"), "words", text, options=reverse("inventory:report_items")),
        *asked.period_fields(start, end, today),
        asked.day_field("known", _("As it was known on"), known, today),
    ]
    links = [(f"{query}&item={item.number}", words) for query, words in asked.periods(today)] if item else []
    title = _("Item ledger")
    report = Report(title, request.agreement, may_see(request, LEDGER), [])  # type: ignore[attr-defined]
    shown = Shown(report, fields, links=links, waits=not item, empty=_("Choose an item."))
    if text and not item:
        shown.empty = _("Several items match. Choose one:") if others else _("No item has this number or name.")
        shown.links = [(f"item={row.number}", f"{row.number} {row.name}") for row in others]
    if item:
        try:
            _tell(request, shown, item, itemledger.told(item, start, end, known=known))
        except Refusal as no:
            shown.warnings.append(str(no.message))
        report.facts = [(_("Item"), f"{item.number} {item.name}"), (_("Period"), f"{longday(start)} – {longday(end)}")]
        report.facts += [(_("As it was known on"), known)] if known else []
        report.title = f"{title}: {item.number} {item.name}"
    return show(request, shown)


def _find(text: str) -> tuple[Item | None, list[Item]]:
    """The item of this number, or the only one that it may mean; else those that it may mean."""
    if not text:
        return None, []
    rows = Item.objects.filter(group__has_stock=True)
    if exact := rows.filter(number=text).first() or rows.filter(number=text.split(maxsplit=1)[0]).first():
        return exact, []
    found = matching(rows, text, ("barcode",))
    return (found[0], []) if len(found) == 1 else (None, found)


def _tell(request: HttpRequest, shown: Shown, item: Item, told: itemledger.Told) -> None:
    """The lines, opening first, and the four figures of the period."""
    may, unit = request.may, item.unit.name  # type: ignore[attr-defined]

    def to_document(row: itemledger.Line) -> str:
        entry = row.entry
        return sources.address(entry.source_kind, entry.source_number, may) if entry else ""

    shown.report.parts = [Part("", list(told.lines))]
    shown.report.row_url = to_document
    shown.report.row_class = lambda row: "" if row.entry else "opening"
    ends = [(_("Opening"), told.opening), (_("Closing"), told.closing)]
    worth = [
        Figure(label, f"{quantity(line.quantity_after) or 0} {unit}", amount(line.value_after) if COST in may else "")
        for label, line in ends
    ]
    moved = [
        Figure(_("In"), f"{quantity(told.came) or 0} {unit}"),
        Figure(_("Out"), f"{quantity(told.went) or 0} {unit}"),
    ]
    shown.figures = [worth[0], *moved, worth[1]]


# --- turnover -----------------------------------------------------------------------------------------------------------

TURNOVER = [
    *ITEM,
    AmountColumn("opening", gettext_lazy("Opening"), css="more"),
    AmountColumn("closing", gettext_lazy("Closing"), css="more"),
    AmountColumn("mean", gettext_lazy("Mean value"), css="more"),
    AmountColumn("sold", gettext_lazy("Sold, at cost"), css="more"),
    QuantityColumn("rate", gettext_lazy("Times a year"), css="sum"),
    QuantityColumn("stay", gettext_lazy("Days in stock"), css="more"),
]


@allow(COST)
@require_GET
def turned(request: HttpRequest) -> HttpResponseBase:
    """How often each item's stock was sold and replaced in the period."""
    today = request.agreement.today()  # type: ignore[attr-defined]
    start, end = asked.period(request)
    groups = asked.groups(request)
    rows = turnover.turned(start, end, groups=groups)
    days = (end - start).days + 1
    by_group: dict[tuple[int, str], list[turnover.Turned]] = {}
    for row in rows:
        by_group.setdefault((row.group_number, row.group), []).append(row)
    whole = turnover.together(rows, days)
    file = request.GET.get("export") in ("csv", "xlsx")
    report = Report(
        _("Stock turnover"),
        request.agreement,  # type: ignore[attr-defined]
        [GROUP, *TURNOVER] if file else list(TURNOVER),
        [Part(name, found, _sums(turnover.together(found, days))) for (_n, name), found in by_group.items()],
        _sums(whole) if rows else {},
        [(_("Period"), f"{longday(start)} – {longday(end)}")],
        to_item,
        total=_("Together"),
    )
    shown = Shown(report, [*asked.period_fields(start, end, today), asked.group_field(groups)])
    shown.links, shown.empty = asked.periods(today), _("Nothing was in stock in this period.")
    if rows:
        shown.figures = [
            Figure(_("Times a year"), quantity(whole.rate) if whole.rate is not None else "–"),
            Figure(_("Days in stock"), str(whole.stay) if whole.stay is not None else "–", _("in the mean")),
            Figure(_("Sold, at cost"), amount(whole.sold), request.agreement.base_currency_id),  # type: ignore[attr-defined]
            Figure(_("Mean value"), amount(whole.mean), _("over the days of the period")),
        ]
        shown.notes.append(_("Times a year is what was sold, at cost, over the mean value in stock, for a whole year."))
    return show(request, shown)


def _sums(row: turnover.Turned) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in TURNOVER[2:]}


# --- slow movers --------------------------------------------------------------------------------------------------------

IDLE = [
    *ITEM,
    QuantityColumn("quantity", gettext_lazy("On hand"), unit="unit", css="qty"),
    DateColumn("sold_on", gettext_lazy("Last sold"), css="more"),
    QuantityColumn("days", gettext_lazy("Days without a sale"), css="each"),
    AmountColumn("value", gettext_lazy("Stock value"), css="sum", right=COST),
]


@allow("items.view")
@require_GET
def idle(request: HttpRequest) -> HttpResponseBase:
    """What lies there and has not been sold for so many days."""
    today: dt.date = request.agreement.today()  # type: ignore[attr-defined]
    wanted = request.GET.get("days", "")
    days = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else USUAL_IDLE
    groups = asked.groups(request)
    rows = turnover.idle(today, days, groups=groups)
    sees = COST in request.may  # type: ignore[attr-defined]
    worth = sum((row.value for row in rows), turnover.ZERO)
    file = request.GET.get("export") in ("csv", "xlsx")
    columns = [*ITEM, *([GROUP, UNIT] if file else []), *IDLE[2:]]
    report = Report(
        _("Slow movers"),
        request.agreement,  # type: ignore[attr-defined]
        may_see(request, columns),
        [Part("", list(rows))] if rows else [],
        {"value": worth} if sees and rows else {},
        [(_("Not sold for at least"), _("%(days)s days") % {"days": days})],
        to_item,
        total=_("Together"),
    )
    steps = sorted({*IDLE_DAYS, days})
    choices = [(str(step), _("not sold for %(days)s days") % {"days": step}, step == days) for step in steps]
    fields = [asked.Field("days", _("Not sold for at least"), choices=choices, plain=True), asked.group_field(groups)]
    shown = Shown(report, fields, empty=_("Everything in stock was sold in this time."))
    shown.figures = [Figure(_("Items"), str(len(rows)), _("not sold for %(days)s days") % {"days": days})]
    if sees:
        shown.figures.append(Figure(_("Stock value"), amount(worth), request.agreement.base_currency_id))  # type: ignore[attr-defined]
    return show(request, shown)


# --- what looks wrong ---------------------------------------------------------------------------------------------------

ODD = [
    *ITEM,
    Column("place", gettext_lazy("Location"), css="more"),
    QuantityColumn("quantity", gettext_lazy("On hand"), unit="unit", css="qty"),
    AmountColumn("value", gettext_lazy("Stock value"), css="sum", right=COST),
]


@allow("items.view")
@require_GET
def odd(request: HttpRequest) -> HttpResponseBase:
    """Negative stock and stock that is worth nothing."""
    sees = COST in request.may  # type: ignore[attr-defined]
    found = [
        (_("Negative stock: more was sent than had come, at a provisional cost"), turnover.owed()),
        (_("Locations that gave more than lay there: move the rest there, or count it"), turnover.owing_places()),
        *(
            [(_("In stock and worth nothing: what is sold of it seems to cost nothing"), turnover.free())]
            if sees
            else []
        ),
    ]
    report = Report(
        _("Warnings"),
        request.agreement,  # type: ignore[attr-defined]
        may_see(request, ODD),
        [Part(label, list(rows)) for label, rows in found if rows],
        row_url=to_item,
    )
    return show(request, Shown(report, [], empty=_("No item is below zero, and nothing in stock is worth nothing.")))
