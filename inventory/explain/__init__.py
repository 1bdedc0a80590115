"""Why a number of the stock is what it is: which layers fed a cost, who holds what is reserved. It reads, and proves sums."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Principle
from inventory import sources
from inventory.explain.balance import Balances
from inventory.explain.layers import Layers
from inventory.explain.rows import ZERO, Explanation, Row, Writer, shortened, unit_cost
from inventory.models import CostEntry, CostState, Expected, Reservation


class Explainer(Writer):
    """Explains the numbers of one item to a reader who holds `may`."""

    def entry(self, entry: CostEntry) -> Explanation:
        """Why the entry changed the value as it did."""
        if entry.corrects_id is not None:
            return self.correction(entry)
        found = None
        if self.principle == Principle.FIFO:
            layers = Layers(self.item, self.principle, self.may)
            if entry.quantity:
                found = layers.issue(entry) if entry.quantity < 0 else layers.receipt(entry)
            else:
                found = layers.revalued(entry)
        return found or Balances(self.item, self.principle, self.may).entry(entry)

    def value(self, state: CostState) -> Explanation:
        """What the stock value consists of."""
        layers = Layers(self.item, self.principle, self.may)
        if state.short_in > state.short_out:
            return layers.owed(state)
        if self.principle == Principle.FIFO:
            return layers.left(state)
        return Balances(self.item, self.principle, self.may).left(state)

    def reserved(self) -> Explanation:
        """Which documents hold what is reserved."""
        rows = Reservation.objects.filter(item=self.item, quantity_open__gt=0)
        return self._promises(rows, _("Who holds the %(quantity)s that are reserved?"))

    def incoming(self) -> Explanation:
        """Which documents will bring what is incoming."""
        rows = Expected.objects.filter(item=self.item, quantity_open__gt=0)
        return self._promises(rows, _("Who brings the %(quantity)s that are incoming?"))

    def _promises(self, promised: QuerySet[Any], heading: str) -> Explanation:
        found = list(promised.order_by(F("due_on").asc(nulls_last=True), "source_id", "source_line_id"))
        rows = [
            Row(
                sources.words(row.source_kind, row.source_number),
                sources.address(row.source_kind, row.source_number, self.may),
                row.due_on,
                row.party_name,
                row.quantity_open,
            )
            for row in found
        ]
        total = sum((row.quantity_open for row in found), ZERO)
        return Explanation(
            "promises",
            heading % {"quantity": self.many(total)},
            rows=shortened(rows),
            total=Row(_("Together"), quantity=total),
        )


__all__ = ["Explainer", "Explanation", "Row", "unit_cost"]
