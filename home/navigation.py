"""Where one can go: sections, their pages, and the right each page asks. It lists addresses; it grants nothing."""

from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise


@dataclass(frozen=True)
class Page:
    """A place in the menu. `names` are tried in order: the first that exists is the address."""

    label: Words
    names: tuple[str, ...]
    right: str = ""
    key: str = ""  # after G


@dataclass(frozen=True)
class Section:
    label: Words
    icon: str
    pages: tuple[Page, ...]
    home: bool = False
    in_bar: bool = True
    short: Words = ""


@dataclass
class Entry:
    """What the template draws: a section with its pages, or a page."""

    label: Words
    url: str
    current: bool = False
    icon: str = ""
    in_bar: bool = True
    short: Words = ""
    key: str = ""
    pages: list["Entry"] = field(default_factory=list)


SECTIONS = (
    Section(_("Home"), "home", (Page(_("Home"), ("home:dashboard", "home:home", "home")),), home=True),
    Section(
        _("Items"),
        "box",
        (
            Page(_("Items"), ("inventory:items",), "items.view", "i"),
            Page(_("Item groups"), ("inventory:groups",), "items.view"),
            Page(_("Units"), ("inventory:units",), "items.view"),
            Page(_("Locations"), ("inventory:locations",), "items.view"),
            Page(_("Adjustments"), ("inventory:adjustments",), "items.view"),
            Page(_("Transfers"), ("inventory:transfers",), "items.view"),
            Page(_("Stock counts"), ("inventory:counts",), "items.view"),
        ),
    ),
    Section(
        _("Purchasing"),
        "in",
        (
            Page(pgettext_lazy("purchasing", "Orders"), ("purchasing:orders",), "purchasing.view", "p"),
            Page(_("Receipts"), ("purchasing:receipts",), "receipts.view"),
            Page(pgettext_lazy("purchasing", "Invoices"), ("purchasing:invoices",), "purchasing.view"),
            Page(_("Suppliers"), ("purchasing:suppliers",), "purchasing.view"),
        ),
        short=_("Buy"),
    ),
    Section(
        _("Sales"),
        "tag",
        (
            Page(_("Quotes"), ("sales:quotes",), "sales.view"),
            Page(_("Orders"), ("sales:orders",), "sales.view", "o"),
            Page(_("Shipments"), ("sales:shipments",), "shipments.view", "s"),
            Page(_("Invoices"), ("sales:invoices",), "sales.view"),
            Page(_("Customers"), ("sales:customers",), "sales.view"),
        ),
        short=_("Sell"),
    ),
    Section(
        _("Reports"),
        "chart",
        (
            Page(_("Stock value"), ("inventory:stock_value",), "reports.view"),
            Page(_("Ledger"), ("inventory:ledger",), "reports.view", "l"),
            Page(_("Sales"), ("sales:report", "sales:reports"), "reports.view"),
        ),
    ),
    Section(
        _("Company settings"),
        "gear",
        (
            Page(_("General"), ("accounts:settings",), "settings.view"),
            Page(_("Accounting"), ("accounts:accounting",), "settings.view"),
            Page(_("Payment terms"), ("accounts:payment_terms",), "settings.view"),
            Page(_("Delivery terms"), ("accounts:delivery_terms",), "settings.view"),
            Page(_("Users"), ("accounts:users",), "settings.view"),
            Page(_("Layouts"), ("layouts:layouts",), "settings.view"),
        ),
        in_bar=False,
    ),
)


def address(*names: str) -> str:
    """The address of the first of these names that exists, or an empty string."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _pages(section: Section, may: frozenset[str]) -> list[Entry]:
    entries = []
    for page in section.pages:
        if page.right and page.right not in may:
            continue
        if url := address(*page.names):
            entries.append(Entry(page.label, url, key=page.key))
    return entries


def sections(path: str, may: frozenset[str]) -> list[Entry]:
    """The sections that this user may enter, the one we are in marked as current.

    The longest address that begins the path wins, so that `/sales/orders/1042/` stands under Orders.
    """
    found: list[Entry] = []
    for section in SECTIONS:
        pages = _pages(section, may)
        if not pages:
            continue
        first = next((page for page in pages if page.key), pages[0])  # what is gone to most
        entry = Entry(section.label, first.url, icon=section.icon, in_bar=section.in_bar, short=section.short)
        if section.home:
            entry.current = path == entry.url
        else:
            entry.pages = pages
        found.append(entry)
    here = [
        (len(page.url), entry, page)
        for entry in found
        for page in entry.pages
        if page.url != "/" and path.startswith(page.url)
    ]
    if here:
        _, entry, page = max(here, key=lambda match: match[0])
        entry.current = page.current = True
    return found
