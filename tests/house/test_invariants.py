"""A seeded walk through every verb of buying and selling, in any order, also with objects that others changed meanwhile.

After each step the books are proved from scratch (`rackbeat/lib/books.py`). A refusal is an answer; anything else is a bug.
`WALKS=200 STEPS=300 pytest tests/house/test_invariants.py` walks further; a seed that failed is kept in `KEPT`.
"""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from layouts import drafting
from purchasing import orders as buying
from purchasing import prices as buying_prices
from purchasing import receipts
from purchasing.models import GoodsReceipt, PurchaseOrder
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from sales import credits, invoices, orders, prices, quotes, shipments
from sales.models import Payment, Quote, SalesInvoice, SalesOrder, Shipment
from tests import make
from tests.house.walk_charged import CHARGED

WALKS = int(os.environ.get("WALKS", "1"))
STEPS = int(os.environ.get("STEPS", "60"))
KEPT: list[int] = []
QUANTITIES = ["0", "0.000001", "0.5", "1", "1", "2", "3", "3.333333", "7", "12", "40"]
PRICES = ["0", "0.005", "9.99", "25.00", "33.333333", "100.00"]


class Walk:
    """One agreement, one seed. `memory` keeps documents as they once were: half of the verbs are called with those."""

    def __init__(self, world: Any, seed: int) -> None:
        self.world, self.by, self.dice = world, world.owner, random.Random(seed)
        self.memory: dict[type, list[Any]] = {}
        self.said: list[str] = []

    def run(self, steps: int) -> None:
        for item, cost in ((self.world.lamp, "25.00"), (self.world.cable, "3.333333")):
            make.received(self.world, item, 30, cost, on=self.world.agreement.today() - timedelta(days=40))
        for _step in range(steps):
            self.step()
            wrong = books.broken()
            assert not wrong, "\n".join(
                [*self.said[-12:], *(f"{each.invariant.says}: {each.example}" for each in wrong)]
            )

    def step(self) -> None:
        verb = self.dice.choice(VERBS)
        try:
            with transaction.atomic():
                done = verb(self)
        except Refusal as no:
            self.said.append(f"{verb.__name__}: refused, {no}")
        except Exception as error:
            raise AssertionError("\n".join([*self.said[-12:], f"{verb.__name__}: {error!r}"])) from error
        else:
            self.said.append(f"{verb.__name__}: {done}")

    # --- choosing ---

    def one(self, model: type, **where: Any) -> Any:
        """A document of that kind: as it stands, or as somebody still has it on the screen."""
        old = self.memory.setdefault(model, [])
        if old and self.dice.random() < 0.4:
            return self.dice.choice(old[-12:])
        rows = list(model.objects.filter(**where).order_by("-pk")[:6])
        if not rows:
            raise Refusal("there is none")
        found = self.dice.choice(rows)
        old.append(found)
        return found

    def line(self, model: type, **where: Any) -> Any:
        lines = list(self.one(model, **where).lines.all())
        if not lines:
            raise Refusal("it has no line")
        return self.dice.choice(lines)

    def day(self) -> Any:
        """Mostly today; else a day before, or one that lies ahead."""
        back = self.dice.choice([0, 0, 0, 0, 1, 5, 40, -1])
        return self.world.agreement.today() - timedelta(days=back)

    def quantity(self) -> Decimal:
        return Decimal(self.dice.choice(QUANTITIES))

    def facts(self, usual: dict[str, Any], item: Any) -> dict[str, Any]:
        chosen = {"item": item, "quantity": self.quantity(), "price": Decimal(self.dice.choice(PRICES))}
        return usual | chosen | {"discount_percent": Decimal(self.dice.choice(["0", "0", "12.5", "100"]))}

    def item(self) -> Any:
        return self.dice.choice([self.world.lamp, self.world.lamp, self.world.cable, self.world.hours])

    def stock_item(self) -> Any:
        return self.dice.choice([self.world.lamp, self.world.cable])

    def place(self) -> Any:
        return self.dice.choice([self.world.shelf, self.world.yard])


def _write(walk: Walk, document: Any, add: Callable[..., Any]) -> Any:
    """One to three lines, now and then one that only says something."""
    for _each in range(walk.dice.randint(1, 3)):
        if walk.dice.random() < 0.15:
            add(document, by=walk.by, text="With regards")
        else:
            item = walk.item()
            add(document, by=walk.by, **walk.facts(prices.line_facts(document, walk.world.shop, item), item))
    return document


# --- selling ------------------------------------------------------------------------------------------------------


def quote(walk: Walk) -> Any:
    return _write(walk, quotes.draft(walk.world.shop, by=walk.by), drafting.add_line)


def send_quote(walk: Walk) -> Any:
    return quotes.send(walk.one(Quote), by=walk.by)


def answer_quote(walk: Walk) -> Any:
    return walk.dice.choice([quotes.reopen, quotes.reject])(walk.one(Quote, status="sent"), by=walk.by)


