"""Adjustments as pages: the list, the desk for those who see costs and for those who do not, and where a new one begins."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext_lazy, pgettext_lazy

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory import adjustments, availability
from inventory.filters import OfItemFilter
from inventory.models import Adjustment, AdjustmentLine, CostState, Item, Reason
from inventory.stock_forms import AdjustmentForm, AdjustmentLineForm, CostLineForm, NewAdjustmentForm, PlainLineForm
from inventory.views.stock import StockDesk
from inventory.views.writing import write
from layouts.models import PaperKind
from layouts.views import lines as table
from layouts.views.desk import Action, Fact, Paper
from layouts.views.listing import DocumentList
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters, RegisterFilter
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import AmountColumn, BadgeColumn, Column, DateColumn, LinkColumn, View
from rackbeat.templatetags import ui


class AdjustmentFilters(ListFilters):
    status = ChoiceSetFilter(label=gettext_lazy("Status"), choices=Adjustment.Status)
    kind = ChoiceSetFilter(label=gettext_lazy("Type"), choices=Adjustment.Kind)
    reason = RegisterFilter(label=gettext_lazy("Reason"), register=Reason.objects.all)
    adjusted_on = DateRangeFilter(label=gettext_lazy("Date"))
    item = OfItemFilter(label=gettext_lazy("Item"), lines=AdjustmentLine, document="adjustment")


class BookedAmount(AmountColumn):
    """What booking changed; blank while nothing is booked."""

    def text(self, value: Any, row: Any, page: Any) -> str:
        return "" if row is not None and row.is_draft else str(ui.amount(value, "+"))


class AdjustmentList(DocumentList):
    """Drafts first; what is booked stands in the archive, with what it changed."""

    name, allows = "inventory.adjustments", "items.view"
    title, noun = gettext_lazy("Adjustments"), npgettext_lazy("list", "adjustment", "adjustments")
    filterset = AdjustmentFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        DateColumn("adjusted_on", gettext_lazy("Date")),
        Column("reason__name", gettext_lazy("Reason"), wide=True, css="who"),
        Column("heading", gettext_lazy("Heading"), soft=True, css="ref"),
        Column("kind", gettext_lazy("Type"), value=lambda row: row.get_kind_display(), css="", rank=1),
        BookedAmount("value", gettext_lazy("Change of stock value"), right="cost.view", total=True),
        BadgeColumn("status", pgettext_lazy("list", "Status")),
    )
    order_by = "-number"
    search = ("number", "heading", "reason__name")
    search_hint = gettext_lazy("Search number, reason, heading")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("booked", gettext_lazy("Booked"), {"archived": "all", "status": "booked"}),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    row_url = "inventory:adjustment"
    works = "stock.work"
    papers = None
    create = ListAction("inventory:adjustment_new", right="stock.work")
    empty = gettext_lazy("No adjustments yet. Make one when more or less lies there than it should.")

    def rows(self) -> QuerySet[Adjustment]:
        return Adjustment.objects.select_related("reason")


# --- columns -------------------------------------------------------------------------------------------------------

PLACE = table.LineColumn(
    "place",
    gettext_lazy("Location"),
    lambda line, known: line.location.code if line.location_id else "",
    "location",
)
HERE = table.LineColumn(
    "avail",
    gettext_lazy("Lies there"),
    lambda line, known: ui.quantity(known["here"]) if "here" in known else "",
    number=True,
    soft=True,
    say=gettext_lazy("lies there"),
)
CHANGE = table.LineColumn(
    "qty", gettext_lazy("Change"), lambda line, known: ui.quantity(line.change, "+"), "quantity", number=True
)
AFTER = table.LineColumn(
    "dg",
    gettext_lazy("Afterwards"),
    lambda line, known: ui.quantity(known["here"] + line.change) if "here" in known else "",
    number=True,
)


def _unit_cost(line: Any, known: Any) -> str:
    """What is typed; else, softly, what the item's stand at."""
    if line.cost is not None:
        return ui.price(line.cost)
    return ui.amount(known["cost"]) if line.quantity > 0 and known.get("cost") else ""


