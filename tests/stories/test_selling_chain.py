"""From quote to paid invoice, with every status on the way (S9-S12, S4)."""

from decimal import Decimal

import pytest

from layouts import drafting
from rackbeat.lib.refusal import Refusal
from sales import invoices, orders, prices, quotes, shipments
from sales.models import Quote, SalesInvoice, SalesOrder, Shipment
from tests import make


def test_a_quote_becomes_an_order_that_is_shipped_in_two_parts_and_invoiced(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 20, "25.00")
        quote = quotes.draft(world.shop, by=world.anna)
        facts = prices.line_facts(quote, world.shop, world.lamp)
        drafting.add_line(quote, by=world.anna, item=world.lamp, quantity=Decimal(10), **facts)
        quotes.send(quote, by=world.anna)
        order = orders.draft_from_quote(quote, by=world.anna)
        quote.refresh_from_db()
        assert (quote.status, quote.archived) == (Quote.Status.ACCEPTED, True)
        assert order.amount_total == Decimal("1250.00")
        order = orders.confirm(order, by=world.anna)
        assert order.delivery == SalesOrder.Delivery.NONE

        shipment = shipments.draft_from_order(order, by=world.anna)
        order.refresh_from_db()
        assert order.delivery == SalesOrder.Delivery.READY
        with pytest.raises(Refusal):
            shipments.ship(shipment, by=world.bo)
        shipments.pick(shipment.lines.get(), Decimal(4), by=world.bo)
        shipment.refresh_from_db()
        assert shipment.picking == Shipment.Picking.PARTLY
        shipments.ship(shipment, by=world.bo)
        order.refresh_from_db()
        shipment.refresh_from_db()
        assert (order.delivery, shipment.status, shipment.archived) == ("partly", "shipped", True)
        assert shipment.lines.get().quantity_returned == 6

        first = invoices.draft_from_shipment(shipment, by=world.anna)
        order.refresh_from_db()
        assert (first.amount_net, order.invoicing) == (Decimal("400.00"), SalesOrder.Invoicing.READY)
        first = invoices.book(first, by=world.anna)
        first.refresh_from_db()
        assert (first.number, first.delivery, first.archived) == (1001, SalesInvoice.Delivery.FULL, True)

        make.shipped(world, order)
        second = invoices.book(invoices.draft_from_order(order, by=world.anna), by=world.anna)
        order.refresh_from_db()
        assert (second.number, order.invoicing, order.archived) == (1002, SalesOrder.Invoicing.FULL, True)
        invoices.pay(second, Decimal("750.00"), by=world.anna)
        second.refresh_from_db()
        assert second.amount_open == 0


def test_an_invoice_in_advance_is_delivered_by_the_orders_shipments(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 20, "25.00")
        order = make.order(world, (world.lamp, 10), (world.hours, 2))
        invoice = invoices.book(invoices.draft_from_order(order, by=world.anna), by=world.anna)
        invoice.refresh_from_db()
        assert (invoice.delivery, invoice.archived) == (SalesInvoice.Delivery.NONE, False)
        make.shipped(world, order)
        invoice.refresh_from_db()
        assert (invoice.delivery, invoice.archived) == (SalesInvoice.Delivery.FULL, True)


def test_a_cancelled_order_keeps_what_was_shipped_to_be_invoiced(nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 20, "25.00")
        order = make.order(world, (world.lamp, 10))
        shipment = shipments.draft_from_order(order, by=world.anna)
        shipments.pick(shipment.lines.get(), Decimal(3), by=world.anna)
        shipments.ship(shipment, by=world.anna)
        order = orders.cancel(order, by=world.anna)
        order.refresh_from_db()
        assert (order.status, order.delivery, order.archived) == ("cancelled", "full", False)
        invoices.book(invoices.draft_from_order(order, by=world.anna), by=world.anna)
        order.refresh_from_db()
        assert order.archived
