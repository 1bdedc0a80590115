"""Rates, own addresses and employees: what documents take from them, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from accounts import employees, rates, registers
from accounts.models import BankAccount, Currency, CurrencyRate, Employee, OwnAddress
from layouts.models import Layout
from purchasing import orders as purchase_orders
from rackbeat.lib.refusal import Refusal
from sales import orders

pytestmark = pytest.mark.django_db


def rate(world, since, value, code="EUR"):
    currency = Currency.objects.get(pk=code)
    return registers.add(CurrencyRate, by=world.owner, currency=currency, since=since, rate=Decimal(value))


def test_the_newest_rate_that_has_begun_holds(nordlys):
    with nordlys.open():
        rate(nordlys, date(2026, 1, 2), "11.50")
        rate(nordlys, date(2026, 6, 1), "11.7250")
        assert rates.on("EUR", date(2026, 5, 31)) == Decimal("11.50")
        assert rates.on("EUR", date(2026, 6, 1)) == Decimal("11.725")
        assert rates.on("NOK", date(2000, 1, 1)) == 1
        with pytest.raises(Refusal, match=r"no rate for EUR on 01\.01\.2026"):
            rates.on("EUR", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"currency": "NOK", "rate": "1"}, "currency"),
        ({"rate": "0"}, "rate"),
        ({"rate": "-3"}, "rate"),
        ({"rate": "1e9"}, "rate"),
        ({"rate": "9999999999999"}, "rate"),
        ({"since": "2026-02-30"}, "since"),
    ],
)
def test_a_rate_that_makes_no_sense_is_refused_at_its_field(nordlys, logged_in, typed, field):
    facts = {"currency": "EUR", "since": "2026-01-02", "rate": "11,7250"} | typed
    answer = logged_in(nordlys.anna).post("/settings/currencies/new/", facts)
    assert answer.status_code == 422 and field in answer.context["form"].errors


def test_a_rate_is_typed_with_a_comma_changed_with_history_and_stands_once_a_day(nordlys, logged_in):
    client, facts = logged_in(nordlys.anna), {"currency": "EUR", "since": "2026-01-02", "rate": "11,7250"}
    assert client.post("/settings/currencies/new/", facts).status_code == 302
    assert "since" in client.post("/settings/currencies/new/", facts).context["form"].errors
    with nordlys.open():
        row = CurrencyRate.objects.get()
    assert client.post(f"/settings/currencies/{row.pk}/", facts | {"rate": "11.8"}).status_code == 302
    events = client.get(f"/settings/currencies/{row.pk}/").context["events"]
    [change] = events[0]["changes"]
    assert (change["before"], change["after"]) == ("11.725", "11.8")
    assert "11.80" in client.get("/settings/currencies/").content.decode()


def test_a_purchase_order_begins_with_the_default_address(nordlys):
    with nordlys.open():
        assert purchase_orders.draft(nordlys.maker, by=nordlys.anna).delivery_lines == []
        registers.add(OwnAddress, by=nordlys.anna, name="Quay", street="Kaia 1", postcode="5013", city="Bergen")
        yard = registers.add(OwnAddress, by=nordlys.anna, name="Yard", city="Oslo", is_default=True)
        assert [each.name for each in OwnAddress.objects.filter(is_default=True)] == ["Yard"]
        assert purchase_orders.draft(nordlys.maker, by=nordlys.anna).delivery_lines == ["Yard", "Oslo"]
        with pytest.raises(Refusal, match="default"):
            registers.remove(yard, by=nordlys.anna)


def test_users_are_employees_and_documents_name_them_as_the_register_does(nordlys):
    with nordlys.open():
        anna = Employee.objects.get(user=nordlys.anna)
        assert (anna.number, anna.name, anna.email) == (1, "Anna Berg", "anna@nordlys.example")
        assert orders.draft(nordlys.shop, by=nordlys.anna).our_reference == "Anna Berg"
        registers.change(anna, by=nordlys.anna, name="Anna Berg, sales")
        assert orders.draft(nordlys.shop, by=nordlys.anna).our_reference == "Anna Berg, sales"
        assert orders.draft(nordlys.shop, by=nordlys.odd).our_reference == "Odd Moe"
        assert employees.enlist(nordlys.anna) == anna
        registers.add(Employee, by=nordlys.anna, name="Kari Nes", is_barred=True)
        assert employees.names() == ["Anna Berg, sales"]


def test_every_role_reads_the_registers_and_the_owner_writes(nordlys, logged_in):
    for name in ("odd", "bo", "vera"):
        client = logged_in(getattr(nordlys, name))
        for place in ("currencies", "addresses", "employees"):
            assert client.get(f"/settings/{place}/").status_code == 200
            assert client.post(f"/settings/{place}/new/", {"name": "Mine"}).status_code == 403


def test_a_document_offers_the_employees_as_our_reference(nordlys, logged_in):
    with nordlys.open():
        registers.add(Employee, by=nordlys.anna, name="Kari Nes")
        order = orders.draft(nordlys.shop, by=nordlys.anna)
    page = logged_in(nordlys.anna).get(f"/sales/orders/{order.number}/edit/").content.decode()
    assert 'list="colleagues"' in page and '<option value="Kari Nes">' in page


def test_the_first_bank_account_is_the_one_that_layouts_print(nordlys):
    with nordlys.open():
        first = registers.add(BankAccount, by=nordlys.anna, name="Drift", account_number="86011117947")
        assert first.is_default
        assert Layout.objects.get().bank_account == first
        second = registers.add(BankAccount, by=nordlys.anna, name="Skatt", account_number="86011117955")
        assert (second.is_default, BankAccount.objects.count()) == (False, 2)