COST = table.LineColumn("price", gettext_lazy("Cost price"), _unit_cost, "cost", number=True, right="cost.view")
VALUE = table.LineColumn(
    "sum", gettext_lazy("Value"), lambda line, known: ui.amount(line.value, "+"), number=True, right="cost.view"
)
ON_HAND = table.LineColumn(
    "avail",
    gettext_lazy("On hand"),
    lambda line, known: ui.quantity(known["on_hand"]) if "on_hand" in known else "",
    number=True,
    soft=True,
    say=gettext_lazy("on hand"),
)
OLD_COST = table.LineColumn(
    "dg",
    gettext_lazy("Cost price now"),
    lambda line, known: ui.amount(known["cost"]) if known.get("cost") else "",
    number=True,
    soft=True,
    right="cost.view",
)
NEW_COST = table.LineColumn(
    "price",
    gettext_lazy("New cost price"),
    lambda line, known: ui.price(line.cost),
    "cost",
    number=True,
    right="cost.view",
)


# --- desks ---------------------------------------------------------------------------------------------------------


class AdjustmentDesk(StockDesk):
    """More or less lies there: for those who see what it is worth."""

    model = Adjustment
    noun, nouns = "adjustment", "adjustments"
    title = gettext_lazy("Adjustment %(number)s")
    header_form = AdjustmentForm
    line_form = AdjustmentLineForm
    books, reverses = staticmethod(adjustments.book), staticmethod(adjustments.reverse)
    booked = gettext_lazy("Adjustment %(number)s is booked.")
    papers = (
        Paper(gettext_lazy("PDF")),
        Paper(gettext_lazy("PDF with values"), "voucher", "voucher.pdf", PaperKind.ADJUSTMENT_VALUE),
    )

    def rows(self) -> Any:
        return super().rows().select_related("reason")

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("location", "adjustment")

    def facts(self, document: Any, request: HttpRequest) -> list[list[Fact]]:
        return [
            [Fact(_("Reason"), document.reason.name), Fact(_("Type"), document.get_kind_display())],
            [Fact(_("Date"), ui.day(document.adjusted_on))],
            self.booking_facts(document),
            [self.note_fact(document)],
            [self.layout_fact(document, request)],
        ]

    def columns_for(self, document: Any) -> Sequence[table.LineColumn]:
        if document.is_draft:
            return (table.ITEM, table.TEXT, PLACE, HERE, CHANGE, table.UNIT, AFTER, COST)
        return (table.ITEM, table.TEXT, PLACE, CHANGE, table.UNIT, COST, VALUE)

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """While it is a draft: what lies at each line's place, and what one unit stands at."""
        if not document.is_draft:
            return {}
        items = {line.item_id for line in lines}
        here = availability.on_hand(items, {line.location_id for line in lines if line.location_id})
        found: dict[int, dict[str, Any]] = {
            line.pk: {"here": here.get((line.item_id, line.location_id), ZERO)} for line in lines
        }
        if "cost.view" in request.may:  # type: ignore[attr-defined]
            costs = availability.unit_costs(items)
            for line in lines:
                found[line.pk]["cost"] = costs.get(line.item_id)
        return found

    def hints(self, document: Any, line: Any, known: Any, request: HttpRequest) -> list[table.Hint]:
        unit = line.item.unit.name
        said = [table.Hint(_("Lies there"), f"{ui.quantity(known['here'])} {unit}")] if "here" in known else []
        return [*said, table.Hint(_("Type"), _("+3, -2, or =12 for what lies there from now on"))]

    def line_facts(self, document: Any, item: Item) -> dict[str, Any]:
        usual = availability.holding(item.pk).first() or item.default_location or availability.default_location()
        return {"text": item.name, "unit": item.unit.name, "location": usual, "quantity": None, "cost": None}

    def form_of(self, document: Any, line: Any, asked: Any, kind: str = "item") -> Any:
        """A change begins empty: nobody knows it but who types it."""
        form = super().form_of(document, line, asked, kind)
        if line is None and not asked.get("quantity"):
            form.initial.pop("quantity", None)
        return form

    def options(self) -> dict[str, str]:
        return {"item": reverse("inventory:goods_options"), "location": reverse("inventory:place_options")}

    def add_line(self, document: Any, *, by: Any, **facts: Any) -> Any:
        return adjustments.add_line(document, by=by, **facts)

    def change_line(self, line: Any, *, by: Any, **facts: Any) -> Any:
        return adjustments.change_line(line, by=by, **facts)

    def actions(self, document: Any, request: Any, known: dict[int, Any]) -> Any:
        found = super().actions(document, request, known)
        without = set() if "cost.view" in request.may else {self.url(document, "voucher")}
        return type(found)(action for action in found if action.url not in without)

    def paths(self) -> list[URLPattern]:
        """The paper with values is for those who see costs."""
        found = super().paths()
        voucher = next(each for each in found if each.name == "adjustment_voucher")
        view = allow("cost.view")(voucher.callback)
        return [path(str(each.pattern), view, name=each.name) if each is voucher else each for each in found]


