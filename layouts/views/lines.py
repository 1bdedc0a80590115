"""The lines of a document as a page shows them: columns, rows, and the form of the one row that is open. No rule is here."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from layouts.views.fields import PercentField, PriceField, QuantityField
from rackbeat.lib.actions import Action
from rackbeat.lib.amounts import ZERO, line_net, vat_by_rate
from rackbeat.templatetags import ui

Words = str | Promise
MOST = Decimal(10) ** 12  # so that the sum of ten thousand lines fits numeric(18, 2)


# --- columns -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LineColumn:
    """A column of the lines' table.

    key: its place (item, name, avail, qty, unit, price, disc, dg, sum, place). words(line, known): what stands there;
    `known` is what the desk found out about that line. entry: the form's field that stands there while the row is open.
    say: its short word on a phone. right: without it the column is not there.
    """

    key: str
    head: Words
    words: Callable[[Any, Mapping[str, Any]], Any]
    entry: str = ""
    right: str = ""
    number: bool = False
    wide: bool = False
    soft: bool = False
    say: Words = ""
    quiet: bool = False

    @property
    def head_css(self) -> str:
        marks = [("n", self.number), ("wide", self.wide), ("name", self.wide and self.key != "name")]
        return " ".join([*(word for word, on in marks if on), self.key])

    @property
    def css(self) -> str:
        return f"{self.head_css} soft" if self.soft else self.head_css


def _unless_words(words: Callable[[Any], Any]) -> Callable[[Any, Mapping[str, Any]], Any]:
    """Blank on a line that only says something."""
    return lambda line, known: words(line) if line.item_id else ""


ITEM = LineColumn("item", gettext_lazy("Item"), lambda line, known: line.item.number if line.item_id else "", "item")
TEXT = LineColumn("name", gettext_lazy("Text"), lambda line, known: line.text, "text", wide=True)
QUANTITY = LineColumn(
    "qty", gettext_lazy("Quantity"), _unless_words(lambda line: ui.quantity(line.quantity)), "quantity", number=True
)
UNIT = LineColumn("unit", gettext_lazy("Unit"), _unless_words(lambda line: line.unit), quiet=True)
PRICE = LineColumn(
    "price",
    gettext_lazy("Price"),
    _unless_words(lambda line: ui.price(line.price)),
    "price",
    number=True,
    right="price.view",
)
DISCOUNT = LineColumn(
    "disc",
    gettext_lazy("Discount"),
    _unless_words(lambda line: ui.percent(line.discount_percent) if line.discount_percent else ""),
    "discount_percent",
    number=True,
    right="price.view",
)
AMOUNT = LineColumn(
    "sum",
    pgettext_lazy("money", "Amount"),
    _unless_words(lambda line: ui.amount(line.amount_net)),
    number=True,
    right="price.view",
)


# --- the form of an open row -------------------------------------------------------------------------------------


class LineForm(forms.Form):
    """One line. A subclass declares `item` (a FoundField) and what else can be typed; `kind` is "item" or "text".

    `shown`: the item whose usual facts the row showed when it was sent; `was`: the line's facts at that time.
    """

    FACTS: ClassVar[tuple[str, ...]] = ("quantity", "price", "discount_percent")

    text = forms.CharField(max_length=500, required=False, label=gettext_lazy("Text"))
    quantity = QuantityField(required=False, label=gettext_lazy("Quantity"))
    price = PriceField(required=False, label=gettext_lazy("Price"))
    discount_percent = PercentField(required=False, label=gettext_lazy("Discount"))
    shown = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    was = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, line: Any = None, kind: str = "item", **options: Any) -> None:
        self.line, self.kind = line, kind
        super().__init__(data, auto_id=f"line-{line.pk if line else 'new'}-%s", **options)
        if kind == "text":
            for name in [name for name in self.fields if name not in ("text", "was")]:
                del self.fields[name]
            self.fields["text"].required = True
        first = "item" if "item" in self.fields and not (self.data or self.initial).get("item") else "quantity"
        if first in self.fields:
            self.fields[first].widget.attrs["autofocus"] = True

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields that belong to the line itself."""
        return ("item", "text", *cls.FACTS)

    @classmethod
    def initial_of(cls, line: Any) -> dict[str, Any]:
        """What the fields of a stored line show when its row opens."""
        initial = {name: getattr(line, name) for name in cls.names() if hasattr(line, name)}
        initial["shown"] = line.item.number if line.item_id else ""
        return {**initial, "discount_percent": initial.get("discount_percent") or None}

    def on(self, day: date | None) -> "LineForm":
        """The form of a line of a document of that day: prices in other currencies are taken at its rates."""
        price: Any = self.fields.get("price")
        if price is not None:
            price.day = day
        return self

    @property
    def conversion(self) -> Any:
        """How a price in another currency became one in the base currency; None where it was typed in that."""
        return getattr(self.fields.get("price"), "conversion", None)

    @property
    def is_empty(self) -> bool:
        """A new row into which nothing was typed."""
        names = ("item", "text", *(() if self.kind == "text" else ("quantity", "price")))
        typed = (self.data.get(name, "") for name in names if name in self.fields)
        return self.line is None and not any(str(each).strip() for each in typed)

    def not_barred(self, item: Any) -> Any:
        """The item, unless it is barred and the line is not about it already."""
        if item is not None and item.is_barred and (self.line is None or self.line.item_id != item.pk):
            raise forms.ValidationError(_("%(item)s is barred.") % {"item": item})
        return item

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.kind == "text":
            return data
        if not data.get("item") and "item" not in self.errors:
            self.add_error("item", _("Choose an item."))
        if data.get("quantity") == 0:
            self.add_error("quantity", _("Enter a quantity above zero."))
        return data

    def facts(self, usual: Mapping[str, Any]) -> dict[str, Any]:
        """What the line is to say. `usual`: what a line of this item begins with where nothing is typed."""
        data = self.cleaned_data
        if self.kind == "text":
            return {"text": data["text"]}
        item, same = data["item"], data.get("shown") == data["item"].number
        facts = {"item": item} if self.line and same else {**usual, "item": item}
        usual = {"quantity": Decimal(1), **usual}
        other = bool(data.get("shown")) and not same  # what stands in the row was said of another item
        for name in ("text", *(name for name in self.FACTS if name in self.fields)):
            typed = data.get(name)
            if typed in (None, "") and same and name == "discount_percent":
                typed = ZERO
            elif typed in (None, "") or (other and name != "quantity"):
                typed = usual.get(name, ZERO)
            facts[name] = typed
        return facts

    def too_large(self, facts: Mapping[str, Any]) -> str:
        """A sentence where quantity times price is more than a document can hold."""
        net = line_net(facts.get("quantity") or ZERO, facts.get("price") or ZERO, facts.get("discount_percent") or ZERO)
        return _("The line comes to more than a document can hold.") if abs(net) >= MOST else ""


