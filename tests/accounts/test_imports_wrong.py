"""Before it begins the page says how many rows are right: those are imported, the wrong ones are left out and handed back."""

from decimal import Decimal

from accounts.models import Import
from inventory.models import Item
from tests import jobs
from tests.accounts.imported import begin, done, figures
from tests.accounts.test_imports import GOOD, enter, files_of_our_own, send  # noqa: F401


def test_the_button_counts_the_right_rows_and_leaves_the_wrong_ones_out(nordlys):
    anna = enter(nordlys.anna)
    here = send(anna, "items", GOOD + "4003;;;;;;\n4004;;;;;;\n")["Location"]
    page = anna.get(here).content.decode()
    assert "Import the 3 right rows" in page and "Import 5 rows" not in page
    assert "2 wrong rows are left out" in page
    fields = {"column-number": "0", "column-name": "1", "decimal": ",", "keeps_good": "on", "do": "start"}
    anna.post(here + "read/", fields)
    jobs.run("accounts.do_import")
    with nordlys.open():
        assert figures(Import.objects.get()) == ("done", 2, 1, 0, 2)


def test_titles_above_the_names_of_the_columns_are_left_out(nordlys):
    text = "Vareliste per 26.11.2026\n\nUtskrevet av;Kari\nVarenr;Varenavn;Utpris\nT1;Lykt;kr 249,50\n"
    with nordlys.open() as world:
        run = begin(world, "items", text)
        assert (run.rows, run.heads) == (1, ["Varenr", "Varenavn", "Utpris"])
        assert run.preview["rows"][0][0] == 5  # as the spreadsheet counts
        assert (done(world, "items", text).status, Item.objects.get(number="T1").sales_price) == (
            "done",
            Decimal("249.50"),
        )
        nameless = begin(world, "items", "a;b\n1;2\n")
        assert (nameless.rows, nameless.heads) == (1, ["a", "b"])


def test_a_file_without_a_right_row_has_nothing_to_import(nordlys):
    anna = enter(nordlys.anna)
    here = send(anna, "items", "Item number;Name\n4003;\n")["Location"]
    page = anna.get(here).content.decode()
    assert "No row can be imported as it stands" in page and 'value="start"' not in page
    anna.post(here + "read/", {"column-number": "0", "column-name": "1", "do": "try"})
    jobs.run("accounts.do_import")
    page = anna.get(here).content.decode()
    assert "File of the wrong rows" in page and 'value="try"' not in page


def test_wrong_rows_beyond_the_preview_are_counted_once_all_are_tried(nordlys):
    anna = enter(nordlys.anna)
    text = "Item number;Name\nA;\n" + "".join(f"L{number};Lykt\n" for number in range(300)) + "B;\n"
    here = send(anna, "items", text)["Location"]
    page = anna.get(here).content.decode()
    assert "Import the right rows<" in page and "1 of the first 200" in page
    fields = {"column-number": "0", "column-name": "1", "keeps_good": "on"}
    anna.post(here + "read/", fields | {"do": "try"})
    jobs.run("accounts.do_import")
    page = anna.get(here).content.decode()
    assert "Import the 300 right rows" in page and "2 wrong rows are left out" in page
    page = anna.post(here + "read/", fields | {"column-name": "0", "do": "preview"}, follow=True).content.decode()
    assert "Import 302 rows" in page  # read in another way: what was found before holds no more


def test_another_reading_that_finds_more_wrong_is_shown_before_it_is_imported(nordlys):
    anna = enter(nordlys.anna)
    here = send(anna, "items", "Item number;Name;Colour\n5001;Ski;red\n5002;Pole;3\n")["Location"]
    fields = {"column-number": "0", "column-name": "1", "column-sales_price": "2", "do": "start"}
    page = anna.post(here + "read/", fields, follow=True).content.decode()
    assert "more rows are wrong" in page and "Import the 1 right row<" in page
