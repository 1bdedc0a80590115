"""The ledger's machine once more, buying by purchasing's own papers: receipts, supplier invoices, freight, returns, credit notes.

The oracle is the ledger's (exact fractions, from the rules alone). What a paper makes of an amount, a share of a receipt's line or
of freight, is worked out here from the rules too. `LEDGER_STEPS` and `LEDGER_SEEDS` as there.
"""

import os
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from inventory.models import CostEntry
from purchasing.books import INVARIANTS
from purchasing.models import GoodsReceiptLine
from rackbeat.lib import books
from tests.inventory.conftest import monday  # noqa: F401
from tests.inventory.oracle import ZERO, R, Refused, largest_remainder
from tests.inventory.test_ledger_machine import (
    BACK,
    DELTA,
    ITEM,
    MICRO,
    PICK,
    PLACE,
    VALUE,
    Machine,
    decimal,
    floor_micro,
    walk,
)
from tests.purchasing.papers import Papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SEEDS = int(os.environ.get("LEDGER_SEEDS", "2"))
CAME, WENT, BILLED = "purchasing.goodsreceipt", "purchasing.supplierreturn", "purchasing.supplierinvoice"
LINES = st.lists(st.tuples(ITEM, PLACE, MICRO, VALUE), min_size=1, max_size=3)
PART = st.sampled_from([1, 1, 2, 3, 7])


class Booked:
    """A document that was booked; it stays the same one when what the oracle knows is copied."""

    def __init__(self, document):
        self.document = document

    def __deepcopy__(self, _memo):
        return self


@dataclass(eq=False)
class Paper:
    """What was booked: the document, from which day on, and on invoices the shares of a receipt's row."""

    booked: Any
    day: Any
    row: Any = None
    quantity: Fraction = ZERO  # invoiced, or below zero credited as wrong
    expected: Fraction = ZERO
    amount: Fraction = ZERO
    credits: Any = None
    reversed: bool = False