def mark_of(line: Any, names: Iterable[str]) -> str:
    """A fingerprint of a line's facts, to see whether somebody else changed it meanwhile."""
    said = "|".join(str(getattr(line, f"{name}_id", None) or getattr(line, name, "")) for name in names)
    return hashlib.sha256(f"{line.position}|{said}".encode()).hexdigest()[:16]


# --- rows --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One cell: words, or the form's field while the row is open."""

    key: str
    css: str
    words: Any = ""
    say: Words = ""
    url: str = ""
    opens: bool = False
    bound: Any = None
    options: str = ""


@dataclass(frozen=True)
class Hint:
    """What one needs to know about an open line; a number with an address explains itself."""

    label: Words
    value: Any
    url: str = ""


@dataclass(frozen=True)
class Row:
    """A line as the template draws it."""

    position: Any
    cells: Sequence[Cell]
    key: str = ""
    css: str = ""
    menu: Sequence[Action] = ()
    form: Any = None
    action: str = ""
    kind: str = "item"
    hints: Sequence[Hint] = ()
    errors: Sequence[Words] = ()
    label: Words = ""

    @property
    def is_open(self) -> bool:
        return self.form is not None

    @property
    def vals(self) -> str:
        """What the item's field sends along when another is chosen, so that this row stays open."""
        return json.dumps({"line": self.key})


@dataclass
class Table:
    """The lines of one document: heads and rows."""

    heads: Sequence[LineColumn]
    rows: list[Row] = field(default_factory=list)
    count: int = 0
    quantity: Decimal | None = None
    unit: str = ""

    @property
    def width(self) -> int:
        """How many columns stand between the number of the row and its menu."""
        return len(self.heads)


def shown(columns: Sequence[LineColumn], rights: frozenset[str]) -> list[LineColumn]:
    return [column for column in columns if not column.right or column.right in rights]


def cells(
    columns: Sequence[LineColumn],
    line: Any,
    known: Mapping[str, Any],
    *,
    open_url: str = "",
    item_url: str = "",
) -> list[Cell]:
    """The cells of a closed row. Its one link opens it where it may be changed, else leads to the item."""
    made = []
    for column in columns:
        cell = Cell(column.key, column.css, column.words(line, known), column.say)
        if column.key == "item" and line.item_id:
            cell = replace(cell, url=open_url or item_url, opens=bool(open_url))
        elif column.wide and open_url and not line.item_id:
            cell = replace(cell, url=open_url, opens=True)
        made.append(cell)
    return made


def open_cells(
    columns: Sequence[LineColumn], line: Any, known: Mapping[str, Any], form: LineForm, options: Mapping[str, str]
) -> list[Cell]:
    """The cells of the open row: a field where there is one, else the words."""
    made = []
    for column in columns:
        bound = form[column.entry] if column.entry in form.fields else None
        words = column.words(line, known) if line is not None and bound is None else ""
        made.append(Cell(column.key, column.css, words, column.say, bound=bound, options=options.get(column.entry, "")))
    return made


# --- sums --------------------------------------------------------------------------------------------------------


def totals(document: Any, lines: Iterable[Any]) -> list[dict[str, Any]]:
    """Goods before discount, discount, net, VAT for each rate, what is to be paid: rows for ui/_totals.html."""
    lines = list(lines)
    gross = sum((line_net(line.quantity, line.price) for line in lines), ZERO)
    rows: list[dict[str, Any]] = []
    if gross != document.amount_net:
        rows.append({"label": _("Goods and services"), "value": gross})
        rows.append({"label": _("Discount"), "value": document.amount_net - gross})
    rows.append({"label": _("Net"), "value": document.amount_net, "kind": "after" if rows else ""})
    for rate, _net, vat in vat_by_rate((line.amount_net, line.vat_percent) for line in lines if line.item_id):
        rows.append({"label": _("VAT %(rate)s") % {"rate": ui.percent(rate)}, "value": vat})
    label = _("Total, %(currency)s") % {"currency": document.currency}
    rows.append({"label": label, "value": document.amount_total, "kind": "total"})
    return rows
