"""Documents taken away by line: each line beside what the list says of its document, prices for those who see them."""

import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make


def taken(client, user, where):
    client.force_login(user)
    raw = b"".join(client.get(where).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(raw), delimiter=";"))


def test_each_line_stands_beside_its_order(client, nordlys):
    with nordlys.open():
        first = make.order(nordlys, (nordlys.lamp, 2), (nordlys.cable, 3))
        second = make.order(nordlys, (nordlys.hours, 1))
    rows = taken(client, nordlys.vera, "/sales/orders/?sort=number&cols=number,party_name&export=csv&of=lines")
    assert rows[0] == [
        "No.",
        "Customer",
        "Line",
        "Item no.",
        "Text",
        "Location",
        "Quantity",
        "Unit",
        "Price",
        "Discount",
        "Excl. VAT",
    ]
    assert [row[0] for row in rows[1:]] == [str(first.number)] * 2 + [str(second.number)]
    assert rows[1][3:5] == ["2040", "Lamp"]
    assert rows[1][-1] == "200.00"


def test_the_warehouse_takes_lines_without_prices(client, nordlys):
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 2, "4711.13")
        make.shipped(nordlys, make.order(nordlys, (nordlys.lamp, 1)))
    for where in ("/sales/shipments/", "/purchasing/receipts/"):
        rows = taken(client, nordlys.bo, f"{where}?archived=all&export=csv&of=lines")
        assert rows[1][rows[0].index("Item no.")] == "2040"
        assert not {"Price", "Discount", "Excl. VAT"} & set(rows[0])
        assert "4711" not in str(rows)


def test_lines_are_read_in_the_same_statements_however_many_they_are(client, nordlys):
    taken(client, nordlys.anna, "/sales/orders/?sort=number&export=csv&of=lines")  # logs in
    counts = []
    for _ in range(2):
        with nordlys.open():
            for _ in range(3):
                make.order(nordlys, (nordlys.lamp, 1), (nordlys.cable, 1))
        with CaptureQueriesContext(connection) as asked:
            rows = taken(client, nordlys.anna, "/sales/orders/?sort=number&export=csv&of=lines")
        counts.append(len(asked))
    assert len(rows) == 13
    assert counts[0] == counts[1]
