"""What suppliers charge and what goes back to them, as verbs of the walk in test_invariants.py. No tests here."""

from decimal import Decimal
from typing import Any

from layouts import drafting
from purchasing import invoices, returns
from purchasing.models import GoodsReceipt, PurchaseOrder, SupplierInvoice, SupplierReturn

PRICES = ["0", "9.99", "24.995", "25.00", "30.01", "99.999999"]


def bill(walk: Any) -> Any:
    """Entered from a receipt or an order, maybe at another price, maybe with freight."""
    if walk.dice.random() < 0.3:
        document = invoices.draft_from_order(walk.one(PurchaseOrder, status="sent"), by=walk.by)
    else:
        document = invoices.draft_from_receipt(walk.one(GoodsReceipt, status="received"), by=walk.by)
    today = walk.world.agreement.today()
    drafting.change(document, by=walk.by, supplier_number=f"F-{document.draft_number}", invoiced_on=today)
    if walk.dice.random() < 0.6:
        price = Decimal(walk.dice.choice(PRICES))
        invoices.change_line(walk.dice.choice(list(document.lines.all())), by=walk.by, price=price)
    if walk.dice.random() < 0.5:
        usual = {"text": "Freight", "unit": "pcs", "quantity": Decimal(1), "discount_percent": Decimal(0)}
        facts = usual | {
            "price": Decimal(walk.dice.choice(["12.00", "0.01", "77.77"])),
            "spread": walk.dice.choice(["value", "quantity"]),
        }
        invoices.add_line(document, by=walk.by, item=walk.world.hours, **facts)
    return document


def edit_bill(walk: Any) -> Any:
    line = walk.line(SupplierInvoice, status="draft")
    return invoices.change_line(line, by=walk.by, quantity=walk.quantity())


def book_bill(walk: Any) -> Any:
    return invoices.book(walk.one(SupplierInvoice, status="draft"), by=walk.by, on=walk.day())


def reverse_bill(walk: Any) -> Any:
    return invoices.reverse(walk.one(SupplierInvoice, status="booked"), by=walk.by, on=walk.day())


def send_back(walk: Any) -> Any:
    document = returns.draft_from_receipt(walk.one(GoodsReceipt, status="received"), by=walk.by)
    returns.change_line(walk.dice.choice(list(document.lines.all())), by=walk.by, quantity=walk.quantity())
    return document


def book_return(walk: Any) -> Any:
    return returns.book(walk.one(SupplierReturn, status="draft"), by=walk.by, on=walk.day())


def reverse_return(walk: Any) -> Any:
    return returns.reverse(walk.one(SupplierReturn, status="booked"), by=walk.by, on=walk.day())


CHARGED = [
    bill,
    bill,
    edit_bill,
    book_bill,
    book_bill,
    reverse_bill,
    send_back,
    book_return,
    book_return,
    reverse_return,
]
