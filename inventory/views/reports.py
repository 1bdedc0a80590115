"""The reports as pages and files: a form that asks, the answer large, then the rows. Who may not see cost sees quantities."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.permissions import allow
from inventory import reports
from inventory.views import asked
from layouts.presses import PaperFailed
from layouts.report import FORMATS, Part, Report, answer, page
from rackbeat.lib import plots
from rackbeat.lib.filters import pieces
from rackbeat.lib.lists import AmountColumn, Column, LinkColumn, QuantityColumn
from rackbeat.templatetags.ui import amount, longday, quantity

ITEM = [
    LinkColumn("number", gettext_lazy("No."), css=""),
    Column("name", gettext_lazy("Name"), wide=True, css=""),
]
GROUP = Column("group", gettext_lazy("Item group"), css="more")
COST = "cost.view"


@dataclass(frozen=True)
class Figure:
    """One number of the answer, with words above and below it."""

    label: str
    value: str
    sub: str = ""


@dataclass
class Shown:
    """A report as its page shows it."""

    report: Report
    fields: list[asked.Field]
    figures: list[Figure] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # (query, words) of what is asked most
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    plot: Any = None
    plot_note: str = ""
    plot_says: str = ""
    empty: str = ""
    waits: bool = False  # nothing was asked yet


def show(request: HttpRequest, shown: Shown) -> HttpResponseBase:
    """The page, or the file that was asked for."""
    form = request.GET.get("export", "")
    if form in FORMATS:
        try:
            return answer(shown.report, form)
        except PaperFailed:
            shown.warnings.append(_("The PDF could not be made just now. Try again, or take the report as Excel."))
    address = request.GET.copy()
    for name in ("page", "export"):
        address.pop(name, None)
    context = {
        "shown": shown,
        "page": page(shown.report, request.GET.get("page", "")),
        "address": address.urlencode(),
        "forms": [("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF")],
    }
    return render(request, "reports/page.html", context, status=503 if form in FORMATS else 200)


def may_see(request: HttpRequest, columns: Sequence[Column]) -> list[Column]:
    """The columns that the reader may see."""
    return [column for column in columns if not column.right or column.right in request.may]  # type: ignore[attr-defined]


def to_item(row: Any) -> str:
    return reverse("inventory:item", args=[row.number]) if row.number else ""


# --- the value of stock on a day -----------------------------------------------------------------------------------------

STOCK = [
    *ITEM,
    QuantityColumn("quantity", gettext_lazy("Quantity"), unit="unit", css="qty"),
    AmountColumn("cost", gettext_lazy("Cost"), css="each", right=COST),
    AmountColumn("value", gettext_lazy("Stock value"), css="sum", right=COST),
]
PLACES = [
    LinkColumn("code", gettext_lazy("Location"), css=""),
    Column("name", gettext_lazy("Name"), wide=True, css=""),
    QuantityColumn("items", gettext_lazy("Items"), css="qty"),
    AmountColumn("own", pgettext_lazy("stock value", "Here"), css="each"),
    AmountColumn("value", gettext_lazy("With what lies inside"), css="sum"),
]


@dataclass(frozen=True)
class Ask:
    """What the address asks for."""

    day: dt.date
    today: dt.date
    known: dt.date | None
    groups: list[int]
    codes: list[str]
    by: str


@allow("items.view")
@require_GET
def stock_value(request: HttpRequest) -> HttpResponseBase:
    """What there was on the day and what it was worth; the address is the state."""
    today = request.agreement.today()  # type: ignore[attr-defined]
    sees = COST in request.may  # type: ignore[attr-defined]
    ask = Ask(
        day=asked.day(request, "day", today) or today,
        today=today,
        known=asked.day(request, "known"),
        groups=asked.groups(request),
        codes=pieces(request.GET, "place"),
        by="place" if request.GET.get("by") == "place" and sees else "group",
    )
    if ask.known and ask.known >= today:
        ask = Ask(ask.day, today, None, ask.groups, ask.codes, ask.by)
    report = _by_place(request, ask) if ask.by == "place" else _by_group(request, ask)
    return show(request, _shown(request, ask, report))


def _facts(ask: Ask) -> list[tuple[Any, Any]]:
    facts: list[tuple[Any, Any]] = [(pgettext("day", "On"), ask.day)]
    if ask.known:
        facts.append((_("As it was known on"), ask.known))
    if ask.groups:
        names = [words for value, words, chosen in asked.group_field(ask.groups).choices if chosen]
        facts.append((_("Item group"), ", ".join(names)))
    if ask.codes:
        facts.append((_("Location"), ", ".join(ask.codes)))
    return facts


def _title(request: HttpRequest) -> str:
    return _("Stock value") if COST in request.may else _("Stock on a day")  # type: ignore[attr-defined]


def _by_group(request: HttpRequest, ask: Ask) -> Report:
    rows = reports.value_at(ask.day, groups=ask.groups, places=reports.inside(ask.codes), known=ask.known)
    sees = COST in request.may  # type: ignore[attr-defined]
    groups = reports.grouped(rows if sees else [row for row in rows if row.quantity])
    file = request.GET.get("export") in ("csv", "xlsx")
    columns = [*([GROUP] if file else []), *STOCK[:2], *([UNIT] if file else []), *STOCK[2:]]
    return Report(
        _title(request),
        request.agreement,  # type: ignore[attr-defined]
        may_see(request, columns),
        [Part(group.name, group.rows, {"value": group.value} if sees else {}) for group in groups],
        {"value": sum((row.value for row in rows), reports.ZERO)} if sees else {},
        _facts(ask),
        to_item,
        row_class=lambda row: "odd" if row.is_odd or row.is_provisional else "",
        total=_("Together"),
    )


UNIT = Column("unit", gettext_lazy("Unit"), css="more")


@dataclass(frozen=True)
class PlaceRow:
    """A location of the tree as a row."""

    held: reports.Held

    @property
    def number(self) -> str:
        return self.held.place.location.code

    @property
    def code(self) -> str:
        return self.held.place.location.code

    @property
    def name(self) -> str:
        return self.held.place.location.name

    @property
    def items(self) -> int | None:
        return self.held.items or None

    @property
    def own(self) -> Any:
        return self.held.own or None

    @property
    def value(self) -> Any:
        return self.held.value


def _by_place(request: HttpRequest, ask: Ask) -> Report:
    """The tree of locations, with what is not at any location last."""
    held, nowhere = reports.by_place(ask.day, groups=ask.groups, known=ask.known)
    address = request.GET.copy()
    for name in ("page", "export", "by", "place"):
        address.pop(name, None)
    top = sum((each.value for each in held if not each.place.depth), reports.ZERO)
    rows = [PlaceRow(each) for each in held if each.value or each.items]
    sums = {"value": top + nowhere}
    parts = [Part("", rows)]
    if nowhere:
        parts.append(Part(_("Value without quantity, at no location"), [], {"value": nowhere}))

    def inside(row: PlaceRow) -> str:
        query = address.copy()
        query["place"] = row.code
        return f"?{query.urlencode()}"

    def depth(row: PlaceRow) -> str:
        return f"depth-{min(row.held.place.depth, 5)}"

    return Report(
        _title(request),
        request.agreement,  # type: ignore[attr-defined]
        list(PLACES),
        parts,
        sums,
        _facts(ask),
        inside,
        depth,
        total=_("Together"),
    )


def _shown(request: HttpRequest, ask: Ask, report: Report) -> Shown:
    sees = COST in request.may  # type: ignore[attr-defined]
    month_end = ask.day.replace(day=1) - dt.timedelta(days=1)
    year_end = ask.day.replace(month=1, day=1) - dt.timedelta(days=1)
    days = [month_end, year_end, *([ask.today] if ask.day != ask.today else [])]
    by = [("", _("By item group"), ask.by == "group"), ("place", _("By location"), ask.by == "place")]
    fields = [
        asked.day_field("day", pgettext("day", "On"), ask.day, ask.today),
        asked.day_field("known", _("As it was known on"), ask.known, ask.today),
        asked.group_field(ask.groups),
        *([] if ask.by == "place" else [asked.place_field(ask.codes)]),
        *([asked.Field("by", _("By"), choices=by, plain=True)] if sees else []),
    ]
    links = [(f"day={day:%Y-%m-%d}", _("today") if day == ask.today else longday(day)) for day in days]
    shown = Shown(report, fields, links=links, empty=_("Nothing was in stock on this day."))
    rows = list(report.rows)
    if sees:
        _value_figures(request, ask, shown, rows)
    else:
        shown.figures = [Figure(_("Items"), str(len(rows)), _("with stock on that day"))]
    if ask.known:
        shown.notes.append(
            _("What was posted after %(day)s is left out, as if it had not happened yet.") % {"day": longday(ask.known)}
        )
    return shown


def _value_figures(request: HttpRequest, ask: Ask, shown: Shown, rows: list[Any]) -> None:
    """The answer in large, what of it is provisional or odd, and the value over the year before."""
    agreement = request.agreement  # type: ignore[attr-defined]
    currency, total = agreement.base_currency_id, shown.report.sums["value"]
    under = f"{currency}, {agreement.get_principle_display()}"
    shown.figures = [Figure(_("Worth at the end of %(day)s") % {"day": longday(ask.day)}, amount(total), under)]
    if ask.by == "group":
        shown.figures.append(Figure(_("Items"), str(len(rows)), _("with stock on that day")))
        provisional = [row for row in rows if row.is_provisional]
        if provisional:
            worth = sum((row.value for row in provisional), reports.ZERO)
            shown.figures.append(Figure(_("Of this provisional"), amount(worth), _("sent before it came")))
        if any(row.is_odd for row in rows):
            shown.warnings.append(
                _(
                    "Some items have value without quantity on this day: a receipt or shipment was dated back. "
                    "On the day of posting the books agree again."
                )
            )
    if ask.codes or shown.report.title != _("Stock value"):
        return
    start = (ask.day.replace(day=1) - dt.timedelta(days=320)).replace(day=1)
    points = reports.totals(start, ask.day, groups=ask.groups, known=ask.known)
    shown.plot = plots.steps(points, start=start, end=ask.day, height=136, lines=3)
    shown.plot_note = _("%(currency)s, twelve months to that day") % {"currency": currency}
    shown.plot_says = _("Stock value over twelve months, at the end %(value)s.") % {"value": amount(total)}


def times(value: Any) -> str:
    """So many times a year."""
    return quantity(value) if value is not None else ""