def order_from_quote(walk: Walk) -> Any:
    return orders.draft_from_quote(walk.one(Quote, status="sent"), by=walk.by)


def invoice_from_quote(walk: Walk) -> Any:
    return invoices.draft_from_quote(walk.one(Quote, status="sent"), by=walk.by)


def order(walk: Walk) -> Any:
    document = _write(walk, orders.draft(walk.world.shop, by=walk.by), drafting.add_line)
    return orders.confirm(document, by=walk.by) if walk.dice.random() < 0.7 else document


def confirm(walk: Walk) -> Any:
    return orders.confirm(walk.one(SalesOrder, status="draft"), by=walk.by)


def reopen_order(walk: Walk) -> Any:
    return orders.reopen(walk.one(SalesOrder, status="confirmed"), by=walk.by)


def cancel_order(walk: Walk) -> Any:
    return orders.cancel(walk.one(SalesOrder), by=walk.by)


def delete_order(walk: Walk) -> Any:
    return orders.delete(walk.one(SalesOrder, status="draft"), by=walk.by)


def edit_line(walk: Walk) -> Any:
    line = walk.line(walk.dice.choice([Quote, SalesOrder, PurchaseOrder]), status="draft")
    kind = walk.dice.randint(0, 3)
    if kind == 0:
        return drafting.remove_line(line, by=walk.by)
    if kind == 1:
        return drafting.move_line(line, up=walk.dice.random() < 0.5, by=walk.by)
    if line.item_id is None:
        return drafting.change_line(line, by=walk.by, text="Otherwise")
    return drafting.change_line(line, by=walk.by, item=walk.item(), quantity=walk.quantity())


def shipment(walk: Walk) -> Any:
    return shipments.draft_from_order(walk.one(SalesOrder, status="confirmed"), by=walk.by)


def shipment_of_invoice(walk: Walk) -> Any:
    return shipments.draft_from_invoice(walk.one(SalesInvoice, status="booked"), by=walk.by)


def pick(walk: Walk) -> Any:
    line = walk.line(Shipment, status="open")
    many = walk.dice.choice([line.quantity, walk.quantity(), line.quantity / 2])
    return shipments.pick(line, round(many, 6), by=walk.by, location=walk.place() if walk.dice.random() < 0.4 else None)


def unpick(walk: Walk) -> Any:
    return shipments.unpick(walk.line(Shipment, status="open"), by=walk.by)


def pick_all(walk: Walk) -> Any:
    return shipments.pick_all(walk.one(Shipment, status="open"), by=walk.by)


def ship(walk: Walk) -> Any:
    document = walk.one(Shipment, status="open")
    if walk.dice.random() < 0.5:
        document = shipments.pick_all(document, by=walk.by)
    return shipments.ship(document, by=walk.by, on=walk.day())


def delete_shipment(walk: Walk) -> Any:
    return shipments.delete(walk.one(Shipment, status="open"), by=walk.by)


def invoice(walk: Walk) -> Any:
    return _write(walk, invoices.draft(walk.world.shop, by=walk.by), invoices.add_line)


def invoice_from_order(walk: Walk) -> Any:
    document = walk.one(SalesOrder)
    return invoices.draft_from_order(document, by=walk.by, only_shipped=walk.dice.random() < 0.4)


def invoice_from_shipment(walk: Walk) -> Any:
    return invoices.draft_from_shipment(walk.one(Shipment, status="shipped"), by=walk.by)


def edit_invoice(walk: Walk) -> Any:
    line = walk.line(SalesInvoice, status="draft")
    if walk.dice.random() < 0.3:
        return invoices.remove_line(line, by=walk.by)
    facts: dict[str, Any] = {"quantity": walk.dice.choice([walk.quantity(), line.quantity / 2, line.quantity * 2])}
    if walk.dice.random() < 0.2:
        facts["item"] = walk.item()
    return invoices.change_line(line, by=walk.by, **{**facts, "quantity": round(facts["quantity"], 6)})


def extend_invoice(walk: Walk) -> Any:
    """A free line on an invoice, also on one that an order stands behind."""
    return _write(walk, walk.one(SalesInvoice, status="draft"), invoices.add_line)


def book(walk: Walk) -> Any:
    return invoices.book(walk.one(SalesInvoice, status="draft"), by=walk.by, on=walk.day())


def split_order(walk: Walk) -> Any:
    verb = walk.dice.choice([orders.split, orders.cancel_rest])
    return verb(walk.one(SalesOrder, status="confirmed", delivery="partly"), by=walk.by)


def credit(walk: Walk) -> Any:
    """A credit note of a part, of all or of nothing that stands behind it; half of them booked at once."""
    if walk.dice.random() < 0.15:
        document = _write(walk, credits.draft(walk.world.shop, by=walk.by), invoices.add_line)
    else:
        found = walk.one(SalesInvoice, status="booked", kind="invoice")
        reason = walk.dice.choice(["returned", "returned", "wrong", "allowance"])
        parts = {line.pk: round(line.quantity / 2, 6) for line in found.lines.all()}
        parts = walk.dice.choice([None, parts])
        document = credits.draft_from_invoice(
            found, by=walk.by, reason=reason, quantities=parts, location=walk.dice.choice([None, walk.place()])
        )
    return credits.book(document, by=walk.by, on=walk.day()) if walk.dice.random() < 0.6 else document


