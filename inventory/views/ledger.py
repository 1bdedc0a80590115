"""The ledger of all items: every entry with both of its dates. It only reads."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from inventory import sources
from inventory.filters import EntryFilters
from inventory.models import CostEntry
from rackbeat.lib.lists import AmountColumn, Column, DateColumn, LinkColumn, ListPage, QuantityColumn
from rackbeat.templatetags import ui


def document(row: CostEntry) -> str:
    return sources.of(row)


class SignedQuantity(QuantityColumn):
    def text(self, value: Any, row: Any, page: Any) -> str:
        return str(ui.quantity(value, "+"))


class SignedAmount(AmountColumn):
    def text(self, value: Any, row: Any, page: Any) -> str:
        return str(ui.amount(value, "+" if row is not None else ""))


class EntryList(ListPage):
    """Newest first, in the order of posting; the value of stock is the sum of these."""

    name = "inventory.ledger"
    allows = "reports.view"
    title = gettext_lazy("Ledger")
    noun = ngettext_lazy("entry", "entries")
    filterset = EntryFilters
    columns = (
        DateColumn("effective_on", gettext_lazy("Date"), css="date"),
        LinkColumn(
            "document",
            gettext_lazy("Document"),
            value=sources.of,
            sort=False,
        ),
        DateColumn("posted_at", gettext_lazy("Posted"), css="", soft=True, rank=3),
        Column("party_name", gettext_lazy("Other party"), soft=True, css="", rank=2),
        Column("item", gettext_lazy("Item"), value=lambda row: row.item, sort="item__number", wide=True, css="who"),
        SignedQuantity("quantity", gettext_lazy("Quantity"), unit="item__unit__name", css="st3"),
        SignedAmount("value", pgettext_lazy("amount", "Change"), right="cost.view", total=True),
        QuantityColumn("quantity_after", gettext_lazy("On hand"), rank=1),
        AmountColumn("value_after", gettext_lazy("Stock value"), right="cost.view", css="", rank=1),
    )
    order_by = "-posted_at"
    search = ("item__number", "item__name", "source_number", "party_name")
    search_hint = gettext_lazy("Search item, document, party")
    empty = gettext_lazy("Nothing has been posted yet.")

    def rows(self) -> Any:
        return CostEntry.objects.select_related("item__unit")

    def row_url(self, row: CostEntry) -> str:
        found = sources.address(row.source_kind, row.source_number, self.rights)
        return found or f"{reverse('inventory:item', args=[row.item.number])}?open={row.sequence}#entry-{row.sequence}"
