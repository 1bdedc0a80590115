"""Stock counts as pages: the list, the desk, where one begins, and what is done with all of them at once."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext_lazy, pgettext_lazy

from accounts.once import once
from accounts.permissions import allow
from accounts.request import Request
from inventory import counts
from inventory.filters import OfItemFilter
from inventory.models import StockCount, StockCountLine
from inventory.stock_forms import CountForm, CountLineForm, NewCountForm
from inventory.views.adjustments import PLACE, BookedAmount
from inventory.views.stock import StockDesk
from inventory.views.writing import write
from layouts.models import PaperKind
from layouts.views import lines as table
from layouts.views.desk import BUTTON, Action, Fact, Paper, link
from layouts.views.facts import Question
from layouts.views.legend import Measure
from layouts.views.listing import DocumentList
from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters, PartyFilter, YesNoFilter
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import BadgeColumn, Column, DateColumn, LinkColumn, View
from rackbeat.lib.lists.parts import Button
from rackbeat.templatetags import ui


class CountFilters(ListFilters):
    status = ChoiceSetFilter(label=gettext_lazy("Status"), choices=StockCount.Status)
    counting = ChoiceSetFilter(label=pgettext_lazy("track", "Counted"), choices=StockCount.Counting)
    location = PartyFilter(label=gettext_lazy("Location"), number="", name="location__code")
    blind = YesNoFilter(field_name="is_blind", label=gettext_lazy("Blind count"))
    counted_on = DateRangeFilter(label=gettext_lazy("Date"))
    item = OfItemFilter(label=gettext_lazy("Item"), lines=StockCountLine, document="count")


class CountList(DocumentList):
    """What is being counted, and how far it has come; what is booked stands in the archive."""

    name, allows = "inventory.counts", "items.view"
    title, noun = gettext_lazy("Stock counts"), npgettext_lazy("list", "stock count", "stock counts")
    filterset = CountFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        DateColumn("counted_on", gettext_lazy("Date")),
        Column("location__code", gettext_lazy("Location"), wide=True, css="who"),
        Column("heading", gettext_lazy("Heading"), soft=True, css="ref"),
        Column(
            "done",
            gettext_lazy("Lines"),
            value=lambda row: _("%(done)s of %(all)s") % {"done": row.done, "all": row.all_lines},
            sort=False,
            css="",
            rank=1,
        ),
        BookedAmount("value", gettext_lazy("Change of stock value"), right="cost.view", total=True),
        BadgeColumn("counting", pgettext_lazy("track", "Counted")),
        BadgeColumn("status", pgettext_lazy("list", "Status")),
    )
    order_by = "-number"
    search = ("number", "heading", "location__code", "location__name")
    search_hint = gettext_lazy("Search number, location, heading")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("to-count", gettext_lazy("To count"), {"status": "open", "counting": "none,partly"}, count=True),
        View("to-book", gettext_lazy("To book"), {"status": "open", "counting": "full"}, count=True),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    row_url = "inventory:count"
    works = "stock.work"
    papers = None
    create = ListAction("inventory:count_new", right="stock.work")
    actions = (
        ListAction("inventory:counts_book", gettext_lazy("Book all"), right="stock.work"),
        ListAction("inventory:counts_discard", gettext_lazy("Discard all"), right="stock.work"),
    )
    empty = gettext_lazy("No stock counts yet. Begin one for a location, and count on a phone.")

    @cached_property
    def any_open(self) -> bool:
        return StockCount.objects.filter(status=StockCount.Status.OPEN).exists()

    def buttons(self, actions: Sequence[ListAction]) -> list[Button]:
        """Nothing is booked or discarded where none is open."""
        return super().buttons([each for each in actions if each not in self.actions or self.any_open])

    def rows(self) -> QuerySet[StockCount]:
        lines = StockCountLine.objects.filter(count=OuterRef("pk")).order_by().values("count")
        every = lines.annotate(n=Count("pk")).values("n")
        counted = lines.filter(counted_at__isnull=False).annotate(n=Count("pk")).values("n")
        rows = StockCount.objects.select_related("location")
        return rows.annotate(all_lines=Coalesce(Subquery(every), 0), done=Coalesce(Subquery(counted), 0))


# --- columns -------------------------------------------------------------------------------------------------------


def _expected(line: Any, known: Any) -> str:
    """As frozen when it was counted; before that, what lies there now."""
    if line.is_counted:
        return ui.quantity(line.quantity_expected)
    return ui.quantity(known["here"]) if "here" in known else ""


EXPECTED = table.LineColumn(
    "avail", gettext_lazy("Expected"), _expected, number=True, soft=True, say=gettext_lazy("expected")
)
COUNTED = table.LineColumn(
    "qty",
    pgettext_lazy("count", "Counted"),
    lambda line, known: ui.quantity(line.quantity_counted) if line.is_counted else "",
    "quantity",
    number=True,
)
DIFFERENCE = table.LineColumn(
    "dg",
    gettext_lazy("Difference"),
    lambda line, known: ui.quantity(line.change, "+") if line.is_counted and line.change else "",
    number=True,
)
SINCE = table.LineColumn(
    "dg",
    gettext_lazy("Moved since"),
    lambda line, known: ui.quantity(known["since"], "+") if known.get("since") else "",
    number=True,
    soft=True,
)
VALUE = table.LineColumn(
    "sum",
    gettext_lazy("Value"),
    lambda line, known: ui.amount(line.value, "+") if line.value else "",
    number=True,
    right="cost.view",
)


# --- the desk ------------------------------------------------------------------------------------------------------


class CountDesk(StockDesk):
    """What lies at a location, line by line."""

    model = StockCount
    noun, nouns = "count", "counts"
    title = gettext_lazy("Stock count %(number)s")
    header_form = CountForm
    line_form = CountLineForm
    books, reverses = staticmethod(counts.book), staticmethod(counts.reverse)
    booked = gettext_lazy("Stock count %(number)s is booked.")
    previewed = gettext_lazy("See the differences and book")
    missing = gettext_lazy("Nothing is counted yet.")
    papers = (
        Paper(gettext_lazy("Count list"), "list", "count-list.pdf", PaperKind.COUNT_LIST),
        Paper(gettext_lazy("PDF")),
    )
    measures: ClassVar = {"counting": Measure("counted_at", gettext_lazy("%(done)s of %(all)s counted"), lines=True)}

    def rows(self) -> Any:
        return super().rows().select_related("location")

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("location", "count")

    def tracks(self, document: Any) -> list[Any]:
        return [document.status_track, *([document.counting_track] if document.is_draft else [])]

    def facts(self, document: Any, request: HttpRequest) -> list[list[Fact]]:
        place = f"{document.location.code} {document.location.name}".strip()
        more = _("With all that lies in it") if document.includes_inner else _("Only what lies there itself")
        blind = _("Whoever counts does not see how much should lie there.") if document.is_blind else ""
        return [
            [Fact(_("Location"), [place, more], url=reverse("inventory:location", args=[document.location_id]))],
            [Fact(_("Blind count"), blind)],
            [Fact(_("Date"), ui.day(document.counted_on))],
            self.booking_facts(document),
            [self.note_fact(document)],
            [self.layout_fact(document, request)],
        ]

    def columns_for(self, document: Any) -> Sequence[table.LineColumn]:
        if document.hides_expected and not self.is_tried(document):
            return (table.ITEM, table.TEXT, PLACE, COUNTED, table.UNIT)
        if document.is_draft:
            return (table.ITEM, table.TEXT, PLACE, EXPECTED, COUNTED, table.UNIT, DIFFERENCE, SINCE)
        return (table.ITEM, table.TEXT, PLACE, EXPECTED, COUNTED, table.UNIT, DIFFERENCE, VALUE)

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """While it is open: what lies at each place, and what has moved there since it was counted."""
        if not document.is_draft:
            return {}
        here, since = counts.lying(lines), counts.moved_since(lines)
        return {line.pk: {"here": here[line.pk], "since": since.get(line.pk)} for line in lines}

    def line_facts(self, document: Any, item: Any) -> dict[str, Any]:
        return {"location": document.location}

    def options(self) -> dict[str, str]:
        return {"item": reverse("inventory:goods_options"), "location": reverse("inventory:place_options")}

    def is_ready(self, document: Any) -> bool:
        return bool(document.counting != StockCount.Counting.NONE)

    def warning(self, document: Any, lines: Sequence[Any], known: dict[int, Any]) -> str:
        left = sum(1 for line in lines if not line.is_counted)
        if not document.is_draft or document.counting != StockCount.Counting.PARTLY:
            return ""
        said = ngettext(
            "%(n)s line is not counted: booked like this, it stays as it is.",
            "%(n)s lines are not counted: booked like this, they stay as they are.",
            left,
        )
        return said % {"n": left}

    def verbs(self, document: Any, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        found = super().verbs(document, request, known)
        if document.is_draft:
            found.insert(0, link(_("Count"), self.url(document, "walk"), place=BUTTON, icon="scan", key="c"))
        return found

    def add_line(self, document: Any, *, by: Any, **facts: Any) -> Any:
        return counts.add_line(document, by=by, **facts)

    def change_line(self, line: Any, *, by: Any, quantity: Any = None, **facts: Any) -> Any:
        return counts.uncount(line, by=by) if quantity is None else counts.count(line, quantity, by=by)

    def remove_line(self, line: Any, *, by: Any) -> Any:
        return counts.remove_line(line, by=by)

    def actions(self, document: Any, request: Any, known: dict[int, Any]) -> Any:
        """To count from while it is open; what was found once it is booked."""
        found = super().actions(document, request, known)
        wanted = self.url(document, "list" if document.is_draft else "pdf")
        papers = {self.url(document, paper.part) for paper in self.papers}
        without = papers - {wanted}
        return type(found)(action for action in found if action.url not in without)


desk = CountDesk()


@allow("stock.work")
@once
def new(request: Request) -> HttpResponse:
    """Which location, in one or in parts, seeing what should lie there or not."""
    options, given = reverse("inventory:place_options"), {"location": request.GET.get("at", "")[:30]}
    form = NewCountForm(request.POST if request.method == "POST" else None, options=options, initial=given)
    context = {"heading": _("New stock count"), "back": reverse("inventory:counts"), "submit": _("Begin to count")}
    return write(request, form, counts.begin, context=context, done=lambda begun: _begun(request, begun))


def _begun(request: Request, begun: list[StockCount]) -> str:
    if len(begun) == 1:
        return desk.url(begun[0], "walk")
    words = ngettext("%(n)s stock count is begun.", "%(n)s stock counts are begun.", len(begun))
    messages.success(request, words % {"n": len(begun)})
    return reverse("inventory:counts")


# --- all at once ---------------------------------------------------------------------------------------------------


def _ask(request: Request, question: Question) -> HttpResponse:
    context = {"question": question, "heading": question.heading, "back": reverse("inventory:counts")}
    return render(request, "layouts/question.html", context)


def _none_open(request: Request) -> HttpResponse:
    messages.info(request, _("No stock count is open."))
    return HttpResponseRedirect(reverse("inventory:counts"))


@allow("stock.work")
@once
def book_all(request: Request) -> HttpResponse:
    """Every count of which all lines are counted; the rest stay open, each with its reason."""
    open_counts = StockCount.objects.filter(status=StockCount.Status.OPEN)
    ready = open_counts.filter(counting=StockCount.Counting.FULL).count()
    if not open_counts:
        return _none_open(request)
    if request.method != "POST":
        left = open_counts.count() - ready
        text = ngettext(
            "%(n)s count of which every line is counted is booked.",
            "%(n)s counts of which every line is counted are booked.",
            ready,
        )
        more = ngettext(
            "%(n)s that is not wholly counted stays open.", "%(n)s that are not wholly counted stay open.", left
        )
        said = [text % {"n": ready}, *([more % {"n": left}] if left else [])]
        return _ask(request, Question(_("Book all stock counts?"), _("Book all"), " ".join(said), danger=False))
    booked, refused = counts.book_all(by=request.user)
    if booked:
        words = ngettext("%(n)s stock count is booked.", "%(n)s stock counts are booked.", len(booked))
        messages.success(request, words % {"n": len(booked)})
    for document, why in refused:
        messages.error(request, f"{desk.name_of(document)}: {why}")
    if not booked and not refused:
        messages.warning(request, _("No stock count is wholly counted, so none was booked."))
    return HttpResponseRedirect(reverse("inventory:counts"))


@allow("stock.work")
@once
def discard_all(request: Request) -> HttpResponse:
    """Every open count is thrown away, what was counted with it."""
    waiting = StockCount.objects.filter(status=StockCount.Status.OPEN).count()
    if not waiting:
        return _none_open(request)
    if request.method != "POST":
        text = ngettext(
            "%(n)s open count is thrown away, with what was counted on it. Stock stays as it is.",
            "%(n)s open counts are thrown away, with what was counted on them. Stock stays as it is.",
            waiting,
        )
        return _ask(request, Question(_("Discard all open stock counts?"), _("Discard all"), text % {"n": waiting}))
    gone = counts.discard_all(by=request.user)
    words = ngettext("%(n)s stock count is discarded.", "%(n)s stock counts are discarded.", gone)
    messages.success(request, words % {"n": gone})
    return HttpResponseRedirect(reverse("inventory:counts"))


def paths() -> list[URLPattern]:
    return [
        path("counts/", CountList.as_view(), name="counts"),
        path("counts/new/", new, name="count_new"),
        path("counts/book/", book_all, name="counts_book"),
        path("counts/discard/", discard_all, name="counts_discard"),
        *desk.paths(),
    ]
