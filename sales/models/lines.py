"""What the priced lines of quotes, orders and invoices share: the item (a text line has none)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from layouts.documents import DocumentLine


class ItemLine(DocumentLine):
    item = models.ForeignKey(
        "inventory.Item", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("item")
    )

    class Meta(DocumentLine.Meta):
        abstract = True
        ordering = ["position", "id"]

    @property
    def is_text(self) -> bool:
        """A line that says something and costs nothing."""
        return self.item_id is None

    @property
    def is_stock(self) -> bool:
        """A line of goods, which are shipped; others are only invoiced."""
        return self.item is not None and self.item.group.has_stock
