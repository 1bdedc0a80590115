"""What the priced lines of quotes, orders and invoices share: the item (a text line has none)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from inventory.models import OfItem
from layouts.documents import DocumentLine


class ItemLine(OfItem, DocumentLine):
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
