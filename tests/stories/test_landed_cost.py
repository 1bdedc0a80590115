"""Freight on goods that came, spread over them by the largest-remainder rule, and where the money goes (ledger 5, 10)."""

from decimal import Decimal

import pytest

from inventory import posting
from inventory.models import CostState
from inventory.models.ledger import EntryKind
from purchasing.models import GoodsReceipt
from rackbeat.lib.amounts import spread
from tests import make

FREIGHT = Decimal("120.00")
RECEIPT = GoodsReceipt._meta.label_lower


def landed(world, receipts, weights):
    """Spread the freight over these receipts' lines; each outcome says how much of its share stayed in stock."""
    lines = [receipt.lines.get() for receipt in receipts]
    changes = [
        posting.Reprice(line.item_id, part, line_id=line.pk, of=(RECEIPT, line.pk))
        for line, part in zip(lines, spread(FREIGHT, weights), strict=True)
    ]
    source, today = posting.Source.of(receipts[0]), world.agreement.today()
    return posting.reprice(changes, source=source, effective_on=today, by=world.owner, kind=EntryKind.LANDED_COST)


def each(item):
    """What a unit costs now, for display only."""
    state = CostState.objects.get(item=item)
    return round(state.value / state.quantity, 2)


@pytest.mark.parametrize("whose", ["nordlys", "solvang"])
def test_freight_by_quantity_is_twelve_for_each_of_ten_units(request, whose):
    """2 lamps at 1,500.00 and 8 metres of cable at 200.00 came; 120.00 over 10 units is 12.00 each: 24.00 and 96.00."""
    with request.getfixturevalue(whose).open() as world:
        came = [make.received(world, world.lamp, 2, "1500"), make.received(world, world.cable, 8, "200")]
        outcomes = landed(world, came, [Decimal(2), Decimal(8)])
        assert [outcome.stock for outcome in outcomes] == [Decimal("24.00"), Decimal("96.00")]
        assert (each(world.lamp), each(world.cable)) == (Decimal("1512.00"), Decimal("212.00"))


@pytest.mark.parametrize("whose", ["nordlys", "solvang"])
def test_freight_by_value_follows_what_the_goods_are_worth(request, whose):
    """3,000.00 and 1,600.00 of 4,600.00: 78.26 and 41.74, so 1,539.13 and 205.22 a unit."""
    with request.getfixturevalue(whose).open() as world:
        came = [make.received(world, world.lamp, 2, "1500"), make.received(world, world.cable, 8, "200")]
        outcomes = landed(world, came, [receipt.amount_net for receipt in came])
        assert [outcome.stock for outcome in outcomes] == [Decimal("78.26"), Decimal("41.74")]
        assert (each(world.lamp), each(world.cable)) == (Decimal("1539.13"), Decimal("205.22"))


def test_freight_on_goods_that_were_sold_is_cost_of_sales(nordlys):
    """10 lamps came at 25.00 and 4 were sent: of 120.00 freight 48.00 went with them, 72.00 lies on the other six."""
    with nordlys.open() as world:
        came = make.received(world, world.lamp, 10, "25.00")
        make.shipped(world, make.order(world, (world.lamp, 4)))
        (outcome,) = landed(world, [came], [Decimal(1)])
        assert (outcome.cost_of_sales, outcome.stock) == (Decimal("48.00"), Decimal("72.00"))
        assert CostState.objects.get(item=world.lamp).value == Decimal("222.00")  # 150.00 and 72.00
