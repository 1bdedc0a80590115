"""Suppliers' credit notes as pages: from the invoice, the return or nothing, seen first, booked once, by whom, found again."""

import uuid
from decimal import Decimal

from inventory.models import CostState
from layouts import drafting
from purchasing import credits, invoices, returns
from purchasing.models import SupplierInvoice, SupplierReturn
from rackbeat.lib import books
from tests import kept, make
from tests.purchasing.pages import follow, send, words

INVOICES, BILL, DRAFT = "/purchasing/invoices/", "/purchasing/invoices/1001/", "/purchasing/invoices/draft-2/"
CREDIT, RETURN, RECEIPT = "/purchasing/invoices/1002/", "/purchasing/returns/1001/", "/purchasing/receipts/1001/"


@kept.scene()
def bill(world):
    """10 lamps at 25.00, invoiced at 26.00, 4 of them sent."""
    receipt = make.received(world, world.lamp, 10, "25.00")
    make.shipped(world, make.order(world, (world.lamp, 4)))
    draft = invoices.draft_from_receipt(receipt, by=world.anna)
    drafting.change(draft, by=world.anna, supplier_number="F-1", invoiced_on=world.agreement.today())
    invoices.change_line(draft.lines.get(), by=world.anna, price=Decimal(26))
    return invoices.book(draft, by=world.anna)


def asked(nordlys, bill, reason, quantity, price="26"):
    with nordlys.open():
        line = bill.lines.get()
    return {"reason": reason, f"line-{line.pk}": quantity, f"price-{line.pk}": price}


def entered(nordlys, bill, anna, *facts):
    """The draft that the page makes, with the supplier's number and today's date."""
    follow(anna, f"{BILL}credit/", asked(nordlys, bill, *facts))
    today = nordlys.agreement.today().strftime("%d.%m.%Y")
    return words(follow(anna, f"{DRAFT}edit/", {"supplier_number": "K-7", "invoiced_on": today}))


def test_a_price_is_given_back_seen_first_and_booked_once(nordlys, bill, anna):
    assert "Enter credit note" in words(anna.get(BILL))
    page = words(anna.get(f"{BILL}credit/"))
    assert "Price, freight or only money" in page and "Went back" not in page
    refused = send(anna, f"{BILL}credit/", asked(nordlys, bill, "allowance", "11"))
    assert refused.status_code == 422 and "only 10 are left to credit" in words(refused)
    page = entered(nordlys, bill, anna, "allowance", "10", "1")
    assert "Supplier credit note draft 2" in page and "Supplier invoice 1001" in page and "K-7" in page
    page = words(send(anna, f"{DRAFT}preview/"))
    assert "The value of stock changes by −6.00 NOK." in page and "−4.00 NOK" in page
    data = {"on": nordlys.agreement.today().strftime("%d.%m.%Y"), "once": str(uuid.uuid4())}
    first, second = anna.post(f"{DRAFT}book/", data), anna.post(f"{DRAFT}book/", data)
    assert (first.status_code, first["Location"], second["Location"]) == (302, CREDIT, CREDIT)
    page = words(anna.get(CREDIT))
    assert "Supplier credit note 1002" in page and "10.00" in page and "−6.00" in page
    assert "It is booked already." in words(send(anna, f"{CREDIT}book/", {"on": data["on"]}))
    with nordlys.open() as world:
        assert (SupplierInvoice.objects.count(), CostState.objects.get(item=world.lamp).value) == (2, 150)
        assert books.broken() == []
    assert "Supplier credit note 1002" in words(anna.get("/inventory/items/2040/"))
    assert "Supplier credit note 1002" in words(anna.get(BILL)) and "Supplier credit note 1002" in words(
        anna.get(RECEIPT)
    )


def test_goods_go_back_with_the_credit_note_and_come_again_with_its_reversal(nordlys, bill, anna):
    page = entered(nordlys, bill, anna, "returned", "3")
    assert "Goes back from" in page
    page = words(send(anna, f"{DRAFT}preview/"))
    assert "−3" in page and "−78.00 NOK" in page
    today = {"on": nordlys.agreement.today().strftime("%d.%m.%Y")}
    page = words(follow(anna, f"{DRAFT}book/", today))
    assert "Return 1001" in page
    assert "Supplier credit note 1002" in words(anna.get(RETURN)) and "Enter credit note" not in words(anna.get(RETURN))
    assert "Credit note 1002 credits it. Reverse that first." in words(send(anna, f"{RETURN}reverse/", today))
    assert "Credit note 1002 credits it. Reverse that first." in words(send(anna, f"{BILL}reverse/", today))
    assert "+78.00 NOK" in words(send(anna, f"{CREDIT}preview/"))
    assert "took the booking back" in words(follow(anna, f"{CREDIT}reverse/", today))
    with nordlys.open() as world:
        assert SupplierReturn.objects.get().status == "reversed"
        assert CostState.objects.get(item=world.lamp).value == Decimal("156.00")


