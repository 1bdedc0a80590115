"""The invoice at its desk: begun, limited by its order, booked once, paid, shipped, thrown away; and the list of invoices."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import BankAccount, NumberSeries, PaymentTerms
from layouts import drafting
from layouts.models import Layout
from sales import invoices, prices
from sales.models import Payment, SalesInvoice, SalesOrder, Shipment
from tests import kept, make
from tests.sales.pages import follow, send, words

ABSURD = ["1e309", "NaN", "99999999999999", "-1", "0", "Infinity", "1,000,0", "١٢", "9" * 400, "'; --"]


def drafted(world, *lines):
    """An invoice of (item, quantity) lines without an order."""
    invoice = invoices.draft(world.shop, by=world.owner)
    for item, quantity in lines:
        facts = prices.line_facts(invoice, world.shop, item)
        drafting.add_line(invoice, by=world.owner, item=item, quantity=Decimal(str(quantity)), **facts)
    return SalesInvoice.objects.get(pk=invoice.pk)


@kept.scene()
def draft(world):
    world.shop.payment_terms = PaymentTerms.objects.get(is_default=True)
    world.shop.save()
    return drafted(world, (world.hours, 2))


@kept.scene()
def booked(world, draft):
    return invoices.book(draft, by=world.anna)


@kept.scene()
def from_order(world):
    make.received(world, world.lamp, 10, "25.00")
    order = make.order(world, (world.lamp, 4), (world.hours, 2))
    return invoices.draft_from_order(order, by=world.anna)


def now(world, invoice):
    with world.open():
        return SalesInvoice.objects.select_related("customer").get(pk=invoice.pk)


def listed(client, query):
    """Whether the list shows invoice 1001."""
    return b'href="/sales/invoices/1001/"' in client.get(f"/sales/invoices/?{query}").content


def lines(world, invoice):
    with world.open():
        return list(SalesInvoice.objects.get(pk=invoice.pk).lines.select_related("item"))


# --- written ---


def test_an_invoice_is_begun_for_a_customer_and_gets_a_draft_number(anna):
    page = follow(anna, "/sales/invoices/new/", {"party": "10001"})
    assert page.request["PATH_INFO"] == "/sales/invoices/draft-1/"
    assert "Invoice draft 1" in words(page) and "Fjord Sykkel AS" in words(page)


def test_lines_are_written_like_those_of_an_order(anna, nordlys, draft):
    follow(anna, "/sales/invoices/draft-1/lines/", {"item": "2040", "quantity": "3"})
    assert [line.amount_net for line in lines(nordlys, draft)] == [Decimal("1600.00"), Decimal("300.00")]


def test_the_due_date_is_shown_as_it_will_be(anna, draft):
    due = date.today() + timedelta(days=14)
    assert f"{due:%d.%m.%y}" in words(anna.get("/sales/invoices/draft-1/"))


def test_the_header_is_changed_and_the_due_date_moves_along(anna, nordlys, draft):
    url = "/sales/invoices/draft-1/edit/"
    assert anna.get(url).status_code == 200
    with nordlys.open():
        terms = PaymentTerms.objects.get(days=30)
    given = {"party_name": "Fjord", "invoiced_on": "2026-11-02", "payment_terms": terms.pk, "version": draft.version}
    said = words(follow(anna, url, given))
    assert "02.11.26" in said and "02.12.26" in said
    assert send(anna, url, {**given, "version": draft.version}).status_code == 422


@pytest.mark.parametrize("typed", ["1e309", "NaN", "99999999999999", "Infinity"])
def test_a_quantity_that_makes_no_sense_keeps_the_row_open(anna, nordlys, draft, typed):
    line = lines(nordlys, draft)[0]
    given = {"item": "9001", "shown": "9001", "quantity": typed, "price": "800", "text": "Work"}
    response = send(anna, f"/sales/invoices/draft-1/lines/{line.pk}/", given)
    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode()
    assert lines(nordlys, draft)[0].quantity == 2


def test_a_line_from_an_order_asks_for_no_more_than_is_left(anna, nordlys, from_order):
    line = lines(nordlys, from_order)[0]
    url = f"/sales/invoices/draft-{from_order.draft_number}/lines/{line.pk}/"
    given = {"item": "2040", "shown": "2040", "text": "Lamp", "price": "100", "quantity": "5"}
    response = send(anna, url, given)
    assert response.status_code == 422
    assert "Only 4 of the order are left to invoice." in words(response)
    assert 'value="5"' in response.content.decode()
    assert send(anna, url, {**given, "quantity": "3"}).status_code == 302
    assert lines(nordlys, from_order)[0].quantity == 3


def test_a_line_from_an_order_stays_about_its_item(anna, nordlys, from_order):
    line = lines(nordlys, from_order)[0]
    url = f"/sales/invoices/draft-{from_order.draft_number}/lines/{line.pk}/"
    response = send(anna, url, {"item": "3001", "quantity": "1"})
    assert response.status_code == 422
    assert "stays about its item" in words(response)


def test_a_line_taken_out_is_open_again_on_the_order(anna, nordlys, from_order):
    line = lines(nordlys, from_order)[0]
    follow(anna, f"/sales/invoices/draft-{from_order.draft_number}/lines/{line.pk}/remove/")
    with nordlys.open():
        order = SalesOrder.objects.get(pk=from_order.order_id)
        again = invoices.draft_from_order(order, by=nordlys.anna)
        assert [line.quantity for line in again.lines.all()] == [4]


def test_a_draft_is_deleted_and_its_address_is_gone(anna, draft):
    follow(anna, "/sales/invoices/draft-1/delete/")
    assert anna.get("/sales/invoices/draft-1/").status_code == 404


# --- booked ---


def test_the_question_says_what_becomes_final(anna, draft):
    said = words(anna.get("/sales/invoices/draft-1/book/"))
    due = date.today() + timedelta(days=14)
    for piece in ("Book invoice draft 1?", "It gets number 1001 and is dated", f"{due:%d.%m.%Y}", "2,000.00 NOK"):
        assert piece in said
    assert 'id="ask-book"' in anna.get("/sales/invoices/draft-1/").content.decode()


def test_booking_gives_a_number_and_the_drafts_address_leads_on(anna, nordlys, draft):
    page = follow(anna, "/sales/invoices/draft-1/book/", {"invoiced_on": date.today().isoformat()})
    assert page.request["PATH_INFO"] == "/sales/invoices/1001/"
    assert "Invoice 1001 is booked." in words(page)
    assert anna.get("/sales/invoices/draft-1/")["Location"] == "/sales/invoices/1001/"
    invoice = now(nordlys, draft)
    assert (invoice.status, invoice.number, invoice.amount_open) == ("booked", 1001, Decimal("2000.00"))
    assert invoice.due_on == invoice.invoiced_on + timedelta(days=14)


def test_the_question_before_booking_says_that_no_account_is_there_to_pay_to(anna, nordlys, draft):
    where = "/sales/invoices/draft-1/"
    with nordlys.open():
        drafting.choose_layout(draft, Layout.objects.get(), by=nordlys.anna)
    assert "will not say where to pay" in words(anna.get(where))
    with nordlys.open():
        BankAccount.objects.update(account_number="86011117947")
    assert "will not say where to pay" not in words(anna.get(where))


def test_a_form_sent_twice_books_once_and_takes_one_number(anna, nordlys, draft):
    token = str(uuid.uuid4())
    for _twice in range(2):
        response = anna.post("/sales/invoices/draft-1/book/", {"once": token})
        assert response["Location"] == "/sales/invoices/1001/"
    assert send(anna, "/sales/invoices/draft-1/book/").status_code == 422
    with nordlys.open():
        assert NumberSeries.objects.get(name="invoices").next == 1002
        assert SalesInvoice.objects.filter(status="booked").count() == 1


def test_a_date_before_the_last_invoice_is_refused_at_the_field(anna, nordlys, booked):
    with nordlys.open() as world:
        drafted(world, (world.hours, 1))
    response = send(anna, "/sales/invoices/draft-2/book/", {"invoiced_on": "2020-01-02"})
    assert response.status_code == 422
    body = response.content.decode()
    assert "The last invoice is dated" in words(response) and 'value="2020-01-02"' in body
    assert re.search(r'id="id_invoiced_on_error"[^>]*>The last invoice', body)
    with nordlys.open():
        assert NumberSeries.objects.get(name="invoices").next == 1002


@pytest.mark.parametrize("typed", ["", "2099-01-01", "31.02.2026", "never", "9999-12-31"])
def test_a_date_that_cannot_be_is_refused_at_the_field(anna, draft, typed):
    response = send(anna, "/sales/invoices/draft-1/book/", {"invoiced_on": typed})
    assert response.status_code == 422
    assert "id_invoiced_on_error" in response.content.decode()


def test_an_empty_invoice_says_at_the_button_why_it_cannot_be_booked(anna, nordlys):
    with nordlys.open() as world:
        drafted(world)
    assert "Add a line before you book the invoice." in words(anna.get("/sales/invoices/draft-1/"))
    assert send(anna, "/sales/invoices/draft-1/book/").status_code == 422


def test_a_booked_invoice_is_words_and_cannot_be_changed(anna, nordlys, booked):
    page = anna.get("/sales/invoices/1001/")
    assert "data-open" not in page.content.decode()
    line = lines(nordlys, booked)[0]
    assert send(anna, f"/sales/invoices/1001/lines/{line.pk}/", {"item": "9001", "quantity": "9"}).status_code == 422
    assert send(anna, "/sales/invoices/1001/delete/").status_code == 422
    assert send(anna, "/sales/invoices/1001/edit/", {"heading": "x"}).status_code == 422
    assert lines(nordlys, booked)[0].quantity == 2


def test_the_layout_is_chosen_also_when_it_is_booked(anna, nordlys, booked):
    with nordlys.open():
        layout = Layout.objects.get(is_default=True)
    follow(anna, "/sales/invoices/1001/layout/", {"layout": layout.pk})
    assert now(nordlys, booked).layout_id == layout.pk


def test_both_papers_are_pdf(anna, nordlys, draft):
    assert anna.get("/sales/invoices/draft-1/document.pdf").content[:5] == b"%PDF-"
    with nordlys.open():
        invoices.book(draft, by=nordlys.anna)
    response = anna.get("/sales/invoices/1001/document.pdf")
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")


# --- shipped ---


def test_goods_without_an_order_are_shipped_from_the_invoice(anna, nordlys):
    with nordlys.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        invoices.book(drafted(world, (world.lamp, 2)), by=world.anna)
    assert "Create shipment" in words(anna.get("/sales/invoices/1001/"))
    token = str(uuid.uuid4())
    for _twice in range(2):
        assert anna.post("/sales/invoices/1001/ship/", {"once": token}).status_code == 302
    assert send(anna, "/sales/invoices/1001/ship/").status_code == 422
    with nordlys.open():
        assert Shipment.objects.count() == 1
    said = words(anna.get("/sales/invoices/1001/"))
    assert "Shipment 1001" in said and "Create shipment" not in said


def test_the_chain_goes_back_to_order_and_shipment(anna, nordlys, from_order):
    with nordlys.open() as world:
        make.shipped(world, SalesOrder.objects.get(pk=from_order.order_id))
    page = words(anna.get(f"/sales/invoices/draft-{from_order.draft_number}/"))
    assert "Order 1001 Shipment 1001 Invoice draft 1" in page


# --- paid ---


def test_a_payment_is_proposed_and_lowers_what_is_open(anna, nordlys, booked):
    page = anna.get("/sales/invoices/1001/")
    assert 'value="2000.00"' in page.content.decode() and "2,000.00 NOK open" in words(page)
    page = follow(anna, "/sales/invoices/1001/payments/", {"amount": "500", "paid_on": "2026-01-02", "note": "Bank"})
    for piece in (
        "1,500.00 NOK open",
        "Bank",
        "Paid 500.00",
        "Open 1,500.00",
        "Booked Partly paid",
        "payment of 500.00",
    ):
        assert piece in words(page)
    assert now(nordlys, booked).amount_open == Decimal("1500.00")
    page = follow(anna, "/sales/invoices/1001/payments/", {"amount": "1500", "paid_on": "2026-01-02"})
    assert "Booked Paid" in words(page) and "entered a payment of 1,500.00" in words(page)


def test_a_payment_sent_twice_counts_once(anna, nordlys, booked):
    token, given = str(uuid.uuid4()), {"amount": "500", "paid_on": "2026-01-02"}
    for _twice in range(2):
        assert anna.post("/sales/invoices/1001/payments/", {**given, "once": token}).status_code == 302
    assert now(nordlys, booked).amount_paid == 500


def test_more_than_is_open_is_refused_at_the_field(anna, nordlys, booked):
    given = {"amount": "2000,01", "paid_on": "2026-01-02", "note": "Bank"}
    response = send(anna, "/sales/invoices/1001/payments/", given)
    assert response.status_code == 422
    body = response.content.decode()
    assert re.search(r'id="payment-amount_error"[^>]*>Only 2,000.00 are open', body)
    assert 'value="2000,01"' in body and 'value="Bank"' in body
    assert now(nordlys, booked).amount_paid == 0


@pytest.mark.parametrize("typed", ABSURD)
def test_an_amount_that_makes_no_sense_is_refused_at_the_field(anna, nordlys, booked, typed):
    response = send(anna, "/sales/invoices/1001/payments/", {"amount": typed, "paid_on": "2026-01-02"})
    assert response.status_code == 422
    assert 'id="payment-amount_error"' in response.content.decode()
    assert now(nordlys, booked).amount_paid == 0


@pytest.mark.parametrize("typed", ["", "2099-12-31", "31.02.2026", "soon"])
def test_a_payment_needs_a_day_that_has_been(anna, booked, typed):
    response = send(anna, "/sales/invoices/1001/payments/", {"amount": "1", "paid_on": typed})
    assert response.status_code == 422
    assert 'id="payment-paid_on_error"' in response.content.decode()


def test_a_draft_is_not_paid(anna, draft):
    response = send(anna, "/sales/invoices/draft-1/payments/", {"amount": "1", "paid_on": "2026-01-02"})
    assert response.status_code == 422
    assert "Only a booked invoice can be paid." in words(response)


def test_a_removed_payment_can_be_entered_again_with_one_click(anna, nordlys, booked):
    follow(anna, "/sales/invoices/1001/payments/", {"amount": "500", "paid_on": "2026-01-02", "note": "A|B <i>"})
    with nordlys.open():
        payment = Payment.objects.get()
    page = follow(anna, f"/sales/invoices/1001/payments/{payment.pk}/remove/")
    assert "The payment of 500.00 is removed." in words(page)
    assert 'formaction="/sales/invoices/1001/payments/"' in page.content.decode()
    follow(anna, f"/sales/invoices/1001/payments/{payment.pk}/remove/")  # gone already: nothing happens
    follow(anna, "/sales/invoices/1001/payments/", {"again": "500.00|2026-01-02|A|B <i>"})
    with nordlys.open():
        again = Payment.objects.get()
        assert (again.amount, again.paid_on, again.note) == (Decimal(500), date(2026, 1, 2), "A|B <i>")


# --- the list ---


def test_the_list_shows_drafts_first_and_what_is_open(anna, nordlys, booked):
    with nordlys.open() as world:
        drafted(world, (world.hours, 1))
    said = words(anna.get("/sales/invoices/?archived=all"))
    assert said.index("Draft 2") < said.index("1001")
    assert "2,000.00" in said and "Fjord Sykkel AS" in said


def test_what_is_booked_and_delivered_is_archived_but_unpaid_is_seen(anna, booked):
    assert not listed(anna, "view=active")
    assert listed(anna, "view=unpaid") and listed(anna, "view=archived")
    page = anna.get("/sales/invoices/1001/")
    assert "Archived as finished; also under Unpaid" in words(page)
    assert 'data-track="Delivered"' in page.content.decode()  # what is sent: the goods, not the mail


def test_the_overdue_view_looks_in_the_archive_and_says_so_beside_the_status(anna, nordlys, draft):
    long_ago = date.today() - timedelta(days=60)
    with nordlys.open():
        invoices.book(draft, by=nordlys.anna, on=long_ago)
    assert listed(anna, "view=overdue")
    assert "Booked Overdue" in words(anna.get("/sales/invoices/?view=overdue"))
    page = words(anna.get("/sales/invoices/1001/"))
    assert "Booked Overdue" in page and "46 days over" in page
    follow(anna, "/sales/invoices/1001/payments/", {"amount": "2000", "paid_on": "2026-01-02"})
    assert not listed(anna, "view=overdue")


def test_the_list_can_be_sorted_searched_and_taken_away(anna, nordlys, booked):
    for column in (
        "number",
        "kind",
        "party_name",
        "due_on",
        "amount_net",
        "amount_total",
        "still_open",
        "status",
        "delivery",
    ):
        for sort in (column, f"-{column}"):
            assert anna.get(f"/sales/invoices/?sort={sort}&archived=all").status_code == 200
    assert listed(anna, "q=1001") and listed(anna, "q=fjord&kind=invoice&archived=all")
    assert "2000,00" in b"".join(anna.get("/sales/invoices/?archived=all&export=csv")).decode().replace(".", ",")


def test_as_many_questions_for_thirty_lines_as_for_three(anna, nordlys, draft):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert anna.get("/sales/invoices/draft-1/").status_code == 200
        return len(queries)

    def add(count):
        with nordlys.open() as world:
            for _each in range(count):
                facts = prices.line_facts(draft, world.shop, world.lamp)
                drafting.add_line(draft, by=world.anna, item=world.lamp, quantity=Decimal(1), **facts)

    add(2)
    anna.get("/sales/invoices/draft-1/")
    few = asked()
    add(27)
    assert asked() == few


# --- who may ---

PAGES = ("", "edit/", "lines/", "note/", "delete/", "book/", "ship/", "layout/", "payments/", "document.pdf")


def test_a_stranger_gets_404_and_the_warehouse_403(carla, bo, draft):
    for url in PAGES:
        assert carla.get(f"/sales/invoices/draft-1/{url}").status_code == 404
        assert bo.get(f"/sales/invoices/draft-1/{url}").status_code == 403
    assert bo.get("/sales/invoices/").status_code == 403
    for url in ("book/", "delete/", "payments/", "payments/1/remove/", "ship/"):
        assert send(carla, f"/sales/invoices/draft-1/{url}").status_code == 404
        assert send(bo, f"/sales/invoices/draft-1/{url}").status_code == 403


def test_a_reader_sees_and_changes_nothing(vera, booked):
    page = vera.get("/sales/invoices/1001/")
    assert "Enter payment" not in words(page) and "Payments" in words(page)
    assert send(vera, "/sales/invoices/1001/payments/", {"amount": "1"}).status_code == 403


@pytest.mark.parametrize("key", ["0", "7", "draft-0", "draft-99", "9" * 18, "9" * 30, "draft-", "draft-1e3", "x"])
def test_an_invoice_that_is_not_there(anna, draft, key):
    assert anna.get(f"/sales/invoices/{key}/").status_code == 404
