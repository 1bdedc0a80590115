"""The worked examples of the design (ledger, section 10), as an accountant would check them: what happened, then the figures.

FIFO unless a story says otherwise. Receipts, shipments and returns are posted as documents post them.
"""

from decimal import Decimal as D

import pytest

from accounts import company
from inventory.models import CostEntry
from tests.inventory.ledger import Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def fifo(nordlys):
    with nordlys.open():
        yield Ledger(nordlys)


@pytest.fixture
def average(solvang):
    with solvang.open():
        yield Ledger(solvang)


def cost_now(entry):
    """What a line cost with all that corrected it since."""
    since = CostEntry.objects.filter(corrects=entry.id).values_list("value", flat=True)
    return -(entry.value + sum(since))


def test_fifo_the_oldest_goes_first(fifo):
    """10 came at 25.00 and 10 at 40.00. 12 are shipped: ten of the first and two of the second."""
    lamp = fifo.world.lamp
    fifo.receive(lamp, 10, "250.00")
    fifo.receive(lamp, 10, "400.00")
    assert cost_now(fifo.issue(lamp, 12)) == D("330.00")
    assert fifo.stands(lamp) == (8, D("320.00"))


def test_average_takes_a_share_of_all(average):
    """The same under average cost: twelve twentieths of 650.00."""
    lamp = average.world.lamp
    average.receive(lamp, 10, "250.00")
    average.receive(lamp, 10, "400.00")
    assert cost_now(average.issue(lamp, 12)) == D("390.00")
    assert average.stands(lamp) == (8, D("260.00"))


def test_three_for_ten_shipped_singly_cost_ten_in_all(fifo):
    """10.00 does not divide by three. 3.33, then 6.67 less 3.33, then the rest: not an øre is left over or missing."""
    lamp = fifo.world.lamp
    fifo.receive(lamp, 3, "10.00")
    assert [cost_now(fifo.issue(lamp, 1)) for _each in range(3)] == [D("3.33"), D("3.34"), D("3.33")]
    assert fifo.stands(lamp) == (0, D("0.00"))


def test_one_of_three_goes_back_to_the_supplier(fifo):
    """One is shipped (3.33). One goes back, from the end: 10.00 less 6.67. The last is shipped: 6.67 less 3.33."""
    lamp = fifo.world.lamp
    came = fifo.receive(lamp, 3, "10.00")
    assert cost_now(fifo.issue(lamp, 1)) == D("3.33")
    assert fifo.went_back(lamp, 1, came).value == D("-3.33")
    assert cost_now(fifo.issue(lamp, 1)) == D("3.34")
    assert fifo.stands(lamp) == (0, D("0.00"))


def test_the_suppliers_invoice_says_eleven(fifo):
    """One of three was shipped at 3.33 when the invoice says 11.00, not 10.00. What was sold takes 0.34 of it, stock 0.66."""
    lamp = fifo.world.lamp
    came = fifo.receive(lamp, 3, "10.00")
    first = fifo.issue(lamp, 1)
    late = fifo.reprice(lamp, "1.00", came)
    assert (late.cost_of_sales, late.stock) == (D("0.34"), D("0.66"))
    assert fifo.stands(lamp) == (2, D("7.33"))
    costs = [cost_now(first), cost_now(fifo.issue(lamp, 1)), cost_now(fifo.issue(lamp, 1))]
    assert costs == [D("3.67"), D("3.66"), D("3.67")]
    assert sum(costs) == D("11.00") and fifo.stands(lamp) == (0, D("0.00"))


@pytest.mark.parametrize("principle", ["fifo", "average"])
def test_a_customer_gives_three_back_one_by_one(request, principle):
    """Three were shipped for 10.00. They come back singly and bring back 3.33, 3.34 and 3.33: all of it."""
    books = request.getfixturevalue(principle)
    lamp = books.world.lamp
    books.receive(lamp, 3, "10.00")
    sold = books.issue(lamp, 3)
    assert [books.came_back(lamp, 1, sold).value for _each in range(3)] == [D("3.33"), D("3.34"), D("3.33")]
    assert books.stands(lamp) == (3, D("10.00"))


def test_four_are_shipped_that_are_not_there(fifo):
    """The last cost is 25.00, so four that are missing are worth -100.00 for now. Ten come at 30.00: the four cost 20.00
    more than was taken, which goes to that shipment, and six are left at 30.00."""
    lamp = fifo.world.lamp
    company.allow_negative(fifo.world.agreement, by=fifo.world.owner, allowed=True)
    fifo.receive(lamp, 1, "25.00")
    fifo.issue(lamp, 1)
    missing = fifo.issue(lamp, 4)
    assert fifo.stands(lamp) == (-4, D("-100.00"))
    fifo.receive(lamp, 10, "300.00")
    assert cost_now(missing) == D("120.00")
    assert fifo.stands(lamp) == (6, D("180.00"))
