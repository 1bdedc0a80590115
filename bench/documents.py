"""Orders in any number, loaded in a minute: two made through the verbs, the others copied from them with other facts."""

from typing import Any

from bench import company, house

LINES = 2
PLACES = [
    "Fjord",
    "Nord",
    "Solvang",
    "Berg",
    "Skog",
    "Hav",
    "Elv",
    "Stein",
    "Lys",
    "Vind",
    "Bris",
    "Kyst",
    "Vidde",
    "Myr",
]
TRADES = ["Sykkel", "Sport", "Handel", "Bygg", "Maskin", "Elektro", "Butikk", "Lager", "Import", "Verksted"]
YEARS = 8
OLD = 0.97  # so much of them lies in the archive


def documents(count: int, say: Any = lambda part: None) -> Any:
    """The agreement with so many orders, made on the first run."""
    from accounts.tenancy import acting_for
    from sales.models import SalesOrder

    of = company.agreement(9200 + len(str(count)), "fifo", 2000)
    with acting_for(of):
        there = SalesOrder.objects.count()
    if there < count:
        templates = [made(of, n) for n in range(2)]
        with house.bare("postgres") as connection:
            fill(connection, of, templates, count - there, say)
        house.tidy()
        house.settle()
    return of


def made(of: Any, n: int) -> Any:
    """An order of services, confirmed; the second one cancelled."""
    from accounts.tenancy import acting_for
    from inventory.models import Item, ItemGroup
    from layouts import drafting
    from sales import orders, prices
    from sales.models import Customer

    by = company.anna()
    with acting_for(of):
        group, _new = ItemGroup.objects.get_or_create(number=90, defaults={"name": "Hours", "has_stock": False})
        Item.objects.filter(number__lt="101000").update(group=group)
        customer = Customer.objects.get(number=10001)
        order = orders.draft(customer, by=by)
        for item in Item.objects.order_by("number")[:LINES]:
            facts = prices.line_facts(order, customer, item)
            drafting.add_line(order, by=by, item=item, quantity=1, **facts)
        orders.confirm(order, by=by)
        if n:
            orders.cancel(order, by=by)
        order.refresh_from_db()
        return order


def words(of: list[str], step: str) -> str:
    return f"(ARRAY{of})[1 + ({step}) % {len(of)}]"


def fill(connection: Any, of: Any, templates: list[Any], count: int, say: Any) -> None:
    """49 of 50 are like the first, one like the second; the search knows them all."""
    connection.execute(
        "SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'"
    )
    index = connection.execute("SELECT pg_get_indexdef('search_words'::regclass)").fetchone()[0]
    connection.execute("DROP INDEX search_words")
    items = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM inventory_item WHERE agreement_id = %s ORDER BY number LIMIT 1000", [of.pk]
        ).fetchall()
    ]
    done, shares = 0, [count - count // 50, count // 50]
    for template, share in zip(templates, shares, strict=True):
        if not share:
            continue
        keys = copied(connection, of, template, share, items)
        connection.execute(
            "ANALYZE sales_salesorder; ANALYZE sales_salesorderline"
        )  # else each line is looked for one by one
        for first in range(keys + 1, keys + share + 1, 50_000):
            connection.execute(
                "SELECT rackbeat_enter_sales_salesorder(ARRAY(SELECT generate_series(%s::bigint, %s::bigint)))",
                [first, min(first + 49_999, keys + share)],
            )
            connection.commit()
            done += min(50_000, keys + share + 1 - first)
            say(done / count)
    connection.execute(index)
    connection.commit()


def copied(connection: Any, of: Any, template: Any, count: int, items: list[int]) -> int:
    """The key before that of the first copy."""
    first = connection.execute(
        "UPDATE accounts_numberseries SET next = next + %s WHERE agreement_id = %s AND name = 'orders' RETURNING next - %s",
        [count, of.pk, count],
    ).fetchone()[0]
    day = f"(current_date - ({YEARS} * 365 * (1 - g.n / {count}.0))::int)"
    pieces = "(1 + g.n % 97)"
    old = f"g.n < {count} * {OLD}"
    orders = company.copy(
        connection,
        "sales_salesorder",
        f"id = {template.pk}",
        count,
        number=f"{first} + g.n - 1",
        party_name=f"{words(PLACES, 'g.n')} || ' ' || {words(TRADES, 'g.n / 14')} || ' ' || (1 + g.n % 20000) || ' AS'",
        their_reference="'PO-' || substr(md5((g.n * 7)::text), 1, 8)",
        our_reference="CASE WHEN g.n % 2 = 0 THEN 'Ola Nordmann' ELSE 'Kari Berg' END",
        ordered_on=day,
        wanted_on=f"{day} + 7",
        amount_net=f"t.amount_net * {pieces}",
        amount_vat=f"t.amount_vat * {pieces}",
        amount_total=f"t.amount_total * {pieces}",
        archived=f"t.archived OR {old}",
        archived_by_hand=f"NOT t.archived AND {old}",
    )
    company.copy(
        connection,
        "sales_salesorderline",
        f"order_id = {template.pk}",
        count,
        order_id=f"{orders} + g.n",
        item_id=f"(ARRAY{items})[1 + (g.n * 13 + t.rank * 101) % {len(items)}]",
        text="'Thing ' || (g.n * 13 + t.rank * 101) % " + str(len(items)),
        quantity=f"t.quantity * {pieces}",
        quantity_cancelled=f"t.quantity_cancelled * {pieces}",
        amount_net=f"t.amount_net * {pieces}",
    )
    company.copy(
        connection,
        "accounts_event",
        f"agreement_id = {of.pk} AND subject_kind = 'sales.salesorder' AND subject_id = {template.pk} AND verb = 'confirmed'",
        count,
        subject_id=f"{orders} + g.n",
        subject_number=f"({first} + g.n - 1)::text",
    )
    return orders