def book_credit(walk: Walk) -> Any:
    return credits.book(walk.one(SalesInvoice, status="draft", kind="credit_note"), by=walk.by, on=walk.day())


def recreate(walk: Walk) -> Any:
    return credits.recreate(walk.one(SalesInvoice, status="booked", kind="invoice"), by=walk.by)


def settle(walk: Walk) -> Any:
    note, found = walk.one(SalesInvoice, status="booked", kind="credit_note"), walk.one(SalesInvoice, status="booked")
    if walk.dice.random() < 0.5:
        return credits.refund(note, walk.dice.choice([-note.amount_open, Decimal("1.00")]), by=walk.by)
    return credits.settle(note, found, by=walk.by)


def delete_invoice(walk: Walk) -> Any:
    return invoices.delete(walk.one(SalesInvoice, status="draft"), by=walk.by)


def pay(walk: Walk) -> Any:
    document = walk.one(SalesInvoice, status="booked")
    amount = walk.dice.choice([document.amount_open, Decimal("10.00"), Decimal("0.005"), Decimal("-1")])
    return invoices.pay(document, amount, by=walk.by, on=walk.day())


def remove_payment(walk: Walk) -> Any:
    return invoices.remove_payment(walk.one(Payment), by=walk.by)


def archive(walk: Walk) -> Any:
    model = walk.dice.choice([Quote, SalesOrder, Shipment, SalesInvoice, PurchaseOrder, GoodsReceipt])
    return drafting.archive(walk.one(model), by=walk.by, archived=walk.dice.random() < 0.5)


# --- buying -------------------------------------------------------------------------------------------------------


def purchase(walk: Walk) -> Any:
    document = buying.draft(walk.world.maker, by=walk.by)
    for _each in range(walk.dice.randint(1, 3)):
        item = walk.item()
        usual = buying_prices.line_facts(walk.world.maker, item)
        drafting.add_line(document, by=walk.by, **walk.facts(usual, item))
    return buying.send(document, by=walk.by) if walk.dice.random() < 0.7 else document


def send_purchase(walk: Walk) -> Any:
    return buying.send(walk.one(PurchaseOrder, status="draft"), by=walk.by)


def end_purchase(walk: Walk) -> Any:
    return walk.dice.choice([buying.reopen, buying.cancel])(walk.one(PurchaseOrder), by=walk.by)


def receipt(walk: Walk) -> Any:
    return receipts.draft_from_order(walk.one(PurchaseOrder, status="sent"), by=walk.by)


def free_receipt(walk: Walk) -> Any:
    document, item = receipts.draft(walk.world.maker, by=walk.by), walk.stock_item()
    facts = walk.facts(buying_prices.line_facts(walk.world.maker, item), item)
    drafting.add_line(document, by=walk.by, location=walk.place(), **facts)
    return document


def edit_receipt(walk: Walk) -> Any:
    line = walk.line(GoodsReceipt, status="open")
    return drafting.change_line(line, by=walk.by, quantity=walk.quantity(), location=walk.place())


def receive(walk: Walk) -> Any:
    return receipts.receive(walk.one(GoodsReceipt, status="open"), by=walk.by, on=walk.day())


def delete_receipt(walk: Walk) -> Any:
    return receipts.delete(walk.one(GoodsReceipt, status="open"), by=walk.by)


OFTEN = [order, shipment, pick, ship, invoice_from_order, edit_invoice, book, receive, receipt, archive]
VERBS: list[Callable[[Walk], Any]] = [
    *OFTEN,
    *OFTEN,
    quote,
    send_quote,
    answer_quote,
    order_from_quote,
    invoice_from_quote,
    confirm,
    reopen_order,
    cancel_order,
    delete_order,
    edit_line,
    shipment_of_invoice,
    unpick,
    pick_all,
    delete_shipment,
    invoice,
    invoice_from_shipment,
    extend_invoice,
    delete_invoice,
    split_order,
    split_order,
    credit,
    credit,
    book_credit,
    recreate,
    settle,
    pay,
    remove_payment,
    purchase,
    send_purchase,
    end_purchase,
    free_receipt,
    edit_receipt,
    delete_receipt,
    *CHARGED,
]


@pytest.mark.parametrize("seed", [*KEPT, *range(1, WALKS + 1)])
def test_whatever_is_done_in_whatever_order_the_books_are_right(nordlys, seed):
    with nordlys.open() as world:
        Walk(world, seed).run(STEPS)


@pytest.mark.parametrize("seed", [*KEPT, *range(1001, 1001 + WALKS)])
def test_and_with_average_cost_too(solvang, seed):
    with solvang.open() as world:
        Walk(world, seed).run(STEPS)
