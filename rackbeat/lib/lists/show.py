"""What the templates of a list draw: every word, count and address of the page, worked out once. It decides nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from rackbeat.lib import tracks
from rackbeat.lib.filters import ARCHIVE, Chip, Option
from rackbeat.lib.lists import saved
from rackbeat.lib.lists.columns import AmountColumn, Cell, Column
from rackbeat.lib.lists.parts import Button, Choice, Foot, Head, Row, SavedTab, Tab
from rackbeat.lib.lists.state import ROWS, State
from rackbeat.lib.lists.tally import MOST, Tally, tally

if TYPE_CHECKING:
    from rackbeat.lib.lists.page import ListPage


IN_BAR = 4  # verbs of the bulk bar


def whole(count: int) -> str:
    """A count with the reader's thousands: 8 412; above 10,000 only that it is more."""
    return number_format(MOST, force_grouping=True) + "+" if count > MOST else number_format(count, force_grouping=True)


class Shown:
    """The page as its templates see it. Rows first, then one statement for every count and sum."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.state = page.state
        self.title, self.name, self.search_hint = page.title, page.name, page.search_hint
        self.path = page.request.path
        self.slice = page.slice()
        self.tallies = self._tallies()

    # --- counting ---

    def _tallies(self) -> dict[str, Tally]:
        page = self.page
        many = page.hits_are_cut and page.all_hits_match
        parts = {} if many else {"found": page.filtered}
        if self._may_hide:
            parts["hidden"] = page.put_away(page.matching, "only")
        if page.looks_in_archive and not many:
            parts["among"] = page.put_away(page.matching, "only")
        for view in page.views:
            if view.count:
                usual = view.params.get("archived") or "no"
                parts[f"view {view.key}"] = page.put_away(page.in_view(page.source, view), usual)
        counted = tally(parts, [] if many else self._sum_fields, Q(**page.void) if page.void else None) if parts else {}
        return {**counted, "found": Tally(MOST + 1)} if many else counted

    @cached_property
    def _sum_fields(self) -> list[str]:
        fields = [name for column in self.page.shown_columns for name in column.total_fields()]
        return list(dict.fromkeys(fields))

    @property
    def _may_hide(self) -> bool:
        return self.page.has_archive and self.page.archive_value == "no"

    @property
    def found(self) -> Tally:
        return self.tallies["found"]

    @property
    def count(self) -> str:
        return whole(self.found.count)

    @property
    def noun(self) -> str:
        return self.page.noun % self.found.count

    @property
    def hidden(self) -> Tally:
        return self.tallies.get("hidden", Tally())

    @property
    def hidden_count(self) -> str:
        return whole(self.hidden.count)

    @property
    def show_hidden(self) -> str:
        return self.page.link(archived="all")

    @property
    def among(self) -> Tally:
        """How many of those found are archived, where they are there only because a search looks in the archive too."""
        return self.tallies.get("among", Tally())

    @property
    def among_count(self) -> str:
        return whole(self.among.count)

    @property
    def hide_archived(self) -> str:
        return self.page.link(archived="no")

    # --- swapping: links of these parts bring new results in place, without a script they are plain links ---

    boost = mark_safe('hx-boost="true" hx-target="#results" hx-swap="outerHTML show:none"')
    boost_up = mark_safe('hx-boost="true" hx-target="#results" hx-swap="outerHTML show:window:top"')

    # --- head ---

    @cached_property
    def tabs(self) -> list[Tab]:
        page = self.page
        return [
            Tab(
                view.key,
                view.label,
                f"?view={view.key}",
                view is page.view and page.saved is None,
                whole(self.tallies[f"view {view.key}"].count) if view.count else "",
            )
            for view in page.views
        ]

    @cached_property
    def actions(self) -> list[Button]:
        return self.page.buttons(self.page.actions)

    @cached_property
    def create(self) -> Button | None:
        found = self.page.buttons([self.page.create] if self.page.create else [])
        return found[0] if found else None

    @cached_property
    def bulk(self) -> list[Button]:
        return self.page.bulk_buttons()

    @property
    def bulk_first(self) -> list[Button]:
        """What stands in the bar itself; the rest is under More."""
        return self.bulk if len(self.bulk) <= IN_BAR + 1 else self.bulk[:IN_BAR]

    @property
    def bulk_more(self) -> list[Button]:
        return self.bulk[len(self.bulk_first) :]

    @property
    def picks_all(self) -> bool:
        """Whether there are more that match than stand on this page."""
        return bool(self.bulk) and self.found.count > len(self.rows)

    @property
    def exports(self) -> list[tuple[str, str]]:
        """(words, address) of each file that this list can be taken away as."""
        if not self.page.exports:
            return []
        here = self.page.link()
        found = [("CSV", f"{here}&export=csv"), ("Excel", f"{here}&export=xlsx")]
        if self.page.lines:
            found += [
                (_("Lines, CSV"), f"{here}&export=csv&of=lines"),
                (_("Lines, Excel"), f"{here}&export=xlsx&of=lines"),
            ]
        return found

    # --- views that people saved ---

    @cached_property
    def saved_tabs(self) -> list[SavedTab]:
        """One's own, then what colleagues share; their maker stands in the title."""
        page, me = self.page, self.page.request.user.pk
        return [
            SavedTab(
                str(view.pk),
                view.name,
                page.link_to(view),
                view is page.saved,
                self.count if view is page.saved and not self.is_changed else "",
                "" if view.user_id == me else _("Shared by %(name)s") % {"name": view.maker},
            )
            for view in page.saved_views
        ]

    @property
    def saved(self) -> Any:
        return self.page.saved

    @property
    def may_change_saved(self) -> bool:
        return self.saved is not None and saved.may_change(self.page.request, self.saved)

    @cached_property
    def is_changed(self) -> bool:
        """Whether the list shows something else than its view: then one may save it, or go back."""
        now = self.state.unsaved().query()
        if self.saved is not None:
            return now != self.page.read(QueryDict(self.saved.query)).unsaved().query()
        return now != (f"view={self.state.view}" if self.state.view else "")

    @property
    def reset_url(self) -> str:
        if self.saved is not None:
            return self.page.link_to(self.saved)
        return self.page.link(State(view=self.state.view))

    # --- columns and density ---

    @cached_property
    def choices(self) -> list[Choice]:
        """The columns as the chooser offers them: those that are shown in their order, then the others."""
        page, shown = self.page, [column.key for column in self.columns]
        found = []
        for column in [*self.columns, *(each for each in page.offered_columns if each.key not in shown)]:
            at = shown.index(column.key) if column.key in shown else -1
            up = self._moved(shown, at, at - 1) if at > 1 else ""
            down = self._moved(shown, at, at + 1) if 0 < at < len(shown) - 1 else ""
            found.append(Choice(column.key, column.label(page.source.model), at >= 0, at == 0, up, down))
        return found

    def _moved(self, keys: list[str], here: int, there: int) -> str:
        keys = list(keys)
        keys[here], keys[there] = keys[there], keys[here]
        wanted = ",".join(keys)
        usual = [column.key for column in self.page.offered_columns if not column.extra]
        return self.page.link(cols="" if keys == usual else wanted)

    @property
    def usual_columns(self) -> str:
        return self.page.link(cols="", density="") if self.state.cols or self.state.density else ""

    # --- filters ---

    @cached_property
    def chips(self) -> list[Chip]:
        return [*(self._chip(name, each) for name, each in self.page.filters.filters.items()), *self._archive_chip()]

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What narrows the list, in words, for a sheet that shows no chips."""
        search = [(str(_("Search")), self.state.q)] if self.state.q else []
        return search + [(str(chip.label), str(chip.words)) for chip in self.chips if chip.words]

    def _chip(self, name: str, each: Any) -> Chip:
        value, state = self.state.filters.get(name, ""), self.state
        options = each.options(value)
        if each.kind in ("pick", "days"):
            options = [replace(one, url=self.page.link(state.with_filter(name, one.value))) for one in options]
        return Chip(
            name=name,
            label=each.label,
            kind=each.kind,
            words=each.words(value) if value else "",
            options=options,
            extra={"value": value, **each.extra_inputs(value)},
            remove=self.page.link(state.with_filter(name, "")),
        )

    def _archive_chip(self) -> list[Chip]:
        if not self.page.has_archive:
            return []
        value = self.page.archive_value
        options = [Option(word, label, word == value, self.page.link(archived=word)) for word, label in ARCHIVE.items()]
        label = self.page.archive.label
        return [Chip("archived", label, "archive", ARCHIVE[value], options, {"value": self.state.archived})]

    @cached_property
    def hidden_inputs(self) -> list[tuple[str, str]]:
        """What the filter form carries along because none of its fields, in sight or in a popover, does."""
        fields = {name for name, each in self.page.filters.filters.items() if each.kind in ("choices", "text")}
        fields |= {name for name, value in self.state.filters.items() if ".." in value}
        return [
            (name, value)
            for name, value in self.state.unpaged().pairs()
            if name not in fields and name not in ("q", "rows", "cols", "density")
        ]

    @property
    def searches(self) -> bool:
        return bool(self.page.search)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.state.q or self.state.filters)

    @property
    def clear_url(self) -> str:
        """The same view without search and filters."""
        return self.page.link(q="", filters={}, archived="", saved="")

    @property
    def search_all_url(self) -> str:
        """The same search without what else narrows it: who looks in one view for what stands in another finds it."""
        narrowed = self.in_other_view or self.state.filters or self.state.saved or self.state.archived == "only"
        return self.page.link(view="", filters={}, archived="", saved="") if self.state.q and narrowed else ""

    # --- remember ---

    @property
    def query(self) -> str:
        return self.state.unpaged().query()

    @property
    def is_remembered(self) -> bool:
        return bool(self.page.remembered) and self.page.remembered == self.query

    # --- table ---

    @property
    def columns(self) -> list[Column]:
        return self.page.shown_columns

    @cached_property
    def legend(self) -> list[tracks.Told]:
        """What the badges of the list can say; nothing where there are none."""
        return tracks.told(self.page.source.model)

    @property
    def legend_url(self) -> str:
        return f"{reverse('support:statuses')}#{tracks.anchor(self.page.source.model)}"

    @cached_property
    def heads(self) -> list[Head]:
        page, sort = self.page, self.page.sort
        heads = []
        for column in self.columns:
            url = order = ""
            if column.key in page.sorts:
                order = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "")
                url = page.link(sort=f"-{column.key}" if order == "ascending" else column.key)
            heads.append(Head(column.key, column.label(page.source.model), column.classes(head=True), url, order))
        return heads

    @cached_property
    def caption(self) -> str:
        """What the table holds, for those who do not see the tabs and the arrow."""
        parts = [str(self.title), *(str(tab.label) for tab in self.tabs if tab.current)]
        orders = {"ascending": _("by %(column)s, ascending"), "descending": _("by %(column)s, descending")}
        parts += [orders[head.order] % {"column": head.label} for head in self.heads if head.order]
        return ", ".join(parts)

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(row) for row in self.slice.rows]

    def _row(self, row: Any) -> Row:
        cells = [column.cell(row, self.page) for column in self.columns]
        name = next((column.text(column.of(row), row, self.page) for column in self.columns), "")
        pick = str(getattr(row, self.page.pick_by, "")) if self.bulk else ""
        sums = [column.of(row) for column in self.columns if isinstance(column, AmountColumn) and column.total]
        void = self.page.void and all(getattr(row, name) == value for name, value in self.page.void.items())
        amount = format(sums[0], "f") if self.bulk and sums and sums[0] is not None and not void else ""
        return Row(cells, pick, amount, name, self.page.marks_archived(row))

    @cached_property
    def foot(self) -> Foot | None:
        """The sums of everything that matches; none where nothing is summed, or nothing found."""
        if not self._sum_fields or not self.found.count:
            return None
        span = 0
        for column in self.columns:
            if column.total_fields() or column.gives_way:
                break
            span += 1
        if not span:
            return None
        rest = self.columns[span:]
        if self.found.is_more:
            return Foot(_("More than 10,000 match; narrow the filter to see their sum"), len(self.columns))
        words = {"count": self.count, "noun": self.noun, "note": self.page.totals_note}
        label = _("Sum of %(count)s %(noun)s, %(note)s") if words["note"] else _("Sum of %(count)s %(noun)s")
        cells = [Cell(column.total_html(self.found.sums), column.classes(head=True)) for column in rest]
        said = [label % words]
        if self.found.void:
            said.append(_("%(n)s reversed or cancelled not counted") % {"n": number_format(self.found.void)})
        return Foot(", ".join(said), span, cells)

    @property
    def width(self) -> int:
        return len(self.columns) + bool(self.bulk)

    @property
    def nouns(self) -> str:
        """The noun for many, which "no" goes with in every language here."""
        return self.page.noun % 0

    @property
    def in_other_view(self) -> bool:
        return bool(self.page.views) and self.page.view is not self.page.views[0]

    @property
    def empty(self) -> Any:
        return self.page.empty

    # --- paging ---

    @property
    def first(self) -> str:
        return number_format(self._first, force_grouping=True)

    @property
    def last(self) -> str:
        return number_format(self._first + len(self.rows) - 1, force_grouping=True)

    @property
    def _first(self) -> int:
        """Where this page begins. A cursor remembers it; the count corrects it where the two disagree."""
        if self.found.is_more:
            return self.slice.first
        most = self.found.count - len(self.rows) + 1
        return max(most if not self.slice.after else min(self.slice.first, most), 1)

    @property
    def previous(self) -> str:
        return self.page.link(before=self.slice.before) if self.slice.before else ""

    @property
    def next(self) -> str:
        return self.page.link(after=self.slice.after) if self.slice.after else ""

    @property
    def sizes(self) -> list[tuple[int, bool]]:
        return [(size, size == self.state.rows) for size in ROWS]
