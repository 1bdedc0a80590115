"""A number that explains itself says the truth: its parts sum to it."""

from decimal import Decimal

import pytest

from inventory.explain import Explainer
from inventory.models import CostEntry, CostState
from layouts import drafting
from purchasing import orders as purchase_orders
from purchasing import prices
from tests import make

EVERYTHING = frozenset(["shipments.view", "receipts.view", "sales.view", "purchasing.view", "cost.view"])


@pytest.fixture
def fifo(nordlys, monday):
    with nordlys.open():
        yield nordlys


@pytest.fixture
def average(solvang, monday):
    with solvang.open():
        yield solvang


def explained(world, sequence):
    entry = CostEntry.objects.get(item=world.lamp, sequence=sequence)
    return entry, Explainer(world.lamp, world.agreement.principle, EVERYTHING).entry(entry)


def test_a_fifo_cost_names_the_layers_that_fed_it(fifo):
    make.received(fifo, fifo.lamp, 10, "25.00")
    make.received(fifo, fifo.lamp, 10, "40.00")
    make.shipped(fifo, make.order(fifo, (fifo.lamp, 12)))
    entry, why = explained(fifo, 3)
    assert [(row.quantity, row.of, row.worth, row.cost) for row in why.rows] == [
        (Decimal(10), Decimal(10), Decimal(250), Decimal(250)),
        (Decimal(2), Decimal(10), Decimal(400), Decimal(80)),
    ]
    assert why.total.cost == -entry.value == Decimal(330)
    assert "It used up goods receipt 1001 and began on goods receipt 1002." in why.text
    assert [(round(layer.gone), round(layer.took)) for layer in why.strip] == [(0, 50), (0, 10)]


def test_the_pieces_of_a_layer_that_does_not_divide_sum_to_it(fifo):
    make.received(fifo, fifo.lamp, 3, Decimal("3.333333"))
    costs = []
    for sequence in (2, 3, 4):
        make.shipped(fifo, make.order(fifo, (fifo.lamp, 1)))
        entry, why = explained(fifo, sequence)
        assert why.total.cost == -entry.value
        costs.append(why.total.cost)
    assert costs == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]


def test_an_issue_of_many_small_layers_is_told_in_one_sentence(fifo):
    for price in range(1, 13):
        make.received(fifo, fifo.lamp, 1, price)
    make.shipped(fifo, make.order(fifo, (fifo.lamp, 12)))
    entry, why = explained(fifo, 13)
    assert len(why.rows) == 12
    assert why.total.cost == -entry.value == Decimal(78)
    assert "Between them it used up 10 layers more." in why.text
    assert len(why.strip) == 8


def test_a_receipt_says_who_took_from_it_and_what_is_left(fifo):
    make.received(fifo, fifo.lamp, 10, "25.00")
    make.received(fifo, fifo.lamp, 10, "40.00")
    make.shipped(fifo, make.order(fifo, (fifo.lamp, 12)))
    make.shipped(fifo, make.order(fifo, (fifo.lamp, 3)))
    entry, why = explained(fifo, 2)
    assert [(row.label, row.quantity, row.cost) for row in why.rows] == [
        ("Shipment 1001", Decimal(2), Decimal(80)),
        ("Shipment 1002", Decimal(3), Decimal(120)),
    ]
    assert (why.total.quantity, why.total.cost) == (Decimal(5), Decimal(200))
    assert sum(row.cost for row in why.rows) + why.total.cost == entry.value


def test_the_stock_value_is_the_sum_of_the_layers_that_are_left(fifo):
    make.received(fifo, fifo.lamp, 10, "25.00")
    make.received(fifo, fifo.lamp, 10, "40.00")
    make.shipped(fifo, make.order(fifo, (fifo.lamp, 4)))
    state = CostState.objects.get(item=fifo.lamp)
    why = Explainer(fifo.lamp, "fifo", EVERYTHING).value(state)
    assert [(row.quantity, row.cost) for row in why.rows] == [(Decimal(6), Decimal(150)), (Decimal(10), Decimal(400))]
    assert why.total.cost == state.value == Decimal(550)


def test_an_average_cost_shows_the_balance_that_it_came_from(average):
    make.received(average, average.lamp, 10, "25.00")
    make.received(average, average.lamp, 10, "40.00")
    make.shipped(average, make.order(average, (average.lamp, 12)))
    entry, why = explained(average, 3)
    assert entry.value == Decimal("-390.00")
    assert "20\N{NO-BREAK SPACE}pcs were worth 650.00 before, that is 32.50 each." in why.text
    assert [(row.quantity, row.cost, row.current) for row in why.rows] == [
        (Decimal(10), Decimal(250), False),
        (Decimal(20), Decimal(650), False),
        (Decimal(8), Decimal(260), True),
    ]
    assert why.strip == []


def test_a_receipt_says_how_it_moved_the_average(average):
    make.received(average, average.lamp, 10, "25.00")
    make.received(average, average.lamp, 10, "40.00")
    _entry, why = explained(average, 2)
    assert "the average is now 32.50 each" in why.text


def test_reserved_names_the_orders_and_incoming_the_purchase_orders(fifo):
    order = make.order(fifo, (fifo.lamp, 7))
    bought = purchase_orders.draft(fifo.maker, by=fifo.anna)
    facts = prices.line_facts(fifo.maker, fifo.lamp) | {"price": Decimal(20)}
    drafting.add_line(bought, by=fifo.anna, item=fifo.lamp, quantity=Decimal(30), **facts)
    purchase_orders.send(bought, by=fifo.anna)
    ask = Explainer(fifo.lamp, "fifo", EVERYTHING)
    assert [(row.label, row.party, row.quantity) for row in ask.reserved().rows] == [
        (f"Order {order.number}", "Fjord Sykkel AS", Decimal(7))
    ]
    assert [(row.label, row.quantity) for row in ask.incoming().rows] == [
        (f"Purchase order {bought.number}", Decimal(30))
    ]


def test_documents_are_no_links_for_those_who_may_not_open_them(fifo):
    make.order(fifo, (fifo.lamp, 7))
    assert Explainer(fifo.lamp, "fifo", frozenset(["items.view"])).reserved().rows[0].url == ""
