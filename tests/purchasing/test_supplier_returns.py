"""Goods that go back to a supplier: at the cost of the line that brought them, in both principles; as pages, by both readers."""

import uuid
from decimal import Decimal

import pytest

from inventory import posting
from inventory.models import CostState, StockBalance
from layouts import drafting
from purchasing import invoices, receipts, returns
from purchasing.models import PurchaseOrder, SupplierReturn
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests import kept, make
from tests.purchasing.pages import follow, send, words

BOTH = pytest.mark.parametrize("whose", ["nordlys", "solvang"])
RETURN, RECEIPT = "/purchasing/returns/1001/", "/purchasing/receipts/1001/"


def value(item):
    return CostState.objects.get(item=item).value


def sent_back(world, receipt, quantity):
    """So many of the receipt's one line, booked."""
    document = returns.draft_from_receipt(receipt, by=world.owner)
    returns.change_line(document.lines.get(), by=world.owner, quantity=Decimal(quantity))
    return returns.book(document, by=world.owner)


def test_a_return_takes_from_the_end_of_its_own_layer(nordlys):
    """A layer of 3 worth 10.00: ship 1 (3.33), return 1 (3.33), ship 1 (3.34), left 0.00."""
    with nordlys.open() as world:
        receipt = make.received(world, world.lamp, 3, "3.333333")
        make.shipped(world, make.order(world, (world.lamp, 1)))
        assert sent_back(world, receipt, 1).lines.get().amount_cost == Decimal("3.33")
        assert value(world.lamp) == Decimal("3.34")
        make.shipped(world, make.order(world, (world.lamp, 1)))
        assert value(world.lamp) == 0
        assert books.broken() == []


@BOTH
def test_goods_leave_at_what_their_own_receipt_cost(request, whose):
    """10 at 25.00 and 10 at 40.00 came; 4 of the second go back: 160.00 leave, 490.00 stay."""
    with request.getfixturevalue(whose).open() as world:
        make.received(world, world.lamp, 10, "25.00")
        dear = make.received(world, world.lamp, 10, "40.00")
        booked = sent_back(world, dear, 4)
        assert (booked.status, booked.archived, booked.amount_net) == ("booked", True, Decimal("160.00"))
        assert (booked.lines.get().amount_cost, value(world.lamp)) == (Decimal("160.00"), Decimal("490.00"))
        assert StockBalance.objects.get(item=world.lamp).on_hand == 16
        with pytest.raises(Refusal, match="only 6"):
            document = returns.draft_from_receipt(dear, by=world.owner)
            returns.change_line(document.lines.get(), by=world.owner, quantity=Decimal(7))
            returns.book(document, by=world.owner)
        assert books.broken() == []


@BOTH
def test_a_return_is_taken_back_to_the_last_cent(request, whose):
    with request.getfixturevalue(whose).open() as world:
        receipt = make.received(world, world.lamp, 3, "3.333333")
        document = sent_back(world, receipt, 2)
        returns.reverse(document, by=world.owner)
        assert (value(world.lamp), StockBalance.objects.get(item=world.lamp).on_hand) == (Decimal("10.00"), 3)
        with pytest.raises(Refusal, match="reversed already"):
            returns.reverse(document, by=world.owner)
        assert books.broken() == []


def test_what_went_back_is_not_to_be_invoiced(nordlys):
    """10 ordered and received, 2 go back: the supplier has 8 to invoice, and then the order is done."""
    with nordlys.open() as world:
        order = make.purchase_order(world, (world.lamp, 10, "25.00"))
        receipt = receipts.receive(receipts.draft_from_order(order, by=world.owner), by=world.owner)
        sent_back(world, receipt, 2)
        invoice = invoices.draft_from_receipt(receipt, by=world.owner)
        assert invoice.lines.get().quantity == 8
        drafting.change(invoice, by=world.owner, supplier_number="F-1", invoiced_on=world.agreement.today())
        invoices.book(invoice, by=world.owner)
        order = PurchaseOrder.objects.get()
        assert (order.invoicing, order.archived) == ("full", True)
        assert books.broken() == []


