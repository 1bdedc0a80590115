"""Whatever happened to an item, each explanation's rows sum to the number that it explains, corrections included."""

from decimal import Decimal as D

import pytest

from accounts import company
from inventory import posting
from inventory.explain import Explainer
from inventory.models import CostEntry, CostState
from tests.inventory.ledger import Ledger

ZERO = D(0)
EVERYTHING = frozenset(["shipments.view", "receipts.view", "sales.view", "purchasing.view", "cost.view"])
pytestmark = pytest.mark.django_db


@pytest.fixture(params=["nordlys", "solvang"])
def both(request, monday):
    world = request.getfixturevalue(request.param)
    with world.open():
        yield Ledger(world)


def explainer(ledger):
    return Explainer(ledger.world.lamp, ledger.world.agreement.principle, EVERYTHING)


def prove(ledger):
    """Every entry of the lamp, and its value."""
    lamp, ask = ledger.world.lamp, explainer(ledger)
    for entry in CostEntry.objects.filter(item=lamp).order_by("sequence"):
        why = ask.entry(entry)
        assert why.heading and why.text
        now = entry.value + sum((each.value for each in CostEntry.objects.filter(corrects=entry)), ZERO)
        if why.kind == "layers":
            assert sum((row.cost for row in why.rows), ZERO) == why.total.cost == -entry.value
            assert sum((row.quantity for row in why.rows), ZERO) == why.total.quantity == -entry.quantity
        elif why.kind == "takers":
            assert sum((row.cost for row in why.rows), ZERO) + why.total.cost == now + revalued(entry)
        elif why.kind == "changes":
            assert sum((row.change for row in why.rows), ZERO) == why.total.change
        elif why.kind == "revalued":
            assert why.total.change == entry.value
        else:
            [own] = [row for row in why.rows if row.current]
            assert own.change == now
        if why.now:
            sign = -1 if entry.quantity < 0 else 1
            assert why.now.cost == sign * now == sign * entry.value + sum((row.change for row in why.changes), ZERO)
    state = CostState.objects.filter(item=lamp).first()
    if state and state.quantity:
        why = ask.value(state)
        told = why.total.cost if why.total else why.rows[-1].cost
        assert told == state.value


def revalued(entry):
    """So much more the layer is worth by adjustments of cost, which are entries of their own."""
    from inventory.models import CostLayer
    from inventory.posting import shelves

    layer = CostLayer.objects.filter(entry=entry).first()
    if layer is None:
        return ZERO
    more = ZERO
    for other in CostEntry.objects.filter(item=entry.item_id, quantity=0, corrects=None):
        if layer.pk in (found := shelves.revalued_by(other.pk)):
            more += found[layer.pk][2]
    return more


def test_a_late_price_is_told_on_the_receipt_on_what_was_sold_and_on_itself(both):
    lamp = both.world.lamp
    came = both.receive(lamp, 3, "10.00")
    sold = both.issue(lamp, 1)
    both.reprice(lamp, "1.00", came)
    both.issue(lamp, 1)
    prove(both)
    entry = CostEntry.objects.get(pk=sold.id)
    why = explainer(both).entry(entry)
    assert [row.change for row in why.changes] == [why.now.cost - D("3.33")]
    late = CostEntry.objects.get(item=lamp, kind="late_price")
    why = explainer(both).entry(late)
    assert why.heading == "Why did the value change by +1.00?"
    assert [row.change for row in why.rows] == [D("10.00"), D("1.00")]
    assert "+0.3" in why.text and len(why.changes) == 1


def test_goods_that_went_back_and_came_back_are_told(both):
    lamp = both.world.lamp
    came = both.receive(lamp, 10, "250.00")
    both.receive(lamp, 10, "400.00")
    sold = both.issue(lamp, 4)
    both.went_back(lamp, 8, came)
    back = both.came_back(lamp, 3, sold)
    both.issue(lamp, 5)
    prove(both)
    why = explainer(both).entry(CostEntry.objects.get(pk=back.id))
    assert "They came back at their share of what" in why.text and "corrected later" not in why.text
    both.reprice(lamp, "20.00", came)
    why = explainer(both).entry(CostEntry.objects.get(pk=back.id))
    assert "That was corrected later. Goods that had come back keep what they came back at" in why.text


def test_an_adjustment_of_cost_is_told_layer_by_layer(both):
    lamp = both.world.lamp
    came = both.receive(lamp, 3, "10.00")
    both.receive(lamp, 7, "40.00")
    both.issue(lamp, 1)
    both.reprice(lamp, "5.55")
    both.issue(lamp, 4)
    both.reprice(lamp, "2.00", came)
    both.reprice(lamp, "-3.00")
    both.issue(lamp, 2)
    prove(both)


def test_what_was_not_there_is_told_with_what_settled_it(both):
    lamp = both.world.lamp
    lamp.expected_cost = D("25.00")
    lamp.save(update_fields=["expected_cost"])
    company.allow_negative(both.world.agreement, by=both.world.owner, allowed=True)
    sold = both.issue(lamp, 4)
    prove(both)
    ask = explainer(both)
    why = ask.entry(CostEntry.objects.get(pk=sold.id))
    assert "4\N{NO-BREAK SPACE}pcs were not there and were taken to cost 25.00 each" in why.text
    both.receive(lamp, 10, "300.00")
    prove(both)
    why = ask.entry(CostEntry.objects.get(pk=sold.id))
    assert [(row.note, row.change) for row in why.changes] == [("Settled shortfall", D("20.00"))]
    assert why.now.cost == D("120.00")


def test_a_reversal_is_told_as_what_it_takes_back(both):
    lamp = both.world.lamp
    both.receive(lamp, 10, "250.00")
    sold = both.issue(lamp, 4)
    both.reverse(sold)
    both.issue(lamp, 9)
    prove(both)
    entry = CostEntry.objects.filter(item=lamp, kind="reversal").get()
    assert "It takes back" in explainer(both).entry(entry).text


def test_a_preview_leaves_explanations_as_they_were(both):
    lamp = both.world.lamp
    both.receive(lamp, 10, "250.00")
    with posting.preview():
        both.issue(lamp, 4)
    prove(both)


def test_an_entry_dated_back_is_told_by_the_balance_of_its_own_day(both):
    import datetime as dt

    lamp, today = both.world.lamp, both.world.agreement.today()
    both.receive(lamp, 10, "250.00", on=today - dt.timedelta(days=10))
    both.issue(lamp, 4, on=today - dt.timedelta(days=5))
    both.receive(lamp, 10, "400.00", on=today - dt.timedelta(days=7))
    prove(both)


def test_the_page_shows_what_changed_a_cost_and_what_followed(nordlys, client, monday):
    with nordlys.open():
        ledger = Ledger(nordlys)
        came = ledger.receive(nordlys.lamp, 3, "10.00")
        ledger.issue(nordlys.lamp, 1)
        ledger.reprice(nordlys.lamp, "1.00", came)
        ledger.reprice(nordlys.lamp, "2.00")
        count = CostEntry.objects.filter(item=nordlys.lamp).count()
    client.force_login(nordlys.anna)
    shown = "".join(
        client.get(f"/inventory/items/{nordlys.lamp.number}/?open={sequence}").content.decode()
        for sequence in range(1, count + 1)
    )
    for words in ("Changed since", "What followed from it", "Because of", "Late price", "Corrected cost", "Now"):
        assert words in shown
