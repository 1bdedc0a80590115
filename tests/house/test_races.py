"""Many at once, in threads with connections of their own, as the restricted role: nothing twice, nothing lost, no deadlock."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from accounts import numbers
from accounts.tenancy import acting_for
from inventory import posting
from inventory.models import CostState, StockBalance, StockMove
from layouts import drafting
from purchasing import credits as supplier_credits
from purchasing import invoices as supplier_invoices
from purchasing.models import SupplierInvoice
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from sales import invoices, orders, shipments
from sales.models import SalesInvoice, SalesOrder, Shipment
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    from tests import world

    return world.nordlys()


def at_once(world: Any, works: list[Callable[[], Any]], *, inside: bool = True) -> Counter:
    """Let all begin in the same moment, each in a transaction of its own (or opening one itself); how each ended."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> str:
        try:
            gate.wait(timeout=60)
            with acting_for(world.agreement) if inside else nullcontext():
                work()
            return "done"
        except Refusal:
            return "refused"
        except OperationalError as error:
            return f"broken: {getattr(error.__cause__, 'sqlstate', error)}"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(run, works))


def one_behind_the_other(world: Any, item: Any, works: list[Callable[[], Any]]) -> list[str]:
    """While somebody else holds the item, each begins when the one before it waits; then the item is let go."""

    def waiting() -> int:
        """Read off the locks: another role's activity may be hidden from ours, its locks are not."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(DISTINCT w.pid) FROM pg_locks w WHERE NOT w.granted AND w.pid IN (SELECT h.pid FROM pg_locks h"
                " JOIN pg_database d ON d.oid = h.database AND d.datname = current_database())"
            )
            return cursor.fetchone()[0]

    with ThreadPoolExecutor(len(works)) as pool:
        with world.open():
            posting.lock_states([item.pk])
            ends = []
            for count, work in enumerate(works, start=1):
                ends.append(pool.submit(at_once, world, [work]))
                until = time.monotonic() + 20
                while waiting() < count and time.monotonic() < until:
                    time.sleep(0.02)
        return [next(iter(end.result())) for end in ends]


def proved(world: Any) -> None:
    with world.open():
        assert books.broken() == []


def picked(world: Any, *lines: Any) -> Shipment:
    """A shipment that is ready to be sent."""
    document = shipments.draft_from_order(make.order(world, *lines), by=world.anna)
    return shipments.pick_all(document, by=world.anna)


def test_eight_who_send_one_shipment_send_it_once(world):
    with world.open():
        make.received(world, world.lamp, 10, "25.00")
        shipment = picked(world, (world.lamp, 3))
    ends = at_once(world, [lambda: shipments.ship(shipment, by=world.anna)] * 8)
    assert ends == {"done": 1, "refused": 7}
    with world.open():
        assert [move.quantity for move in StockMove.objects.filter(source_kind="sales.shipment")] == [Decimal(-3)]
    proved(world)


def test_two_invoices_of_one_receipt_are_not_both_booked(world):
    """Two colleagues entered the same goods while neither was booked: the second gets a sentence, and the cost moves once."""
    with world.open():
        receipt, today = make.received(world, world.lamp, 10, "25.00"), world.agreement.today()
        drafts = [supplier_invoices.draft(world.maker, by=world.anna) for _each in range(2)]
        for at, draft in enumerate(drafts):
            supplier_invoices.add_receipt(draft, receipt, by=world.anna, with_goods=not at)
            drafting.change(draft, by=world.anna, supplier_number=f"F-{at}", invoiced_on=today)
        first = drafts[0].lines.get()
        supplier_invoices.change_line(first, by=world.anna, price=Decimal(30))
        first.refresh_from_db()
        first.pk, first.invoice = None, drafts[1]
        first.save()
        drafting.renew(drafts[1])
    ends = at_once(world, [lambda each=each: supplier_invoices.book(each, by=world.anna) for each in drafts])
    assert ends == {"done": 1, "refused": 1}
    with world.open():
        assert CostState.objects.get(item=world.lamp).value == Decimal("300.00")
        assert [each.number for each in SupplierInvoice.objects.filter(status="booked")] == [1001]
    proved(world)


def test_eight_who_book_one_supplier_invoice_book_it_once(world):
    with world.open():
        receipt = make.received(world, world.lamp, 10, "25.00")
        bill = supplier_invoices.draft_from_receipt(receipt, by=world.anna)
        drafting.change(bill, by=world.anna, supplier_number="F-1", invoiced_on=world.agreement.today())
    ends = at_once(world, [lambda: supplier_invoices.book(bill, by=world.anna)] * 8)
    assert ends == {"done": 1, "refused": 7}
    proved(world)


def test_goods_that_two_credit_notes_send_back_go_back_once(world):
    """Each of two drafts takes all ten, and four hands book each: one return, one credit."""
    with world.open():
        receipt, today = make.received(world, world.lamp, 10, "25.00"), world.agreement.today()
        bill = supplier_invoices.draft_from_receipt(receipt, by=world.anna)
        drafting.change(bill, by=world.anna, supplier_number="F-1", invoiced_on=today)
        bill, drafts = supplier_invoices.book(bill, by=world.anna), []
        for at in range(2):
            part = {bill.lines.get().pk: Decimal(5)}
            draft = supplier_credits.draft_from_invoice(bill, by=world.anna, reason="returned", quantities=part)
            drafts.append(drafting.change(draft, by=world.anna, supplier_number=f"K-{at}", invoiced_on=today))
        for draft in drafts:  # as if neither had seen the other
            draft.lines.update(quantity=-10, amount_net=-250)
            drafting.renew(draft)
    ends = at_once(world, [lambda each=each: supplier_credits.book(each, by=world.anna) for each in drafts * 4])
    assert ends == {"done": 1, "refused": 7}
    with world.open():
        assert CostState.objects.get(item=world.lamp).value == 0
        assert [each.number for each in SupplierInvoice.objects.filter(kind="credit_note", status="booked")] == [1002]
    proved(world)


def test_six_who_want_the_last_one_get_it_once(world):
    with world.open():
        make.received(world, world.lamp, 1, "25.00")
        waiting = [picked(world, (world.lamp, 1)) for _order in range(6)]
    ends = at_once(world, [lambda each=each: shipments.ship(each, by=world.anna) for each in waiting])
    assert ends == {"done": 1, "refused": 5}
    with world.open():
        assert [balance.on_hand for balance in StockBalance.objects.filter(item=world.lamp)] == [0]
        assert CostState.objects.get(item=world.lamp).value == 0
    proved(world)


def test_without_the_lock_the_last_one_would_go_more_than_once(world):
    """The race is real: the same check on what nobody locked passes for all. Else the tests above would prove nothing."""
    with world.open():
        make.received(world, world.lamp, 1, "25.00")
    together = threading.Barrier(4)

    def look() -> None:
        there = StockBalance.objects.get(item=world.lamp).on_hand
        together.wait(timeout=60)
        if there < 1:
            raise Refusal("none left")

    assert at_once(world, [look] * 4) == {"done": 4}


def test_numbers_have_no_holes_though_every_third_booking_fails(world):
    class Fails(Exception):
        pass

    def book(at: int) -> None:
        try:
            with transaction.atomic():
                invoices.book(drafts[at], by=world.anna)
                if at % 3 == 0:
                    raise Fails
        except Fails:
            raise Refusal("on purpose") from None

    with world.open():
        drafts = []
        for _each in range(9):
            draft = invoices.draft(world.shop, by=world.anna)
            invoices.add_line(draft, by=world.anna, item=world.hours, quantity=Decimal(1), price=Decimal(800))
            drafts.append(draft)
    assert at_once(world, [lambda at=at: book(at) for at in range(9)]) == {"done": 6, "refused": 3}
    with world.open():
        given = SalesInvoice.objects.filter(number__isnull=False).order_by("number").values_list("number", flat=True)
        assert list(given) == list(range(1001, 1007))
        assert numbers.coming("invoices") == 1007
    proved(world)


def test_items_in_opposite_order_are_no_deadlock(world):
    with world.open():
        make.received(world, world.lamp, 100, "25.00")
        make.received(world, world.cable, 100, "2.50")
        there, back = [(world.lamp, 1), (world.cable, 1)], [(world.cable, 1), (world.lamp, 1)]
        waiting = [picked(world, *(there if at % 2 else back)) for at in range(12)]
    ends = at_once(world, [lambda each=each: shipments.ship(each, by=world.anna) for each in waiting])
    assert ends == {"done": 12}
    proved(world)


def test_items_nobody_ever_had_are_received_at_once_without_a_deadlock(world):
    with world.open():
        source = posting.Source("test", 1, "1")
        today = world.agreement.today()

    def receive(*items: Any) -> None:
        lines = [posting.Line(item.pk, world.shelf.pk, Decimal(1), value=Decimal(5)) for item in items]
        posting.receive(lines, source=source, effective_on=today, by=world.anna)

    works = [lambda: receive(world.lamp, world.cable), lambda: receive(world.cable, world.lamp)] * 4
    assert at_once(world, works) == {"done": 8}
    with world.open():
        assert [state.quantity for state in CostState.objects.all()] == [8, 8]


def test_an_item_leaves_two_places_at_once_and_its_cost_is_reckoned_one_after_the_other(world):
    """No place is wanted twice, so only the item's own lock keeps them apart."""
    with world.open():
        today = world.agreement.today()
        source = posting.Source("test", 1, "1")
        lines = [posting.Line(world.lamp.pk, place.pk, Decimal(20), value=Decimal("66.67")) for place in _places(world)]
        posting.receive(lines, source=source, effective_on=today, by=world.anna)

    def leave(place: Any) -> None:
        for _each in range(4):
            line = posting.Line(world.lamp.pk, place.pk, Decimal(1))
            posting.issue([line], source=source, effective_on=today, by=world.anna)
            time.sleep(0.02)

    assert at_once(world, [lambda place=place: leave(place) for place in _places(world)] * 2) == {"done": 4}
    with world.open():
        assert CostState.objects.get(item=world.lamp).quantity == 24
    proved(world)


