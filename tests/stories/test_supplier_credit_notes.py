"""What a supplier gives back: a wrong price, goods that went back, freight, what was never owed (ledger 5; decision 140)."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts import company
from inventory.models import CostState, StockBalance
from layouts import drafting
from purchasing import creditable, credits, invoices, receipts, returns, uninvoiced
from purchasing.models import PurchaseOrder, SupplierInvoice, SupplierReturn
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests import make
from tests.stories.test_supplier_invoices import came, entered, freight, value

BOTH = pytest.mark.parametrize("whose", ["nordlys", "solvang"])
ONE = pytest.mark.parametrize("whose", ["nordlys"])


@pytest.fixture
def world(request, whose):
    with request.getfixturevalue(whose).open() as opened:
        yield opened


def billed(world, receipt, theirs="F-1", *prices):
    return invoices.book(entered(world, receipt, theirs, *prices), by=world.owner)


def told(world, credit, theirs="K-1"):
    """The credit note with the supplier's number and today's date."""
    today = world.agreement.today()
    return drafting.change(credit, by=world.owner, supplier_number=theirs, invoiced_on=today)


def credited(world, invoice, reason, quantity=None, price=None, theirs="K-1"):
    """Of the invoice's first line so much, at that price (of every line all that is left, where nothing is said)."""
    line = invoice.lines.first()
    facts = {}
    if quantity is not None:
        facts["quantities"] = {line.pk: Decimal(quantity)}
    if price is not None:
        facts["prices"] = {line.pk: Decimal(price)}
    made = credits.draft_from_invoice(invoice, by=world.owner, reason=reason, **facts)
    return credits.book(told(world, made, theirs), by=world.owner)


def went_to(document):
    line = document.lines.first()
    return line.amount_stock, line.amount_cost_of_sales, line.amount_variance


@pytest.mark.parametrize(
    ("whose", "split", "left"), [("nordlys", (0, -25, 0), "320.00"), ("solvang", (-10, -15, 0), "250.00")]
)
def test_a_price_that_was_wrong_is_given_back_to_stock_and_to_what_was_sold(world, split, left):
    """10 @ 25.00, 10 @ 40.00, 12 sent. The supplier takes 2.50 less for each of the first ten: under FIFO all of those were
    sold (cost of sales -25.00, stock still 320.00), under the average 12 of 20 were (R(625 * 12/20) = 375.00, left 250.00)."""
    first = billed(world, came(world, (world.lamp, 10, "25.00")))
    came(world, (world.lamp, 10, "40.00"))
    make.shipped(world, make.order(world, (world.lamp, 12)))
    credit = credited(world, first, "allowance", 10, "2.50")
    assert (credit.number, credit.amount_net, went_to(credit)) == (1002, Decimal("-25.00"), split)
    assert value(world.lamp) == Decimal(left)
    order = PurchaseOrder.objects.order_by("number").first()
    assert (order.invoicing, order.archived) == ("full", True)
    credits.reverse(credit, by=world.owner)
    assert value(world.lamp) == Decimal("320.00" if world.agreement.principle == "fifo" else "260.00")
    assert books.broken() == []


@BOTH
def test_goods_that_go_back_leave_by_a_return_and_the_credit_note_covers_them(world):
    """10 lamps invoiced at 26.00, 4 sent; 3 go back, and the supplier credits 25.00 for each: 78.00 leave the stock, 75.00
    come back, 3.00 are price variance, which the return shows."""
    order = make.purchase_order(world, (world.lamp, 10, "25.00"))
    receipt = receipts.receive(receipts.draft_from_order(order, by=world.owner), by=world.owner)
    make.shipped(world, make.order(world, (world.lamp, 4)))
    bill = billed(world, receipt, "F-1", "26.00")
    credit = credited(world, bill, "returned", 3, "25.00")
    went = SupplierReturn.objects.get()
    assert (went.status, went.amount_net, went.lines.get().amount_cost) == ("booked", 75, Decimal("78.00"))
    assert (credit.lines.get().return_line, went_to(credit)) == (went.lines.get(), (0, 0, 0))
    assert (value(world.lamp), StockBalance.objects.get(item=world.lamp).on_hand) == (Decimal("78.00"), 3)
    order.refresh_from_db()
    assert (order.invoicing, order.archived, list(uninvoiced.on(world.agreement.today()))) == ("full", True, [])
    with pytest.raises(Refusal, match="Credit note 1002 credits it"):
        returns.reverse(went, by=world.owner)
    with pytest.raises(Refusal, match="Credit note 1002 credits it"):
        invoices.reverse(bill, by=world.owner)
    credits.reverse(credit, by=world.owner)
    went.refresh_from_db()
    assert (went.status, value(world.lamp)) == ("reversed", Decimal("156.00"))
    assert books.broken() == []


