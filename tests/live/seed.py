"""python -m tests.live.seed: what the live server is loaded with, through the verbs and copied; its numbers as JSON."""

import json
import random
import sys
from decimal import Decimal
from typing import Any

import django

django.setup()

from accounts.tenancy import acting_for  # noqa: E402
from bench import company, house  # noqa: E402

ITEMS = 30


def numbers_of(of: Any, ids: list[int]) -> list[int]:
    from sales.models import Shipment

    with acting_for(of):
        found = dict(Shipment.objects.filter(pk__in=ids).values_list("pk", "number"))
    return [found[key] for key in ids]


def shipments(of: Any, items: list[int], count: int) -> list[int]:
    return numbers_of(of, company.copies(of, company.picked(of, items), count))


def drafts(of: Any, item: int, count: int) -> list[str]:
    """So many drafts of invoices, copied from one."""
    from inventory.models import Item
    from sales import invoices
    from sales.models import Customer

    with acting_for(of):
        first = invoices.draft(Customer.objects.get(number=10001), by=company.anna())
        invoices.add_line(
            first, by=company.anna(), item=Item.objects.get(pk=item), quantity=Decimal(1), price=Decimal(800)
        )
    with house.bare("postgres") as connection:
        connection.execute("SET session_replication_role = replica")
        base = connection.execute(
            "UPDATE accounts_numberseries SET next = next + %s WHERE agreement_id = %s AND name = 'invoice drafts' "
            "RETURNING next - %s - 1",
            [count, of.pk, count],
        ).fetchone()[0]
        key = company.copy(connection, "sales_salesinvoice", f"id = {first.pk}", count, draft_number=f"{base} + g.n")
        company.copy(connection, "sales_salesinvoiceline", f"invoice_id = {first.pk}", count, invoice_id=f"{key} + g.n")
    return [f"draft-{base + n}" for n in range(1, count + 1)]


def main(wanted: dict[str, int]) -> dict[str, Any]:
    of = company.agreement(9001, "fifo", ITEMS + 3)
    things = company.things(of, 0, ITEMS + 3)
    items = [item for item, _place in things]
    company.supply(of, things[:ITEMS], 1_000_000)
    company.supply(of, things[ITEMS : ITEMS + 1], 1)
    company.supply(of, things[ITEMS + 1 : ITEMS + 2], 1000)
    dice, overlap, kinds = random.Random(wanted.get("seed", 7)), [], 20
    for _kind in range(kinds):
        overlap += shipments(of, dice.sample(items[:ITEMS], 5), max(1, wanted["overlap"] // kinds))
    dice.shuffle(overlap)
    return {
        "agreement": of.number,
        "today": of.today().isoformat(),
        "session": company.session(of),
        "one": shipments(of, items[ITEMS + 1 : ITEMS + 2], 1),
        "last": shipments(of, items[ITEMS : ITEMS + 1], wanted["last"]),
        "overlap": overlap,
        "faults": shipments(of, items[:4], wanted["faults"]),
        "invoices": drafts(of, items[0], wanted["invoices"]),
        "invoice_faults": drafts(of, items[0], 3),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(json.loads(sys.argv[1]))))
