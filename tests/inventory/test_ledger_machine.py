"""Every verb of the ledger in any order, against an oracle in exact fractions; after each step the two must say the same.

`LEDGER_STEPS=200 LEDGER_SEEDS=100 pytest tests/inventory/test_ledger_machine.py` walks as far as `make check-long` does.
"""

import copy
import datetime as dt
import os
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal as D
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from inventory import posting
from inventory.books import INVARIANTS
from inventory.models import CostEntry, CostState, LocationDay, StockBalance, StockDay
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests.inventory.ledger import Ledger
from tests.inventory.oracle import ZERO, Refused
from tests.inventory.oracle_average import Average
from tests.inventory.oracle_fifo import Fifo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TODAY = dt.date(2026, 11, 23)
STEPS = int(os.environ.get("LEDGER_STEPS", "25"))
SEEDS = int(os.environ.get("LEDGER_SEEDS", "6"))
SHRINK = bool(os.environ.get("LEDGER_SHRINK"))  # find the shortest way to a fault; that takes its time
PROVE_EVERY = int(os.environ.get("LEDGER_PROVE_EVERY", "12"))

ITEM, PLACE, PICK = st.integers(0, 1), st.integers(0, 1), st.integers(0, 10**6)
MICRO = st.one_of(st.integers(1, 9).map(lambda n: n * 10**6), st.integers(1, 9 * 10**6))
VALUE = st.one_of(st.integers(0, 50), st.integers(0, 50_000))
DELTA = st.one_of(st.integers(-300, 300), st.integers(-20_000, 20_000)).filter(bool)
BACK = st.sampled_from([0, 0, 0, 0, 1, 2, 5, 30, 31, -1])


@dataclass(eq=False)
class Document:
    """What was posted together: the oracle's rows, and the ledger's number (or the paper itself) and lines."""

    number: Any
    rows: list
    lines: list = field(default_factory=list)


