"""What the desks of purchase orders and receipts have in common: a supplier, and prices that are costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from layouts.views import lines as table
from layouts.views.desk import Desk, Fact, address
from layouts.views.legend import Measure
from rackbeat.lib.amounts import ZERO

Words = str | Promise

# what we pay is a cost: whoever may not see costs does not see it
PRICE, DISCOUNT, AMOUNT = (replace(each, right="cost.view") for each in (table.PRICE, table.DISCOUNT, table.AMOUNT))


@dataclass(frozen=True)
class Mark:
    """A badge beside the tracks: something that is true today without being a status."""

    label: Words
    mark: str
    tone: str
    meaning: Words


COME = Measure(
    "quantity_received", gettext_lazy("%(done)s of %(all)s received"), less=("quantity_cancelled",), goods=True
)
_DUE = F("quantity") - F("quantity_cancelled")
INVOICED = Measure(
    "quantity_invoiced",
    gettext_lazy("%(done)s of %(all)s invoiced"),
    due="quantity_to_be_invoiced",
    in_rows=Greatest(Greatest(_DUE, F("quantity_received")) - F("quantity_returned"), Value(ZERO)),
)


class BuyingDesk(Desk):
    """A document that a supplier stands on."""

    app = "purchasing"
    party_label = gettext_lazy("Supplier")
    party_options = "purchasing:supplier_options"
    party_page = "purchasing:supplier"
    party_new = "purchasing:supplier_new"

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        if "cost.view" not in request.may:  # type: ignore[attr-defined]
            return []
        return table.totals(document, lines)

    def layout_of_party(self, document: Any, request: Any) -> str:
        """A supplier's is a field of its form; those who may not change it see its page."""
        if "purchasing.edit" not in request.may:
            return super().layout_of_party(document, request)
        return f"{address('purchasing:supplier_edit', document.party.number)}#id_layout"


def without_link(fact: Fact, request: HttpRequest) -> Fact:
    """The fact as those read it who have no business in the register of suppliers."""
    return fact if "purchasing.view" in request.may else replace(fact, url="")  # type: ignore[attr-defined]
