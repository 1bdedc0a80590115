"""The guide "Getting started": the steps in the order in which they build on each other, each read from what there is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.models import Agreement, BankAccount, Event, User
from home.models import GuideMark
from inventory.models import CostEntry, Item, ItemGroup, Location, Unit
from layouts.models import Layout, StoredPaper
from purchasing.models import Supplier
from sales.models import Customer, SalesInvoice, SalesOrder
from support.answers import ANSWERS

Words = str | Promise


@dataclass(frozen=True)
class Way:
    """A link of a step: words, the address's name and arguments, the right that it asks."""

    label: Words
    name: str
    right: str
    args: tuple[str, ...] = ()

    def url(self, may: frozenset[str]) -> str:
        if self.right not in may:
            return ""
        try:
            return reverse(self.name, args=self.args)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Step:
    """One step: what to do, what to watch for, and how one sees that it is done."""

    key: str
    label: Words
    help: Words
    watch: Words = ""
    ways: tuple[Way, ...] = ()
    count: Callable[[], int] | None = None
    noun: Any = None  # "%(count)s items"
    by_hand: bool = False  # it may be left out, so that a tick says enough
    article: str = ""  # the key of its help (support/answers.py)
    leads: Callable[[], int] | None = None  # which of the ways is the next one; the first without it


@dataclass
class Stand:
    """A step as it stands in an agreement."""

    step: Step
    done: bool
    count: int = 0
    marked_by: str = ""
    ways: list[tuple[Words, str]] = field(default_factory=list)
    current: bool = False
    lead: str = ""  # the address of the way that is next

    @property
    def question(self) -> Words:
        """The question that the step's article answers."""
        return next((each.question for each in ANSWERS if each.key == self.step.article), "")

    @property
    def said(self) -> str:
        """“14 items”; who ticked it; nothing where it is not begun."""
        if self.count and self.step.noun:
            return str(self.step.noun % {"count": self.count})
        return self.marked_by


def _rows(model: type[Model]) -> Callable[[], int]:
    return model._default_manager.count


def _settings() -> int:
    """The company says who it is and where money goes, so that an invoice is one."""
    account = BankAccount.objects.filter(is_default=True).filter(~Q(account_number="") | ~Q(iban=""))
    return int(_says_who_it_is() and account.exists())


def _says_who_it_is() -> int:
    agreement = Agreement.current()
    return int(all((agreement.name, agreement.org_number, agreement.street, agreement.postcode, agreement.city)))


def _opening() -> int:
    return CostEntry.objects.order_by().values("item").distinct().count()


def _layouts() -> int:
    """Somebody has looked after the default layout, or a document was booked with it."""
    touched = Event.objects.filter(subject_kind="layouts.layout").exclude(verb="created").exists()
    return int(touched or StoredPaper.objects.exists() or Layout.objects.count() > 1)


def _orders() -> int:
    orders = SalesOrder.objects.exclude(status=SalesOrder.Status.DRAFT).count()
    return orders or SalesInvoice.objects.filter(status=SalesInvoice.Status.BOOKED).count()


