"""Average cost where something is dated before what was posted earlier: reads the later entries and runs the balance again."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.tenancy import current_agreement_id
from inventory import costing
from inventory.models.ledger import EntryKind
from inventory.posting import roots
from inventory.posting.fifo import corrected
from inventory.posting.lines import ZERO, Deed, Entry, Outcome, Root, Standing, Step, micro
from inventory.posting.rules import refuse_below
from rackbeat.lib.refusal import Refusal
from rackbeat.lib.statements import prepared

if TYPE_CHECKING:
    from inventory.posting.average import Average

Pairs = list[tuple[Step, Outcome]]
FIRST = date.min


@dataclass
class Later:
    """The entries of an item from a place among the dates on, and what the balance was before them."""

    roots: list[Root] = field(default_factory=list)
    asked: dict[int, Decimal | None] = field(default_factory=dict)
    each: dict[int, Fraction] = field(default_factory=dict)
    owed: list[costing.Shortfall] = field(default_factory=list)
    was: tuple[Decimal, Decimal] = (ZERO, ZERO)


def read(
    by_item: dict[int, Pairs], standings: dict[int, Standing], on: date, owed: dict[int, list[costing.Shortfall]]
) -> dict[int, Later]:
    """Each item's entries after the earliest change; all of them where the item was ever short. Two statements."""
    places = {item: _place(pairs, on, standings[item]) for item, pairs in by_item.items()}
    found = {item: Later(owed=owed.get(item, [])) for item in by_item}
    with prepared() as cursor:
        cursor.execute(
            LATER,
            {
                "a": current_agreement_id(),
                "items": list(places),
                "days": [day for day, _sequence in places.values()],
                "sequences": [sequence for _day, sequence in places.values()],
            },
        )
        for row in cursor.fetchall():
            each = roots.root(row)
            each.total += row[13]
            found[each.item_id].roots.append(each)
            found[each.item_id].asked[each.id] = row[14]
        if any(standings[item].state.short_in for item in by_item):
            cursor.execute(
                "SELECT item_id, entry_id, quantity, value, each FROM inventory_shortfall "
                "WHERE agreement_id = %s AND item_id = ANY(%s::bigint[]) ORDER BY start",
                [current_agreement_id(), list(by_item)],
            )
            for item, entry, quantity, value, each in cursor.fetchall():  # those of old do not say what was expected
                found[item].each[entry] = Fraction(value) / Fraction(quantity) if each is None else Fraction(each)
    for item, later in found.items():
        state = standings[item].state
        later.was = (
            state.quantity - sum((each.quantity for each in later.roots), ZERO),
            state.value - sum((each.total for each in later.roots), ZERO),
        )
    return found


def _place(pairs: Pairs, on: date, standing: Standing) -> tuple[date, int]:
    if standing.state.short_in:
        return FIRST, 0
    return min(
        (step.root.effective_on, step.root.sequence)
        if step.deed is Deed.PRICE and step.root
        else (on + timedelta(days=1), 0)
        for step, _outcome in pairs
    )


# an entry's place among the dates is its own date and, on it, the order of posting; corrections stand with what they correct
LATER = f"""
SELECT {roots.COLUMNS}, coalesce((SELECT sum(c.value) FROM inventory_costentry c
    WHERE c.agreement_id = e.agreement_id AND c.corrects_id = e.id), 0), e.asked
FROM unnest(%(items)s::bigint[], %(days)s::date[], %(sequences)s::bigint[]) AS w(item, day, sequence)
JOIN inventory_costentry e ON e.agreement_id = %(a)s AND e.item_id = w.item AND e.effective_on >= w.day
WHERE e.corrects_id IS NULL AND (e.effective_on > w.day OR e.sequence >= w.sequence)
ORDER BY e.item_id, e.effective_on, e.sequence
"""  # noqa: S608 (the columns are ours)


