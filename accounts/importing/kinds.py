"""What can be imported: a kind with its columns, and how a row of a register is tried, made and changed."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import Import, ImportedRow, User
from rackbeat.lib import spreadsheets
from rackbeat.lib.refusal import Refusal

Words = str | Promise
YES = {"1", "x", "yes", "true", "ja", "j", "y", "sann", "sand", "✓"}
NO = {"0", "no", "false", "nei", "nej", "n", "usann", "falsk", "–", "-"}
CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"


@dataclass(frozen=True)
class Column:
    """A fact that a file may give. `form`: text, whole, number, yes, choice or row (of another register).

    `names`: what other programs head it with, beside our own word in every language.
    """

    key: str
    label: Words
    form: str = "text"
    required: bool = False
    names: tuple[str, ...] = ()
    example: tuple[str, ...] = ()
    choices: Callable[[], dict[str, str]] | None = None  # word in small letters: value
    right: str = ""
    blank: Any = None  # what an empty cell says, where it says anything


@dataclass
class Row:
    """A row of the file on its way: its cells, what they say, what came of it."""

    number: int
    cells: list[Any]
    facts: dict[str, Any] = field(default_factory=dict)
    reasons: list[tuple[str, str]] = field(default_factory=list)  # (column's key, sentence)
    outcome: str = ""
    target: Any = None
    change: dict[str, Any] | None = None

    def refuse(self, key: str, sentence: Any) -> None:
        self.reasons.append((key, str(sentence)))
        self.outcome = REFUSED


class Kind:
    """One thing that can be imported. A subclass says the attributes and how rows are done."""

    do_not_call_in_templates = True
    key: ClassVar[str]  # stands in addresses: "items"
    title: ClassVar[Words]
    about: ClassVar[Words] = ""  # what to watch for
    right: ClassVar[str] = "items.edit"
    columns: ClassVar[Sequence[Column]]
    list_name: ClassVar[str] = ""  # the address of the list where they then stand
    dated: ClassVar[bool] = False
    together: ClassVar[tuple[str, ...]] = ()  # keys of the kinds that the same file often holds
    adds: ClassVar[dict[str, type[models.Model]]] = {}  # columns that name rows of other registers, made where missing

    def __init__(self, run: Import, by: User, seen: dict[str, int]) -> None:
        self.run, self.by, self.seen = run, by, seen  # seen: identities of the rows behind us, and where they stood
        self.beside: list[Row] = []  # what was made beside the rows, because they name it

    def unknown(self, key: str, names: list[str]) -> list[str]:
        """Those of the names in a column of `adds` that nobody knows yet."""
        return []

    def identity(self, facts: dict[str, Any]) -> str:
        """What may stand in a file only once."""
        raise NotImplementedError

    def do(self, rows: list[Row]) -> None:
        """Do the rows that nothing is wrong with yet: each gets an outcome, and what was made or changed."""
        raise NotImplementedError

    def note(self, rows: list[Row]) -> None:
        """Write down what came of the rows, so that it can be taken back."""
        ImportedRow.objects.bulk_create(
            ImportedRow(
                run=self.run,
                row=row.number,
                target_kind=row.target._meta.label_lower,
                target_id=row.target.pk,
                change=row.change,
            )
            for row in [*self.beside, *rows]
            if row.outcome in (CREATED, CHANGED) and row.target is not None
        )

    # --- reading cells ---

    @classmethod
    def column(cls, key: str) -> Column | None:
        return next((column for column in cls.columns if column.key == key), None)

    def read(self, number: int, cells: list[Any]) -> Row:
        """The row with what its cells say. Empty cells say nothing."""
        row = Row(number, cells)
        for column in self.columns:
            place = self.run.mapping.get(column.key)
            cell = cells[place] if place is not None and place < len(cells) else ""
            if cell in ("", None):
                if column.blank is not None:
                    row.facts[column.key] = column.blank
                elif column.required:
                    row.refuse(column.key, _("Is missing."))
                continue
            self._read_cell(row, column, cell)
        return row

    def _read_cell(self, row: Row, column: Column, cell: Any) -> None:
        text = spreadsheets.text_of(cell).strip()
        if column.form in ("number", "whole"):
            value = spreadsheets.typed_number(cell, self.run.decimal)
            if value is None or (column.form == "whole" and value != int(value)):
                row.refuse(column.key, _("“%(text)s” is no number.") % {"text": text[:60]})
                return
            row.facts[column.key] = int(value) if column.form == "whole" else value
        elif column.form == "yes":
            if text.casefold() not in YES | NO:
                row.refuse(column.key, _("Write yes or no."))
                return
            row.facts[column.key] = text.casefold() in YES
        elif column.form == "choice" and column.choices:
            found = column.choices().get(text.casefold())
            if found is None:
                row.refuse(column.key, _("“%(text)s” is not known here.") % {"text": text[:60]})
                return
            row.facts[column.key] = found
        else:
            row.facts[column.key] = text

    def mark_twins(self, rows: list[Row]) -> None:
        """Of rows that mean the same thing only the first counts."""
        for row in rows:
            if row.outcome:
                continue
            identity = self.identity(row.facts)
            earlier = self.seen.setdefault(identity, row.number)
            if earlier != row.number:
                row.refuse(
                    self.columns[0].key, _("Row %(row)s has the same. Only the first counts.") % {"row": earlier}
                )


class Register(Kind):
    """Rows of a register: found by their number, made in bulk where new, changed through the verb where they differ."""

    model: ClassVar[type[models.Model]]
    number: ClassVar[str] = "number"  # the field that tells one from another

    def identity(self, facts: dict[str, Any]) -> str:
        return str(facts[self.number])

    def resolve(self, rows: list[Row]) -> None:
        """Put rows of other registers in place of their names; refuse what is not known."""

    def fresh(self, facts: dict[str, Any]) -> models.Model:
        """A new row, not saved, as the verb would make it. Raises Refusal."""
        return self.model(**facts)

    def change(self, target: Any, facts: dict[str, Any]) -> None:
        """The verb that writes new facts. Raises Refusal."""
        raise NotImplementedError

    def related(self) -> Sequence[str]:
        return ()

    # --- doing ---

    def do(self, rows: list[Row]) -> None:
        self.mark_twins(rows)
        self.resolve([row for row in rows if not row.outcome])
        good = [row for row in rows if not row.outcome]
        known = self.known_of(good)
        for row in good:
            self._try(row, known.get(self.identity(row.facts)))
        self._make([row for row in good if row.outcome == CREATED])
        for row in good:
            if row.outcome == CHANGED:
                self._change(row)

    def known_of(self, rows: list[Row]) -> dict[str, Any]:
        """What is there already of the rows, by identity."""
        return self.known([row.facts[self.number] for row in rows])

    def known(self, numbers: list[Any]) -> dict[str, Any]:
        rows = self.model._default_manager.filter(**{f"{self.number}__in": numbers}).select_related(*self.related())
        return {str(getattr(each, self.number)): each for each in rows}

    def _try(self, row: Row, target: Any) -> None:
        if target is None:
            row.outcome = CREATED
            try:
                row.target = self.fresh(dict(row.facts))
            except Refusal as no:
                row.refuse(no.field or self.number, no)
                return
            self._prove(row, row.target)
            return
        row.target = target
        row.change = {
            name: [plain(getattr(target, name)), plain(value)]
            for name, value in row.facts.items()
            if getattr(target, name) != value
        }
        row.outcome = CHANGED if row.change else UNCHANGED
        if row.change:
            trial = copy(target)
            for name in row.change:
                setattr(trial, name, row.facts[name])
            self._prove(row, trial)

    def _prove(self, row: Row, target: models.Model) -> None:
        """What the fields themselves do not take. Rows of other registers were found already."""
        links = [each.name for each in target._meta.fields if each.is_relation or each.generated]
        try:
            target.clean_fields(exclude=links)
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                row.refuse(name, " ".join(sentences))

    def _make(self, rows: list[Row]) -> None:
        """All in one statement; one by one where somebody else was quicker with one of them."""
        if not rows:
            return
        try:
            with transaction.atomic():
                self.model._default_manager.bulk_create([row.target for row in rows])
        except IntegrityError:
            for row in rows:
                self._make_one(row)
        made = [row.target for row in rows if row.outcome == CREATED]
        history.record_all(made, "imported", by=self.by, file=self.run.file_name, number=self.run.number)

    def _make_one(self, row: Row) -> None:
        row.target.pk = None
        try:
            with transaction.atomic():
                row.target.save(force_insert=True)
        except IntegrityError as error:
            if getattr(error.__cause__, "sqlstate", "") != "23505":
                raise
            row.refuse(self.number, _("%(value)s is in use already.") % {"value": row.facts[self.number]})

    def _change(self, row: Row) -> None:
        try:
            self.change(row.target, row.facts)
        except Refusal as no:
            row.refuse(no.field or self.number, no)


def plain(value: Any) -> Any:
    """A value as JSON keeps it: another register's row by its key."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


@cache
def all_kinds() -> dict[str, type[Kind]]:
    """In the order in which a company fills its registers."""
    return {kind.key: kind for kind in (import_string(path) for path in settings.IMPORTS)}
