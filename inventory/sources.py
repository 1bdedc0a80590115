"""What a posting's document is called and where it is read: by names, because the ledger never knows who called."""

from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

ADDRESSES = {  # kind of document: (its address by name, the right to see it)
    "sales.salesorder": ("sales:order", "sales.view"),
    "sales.shipment": ("sales:shipment", "shipments.view"),
    "sales.salesinvoice": ("sales:invoice", "sales.view"),
    "purchasing.purchaseorder": ("purchasing:order", "purchasing.view"),
    "purchasing.goodsreceipt": ("purchasing:receipt", "receipts.view"),
    "purchasing.supplierinvoice": ("purchasing:invoice", "purchasing.view"),
    "purchasing.suppliercredit": ("purchasing:invoice", "purchasing.view"),
    "purchasing.supplierreturn": ("purchasing:return", "receipts.view"),
    "inventory.adjustment": ("inventory:adjustment", "items.view"),
    "inventory.transfer": ("inventory:transfer", "items.view"),
    "inventory.stockcount": ("inventory:count", "items.view"),
    "accounts.import": ("accounts:import", "items.edit"),  # opening stock
}

POSTS_AS = {"sales.salesinvoice": pgettext_lazy("books", "credit note")}
NAMES = {"purchasing.suppliercredit": pgettext_lazy("books", "supplier credit note")}  # in another one's table


def words(kind: str, number: str, *, inside: bool = False) -> str:
    """“Shipment 2087”; inside a sentence without its capital."""
    try:
        name = str(NAMES.get(kind) or apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        name = kind
    return _("%(document)s %(number)s") % {"document": name if inside else capfirst(name), "number": number}


def of(posted: Any, *, inside: bool = False) -> str:
    """The document of a row of the ledger. Of the documents in the invoices' table only credit notes move stock."""
    if posted.source_kind in POSTS_AS:
        name = str(POSTS_AS[posted.source_kind])
        number = posted.source_number
        return _("%(document)s %(number)s") % {"document": name if inside else capfirst(name), "number": number}
    return words(posted.source_kind, posted.source_number, inside=inside)


def address(kind: str, number: str, may: frozenset[str]) -> str:
    """Where the document is read; empty for those who may not, or where it has no page."""
    name, right = ADDRESSES.get(kind, ("", ""))
    if not name or right not in may or not number:
        return ""
    try:
        return reverse(name, args=[number])
    except NoReverseMatch:
        return ""
