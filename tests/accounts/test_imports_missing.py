"""A file of items may name groups, units and locations that are not there yet: they are listed, made along, and undone with it."""

from decimal import Decimal

import pytest

from accounts import history
from accounts.importing import runs
from inventory import items
from inventory.models import Item, ItemGroup, Location, Unit
from tests import jobs
from tests.accounts.imported import begin, done, figures, reasons, undone
from tests.accounts.test_imports import enter, files_of_our_own, send  # noqa: F401

NEW = (
    "Varenr;Varenavn;Varegruppe;Enhet;Salgspris;Lokasjon\n"
    "5001;Ski;Vinter;par;1 249,5;V-01\n5002;Staver;vinter;par;249,50;v-01\n5003;Voks;Goods;tube;89;\n5004;Bok;77;pcs;0;1\n"
)


def registers():
    return [list(model.objects.order_by("pk").values_list()) for model in (ItemGroup, Unit, Location, Item)]


def test_what_the_file_names_is_made_once_and_the_items_stand_in_it(nordlys):
    with nordlys.open() as world:
        run = done(world, "items", NEW)
        assert (figures(run), reasons(run)) == (("done", 4, 0, 0, 0), {})
        winter, seventy_seven = ItemGroup.objects.get(name="Vinter"), ItemGroup.objects.get(name="77")
        assert (winter.has_stock, winter.vat_domestic, seventy_seven.number) == (True, 25, 77)
        assert list(winter.items.order_by("number").values_list("number", flat=True)) == ["5001", "5002"]
        assert set(Unit.objects.filter(name__in=["par", "tube"]).values_list("name", flat=True)) == {"par", "tube"}
        assert Item.objects.get(number="5002").default_location == Location.objects.get(code="V-01")
        assert history.of(winter)[0]["sentence"] == f"imported it from file.csv, import {run.number}"


def test_the_preview_names_them_and_writes_nothing(nordlys):
    with nordlys.open() as world:
        before = registers()
        run = begin(world, "items", NEW)
        assert run.adds_missing
        assert run.preview["missing"] == {
            "group": {"count": 2, "names": ["Vinter", "77"]},
            "unit": {"count": 2, "names": ["par", "tube"]},
            "default_location": {"count": 1, "names": ["V-01"]},
        }
        assert run.preview["counts"] == {"created": 4, "changed": 0, "unchanged": 0, "refused": 0}
        assert registers() == before


def test_twice_changes_nothing_and_undo_takes_all_of_it_back(nordlys):
    with nordlys.open() as world:
        before = registers()
        run = done(world, "items", NEW)
        after = registers()
        again = done(world, "items", NEW)
        assert (figures(again), again.preview["missing"]) == (("done", 0, 0, 4, 0), {})
        assert registers() == after
        assert undone(world, run).status == "undone"
        assert registers() == before


def test_opening_stock_makes_the_locations_it_names_and_its_undo_leaves_them(nordlys):
    text = "Item number;On hand;Value;Location\n2040;2;50;V-01\n3001;1,5;10;v-01\nNONE;1;1;V-02\n"
    with nordlys.open() as world:
        run = begin(world, "opening-stock", text)
        assert run.preview["missing"] == {"location": {"count": 2, "names": ["V-01", "V-02"]}}
        assert not Location.objects.filter(code__startswith="V").exists()
        run = done(world, "opening-stock", text, keeps_good=True)
        assert figures(run) == ("done", 2, 0, 0, 1)
        shelf = Location.objects.get(code__istartswith="V")  # V-02 stands in a wrong row only
        assert sorted(shelf.balances.values_list("on_hand", flat=True)) == [Decimal("1.5"), 2]
        assert figures(done(world, "opening-stock", text, keeps_good=True)) == ("done", 0, 0, 2, 1)
        assert undone(world, run).status == "undone"
        assert Location.objects.get(code__istartswith="V") == shelf


