"""Spreadsheets as rows: every usual coding in, nothing that a program would run out, and no bomb gets far."""

import io
import zipfile
from decimal import Decimal

import pytest

from rackbeat.lib import spreadsheets
from rackbeat.lib.refusal import Refusal
from tests.lib.books import workbook


def read(tmp_path, data: bytes):
    target = tmp_path / "kept.rows"
    spreadsheets.convert(io.BytesIO(data), len(data), target)
    return [(number, cells) for number, cells, _after in spreadsheets.rows(target)]


TEXT = 'Varenr;Navn;Pris\r\n2040;Blå lykt;12,50\r\n\r\n2041;"Æske; stor";1 200,00\r\n'
ROWS = [(1, ["Varenr", "Navn", "Pris"]), (2, ["2040", "Blå lykt", "12,50"]), (4, ["2041", "Æske; stor", "1 200,00"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_every_usual_coding_is_read(tmp_path, encoding):
    assert read(tmp_path, TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_usual_separator_is_read(tmp_path, separator):
    data = "\n".join(separator.join(cells) for cells in (["Nr", "Navn"], ["1", "Lykt"])).encode()
    assert read(tmp_path, data) == [(1, ["Nr", "Navn"]), (2, ["1", "Lykt"])]


def test_what_a_spreadsheet_program_says_of_its_separator_is_believed(tmp_path):
    assert read(tmp_path, b"sep=|\r\na|b;c\r\n1|2;3\r\n") == [(2, ["a", "b;c"]), (3, ["1", "2;3"])]


def test_a_workbook_keeps_numbers_as_numbers_and_rows_in_their_places(tmp_path):
    data = workbook([["Nr", "Navn", "Pris"], [2040, "Blå lykt", 12.5], [], ["0042", "Æske", 1200]])
    assert read(tmp_path, data) == [
        (1, ["Nr", "Navn", "Pris"]),
        (2, [2040, "Blå lykt", Decimal("12.5")]),
        (4, ["0042", "Æske", 1200]),
    ]


def test_reading_goes_on_from_any_row(tmp_path):
    target = tmp_path / "kept.rows"
    spreadsheets.convert(io.BytesIO(TEXT.encode()), len(TEXT), target)
    first = next(spreadsheets.rows(target))
    assert [number for number, _cells, _after in spreadsheets.rows(target, first[2])] == [2, 4]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"Nr;Navn\n", "no rows"),
        (b"PK\x03\x04 is no workbook", "cannot be read"),
        (b"\xd0\xcf\x11\xe0 old", "too old"),
        (b"a;b\n" + b"x" * 20_000 + b";2\n", "far too long"),
        (b";".join([b"a"] * 300) + b"\n1\n", "more than 200 columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, data, sentence):
    with pytest.raises(Refusal, match=sentence):
        read(tmp_path, data)


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_not_unpacked(tmp_path):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _turn in range(310):
            part.write(bytes(1024 * 1024))
    assert len(packed.getvalue()) < 1_000_000
    with pytest.raises(Refusal, match="far too large"):
        read(tmp_path, packed.getvalue())


def test_a_sheet_of_two_cells_that_claims_millions_takes_no_memory_of_ours(tmp_path):
    with pytest.raises(Refusal, match=r"cannot be read|200,000 rows"):
        read(tmp_path, workbook([["a"]], corner="XFD1048576"))


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("12,50", ",", "12.50"),
        ("12.50", ".", "12.50"),
        ("12.5", ",", "12.5"),  # can mean nothing else
        ("1.234", ",", "1234"),
        ("1,234", ".", "1234"),
        ("1 234,5", ",", "1234.5"),
        ("1.234.567,89", ",", "1234567.89"),
        ("-3", ",", "-3"),
        (7, ",", "7"),
        ("12,,5", ",", None),
        ("1e9", ".", None),
        ("NaN", ".", None),
        ("12 kr", ",", None),
        ("١٢", ",", None),
        ("9" * 60, ",", None),
    ],
)
def test_numbers_are_read_by_the_files_own_sign(cell, decimal, value):
    assert spreadsheets.number_of(cell, decimal) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("cell", ["kr 499,-", "499,00 kr", "NOK 499", "499 %", "Kr. 499,00", "499.-", 499])
def test_what_people_write_about_a_number_is_left_out(cell):
    assert spreadsheets.typed_number(cell, ",") == 499


@pytest.mark.parametrize("cell", ["kr", "-", "%", "ca. 499", "499 stk", "", "%" * 9000 + "x"])
def test_words_are_no_number(cell):
    assert spreadsheets.typed_number(cell, ",") is None


def test_the_decimal_sign_is_guessed_from_the_numbers():
    assert spreadsheets.guess_decimal(["12,50", "Lykt", "1.200,00"], ".") == ","
    assert spreadsheets.guess_decimal(["12.50", "1,200.00"], ",") == "."
    assert spreadsheets.guess_decimal(["12", 3], ",") == ","


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1"])
def test_nothing_that_goes_out_is_a_formula(cell):
    out = b"".join(spreadsheets.csv_bytes([[cell]])).decode("utf-8-sig").strip('"\r\n')
    assert out.startswith("'")


def test_what_was_made_harmless_is_read_as_it_was(tmp_path):
    cells = ["-5", "-5,25", "+47 22 00 00 00", "=A1", "'n bok"]
    data = b"".join(spreadsheets.csv_bytes([["a", "b", "c", "d", "e"], cells]))
    assert read(tmp_path, data)[1][1] == cells
