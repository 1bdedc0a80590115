"""Posting straight into the ledger, without a document around it, and reading back what it says. No tests here."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from inventory import posting
from inventory.models import CostEntry, CostState
from tests.world import World

_ids = count(1)


@dataclass
class Ledger:
    """The ledger of one world: `receive` and `issue` post one line or several, as a document would."""

    world: World

    def receive(self, item, quantity, value, *, on=None, at=None):
        return self._post(posting.receive, [(item, quantity, at, value)], on)[0]

    def issue(self, item, quantity, *, on=None, at=None):
        return self._post(posting.issue, [(item, quantity, at, 0)], on)[0]

    def receive_all(self, *lines, on=None):
        """(item, quantity, place, value) lines of one document."""
        return self._post(posting.receive, lines, on)

    def issue_all(self, *lines, on=None):
        """(item, quantity, place) lines of one document."""
        return self._post(posting.issue, [(*line, 0) for line in lines], on)

    def _post(self, verb, lines, on):
        number = next(_ids)
        source = posting.Source("tests.document", number, str(number), "Somebody")
        posted = [
            posting.Line(
                item.pk, (at or self.world.shelf).pk, Decimal(str(quantity)), line_id=n, value=Decimal(str(value))
            )
            for n, (item, quantity, at, value) in enumerate(lines, start=1)
        ]
        return verb(posted, source=source, effective_on=on or self.world.agreement.today(), by=self.world.owner)

    def stands(self, item):
        """What the item stands at: quantity and value."""
        state = CostState.objects.get(item=item)
        return state.quantity, state.value

    def costs(self, item):
        """What each issue cost, in order."""
        return [-entry.value for entry in CostEntry.objects.filter(item=item, quantity__lt=0).order_by("sequence")]
