"""What the sample company's suppliers charge: an invoice some days after each receipt, now and then dearer or with freight."""

import heapq
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from inventory import availability
from layouts import drafting
from purchasing import credits, invoices, returns
from purchasing import prices as purchase_prices
from purchasing.models import GoodsReceipt, SupplierInvoice

LATER = timedelta(days=6)
# Every so many receipts; the third is entered wrongly, taken back and entered anew.
DEARER, FREIGHT, WRONG, BROKEN = 4, 3, 9, 5
ADMITTED = 8  # of those that were dearer the supplier admits some


def plan(year: Any, receipt: GoodsReceipt) -> None:
    """The invoice comes on a working day after the goods. No dice: the rest of the year stays as it was."""
    day = year.today + LATER
    while day.weekday() > 4:
        day += timedelta(days=1)
    moment = datetime.combine(day, time(11, (receipt.number or 0) % 60, 20), year.zone)
    year.count += 1
    heapq.heappush(year.plans, (moment, year.count, partial(charge, year, receipt)))


def charge(year: Any, receipt: GoodsReceipt) -> None:
    """Enter the supplier's invoice as it came, and book it."""
    by, at = year.company.owner, receipt.number or 0
    invoice = enter(year, receipt, year.today - timedelta(days=2))
    if at % WRONG == 0:
        line = invoice.lines.first()
        assert line is not None
        invoices.change_line(line, by=by, price=line.price * 10)
        invoices.reverse(invoices.book(invoice, by=by), by=by)
        invoice = enter(year, receipt, year.today - timedelta(days=2))
    if at % DEARER == 0:
        line = invoice.lines.first()
        assert line is not None
        invoices.change_line(line, by=by, price=(line.price * Decimal("1.02")).quantize(Decimal("0.10")))
    freight = next((item for item, _thing in year.extra if item.name.startswith(("Frakt", "Fragt"))), None)
    if at % FREIGHT == 0 and freight is not None:
        facts = purchase_prices.line_facts(receipt.supplier, freight)
        facts["price"] = Decimal(180 + at % 7 * 35)
        spread = "value" if at % 2 else "quantity"
        invoices.add_line(invoice, by=by, item=freight, quantity=Decimal(1), spread=spread, **facts)
    invoice = invoices.book(invoice, by=by)
    if at % BROKEN == 0:
        send_back(year, receipt)
    if at % ADMITTED == 0:
        admit(year, invoice)


def send_back(year: Any, receipt: GoodsReceipt) -> None:
    """One of something was broken when it came."""
    by = year.company.worker
    document = returns.draft_from_receipt(receipt, by=by)
    document = drafting.change(document, by=by, cause=CAUSES[year.company.agreement.country])
    first, *others = document.lines.all()
    for line in others:
        drafting.remove_line(line, by=by)
    if availability.on_hand({first.item_id}, {first.location_id}).get((first.item_id, first.location_id), 0) >= 1:
        returns.change_line(first, by=by, quantity=Decimal(1))
        credit(year, credits.draft_from_return(returns.book(document, by=by), by=year.company.owner))
    else:
        drafting.delete(document, by=by)


def admit(year: Any, invoice: SupplierInvoice) -> None:
    """The price was not the one that was agreed on: the supplier gives the difference back."""
    line = invoice.lines.select_related("receipt_line").first()
    assert line is not None
    if line.receipt_line is not None and line.price > line.receipt_line.price:
        facts = {"quantities": {line.pk: line.quantity}, "prices": {line.pk: line.price - line.receipt_line.price}}
        credit(year, credits.draft_from_invoice(invoice, by=year.company.owner, reason="allowance", **facts))


def credit(year: Any, note: SupplierInvoice) -> None:
    """Enter the supplier's credit note as it came, and book it."""
    by = year.company.owner
    facts = {"supplier_number": f"K-{note.supplier.number}-{note.draft_number}", "invoiced_on": year.today}
    credits.book(drafting.change(note, by=by, **facts), by=by)


CAUSES = {"NO": "Skadet ved levering", "DK": "Beskadiget ved levering"}


def enter(year: Any, receipt: GoodsReceipt, on: date) -> SupplierInvoice:
    by = year.company.owner
    invoice = invoices.draft_from_receipt(receipt, by=by)
    theirs = f"{receipt.supplier.number}-{(receipt.number or 0) * 3}"
    return drafting.change(invoice, by=by, supplier_number=theirs, invoiced_on=on)
