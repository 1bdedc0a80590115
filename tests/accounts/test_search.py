"""The index of words: kept by triggers, closed to the web's role, asked for one agreement only (B7)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts import numbers, search
from layouts import drafting
from purchasing import receipts
from purchasing.models import GoodsReceipt
from sales import invoices
from sales.models import Customer, SalesInvoice, SalesOrder, Shipment
from tests import make


def found(model, text, most=50):
    return [each.number for each in model.objects.filter(pk__in=search.hits(model, text, most)).order_by("number")]


def test_an_order_is_found_by_number_name_reference_and_what_stands_on_its_lines(nordlys):
    with nordlys.open():
        order = make.order(nordlys, (nordlys.lamp, 1), confirmed=False)
        drafting.change(order, by=nordlys.owner, version=None, their_reference="PO-7788/Æ")
        for text in (str(order.number), "fjord", "SYKKEL fj", "ykk", "po-7788", "7788 æ", "2040", "lamp"):
            assert found(SalesOrder, text) == [order.number], text
        for text in ("fjordx", "788", "9001", "lamp cable"):
            assert found(SalesOrder, text) == [], text


def test_short_words_and_digits_are_looked_for_where_a_word_begins(nordlys):
    with nordlys.open():
        assert found(Customer, "as") == [10001]
        assert found(Customer, "s") == [10001]
        assert found(Customer, "kk") == []
        assert found(Customer, "0001") == []
        assert found(Customer, "100") == [10001]


def test_nothing_and_signs_only_find_nothing(nordlys):
    with nordlys.open():
        for text in ("", "  ", "%", "_", "\\", "%%%", "'"):
            assert search.hits(Customer, text, 5) == []
        assert found(Customer, "fj%") == found(Customer, "fj")


def test_the_index_follows_a_change_and_a_deletion(nordlys):
    with nordlys.open():
        order = make.order(nordlys, (nordlys.lamp, 1), confirmed=False)
        line = order.lines.get()
        drafting.change_line(line, by=nordlys.owner, text="Lantern of brass")
        assert found(SalesOrder, "brass") == [order.number]
        drafting.remove_line(line, by=nordlys.owner)
        assert found(SalesOrder, "brass") == []
        key = order.pk
        drafting.delete(order, by=nordlys.owner)
        assert key not in search.hits(SalesOrder, "fjord", 50)


def test_another_agreement_finds_only_its_own(nordlys, solvang):
    with nordlys.open():
        mine = make.order(nordlys, (nordlys.lamp, 1))
    with solvang.open():
        assert search.hits(SalesOrder, "fjord", 50) == []
        assert search.hits(SalesOrder, str(mine.number), 50) == []
        assert search.hits(Customer, "fjord", 50) == [solvang.shop.pk]


def test_without_an_agreement_nothing_is_found(nordlys):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.agreement', '', true)")
    assert search.everywhere([Customer], "fjord", 50) == []


@pytest.mark.parametrize(
    "asked",
    [
        "SELECT count(*) FROM accounts_searchentry",
        "DELETE FROM accounts_searchentry",
        "SELECT rackbeat_enter_sales_salesorder(ARRAY[1::bigint])",
    ],
)
def test_the_webs_role_has_no_other_way_to_the_words(nordlys, asked):
    refused = pytest.raises(DatabaseError, match="permission denied")
    with nordlys.open(), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(asked)


def test_many_hits_are_cut_to_the_newest(nordlys):
    with nordlys.open():
        Customer.objects.bulk_create(Customer(number=20000 + n, name=f"Havn {n}") for n in range(2100))
        newest = Customer.objects.order_by("-pk").values_list("pk", flat=True)
        assert search.hits(Customer, "havn", 30) == list(newest[:30])
        assert search.hits(Customer, "havn 17", 3000)[0] == Customer.objects.get(name="Havn 1799").pk


@pytest.mark.parametrize("most", [1, 4, 100, 5000])
def test_the_newest_are_found_whether_one_walks_to_them_or_asks_the_index(nordlys, most):
    """A word that the newest hold, one that only the oldest hold, one of every tenth, and two together."""
    with nordlys.open():
        Customer.objects.bulk_create(
            Customer(
                number=40000 + n,
                name=("Newmost " if n >= 1900 else "Oldmost " if n < 700 else "Betwixt ")
                + ("Tenth" if n % 10 == 0 else "Another"),
            )
            for n in range(2000)
        )
        for text in ("newmost", "oldmost", "tenth", "oldmost tenth", "betwixt another"):
            held = Customer.objects.filter(number__gte=40000)
            for word in text.split():
                held = held.filter(name__icontains=word)
            assert search.hits(Customer, text, most) == list(held.order_by("-pk").values_list("pk", flat=True)[:most])


def test_the_exact_number_is_found_though_a_thousand_others_begin_with_it(nordlys):
    with nordlys.open():
        first = Customer.objects.create(number=77, name="Seventy-seven")
        Customer.objects.bulk_create(Customer(number=770000 + n, name="Other") for n in range(2100))
        assert search.everywhere([Customer], "77", 5)[0] == ("sales.customer", first.pk, True)


def test_every_model_that_says_so_is_indexed_and_no_other(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'searched_insert'")
        guarded = {table for (table,) in cursor.fetchall()}
    said = {model._meta.db_table for model in apps.get_models() if search.is_indexed(model)}
    assert said == {table for table in guarded if not table.endswith("line")}
    assert len(said) >= 9


def test_a_common_word_beside_a_rare_one_finds_what_holds_both(nordlys):
    with nordlys.open():
        Customer.objects.bulk_create(Customer(number=30000 + n, name=f"Havn {n} AS") for n in range(600))
        assert found(Customer, "havn 17 as") == [30017, *range(30170, 30180)]
        assert found(Customer, "as havn")[:2] == [30550, 30551]
        assert len(search.hits(Customer, "havn as", 600)) == 600


def test_a_shipment_an_invoice_and_a_receipt_are_found_by_the_number_of_their_order(nordlys):
    with nordlys.open():
        numbers.set_next(nordlys.agreement, "orders", 4444, by=nordlys.owner)
        numbers.set_next(nordlys.agreement, "purchase orders", 5555, by=nordlys.owner)
        bought = make.purchase_order(nordlys, (nordlys.lamp, 2, "5.00"))
        receipt = receipts.receive(receipts.draft_from_order(bought, by=nordlys.owner), by=nordlys.owner)
        order = make.order(nordlys, (nordlys.lamp, 1))
        shipment = make.shipped(nordlys, order)
        invoice = invoices.draft_from_order(order, by=nordlys.owner)
        assert (order.number, bought.number) == (4444, 5555)
        assert search.hits(Shipment, "4444", 5) == [shipment.pk]
        assert search.hits(SalesInvoice, "4444", 5) == [invoice.pk]
        assert search.hits(GoodsReceipt, "5555", 5) == [receipt.pk]
