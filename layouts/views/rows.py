"""Writing the lines of a draft: a row opens, is saved, moved or taken out. Each answer is a redirect or the page, refused."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from layouts import drafting
from layouts.documents import Numbered
from layouts.views import lines as table
from layouts.views.lines import LineColumn, LineForm, Row, Table
from rackbeat.lib.actions import Action, link
from rackbeat.lib.refusal import Refusal

DAYS = ("invoiced_on", "ordered_on", "quoted_on")
LARGE = gettext_lazy("The document comes to more than it can hold.")


def address(name: str, *args: Any) -> str:
    """The address of that name; an empty string where no such page exists (yet)."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def day_of(document: Any) -> Any:
    """The day of which a document is, whose rates its prices are taken at; None where it has none yet."""
    return next((day for name in DAYS if (day := getattr(document, name, None))), None)


class LineWork:
    """The part of a desk that is about lines. `Desk` adds the rest."""

    line_form: ClassVar[type[LineForm] | None] = None
    columns: ClassVar[Sequence[LineColumn]] = (
        table.ITEM,
        table.TEXT,
        table.QUANTITY,
        table.UNIT,
        table.PRICE,
        table.DISCOUNT,
        table.AMOUNT,
    )
    text_lines: ClassVar[bool] = True
    item_page: ClassVar[str] = "inventory:item"

    # --- what a kind says of its lines ---

    def lines_of(self, document: Any) -> Any:
        return document.lines.select_related("item__group", "item__unit")

    def columns_for(self, document: Any) -> Sequence[LineColumn]:
        """The columns that say something of this document."""
        return self.columns

    def know(self, document: Any, lines: Sequence[Any], request: HttpRequest) -> dict[int, dict[str, Any]]:
        """What columns and warnings need beside the lines, by the line's key: found for all lines at once."""
        return {}

    def line_facts(self, document: Any, item: Any) -> dict[str, Any]:
        """What a new line of this item begins with."""
        return {}

    def hints(self, document: Any, line: Any, known: Mapping[str, Any], request: HttpRequest) -> list[table.Hint]:
        """The second line of the open row."""
        return []

    def options(self) -> dict[str, str]:
        """The addresses that suggest, by the form's field."""
        return {}

    def lock(self, document: Any) -> Any:
        """The document under its lock; a kind that locks others before it says so."""
        return type(document).objects.lock(document)

    def add_line(self, document: Any, *, by: Any, **facts: Any) -> Any:
        return drafting.add_line(document, by=by, **facts)

    def change_line(self, line: Any, *, by: Any, **facts: Any) -> Any:
        return drafting.change_line(line, by=by, **facts)

    def remove_line(self, line: Any, *, by: Any) -> Any:
        return drafting.remove_line(line, by=by)

    # --- the table -----------------------------------------------------------------------------------------------

    def table(
        self, request: Any, document: Any, lines: Sequence[Any], known: dict[int, Any], form: Any, *, writes: bool
    ) -> Table:
        columns = table.shown(self.columns_for(document), request.may)
        made = Table(columns, count=len(lines))
        goods = [line for line in lines if line.item_id]
        units = {line.unit for line in goods}
        if len(units) == 1:
            made.unit, made.quantity = units.pop(), sum(line.quantity for line in goods)
        asked = request.GET.get("line", "") if writes and form is None else ""
        for at, line in enumerate(lines):
            mine = form if form is not None and form.line and form.line.pk == line.pk else None
            if asked == str(line.pk):
                mine = self.form_of(document, line, request.GET)
            if mine is not None:
                made.rows.append(self.open_row(request, document, columns, line, mine))
            else:
                made.rows.append(self.row(document, columns, line, known, at, len(lines), writes))
        if (form is not None and form.line is None) or asked in ("new", "text"):
            kind = "text" if asked == "text" else "item"
            form = form or self.form_of(document, None, request.GET, kind)
            made.rows.append(self.open_row(request, document, columns, None, form))
        return made

    def row(  # noqa: PLR0917
        self, document: Any, columns: Any, line: Any, known: dict[int, Any], at: int, count: int, writes: bool
    ) -> Row:
        here = self.url(document)  # type: ignore[attr-defined]
        item_url = self.item_url(line)
        opens = f"{here}?line={line.pk}#line-{line.pk}" if writes and self.line_form else ""
        made = table.cells(columns, line, known.get(line.pk, {}), open_url=opens, item_url=item_url)
        menu = self.menu(document, line, at, count, item_url) if opens else []
        label = _("More for line %(line)s") % {"line": at + 1}
        return Row(at + 1, made, key=str(line.pk), menu=menu, label=label)

    def item_url(self, line: Any) -> str:
        return address(self.item_page, line.item.number) if line.item_id else ""

    def menu(self, document: Any, line: Any, at: int, count: int, item_url: str) -> list[Action]:
        url: Callable[..., str] = self.url  # type: ignore[attr-defined]
        entries = []
        if at > 0:
            entries.append(Action(_("Move up"), url(document, "line_up", line.pk), icon="up"))
        if at < count - 1:
            entries.append(Action(_("Move down"), url(document, "line_down", line.pk), icon="down"))
        if item_url:
            entries.append(link(_("Open item %(number)s") % {"number": line.item.number}, item_url, icon="box"))
        remove = url(document, "line_remove", line.pk)
        return [*entries, Action(_("Remove line %(line)s") % {"line": at + 1}, remove, icon="trash", danger=True)]

    def open_row(self, request: Any, document: Any, columns: Any, line: Any, form: LineForm) -> Row:
        draft = self.preview(document, line, form)
        known = self.know(document, [draft], request).get(draft.pk, {}) if draft is not None else {}
        url: Callable[..., str] = self.url  # type: ignore[attr-defined]
        hints = self.hints(document, draft, known, request) if draft is not None and draft.item_id else []
        return Row(
            line.position if line else "",
            table.open_cells(columns, draft, known, form, self.options()),
            key=str(line.pk) if line else "new",
            form=form,
            kind=form.kind,
            action=url(document, "line", line.pk) if line else url(document, "line_add"),
            hints=hints,
            errors=[str(error) for errors in form.errors.values() for error in errors],
            label=_("Line %(line)s, being edited") % {"line": line.position} if line else _("New line"),
        )

    # --- the form of the open row ---

    def form_of(self, document: Any, line: Any, asked: QueryDict, kind: str = "item") -> LineForm:
        """The form of a row that opens: the line as it stands; with `item` in the address, what that item begins with."""
        form_class: Any = self.line_form
        kind = "text" if line is not None and not line.item_id else kind
        initial: dict[str, Any] = {}
        if line is not None:
            initial = {**form_class.initial_of(line), "was": table.mark_of(line, form_class.names())}
        if kind == "item" and "item" in asked:
            return self._of_item(document, line, asked, initial)
        return form_class(None, line=line, kind=kind, initial=initial)

    def _of_item(self, document: Any, line: Any, asked: QueryDict, initial: dict[str, Any]) -> LineForm:
        form_class: Any = self.line_form
        typed = form_class({"item": asked.get("item"), "quantity": asked.get("quantity", "")}, line=line)
        typed.is_valid()
        if typed.errors:
            given = {**typed.data, "was": initial.get("was", ""), "text": asked.get("text", "")}
            again = form_class(given, line=line)
            again.is_valid()
            return again
        item = typed.cleaned_data["item"]
        quantity = typed.cleaned_data.get("quantity") or initial.get("quantity") or 1
        usual = {**self.line_facts(document, item), "item": item, "shown": item.number, "quantity": quantity}
        if not usual.get("discount_percent"):
            usual["discount_percent"] = None
        return form_class(None, line=line, initial={**usual, "was": initial.get("was", "")})

    def preview(self, document: Any, line: Any, form: LineForm) -> Any:
        """The line as it would be with what stands in the open row; the stored one where that makes no sense."""
        if form.kind == "text":
            return line
        model = document.lines.model
        if form.is_bound:
            form.is_valid()
            item = form.cleaned_data.get("item")
            said = {} if form.errors or item is None else form.facts(self.line_facts(document, item))
        else:
            said = {name: value for name, value in form.initial.items() if hasattr(model, name)}
        if not said.get("item"):
            return line
        names = {each.name for each in model._meta.fields}
        draft = model(**{name: value for name, value in said.items() if name in names and value is not None})
        draft.pk, draft.unit = (line.pk if line else 0), said.get("unit") or draft.item.unit.name
        draft.reckon()
        return draft

    # --- the verbs of a row --------------------------------------------------------------------------------------

    def line(self, document: Any, pk: int) -> Any:
        line = self.lines_of(document).filter(pk=pk).first()
        if line is None:
            raise Http404
        return line

    def back_to(self, document: Numbered, line: Any = "") -> HttpResponse:
        here = self.url(document)  # type: ignore[attr-defined]
        return HttpResponseRedirect(f"{here}?line={line}#line-{line}" if line else f"{here}#lines")

    def add_line_view(self, request: Any, key: Any) -> HttpResponse:
        document = self.find(key)  # type: ignore[attr-defined]
        if request.method != "POST":
            return self.back_to(document)
        kind = "text" if request.POST.get("kind") == "text" and self.text_lines else "item"
        form: Any = self.line_form(request.POST, kind=kind).on(day_of(document))  # type: ignore[misc]
        if form.is_empty:
            return self.back_to(document)
        return self._save(
            request, document, form, lambda facts: self.add_line(document, by=request.user, **facts), "new"
        )

    def change_line_view(self, request: Any, key: Any, line: int) -> HttpResponse:
        document = self.find(key)  # type: ignore[attr-defined]
        if request.method != "POST":
            return self.back_to(document, line)
        found = self.line(self.lock(document), line)
        kind = "item" if found.item_id else "text"
        form: Any = self.line_form(request.POST, line=found, kind=kind).on(day_of(document))  # type: ignore[misc]
        mark = table.mark_of(found, form.names())
        if form.data.get("was") not in (None, "", mark):
            form.data = form.data.copy()
            form.data["was"] = mark
            why = _("Somebody else changed this line meanwhile. Look at it, and save again if it still holds.")
            return self.page(request, document, form=form, refusal=why, status=422)  # type: ignore[attr-defined]
        order = list(document.lines.values_list("pk", flat=True))
        after = order[order.index(line) + 1 :]
        change = lambda facts: self.change_line(found, by=request.user, **facts)  # noqa: E731
        return self._save(request, document, form, change, after[0] if after else "new")

    def _save(self, request: Any, document: Any, form: Any, do: Callable[[Any], Any], then: Any) -> HttpResponse:
        refusal: Any = ""
        if form.is_valid():
            item = form.cleaned_data.get("item")
            facts = form.facts(self.line_facts(document, item) if item else {})
            refusal = form.too_large(facts)
            try:
                if not refusal:
                    line = do(facts)
                    if form.conversion is not None:
                        drafting.note_rate(document, line.position, form.conversion, by=request.user)
                    return self.back_to(document, "" if request.POST.get("then") == "close" else then)
            except Refusal as no:
                refusal = "" if no.stands_at(form) else no.message
            except DataError:
                refusal = LARGE
        return self.page(request, document, form=form, refusal=refusal, status=422)  # type: ignore[attr-defined]

    def remove_line_view(self, request: Any, key: Any, line: int) -> HttpResponse:
        document = self.find(key)  # type: ignore[attr-defined]
        return self._done(request, document, line, lambda found: self.remove_line(found, by=request.user))

    def move_line_view(self, request: Any, key: Any, line: int, *, up: bool) -> HttpResponse:
        document = self.find(key)  # type: ignore[attr-defined]
        return self._done(request, document, line, lambda found: drafting.move_line(found, up=up, by=request.user))

    def _done(self, request: Any, document: Any, line: int, do: Callable[[Any], Any]) -> HttpResponse:
        if request.method != "POST":
            return self.back_to(document)
        found = self.lines_of(document).filter(pk=line).first()
        if found is None:  # taken out already, perhaps by this very click
            return self.back_to(document)
        try:
            do(found)
        except type(found).DoesNotExist:  # somebody else took it out at this very moment
            pass
        except Refusal as no:
            return self.refuse(request, document, no.message)  # type: ignore[attr-defined]
        return self.back_to(document)
