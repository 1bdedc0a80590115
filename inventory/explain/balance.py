"""Average cost explained: the running balance around an entry, in the order of dates. It reads."""

from decimal import Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from inventory.explain.rows import ZERO, Explanation, Row, Writer, unit_cost
from inventory.models import CostEntry, CostState, Shortfall
from rackbeat.templatetags.ui import amount

AROUND = 3  # entries before it, and one after


class Balances(Writer):
    """Of one item under average cost."""

    def entry(self, entry: CostEntry) -> Explanation:
        """Where its cost comes from: what was there before it by the dates, with all that is known of it today."""
        stood = self._before(entry)
        total = self._total(entry)
        facts = {
            "quantity": self.many(stood[0]),
            "value": amount(stood[1]),
            "each": amount(unit_cost(stood[1], stood[0])),
            "moved": self.many(abs(entry.quantity)),
            "cost": amount(abs(entry.value)),
            "after": amount(unit_cost(stood[1] + total, stood[0] + entry.quantity)),
        }
        if not entry.quantity:
            heading = _("Why did the value change by %(value)s?") % {"value": amount(entry.value, "+")}
            text = _("The goods that were on hand got another value: %(quantity)s were worth %(value)s before.") % facts
        elif entry.quantity < 0:
            heading, text = _("Why did %(moved)s cost %(cost)s?") % facts, self._out(entry, stood, facts)
        else:
            heading, text = _("Why are %(moved)s worth %(cost)s?") % facts, self.origin_says(entry)
            if stood[0] > 0:
                told = _("With the %(quantity)s worth %(value)s before, the average is now %(after)s each.")
                text += " " + told % facts
        return self.changed(Explanation("balance", heading, text, rows=self._around(entry, stood)), entry)

    def _out(self, entry: CostEntry, stood: tuple[Decimal, Decimal], facts: dict[str, str]) -> str:
        short = Shortfall.objects.filter(entry=entry).order_by("pk").first()
        text = ""
        if stood[0] > 0:
            text = _("Average cost: %(quantity)s were worth %(value)s before, that is %(each)s each.") % facts
            if entry.quantity == -stood[0]:
                text += " " + _("The last of it went, and with it all that was left of the value.")
            elif entry.asked is not None:
                text += " " + _("Goods that go back to the supplier cost what their receipt says: %(cost)s.") % facts
        if short is not None:
            told = {"short": self.many(short.quantity), "each": amount(unit_cost(short.value, short.quantity))}
            missing = _(
                "%(short)s were not there and were taken to cost %(each)s each, until goods came that settle it."
            )
            text = f"{text} {missing % told}".strip()
        return text

    def left(self, state: CostState) -> Explanation:
        """What the stock is worth: the last entry by the dates, and the balance that led to it."""
        last = self._roots().order_by("-effective_on", "-sequence").first()
        found = self.entry(last) if last else Explanation("balance", "")
        found.heading = _("Why is the stock worth %(value)s?") % {"value": amount(state.value)}
        found.text = _("Average cost: %(quantity)s are worth %(value)s, that is %(each)s each.") % {
            "quantity": self.many(state.quantity),
            "value": amount(state.value),
            "each": amount(unit_cost(state.value, state.quantity)),
        }
        found.changes, found.now = [], None
        return found

    # --- the balance ---

    def _roots(self):  # type: ignore[no-untyped-def]
        """Entries of their own; what corrects one stands where that one stands."""
        return CostEntry.objects.filter(item=self.item, corrects=None)

    def _before(self, entry: CostEntry) -> tuple[Decimal, Decimal]:
        """Quantity and value of all that is dated before it, corrections with what they correct."""
        own = Q(corrects=None) & _earlier("", entry)
        theirs = Q(corrects__isnull=False) & _earlier("corrects__", entry)
        found = CostEntry.objects.filter(own | theirs, item=self.item).aggregate(q=Sum("quantity"), v=Sum("value"))
        return found["q"] or ZERO, found["v"] or ZERO

    def _total(self, entry: CostEntry) -> Decimal:
        since = CostEntry.objects.filter(corrects=entry).aggregate(v=Sum("value"))["v"]
        return entry.value + (since or ZERO)

    def _around(self, entry: CostEntry, stood: tuple[Decimal, Decimal]) -> list[Row]:
        """Some entries before it, itself, and the next, each with the balance after it."""
        earlier = list(self._roots().filter(_earlier("", entry)).order_by("-effective_on", "-sequence")[:AROUND])
        later = self._roots().exclude(_earlier("", entry)).exclude(pk=entry.pk)
        near = [*earlier[::-1], entry, *later.order_by("effective_on", "sequence")[:1]]
        totals = {each.pk: self._total(each) for each in near}
        quantity = stood[0] - sum((each.quantity for each in earlier), ZERO)
        value = stood[1] - sum((totals[each.pk] for each in earlier), ZERO)
        rows = []
        for each in near:
            quantity, value = quantity + each.quantity, value + totals[each.pk]
            facts = {"quantity": quantity, "of": each.quantity, "change": totals[each.pk], "cost": value}
            rows.append(self.row(each, current=each.pk == entry.pk, **facts))
        return rows


def _earlier(prefix: str, entry: CostEntry) -> Q:
    """Before it by the dates and, on its day, by booking."""
    same_day = {f"{prefix}effective_on": entry.effective_on, f"{prefix}sequence__lt": entry.sequence}
    return Q(**{f"{prefix}effective_on__lt": entry.effective_on}) | Q(**same_day)
