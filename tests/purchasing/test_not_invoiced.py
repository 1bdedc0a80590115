"""Goods received, not invoiced: on any day the sum that SQL of its own finds; on the page, as files, for whom it is."""

import datetime as dt
from decimal import Decimal

from django.db import connection

from layouts import drafting
from purchasing import credits, invoices, returns, uninvoiced
from tests import kept, make
from tests.purchasing.pages import words

PAGE = "/purchasing/not-invoiced/"
SUM = """
WITH held AS (
  SELECT l.receipt_line_id AS line, l.quantity FROM purchasing_supplierinvoiceline l
  JOIN purchasing_supplierinvoice i ON i.id = l.invoice_id
  WHERE i.booked_on <= %(day)s AND i.reason <> 'allowance' AND (i.reversed_on IS NULL OR i.reversed_on > %(day)s)
  UNION ALL
  SELECT l.receipt_line_id, l.quantity FROM purchasing_supplierreturnline l
  JOIN purchasing_supplierreturn r ON r.id = l.supplier_return_id
  WHERE r.returned_on <= %(day)s AND r.status <> 'draft' AND (r.reversed_on IS NULL OR r.reversed_on > %(day)s)
), done AS (SELECT line, sum(quantity) AS quantity FROM held GROUP BY line)
SELECT coalesce(sum(l.amount_net - round(l.amount_net * coalesce(d.quantity, 0) / l.quantity, 2)), 0)
FROM purchasing_goodsreceiptline l JOIN purchasing_goodsreceipt r ON r.id = l.receipt_id
LEFT JOIN done d ON d.line = l.id
WHERE r.received_on <= %(day)s AND r.status = 'received' AND l.quantity > coalesce(d.quantity, 0)
"""


def by_sql(day):
    with connection.cursor() as cursor:
        cursor.execute(SUM, {"day": day})
        return cursor.fetchone()[0]


def reported(day):
    return sum((row.value for row in uninvoiced.on(day)), Decimal(0))


@kept.scene()
def trade(world):
    """Ten days ago 3 lamps for 10.00; today 10 at 25.00. Of the first one is invoiced eight days ago and taken back
    today; of the second 2 went back and 4 are invoiced, 1 of those wrongly, and the others were made cheaper."""
    today = world.agreement.today()
    old = make.received(world, world.lamp, 3, "3.333333", on=today - dt.timedelta(days=10))
    new = make.received(world, world.lamp, 10, "25.00")
    gone = invoiced(world, old, 1, "F-1", today - dt.timedelta(days=8))
    invoices.reverse(gone, by=world.anna)
    document = returns.draft_from_receipt(new, by=world.anna)
    returns.change_line(document.lines.get(), by=world.anna, quantity=Decimal(2))
    returns.book(document, by=world.anna)
    bill = invoiced(world, new, 4, "F-2", today)
    for reason in ("wrong", "allowance"):
        one = {"quantities": {bill.lines.get().pk: Decimal(1)}}
        credit = credits.draft_from_invoice(bill, by=world.anna, reason=reason, **one)
        drafting.change(credit, by=world.anna, supplier_number=reason, invoiced_on=today)
        credits.book(credit, by=world.anna)
    invoices.draft_from_receipt(new, by=world.anna)  # a draft has not come yet
    return today


def invoiced(world, receipt, quantity, number, on):
    document = invoices.draft_from_receipt(receipt, by=world.anna)
    drafting.change(document, by=world.anna, supplier_number=number, invoiced_on=on)
    invoices.change_line(document.lines.get(), by=world.anna, quantity=Decimal(quantity), price=Decimal(99))
    return invoices.book(document, by=world.anna, on=on)


def test_the_sum_is_what_sql_of_its_own_says_on_every_day(nordlys, trade):
    with nordlys.open():
        found = {back: reported(trade - dt.timedelta(days=back)) for back in (0, 5, 8, 9, 10, 11)}
        assert found == {back: by_sql(trade - dt.timedelta(days=back)) for back in found}
        money = {0: "135.00", 5: "6.67", 8: "6.67", 9: "10.00", 10: "10.00", 11: "0"}
        assert found == {back: Decimal(value) for back, value in money.items()}


def test_the_page_and_its_files_tell_receipt_quantity_value_and_age(nordlys, trade, anna):
    page = words(anna.get(PAGE))
    assert "Goods received, not invoiced" in page and "20001 Lumen Cycle GmbH" in page
    assert "135.00" in page and "5 pcs" in page and "10 days" in page
    assert PAGE in anna.get("/reports/").content.decode() and PAGE in anna.get("/purchasing/invoices/").content.decode()
    csv = anna.get(f"{PAGE}?export=csv")
    text = b"".join(csv.streaming_content).decode() if csv.streaming else csv.content.decode()
    assert "Lumen Cycle GmbH" in text and "125.00" in text and "1001" in text
    assert anna.get(f"{PAGE}?export=xlsx").status_code == 200
    early = words(anna.get(f"{PAGE}?day={trade - dt.timedelta(days=11)}"))
    assert "Everything that had come by this day was invoiced." in early
    assert anna.get(f"{PAGE}?day=yesterday").status_code == 200


def test_the_warehouse_and_strangers_do_not_see_it(nordlys, trade, bo, carla):
    assert bo.get(PAGE).status_code == 403
    assert "Lumen" not in words(carla.get(PAGE))