def _places(world: Any) -> list[Any]:
    return [world.shelf, world.yard]


def test_one_order_is_worked_on_from_all_sides(world):
    """Shipped, invoiced, paid, shipped for the invoice's own line, cancelled: in any order, never against each other."""
    with world.open():
        make.received(world, world.lamp, 50, "25.00")
        order = make.order(world, (world.lamp, 10), (world.hours, 1))
        first = shipments.pick_all(shipments.draft_from_order(order, by=world.anna), by=world.anna)
        draft = invoices.draft_from_order(order, by=world.anna)
        invoices.add_line(draft, by=world.anna, item=world.lamp, quantity=Decimal(2), price=Decimal(1))
        other = invoices.book(_half(world, draft), by=world.anna)
        own = shipments.pick_all(shipments.draft_from_invoice(other, by=world.anna), by=world.anna)
        rest = invoices.draft_from_order(order, by=world.anna)
        line = rest.lines.first()
    works = [
        lambda: shipments.ship(first, by=world.anna),
        lambda: shipments.ship(own, by=world.anna),
        lambda: invoices.book(rest, by=world.anna),
        lambda: invoices.change_line(line, by=world.anna, quantity=Decimal(1)),
        lambda: invoices.delete(rest, by=world.anna),
        lambda: invoices.pay(other, Decimal(100), by=world.anna),
        lambda: shipments.draft_from_order(order, by=world.anna),
        lambda: orders.cancel(order, by=world.anna),
    ]
    for _round in range(2):
        ends = at_once(world, works)
        assert not [end for end in ends if end.startswith("broken")]
        proved(world)


