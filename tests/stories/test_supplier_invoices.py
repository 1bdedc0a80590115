"""What goods really cost: the supplier's invoice against its receipt, and the freight on it (ledger 2, 5, 10; decision 510)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from inventory.models import CostEntry, CostState, Item, ItemGroup
from layouts import drafting
from purchasing import invoices, receipts
from purchasing.models import PurchaseOrder, SupplierInvoice
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests import make

BOTH = pytest.mark.parametrize("whose", ["nordlys", "solvang"])


@pytest.fixture
def world(request, whose):
    with request.getfixturevalue(whose).open() as opened:
        yield opened


def value(item):
    return CostState.objects.get(item=item).value


def entered(world, receipt, theirs="F-1", *prices):
    """The receipt's invoice as a draft, each line at the price that the supplier took (as assumed, where none is said)."""
    invoice = invoices.draft_from_receipt(receipt, by=world.owner)
    today = world.agreement.today()
    drafting.change(invoice, by=world.owner, supplier_number=theirs, invoiced_on=today)
    for line, price in zip(list(invoice.lines.all()), prices, strict=False):
        invoices.change_line(line, by=world.owner, price=Decimal(price))
    return SupplierInvoice.objects.get(pk=invoice.pk)


def freight(world, invoice, amount, spread):
    """A line of freight, spread over the goods."""
    group = ItemGroup.objects.get(has_stock=False)
    item = Item.objects.filter(number="9900").first() or Item.objects.create(
        number="9900", name="Freight", group=group, unit=world.hours.unit
    )
    facts = {"text": "Freight", "unit": "pcs", "price": Decimal(amount), "quantity": Decimal(1)}
    return invoices.add_line(invoice, by=world.owner, item=item, spread=spread, **facts)


def came(world, *lines):
    """One processed receipt of (item, quantity, price) lines."""
    order = make.purchase_order(world, *lines)
    return receipts.receive(receipts.draft_from_order(order, by=world.owner), by=world.owner)


@BOTH
def test_a_dearer_invoice_splits_right_over_what_was_sold(world):
    """10 lamps at 25.00, 4 sent; the invoice says 30.00: of 50.00 more 20.00 went with them, 30.00 lies on the six."""
    receipt = came(world, (world.lamp, 10, "25.00"))
    make.shipped(world, make.order(world, (world.lamp, 4)))
    booked = invoices.book(entered(world, receipt, "F-1", "30.00"), by=world.owner)
    line = booked.lines.get()
    assert (line.amount_expected, line.amount_net) == (Decimal("250.00"), Decimal("300.00"))
    assert (line.amount_stock, line.amount_cost_of_sales, line.amount_variance) == (30, 20, 0)
    assert (value(world.lamp), booked.number, booked.status) == (Decimal("180.00"), 1001, "booked")
    assert books.broken() == []


@pytest.mark.parametrize("whose", ["nordlys"])
def test_the_late_price_of_the_design_comes_out_to_the_last_cent(world):
    """A layer of 3 worth 10.00, one sent at 3.33; the invoice says 11.00: cost of sales +0.34, stock +0.66 (now 7.33)."""
    receipt = make.received(world, world.lamp, 3, "3.333333")
    make.shipped(world, make.order(world, (world.lamp, 1)))
    invoice = entered(world, receipt, "F-1", "3.666667")
    invoices.book(invoice, by=world.owner)
    line = invoice.lines.get()
    assert (line.amount_cost_of_sales, line.amount_stock) == (Decimal("0.34"), Decimal("0.66"))
    assert value(world.lamp) == Decimal("7.33")


@BOTH
def test_freight_by_quantity_value_and_weight_is_spread_exactly(world):
    """120.00 over 2 x 1,500.00 and 8 x 200.00: 24.00 and 96.00; 78.26 and 41.74; by 5 kg and 0.25 kg, 100.00 and 20.00."""
    expected = {"quantity": ("24.00", "96.00"), "value": ("78.26", "41.74"), "weight": ("100.00", "20.00")}
    for item, weight in ((world.lamp, "5"), (world.cable, "0.25")):
        Item.objects.filter(pk=item.pk).update(weight_kg=Decimal(weight))
    for at, (spread, parts) in enumerate(expected.items()):
        before = value(world.lamp) if at else Decimal(0)
        receipt = came(world, (world.lamp, 2, "1500"), (world.cable, 8, "200"))
        invoice = entered(world, receipt, f"F-{spread}")
        line = freight(world, invoice, "120.00", spread)
        invoices.book(invoice, by=world.owner)
        assert [share.amount for share in line.shares.order_by("id")] == [Decimal(part) for part in parts]
        assert value(world.lamp) - before == Decimal("3000") + Decimal(parts[0])
    assert books.broken() == []


@BOTH
def test_by_value_a_unit_costs_what_the_model_product_says(world):
    """1,539.13 and 205.22 a unit."""
    invoice = entered(world, came(world, (world.lamp, 2, "1500"), (world.cable, 8, "200")))
    freight(world, invoice, "120.00", "value")
    invoices.book(invoice, by=world.owner)
    assert (round(value(world.lamp) / 2, 2), round(value(world.cable) / 8, 2)) == (
        Decimal("1539.13"),
        Decimal("205.22"),
    )


