"""The agreements that are measured, and documents in any number: one made through the verbs, the others copied from it."""

from decimal import Decimal
from typing import Any

from bench import house

PLACES = 4


def anna() -> Any:
    from accounts.models import User

    found = User.objects.filter(email="anna@bench.example").first()
    return found or User.objects.create_user("anna@bench.example", "demo-rackbeat", name="Anna", language="en")


def session(of: Any) -> str:
    """The key of a session in which Anna is in, and works in the agreement."""
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(anna())
    kept = client.session
    kept["agreement"] = of.pk
    kept.save()
    return str(kept.session_key)


def agreement(number: int, principle: str, items: int) -> Any:
    """The agreement of that number with so many items, made on the first run."""
    from accounts.models import Agreement
    from accounts.signup import found
    from accounts.tenancy import acting_for
    from inventory.models import Item, ItemGroup, Location, Unit
    from sales.models import Customer

    if earlier := Agreement.objects.filter(number=number).first():
        return earlier
    made = found(
        anna(),
        name=f"Bench {number}",
        country="NO",
        base_currency="NOK",
        principle=principle,
        number=number,
        language="en",
    )
    with acting_for(made):
        goods, piece = ItemGroup.objects.get(number=1), Unit.objects.get(number=1)
        groups = [
            goods,
            *(ItemGroup.objects.create(number=10 + n, name=f"Goods {n}", has_stock=True) for n in range(7)),
        ]
        root = Location.objects.get(is_default=True)
        shelves = [Location.objects.create(code=f"S-{n}", name=f"Shelf {n}", parent=root) for n in range(PLACES)]
        Customer.objects.create(number=10001, name="Fjord Sykkel AS", postcode="5013", city="Bergen")
        Item.objects.bulk_create(
            [
                Item(
                    number=f"{100000 + n}",
                    name=f"Thing {n}",
                    group=groups[n % len(groups)],
                    unit=piece,
                    sales_price=Decimal(100),
                    default_location=shelves[n % PLACES],
                )
                for n in range(items)
            ],
            batch_size=2000,
        )
    return made


def things(of: Any, start: int, count: int) -> list[tuple[int, int]]:
    """(item, location) pairs by the item's number."""
    from accounts.tenancy import acting_for
    from inventory.models import Item

    with acting_for(of):
        rows = Item.objects.order_by("number").values_list("pk", "default_location_id")[start : start + count]
        return list(rows)


def supply(of: Any, items: list[tuple[int, int]], quantity: int) -> None:
    """So much of each is received today, through the ledger."""
    from accounts.tenancy import acting_for
    from inventory import posting

    lines = [posting.Line(item, place, Decimal(quantity), value=Decimal(quantity) * 10) for item, place in items]
    with acting_for(of):
        posting.receive(lines, source=posting.Source("bench.supply", 1, "1"), effective_on=of.today(), by=None)


def has_ledger(of: Any, item: int) -> bool:
    from accounts.tenancy import acting_for
    from inventory.models import CostState

    with acting_for(of):
        return CostState.objects.filter(item=item).exists()


def picked(of: Any, items: list[int], quantity: int = 1) -> Any:
    """A shipment of one line for each item, ready to be sent; all of it through the verbs."""
    from accounts.tenancy import acting_for
    from inventory.models import Item
    from layouts import drafting
    from sales import orders, prices, shipments
    from sales.models import Customer

    by = anna()
    with acting_for(of):
        customer = Customer.objects.get(number=10001)
        order = orders.draft(customer, by=by)
        rows = Item.objects.in_bulk(items)
        for item in items:
            facts = prices.line_facts(order, customer, rows[item])
            drafting.add_line(order, by=by, item=rows[item], quantity=Decimal(quantity), **facts)
        orders.confirm(order, by=by)
        return shipments.pick_all(shipments.draft_from_order(order, by=by), by=by)


def copies(of: Any, shipment: Any, count: int) -> list[int]:
    """So many shipments like this one, each of an order of its own; their ids."""
    with house.bare("postgres") as connection:
        connection.execute("SET session_replication_role = replica")
        a, order = of.pk, shipment.order_id
        numbers = {
            name: connection.execute(
                "UPDATE accounts_numberseries SET next = next + %s WHERE agreement_id = %s AND name = %s RETURNING next - %s",
                [count, a, name, count],
            ).fetchone()[0]
            for name in ("orders", "shipments")
        }
        first = str(numbers["orders"])
        orders = copy(connection, "sales_salesorder", f"id = {order}", count, number=f"{first} + g.n - 1")
        lines = copy(connection, "sales_salesorderline", f"order_id = {order}", count, order_id=f"{orders} + g.n")
        copy(
            connection,
            "inventory_reservation",
            f"agreement_id = {a} AND source_kind = 'sales.salesorder' AND source_id = {order}",
            count,
            source_id=f"{orders} + g.n",
            source_number=f"({first} + g.n - 1)::text",
            source_line_id=f"{lines} + (g.n - 1) * t.all_rows + t.rank",
        )
        connection.execute(
            """UPDATE inventory_stockbalance b SET reserved = b.reserved + r.quantity * %s
            FROM (SELECT item_id, location_id, sum(quantity_open) AS quantity FROM inventory_reservation
              WHERE agreement_id = %s AND source_id = %s AND source_kind = 'sales.salesorder' GROUP BY 1, 2) AS r
            WHERE b.agreement_id = %s AND (b.item_id, b.location_id) = (r.item_id, r.location_id)""",
            [count, a, order, a],
        )
        shipments = copy(
            connection,
            "sales_shipment",
            f"id = {shipment.pk}",
            count,
            number=f"{numbers['shipments']} + g.n - 1",
            order_id=f"{orders} + g.n",
        )
        copy(
            connection,
            "sales_shipmentline",
            f"shipment_id = {shipment.pk}",
            count,
            shipment_id=f"{shipments} + g.n",
            order_line_id=f"{lines} + (g.n - 1) * t.all_rows + t.rank",
        )
    return [shipments + n for n in range(1, count + 1)]


def copy(connection: Any, table: str, where: str, count: int, **changed: str) -> int:
    """Rows like these, `count` times; the key of the n-th copy of the r-th row is what is answered + (n - 1) * rows + r."""
    columns = [
        row[0]
        for row in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
    ]
    rows = connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    key = f"pg_get_serial_sequence('{table}', 'id')"
    base = connection.execute(f"SELECT nextval({key})").fetchone()[0]
    connection.execute(f"SELECT setval({key}, {base + max(rows, 1) * count})")
    changed["id"] = f"{base} + (g.n - 1) * t.all_rows + t.rank"
    values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
    connection.execute(
        f"""INSERT INTO {table} ({", ".join(columns)})
        SELECT {values} FROM (SELECT x.*, row_number() OVER (ORDER BY id) AS rank, count(*) OVER () AS all_rows
          FROM {table} x WHERE {where}) AS t CROSS JOIN generate_series(1, {count}) AS g(n) ORDER BY g.n, t.rank"""
    )
    return base