def test_an_orders_goods_and_its_invoices_own_ones_are_sent_without_a_deadlock(world):
    """The first holds the items and then settles the invoice; the second must not hold that and wait for the items."""
    with world.open():
        make.received(world, world.lamp, 50, "25.00")
        order = make.order(world, (world.lamp, 10))
        goods = shipments.pick_all(shipments.draft_from_order(order, by=world.anna), by=world.anna)
        draft = invoices.draft_from_order(order, by=world.anna)
        invoices.add_line(draft, by=world.anna, item=world.lamp, quantity=Decimal(2), price=Decimal(1))
        own = shipments.draft_from_invoice(invoices.book(draft, by=world.anna), by=world.anna)
        shipments.pick_all(own, by=world.anna)
    works = [lambda: shipments.ship(goods, by=world.anna), lambda: shipments.ship(own, by=world.anna)]
    assert one_behind_the_other(world, world.lamp, works) == ["done", "done"]
    proved(world)


def _half(world: Any, draft: SalesInvoice) -> SalesInvoice:
    line = draft.lines.filter(order_line__isnull=False, item=world.lamp).get()
    invoices.change_line(line, by=world.anna, quantity=Decimal(4))
    return draft


def test_two_drafts_cannot_share_what_is_left_to_invoice(world):
    with world.open():
        order = make.order(world, (world.hours, 10))
        drafts = []
        for _each in range(2):
            draft = invoices.draft_from_order(order, by=world.anna)
            invoices.change_line(draft.lines.get(), by=world.anna, quantity=Decimal(2))
            drafts.append(draft.lines.get())
    works = [lambda line=line: invoices.change_line(line, by=world.anna, quantity=Decimal(7)) for line in drafts]
    assert at_once(world, works) == {"done": 1, "refused": 1}
    proved(world)


def test_a_form_that_two_clicks_send_at_once_makes_one_order(world):
    client = Client()
    client.force_login(world.anna)
    form = {"once": str(uuid4()), "party": str(world.shop.number), "agreement": str(world.agreement.number)}
    answers: list[Any] = []

    def click() -> None:
        twin = Client()
        twin.cookies = client.cookies
        answers.append(twin.post("/sales/orders/new/", form))

    assert at_once(world, [click] * 4, inside=False) == {"done": 4}
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    with world.open():
        assert SalesOrder.objects.count() == 1