@BOTH
def test_a_carriers_invoice_is_spread_over_somebody_elses_goods(world):
    receipt = came(world, (world.lamp, 10, "25.00"))
    make.shipped(world, make.order(world, (world.lamp, 4)))
    invoice = invoices.draft(world.maker, by=world.owner, supplier_number="T-9", invoiced_on=world.agreement.today())
    line = freight(world, invoice, "120.00", "quantity")
    with pytest.raises(Refusal, match="add the receipt"):
        invoices.book(invoice, by=world.owner)
    invoices.add_receipt(invoice, receipt, by=world.owner, with_goods=False)
    invoices.book(invoice, by=world.owner)
    line.refresh_from_db()
    assert (line.amount_stock, line.amount_cost_of_sales) == (Decimal("72.00"), Decimal("48.00"))
    assert value(world.lamp) == Decimal("222.00")
    assert PurchaseOrder.objects.get().invoicing == "none"


@BOTH
def test_reversing_takes_back_every_cent_and_the_goods_can_be_invoiced_again(world):
    receipt = came(world, (world.lamp, 10, "25.00"))
    make.shipped(world, make.order(world, (world.lamp, 4)))
    invoice = entered(world, receipt, "F-1", "30.00")
    freight(world, invoice, "7.00", "value")
    invoices.book(invoice, by=world.owner)
    assert PurchaseOrder.objects.get().archived
    reversed_one = invoices.reverse(SupplierInvoice.objects.get(), by=world.owner)
    assert (reversed_one.status, reversed_one.number, value(world.lamp)) == ("reversed", 1001, Decimal("150.00"))
    sold = CostEntry.objects.exclude(kind="receipt").filter(source_kind="sales.shipment")
    assert sum(entry.value for entry in sold) == Decimal("-100.00")
    assert (PurchaseOrder.objects.get().invoicing, PurchaseOrder.objects.get().archived) == ("none", False)
    with pytest.raises(Refusal, match="reversed already"):
        invoices.reverse(reversed_one, by=world.owner)
    again = invoices.book(entered(world, receipt, "F-1", "26.00"), by=world.owner)
    assert (again.number, value(world.lamp)) == (1002, Decimal("156.00"))
    assert books.broken() == []


@BOTH
def test_parts_of_a_receipt_are_expected_to_cost_the_whole(world):
    """3 for 10.00, invoiced singly at what was assumed: 3.33, 3.34 and 3.33, and the value of stock stays."""
    receipt = make.received(world, world.lamp, 3, "3.333333")
    parts = []
    for at in range(3):
        invoice = entered(world, receipt, f"F-{at}")
        line = invoice.lines.get()
        assert line.quantity == 3 - at
        invoices.change_line(line, by=world.owner, quantity=Decimal(1))
        invoices.book(invoice, by=world.owner)
        line.refresh_from_db()
        parts.append(line.amount_expected)
    assert parts == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]
    with pytest.raises(Refusal, match="Nothing of receipt"):
        invoices.draft_from_receipt(receipt, by=world.owner)


@pytest.mark.parametrize("whose", ["nordlys"])
def test_an_order_is_done_when_it_has_been_received_and_invoiced(world):
    order = make.purchase_order(world, (world.lamp, 10, "25.00"), (world.hours, 2, "500.00"))
    receipts.receive(receipts.draft_from_order(order, by=world.owner), by=world.owner)
    order.refresh_from_db()
    assert (order.receiving, order.invoicing, order.archived) == ("full", "none", False)
    invoice = invoices.draft_from_order(order, by=world.owner)
    assert [line.quantity for line in invoice.lines.all()] == [10, 2]
    drafting.change(invoice, by=world.owner, supplier_number="F-1", invoiced_on=world.agreement.today())
    drafting.remove_line(invoice.lines.get(item=world.hours), by=world.owner)
    invoices.book(invoice, by=world.owner)
    order.refresh_from_db()
    assert (order.invoicing, order.archived) == ("partly", False)
    rest = invoices.draft_from_order(order, by=world.owner)
    drafting.change(rest, by=world.owner, supplier_number="F-2", invoiced_on=world.agreement.today())
    invoices.book(rest, by=world.owner)
    order.refresh_from_db()
    assert (order.invoicing, order.archived) == ("full", True)
    assert books.broken() == []


@pytest.mark.parametrize("whose", ["nordlys"])
def test_what_cannot_be_booked_says_why(world):
    receipt = came(world, (world.lamp, 10, "25.00"))
    invoice = invoices.draft_from_receipt(receipt, by=world.owner)
    with pytest.raises(Refusal, match="number and the date of the supplier's invoice"):
        invoices.book(invoice, by=world.owner)
    today = world.agreement.today()
    drafting.change(invoice, by=world.owner, supplier_number="F-1", invoiced_on=today + timedelta(days=1))
    with pytest.raises(Refusal, match="future"):
        invoices.book(invoice, by=world.owner)
    drafting.change(invoice, by=world.owner, invoiced_on=today)
    invoices.change_line(invoice.lines.get(), by=world.owner, quantity=Decimal(11))
    with pytest.raises(Refusal, match="only 10 of item 2040"):
        invoices.book(invoice, by=world.owner)
    with pytest.raises(Refusal, match="through its receipt"):
        invoices.add_line(invoice, by=world.owner, item=world.lamp, quantity=Decimal(1))
    invoices.change_line(invoice.lines.get(), by=world.owner, quantity=Decimal(9))
    freight(world, invoice, "10.00", "weight")
    with pytest.raises(Refusal, match="weigh: 2040"):
        invoices.book(invoice, by=world.owner)
    drafting.remove_line(invoice.lines.get(spread="weight"), by=world.owner)
    invoices.book(invoice, by=world.owner)
    with pytest.raises(Refusal, match="booked already, as 1001"):
        invoices.book(entered(world, receipt, "F-1"), by=world.owner)
