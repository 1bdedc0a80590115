"""Where one can go: sections, their pages, and the right each page asks. It lists addresses; it grants nothing."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

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
    part: Words = ""  # the heading over it, where a section is drawn as a tree
    say: Words = ""  # one line of what is found there


@dataclass(frozen=True)
class Section:
    label: Words
    icon: str
    pages: tuple[Page, ...]
    home: bool = False
    in_bar: bool = True
    tree: bool = False  # its pages stand in a column at the left, not in a second bar


@dataclass
class Entry:
    """What the template draws: a section with its pages, or a page."""

    label: Words
    url: str
    current: bool = False
    icon: str = ""
    in_bar: bool = True
    key: str = ""
    name: str = ""
    part: Words = ""
    say: Words = ""
    tree: bool = False
    pages: list["Entry"] = field(default_factory=list)


GENERAL, TRADE, PEOPLE, RECORDS = _("General"), _("Trade"), _("People"), _("Log and data")
READ, OWNER = "settings.view", "settings.edit"
SETTINGS = (
    Page(_("Overview"), ("accounts:settings",), READ),
    Page(
        _("Information"), ("accounts:information",), READ, part=GENERAL, say=_("Name, address, how customers reach you")
    ),
    Page(
        _("Accounting"),
        ("accounts:accounting",),
        READ,
        part=GENERAL,
        say=_("Inventory principle, base currency, closed books"),
    ),
    Page(_("Numbers"), ("accounts:numbers",), READ, part=GENERAL, say=_("The next number of each series")),
    Page(_("Addresses"), ("accounts:addresses",), READ, part=GENERAL, say=_("Where suppliers deliver to")),
    Page(_("Bank"), ("accounts:bank_accounts",), READ, part=GENERAL, say=_("Where customers pay to")),
    Page(
        _("Defaults"), ("accounts:defaults",), READ, part=GENERAL, say=_("What new customers and documents begin with")
    ),
    Page(_("Advanced"), ("accounts:advanced",), READ, part=GENERAL, say=_("Time zone, expected costs, log-ins")),
    Page(_("Currencies"), ("accounts:currencies",), READ, part=TRADE, say=_("Rates by date")),
    Page(_("Payment terms"), ("accounts:payment_terms",), READ, part=TRADE, say=_("When invoices are to be paid")),
    Page(_("Delivery terms"), ("accounts:delivery_terms",), READ, part=TRADE, say=_("How goods are delivered")),
    Page(_("Reasons"), ("inventory:reasons", "accounts:reasons"), READ, part=TRADE, say=_("Why stock is adjusted")),
    Page(_("Layouts"), ("layouts:layouts",), READ, part=TRADE, say=_("How documents look on paper")),
    Page(_("Users"), ("accounts:users",), READ, part=PEOPLE, say=_("Who may log in, roles, passwords")),
    Page(_("Employees"), ("accounts:employees",), READ, part=PEOPLE, say=_("Whom documents name as our reference")),
    Page(_("Support access"), ("accounts:grants",), OWNER, part=PEOPLE, say=_("Let support look in for a while")),
    Page(
        _("Mail log"),
        ("accounts:mail_log",),
        "price.view",
        part=RECORDS,
        say=_("Every mail that was sent"),
    ),
    Page(
        _("Mail settings"),
        ("accounts:mail_settings",),
        "settings.edit",
        part=RECORDS,
        say=_("In whose name and by which server mail is sent"),
    ),
    Page(_("History"), ("accounts:history",), "reports.view", part=RECORDS, say=_("Who did what, and when")),
    Page(
        pgettext_lazy("page", "Import"),
        ("accounts:imports",),
        "items.edit",
        part=RECORDS,
        say=_("Bring in items, customers, suppliers and stock from spreadsheets"),
    ),
    Page(
        pgettext_lazy("proof", "Books"),
        ("accounts:books",),
        OWNER,
        part=RECORDS,
        say=_("Proof that stock, value and documents agree, every night"),
    ),
    Page(_("Data"), ("accounts:data",), OWNER, part=RECORDS, say=_("Take everything out; what is kept how long")),
)

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
            Page(pgettext_lazy("purchasing", "Returns"), ("purchasing:returns",), "receipts.view"),
            Page(_("Suppliers"), ("purchasing:suppliers",), "purchasing.view"),
        ),
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
    ),
    Section(
        _("Reports"),
        "chart",
        (
            Page(_("All reports"), ("inventory:reports",), "items.view", "r"),
            Page(_("Stock value"), ("inventory:stock_value",), "items.view"),
            Page(_("Item ledger"), ("inventory:item_ledger",), "items.view"),
            Page(_("Ledger"), ("inventory:ledger",), "reports.view", "l"),
            Page(_("Stock turnover"), ("inventory:turnover",), "cost.view"),
            Page(_("Slow movers"), ("inventory:idle",), "items.view"),
            Page(_("Warnings"), ("inventory:odd",), "items.view"),
            Page(_("Received, not invoiced"), ("purchasing:not_invoiced",), "purchasing.view"),
            Page(_("Sales"), ("sales:report", "sales:reports"), "reports.view"),
        ),
    ),
    Section(_("Company settings"), "gear", SETTINGS, in_bar=False, tree=True),
)


@cache  # sixty are asked for on every page
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
            entries.append(Entry(page.label, url, key=page.key, name=page.names[0], part=page.part, say=page.say))
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
        facts: Any = {"icon": section.icon, "in_bar": section.in_bar, "tree": section.tree}
        entry = Entry(section.label, first.url, **facts)
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
