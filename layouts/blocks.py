"""What a layout may show: the blocks that can be switched and the columns that lines can have. Words and values only.

Documents and their lines are asked by the names that `layouts/documents.py` gives them, never by their class.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from layouts.models import PaperKind
from rackbeat.templatetags import ui

BLOCKS: dict[str, Promise | str] = {
    "payment_terms": _("Payment terms"),
    "delivery_terms": _("Delivery terms"),
    "bank": _("Bank account"),
    "delivery_address": _("Delivery address"),
    "references": _("References"),
    "vat_table": _("VAT table"),
    "notes": _("Texts and notes"),
    "signature": _("Signature line"),
    "page_number": _("Page number"),
}


@dataclass(frozen=True)
class PrintedColumn:
    """A column that lines can have; `may_go`: left out of a paper on which no line says anything in it."""

    label: Promise | str
    value: Callable[[Any], str]
    align: str = "left"
    grows: bool = False
    may_go: bool = False


def _discount(line: Any) -> str:
    return ui.percent(line.discount_percent) if line.discount_percent else ""


COLUMNS: dict[str, PrintedColumn] = {
    "location": PrintedColumn(pgettext_lazy("paper", "Place"), lambda line: line.paper_place),
    "number": PrintedColumn(pgettext_lazy("paper", "Item"), lambda line: line.paper_number, may_go=True),
    "supplier_number": PrintedColumn(
        pgettext_lazy("paper", "Your item no."), lambda line: line.supplier_item_number, may_go=True
    ),
    "text": PrintedColumn(pgettext_lazy("paper", "Text"), lambda line: line.text, grows=True),
    "quantity": PrintedColumn(
        pgettext_lazy("paper", "Quantity"), lambda line: ui.quantity(line.paper_quantity), "right"
    ),
    "unit": PrintedColumn("", lambda line: line.unit, may_go=True),
    "price": PrintedColumn(pgettext_lazy("paper", "Price"), lambda line: ui.price(line.price), "right"),
    "discount": PrintedColumn(pgettext_lazy("paper", "Discount"), _discount, "right", may_go=True),
    "vat": PrintedColumn(pgettext_lazy("paper", "VAT"), lambda line: ui.percent(line.vat_percent), "right"),
    "amount": PrintedColumn(pgettext_lazy("paper", "Amount"), lambda line: ui.amount(line.amount_net), "right"),
    "picked": PrintedColumn(pgettext_lazy("paper", "Picked"), lambda line: "", "box"),
    "target": PrintedColumn(pgettext_lazy("paper", "To"), lambda line: line.paper_target),
    "expected": PrintedColumn(
        pgettext_lazy("paper", "Expected"), lambda line: ui.quantity(line.quantity_expected), "right"
    ),
    "counted": PrintedColumn(
        pgettext_lazy("paper", "Counted"), lambda line: ui.quantity(line.quantity_counted), "right"
    ),
    "change": PrintedColumn(pgettext_lazy("paper", "Change"), lambda line: ui.quantity(line.change, "+"), "right"),
    "value": PrintedColumn(pgettext_lazy("paper", "Value"), lambda line: ui.amount(line.value, "+"), "right"),
}

_PRICED = ("number", "text", "quantity", "unit", "price", "discount", "vat", "amount")
_BOUGHT = ("number", "supplier_number", "text", "quantity", "unit", "price", "discount", "amount")
_MOVED = ("number", "text", "quantity", "unit")
_OURS = ("references", "notes", "signature", "page_number")
_TERMS = ("payment_terms", "delivery_terms")
_COMMON = ("delivery_address", "references", "notes", "page_number")

# What each kind of paper shows until somebody decides otherwise.
DEFAULTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    PaperKind.QUOTE: (_PRICED, (*_TERMS, "vat_table", *_COMMON)),
    PaperKind.ORDER: (_PRICED, (*_TERMS, "vat_table", *_COMMON)),
    PaperKind.PICKING_LIST: (("location", *_MOVED, "picked"), ("signature", *_COMMON)),
    PaperKind.DELIVERY_NOTE: (_MOVED, ("signature", *_COMMON)),
    PaperKind.INVOICE: (_PRICED, (*_TERMS, "bank", "vat_table", *_COMMON)),
    PaperKind.CREDIT_NOTE: (_PRICED, ("vat_table", *_COMMON)),
    PaperKind.PURCHASE_ORDER: (_BOUGHT, (*_TERMS, *_COMMON)),
    PaperKind.SUPPLIER_INVOICE: (_BOUGHT, ("payment_terms", "vat_table", *_COMMON)),
    PaperKind.SUPPLIER_CREDIT: (_BOUGHT, ("vat_table", *_COMMON)),
    PaperKind.PROFORMA: (_PRICED, (*_TERMS, "bank", "vat_table", *_COMMON)),
    PaperKind.REMINDER: (_PRICED, ("payment_terms", "bank", *_COMMON)),
    PaperKind.ADJUSTMENT: (("location", "number", "text", "change", "unit"), _OURS),
    PaperKind.ADJUSTMENT_VALUE: (("location", "number", "text", "change", "unit", "value"), _OURS),
    PaperKind.TRANSFER: (("location", "target", *_MOVED), _OURS),
    PaperKind.COUNT_LIST: (("location", "number", "text", "unit", "picked"), _OURS),
    PaperKind.STOCK_COUNT: (("location", "number", "text", "expected", "counted", "change", "unit"), _OURS),
}
OURS = frozenset(  # papers that go to nobody else
    {
        PaperKind.ADJUSTMENT,
        PaperKind.ADJUSTMENT_VALUE,
        PaperKind.TRANSFER,
        PaperKind.COUNT_LIST,
        PaperKind.STOCK_COUNT,
    }
)
BOUGHT = frozenset({PaperKind.PURCHASE_ORDER, PaperKind.SUPPLIER_INVOICE, PaperKind.SUPPLIER_CREDIT})
UNPRICED = OURS | {PaperKind.PICKING_LIST, PaperKind.DELIVERY_NOTE}
PRICES = frozenset({"price", "discount", "vat", "amount"})
DUE = frozenset(  # papers whose documents have a due date
    {
        PaperKind.INVOICE,
        PaperKind.CREDIT_NOTE,
        PaperKind.REMINDER,
        PaperKind.SUPPLIER_INVOICE,
        PaperKind.SUPPLIER_CREDIT,
    }
)
ASKING = frozenset({PaperKind.INVOICE, PaperKind.PROFORMA, PaperKind.REMINDER})  # papers that ask for money
# Papers that a customer or a supplier may get by mail.
CUSTOMER_PAPERS = (
    PaperKind.QUOTE,
    PaperKind.ORDER,
    PaperKind.PROFORMA,
    PaperKind.DELIVERY_NOTE,
    PaperKind.INVOICE,
    PaperKind.CREDIT_NOTE,
    PaperKind.REMINDER,
)
SUPPLIER_PAPERS = (PaperKind.PURCHASE_ORDER,)
# What the law demands of an invoice: these stay, whatever a layout says. That buyer, seller with organisation number, date,
# number, due date and VAT per rate are printed is no layout's choice at all.
LAWFUL = frozenset({PaperKind.INVOICE, PaperKind.CREDIT_NOTE})
LOCKED_COLUMNS = frozenset({"text", "quantity", "price", "vat", "amount"})
LOCKED_BLOCKS = frozenset({"delivery_address"})


def locked_columns(kind: str) -> frozenset[str]:
    """Columns that cannot be switched off: a paper without words says nothing, an invoice owes more."""
    if kind in LAWFUL:
        return LOCKED_COLUMNS
    return frozenset({"text", "quantity"}) & frozenset(DEFAULTS[kind][0])


def locked_blocks(kind: str) -> frozenset[str]:
    return LOCKED_BLOCKS if kind in LAWFUL else frozenset()


# Columns and blocks that a kind of paper can have at all.
_TRADE = ("number", "supplier_number", "text", "quantity", "unit", "price", "discount", "vat", "amount")


def possible_columns(kind: str) -> list[str]:
    usual = list(DEFAULTS[kind][0])
    if kind in OURS:
        return usual
    more = ["location", *_MOVED, "picked"] if kind in UNPRICED else _TRADE
    if kind not in (PaperKind.PURCHASE_ORDER, PaperKind.SUPPLIER_INVOICE, PaperKind.SUPPLIER_CREDIT):
        more = [key for key in more if key != "supplier_number"]
    return [*usual, *(key for key in more if key not in usual)]


def possible_blocks(kind: str) -> list[str]:
    """The blocks that can be switched on a kind of paper, in the order in which the eye meets them."""
    if kind in OURS:
        return list(_OURS)
    found = ["delivery_address", "references", "notes", "signature", "page_number"]
    if kind not in UNPRICED:
        found = [*_TERMS, "bank", *found[:2], "vat_table", *found[2:]]
    return found
