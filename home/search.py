"""Search everywhere: documents, items and parties by the lists that hold them, then pages and actions. Reads only.

What may be found is what the lists of the menu would show this reader: their rights, their words, their addresses.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import search
from accounts.permissions import allow
from home import navigation
from rackbeat.lib.lists import BadgeColumn, Column, DateColumn, LinkColumn, ListPage
from support import answers

Words = str | Promise
Lists = dict[str, tuple[Any, str, ListPage]]  # section, address and page, by the kind of row
FEW, MANY = 5, 20  # of each list: in the dialog, on the page
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, and what tells it from its likes."""

    number: str
    name: str
    url: str
    date: str = ""
    badge: Any = None
    archived: bool = False


@dataclass
class Group:
    """What one list found of it, the exact number first; `more` is the list with this search."""

    label: Words
    icon: str
    hits: list[Hit] = field(default_factory=list)
    more: str = ""


@dataclass(frozen=True)
class Place:
    """A page of the menu, or something to begin on it."""

    label: Words
    url: str
    icon: str
    section: Words = ""


@allow("user")
@require_GET
def everywhere(request: HttpRequest) -> HttpResponse:
    """The page, and for htmx the part of it that stands in the dialog."""
    part = bool(getattr(request, "htmx", None))
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    groups = found(request, text, FEW if part else MANY) if text else []
    told = answers.for_reader(request.may, is_stranger=False, query=text)[:FEW] if speaks(text) else []  # type: ignore[attr-defined]
    context = {"q": text, "groups": groups, "places": places(request, text), "answers": told}
    return render(request, "home/_found.html" if part else "home/search.html", context)


def speaks(text: str) -> bool:
    """Whether it can be a question to the help: words, not a number."""
    return len(text) >= search.ANY_PART and any(letter.isalpha() for letter in text)


# --- documents, items, parties -------------------------------------------------------------------------------------


def lists(request: HttpRequest) -> Iterator[tuple[Any, str, ListPage]]:
    """(section, address, list) of each list of the menu whose rows are indexed, as this reader may see it."""
    for section in navigation.sections(request.path, request.may):  # type: ignore[attr-defined]
        for entry in section.pages:
            view = getattr(resolve(entry.url).func, "view_class", None)
            if view is None or not issubclass(view, ListPage):
                continue
            page = view()
            page.setup(request)
            page.state = page.read(QueryDict(""))
            if page.allows in page.rights and search.is_indexed(page.source.model):
                yield section, entry.url, page


def found(request: HttpRequest, text: str, most: int) -> list[Group]:
    """What holds every word of the text, list by list; whose number it is exactly stands first."""
    if getattr(request, "agreement", None) is None:
        return []
    groups: Lists = {}
    for section, url, page in lists(request):
        groups.setdefault(page.source.model._meta.label_lower, (section, url, page))
    named = by_name(text, groups)
    if named and (those := looked_up(named, text.rpartition(" ")[2], most)):
        return those
    return looked_up(groups, text, most)


def by_name(text: str, groups: Lists) -> Lists:
    """The lists that are meant by “invoice 1042”: those whose title begins with the word before the number."""
    noun, _space, number = text.lower().rpartition(" ")
    if len(noun) < search.ANY_PART or not number.isdigit():
        return {}
    return {kind: each for kind, each in groups.items() if str(each[2].title).lower().startswith(noun)}


def looked_up(groups: Lists, text: str, most: int) -> list[Group]:
    """What these lists hold of the text, each at most so many."""
    keys: dict[str, list[int]] = {}
    exact: set[str] = set()
    models = [page.source.model for _section, _url, page in groups.values()]
    for kind, key, is_exact in search.everywhere(models, text, most + 1):
        keys.setdefault(kind, [])
        if key not in keys[kind]:
            keys[kind].append(key)
        if is_exact:
            exact.add(kind)
    order = sorted(keys, key=lambda kind: kind not in exact)
    result = []
    for kind in order:
        section, url, page = groups[kind]
        more = f"{url}?{page.state.changed(q=text).query()}" if len(keys[kind]) > most else ""
        result.append(Group(page.title, section.icon, hits_of(page, keys[kind][:most]), more))
    return result


def hits_of(page: ListPage, keys: list[int]) -> list[Hit]:
    """The rows of these keys, in their order, as the columns of their list say them."""
    rows = {row.pk: row for row in page.source.filter(pk__in=keys)}
    columns = page.shown_columns
    number = next((column for column in columns if isinstance(column, LinkColumn)), columns[0])
    name = next((column for column in columns if column.wide), number)
    date = next((column for column in columns if isinstance(column, DateColumn)), None)
    tracks = [column for column in columns if isinstance(column, BadgeColumn)]
    return [
        Hit(
            number=said(number, row, page),
            name=said(name, row, page),
            url=page.url_of(row),
            date=said(date, row, page) if date else "",
            badge=tracks[0].of(row) if tracks else None,
            archived=page.is_archived(row),
        )
        for key in keys
        if (row := rows.get(key)) is not None
    ]


def said(column: Column, row: Any, page: ListPage) -> str:
    return column.text(column.of(row), row, page)


# --- pages and actions -----------------------------------------------------------------------------------------------


def places(request: HttpRequest, text: str) -> list[Place]:
    """The pages of the menu and what can be made on them, whose label holds every word; without words all pages."""
    words = text.lower().split()
    known = []
    for section in navigation.sections(request.path, request.may):  # type: ignore[attr-defined]
        for entry in section.pages or [section]:
            known.append(Place(entry.label, entry.url, section.icon, section.label if section.pages else ""))
            for words_of, url in doing(request, entry.url) if words else []:
                known.append(Place(f"{entry.label}: {words_of}", url, "plus"))
    links = {_("User settings"): "profile", _("Help"): "help", _("What do the statuses mean?"): "statuses"}
    for label, name in links.items():
        if url := navigation.address(*NAMES[name]):
            known.append(Place(label, url, "user" if name == "profile" else "help"))
    return [place for place in known if all(word in f"{place.section} {place.label}".lower() for word in words)]


NAMES = {
    "profile": ("accounts:profile",),
    "help": ("support:help", "home:help"),
    "statuses": ("home:statuses", "support:statuses"),
}


def doing(request: HttpRequest, url: str) -> list[tuple[Words, str]]:
    """“Create new” and the other buttons of the list at this address, those that this reader may press."""
    view = getattr(resolve(url).func, "view_class", None)
    if view is None or not issubclass(view, ListPage):
        return []
    buttons = [*([view.create] if view.create else []), *view.actions]
    found = [(action.label or _("Create new"), action.address(request.may)) for action in buttons]  # type: ignore[attr-defined]
    return [(label, address) for label, address in found if address]
