"""Every kind of event on the ledger: what goes back, what cost more later, what is carried, reversed and only tried."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import transaction

from accounts import company
from inventory import posting
from inventory.books import INVARIANTS
from inventory.models import CostEntry, Item, StockBalance, StockMove
from inventory.models.ledger import EntryKind
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests.inventory.ledger import Ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture(params=["nordlys", "solvang"])
def both(request):
    world = request.getfixturevalue(request.param)
    with world.open():
        yield Ledger(world)
        assert books.broken(INVARIANTS) == []


@pytest.fixture
def fifo(nordlys):
    with nordlys.open():
        yield Ledger(nordlys)
        assert books.broken(INVARIANTS) == []


@pytest.fixture
def average(solvang):
    with solvang.open():
        yield Ledger(solvang)
        assert books.broken(INVARIANTS) == []


# --- back from the customer ---------------------------------------------------------------------------------------


def test_returns_of_one_line_bring_back_exactly_what_it_cost(both):
    lamp = both.world.lamp
    both.receive(lamp, 3, "10.00")
    sold = both.issue(lamp, 3)
    assert [both.came_back(lamp, 1, sold).value for _time in range(3)] == [D("3.33"), D("3.34"), D("3.33")]
    assert both.stands(lamp) == (3, D("10.00"))
    with pytest.raises(Refusal, match="Only 0 of that line"):
        both.came_back(lamp, 1, sold)


def test_goods_without_a_line_of_origin_come_back_at_the_value_that_is_said(both):
    lamp = both.world.lamp
    with pytest.raises(Refusal, match="worth"):
        both.came_back(lamp, 1, None)
    assert both.came_back(lamp, 2, None, value="7.00").value == 7
    assert both.stands(lamp) == (2, D("7.00"))


def test_goods_that_came_back_keep_their_cost_when_that_of_their_shipment_is_corrected(both):
    """10 at 25.00, 4 sent, 2 back, then the invoice says 30.00 each: what had left takes its part along, not what is back."""
    lamp = both.world.lamp
    came = both.receive(lamp, 10, "250.00")
    sold = both.issue(lamp, 4)
    back = both.came_back(lamp, 2, sold)
    assert (sold.value, back.value, both.stands(lamp)) == (-100, 50, (8, 200))
    outcome = both.reprice(lamp, "50.00", came)
    assert (outcome.cost_of_sales, outcome.stock) == (20, 30)
    assert both.stands(lamp) == (8, 230)  # six at 30.00 and two at 25.00
    assert not CostEntry.objects.filter(corrects=back.id).exists()
    assert both.came_back(lamp, 2, sold).value == 70  # with them all that the shipment costs now is back
    assert both.stands(lamp) == (10, 300)


# --- back to the supplier -----------------------------------------------------------------------------------------


def test_a_supplier_return_takes_the_end_of_its_own_layer(fifo):
    lamp = fifo.world.lamp
    came = fifo.receive(lamp, 3, "10.00")
    fifo.receive(lamp, 3, "20.00")
    costs = [-fifo.issue(lamp, 1).value, -fifo.went_back(lamp, 1, came).value, -fifo.issue(lamp, 1).value]
    assert costs == [D("3.33"), D("3.33"), D("3.34")]
    assert -fifo.issue(lamp, 1).value == D("6.67")  # the dead end is stepped over
    assert fifo.stands(lamp) == (2, D("13.33"))


def test_what_the_layer_no_longer_holds_goes_back_oldest_first(fifo):
    lamp = fifo.world.lamp
    came = fifo.receive(lamp, 3, "10.00")
    fifo.issue(lamp, 2)
    fifo.receive(lamp, 3, "20.00")
    outcome = fifo.went_back(lamp, 2, came)
    assert [entry.value for entry in outcome.entries] == [D("-3.33"), D("-6.67")]
    with pytest.raises(Refusal, match="Only 1"):
        fifo.went_back(lamp, 2, came)


def test_average_gives_back_the_receipts_share_and_never_more_than_there_is(average):
    lamp = average.world.lamp
    average.receive(lamp, 10, "100.00")
    dear = average.receive(lamp, 10, "400.00")
    assert average.went_back(lamp, 4, dear).value == D("-160.00")
    average.issue(lamp, 14)
    assert average.went_back(lamp, 2, dear).value == -average_left(D("340.00"), 16, 14)
    assert average.stands(lamp) == (0, 0)


def average_left(value, quantity, gone):
    return value - (value * gone / quantity).quantize(D("0.01"))


# --- what cost more later -----------------------------------------------------------------------------------------


def test_a_late_price_is_split_between_what_is_left_and_what_was_sold(fifo):
    lamp = fifo.world.lamp
    came = fifo.receive(lamp, 3, "10.00")
    sold = fifo.issue(lamp, 1)
    outcome = fifo.reprice(lamp, "1.00", came)
    assert (outcome.cost_of_sales, outcome.stock, outcome.price_variance) == (D("0.34"), D("0.66"), 0)
    correction = CostEntry.objects.get(corrects=sold.id)
    assert (correction.value, correction.kind, correction.source_line_id) == (D("-0.34"), "correction", sold.line_id)
    assert [-fifo.issue(lamp, 1).value for _time in range(2)] == [D("3.66"), D("3.67")]
    assert fifo.stands(lamp) == (0, 0)


def test_what_went_back_keeps_the_price_variance(fifo):
    lamp = fifo.world.lamp
    came = fifo.receive(lamp, 4, "40.00")
    fifo.issue(lamp, 1)
    fifo.went_back(lamp, 2, came)
    outcome = fifo.reprice(lamp, "4.00", came)
    assert (outcome.cost_of_sales, outcome.price_variance, outcome.stock) == (1, 2, 1)
    assert fifo.stands(lamp) == (1, D("11.00"))


def test_average_puts_a_late_price_where_the_receipt_stands(average):
    lamp = average.world.lamp
    came = average.receive(lamp, 10, "100.00")
    average.issue(lamp, 5)
    average.receive(lamp, 5, "100.00")
    outcome = average.reprice(lamp, "20.00", came)
    assert (outcome.cost_of_sales, outcome.stock) == (10, 10)
    assert average.stands(lamp) == (10, D("160.00"))


def test_goods_never_cost_less_than_nothing(both):
    lamp = both.world.lamp
    came = both.receive(lamp, 3, "10.00")
    both.issue(lamp, 1)
    with pytest.raises(Refusal, match="less than nothing"):
        both.reprice(lamp, "-10.01", came)
    both.reprice(lamp, "-10.00", came)
    assert both.stands(lamp) == (2, 0)


def test_an_adjustment_of_cost_stays_wholly_in_stock(both):
    lamp = both.world.lamp
    came = both.receive(lamp, 3, "10.00")
    both.receive(lamp, 2, "20.00")
    both.issue(lamp, 1)
    before = both.stands(lamp)[1]
    assert both.reprice(lamp, "-5.00").stock == -5
    assert both.stands(lamp) == (4, before - 5)
    both.reprice(lamp, "3.00", came)
    for _time in range(4):
        assert both.issue(lamp, 1).value <= 0
    assert both.stands(lamp) == (0, 0)


def test_nothing_on_hand_has_no_cost_to_adjust(both):
    both.receive(both.world.lamp, 1, "1.00")
    with pytest.raises(Refusal, match="not worth that much"):
        both.reprice(both.world.lamp, "-1.01")
    both.issue(both.world.lamp, 1)
    with pytest.raises(Refusal, match="Nothing is on hand"):
        both.reprice(both.world.lamp, "1.00")


# --- carried, reversed, only tried --------------------------------------------------------------------------------


def test_a_transfer_moves_quantity_and_never_cost(both):
    lamp, shelf, yard = both.world.lamp, both.world.shelf, both.world.yard
    both.receive(lamp, 5, "50.00")
    number = both.move(lamp, 2, shelf, yard)
    assert {row.location_id: row.on_hand for row in StockBalance.objects.filter(item=lamp)} == {shelf.pk: 3, yard.pk: 2}
    assert both.stands(lamp) == (5, 50)
    with pytest.raises(Refusal, match="4 wanted, but 3 on hand at A-01"):
        both.move(lamp, 4, shelf, yard)
    both.reverse(number)
    assert StockBalance.objects.get(item=lamp, location=yard).on_hand == 0
    assert CostEntry.objects.count() == 1
    assert StockMove.objects.count() == 5


def test_a_reversed_issue_comes_back_with_all_that_it_cost(both):
    lamp = both.world.lamp
    both.receive(lamp, 3, "10.00")
    sold = both.issue(lamp, 2)
    both.reverse(sold)
    assert both.stands(lamp) == (3, D("10.00"))
    with pytest.raises(Refusal, match="reversed already"):
        both.reverse(sold)


def test_a_receipt_is_reversed_only_while_it_lies_there(both):
    lamp = both.world.lamp
    came = both.receive(lamp, 3, "10.00")
    both.reverse(came)
    assert both.stands(lamp) == (0, 0)
    came = both.receive(lamp, 3, "10.00")
    both.issue(lamp, 1)
    with pytest.raises(Refusal):
        both.reverse(came)


def test_a_late_price_is_reversed_by_its_mirror(both):
    lamp = both.world.lamp
    came = both.receive(lamp, 3, "10.00")
    both.issue(lamp, 1)
    invoice = both.reprice(lamp, "1.00", came)
    both.reverse(invoice.entries[0])
    assert both.stands(lamp) == (2, D("6.67"))
    assert sum(entry.value for entry in CostEntry.objects.filter(kind=EntryKind.CORRECTION)) == 0


def test_an_adjustment_of_cost_is_reversed_while_what_it_changed_lies_there(both):
    lamp = both.world.lamp
    both.receive(lamp, 3, "10.00")
    both.issue(lamp, 1)
    adjusted = both.reprice(lamp, "4.00")
    both.reverse(adjusted.entries[0])
    assert both.stands(lamp) == (2, D("6.67"))


def test_a_preview_says_what_would_be_and_leaves_nothing_behind(both):
    lamp = both.world.lamp
    both.receive(lamp, 3, "10.00")
    with posting.preview() as effect:
        both.issue(lamp, 1)
    told = effect.items[lamp.pk]
    assert (told.quantity, told.value, told.value_after) == (-1, D("-3.33"), D("6.67"))
    assert both.stands(lamp) == (3, 10)
    with posting.preview() as effect:
        both.issue(lamp, 4)
    assert effect.refusal
    assert not effect.items


# --- below zero ---------------------------------------------------------------------------------------------------


def below_zero(average):
    """Four went from nothing at an expected 20.00 each while that was allowed; it no longer is. The issue's entry."""
    lamp, agreement = average.world.lamp, average.world.agreement
    lamp.expected_cost = D("20.00")
    lamp.save(update_fields=["expected_cost"])
    company.allow_negative(agreement, by=average.world.owner, allowed=True)
    sold = average.issue(lamp, 4)
    company.allow_negative(agreement, by=average.world.owner, allowed=False)
    return sold


