"""Supplier invoices as pages: from a receipt or an order to a booking seen first, by whom, and taken back."""

import uuid
from decimal import Decimal

import pytest

from inventory import items
from inventory.models import CostState
from purchasing import invoices, receipts, returns
from purchasing.models import GoodsReceipt, PurchaseOrder, SupplierInvoice
from tests import kept, make
from tests.purchasing.pages import follow, send, words

INVOICES, DRAFT, BOOKED = "/purchasing/invoices/", "/purchasing/invoices/draft-1/", "/purchasing/invoices/1001/"
ORDER, RECEIPT = "/purchasing/orders/1001/", "/purchasing/receipts/1001/"


@kept.scene()
def came(world):
    """10 lamps at 25.00, ordered, received, 4 of them sent."""
    order = make.purchase_order(world, (world.lamp, 10, "25.00"))
    receipt = receipts.receive(receipts.draft_from_order(order, by=world.anna), by=world.anna)
    make.shipped(world, make.order(world, (world.lamp, 4)))
    return receipt


@pytest.fixture
def draft(nordlys, came, anna):
    """Its invoice as Anna entered it: dearer than was assumed."""
    follow(anna, f"{RECEIPT}invoice/")
    today = nordlys.agreement.today().strftime("%d.%m.%Y")
    follow(anna, f"{DRAFT}edit/", {"supplier_number": "F-77", "invoiced_on": today})
    with nordlys.open():
        line = SupplierInvoice.objects.get().lines.get()
    data = {"item": "2040", "shown": "2040", "text": "Lamp", "quantity": "10", "price": "30", "then": "close"}
    follow(anna, f"{DRAFT}lines/{line.pk}/", data)
    return SupplierInvoice


def test_a_receipt_leads_to_its_invoice_and_back(nordlys, came, anna):
    page = words(anna.get(RECEIPT))
    assert "Enter supplier invoice" in page
    page = words(follow(anna, f"{RECEIPT}invoice/"))
    assert "Supplier invoice draft 1" in page and "Purchase order 1001" in page and "Receipt 1001" in page
    assert "Supplier invoice draft 1" in words(anna.get(RECEIPT))
    assert "Supplier invoice draft 1" in words(anna.get(ORDER))
    assert "Enter supplier invoice" not in words(anna.get(RECEIPT))


def test_the_preview_says_what_goes_to_stock_and_what_to_goods_that_were_sold(nordlys, draft, anna):
    page = words(send(anna, f"{DRAFT}preview/"))
    assert "The value of stock changes by +30.00 NOK." in page
    assert "The cost of goods sold changes by +20.00 NOK." in page
    with nordlys.open() as world:
        assert draft.objects.get().status == "draft"
        assert CostState.objects.get(item=world.lamp).value == Decimal("150.00")


def test_booking_asks_first_gives_a_number_and_shows_where_the_money_went(nordlys, draft, anna):
    assert "Book supplier invoice draft 1?" in words(anna.get(f"{DRAFT}book/"))
    today = nordlys.agreement.today().strftime("%d.%m.%Y")
    page = words(follow(anna, f"{DRAFT}book/", {"on": today}))
    assert "Supplier invoice 1001" in page and "+30.00" in page and "+20.00" in page
    assert anna.get(DRAFT)["Location"] == BOOKED
    with nordlys.open() as world:
        assert CostState.objects.get(item=world.lamp).value == Decimal("180.00")
        order = PurchaseOrder.objects.get()
        assert (order.invoicing, order.archived) == ("full", True)
    assert "10 of 10 pcs invoiced" in words(anna.get(ORDER))


@pytest.mark.parametrize(("follows", "expected"), [(True, "27"), (False, "30.00")])
def test_a_booked_invoice_sets_the_expected_cost_where_the_owner_wants_it(nordlys, draft, anna, follows, expected):
    with nordlys.open() as world:
        items.change(world.lamp, by=world.anna, expected_cost=Decimal("30.00"))
        line = SupplierInvoice.objects.get().lines.get()
    ticked = {"costs_follow_invoices": "on"} if follows else {}
    follow(anna, "/settings/advanced/", {"time_zone": "Europe/Oslo", **ticked})
    typed = {"item": "2040", "shown": "2040", "text": "Lamp", "quantity": "10", "price": "30", "discount_percent": "10"}
    follow(anna, f"{DRAFT}lines/{line.pk}/", typed)
    follow(anna, f"{DRAFT}book/", {"on": nordlys.agreement.today().strftime("%d.%m.%Y")})
    with nordlys.open() as world:
        world.lamp.refresh_from_db()
        assert world.lamp.expected_cost == Decimal(expected)
    follow(anna, "/purchasing/orders/new/", {"party": "20001"})
    row = anna.get("/purchasing/orders/1002/?line=new&item=2040").content.decode()
    assert f'value="{Decimal(expected):.2f}"' in row


def test_what_is_missing_on_it_is_said_at_once(nordlys, came, anna):
    follow(anna, f"{RECEIPT}invoice/")
    today = {"on": nordlys.agreement.today().strftime("%d.%m.%Y")}
    assert "Enter the number and the date of the supplier" in words(send(anna, f"{DRAFT}book/", today))
    follow(anna, f"{DRAFT}edit/", {"supplier_number": "F-77"})
    assert "Enter the date of the supplier" in words(send(anna, f"{DRAFT}book/", today))