class PlainDesk(AdjustmentDesk):
    """The same for those who see no costs: theirs stay as they are."""

    line_form = PlainLineForm


class CostDesk(AdjustmentDesk):
    """What lies there is worth more or less. Who sees no costs finds what it is about, and nothing to write."""

    line_form = CostLineForm  # type: ignore[assignment]

    def columns_for(self, document: Any) -> Sequence[table.LineColumn]:
        if document.is_draft:
            return (table.ITEM, table.TEXT, ON_HAND, table.UNIT, OLD_COST, NEW_COST)
        return (table.ITEM, table.TEXT, table.UNIT, NEW_COST, VALUE)

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        if not document.is_draft:
            return {}
        stands = {each.item_id: each for each in CostState.objects.filter(item__in={line.item_id for line in lines})}
        found: dict[int, dict[str, Any]] = {}
        for line in lines:
            state = stands.get(line.item_id)
            facts = found[line.pk] = {"on_hand": state.quantity if state else ZERO}
            if state and state.quantity and "cost.view" in request.may:  # type: ignore[attr-defined]
                facts["cost"] = state.value / state.quantity
        return found

    def hints(self, document: Any, line: Any, known: Any, request: HttpRequest) -> list[table.Hint]:
        return [table.Hint(_("On hand"), f"{ui.quantity(known['on_hand'])} {line.unit}")] if "on_hand" in known else []

    def line_facts(self, document: Any, item: Item) -> dict[str, Any]:
        return {"text": item.name, "unit": item.unit.name, "cost": None}


class BlindCostDesk(CostDesk):
    """A cost adjustment in front of somebody who sees no costs: it is read, and every verb says why it is not done."""

    def verbs(self, document: Any, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        return []

    def actions(self, document: Any, request: Any, known: dict[int, Any]) -> Any:
        found = super().actions(document, request, known)
        return type(found)(action for action in found if action.url == self.url(document, "pdf"))

    def questions(self, document: Any) -> list[dict[str, Any]]:
        return []

    def more(self, document: Any, request: HttpRequest) -> dict[str, Any]:
        return {**super().more(document, request), "writes": False, "undo_url": ""}


desk, plain, of_cost, blind = AdjustmentDesk(), PlainDesk(), CostDesk(), BlindCostDesk()
READS = {"adjustment", "adjustment_pdf", "adjustment_voucher", "adjustment_note"}


def _by_kind(name: str, views: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    """The view of the desk that fits the adjustment and whoever asks."""

    def view(request: Request, key: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind = Adjustment.objects.filter(number=key).values_list("kind", flat=True).first()
        if kind is None:
            raise Http404
        costs = "cost.view" in request.may
        if kind == Adjustment.Kind.COST and not costs and name not in READS and "stock.work" in request.may:
            words = _("A cost adjustment is written by those who see costs.")
            return blind.refuse(request, blind.find(key), words)
        if kind == Adjustment.Kind.COST:
            return views["of_cost" if costs else "blind"](request, key, *args, **kwargs)
        return views["desk" if costs else "plain"](request, key, *args, **kwargs)

    view.allows = views["desk"].allows  # type: ignore[attr-defined]
    return view


def paths() -> list[URLPattern]:
    """The addresses of all four desks, as one."""
    names = {"desk": desk, "plain": plain, "of_cost": of_cost, "blind": blind}
    every = {name: each.paths() for name, each in names.items()}
    return [
        path(
            str(one.pattern),
            _by_kind(one.name or "", {name: every[name][at].callback for name in names}),
            name=one.name,
        )
        for at, one in enumerate(every["desk"])
    ]


@allow("stock.work")
@once
def new(request: Request) -> HttpResponse:
    """What is adjusted, and why."""
    given = {"heading": request.GET.get("heading", "")[:255]}
    form = NewAdjustmentForm(request.POST if request.method == "POST" else None, may=request.may, initial=given)
    context = {"heading": _("New adjustment"), "back": reverse("inventory:adjustments"), "submit": _("Create and edit")}
    return write(request, form, adjustments.draft, context=context, done=lambda made: desk.url(made) + "?line=new")
