"""The list page: one engine for every list. It reads, counts and draws; what a list is about, its subclass says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Manager, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views import View as DjangoView

from rackbeat.lib import door
from rackbeat.lib.filters import ArchivedFilter, ListFilter, ListFilters
from rackbeat.lib.lists import export, paging, remember, saved, search
from rackbeat.lib.lists import state as states
from rackbeat.lib.lists.columns import Column, LinkColumn, place
from rackbeat.lib.lists.parts import Button
from rackbeat.lib.lists.show import Shown
from rackbeat.lib.lists.tally import MOST
from rackbeat.lib.refusal import Refusal

Words = str | Promise


@dataclass(frozen=True)
class View:
    """A tab: a name for a part of the list. `params` are filters as in an address, `where` a further condition.

    `params={"archived": "only"}` sets what the archive filter starts at in this view. `count` shows how many.
    """

    key: str
    label: Words
    params: dict[str, str] = field(default_factory=dict)
    count: bool = False
    where: Q | Callable[[QuerySet, ListPage], QuerySet] | None = None


@dataclass(frozen=True)
class Action:
    """A button of the head or of the bulk bar: an address by name, shown to those with the right, where it exists."""

    url: str
    label: Words = ""
    right: str = ""
    icon: str = ""
    key: str = ""
    args: tuple[str, ...] = ()

    def address(self, rights: frozenset[str]) -> str:
        if self.right and self.right not in rights:
            return ""
        try:
            return reverse(self.url, args=self.args)
        except NoReverseMatch:
            return ""


class ListPage(DjangoView):
    """A list: rows that can be searched, filtered, sorted, paged, summed, remembered and taken away as a file.

    The address is the state. A subclass says the attributes below and nothing else, or overrides `rows` and `row_url`.
    """

    request: Any
    http_method_names = ["get", "head", "options", "post"]

    name: ClassVar[str] = ""  # what Remember stores under: "sales.orders"
    allows: ClassVar[str] = ""  # the right to see it
    title: ClassVar[Words] = ""
    noun: ClassVar[Any] = ngettext_lazy("row", "rows")  # "38 orders"
    rows: ClassVar[Any] = None  # a manager, a manager's method, or a method of the page giving a queryset
    columns: ClassVar[Sequence[Column]] = ()
    filterset: ClassVar[type[ListFilters]] = ListFilters
    order_by: ClassVar[str] = "-pk"  # a column's key, or a field
    search: ClassVar[Sequence[str]] = ()  # the number first
    search_hint: ClassVar[Words] = _("Search number or name")
    views: ClassVar[Sequence[Any]] = ()  # `View`s, or their arguments; the first one is where the list opens
    archived: ClassVar[bool | None] = None  # whether there is an archive; left out, where the rows have the field
    archive_field: ClassVar[str] = "archived"
    row_url: ClassVar[Any] = ""  # an address by name, made with the row's number; or a method(row); "" for its own
    create: ClassVar[Action | None] = None
    actions: ClassVar[Sequence[Action]] = ()
    bulk: ClassVar[Sequence[Action]] = ()  # picked rows are posted to these (see `picked`); none, no checkboxes
    pick_by: ClassVar[str] = "pk"
    totals_note: ClassVar[Words] = ""  # "excl. VAT"
    void: ClassVar[dict[str, Any]] = {}  # fields and values of rows that are no part of the sums: what was taken back
    empty: ClassVar[Words] = _("Nothing here yet.")
    exports: ClassVar[bool] = True
    lines: ClassVar[str] = ""  # the relation to the lines of a row, where they may be taken away too
    line_columns: Sequence[Column] = ()
    line_relations: Sequence[str] = ()  # what those columns reach for
    template: ClassVar[str] = "ui/list.html"

    by_name: ClassVar[dict[str, type[ListPage]]] = {}  # every list, by its name

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            ListPage.by_name[cls.name] = cls
        cls.columns = [copy(column) for column in cls.columns]
        place(cls.columns)
        cls.views = [each if isinstance(each, View) else View(*each) for each in cls.views]

    # --- answering ---

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Strangers to the door, members without the right away, as for every other view."""
        if not request.user.is_authenticated:
            return door.to_login(request)
        if getattr(request, "agreement", None) is None:
            return redirect("accounts:choose")
        if self.allows not in self.rights:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.META.get("QUERY_STRING") and self.remembered:
            return HttpResponseRedirect(f"{request.path}?{self.remembered}")
        if self.saved is not None and set(request.GET) == {"saved"}:
            return HttpResponseRedirect(request.path + self.link_to(self.saved))
        if self.exports and request.GET.get("export") in export.FORMATS:
            return self.export(request.GET["export"], by_line=request.GET.get("of") == "lines" and bool(self.lines))
        htmx: Any = getattr(request, "htmx", None)
        part = bool(htmx and not htmx.history_restore_request)
        response = render(request, "ui/_swap.html" if part else self.template, {"list": Shown(self), **self.context()})
        patch_vary_headers(response, ["HX-Request"])
        if part:
            typed = htmx.trigger_name == "q"  # a search in the making is one step back, not one for each letter
            response["HX-Replace-Url" if typed else "HX-Push-Url"] = request.path + self.address
        return response

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember this state, or go back to the standard. Both lead to the list as it then opens."""
        if request.POST.get("do") == "standard":
            remember.forget(request, self.name)
            return HttpResponseRedirect(request.path)
        given = self.read(QueryDict(request.POST.get("query", "")[: remember.LONGEST])).unpaged()
        if request.POST.get("do", "").startswith("view-"):
            return saved.answer(self, given)
        given = given.changed(q="")  # what is looked for today is no setting
        remember.store(request, self.name, given.query())
        return HttpResponseRedirect(request.path + self.link(given))

    def link_to(self, view: Any) -> str:
        """The address of a saved view: all that it says, so that a colleague who lacks it sees the same."""
        given = self.read(QueryDict(view.query)).unsaved()
        return self.link(given, saved=str(view.pk))

    def export(self, form: str, *, by_line: bool = False) -> HttpResponseBase:
        try:
            return export.answer(self, form, by_line=by_line)
        except Refusal as no:
            messages.error(self.request, str(no))
            return HttpResponseRedirect(self.request.path + self.link())

    @property
    def line_columns_shown(self) -> list[Column]:
        return [column for column in self.line_columns if not column.right or column.right in self.rights]

    def context(self) -> dict[str, Any]:
        """More for the template of a subclass."""
        return {}

    # --- who asks, and for what ---

    @cached_property
    def rights(self) -> frozenset[str]:
        return getattr(self.request, "may", frozenset())

    @cached_property
    def today(self) -> dt.date:
        return self.request.agreement.today()

    @cached_property
    def state(self) -> states.State:
        return self.read(self.request.GET)

    @cached_property
    def remembered(self) -> str:
        """The remembered address, proved against the list as it is now; "" where there is none."""
        return self.read(remember.parsed(self.kept[1])).unpaged().query()

    def read(self, data: QueryDict) -> states.State:
        return states.read(data, self.known)

    @cached_property
    def known(self) -> states.Known:
        offered = [column.key for column in self.offered_columns]
        return states.Known(
            views={view.key for view in self.views},
            filters=self.filters.filters,
            archive=self.has_archive,
            sorts=set(self.sorts),
            usual=[column.key for column in self.offered_columns if not column.extra],
            offered=offered,
            is_saved=lambda key: any(str(view.pk) == key for view in self.saved_views),
        )

    @cached_property
    def kept(self) -> tuple[list[Any], str]:
        """The saved views that this reader sees here, and what they remembered."""
        return saved.kept(self.request, self.name)

    @property
    def saved_views(self) -> list[Any]:
        return self.kept[0]

    @cached_property
    def saved(self) -> Any:
        """The saved view that the address names."""
        return next((view for view in self.saved_views if str(view.pk) == self.state.saved), None)

    @property
    def address(self) -> str:
        """The address of exactly this page, in its one form."""
        return self.link(after=self.state.after, before=self.state.before)

    @cached_property
    def has_archive(self) -> bool:
        if self.archived is not None:
            return self.archived
        return any(each.name == self.archive_field for each in self.source.model._meta.get_fields())

    def link(self, given: states.State | None = None, **changes: Any) -> str:
        """The address of this list in another state. Never the bare one: that belongs to Remember."""
        wanted = (given or self.state).changed(**changes)
        return "?" + (wanted.query() or f"sort={self.order_by}")

    # --- columns ---

    @cached_property
    def offered_columns(self) -> list[Column]:
        """What this reader may see, chosen or not."""
        return [column for column in self.columns if not column.right or column.right in self.rights]

    @cached_property
    def shown_columns(self) -> list[Column]:
        """What the address asks for, in its order; else the usual ones."""
        if not self.state.cols:
            return [column for column in self.offered_columns if not column.extra]
        by_key = {column.key: column for column in self.offered_columns}
        return [by_key[key] for key in self.state.cols.split(",")]

    @cached_property
    def sorts(self) -> dict[str, str]:
        """What one may sort by, by the keys of the columns that one may see; the annotation or field behind each."""
        found = {}
        for column in self.offered_columns:
            path = column.sort_by()
            if path and (column.sort_expression(self.source.model) or paging.key(self.source, path, False)):
                found[column.key] = path
        return found

    @property
    def sort(self) -> str:
        return self.state.sort or self.order_by

    # --- rows, narrowed step by step ---

    @cached_property
    def source(self) -> QuerySet:
        rows = self.rows
        return rows.all() if isinstance(rows, Manager) else rows()

    @cached_property
    def filters(self) -> ListFilters:
        return self.filterset(data=None, queryset=self.source, request=self.request)

    @cached_property
    def archive(self) -> ArchivedFilter:
        return ArchivedFilter(field_name=self.archive_field)

    @cached_property
    def view(self) -> View | None:
        found = [view for view in self.views if view.key == self.state.view]
        return found[0] if found else self.views[0] if self.views else None

    @cached_property
    def archive_value(self) -> str:
        """no, only or all: as asked for, else as the view has it; a search looks everywhere unless told otherwise."""
        usual = self.view.params.get("archived") if self.view else None
        return self.state.archived or usual or ("all" if self.state.q else "no")

    @property
    def looks_in_archive(self) -> bool:
        """Whether archived rows are there for no other reason than that something is looked for."""
        usual = self.view.params.get("archived") if self.view else None
        return self.has_archive and bool(self.state.q and self.search) and not self.state.archived and not usual

    def in_view(self, rows: QuerySet, view: View | None) -> QuerySet:
        if view is None:
            return rows
        rows = self.narrow(rows, self.read(given(view.params)).filters)
        if callable(view.where):
            return view.where(rows, self)
        return rows.filter(view.where) if view.where is not None else rows

    def narrow(self, rows: QuerySet, values: dict[str, str]) -> QuerySet:
        for name, value in values.items():
            each = self.filters.filters[name]
            rows = each.filter(rows, value) if isinstance(each, ListFilter) else rows
        return rows

    @cached_property
    def matching(self) -> QuerySet:
        """What matches view, filters and search, archived or not."""
        rows = self.narrow(self.in_view(self.source, self.view), self.state.filters)
        return self.search_rows(rows, self.state.q) if self.state.q and self.search else rows

    @cached_property
    def hits(self) -> list[int] | None:
        """What the index finds of the search, if there is one."""
        return search.indexed(self.source, self.state.q)

    @property
    def hits_are_cut(self) -> bool:
        """Whether more is found than is looked through: the newest are."""
        return bool(self.state.q and self.search and self.hits and len(self.hits) > MOST)

    @property
    def all_hits_match(self) -> bool:
        """Whether the search alone decides: then what the index found need not be counted among the rows again."""
        usual = self.source.model._default_manager.all().query.where
        narrowed = self.state.filters or (self.view and (self.view.where is not None or self.view.params))
        open_archive = not self.has_archive or self.archive_value == "all"
        return open_archive and not narrowed and self.source.query.where == usual

    def search_rows(self, rows: QuerySet, text: str) -> QuerySet:
        return search.narrowed(rows, self.search, text) if self.hits is None else search.among(rows, self.hits)

    def put_away(self, rows: QuerySet, value: str) -> QuerySet:
        return self.archive.filter(rows, value) if self.has_archive else rows

    @cached_property
    def filtered(self) -> QuerySet:
        """The set that the list shows: what is counted, summed and exported."""
        rows = self.put_away(self.matching, self.archive_value)
        column = {column.key: column for column in self.columns}.get(self.sort.removeprefix("-"))
        expression = column.sort_expression(rows.model) if column else None
        return rows.annotate(sort_order=expression) if expression is not None else rows

    @cached_property
    def keys(self) -> list[paging.Key]:
        """The order: the column asked for, then the row's key, so that no two rows are level."""
        name, down = self.sort.removeprefix("-"), self.sort.startswith("-")
        known = "sort_order" in self.filtered.query.annotations
        path = "sort_order" if known else self.sorts.get(name, name)
        last = paging.key(self.filtered, "pk", down)
        numbers = {column.sort_by() for column in self.columns if isinstance(column, LinkColumn)}
        first = paging.key(self.filtered, path, down, plain=path in numbers)
        found = [first] if first is not None and path not in ("pk", "id") else []
        return [*found, last] if last else found

    def slice(self) -> paging.Slice:
        """The page of rows that was asked for."""
        rows, mark = search.exact_first(self.filtered, self.search, self.state.q)
        for column in self.shown_columns:
            rows = column.dress(rows)
        keys = [*([paging.Key(mark, False, False)] if mark else []), *self.keys]
        given = self.state
        return paging.cut(rows, keys, self.sort, given.rows, after=given.after, before=given.before)

    @classmethod
    def picked(cls, request: HttpRequest) -> QuerySet:
        """The rows that a bulk action was asked for: those picked, or all that match the address it came from."""
        page = cls()
        page.setup(request)
        if request.POST.get("all"):
            page.state = page.read(QueryDict(request.POST.get("query", "")[: remember.LONGEST])).unpaged()
            return page.filtered
        picks = [pick for pick in request.POST.getlist("pick") if pick.isascii() and pick.isdigit() and len(pick) < 16]
        return page.source.filter(**{f"{page.pick_by}__in": picks})

    # --- one row ---

    def url_of(self, row: Any) -> str:
        if callable(self.row_url):
            return self.row_url(row)
        if self.row_url:
            return reverse(self.row_url, args=[row.number])
        return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""

    def name_of(self, row: Any) -> str:
        """What the row is called in a sentence or a list: what its first column says."""
        return self.columns[0].text(self.columns[0].of(row), row, self)

    def bulk_buttons(self) -> list[Button]:
        """What may be done with picked rows."""
        return self.buttons(self.bulk)

    def buttons(self, actions: Sequence[Action]) -> list[Button]:
        """These actions as far as they exist and are for this reader."""
        found = [(action, action.address(self.rights)) for action in actions]
        return [Button(action.label or _("Create new"), url, action.icon, action.key) for action, url in found if url]

    def is_archived(self, row: Any) -> bool:
        return self.has_archive and bool(getattr(row, self.archive_field, False))

    def marks_archived(self, row: Any) -> bool:
        """Whether the row says that it is archived: where it stands among others that are not."""
        return self.archive_value == "all" and self.is_archived(row)


def given(params: dict[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(params)
    return data
