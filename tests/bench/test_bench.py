"""What the benchmarks stand on: the loader's books are right, and the hand-written shipment does what the verb does."""

from decimal import Decimal

import pytest

from accounts import search
from accounts.models import Event
from accounts.tenancy import acting_for
from bench import bare, bulk, company, documents, house, shipping
from bench.load import load
from inventory.models import CostEntry, CostState, Reservation, StockBalance, StockMove
from rackbeat.lib import books
from sales import shipments
from sales.models import SalesOrder, Shipment, ShipmentLine

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = {"fifo": 9001, "average": 9002}


@pytest.fixture(params=["fifo", "average"])
def agreement(request, transactional_db):
    return company.agreement(NUMBERS[request.param], request.param, 12)


def proved(agreement) -> list:
    with acting_for(agreement):
        return books.broken()


def loaded(agreement, entries):
    with house.bare("postgres") as own:
        load(own, agreement, company.things(agreement, 0, 12), entries)


def test_the_loader_makes_a_ledger_that_is_right_and_goes_on(agreement):
    """What is posted behind it finds layers, months and sums as if everything had been posted."""
    loaded(agreement, 12 * 37)
    assert proved(agreement) == []
    with acting_for(agreement):
        assert CostEntry.objects.count() == 12 * 37
        assert {state.sequence for state in CostState.objects.all()} == {37}
    items = company.things(agreement, 0, 12)
    company.supply(agreement, items, 5)
    for key in company.copies(agreement, company.picked(agreement, [item for item, _place in items], 20), 1):
        with acting_for(agreement):
            shipments.ship(Shipment.objects.get(pk=key), by=company.anna())
    assert proved(agreement) == []


@pytest.mark.parametrize("table", ["inventory_costentry", "inventory_stockmove", "inventory_stockmonth"])
def test_a_table_gets_back_every_index_that_a_load_took_away(transactional_db, table):
    """With its name and its rule: what comes after the load is measured on the table that users have."""
    asked = r"""SELECT i.indexrelid::regclass::text, pg_get_constraintdef(c.oid),
          regexp_replace(pg_get_indexdef(i.indexrelid), '[()]|::(character varying|text)(\[\])?', '', 'g')
        FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype <> 'f'
        WHERE i.indrelid = %s::regclass ORDER BY 1"""
    with house.bare("postgres") as own:
        before = own.execute(asked, [table]).fetchall()
        with bulk.without_indexes(own, table, bulk.WORTH_IT):
            assert len(own.execute(asked, [table]).fetchall()) <= 1  # the key that other tables refer to
        assert own.execute(asked, [table]).fetchall() == before != []
        with bulk.without_indexes(own, table, bulk.WORTH_IT - 1):
            assert own.execute(asked, [table]).fetchall() == before


def written(agreement, key: int) -> dict:
    """All that a sent shipment left behind, without keys and moments."""
    with acting_for(agreement):
        shipment = Shipment.objects.get(pk=key)
        order = SalesOrder.objects.get(pk=shipment.order_id)
        ledger = {"source_kind": "sales.shipment", "source_id": key}
        return {
            "shipment": (
                shipment.status,
                shipment.picking,
                shipment.archived,
                shipment.shipped_on,
                shipment.shipped_by_id,
            ),
            "order": (order.delivery, order.invoicing, order.archived, order.archived_by_hand),
            "lines": list(ShipmentLine.objects.filter(shipment=key).values_list("quantity", "quantity_returned")),
            "order lines": list(order.lines.values_list("quantity_shipped", flat=True)),
            "entries": list(
                CostEntry.objects.filter(**ledger)
                .order_by("item_id")
                .values_list("item_id", "kind", "quantity", "party_name", "effective_on", "posted_by_id")
            ),
            "moves": list(
                StockMove.objects.filter(**ledger).order_by("item_id").values_list("item_id", "location_id", "quantity")
            ),
            "open": list(Reservation.objects.filter(source_id=order.pk).values_list("quantity_open", flat=True)),
            "told": list(
                Event.objects.filter(subject_id=key, verb="shipped").values_list("subject_kind", "by_id", "details")
            ),
        }


@pytest.mark.parametrize("left", [0, 1])
def test_the_shipment_by_hand_has_the_effect_of_the_verb(agreement, left):
    """Else the ratio of B1 would compare different work. left: so much of the first line is not picked."""
    items = company.things(agreement, 0, 10)
    company.supply(agreement, items, 100)
    user, template = company.anna(), company.picked(agreement, [item for item, _place in items], 3)
    if left:
        with acting_for(agreement):
            shipments.pick(template.lines.first(), Decimal(2), by=user)
    ours, theirs = company.copies(agreement, template, 2)
    with acting_for(agreement):
        shipments.ship(Shipment.objects.get(pk=ours), by=user)
    with house.bare() as own:
        bare.ship(own, agreement.pk, theirs, user.pk)
    assert proved(agreement) == []
    first, second = written(agreement, ours), written(agreement, theirs)
    for each in (first, second):
        each["told"] = [told[:2] for told in each["told"]]
    assert first == second
    with acting_for(agreement):
        assert StockBalance.objects.get(item=items[1][0]).on_hand == 94


def test_a_shipment_takes_26_statements_however_many_lines_it_has(agreement):
    """What B1 was won by: nothing is read or locked twice, and every table is written once."""
    items = company.things(agreement, 0, 12)
    company.supply(agreement, items, 100)
    counts = []
    for lines in (1, 12):
        first, second = company.copies(agreement, company.picked(agreement, [item for item, _p in items[:lines]]), 2)
        shipping.by_verb(agreement, company.anna(), first)
        counts.append(shipping.statements(agreement, company.anna(), second))
    assert counts[0] == counts[1] <= 26


def test_the_loader_of_documents_makes_orders_that_hold_and_are_found(transactional_db):
    """Lists and search are measured on them: their sums, tracks and history are those that the verbs would leave."""
    of = documents.documents(300)
    assert proved(of) == []
    with acting_for(of):
        assert SalesOrder.objects.count() == 302
        assert search.hits(SalesOrder, "vidde sykkel", 500)