@BOTH
def test_what_went_back_before_is_credited_by_its_return_and_goes_only_once(world):
    """3 of 10 went back at the receipt's 25.00, of which the invoice knew nothing; it asked 26.00 and credits that: 3.00
    less was expected, so the price variance of the return is gone again."""
    receipt = came(world, (world.lamp, 10, "25.00"))
    bill = billed(world, receipt, "F-1", "26.00")
    document = returns.draft_from_receipt(receipt, by=world.owner)
    returns.change_line(document.lines.get(), by=world.owner, quantity=Decimal(3))
    document = returns.book(document, by=world.owner)
    credit = credits.book(told(world, credits.draft_from_return(document, by=world.owner)), by=world.owner)
    assert (credit.credits, credit.amount_net, went_to(credit)) == (bill, Decimal("-78.00"), (0, 0, -3))
    assert (SupplierReturn.objects.count(), value(world.lamp)) == (1, Decimal("182.00"))
    with pytest.raises(Refusal, match="All of it stands on credit notes"):
        credits.draft_from_return(document, by=world.owner)
    rest = credits.draft_from_invoice(bill, by=world.owner, reason="returned")
    assert [(line.quantity, line.location) for line in rest.lines.all()] == [(-7, world.shelf)]
    assert list(uninvoiced.on(world.agreement.today())) == []
    assert books.broken() == []


@BOTH
def test_a_wrong_invoice_is_credited_and_its_goods_wait_for_another(world):
    """10 at 25.00 came, the invoice said 26.00; 4 of them were never owed so: they cost 25.00 again and wait for an invoice."""
    receipt = came(world, (world.lamp, 10, "25.00"))
    bill = billed(world, receipt, "F-1", "26.00")
    credit = credited(world, bill, "wrong", 4)
    assert (credit.amount_net, went_to(credit), value(world.lamp)) == (-104, (-4, 0, 0), Decimal("256.00"))
    [waits] = uninvoiced.on(world.agreement.today())
    assert (waits.quantity, waits.value) == (4, Decimal("100.00"))
    assert PurchaseOrder.objects.get().invoicing == "partly"
    again = billed(world, receipt, "F-2", "24.00")
    assert (again.lines.get().quantity, value(world.lamp)) == (4, Decimal("252.00"))
    with pytest.raises(Refusal, match="invoiced it again"):
        credits.reverse(credit, by=world.owner)
    assert books.broken() == []


@BOTH
def test_freight_comes_back_in_the_shares_in_which_it_was_borne(world):
    """120.00 by value over 3,000.00 and 1,600.00: 78.26 and 41.74. 50.00 of it are given back: 32.61 and 17.39; then the rest,
    and the goods cost what they did without freight, to the last øre, though 1,500.00 of a price was given back between."""
    receipt = came(world, (world.lamp, 2, "1500"), (world.cable, 8, "200"))
    draft = entered(world, receipt)
    carried = freight(world, draft, "120.00", "value")
    bill = invoices.book(draft, by=world.owner)
    quantities = {carried.pk: Decimal(1)}

    def given(amount, theirs):
        prices = {carried.pk: Decimal(amount)}
        facts = {"reason": "allowance", "quantities": quantities, "prices": prices}
        made = credits.draft_from_invoice(bill, by=world.owner, **facts)
        return credits.book(told(world, made, theirs), by=world.owner)

    first = given("50.00", "K-1")
    assert [each.amount for each in first.lines.get().shares.order_by("id")] == [Decimal("-32.61"), Decimal("-17.39")]
    assert (value(world.lamp), value(world.cable)) == (Decimal("3045.65"), Decimal("1624.35"))
    credited(world, bill, "allowance", 1, "1500", "K-2")
    with pytest.raises(Refusal, match=r"only 70\.00 are left to credit of the line's amount"):
        given("70.01", "K-3")
    given("70.00", "K-4")
    assert (value(world.lamp), value(world.cable)) == (Decimal("1500.00"), Decimal("1600.00"))
    credits.reverse(first, by=world.owner)
    assert (value(world.lamp), value(world.cable)) == (Decimal("1532.61"), Decimal("1617.39"))
    assert books.broken() == []