def test_what_was_owed_while_it_was_allowed_stays_so_when_an_earlier_receipt_comes(average):
    below_zero(average)
    lamp, earlier = average.world.lamp, average.world.agreement.today() - timedelta(days=3)
    assert average.stands(lamp) == (-4, D("-80.00"))
    average.receive(lamp, 1, "26.00", on=earlier)
    assert average.stands(lamp) == (-3, D("-60.00"))
    average.receive(lamp, 3, "90.00", on=earlier)
    assert average.stands(lamp) == (0, 0)


@pytest.mark.parametrize("changed", ["20.00", "99.00"])
def test_a_shortfall_keeps_what_it_was_taken_to_cost(average, changed):
    below_zero(average)
    lamp, earlier = average.world.lamp, average.world.agreement.today() - timedelta(days=3)
    Item.objects.filter(pk=lamp.pk).update(expected_cost=D(changed))
    average.receive(lamp, 1, "26.00", on=earlier)
    assert average.stands(lamp) == (-3, D("-60.00"))


def test_goods_that_came_back_say_nothing_of_what_the_next_will_cost(fifo):
    """A crumb that came back is worth 0.00; the item still costs what it is expected to."""
    cable = fifo.world.cable
    cable.expected_cost = D("7.123456")
    cable.save(update_fields=["expected_cost"])
    company.allow_negative(fifo.world.agreement, by=fifo.world.owner, allowed=True)
    sold = fifo.issue_all((cable, "0.000001", None), (cable, 1, None))
    fifo.reverse(sold[0])
    assert fifo.issue(cable, 1).value == D("-7.12")


def test_a_receipt_that_was_reversed_says_nothing_of_what_the_next_will_cost(fifo):
    lamp = fifo.world.lamp
    company.allow_negative(fifo.world.agreement, by=fifo.world.owner, allowed=True)
    fifo.receive(lamp, 2, "50.00")
    fifo.issue(lamp, 2)
    mistaken = fifo.receive(lamp, 1, "9999.00")
    fifo.reverse(mistaken)
    assert fifo.issue(lamp, 1).value == D("-25.00")


def test_a_receipt_of_which_some_was_sold_stays_though_enough_of_others_lies_there(fifo):
    lamp = fifo.world.lamp
    came = fifo.receive(lamp, 2, "10.00")
    fifo.receive(lamp, 2, "10.00")
    fifo.issue(lamp, 1)
    with pytest.raises(Refusal, match="Some of it has gone"), transaction.atomic():
        fifo.reverse(came)
    assert fifo.stands(lamp) == (3, D("15.00"))