class Buying(Machine):
    """Goods come by receipts; what they cost, and whether they stay, is said by the supplier's papers."""

    def __init__(self, world):
        super().__init__(world)
        self.papers, self.held = Papers(world), []

    def prove(self):
        super().prove()
        assert books.broken(INVARIANTS) == []

    def known(self):
        return self.oracle, self.documents, self.held

    def know(self, known):
        self.oracle, self.documents, self.held = known

    # --- what the papers hold ---

    def came(self):
        """(row, the receipt's line) of what stands on receipts."""
        return [(row, line[1]) for row, line in self.rows("in") if line[0] == CAME]

    def billed(self, row):
        """Of the row what invoices hold: quantity, and what that was expected to come to."""
        shares = [paper for paper in self.held if paper.row is row and not paper.reversed]
        return sum((each.quantity for each in shares), ZERO), sum((each.expected for each in shares), ZERO)

    def expect(self, row, quantity):
        """The share of the row's value that, with what was expected before, sums to it."""
        done, amount = self.billed(row)
        return R(row.value * (done + quantity) / row.quantity) - amount

    def stays(self, row):
        return row.quantity + sum((each.quantity for each in self.oracle.returned(row)), ZERO)

    def hold(self, rows, paper):
        if rows is not None:
            self.held.append(paper)

    def outcome(self, item):
        """The item's value, and what goods that were sold and goods that went back cost."""
        costs = defaultdict(lambda: ZERO)
        for row in self.oracle.rows:
            if row.item == item and row.kind in ("out", "back"):
                costs[row.kind] += self.oracle.cost(row)
        return self.oracle.value(item), costs["out"], costs["back"]

    # --- the verbs ---

    preview = carry = free_return = None  # walked there; here papers are to meet

    @initialize(lines=LINES)
    def begin(self, lines):
        self.receive(lines, 5)

    @rule(lines=LINES, back=BACK)
    def receive(self, lines, back):
        exact = [(i, p, Fraction(q, 10**6), Fraction(v, 100)) for i, p, q, v in lines]
        typed = [(self.items[i], decimal(q), self.places[p], decimal(v)) for i, p, q, v in exact]

        def posted():
            made = self.papers.receipt(typed, self.day(back))
            return Booked(made), [(CAME, line.pk) for line in made.lines.order_by("position")]

        self.both(lambda: self.oracle.receive(exact, self.day(back)), posted)

    @precondition(lambda self: self.came())
    @rule(pick=PICK, part=PART, place=PLACE, back=BACK)
    def supplier_return(self, pick, part, place, back):
        row, line = self.came()[pick % len(self.came())]
        quantity, day = floor_micro(row.quantity / part), self.day(back)
        papers: list[Any] = []

        def posted():
            came = GoodsReceiptLine.objects.get(pk=line)
            made = Booked(self.papers.sent_back(came, decimal(quantity), self.places[place], day))
            papers.append(made)
            return made, [(WENT, made.document.lines.get().pk)]

        if rows := self.both(lambda: self.oracle.supplier_return(row, quantity, place, day), posted):
            assert papers[-1].document.lines.get().amount_cost == self.oracle.cost(rows[0])
            self.held.append(Paper(papers[-1], day))

    @precondition(lambda self: self.came())
    @rule(pick=PICK, part=PART, delta=DELTA, back=BACK)
    def late_price(self, pick, part, delta, back):
        """An invoice that differs from its receipt; where nothing is left, or it would be below zero, a reduction."""
        row, line = self.came()[pick % len(self.came())]
        change, day = Fraction(delta, 100), self.day(back)
        left = self.stays(row) - self.billed(row)[0]
        quantity = min(floor_micro(left / part), left) if left > 0 else ZERO
        expected = self.expect(row, quantity) if quantity else ZERO
        paper = Paper(None, day, row, quantity, expected, expected + change)
        if not quantity or paper.amount < 0:
            quantity, paper = self.stays(row), Paper(None, day)
            change = -abs(change)
            if quantity <= 0:
                return

        def posted():
            came = GoodsReceiptLine.objects.get(pk=line)
            verb, amount = (self.papers.invoice, paper.amount) if paper.row else (self.papers.reduction, -change)
            paper.booked = Booked(verb(came, decimal(quantity), decimal(amount), day))
            self.line = paper.booked.document.lines.get(receipt_line=line)
            return paper.booked, [(BILLED, self.line.pk)]

        before = self.outcome(row.item)
        if self.both(lambda: self.oracle.price(row, change, day), posted):
            self.held.append(paper)
            self.compare_outcome(row.item, before)

    def compare_outcome(self, item, before):
        """Where the paper says that the money went is where the rules say that it is."""
        line, after = self.line, self.outcome(item)
        line.refresh_from_db()
        told = (line.amount_stock, line.amount_cost_of_sales, line.amount_variance)
        assert told == tuple(now - then for now, then in zip(after, before, strict=True))

    @precondition(lambda self: self.came())
    @rule(pick=PICK, delta=DELTA, spread=st.sampled_from(["quantity", "value"]), back=BACK)
    def freight(self, pick, delta, spread, back):
        row, _line = self.came()[pick % len(self.came())]
        amount, day = Fraction(delta, 100), self.day(back)
        whole = next(each for each in self.documents if row in each.rows)
        weights = [each.quantity if spread == "quantity" else each.value for each in whole.rows]
        parts = largest_remainder(amount, weights if any(weights) else [1] * len(weights))
        shares = [(each, part) for each, part in zip(whole.rows, parts, strict=True) if part]
        paper = Paper(None, day)

        def posted():
            paper.booked = Booked(self.papers.freight(whole.number.document, decimal(amount), spread, day))
            return paper.booked, [(BILLED, paper.booked.document.lines.get().pk)] * len(shares)

        def told():
            return [row for each, part in shares for row in self.oracle.price(each, part, day)]

        self.hold(self.both(told, posted), paper)

    @precondition(lambda self: self.bills())
    @rule(pick=PICK, part=PART, back=BACK)
    def credit_as_wrong(self, pick, part, back):
        """The invoiced goods cost again what their receipt said, and can be invoiced anew."""
        bill = self.bills()[pick % len(self.bills())]
        quantity, day = min(floor_micro(bill.quantity / part), self.creditable(bill)), self.day(back)
        line = bill.booked.document.lines.get()
        price = Fraction(line.price)
        amount, expected = -R(quantity * price), self.expect(bill.row, -quantity)
        paper = Paper(None, day, bill.row, -quantity, expected, amount, credits=bill)
        change = amount - expected
        within = -amount <= bill.amount + sum(each.amount for each in self.credits_of(bill))

        def told():
            self.oracle.require_day(day)
            if not within or not amount:
                raise Refused
            return self.oracle.price(bill.row, change, day) if change else []

        def posted():
            paper.booked = Booked(self.papers.credited(line, decimal(quantity), "wrong", day))
            return paper.booked, [(BILLED, paper.booked.document.lines.get().pk)]

        self.hold(self.both(told, posted), paper)

    def bills(self):
        """Booked invoices of goods of which something is left to credit."""
        return [each for each in self.held if each.quantity > 0 and not each.reversed and self.creditable(each) > 0]

    def credits_of(self, bill):
        return [each for each in self.held if each.credits is bill and not each.reversed]

    def creditable(self, bill):
        return bill.quantity + sum((each.quantity for each in self.credits_of(bill)), ZERO)

    @precondition(lambda self: self.documents)
    @rule(pick=PICK, back=BACK)
    def reverse(self, pick, back):
        document = self.documents[pick % len(self.documents)]
        paper = next((each for each in self.held if each.booked is document.number), None)
        if isinstance(document.number, int):
            super().reverse(pick, back)
        elif paper is not None:
            self.take_back(document, paper, self.day(back))

    def take_back(self, document, paper, day):
        """Not before it was booked, not twice, and nothing that a credit note holds."""
        again = paper.credits is not None and self.billed(paper.row)[0] - paper.quantity > paper.row.quantity

        def told():
            if paper.reversed or day < paper.day or self.credits_of(paper) or again:
                raise Refused
            self.oracle.require_day(day)
            if document.rows[0].kind == "back":
                return self.oracle.reverse(document.rows, day)
            return [
                row for each in document.rows for row in self.oracle.price(each.of, -each.value, day, reverses=each)
            ]

        def posted():
            self.papers.reverse(paper.booked.document, day)
            return CostEntry.objects.order_by("-pk").values_list("source_id", flat=True)[0], [None] * len(document.rows)

        if self.both(told, posted):
            paper.reversed = True


@pytest.mark.parametrize("where", ["nordlys", "solvang"])
def test_whatever_is_bought_by_papers_the_ledger_says_what_the_rules_say(request, where):
    walk(Buying, request.getfixturevalue(where), SEEDS)
