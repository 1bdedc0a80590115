"""Before something booked is taken back, its page says what that changes: the same figures that are then posted."""

from decimal import Decimal

import pytest
from django.test import Client

from inventory import adjustments, counts, transfers
from inventory.models import CostEntry, CostState, Reason, StockBalance
from layouts import drafting
from purchasing import invoices, returns
from rackbeat.lib import books
from tests import make
from tests.purchasing.pages import follow, send, words

BOTH = pytest.mark.parametrize("whose", ["nordlys", "solvang"])


def an_adjustment(world, receipt):
    document = adjustments.draft(Reason.objects.get(kind="waste"), by=world.owner)
    adjustments.add_line(document, by=world.owner, item=world.lamp, location=world.shelf, quantity=Decimal(-2))
    return "/inventory/adjustments/", adjustments.book(document, by=world.owner)


def a_cost_adjustment(world, receipt):
    document = adjustments.draft(Reason.objects.get(kind="waste"), by=world.owner, kind="cost")
    adjustments.add_line(document, by=world.owner, item=world.lamp, cost=Decimal("20.01"))
    return "/inventory/adjustments/", adjustments.book(document, by=world.owner)


def a_transfer(world, receipt):
    document = transfers.draft(world.shelf, world.yard, by=world.owner)
    transfers.add_line(document, by=world.owner, item=world.lamp, quantity=Decimal(3))
    return "/inventory/transfers/", transfers.book(document, by=world.owner)


def a_count(world, receipt):
    [document] = counts.begin(world.shelf, by=world.owner)
    counts.count(document.lines.get(), Decimal(5), by=world.owner)
    return "/inventory/counts/", counts.book(document, by=world.owner)


def an_invoice(world, receipt):
    """Dearer than was assumed, and four of ten were sold."""
    document = invoices.draft_from_receipt(receipt, by=world.owner)
    drafting.change(document, by=world.owner, supplier_number="F-1", invoiced_on=world.agreement.today())
    invoices.change_line(document.lines.get(), by=world.owner, price=Decimal("30.01"))
    return "/purchasing/invoices/", invoices.book(document, by=world.owner)


def a_return(world, receipt):
    document = returns.draft_from_receipt(receipt, by=world.owner)
    returns.change_line(document.lines.get(), by=world.owner, quantity=Decimal(2))
    return "/purchasing/returns/", returns.book(document, by=world.owner)


MADE = [an_adjustment, a_cost_adjustment, a_transfer, a_count, an_invoice, a_return]


def standing(world):
    state = CostState.objects.get(item=world.lamp)
    rows = StockBalance.objects.filter(item=world.lamp).values_list("location__code", "on_hand")
    return state.quantity, state.value, dict(rows)


@BOTH
@pytest.mark.parametrize("made", MADE)
def test_what_the_preview_of_a_reversal_says_is_what_is_posted(request, whose, made):
    world = request.getfixturevalue(whose)
    client = Client()
    with world.open():
        receipt = make.received(world, world.lamp, 10, "25.00")
        make.shipped(world, make.order(world, (world.lamp, 4)))
        where, document = made(world, receipt)
        before, entries = standing(world), CostEntry.objects.count()
        client.force_login(world.owner)
    here = f"{where}{document.number}/"
    assert f"{here}preview/" in client.get(here).content.decode()

    seen = send(client, f"{here}preview/")
    assert "What reversing changes" in words(seen) and "Nothing is reversed yet." in words(seen)
    effect = seen.context["effect"]
    with world.open():
        assert (standing(world), CostEntry.objects.count()) == (before, entries)

    follow(client, f"{here}reverse/", {"on": world.agreement.today().isoformat()})
    with world.open():
        after = standing(world)
        [change] = effect.changes
        assert (change.quantity_before, change.value_before) == before[:2]
        assert (change.quantity_after, change.value_after) == after[:2]
        moved = {place.location.code: place.after for place in change.places}
        assert moved == {code: there for code, there in after[2].items() if there != before[2].get(code, 0)}
        posted = CostEntry.objects.order_by("pk")[entries:]
        assert effect.value == sum(entry.value for entry in posted if entry.item_id == world.lamp.pk)
        assert books.broken() == []


def test_another_day_is_tried_before_it_is_done(nordlys):
    client = Client()
    with nordlys.open() as world:
        where, document = an_adjustment(world, make.received(world, world.lamp, 10, "25.00"))
        client.force_login(world.anna)
    today = nordlys.agreement.today()
    page = send(client, f"{where}{document.number}/preview/", {"on": today.isoformat()})
    assert "What reversing changes" in words(page)
    for typed in ("2999-01-01", "yesterday", ""):
        answer = send(client, f"{where}{document.number}/preview/", {"on": typed})
        assert answer.status_code == 422 and "What reversing changes" not in words(answer)


def test_what_was_taken_back_or_is_not_ones_own_is_not_previewed(nordlys, solvang):
    clients = {name: Client() for name in ("anna", "bo", "vera", "carla")}
    with nordlys.open() as world:
        where, document = an_invoice(world, make.received(world, world.lamp, 10, "25.00"))
    for name, client in clients.items():
        client.force_login(getattr(solvang if name == "carla" else nordlys, name))
    here = f"{where}{document.number}/preview/"
    assert {name: send(clients[name], here).status_code for name in ("bo", "vera", "carla")} == {
        "bo": 403,
        "vera": 403,
        "carla": 404,
    }
    with nordlys.open() as world:
        invoices.reverse(document, by=world.anna)
    assert send(clients["anna"], here).status_code == 302
