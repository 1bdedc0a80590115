"""A price typed in another currency: taken at the rate of the document's day, told in its history, kept in the base currency."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts import history, registers
from accounts.models import Currency, CurrencyRate
from purchasing import receipts
from purchasing.models import PurchaseOrderLine
from tests import kept, make
from tests.purchasing.pages import follow, send, words

pytestmark = pytest.mark.django_db
ORDER = "/purchasing/orders/1001/"


@kept.scene()
def draft(world):
    """A purchase order of today, a week after one rate and a day before the next."""
    order = make.purchase_order(world, (world.lamp, 10, "25.00"), sent=False)
    for days, rate in ((-7, "11.725"), (1, "12.00")):
        since = order.ordered_on + dt.timedelta(days=days)
        registers.add(
            CurrencyRate, by=world.owner, currency=Currency.objects.get(pk="EUR"), since=since, rate=Decimal(rate)
        )
    return order


def last_line():
    return PurchaseOrderLine.objects.order_by("pk").last()


@pytest.mark.parametrize("typed", ["12,50 EUR", "eur 12.5", "€12,50", "12,5€"])
def test_it_is_taken_at_the_rate_of_the_documents_day(nordlys, draft, anna, typed):
    page = follow(anna, f"{ORDER}lines/", {"item": "2040", "quantity": "4", "price": typed})
    since = draft.ordered_on - dt.timedelta(days=7)
    assert f"took the price of line 2 at the rate from {since:%d.%m.%Y}" in words(page)
    assert "12.5 EUR" in words(page)
    with nordlys.open():
        line = last_line()
        assert (line.price, line.amount_net) == (Decimal("146.5625"), Decimal("586.25"))


def test_the_base_currency_may_be_named_and_needs_no_rate(nordlys, draft, anna):
    follow(anna, f"{ORDER}lines/", {"item": "2040", "quantity": "1", "price": "1 250,50 NOK"})
    with nordlys.open():
        assert last_line().price == Decimal("1250.50")
        assert history.of(draft)[0]["sentence"].startswith("added line 2")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12 SEK", "There is no rate for SEK on"),
        ("12 XXX", "XXX is no currency that is known here."),
        ("abc EUR", "Enter a number"),
        ("EUR", "Enter a number"),
        ("-1 EUR", "greater than or equal to 0"),
        ("999999999 EUR", "less than or equal to 999999999"),
        ("١ EUR", "Enter a number"),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence_and_stays_typed(nordlys, draft, anna, typed, sentence):
    response = send(anna, f"{ORDER}lines/", {"item": "2040", "quantity": "1", "price": typed})
    assert response.status_code == 422
    assert sentence in words(response)
    assert f'value="{typed}"' in response.content.decode()
    with nordlys.open():
        assert draft.lines.count() == 1


def test_who_sees_no_prices_does_not_read_them_in_the_history(nordlys, anna, bo):
    with nordlys.open() as world:
        receipt = receipts.draft_from_order(make.purchase_order(world, (world.lamp, 10, "25.00")), by=world.anna)
        line = receipt.lines.get()
    follow(anna, f"/purchasing/receipts/1001/lines/{line.pk}/", {"item": "2040", "quantity": "10", "price": "30,77"})
    assert "30.77" in words(anna.get("/purchasing/receipts/1001/"))
    page = words(bo.get("/purchasing/receipts/1001/"))
    assert "changed line 1" in page
    assert "30.77" not in page
