"""What needs doing today, and how the house stands. Every number is read from the list that it leads to, so they agree."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum, Window
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from inventory.models import Reservation, StockBalance
from rackbeat.lib.lists import ListPage

Words = str | Promise


def list_at(request: HttpRequest, name: str, query: str) -> ListPage | None:
    """The list at this address as this reader would find it; None where there is none, or it is not for them."""
    try:
        view = getattr(resolve(reverse(name)).func, "view_class", None)
    except NoReverseMatch:
        return None
    if view is None or not issubclass(view, ListPage):
        return None
    page = view()
    page.setup(request)
    asked = QueryDict(query)
    page.state = page.read(asked)
    if page.allows not in page.rights or len(page.state.pairs()) != len(asked):
        return None
    return page


@dataclass(frozen=True)
class Task:
    """A kind of work: the list that holds it, how it is said, and which rows are named or counted apart."""

    key: str
    list: str  # its address by name
    query: Callable[[dt.date], str]
    sentence: Any  # ngettext_lazy, without the number, which stands beside it
    do: Words
    tone: str = "info"
    shape: str = "half"
    oldest: str = ""  # the date by which the oldest row is named
    amount: Any = None  # what is summed, for those with the right `worth`
    worth: str = "price.view"
    means: Words = ""  # what the sum is a sum of
    apart: Callable[[QuerySet], QuerySet] | None = None  # annotates `apart` (yes or no) on the rows
    note: Callable[["Found"], str] | None = None
    within: bool = False  # counted under another task already
    unless: str = ""  # not for those who hold this right: they see the same work elsewhere


@dataclass(frozen=True)
class Found:
    """A task as it stands: how many, how much, and the row that has waited longest."""

    task: Task
    url: str
    count: int
    amount: Decimal | None = None
    first: Any = None
    days: int = 0
    apart: int = 0

    @property
    def sentence(self) -> str:
        return self.task.sentence % self.count

    @property
    def note(self) -> str:
        return self.task.note(self) if self.task.note else ""

    @property
    def is_urgent(self) -> bool:
        return self.task.tone == "bad"


def find(request: HttpRequest, task: Task, today: dt.date) -> Found | None:
    """Count, sum and oldest row of a task, in one statement."""
    query = task.query(today)
    page = None if task.unless and task.unless in request.may else list_at(request, task.list, query)  # type: ignore[attr-defined]
    if page is None:
        return None
    rows = task.apart(page.filtered) if task.apart else page.filtered
    wanted: dict[str, Any] = {"how_many": Window(Count("pk"))}
    if task.amount is not None and task.worth in page.rights:
        wanted["how_much"] = Window(
            Sum(task.amount, filter=~Q(**page.void) if page.void else None)
        )  # as under the list
    if task.apart:
        wanted["how_many_apart"] = Window(Count("pk", filter=Q(apart=True)))
    first = (
        rows.annotate(**wanted).order_by(*([F(task.oldest).asc(nulls_last=True)] if task.oldest else []), "pk").first()
    )
    if first is None:
        return None
    since = getattr(first, task.oldest) if task.oldest else None
    return Found(
        task,
        f"{reverse(task.list)}?{query}",
        first.how_many,
        getattr(first, "how_much", None),
        first,
        (today - since).days if since else 0,
        getattr(first, "how_many_apart", 0),
    )


# --- the tasks ---------------------------------------------------------------------------------------------------------


def _oldest(found: Found) -> str:
    """“6 days: 1042 Fjord Sykkel AS”"""
    facts = {"days": found.days, "number": found.first.number, "name": found.first.party_name}
    return ngettext("%(days)s day: %(number)s %(name)s", "%(days)s days: %(number)s %(name)s", found.days) % facts


def _lacks(rows: QuerySet) -> QuerySet:
    """Orders that hold an item of which less is there than is promised."""
    free = StockBalance.objects.order_by().values("item").annotate(free=Sum(F("on_hand") - F("reserved")))
    short = free.filter(free__lt=0).values("item")
    held = Reservation.objects.filter(source_kind="sales.salesorder", quantity_open__gt=0, item__in=short)
    return rows.annotate(apart=Exists(held.filter(source_id=OuterRef("pk"))))


def _goods(found: Found) -> str:
    if not found.apart:
        return _("All of it is in stock")
    return ngettext("%(count)s of them lacks goods", "%(count)s of them lack goods", found.apart) % {
        "count": found.apart
    }


def _wanted(rows: QuerySet) -> QuerySet:
    return rows.annotate(apart=Q(reserved__gt=0))


def _held(found: Found) -> str:
    if not found.apart:
        return _("None of them is in an open order")
    words = ngettext("%(count)s of them is in open orders", "%(count)s of them are in open orders", found.apart)
    return words % {"count": found.apart}


def _same(query: str) -> Callable[[dt.date], str]:
    return lambda _today: query


MISSING = ExpressionWrapper(  # what it costs to fill up to the minimum
    (F("minimum_stock") - F("available")) * F("expected_cost"), DecimalField(max_digits=36, decimal_places=12)
)

NET = gettext_lazy("Sum of the whole documents, excl. VAT")

SALES = (
    Task(
        "to-ship",
        "sales:orders",
        _same("view=to-ship"),
        ngettext_lazy("order is to be shipped", "orders are to be shipped"),
        gettext_lazy("See orders"),
        amount="amount_net",
        means=NET,
        apart=_lacks,
        note=_goods,
    ),
    Task(
        "late",
        "sales:orders",
        _same("view=over"),
        ngettext_lazy("order is past the wanted date", "orders are past the wanted date"),
        gettext_lazy("See orders"),
        tone="bad",
        shape="end",
        oldest="wanted_on",
        amount="amount_net",
        means=NET,
        note=_oldest,
        within=True,
    ),
    Task(
        "to-invoice",
        "sales:orders",
        _same("view=to-invoice"),
        ngettext_lazy("order can be invoiced", "orders can be invoiced"),
        gettext_lazy("See orders"),
        amount="amount_net",
        means=NET,
        note=lambda _found: _("Shipped, but not invoiced in full"),
    ),
    Task(
        "overdue",
        "sales:invoices",
        _same("view=overdue"),
        ngettext_lazy("invoice is overdue", "invoices are overdue"),
        gettext_lazy("See invoices"),
        tone="bad",
        shape="end",
        oldest="due_on",
        amount=F("amount_total") - F("amount_paid"),
        means=gettext_lazy("Not paid yet, with VAT"),
        note=_oldest,
    ),
)
MAIL = (
    Task(
        "failed-mail",
        "accounts:mail_log",
        _same("view=failed"),
        ngettext_lazy("mail has not arrived", "mails have not arrived"),
        gettext_lazy("See mails"),
        tone="bad",
        shape="end",
        note=lambda found: str(found.first.subject),
    ),
)
STOCK = (
    Task(
        "to-pick",
        "sales:shipments",
        _same("status=open"),
        ngettext_lazy("shipment is to be picked and sent", "shipments are to be picked and sent"),
        gettext_lazy("Pick"),
        oldest="ship_on",
    ),
    Task(
        "to-process",
        "purchasing:receipts",
        _same("status=open"),
        ngettext_lazy("receipt waits to be processed", "receipts wait to be processed"),
        gettext_lazy("Receive"),
        oldest="receive_on",
    ),
    Task(
        "to-receive",
        "purchasing:orders",
        lambda today: f"status=sent&receiving=none,ready,partly&expected_on=..{today}",
        ngettext_lazy("purchase order is expected by today", "purchase orders are expected by today"),
        gettext_lazy("See purchase orders"),
        oldest="expected_on",
        amount="amount_net",
        means=NET,
        worth="cost.view",
        note=lambda found: str(found.first.party_name),
    ),
    Task(
        "short",
        "inventory:items",
        _same("view=short&cols=number,name,on_hand,reserved,available,minimum_stock,incoming"),
        ngettext_lazy("item is below its minimum", "items are below their minimum"),
        gettext_lazy("See items"),
        tone="warning",
        amount=MISSING,
        means=gettext_lazy("What it costs to fill up to the minimum, at expected cost prices"),
        worth="cost.view",
        apart=_wanted,
        note=_held,
    ),
)
GROUPS: Mapping[str, tuple[Words, tuple[Task, ...]]] = {
    "sales": (gettext_lazy("Sales"), SALES + MAIL),
    "stock": (gettext_lazy("Stock and purchasing"), STOCK),
}


def work(request: HttpRequest) -> list[tuple[Words, list[Found]]]:
    """The work that waits for this reader, by group; what nobody waits for is left out."""
    today = request.agreement.today()  # type: ignore[attr-defined]
    found = []
    for words, tasks in GROUPS.values():
        rows = [row for task in tasks if (row := find(request, task, today)) is not None]
        if rows:
            found.append((words, rows))
    return found