def test_more_than_came_is_said_on_the_draft_and_again_at_booking(nordlys, draft, anna):
    with nordlys.open():
        line = SupplierInvoice.objects.get().lines.get()
    typed = {"item": "2040", "shown": "2040", "text": "Lamp", "quantity": "12", "price": "25", "then": "close"}
    page = words(follow(anna, f"{DRAFT}lines/{line.pk}/", typed))
    what = (
        "Line 1: only 10 of item 2040 came and have not been invoiced. Receive the rest first, or lower the quantity."
    )
    assert "2 too many" in page and what in page
    today = {"on": nordlys.agreement.today().strftime("%d.%m.%Y")}
    assert words(send(anna, f"{DRAFT}book/", today)).count(what) == 1
    assert words(anna.get(f"{DRAFT}edit/")).count("needed to book") == 2


def test_a_second_click_books_nothing(nordlys, draft, anna):
    today = nordlys.agreement.today().strftime("%d.%m.%Y")
    data = {"on": today, "once": str(uuid.uuid4())}
    first, second = anna.post(f"{DRAFT}book/", data), anna.post(f"{DRAFT}book/", data)
    assert (first.status_code, second["Location"]) == (302, first["Location"])
    assert "It is booked already." in words(send(anna, f"{BOOKED}book/", {"on": today}))


def test_what_was_booked_wrongly_is_taken_back(nordlys, draft, anna):
    today = nordlys.agreement.today().strftime("%d.%m.%Y")
    follow(anna, f"{DRAFT}book/", {"on": today})
    page = words(follow(anna, f"{BOOKED}reverse/", {"on": today}))
    assert "Reversed" in page and "took the booking back" in page
    with nordlys.open() as world:
        assert CostState.objects.get(item=world.lamp).value == Decimal("150.00")
    assert "Enter supplier invoice" in words(anna.get(RECEIPT))


def test_goods_are_not_typed_and_a_receipt_says_what_is_wrong_with_it(nordlys, draft, anna, came):
    line = {"item": "2040", "text": "", "quantity": "1", "then": "close"}
    assert "Add the receipt." in words(send(anna, f"{DRAFT}lines/", line))
    form = {"receipt": "9999", "what": "goods"}
    assert "No receipt has that number." in words(send(anna, f"{DRAFT}receipt/", form))
    assert "is left to invoice" in words(send(anna, f"{DRAFT}receipt/", {**form, "receipt": "1001"}))
    with nordlys.open() as world:
        open_one = receipts.draft(world.maker, by=world.anna)
    refused = send(anna, f"{DRAFT}receipt/", {**form, "receipt": str(open_one.number)})
    assert "has not been processed" in words(refused) and refused.status_code == 422
    with nordlys.open():
        cover = SupplierInvoice.objects.get().covers.get()
    page = words(follow(anna, f"{DRAFT}receipts/{cover.pk}/remove/"))
    assert "no longer on the invoice" in page and "Add a line first." in page


def test_the_list_hides_what_is_booked_and_finds_it_by_the_suppliers_number(nordlys, draft, anna):
    assert "Draft 1" in words(anna.get(INVOICES))
    follow(anna, f"{DRAFT}book/", {"on": nordlys.agreement.today().strftime("%d.%m.%Y")})
    assert "F-77" not in words(anna.get(INVOICES))
    assert "F-77" in words(anna.get(f"{INVOICES}?archived=all&q=F-77"))
    assert "1001" in words(anna.get(f"{INVOICES}?archived=only&status=booked"))


def test_orders_that_wait_for_an_invoice_are_one_view_away(nordlys, came, anna):
    assert "Lumen" in words(anna.get("/purchasing/orders/?view=to-invoice"))


def test_who_sees_no_costs_sees_no_supplier_invoice(nordlys, draft, bo, vera, carla):
    for client, status in ((bo, 403), (vera, 200), (carla, 404)):
        assert client.get(DRAFT).status_code == status
    assert send(vera, f"{DRAFT}book/").status_code == 403
    assert send(bo, f"{RECEIPT}invoice/").status_code == 403
    assert "Enter supplier invoice" not in words(bo.get(RECEIPT))


def test_the_paper_is_the_layouts_supplier_invoice(nordlys, draft, anna):
    answer = anna.get(f"{DRAFT}document.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_the_sum_of_the_list_leaves_out_what_was_reversed(nordlys, draft, anna):
    today = nordlys.agreement.today().strftime("%d.%m.%Y")
    follow(anna, f"{DRAFT}book/", {"on": today})
    page = words(anna.get(f"{INVOICES}?archived=all"))
    assert "Sum of 1 supplier invoice 300.00" in page and "not counted" not in page
    follow(anna, f"{BOOKED}reverse/", {"on": today})
    follow(anna, f"{RECEIPT}invoice/")
    page = words(anna.get(f"{INVOICES}?archived=all"))
    assert "Sum of 2 supplier invoices, 1 reversed or cancelled not counted 250.00" in page


def test_many_are_booked_at_once_and_each_that_cannot_says_why(nordlys, draft, anna):
    with nordlys.open() as world:
        free = invoices.draft(make.received(world, world.lamp, 1, "9.00").supplier, by=world.anna)
        picks = [draft.objects.order_by("pk").first().pk, free.pk]
    page = words(follow(anna, INVOICES, {"verb": "book", "sure": "1", "pick": picks}))
    assert "1 supplier invoice is booked." in page
    with nordlys.open():
        assert sorted(draft.objects.values_list("status", flat=True)) == ["booked", "draft"]


def test_the_suppliers_page_leads_to_its_invoices_and_returns(nordlys, draft, anna):
    with nordlys.open() as world:
        returns.draft_from_receipt(GoodsReceipt.objects.get(), by=world.anna)
        number = world.maker.number
    page = anna.get(f"/purchasing/suppliers/{number}/").content.decode()
    assert f'href="{DRAFT}"' in page and 'href="/purchasing/returns/1001/"' in page
    assert f'href="{INVOICES}new/?for={number}"' in page
    assert 'value="20001"' in anna.get(f"{INVOICES}new/?for={number}").content.decode()