def test_a_late_price_of_goods_that_went_back_is_a_price_variance(nordlys):
    """10 at 25.00, 2 back; the invoice says 30.00 for all ten: 40.00 more lie in stock, 10.00 fall on those that are gone."""
    with nordlys.open() as world:
        receipt = make.received(world, world.lamp, 10, "25.00")
        invoice = invoices.draft_from_receipt(receipt, by=world.owner)
        drafting.change(invoice, by=world.owner, supplier_number="F-1", invoiced_on=world.agreement.today())
        invoices.change_line(invoice.lines.get(), by=world.owner, price=Decimal(30))
        sent_back(world, receipt, 2)
        invoices.book(invoice, by=world.owner)
        line = invoice.lines.get()
        assert (line.amount_stock, line.amount_variance) == (Decimal("40.00"), Decimal("10.00"))
        assert value(world.lamp) == Decimal("240.00")


def test_what_does_not_lie_there_does_not_go_back(nordlys):
    with nordlys.open() as world:
        receipt = make.received(world, world.lamp, 2, "25.00")
        make.shipped(world, make.order(world, (world.lamp, 2)))
        document = returns.draft_from_receipt(receipt, by=world.owner)
        with posting.preview(), pytest.raises(Refusal):
            returns.book(document, by=world.owner)


# --- as pages --------------------------------------------------------------------------------------------------------


@kept.scene()
def came(world):
    order = make.purchase_order(world, (world.lamp, 10, "25.00"))
    return receipts.receive(receipts.draft_from_order(order, by=world.anna), by=world.anna)


def test_from_the_receipt_to_a_booked_return_and_back(nordlys, came, anna):
    page = words(follow(anna, f"{RECEIPT}return/"))
    assert "Return 1001" in page and "Receipt 1001" in page and "Purchase order 1001" in page
    page = words(send(anna, f"{RETURN}preview/"))
    assert "The value of stock changes by -250.00 NOK." in page.replace("\u2212", "-")
    today = nordlys.agreement.today().strftime("%d.%m.%Y")
    data = {"on": today, "once": str(uuid.uuid4())}
    first, second = anna.post(f"{RETURN}book/", data), anna.post(f"{RETURN}book/", data)
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    page = words(anna.get(RETURN))
    assert "Returned" in page and "Out of stock, at cost" in page
    assert "Return 1001" in words(anna.get(RECEIPT))
    assert anna.get(f"{RETURN}document.pdf").content.startswith(b"%PDF")
    follow(anna, f"{RETURN}reverse/", {"on": today})
    with nordlys.open() as world:
        assert value(world.lamp) == Decimal("250.00")


def test_the_warehouse_sends_back_and_sees_no_money(nordlys, came, bo, carla, vera):
    page = follow(bo, f"{RECEIPT}return/")
    assert "25.00" not in words(page) and "250.00" not in words(page)
    with nordlys.open():
        line = SupplierReturn.objects.get().lines.get()
    follow(bo, f"{RETURN}lines/{line.pk}/", {"item": "2040", "shown": "2040", "quantity": "3", "then": "close"})
    assert "250.00" not in words(send(bo, f"{RETURN}preview/"))
    page = words(follow(bo, f"{RETURN}book/", {"on": nordlys.agreement.today().strftime("%d.%m.%Y")}))
    assert "75.00" not in page and "cost" not in page.lower()
    with nordlys.open() as world:
        line.refresh_from_db()
        assert (line.quantity, line.price, line.amount_cost, value(world.lamp)) == (3, 25, 75, Decimal("175.00"))
    assert carla.get(RETURN).status_code == 404
    assert send(vera, f"{RECEIPT}return/").status_code == 403


def test_the_list_shows_drafts_and_keeps_what_was_booked(nordlys, came, anna):
    follow(anna, f"{RECEIPT}return/")
    assert "1001" in words(anna.get("/purchasing/returns/"))
