"""What the priced lines of quotes, orders and invoices share: the item (a text line has none)."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from layouts.documents import DocumentLine

if TYPE_CHECKING:
    from inventory.models import Item


class ItemLine(DocumentLine):
    item = models.ForeignKey(
        "inventory.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("item")
    )

    class Meta(DocumentLine.Meta):
        abstract = True
        ordering = ["position", "id"]

    COPIED = (
        "position",
        "text",
        "unit",
        "item_id",
        "quantity",
        "price",
        "discount_percent",
        "vat_percent",
        "amount_net",
    )

    def copied(self) -> dict[str, Any]:
        """The line's facts, for the line that is made from it."""
        return {name: getattr(self, name) for name in self.COPIED}

    @property
    def goods(self) -> "Item":
        """The item of a line that has one."""
        if self.item is None:
            raise ValueError("A text line has no item.")
        return self.item

    @property
    def is_text(self) -> bool:
        """A line that says something and costs nothing."""
        return self.item_id is None

    @property
    def is_stock(self) -> bool:
        """A line of goods, which are shipped; others are only invoiced."""
        return self.item is not None and self.item.group.has_stock