class Again:
    """The balance of one item, run again with what is new at its place."""

    def __init__(self, posting: "Average", item: int, pairs: Pairs, later: Later) -> None:
        self.posting, self.item, self.pairs, self.later = posting, item, pairs, later
        self.before = posting.states[item]
        self.priced: dict[int, Decimal] = defaultdict(Decimal)

    def run(self) -> None:
        for step, _outcome in self.pairs:
            if step.deed is Deed.PRICE and step.root:
                self.priced[step.root.id] += step.value
        events, fresh = self._events()
        balance = costing.Balance(*self.later.was)
        try:
            may_owe = self.posting.may_owe or self._was_short()  # what was owed when it was allowed stays so
            ran = costing.replay(balance, events, may_owe=may_owe, fresh=fresh, were=self.later.was)
        except costing.NotEnough:
            raise Refusal(_("On a later day there would be less than nothing in stock. Choose a later date.")) from None
        except costing.Below as below:
            refuse_below(below.key.kind if isinstance(below.key, Root | Entry) else None)
        self.posting.done.replayed += ran
        self._stand(balance, stopped=ran < len(events))
        takes = any(step.deed in {Deed.OUT, Deed.BACK, Deed.UNDO} for step, _outcome in self.pairs)
        if takes and not self.posting.may_owe and self.posting.states[self.item].short:
            raise Refusal(_("There is not as much in stock as this takes out."))
        self._write(balance)

    def _was_short(self) -> bool:
        """Whether something is owed anywhere on the way, as it stands before this."""
        so_far = accumulate((root.quantity for root in self.later.roots), initial=self.later.was[0])
        return min(so_far) < 0

    # --- the events ---

    def _events(self) -> tuple[list[costing.Event], int]:
        """What was, with what is new at its place; from which event on nothing is new."""
        on = self.posting.on
        old = [self._event(root) for root in self.later.roots]
        index = next((n for n, root in enumerate(self.later.roots) if root.effective_on > on), len(old))
        new = [self._new(step, outcome) for step, outcome in self.pairs if step.deed is not Deed.PRICE]
        events = old[:index] + new + old[index:]
        changed = [n for n, event in enumerate(events) if event.is_new or event.delta]
        return events, (changed[-1] + 1 if changed else 0)

    def _event(self, root: Root) -> costing.Event:
        derived = root.quantity < 0 and root.kind != EntryKind.REVERSAL
        delta = self.priced.get(root.id, ZERO)
        if not derived and root.total + delta < 0 < root.quantity:
            raise Refusal(_("That would make the goods cost less than nothing."))
        return costing.Event(
            key=root,
            deed=costing.Deed.OUTFLOW if derived else costing.Deed.INFLOW,
            quantity=root.quantity,
            value=root.total + delta,
            delta=delta,
            asked=self.later.asked[root.id],
            each=self.later.each.get(root.id, self.posting.unit(self.item)),
        )

    def _new(self, step: Step, outcome: Outcome) -> costing.Event:
        from inventory.posting.average import asked

        outward = step.deed in {Deed.OUT, Deed.BACK}
        quantity = -step.quantity if outward or step.deed is Deed.UNDO else step.quantity
        value = ZERO if outward else (-step.value if step.deed is Deed.UNDO else step.value)
        entry = self.posting.entry(step, outcome, quantity, value)
        if step.deed in {Deed.WORTH, Deed.UNWORTH}:
            outcome.stock = step.value
        entry.asked = asked(step)
        return costing.Event(
            key=entry,
            deed=costing.Deed.OUTFLOW if outward else costing.Deed.INFLOW,
            quantity=quantity,
            value=value,
            is_new=True,
            asked=entry.asked,
            each=self.posting.unit(self.item),
        )

    # --- what comes of it ---

    def _stand(self, balance: costing.Balance, *, stopped: bool) -> None:
        before, came, value = self.before, ZERO, sum(self.priced.values(), ZERO)
        for step, _outcome in self.pairs:
            if step.deed is Deed.IN:
                came += step.quantity
            if step.deed in {Deed.IN, Deed.WORTH, Deed.UNWORTH}:
                value += step.value
        held, held_value = (before.held, before.held_value) if stopped else (balance.quantity, balance.value)
        after = replace(
            before,
            quantity_in=before.quantity_in + came,
            quantity_out=before.quantity_in + came - held,
            value_in=before.value_in + value,
            value_out=before.value_in + value - held_value,
        )
        self.posting.states[self.item] = after if stopped else self._owe(after, balance)

    def _owe(self, after: costing.State, balance: costing.Balance) -> costing.State:
        """What is owed where it stands now; if others owe than before, they are laid out anew at the axis' end."""
        stored = [(row.key, row.quantity, row.value) for row in self.later.owed if row.end > self.before.short_out]
        offset = self.before.short_out - self.later.owed[0].start if stored else ZERO
        same = [(_id(key), q, v) for key, q, v in stored] == [
            (_id(row.key), row.quantity, row.value) for row in balance.owed
        ]
        first_time = bool(balance.ever) and not self.before.short_in  # from now on it runs from its first entry
        if same and (not stored or offset == balance.offset) and not first_time:
            return after
        start = owed_from = after.short_in
        for row in balance.ever if first_time else balance.owed:
            if row is (balance.owed[0] if balance.owed else None):
                owed_from = start
            laid = replace(row, start=start)
            self.posting.done.shortfalls.append((row.key, self.item, laid))  # type: ignore[arg-type]
            start = laid.end
        out = owed_from + balance.offset if balance.owed else start
        return replace(after, short_in=start, short_out=out, short_value=balance.short_value)

    def _write(self, balance: costing.Balance) -> None:
        changed = balance.changed
        cause = None
        for step, outcome in self.pairs:
            if step.deed is Deed.PRICE:
                cause = self._price(step, outcome)
            for entry in outcome.entries:
                entry.value += changed.pop(entry, ZERO)
                cause = cause or entry
        assert cause is not None
        sales = returns = ZERO
        for root in self.later.roots:
            difference = changed.get(root, ZERO)
            if difference:
                kind = EntryKind.CORRECTION
                entry = corrected(root, kind, difference, cause, self.posting.first_open)
                self.posting.done.entries.append(entry)
                if root.kind == EntryKind.SUPPLIER_RETURN:
                    returns -= difference
                else:
                    sales -= difference
        self._split(sales, returns)

    def _price(self, step: Step, outcome: Outcome) -> Entry:
        """A price stands at its receipt's place, and is dated there where that day is still open."""
        assert step.root is not None
        on = max(step.root.effective_on, self.posting.first_open)
        entry = Entry(step.item_id, step.kind, ZERO, step.value, on, step.line_id, origin=step.origin)
        entry.corrects = step.root
        self.posting.done.entries.append(entry)
        outcome.entries.append(entry)
        return entry

    def _split(self, sales: Decimal, returns: Decimal) -> None:
        """What went with the goods that are gone, told at the item's last changed price; the others keep theirs whole."""
        priced = [(step, outcome) for step, outcome in self.pairs if step.deed is Deed.PRICE]
        total = sum((step.value for step, _outcome in priced), ZERO)
        for index, (step, outcome) in enumerate(priced):
            last = index == len(priced) - 1
            part = (sales, returns) if last else (_part(sales, step.value, total), _part(returns, step.value, total))
            outcome.cost_of_sales, outcome.price_variance = part
            outcome.stock = step.value - part[0] - part[1]
            sales, returns = sales - part[0], returns - part[1]
            total -= step.value


def _part(amount: Decimal, value: Decimal, total: Decimal) -> Decimal:
    return costing.worth(Fraction(amount) * Fraction(value) / Fraction(total), Decimal(1)) if total else ZERO


def _id(key: Any) -> Any:
    return key.id or key


__all__ = ["Again", "Later", "micro", "read"]
