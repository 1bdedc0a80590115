"""What is taken away from a list is what was seen, and it runs nothing."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest

from accounts.models import User
from tests.lib.listed import LIST, orders

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.listed")]


# --- taken away --------------------------------------------------------------------------------------------------


def taken(client, query=""):
    response = client.get(f"{LIST}?{query}&export=csv")
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")), response


def test_the_export_is_what_is_seen(as_anna, nordlys):
    orders(nordlys, 60)
    orders(nordlys, 1, start=3001, archived=True)
    orders(nordlys, 2, start=4001, status="confirmed", wanted_on=dt.date(2026, 12, 1))
    rows, response = taken(as_anna, "status=confirmed&sort=number")
    assert rows[0][:3] == ["No.", "Order date", "Customer"]
    assert [row[0] for row in rows[1:]] == ["4001", "4002"]
    assert rows[1][4:] == ["2026-12-01", "100.50", "Sent", "Not shipped", "Not invoiced"]
    assert response["Content-Type"].startswith("text/csv")
    assert 'filename="orders-2026-11-23.csv"' in response["Content-Disposition"]
    assert len(taken(as_anna, "rows=25")[0]) == 1 + 62


def test_the_export_has_a_decimal_comma_where_the_reader_does(as_anna, nordlys):
    User.objects.filter(pk=nordlys.anna.pk).update(language="nb")
    orders(nordlys, 1)
    assert taken(as_anna)[0][1][5] == "100,50"


@pytest.mark.parametrize("evil", ["=1+1", "+47 22", "-2", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"])
def test_the_export_runs_nothing(as_anna, nordlys, evil):
    orders(nordlys, 1, their_reference=evil, amount_net=Decimal("-5.00"))
    row = taken(as_anna)[0][1]
    assert row[3] == f"'{evil}"
    assert row[5] == "-5.00"


# --- as a workbook -----------------------------------------------------------------------------------------------


def sheet(client, query="", where=LIST):
    from python_calamine import CalamineWorkbook

    response = client.get(f"{where}?{query}&export=xlsx")
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content))).get_sheet_by_index(
        0
    ).to_python(), response


def test_a_workbook_holds_what_is_seen_with_numbers_and_days(as_anna, nordlys):
    orders(nordlys, 2, wanted_on=dt.date(2026, 12, 1))
    rows, response = sheet(as_anna, "sort=number&cols=number,amount_net,wanted_on,status")
    assert rows == [
        ["No.", "Amount", "Wanted", "Order status"],
        [1001.0, 100.5, dt.date(2026, 12, 1), "Draft"],
        [1002.0, 100.5, dt.date(2026, 12, 1), "Draft"],
    ]
    assert 'filename="orders-2026-11-23.xlsx"' in response["Content-Disposition"]


@pytest.mark.parametrize("evil", ["=1+1", "+47 22", "@SUM(A1)", "https://evil.example", "😀 \x0b"])
def test_a_workbook_runs_nothing(as_anna, nordlys, evil):
    orders(nordlys, 1, their_reference=evil)
    assert sheet(as_anna, "cols=number,their_reference")[0][1][1].startswith(evil[:4])


def test_a_list_without_lines_gives_rows_when_asked_for_lines(as_anna, nordlys):
    orders(nordlys, 1)
    assert len(taken(as_anna, "of=lines")[0]) == 2