def test_a_return_leads_to_its_credit_note_and_an_uninvoiced_one_says_why_not(nordlys, bill, anna, bo):
    with nordlys.open() as world:
        document = returns.draft_from_receipt(bill.covers.get().receipt, by=world.anna)
        returns.change_line(document.lines.get(), by=world.anna, quantity=Decimal(2))
        returns.book(document, by=world.anna)
        free = make.received(world, world.lamp, 1, "9.00")
        returns.book(returns.draft_from_receipt(free, by=world.anna), by=world.anna)
    waiting = "/purchasing/returns/?view=uncredited"
    assert "2 supplier returns" in words(anna.get(waiting)) and "Not credited" in words(bo.get(waiting))
    assert "Went back" in words(anna.get(f"{BILL}credit/"))
    assert "Enter credit note" in words(anna.get(RETURN)) and "Enter credit note" not in words(bo.get(RETURN))
    assert "has not invoiced these goods" in words(anna.get("/purchasing/returns/1002/"))
    assert "has not invoiced these goods" in words(send(anna, "/purchasing/returns/1002/credit/"))
    page = words(follow(anna, f"{RETURN}credit/"))
    assert "Supplier credit note draft 2" in page and "52.00" in page and "Return 1001" in page
    assert "1 supplier return " in words(anna.get(waiting))
    assert send(bo, f"{RETURN}credit/").status_code == 403


def test_freely_for_a_supplier_with_freight_and_goods_that_become_cheaper(nordlys, bill, anna):
    with nordlys.open() as world:
        number = world.maker.number
    assert f'href="{INVOICES}credit/new/?for={number}"' in anna.get(f"/purchasing/suppliers/{number}/").content.decode()
    follow(anna, f"{INVOICES}credit/new/", {"party": str(number)})
    assert "become cheaper" in words(anna.get(f"{DRAFT}receipt/"))
    page = words(follow(anna, f"{DRAFT}receipt/", {"receipt": "1001", "what": "goods"}))
    assert "are credited here" in page
    with nordlys.open():
        line = SupplierInvoice.objects.get(kind="credit_note").lines.get()
    data = {"item": "2040", "shown": "2040", "text": "Lamp", "quantity": "10", "price": "0.5", "then": "close"}
    page = words(follow(anna, f"{DRAFT}lines/{line.pk}/", data))
    assert "5.00" in page and "−5.00" in page
    stock = {"item": "2040", "text": "", "quantity": "1", "then": "close"}
    assert "Add the receipt." in words(send(anna, f"{DRAFT}lines/", stock))


def test_the_list_tells_both_kinds_apart_and_its_sum_is_net(nordlys, bill, anna):
    with nordlys.open() as world:
        credit = credits.draft_from_invoice(
            bill, by=world.anna, reason="wrong", quantities={bill.lines.get().pk: Decimal(4)}
        )
        drafting.change(credit, by=world.anna, supplier_number="K-9", invoiced_on=world.agreement.today())
    page = words(follow(anna, INVOICES, {"verb": "book", "sure": "1", "pick": [credit.pk]}))
    assert "1 supplier invoice is booked." in page
    assert "Sum of 2 supplier invoices 156.00" in words(anna.get(f"{INVOICES}?archived=all"))
    page = words(anna.get(f"{INVOICES}?archived=all&kind=credit_note&reason=wrong"))
    assert "K-9" in page and "F-1" not in page and "Sum of 1 supplier invoice −104.00" in page
    assert "4 pcs" in words(anna.get("/purchasing/not-invoiced/"))
    assert anna.get(f"{CREDIT}document.pdf").content.startswith(b"%PDF")


def test_who_sees_no_costs_and_strangers_get_nowhere(nordlys, bill, anna, bo, vera, carla):
    follow(anna, f"{BILL}credit/", asked(nordlys, bill, "allowance", "1"))
    for path in (DRAFT, f"{BILL}credit/"):
        assert (bo.get(path).status_code, carla.get(path).status_code) == (403, 404)
    assert (vera.get(DRAFT).status_code, vera.get(f"{BILL}credit/").status_code) == (200, 403)
    assert send(vera, f"{DRAFT}book/").status_code == 403
    assert send(carla, f"{BILL}credit/", asked(nordlys, bill, "allowance", "1")).status_code == 404
    assert send(bo, f"{INVOICES}credit/new/", {"party": "20001"}).status_code == 403