def test_opening_stock_refuses_unknown_locations_where_none_are_to_be_made(nordlys):
    with nordlys.open() as world:
        run = begin(world, "opening-stock", "Item number;On hand;Value;Location\n2040;2;50;V-01\n")
        runs.read_as(
            run,
            by=world.anna,
            mapping=run.mapping,
            decimal=",",
            dated_on=world.agreement.today(),
            adds_missing=False,
        )
        run.refresh_from_db()
        assert run.preview["rows"][0][3] == [["Location", "No location has the code V-01."]]


def test_undo_refuses_whole_where_somebody_uses_what_was_made_along(nordlys):
    with nordlys.open() as world:
        run = done(world, "items", NEW)
        facts = {"group": ItemGroup.objects.get(name="Vinter"), "unit": world.lamp.unit}
        items.create(by=world.anna, number="6001", name="Own", **facts)
        assert undone(world, run).status == "done"
        assert "Something depends on it already (item)" in run.problem
        assert Item.objects.filter(number="5001").exists()


def test_a_name_that_cannot_be_one_is_wrong_in_its_rows_only(nordlys):
    with nordlys.open() as world:
        text = f"Varenr;Varenavn;Varegruppe;Lokasjon\n5001;A;{'x' * 300};\n5002;B;Vinter;{'y' * 31}\n5003;C;Vinter;\n"
        run = done(world, "items", text, keeps_good=True)
        assert figures(run) == ("done", 1, 0, 0, 2)
        assert all("characters" in sentences[0] for sentences in reasons(run).values())


def test_a_column_of_too_many_names_is_not_taken_for_groups(nordlys):
    with nordlys.open() as world:
        rows = "".join(f"{number};Thing;Text {number}\n" for number in range(5001))
        run = begin(world, "items", "Varenr;Varenavn;Varegruppe\n" + rows)
        assert (run.preview["missing"]["group"]["count"], run.adds_missing) == (5001, False)


def test_a_second_batch_finds_what_the_first_made(nordlys):
    with nordlys.open() as world:
        rows = "".join(f"L{number};Lykt;Lykter {number % 3}\n" for number in range(700))
        assert figures(done(world, "items", "Varenr;Varenavn;Varegruppe\n" + rows)) == ("done", 700, 0, 0, 0)
        assert ItemGroup.objects.filter(name__startswith="Lykter").count() == 3


@pytest.mark.parametrize("ticked", [True, False])
def test_the_page_lists_them_and_asks(nordlys, ticked):
    anna = enter(nordlys.anna)
    here = send(anna, "items", NEW)["Location"]
    page = anna.get(here).content.decode()
    assert "Vinter, 77" in page
    assert "Make them along with the items" in page
    fields = {
        f"column-{key}": str(place) for place, key in enumerate(("number", "name", "group", "unit", "sales_price"))
    }
    fields |= {"column-default_location": "5", "decimal": ",", "missing": "5", "do": "start"}
    anna.post(here + "read/", fields | ({"adds_missing": "on"} if ticked else {}))
    jobs.run("accounts.do_import")
    page = anna.get(here).content.decode()
    with nordlys.open():
        assert ItemGroup.objects.filter(name="Vinter").exists() is ticked
    assert ("New item groups" in page) is ticked
    assert ("No item group is called Vinter" in page) is not ticked


def test_what_the_reader_has_not_seen_listed_is_not_made(nordlys):
    """Another column is chosen for the groups and Import pressed at once: the list is shown first."""
    anna = enter(nordlys.anna)
    here = send(anna, "items", "Number;Name;Colour\n5001;Ski;Red\n")["Location"]
    fields = {"column-number": "0", "column-name": "1", "column-group": "2", "decimal": ",", "do": "start"}
    page = anna.post(here + "read/", fields, follow=True).content.decode()
    assert "The file names what is not there yet" in page
    with nordlys.open():
        assert runs.Import.objects.get().status == "draft"


def test_numbers_of_the_preview_are_written_as_the_reader_writes_them(nordlys):
    nordlys.anna.language = "nb"
    nordlys.anna.save()
    anna = enter(nordlys.anna)
    here = send(anna, "items", "Number;Name;Sales price\n5001;Ski;249.5\n5002;Stav;1249\n")["Location"]
    page = anna.get(here).content.decode()
    assert ">249,5</td>" in page
    assert "249.5</td>" not in page
