"""The worked numbers of the design: 10 @ 25.00 and 10 @ 40.00 received, 12 shipped."""

from decimal import Decimal

import pytest
from django.db import connection

from inventory.models import CostEntry, CostState, StockBalance
from sales.models import SalesOrder
from tests import make


@pytest.mark.parametrize(("where", "cost", "left"), [("nordlys", "330.00", "320.00"), ("solvang", "390.00", "260.00")])
def test_twelve_of_twenty_cost_what_the_principle_says(request, where, cost, left):
    world = request.getfixturevalue(where)
    with world.open():
        make.received(world, world.lamp, 10, "25.00")
        make.received(world, world.lamp, 10, "40.00")
        order = make.order(world, (world.lamp, 12))
        assert StockBalance.objects.get(item=world.lamp).reserved == 12

        shipment = make.shipped(world, order)

        entry = CostEntry.objects.get(source_kind="sales.shipment", source_id=shipment.pk)
        assert (entry.quantity, entry.value) == (Decimal(-12), -Decimal(cost))
        state = CostState.objects.get(item=world.lamp)
        assert (state.quantity, state.value) == (Decimal(8), Decimal(left))
        balance = StockBalance.objects.get(item=world.lamp)
        assert (balance.on_hand, balance.reserved) == (8, 0)
        order.refresh_from_db()
        assert order.delivery == SalesOrder.Delivery.FULL
        connection.check_constraints()
