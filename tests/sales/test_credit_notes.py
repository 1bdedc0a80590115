"""Credit notes: what they do to stock, orders, invoices and money, and that none takes back more than there is."""

from decimal import Decimal

import pytest
from django.db import transaction

from accounts.tenancy import acting_for
from inventory.models import CostEntry, CostState
from layouts import drafting, typeset
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from sales import credits, figures, invoices, orders, prices, shipments
from sales.models import SalesInvoice, SalesOrder
from tests import kept, make
from tests.sales.pages import follow, send, words


@kept.scene()
def stocked(world):
    make.received(world, world.lamp, 20, "25.00")
    return world


@kept.scene()
def invoice(world, stocked):
    """Ten lamps at 100.00, sent and invoiced: 1,250.00 with VAT."""
    order = make.order(world, (world.lamp, 10))
    shipment = make.shipped(world, order)
    return invoices.book(invoices.draft_from_shipment(shipment, by=world.anna), by=world.anna)


def credited(world, invoice, quantity, reason="returned", *, book=True, **facts):
    line = invoice.lines.earliest("position")
    with transaction.atomic():  # a refused booking leaves no draft behind
        note = credits.draft_from_invoice(
            invoice, by=world.anna, reason=reason, quantities={line.pk: Decimal(quantity)}, **facts
        )
        return credits.book(note, by=world.anna) if book else note


def again(document):
    return type(document).objects.get(pk=document.pk)


def on_hand(item):
    state = CostState.objects.get(item=item)
    return state.quantity, state.value


def test_goods_that_come_back_are_in_stock_at_what_they_cost_when_they_left(stocked, invoice):
    with stocked.open() as world:
        assert on_hand(world.lamp) == (10, Decimal("250.00"))
        note = credited(world, invoice, 4, location=world.yard)
        assert (note.number, note.amount_total, note.archived) == (1002, Decimal("-500.00"), False)
        assert again(note).archived
        assert on_hand(world.lamp) == (14, Decimal("350.00"))
        order = SalesOrder.objects.get()
        line = order.lines.get()
        assert (line.quantity_invoiced, line.quantity_returned, line.quantity_to_invoice) == (6, 4, 0)
        assert (order.delivery, order.invoicing, order.archived) == ("full", "full", True)
        assert again(invoice).amount_open == Decimal("750.00")
        assert again(note).amount_open == 0
        assert books.broken() == []


def test_a_wrong_invoice_can_be_written_anew_and_moves_no_goods(stocked, invoice):
    with stocked.open() as world:
        made = credits.recreate(invoice, by=world.anna)
        note = SalesInvoice.objects.get(kind="credit_note")
        assert (note.amount_total, note.reason, note.number) == (Decimal("-1250.00"), "wrong", 1002)
        assert (made.amount_total, made.status, made.lines.get().quantity) == (Decimal("1250.00"), "draft", 10)
        assert again(invoice).amount_open == 0
        assert on_hand(world.lamp) == (10, Decimal("250.00"))
        order = SalesOrder.objects.get()
        assert (order.invoicing, order.archived) == ("ready", False)
        invoices.change_line(made.lines.get(), by=world.anna, price=Decimal("90.00"))
        again(made)
        invoices.book(made, by=world.anna)
        assert (again(order).invoicing, again(order).archived, again(made).delivery) == ("full", True, "full")
        assert again(made).archived
        assert books.broken() == []


def test_a_reduction_in_price_leaves_goods_and_orders_as_they_are(stocked, invoice):
    with stocked.open() as world:
        note = credited(world, invoice, 10, "allowance", book=False)
        invoices.change_line(note.lines.get(), by=world.anna, price=Decimal("10.00"))
        note = credits.book(note, by=world.anna)
        assert note.amount_total == Decimal("-125.00")
        assert (SalesOrder.objects.get().invoicing, on_hand(world.lamp)[0]) == ("full", 10)
        assert again(invoice).amount_open == Decimal("1125.00")
        assert again(invoice).lines.get().quantity_creditable == 10
        with pytest.raises(Refusal, match=r"only 900\.00 are left to credit of the line's amount"):
            credited(world, invoice, 10)
        assert books.broken() == []


def test_never_more_is_credited_than_was_invoiced(stocked, invoice):
    with stocked.open() as world:
        with pytest.raises(Refusal, match="only 10 are left"):
            credited(world, invoice, 11)
        first, second = (credited(world, invoice, 5, book=False) for _ in range(2))
        with pytest.raises(Refusal, match="Only 5 of the invoice are left to credit"):
            invoices.change_line(first.lines.get(), by=world.anna, quantity=Decimal(6))
        invoices.change_line(first.lines.get(), by=world.anna, quantity=Decimal(4))
        credits.book(first, by=world.anna)
        credits.book(second, by=world.anna)
        assert {line.quantity_creditable for line in invoice.lines.all()} == {1}
        with pytest.raises(Refusal):
            credited(world, invoice, 2)
        credited(world, invoice, 1)
        with pytest.raises(Refusal, match="Nothing is left to credit"):
            credits.draft_from_invoice(invoice, by=world.anna, reason="returned")
        assert on_hand(world.lamp) == (20, Decimal("500.00"))
        assert books.broken() == []