IMPORT = _("Import from a file")
STEPS = (
    Step(
        "settings",
        _("Company settings"),
        _("Organisation number, address and bank account stand on every invoice, so they come first."),
        _(
            "Inventory principle and base currency cannot be changed. Do you invoice elsewhere today? Then set the next invoice "
            "number above the highest there: it can be set until your first invoice is booked, and not afterwards."
        ),
        (
            Way(_("Information"), "accounts:information", "settings.view"),
            Way(_("Bank"), "accounts:bank_accounts", "settings.view"),
            Way(_("Numbers"), "accounts:numbers", "settings.view"),
        ),
        _settings,
        article="principle",
        leads=_says_who_it_is,  # then the bank
    ),
    Step(
        "groups",
        _("Item groups"),
        _(
            "A group decides whether its items are kept in stock, and which VAT they are sold with. Two are there already."
        ),
        _("Whether a group is kept in stock cannot be changed once one of its items has moved."),
        (
            Way(_("Item groups"), "inventory:groups", "items.view"),
            Way(IMPORT, "accounts:import_new", "items.edit", ("groups",)),
        ),
        _rows(ItemGroup),
        ngettext_lazy("%(count)s group", "%(count)s groups", "count"),
    ),
    Step(
        "locations",
        _("Locations"),
        _(
            "Where goods lie: a warehouse, and in it aisles and shelves, as fine as you want to find them. One is enough."
        ),
        "",
        (
            Way(_("Locations"), "inventory:locations", "items.view"),
            Way(IMPORT, "accounts:import_new", "items.edit", ("locations",)),
        ),
        _rows(Location),
        ngettext_lazy("%(count)s location", "%(count)s locations", "count"),
    ),
    Step(
        "units",
        _("Units"),
        _("What items are counted and measured in: pieces, metres, hours."),
        "",
        (
            Way(_("Units"), "inventory:units", "items.view"),
            Way(IMPORT, "accounts:import_new", "items.edit", ("units",)),
        ),
        _rows(Unit),
        ngettext_lazy("%(count)s unit", "%(count)s units", "count"),
    ),
    Step(
        "suppliers",
        _("Suppliers"),
        _("Whom you buy from, with the delivery time that purchase orders reckon with."),
        _("What they charge is entered as supplier invoices: the goods cost what those say, freight included."),
        (
            Way(_("Suppliers"), "purchasing:suppliers", "purchasing.view"),
            Way(IMPORT, "accounts:import_new", "purchasing.edit", ("suppliers",)),
        ),
        _rows(Supplier),
        ngettext_lazy("%(count)s supplier", "%(count)s suppliers", "count"),
        by_hand=True,
        article="supplier-invoice",
    ),
    Step(
        "customers",
        _("Customers"),
        _(
            "Whom you sell to: address, VAT zone, payment terms and layout. Documents take them over when they are made."
        ),
        _("Keep the customer numbers of your accounting system, so that the two can be compared."),
        (
            Way(_("Customers"), "sales:customers", "sales.view"),
            Way(IMPORT, "accounts:import_new", "sales.edit", ("customers",)),
        ),
        _rows(Customer),
        ngettext_lazy("%(count)s customer", "%(count)s customers", "count"),
    ),
    Step(
        "items",
        _("Items"),
        _("What you buy and sell, with number, name, group, unit and prices."),
        _("An item that has moved stays in a group of the same kind, with or without stock."),
        (
            Way(_("Items"), "inventory:items", "items.view"),
            Way(IMPORT, "accounts:import_new", "items.edit", ("items",)),
        ),
        _rows(Item),
        ngettext_lazy("%(count)s item", "%(count)s items", "count"),
    ),
    Step(
        "opening",
        _("Opening stock"),
        _("What lies on the shelves on the day you begin, and what it cost. The file of the items may hold it too."),
        _(
            "Choose the day with care: it is where your stock's history begins. It can be undone until an item has moved."
        ),
        (Way(IMPORT, "accounts:import_new", "items.edit", ("opening-stock",)),),
        _opening,
        ngettext_lazy("%(count)s item in the ledger", "%(count)s items in the ledger", "count"),
        by_hand=True,
        article="stock",
    ),
    Step(
        "layouts",
        _("Layouts"),
        _("How your documents look: logo, bank account, texts, and which blocks stand on which paper."),
        _(
            "A document takes its customer's layout when it is made. Look at the payment terms block before the first invoice."
        ),
        (Way(_("Layouts"), "layouts:layouts", "settings.view"),),
        _layouts,
        by_hand=True,
        article="terms",
    ),
    Step(
        "order",
        _("The first order"),
        _(
            "Confirm an order, ship it, invoice it. Confirming reserves the goods; sending the shipment takes them from stock."
        ),
        _("A booked invoice cannot be changed, only credited. Its number follows the one before without holes."),
        (
            Way(_("New order"), "sales:order_new", "sales.edit"),
            Way(_("What do the statuses mean?"), "support:statuses", "settings.view"),
        ),
        _orders,
        ngettext_lazy("%(count)s order or invoice", "%(count)s orders or invoices", "count"),
        article="statuses",
    ),
)
KEYS = {step.key: step for step in STEPS}


def stands(may: frozenset[str]) -> list[Stand]:
    """Every step with what is there; the first that is not done is the current one."""
    ticks = {mark.step: mark.by.name for mark in GuideMark.objects.select_related("by").order_by("pk")}
    found = []
    for step in STEPS:
        count = step.count() if step.count else 0
        stand = Stand(step, bool(count) or step.key in ticks, count, ticks.get(step.key, ""))
        stand.ways = [(way.label, url) for way in step.ways if (url := way.url(may))]
        found.append(stand)
    _mark_current(found)
    return found


def _mark_current(found: Iterable[Stand]) -> None:
    for stand in found:
        if not stand.done:
            stand.current = True
            if stand.ways:
                stand.lead = stand.ways[min(stand.step.leads() if stand.step.leads else 0, len(stand.ways) - 1)][1]
            return


def plain() -> list[Stand]:
    """The steps for somebody who has no agreement yet."""
    return [Stand(step, False) for step in STEPS]


def on_first_page(user: User, may: frozenset[str]) -> list[Stand]:
    """What the first page shows: nothing for those who do not set things up, who put it away, or where all is done."""
    if "items.edit" not in may or GuideMark.objects.filter(step=GuideMark.HIDDEN, by=user).exists():
        return []
    found = stands(may)
    return [] if all(stand.done for stand in found) else found


def mark(step: str, *, by: User) -> None:
    """Call a step done by hand, or put the guide away from one's own first page."""
    GuideMark.objects.get_or_create(step=step, by=by)


def unmark(step: str, *, by: User) -> None:
    """Take the tick off again, whoever set it; the guide one puts back for oneself."""
    marks = GuideMark.objects.filter(step=step)
    (marks.filter(by=by) if step == GuideMark.HIDDEN else marks).delete()
