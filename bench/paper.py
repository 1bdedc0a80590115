"""B6: an invoice as PDF against WeasyPrint alone; a hundred of them made at booking; one of a thousand lines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from bench import company
from bench.measure import in_turns, ms, result, timed

LINES = 10
WORKERS = 2  # so many papers are made at once by the worker of `make run`
MANY_SECONDS, LONG_SECONDS = 6.0, 4.0


def invoices(of: Any, count: int) -> list[int]:
    """So many invoices of ten lines of services, booked; their ids."""
    from accounts.tenancy import acting_for
    from inventory.models import Item, ItemGroup
    from sales import invoices
    from sales.models import Customer

    by, keys = company.anna(), []
    with acting_for(of):
        group, _new = ItemGroup.objects.get_or_create(number=90, defaults={"name": "Hours", "has_stock": False})
        Item.objects.update(group=group)
        customer = Customer.objects.get(number=10001)
        things = list(Item.objects.order_by("number")[:LINES])
        for _each in range(count):
            invoice = invoices.draft(customer, by=by)
            for n, item in enumerate(things):
                invoices.add_line(invoice, by=by, item=item, quantity=Decimal(n + 1), price=Decimal(100 + n))
            keys.append(invoices.book(invoice, by=by).pk)
    return keys


def sheet_of(of: Any, key: int) -> Any:
    from accounts.tenancy import acting_for
    from layouts import typeset
    from sales.models import SalesInvoice

    with acting_for(of):
        invoice = SalesInvoice.objects.get(pk=key)
        return typeset.sheet_of(invoice, invoice.paper_kind)


def alone(sheet: Any) -> Callable[[], Any]:
    """WeasyPrint in this process with the same page, the same parsed sheets and faces, and pictures that lie ready."""
    from layouts import paper, press

    assets = {asset.address: (asset.body, asset.mime) for asset in sheet.assets}
    return partial(press.render, paper.html(sheet), paper.own_css(sheet), assets, len(sheet.rows) <= paper.LONG)


def made_at_booking(of: Any, keys: list[int]) -> None:
    """What the worker does after invoices were booked: the document is read, set, printed and kept."""
    from django.db import connection

    from layouts import jobs

    def keep(key: int) -> None:
        jobs.keep_paper.func(agreement=of.pk, document_kind="sales.salesinvoice", document=key)

    def part(at: int) -> None:
        try:
            for key in keys[at::WORKERS]:
                keep(key)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(part, range(WORKERS)))


def b6(quick: bool) -> dict[str, Any]:
    from layouts import paper

    of = company.agreement(9006, "fifo", 20)
    many = 20 if quick else 100
    keys = invoices(of, many + WORKERS)
    sheet = sheet_of(of, keys[0])
    rounds = 15 if quick else 40
    ours, theirs = in_turns([partial(paper.pdf, sheet)] * rounds, [alone(sheet)] * rounds)
    made_at_booking(of, keys[:WORKERS])  # warms as many presses
    together = timed(partial(made_at_booking, of, keys[WORKERS:])) * 100 / many
    long = replace(sheet, rows=sheet.rows * (1000 // len(sheet.rows)))
    seconds = min(timed(partial(paper.pdf, long)) for _each in range(1 if quick else 3))
    return result(
        ours / theirs,
        1.2,
        "x",
        f"one page {ms(ours)} against {ms(theirs)}; {many} made at booking: {together:.2f} s for 100 (at most"
        f" {MANY_SECONDS:g}); {len(long.rows):,} lines {seconds:.2f} s (at most {LONG_SECONDS:g})",
        also=together <= MANY_SECONDS and seconds <= LONG_SECONDS,
    )
