"""The inventory principle shown at work: the latest sale whose cost tells most, in the agreement's own figures."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Agreement
from inventory.explain import Explainer, Explanation
from inventory.models import CostEntry, Item
from inventory.models.ledger import EntryKind

LOOKED_AT = 60  # of the newest issues; among them one that took of two receipts is found soon, if there is any


@dataclass(frozen=True)
class OwnExample:
    item: Item
    url: str
    explanation: Explanation


def latest(agreement: Agreement, may: frozenset[str]) -> OwnExample | None:
    """None before anything was sold, and for who sees no cost. Under FIFO rather a sale that took of several receipts."""
    if "cost.view" not in may:
        return None
    issues = CostEntry.objects.filter(kind=EntryKind.ISSUE, quantity__lt=0).select_related("item")
    found: OwnExample | None = None
    for entry in issues.order_by("-posted_at", "-id")[:LOOKED_AT]:
        explanation = Explainer(entry.item, agreement.principle, may).entry(entry)
        tells = len(explanation.rows) > 1
        if found is None or tells:
            url = reverse("inventory:item", args=[entry.item.number])
            found = OwnExample(entry.item, f"{url}?open={entry.sequence}#entry-{entry.sequence}", explanation)
        if tells:
            break
    return found