def test_what_was_not_sent_cannot_come_back(stocked):
    with stocked.open() as world:
        order = make.order(world, (world.lamp, 10))
        shipment = shipments.draft_from_order(order, by=world.anna)
        shipments.pick(shipment.lines.get(), Decimal(4), by=world.anna)
        shipments.ship(shipment, by=world.anna)
        invoice = invoices.book(invoices.draft_from_order(order, by=world.anna), by=world.anna)
        with pytest.raises(Refusal, match="only 4 have been sent"):
            credited(world, invoice, 5)
        credited(world, invoice, 6, "wrong")
        orders.cancel_rest(order, by=world.anna)  # what was invoiced in advance is credited, so the rest may go
        assert (again(order).delivery, again(order).invoicing) == ("full", "full")
        assert books.broken() == []


def test_goods_of_an_invoice_without_an_order_come_back_too(stocked):
    with stocked.open() as world:
        invoice = invoices.draft(world.shop, by=world.anna)
        facts = prices.line_facts(invoice, world.shop, world.lamp)
        invoices.add_line(invoice, by=world.anna, item=world.lamp, quantity=Decimal(3), **facts)
        invoice = invoices.book(invoice, by=world.anna)
        with pytest.raises(Refusal, match="only 0 have been sent"):
            credited(world, invoice, 1)
        shipments.pick_all_and_ship(shipments.draft_from_invoice(invoice, by=world.anna), by=world.anna)
        credited(world, invoice, 3)
        assert on_hand(world.lamp) == (20, Decimal("500.00"))
        with pytest.raises(Refusal, match="sent for this very invoice"):
            credits.recreate(invoice, by=world.anna)
        assert books.broken() == []


def test_a_free_credit_note_is_used_for_an_open_invoice_and_the_rest_paid_back(stocked, invoice):
    with stocked.open() as world:
        note = credits.draft(world.shop, by=world.anna)
        facts = prices.line_facts(note, world.shop, world.hours)
        invoices.add_line(note, by=world.anna, item=world.hours, quantity=Decimal(2), **facts)
        note = credits.book(note, by=world.anna)
        assert note.amount_total == Decimal("-2000.00")
        assert figures.owed(world.shop, world.agreement.today())[0] == Decimal("-750.00")
        credits.settle(note, invoice, by=world.anna)
        assert (again(invoice).amount_open, again(note).amount_open) == (0, Decimal("-750.00"))
        with pytest.raises(Refusal, match=r"Only 750\.00 are left"):
            credits.refund(note, Decimal("751"), by=world.anna)
        payment = credits.refund(note, Decimal("750"), by=world.anna)
        assert again(note).amount_open == 0
        invoices.remove_payment(payment, by=world.anna)
        assert again(note).amount_open == Decimal("-750.00")
        with pytest.raises(Refusal, match="That is not taken back"):
            invoices.remove_payment(note.payments.get(counter=invoice), by=world.anna)
        assert books.broken() == []


def test_a_paid_invoice_leaves_its_credit_open(stocked, invoice):
    with stocked.open() as world:
        invoices.pay(invoice, Decimal("1250"), by=world.anna)
        note = credited(world, invoice, 2)
        assert (again(invoice).amount_open, again(note).amount_open) == (0, Decimal("-250.00"))


def test_the_series_has_no_holes_and_dates_do_not_fall(stocked, invoice):
    with stocked.open() as world:
        note = credited(world, invoice, 1, book=False)
        line = note.lines.get()
        with pytest.raises(Refusal):
            credits.book(note, by=world.anna, on=world.agreement.today().replace(year=2001))
        assert again(note).number is None and line.quantity == -1
        assert credits.book(note, by=world.anna).number == 1002


def test_a_booked_credit_note_is_frozen(stocked, invoice):
    with stocked.open() as world:
        note = credited(world, invoice, 1)
        with pytest.raises(Refusal, match="no longer a draft"):
            drafting.change(note, by=world.anna, heading="x")
        with pytest.raises(Refusal, match="booked"):
            invoices.delete(note, by=world.anna)
        with pytest.raises(Refusal, match="booked already"):
            credits.book(note, by=world.anna)


def test_the_paper_says_what_is_credited_above_zero(stocked, invoice):
    with stocked.open() as world:
        sheet = typeset.sheet_of(credited(world, invoice, 4))
        assert (sheet.kind, sheet.totals[-1].value) == ("credit_note", "500.00")
        assert any("1001" in fact.value for fact in sheet.meta)
        assert sheet.rows[0].cells[-1] == "400.00"
        assert sheet.payment is None or "Due" not in [fact.label for fact in sheet.payment.facts]


