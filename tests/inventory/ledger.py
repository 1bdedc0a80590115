"""Posting straight into the ledger, without a document around it, and reading back what it says. No tests here."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from django.db import transaction

from inventory import posting
from inventory.models import CostEntry, CostState
from inventory.models.ledger import EntryKind
from tests.world import World

_ids = count(1)


@dataclass
class Ledger:
    """The ledger of one world: `receive` and `issue` post one line or several, in a transaction as a verb has it."""

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

    @transaction.atomic
    def _post(self, verb, lines, on):
        source = self._source()
        posted = [
            posting.Line(
                item.pk,
                (at or self.world.shelf).pk,
                Decimal(str(quantity)),
                line_id=next(_ids),
                value=Decimal(str(value)),
            )
            for item, quantity, at, value in lines
        ]
        return verb(posted, source=source, effective_on=on or self.world.agreement.today(), by=self.world.owner)

    def _source(self):
        number = next(_ids)
        return posting.Source("tests.document", number, str(number), "Somebody")

    def _facts(self, on=None):
        source = self._source()
        today = self.world.agreement.today()
        return {"source": source, "effective_on": on or today, "by": self.world.owner}

    @transaction.atomic
    def came_back(self, item, quantity, sold, *, value=None, on=None, at=None):
        """A customer gives back of what the entry `sold` took; None: nobody knows what."""
        facts = self._facts(on)
        line = posting.Return(
            item.pk,
            (at or self.world.shelf).pk,
            Decimal(str(quantity)),
            line_id=next(_ids),
            of=sold and ("tests.document", sold.line_id),
            value=None if value is None else Decimal(value),
        )
        return posting.return_from_customer([line], **facts)[0]

    @transaction.atomic
    def went_back(self, item, quantity, came, *, on=None, at=None):
        """The supplier gets back of what the entry `came` brought."""
        facts = self._facts(on)
        of = came and ("tests.document", came.line_id)
        line = posting.Return(item.pk, (at or self.world.shelf).pk, Decimal(str(quantity)), line_id=next(_ids), of=of)
        return posting.return_to_supplier([line], **facts)[0]

    @transaction.atomic
    def reprice(self, item, delta, came=None, *, on=None, kind=None):
        """What the entry `came` brought cost more; without it what is on hand."""
        kind = kind or (EntryKind.LATE_PRICE if came else EntryKind.COST_ADJUSTMENT)
        line = posting.Reprice(
            item.pk, Decimal(delta), line_id=next(_ids), of=came and ("tests.document", came.line_id)
        )
        return posting.reprice([line], kind=kind, **self._facts(on))[0]

    @transaction.atomic
    def move(self, item, quantity, here, there, *, on=None):
        """Gives back the document's number, for `reverse`."""
        facts = self._facts(on)
        posting.move([posting.Transfer(item.pk, here.pk, there.pk, Decimal(str(quantity)), next(_ids))], **facts)
        return facts["source"].id

    @transaction.atomic
    def reverse(self, posted, *, on=None):
        """The document of an entry, or of that number."""
        number = posted if isinstance(posted, int) else CostEntry.objects.get(pk=posted.id).source_id
        return posting.reverse("tests.document", number, **self._facts(on))

    def stands(self, item):
        """What the item stands at: quantity and value."""
        state = CostState.objects.get(item=item)
        return state.quantity, state.value

    def costs(self, item):
        """What each issue cost, in order."""
        return [-entry.value for entry in CostEntry.objects.filter(item=item, quantity__lt=0).order_by("sequence")]
