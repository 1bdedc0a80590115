"""Booked facts stay: tried with raw SQL as the web's role, with bulk_update and with delete."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from inventory.models import StockMove
from layouts import drafting
from purchasing import invoices as supplier_invoices
from sales import invoices
from sales.models import SalesInvoiceLine, ShipmentLine
from tests import kept, make


@kept.scene()
def sold(world):
    """Five lamps came, two of them left, both invoices booked."""
    charged(world, make.received(world, world.lamp, 5, "25.00"))
    order = make.order(world, (world.lamp, 2))
    make.shipped(world, order)
    return invoices.book(invoices.draft_from_order(order, by=world.anna), by=world.anna)


@pytest.fixture
def booked(nordlys, sold):
    with nordlys.open():
        yield sold


def charged(world, receipt):
    """The supplier's invoice of it, booked."""
    bill = supplier_invoices.draft_from_receipt(receipt, by=world.anna)
    drafting.change(bill, by=world.anna, supplier_number="F-1", invoiced_on=world.agreement.today())
    return supplier_invoices.book(bill, by=world.anna)


REFUSED = [
    "UPDATE sales_salesinvoice SET amount_total = 1",
    "UPDATE sales_salesinvoice SET number = 7",
    "UPDATE sales_salesinvoice SET status = 'draft', number = NULL",
    "DELETE FROM sales_salesinvoice",
    "UPDATE sales_salesinvoiceline SET price = 1",
    "DELETE FROM sales_salesinvoiceline",
    "UPDATE sales_shipment SET shipped_on = '2020-01-01'",
    "UPDATE sales_shipmentline SET quantity = 1",
    "UPDATE purchasing_goodsreceiptline SET price = 1",
    "UPDATE purchasing_goodsreceipt SET status = 'open'",
    "UPDATE purchasing_supplierinvoice SET amount_net = 1",
    "DELETE FROM purchasing_supplierinvoice",
    "UPDATE purchasing_supplierinvoiceline SET price = 1",
    "UPDATE inventory_costentry SET value = 0",
    "DELETE FROM inventory_stockmove",
    "DELETE FROM inventory_costlayer",
    "TRUNCATE accounts_event",
    "UPDATE accounts_event SET verb = 'nothing'",
    "UPDATE accounts_agreement SET principle = 'average'",
    "UPDATE accounts_agreement SET base_currency_id = 'EUR'",
    "UPDATE inventory_stockbalance SET on_hand = -1",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_raw_sql_cannot_change_what_is_final(booked, statement):
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(
        word in str(refused.value)
        for word in ("booked", "final", "permission denied", "append-only", "locked for ever", "stock_balance_on_hand")
    ), str(refused.value)


def test_the_orm_cannot_either(booked):
    line = booked.lines.get()
    line.price = 1
    with pytest.raises(ProgrammingError, match="final"), transaction.atomic():
        SalesInvoiceLine.objects.bulk_update([line], ["price"])
    with pytest.raises(ProgrammingError, match="final"), transaction.atomic():
        ShipmentLine.objects.all().delete()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        StockMove.objects.all().delete()


def test_layout_archive_and_payment_stay_free(booked, nordlys):
    booked.layout = None
    booked.archived = False
    booked.save(update_fields=["layout", "archived"])
    invoices.pay(booked, booked.amount_total, by=nordlys.anna)
