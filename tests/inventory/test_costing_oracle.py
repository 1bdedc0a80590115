"""Posting (SQL) and costing (pure) against an oracle that was written from the design alone, in exact fractions.

The oracle keeps every event and works everything out from scratch, slowly: what each issue costs, what may be posted, what
lies where on which day. Any sequence that the two disagree on is a fault in one of them.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal as D
from fractions import Fraction
from math import floor

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory import costing
from inventory.books import INVARIANTS
from inventory.models import CostEntry, LocationDay, StockBalance, StockDay, StockMonth
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests.inventory.ledger import Ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TODAY = dt.date(2026, 11, 23)
CENT = Fraction(1, 100)


def rounded(exact):
    """Half away from zero to the minor unit; nothing here is below zero."""
    return floor(exact / CENT + Fraction(1, 2)) * CENT


@dataclass
class Event:
    item: int
    place: int
    quantity: Fraction  # signed
    value: Fraction  # signed
    on: dt.date


@dataclass
class Oracle:
    """The books as ledger.md tells them, of items and places that are plain numbers."""

    principle: str
    events: list[Event] = field(default_factory=list)

    def may(self, kind, lines, on):
        """Whether a document of (item, place, quantity, value) lines dated `on` may be posted."""
        if on > TODAY:
            return False
        return kind == "receive" or all(
            self.lies(item, place, day) >= sum(line[2] for line in lines if line[:2] == (item, place))
            for item, place, _quantity, _value in lines
            for day in [on, *(e.on for e in self.events if e.on > on), dt.date.max]
        )

    def lies(self, item, place, day):
        return sum(e.quantity for e in self.events if (e.item, e.place) == (item, place) and e.on <= day)

    def stands(self, item, day=dt.date.max):
        own = [e for e in self.events if e.item == item and e.on <= day]
        return sum(e.quantity for e in own), sum(e.value for e in own)

    def post(self, kind, lines, on):
        for item, place, quantity, value in lines:
            if kind == "receive":
                self.events.append(Event(item, place, quantity, value, on))
            else:
                cost = self.fifo(item, quantity) if self.principle == "fifo" else self.average(item, quantity)
                self.events.append(Event(item, place, -quantity, -cost, on))

    def average(self, item, quantity):
        """All of the value for all of the goods, else the share, rounded."""
        on_hand, worth = self.stands(item)
        return worth if quantity == on_hand else rounded(worth * quantity / on_hand)

    def fifo(self, item, quantity):
        """Everything that ever left, taken from the layers in the order of booking, is a prefix of each; a piece costs
        the difference of the rounded prefixes at its two ends."""
        gone = -sum(e.quantity for e in self.events if e.item == item and e.quantity < 0)
        cost, reached = Fraction(0), Fraction(0)
        for layer in (e for e in self.events if e.item == item and e.quantity > 0):
            a = min(max(gone - reached, 0), layer.quantity)
            b = min(max(gone + quantity - reached, 0), layer.quantity)
            cost += rounded(layer.value * b / layer.quantity) - rounded(layer.value * a / layer.quantity)
            reached += layer.quantity
        return cost


MICRO = st.one_of(st.integers(1, 12).map(lambda n: n * 10**6), st.integers(1, 20 * 10**6))
LINE = st.tuples(st.integers(0, 1), st.integers(0, 1), MICRO, st.integers(0, 50_000))
DOCUMENT = st.tuples(
    st.sampled_from(["receive", "receive", "issue"]),
    st.lists(LINE, min_size=1, max_size=3),
    st.sampled_from([0, 0, 0, 0, 1, 2, 30, 31, 60, -1]),
    st.booleans(),
)
DOCUMENTS = st.lists(DOCUMENT, min_size=1, max_size=14)


def exact(lines):
    return [(item, place, Fraction(micro, 10**6), value * CENT) for item, place, micro, value in lines]


def decimal(fraction):
    return D(fraction.numerator * 10**6 // fraction.denominator).scaleb(-6)


def all_that_lies(oracle, lines):
    """The same places, emptied: half of the issues are made to end where the rounding is hardest."""
    emptied = [(item, place, oracle.lies(item, place, dt.date.max), value) for item, place, _quantity, value in lines]
    once = {line[:2]: line for line in emptied if line[2] > 0}
    return list(once.values()) or lines


class Twins:
    """The same documents to the oracle and to the ledger."""

    def __init__(self, world):
        self.world, self.ledger = world, Ledger(world)
        self.oracle = Oracle(world.agreement.principle)
        self.items, self.places = [world.lamp, world.cable], [world.shelf, world.yard]

    def post(self, kind, lines, days, empties):
        on, lines = TODAY - dt.timedelta(days=days), exact(lines)
        if kind == "issue" and empties:
            lines = all_that_lies(self.oracle, lines)
        if self.oracle.principle == "average" and any(e.on > on for e in self.oracle.events):
            return  # those are for the other test
        typed = [(self.items[i], decimal(q), self.places[p], decimal(v)) for i, p, q, v in lines]
        try:
            with transaction.atomic():
                if kind == "receive":
                    entries = self.ledger.receive_all(*typed, on=on)
                else:
                    entries = self.ledger.issue_all(*(line[:3] for line in typed), on=on)
        except Refusal:
            assert not self.oracle.may(kind, lines, on)
            return
        assert self.oracle.may(kind, lines, on)
        self.oracle.post(kind, lines, on)
        told = [Fraction(entry.value) for entry in entries]
        assert told == [event.value for event in self.oracle.events[-len(lines) :]]

    def compare(self):
        for number, item in enumerate(self.items):
            own = [e for e in self.oracle.events if e.item == number]
            if own:
                assert self.ledger.stands(item) == self.oracle.stands(number)
            assert self.days(own) == {row.day: (row.quantity, row.value) for row in StockDay.objects.filter(item=item)}
            for month in StockMonth.objects.filter(item=item):
                last = (month.month + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
                assert (month.quantity, month.value) == self.oracle.stands(number, last)
            for place, location in enumerate(self.places):
                held = StockBalance.objects.filter(item=item, location=location).first()
                assert (held.on_hand if held else 0) == self.oracle.lies(number, place, dt.date.max)
                for day in LocationDay.objects.filter(item=item, location=location):
                    there = [e.quantity for e in own if e.place == place and e.on == day.day]
                    assert day.quantity == sum(there)
            self.compare_with_costing(item, own)

    @staticmethod
    def days(own):
        found = defaultdict(lambda: (0, 0))
        for event in own:
            quantity, value = found[event.on]
            found[event.on] = (quantity + event.quantity, value + event.value)
        return dict(found)

    def compare_with_costing(self, item, own):
        """The pure rules, fed with the entries as they were posted, say the same of each (invariant I8)."""
        state, layers = costing.State(), []
        for entry, event in zip(CostEntry.objects.filter(item=item).order_by("sequence"), own, strict=True):
            if entry.quantity > 0 and self.oracle.principle == "fifo":
                state, layer, _settled = costing.fifo_receive(state, entry.quantity, entry.value)
                layers.append(layer)
            elif entry.quantity > 0:
                state, _settled = costing.average_receive(state, entry.quantity, entry.value)
            elif self.oracle.principle == "fifo":
                state, issued = costing.fifo_issue(state, layers, -entry.quantity)
                assert issued.cost == -event.value
            else:
                state, cost, _short = costing.average_issue(state, -entry.quantity)
                assert cost == -event.value
            assert (state.quantity, state.value) == (entry.quantity_after, entry.value_after)


@pytest.mark.parametrize("where", ["nordlys", "solvang"])
def test_any_sequence_of_documents_is_reckoned_as_the_design_says(request, where):
    world = request.getfixturevalue(where)

    @settings(max_examples=30)
    @given(DOCUMENTS)
    def agree(documents):
        with world.open(), transaction.atomic():
            twins = Twins(world)
            for document in documents:
                twins.post(*document)
            twins.compare()
            assert books.broken(INVARIANTS) == []
            transaction.set_rollback(True)

    agree()


def test_the_oracle_knows_the_worked_numbers():
    fifo, average = Oracle("fifo"), Oracle("average")
    for oracle, cost in ((fifo, 330), (average, 390)):
        oracle.post("receive", [(0, 0, Fraction(10), Fraction(250)), (0, 0, Fraction(10), Fraction(400))], TODAY)
        oracle.post("issue", [(0, 0, Fraction(12), Fraction(0))], TODAY)
        assert oracle.events[-1].value == -cost
    singly = Oracle("fifo")
    singly.post("receive", [(0, 0, Fraction(3), Fraction(10))], TODAY)
    for _time in range(3):
        singly.post("issue", [(0, 0, Fraction(1), Fraction(0))], TODAY)
    assert [float(-event.value) for event in singly.events[1:]] == [3.33, 3.34, 3.33]