# --- the pages ----


def test_an_invoice_is_credited_from_its_page(anna, stocked, invoice):
    here = f"/sales/invoices/{invoice.number}/"
    assert "Credit and write anew" in words(anna.get(here))
    page = anna.get(here + "credit/")
    assert "Left to credit" in words(page) and 'value="10"' in page.content.decode()
    with stocked.open():
        line = invoice.lines.get()
    refused = send(anna, here + "credit/", {"reason": "returned", f"line-{line.pk}": "11"})
    assert refused.status_code == 422 and "only 10 are left to credit" in words(refused)
    page = follow(anna, here + "credit/", {"reason": "returned", f"line-{line.pk}": "4"})
    assert "Credit note draft" in words(page) and page.request["PATH_INFO"].startswith("/sales/invoices/draft-")
    draft = page.request["PATH_INFO"]
    said = words(anna.get(draft))
    assert "-4" not in said and "400.00" in said and "Why The goods come back" in said
    page = follow(anna, draft + "book/")
    said = words(page)
    assert (
        "Credit note 1002 is booked." in said
        and "Back in stock, at cost 100.00" in said
        and "all of it is settled" in said
    )
    said = words(anna.get(here))
    assert "Credit note 1002" in said and "750.00 NOK open" in said
    assert "Credit note" in words(anna.get("/sales/invoices/?kind=credit_note&archived=all"))
    assert anna.get("/sales/invoices/1002/document.pdf")["Content-Type"] == "application/pdf"


def test_a_free_credit_note_is_written_by_hand(anna, stocked, invoice):
    page = follow(anna, "/sales/invoices/credit/new/", {"party": "10001"})
    here = page.request["PATH_INFO"]
    follow(anna, here + "lines/", {"item": "9001", "quantity": "2", "then": "close"})
    said = words(anna.get(here))
    assert "1,600.00" in said and "2,000.00" in said and "-2" not in said
    follow(anna, here + "book/")
    said = words(follow(anna, "/sales/invoices/1002/settle/", {"invoice": invoice.pk}))
    assert "Settled." in said and "750.00 NOK left" in said
    page = words(
        follow(anna, "/sales/invoices/1002/payments/", {"amount": "750", "paid_on": stocked.agreement.today()})
    )
    assert "all of it is settled" in page and "Booked Settled" in page


def test_an_invoice_is_written_anew_by_one_click(anna, stocked, invoice):
    assert "No goods move" in words(anna.get("/sales/invoices/1001/recreate/"))
    page = follow(anna, "/sales/invoices/1001/recreate/")
    assert "has its lines" in words(page) and "Invoice draft" in words(page)


def test_nobody_else_credits(vera, carla, bo, stocked, invoice):
    for client, status in ((vera, 403), (bo, 403), (carla, 404)):
        for part in ("credit", "recreate", "settle"):
            assert send(client, f"/sales/invoices/1001/{part}/", {"reason": "wrong"}).status_code == status
    with stocked.open():
        assert SalesInvoice.objects.count() == 1


def test_a_foreign_location_and_invoice_are_refused(anna, stocked, solvang, invoice):
    with solvang.open():
        stranger = solvang.yard.pk
    with stocked.open() as world:
        line = invoice.lines.get()
        note = credited(world, invoice, 1, book=False)
    data = {"reason": "returned", "location": stranger, f"line-{line.pk}": "1"}
    assert send(anna, "/sales/invoices/1001/credit/", data).status_code == 422
    assert send(anna, f"/sales/invoices/draft-{note.draft_number}/settle/", {"invoice": "999999"}).status_code == 422


def test_average_cost_gives_the_shipments_share_back(solvang):
    with acting_for(solvang.agreement), solvang.open() as world:
        make.received(world, world.lamp, 10, "25.00")
        make.received(world, world.lamp, 10, "40.00")
        shipment = make.shipped(world, make.order(world, (world.lamp, 12)))
        invoice = invoices.book(invoices.draft_from_shipment(shipment, by=world.carla), by=world.carla)
        line = invoice.lines.get()
        back = []
        for quantity in (5, 7):
            note = credits.draft_from_invoice(
                invoice, by=world.carla, reason="returned", quantities={line.pk: Decimal(quantity)}
            )
            credits.book(note, by=world.carla)
            back.append(CostEntry.objects.get(source_kind="sales.salesinvoice", source_id=note.pk).value)
        assert back == [Decimal("162.50"), Decimal("227.50")]  # 390.00 in all, as it left
        assert on_hand(world.lamp) == (20, Decimal("650.00"))
        assert books.broken() == []


def test_goods_come_back_to_their_own_place_where_nobody_says_another(stocked, invoice):
    with stocked.open() as world:
        note = credited(world, invoice, 4, book=False)
        assert [line.location for line in note.lines.all()] == [world.shelf]