@BOTH
def test_freely_a_receipt_becomes_cheaper_freight_comes_back_and_a_bonus_changes_no_goods(world):
    """10 at 25.00, 4 sent. Without an invoice: 1.00 less for each, 20.00 of freight back by quantity, and 100.00 in money."""
    receipt = came(world, (world.lamp, 10, "25.00"))
    make.shipped(world, make.order(world, (world.lamp, 4)))
    credit = credits.draft(world.maker, by=world.owner)
    invoices.add_receipt(credit, receipt, by=world.owner)
    with pytest.raises(Refusal, match="It credits nothing yet"):
        credits.book(told(world, credit), by=world.owner)
    credits.change_line(credit.lines.get(), by=world.owner, price=Decimal("1.00"))
    facts = {"item": world.hours, "text": "Freight", "quantity": Decimal(1)}
    credits.add_line(credit, by=world.owner, price=Decimal("20.00"), spread="quantity", **facts)
    credits.add_line(credit, by=world.owner, price=Decimal("100.00"), **facts)
    credit = credits.book(credit, by=world.owner)
    assert credit.amount_net == Decimal("-130.00")
    lines = credit.lines.order_by("position")
    assert [(line.amount_stock, line.amount_cost_of_sales) for line in lines] == [(-6, -4), (-12, -8), (0, 0)]
    assert value(world.lamp) == Decimal("132.00")
    [waits] = uninvoiced.on(world.agreement.today())
    assert (waits.quantity, waits.value) == (10, Decimal("250.00"))
    assert books.broken() == []


@ONE
def test_no_more_is_credited_than_was_asked_and_each_refusal_says_what_is_left(world):
    receipt = came(world, (world.lamp, 10, "25.00"))
    bill = billed(world, receipt)
    line = bill.lines.get()
    one, other = (
        credits.draft_from_invoice(bill, by=world.owner, reason="wrong", quantities={line.pk: Decimal(5)})
        for _each in range(2)
    )
    with pytest.raises(Refusal, match="Nothing is left to credit"):
        credits.draft_from_invoice(bill, by=world.owner, reason="wrong")
    with pytest.raises(Refusal, match="Only 5 are left to credit"):
        credits.change_line(one.lines.get(), by=world.owner, quantity=Decimal(6))
    with pytest.raises(Refusal, match="supplier's credit note number"):
        credits.book(one, by=world.owner)
    credits.book(told(world, one, "K-1"), by=world.owner)
    credits.change_line(other.lines.get(), by=world.owner, price=Decimal("25.01"))
    with pytest.raises(Refusal, match=r"only 125\.00 are left to credit of the line's amount"):
        credits.book(told(world, other, "K-2"), by=world.owner)
    credits.change_line(other.lines.get(), by=world.owner, price=Decimal("25.00"))
    drafting.change(other, by=world.owner, supplier_number="K-1")
    with pytest.raises(Refusal, match="K-1 is booked already, as 1002"):
        credits.book(other, by=world.owner)
    credits.book(told(world, other, "F-1"), by=world.owner)  # a credit note may be numbered as an invoice is
    assert not any(rest.quantity for rest in creditable.rest_of(bill).values())
    assert [SupplierInvoice.objects.filter(kind=kind).count() for kind in ("invoice", "credit_note")] == [1, 2]
    assert books.broken() == []


@ONE
def test_what_cannot_go_back_and_a_closed_day_are_refused_and_nothing_stays(world):
    """All ten were sold, so none can go back; and in a closed month nothing is booked."""
    receipt = came(world, (world.lamp, 10, "25.00"))
    bill = billed(world, receipt)
    make.shipped(world, make.order(world, (world.lamp, 10)))
    draft = told(world, credits.draft_from_invoice(bill, by=world.owner, reason="returned"))
    with pytest.raises(Refusal, match="2040"):
        credits.book(draft, by=world.owner)
    assert (SupplierReturn.objects.count(), CostState.objects.get(item=world.lamp).value) == (0, 0)
    credits.change_line(draft.lines.get(), by=world.owner, quantity=Decimal(1))
    invoices.delete(draft, by=world.owner)
    money = credits.draft(world.maker, by=world.owner)
    facts = {"item": world.hours, "text": "Bonus", "quantity": Decimal(1), "price": Decimal(9)}
    credits.add_line(money, by=world.owner, **facts)
    yesterday = world.agreement.today() - dt.timedelta(days=1)
    company.close(world.agreement, by=world.owner, until=yesterday)
    with pytest.raises(Refusal, match="books are closed"):
        credits.book(told(world, money), by=world.owner, on=yesterday)
    with pytest.raises(Refusal, match="in the future"):
        credits.book(money, by=world.owner, on=yesterday + dt.timedelta(days=2))
    booked = credits.book(money, by=world.owner)
    with pytest.raises(Refusal, match=r"books are closed|before it was booked"):
        credits.reverse(booked, by=world.owner, on=yesterday)
    assert books.broken() == []