class Machine(RuleBasedStateMachine):
    """The same to the ledger and to the oracle."""

    def __init__(self, world):
        super().__init__()
        self.world = world
        self.opened = world.open()
        self.opened.__enter__()
        self.savepoint = transaction.savepoint()
        self.ledger = Ledger(world)
        self.items, self.places = [world.lamp, world.cable], [world.shelf, world.yard]
        world.cable.expected_cost = D("7.123456")
        world.cable.save()
        self.oracle = (Fifo if world.agreement.principle == "fifo" else Average)(TODAY)
        self.oracle.expected[1] = Fraction("7.123456")
        self.documents, self.kept = [], {}
        self.steps, self.plain = 0, True

    def teardown(self):
        try:
            self.prove()
        finally:
            transaction.savepoint_rollback(self.savepoint)
            self.opened.__exit__(None, None, None)

    # --- both at once ---

    def known(self):
        """All that the oracle has been told: after a refusal it is as it was before."""
        return self.oracle, self.documents

    def know(self, known):
        self.oracle, self.documents = known

    def both(self, told, posted):
        """`told` to the oracle, `posted` to the ledger: both do it, or both refuse."""
        saved = copy.deepcopy(self.known())
        try:
            rows = told()
        except Refused:
            self.know(saved)
            with pytest.raises(Refusal), transaction.atomic():
                posted()
            rows = None
        else:
            with transaction.atomic():
                number, lines = posted()
            if rows:
                self.documents.append(Document(number, rows, lines))
        self.compare()
        return rows

    def compare(self):
        self.steps += 1
        for number, item in enumerate(self.items):
            state = CostState.objects.filter(item=item).first()
            found = (state.quantity, state.value) if state else (0, 0)
            assert found == (self.oracle.quantity(number), self.oracle.value(number))
        if self.steps % PROVE_EVERY == 0:
            self.prove()

    def prove(self):
        self.compare_costs()
        self.compare_places()
        self.compare_days()
        self.compare_closed()
        assert books.broken(INVARIANTS) == []

    def compare_costs(self):
        """What each line cost, with all that corrected it."""
        told = defaultdict(lambda: ZERO)
        for entry in CostEntry.objects.exclude(kind__in=["late_price", "landed_cost", "reversal"]):
            told[entry.source_kind, entry.source_line_id] += Fraction(entry.value)
        for document in self.documents:
            for row, line in zip(document.rows, document.lines, strict=True):
                if row.kind in ("out", "back"):
                    assert -told[line] == self.oracle.cost(row)

    def compare_places(self):
        for number, item in enumerate(self.items):
            for place, location in enumerate(self.places):
                balance = StockBalance.objects.filter(item=item, location=location).first()
                assert (balance.on_hand if balance else 0) == self.oracle.lies(number, place, dt.date.max)
                for day in LocationDay.objects.filter(item=item, location=location):
                    there = self.oracle.lies(number, place, day.day) - self.oracle.lies(
                        number, place, day.day - dt.timedelta(days=1)
                    )
                    assert day.quantity == there

    def compare_days(self):
        for number, item in enumerate(self.items):
            found = {row.day: (row.quantity, row.value) for row in StockDay.objects.filter(item=item)}
            if isinstance(self.oracle, Fifo):
                due = {day: values for (of, day), values in self.oracle.days.items() if of == number}
            elif self.plain:
                due = self.oracle.days(number)
            else:
                continue
            assert {day: v for day, v in found.items() if v != (0, 0)} == {
                day: tuple(v) for day, v in due.items() if tuple(v) != (0, 0)
            }

    def compare_closed(self):
        """A closed day's value is the same for ever."""
        for item, kept in self.kept.items():
            assert self.standing_on(item, self.oracle.closed) == kept

    def standing_on(self, item, day):
        rows = StockDay.objects.filter(item=item, day__lte=day)
        return sum(row.quantity for row in rows), sum(row.value for row in rows)

    # --- choosing ---

    def rows(self, *kinds):
        """(row, line) of what was posted, reversals apart."""
        return [
            (row, line)
            for document in self.documents
            for row, line in zip(document.rows, document.lines, strict=True)
            if row.kind in kinds and not row.reverses
        ]

    @staticmethod
    def day(back):
        return TODAY - dt.timedelta(days=back)

    # --- the verbs ---

    @rule(lines=st.lists(st.tuples(ITEM, PLACE, MICRO, VALUE), min_size=1, max_size=3), back=BACK)
    def receive(self, lines, back):
        exact = [(i, p, Fraction(q, 10**6), Fraction(v, 100)) for i, p, q, v in lines]
        typed = [(self.items[i], decimal(q), self.places[p], decimal(v)) for i, p, q, v in exact]
        self.both(
            lambda: self.oracle.receive(exact, self.day(back)),
            lambda: numbered(self.ledger.receive_all(*typed, on=self.day(back))),
        )

    @rule(lines=st.lists(st.tuples(ITEM, PLACE, MICRO), min_size=1, max_size=3), back=BACK, empties=st.booleans())
    def issue(self, lines, back, empties):
        exact = [(i, p, Fraction(q, 10**6)) for i, p, q in lines]
        if empties:
            all_of_it = {(i, p): self.oracle.lies(i, p, dt.date.max) for i, p, _q in exact}
            exact = [(i, p, q) for (i, p), q in all_of_it.items() if q > 0] or exact
        typed = [(self.items[i], decimal(q), self.places[p]) for i, p, q in exact]
        self.both(
            lambda: self.oracle.issue(exact, self.day(back)),
            lambda: numbered(self.ledger.issue_all(*typed, on=self.day(back))),
        )

    @precondition(lambda self: self.rows("out"))
    @rule(pick=PICK, part=st.sampled_from([1, 1, 2, 3, 7]), place=PLACE, back=BACK)
    def customer_return(self, pick, part, place, back):
        row, line = self.rows("out")[pick % len(self.rows("out"))]
        quantity = floor_micro(-row.quantity / part)
        sold = entry_of(line)
        self.both(
            lambda: self.oracle.customer_return(row, quantity, place, self.day(back)),
            lambda: numbered(
                [
                    self.ledger.came_back(
                        self.items[row.item], decimal(quantity), sold, on=self.day(back), at=self.places[place]
                    )
                ]
            ),
        )

    @rule(item=ITEM, place=PLACE, micro=MICRO, value=VALUE, back=BACK)
    def free_return(self, item, place, micro, value, back):
        quantity, worth = Fraction(micro, 10**6), Fraction(value, 100)
        self.both(
            lambda: self.oracle.customer_return(None, quantity, place, self.day(back), item=item, value=worth),
            lambda: numbered(
                [
                    self.ledger.came_back(
                        self.items[item],
                        decimal(quantity),
                        None,
                        value=str(decimal(worth)),
                        on=self.day(back),
                        at=self.places[place],
                    )
                ]
            ),
        )

    @precondition(lambda self: self.rows("in"))
    @rule(pick=PICK, part=st.sampled_from([1, 1, 2, 3, 7]), place=PLACE, back=BACK)
    def supplier_return(self, pick, part, place, back):
        row, line = self.rows("in")[pick % len(self.rows("in"))]
        quantity = floor_micro(row.quantity / part)
        came = entry_of(line)
        self.both(
            lambda: self.oracle.supplier_return(row, quantity, place, self.day(back)),
            lambda: numbered(
                self.ledger.went_back(
                    self.items[row.item], decimal(quantity), came, on=self.day(back), at=self.places[place]
                ).entries[:1]
            ),
        )

    @precondition(lambda self: self.rows("in"))
    @rule(pick=PICK, delta=DELTA, back=BACK)
    def late_price(self, pick, delta, back):
        row, line = self.rows("in")[pick % len(self.rows("in"))]
        change, came = Fraction(delta, 100), entry_of(line)

        def posted():
            outcome = self.ledger.reprice(self.items[row.item], str(decimal(change)), came, on=self.day(back))
            assert outcome.stock + outcome.cost_of_sales + outcome.price_variance == outcome.value == change
            return numbered(outcome.entries)

        self.both(lambda: self.oracle.price(row, change, self.day(back)), posted)

    @rule(item=ITEM, delta=DELTA, back=BACK)
    def adjust_cost(self, item, delta, back):
        change = Fraction(delta, 100)
        self.both(
            lambda: self.oracle.worth(item, change, self.day(back)),
            lambda: numbered(self.ledger.reprice(self.items[item], str(decimal(change)), on=self.day(back)).entries),
        )

    @rule(item=ITEM, here=PLACE, micro=MICRO, back=BACK)
    def carry(self, item, here, micro, back):
        quantity = Fraction(micro, 10**6)
        self.both(
            lambda: self.oracle.carry(item, quantity, here, 1 - here, self.day(back)),
            lambda: (
                self.ledger.move(
                    self.items[item], decimal(quantity), self.places[here], self.places[1 - here], on=self.day(back)
                ),
                [],
            ),
        )

    @precondition(lambda self: self.documents)
    @rule(pick=PICK, back=BACK)
    def reverse(self, pick, back):
        document = self.documents[pick % len(self.documents)]
        if document.rows[0].reverses:
            return

        def posted():
            outcomes = self.ledger.reverse(document.number, on=self.day(back))
            return numbered([outcome.entries[0] for outcome in outcomes])

        self.both(lambda: self.oracle.reverse(document.rows, self.day(back)), posted)

    @rule(item=ITEM, place=PLACE, micro=MICRO, back=BACK)
    def preview(self, item, place, micro, back):
        """It says what would come of it, and nothing has happened."""
        before = CostEntry.objects.count()
        with posting.preview() as effect:
            self.ledger.issue(
                self.items[item], decimal(Fraction(micro, 10**6)), on=self.day(back), at=self.places[place]
            )
        assert CostEntry.objects.count() == before
        assert bool(effect.refusal) == (not effect.items)
        self.compare()

    # --- the settings ---

    @rule(allowed=st.sampled_from([True, False, False]))
    def allow_negative(self, allowed):
        self.set("negative_allowed", allowed)
        self.oracle.negative = allowed
        self.plain = self.plain and not allowed

    @rule(back=st.sampled_from([1, 2, 5, 30, None, None]))
    def close(self, back):
        until = None if back is None else self.day(back)
        self.set("closed_until", until)
        self.oracle.closed = until
        self.plain = self.plain and until is None
        self.kept = {item: self.standing_on(item, until) for item in self.items} if until else {}

    def set(self, column, value):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE accounts_agreement SET {column} = %s WHERE id = %s", [value, self.world.agreement.pk]
            )


def decimal(fraction):
    return D(fraction.numerator * 10**6 // fraction.denominator).scaleb(-6)


def floor_micro(fraction):
    return max(Fraction(int(fraction * 10**6), 10**6), Fraction(1, 10**6))


def entry_of(line):
    """The builders read an entry's line only. A line is known by the kind of its document and its key."""
    return SimpleNamespace(line_id=line[1])


def numbered(entries):
    """The document's number and its lines."""
    stored = CostEntry.objects.get(pk=entries[0].id)
    return stored.source_id, [(stored.source_kind, entry.line_id) for entry in entries]


@pytest.mark.parametrize("where", ["nordlys", "solvang"])
def test_whatever_is_posted_the_ledger_says_what_the_rules_say(request, where):
    walk(Machine, request.getfixturevalue(where), SEEDS)


def walk(machine, world, seeds):
    """So many walks of so many steps, the same each time."""
    run_state_machine_as_test(
        lambda: machine(world),
        settings=settings(
            max_examples=seeds,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate] if not SHRINK else list(Phase),
            suppress_health_check=list(HealthCheck),
        ),
    )
