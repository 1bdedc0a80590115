"""Spreadsheets in: what is new is made, what exists is changed, what is wrong is said; twice changes nothing; it can be undone."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.test import Client

from accounts import history
from accounts.importing import back, runs, work
from accounts.importing.kinds import all_kinds
from accounts.models import Import
from inventory.models import CostState, Item, ItemGroup, Location, StockBalance, Unit
from purchasing.models import Supplier
from rackbeat.lib.refusal import Refusal
from sales import customers
from sales.models import Customer
from tests import jobs, make
from tests.accounts.imported import begin, done, figures, reasons, undone
from tests.lib.books import workbook

ITEMS = "Varenr;Varenavn;Varegruppe;Enhet;Salgspris;Kostpris;Antall\n"
GOOD = ITEMS + "4001;Hjelm, blå;Goods;pcs;499,00;210,50;12\n4002;Sykkellås;1;1;249,00;98;40\n2040;Lampe;;;120,00;;\n"


@pytest.fixture(autouse=True)
def files_of_our_own(settings, tmp_path):
    """What earlier runs left lying is not counted."""
    options = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": options}


# --- rows ---------------------------------------------------------------------------------------------------------


def test_new_items_are_made_and_known_ones_changed(nordlys):
    with nordlys.open() as world:
        run = done(world, "items", GOOD)
        assert figures(run) == ("done", 2, 1, 0, 0)
        helmet = Item.objects.get(number="4001")
        assert (helmet.name, helmet.sales_price, helmet.group.name, helmet.unit.name) == (
            "Hjelm, blå",
            499,
            "Goods",
            "pcs",
        )
        lamp = Item.objects.get(number="2040")
        assert (lamp.name, lamp.sales_price, lamp.default_location) == ("Lampe", 120, world.shelf)
        assert history.of(helmet)[0]["sentence"] == f"imported it from file.csv, import {run.number}"


def test_the_same_file_twice_changes_nothing(nordlys):
    with nordlys.open() as world:
        done(world, "items", GOOD)
        before = list(Item.objects.values_list())
        assert figures(done(world, "items", GOOD)) == ("done", 0, 0, 3, 0)
        assert list(Item.objects.values_list()) == before


def test_a_single_wrong_row_keeps_all_of_them_out(nordlys):
    with nordlys.open() as world:
        run = done(world, "items", GOOD + "4003;;;;;;\n4004;Bjelle;Ukjent;;x;;\n4001;Twin;;;;;\n4/5;Strek;;;;;\n")
        assert figures(run)[0] == "refused"
        assert not Item.objects.filter(number="4001").exists()
        assert reasons(run) == {
            5: ["This field cannot be blank."],
            6: ["“x” is no number."],
            7: ["Row 2 has the same. Only the first counts."],
            8: ["That cannot be an item's number, because the number is part of an address. Leave out / ? # and \\."],
        }
        runs.start(run, by=world.owner, keeps_good=True)
        jobs.run("accounts.do_import")
        run.refresh_from_db()
        assert figures(run) == ("done", 2, 1, 0, 4)


def test_an_unknown_group_says_what_to_do_first(nordlys):
    with nordlys.open() as world:
        run = done(world, "items", ITEMS + "4004;Bjelle;Ukjent;eske;10;;\n", adds_missing=False)
        assert reasons(run) == {
            2: ["No item group is called Ukjent. Import groups first.", "No unit is called eske. Import units first."]
        }


def test_groups_units_and_locations_come_by_number_or_name(nordlys):
    with nordlys.open() as world:
        assert figures(done(world, "groups", "Name;Kept in stock\nGoods;1\nFrakt;nei\n")) == ("done", 1, 0, 1, 0)
        assert ItemGroup.objects.get(name="Frakt").has_stock is False
        assert ItemGroup.objects.get(name="Frakt").vat_domestic == 25
        assert figures(done(world, "units", "Enhet\nliter\npcs\n")) == ("done", 1, 0, 1, 0)
        assert Unit.objects.get(name="liter").number == 4
        run = done(world, "locations", "Kode;Navn;Ligger i\nC;Lager C;\nC-01;Hylle;C\n")
        assert figures(run) == ("done", 2, 0, 0, 0)
        assert Location.objects.get(code="C-01").parent.code == "C"
        assert reasons(done(world, "locations", "Kode;Ligger i\nD-01;D\n")) == {2: ["No location has the code D."]}


def test_customers_and_suppliers_come_with_their_addresses(nordlys):
    text = (
        "Kundenr;Navn;Adresse;Postnr;Poststed;Land;E-post;MVA-sone;Leveringsadresse\n"
        "10001;Fjord Sykkel AS;;;;;;;\n"
        "10500;Hjul & Co;Gate 1;0155;Oslo;Norge;post@hjul.example;1;Kai 2\n"
        "10501;Feil AS;;;;Atlantis;ingen;9;\n"
    )
    with nordlys.open() as world:
        run = done(world, "customers", text, keeps_good=True)
        assert figures(run) == ("done", 1, 0, 1, 1)
        made = Customer.objects.get(number=10500)
        assert (made.city, made.country, made.vat_zone, made.delivery_street) == ("Oslo", "NO", "domestic", "Kai 2")
        assert made.payment_terms.is_default
        assert made.layout.is_default
        assert figures(done(world, "suppliers", "Leverandørnr;Navn;Leveringstid\n20001;Lumen GmbH;14\n")) == (
            "done", 0, 1, 0, 0,
        )  # fmt: skip
        assert Supplier.objects.get(number=20001).delivery_days == 14


def test_a_workbook_is_as_good_as_a_csv(nordlys):
    with nordlys.open() as world:
        rows = [["Item number", "Name", "Sales price"], [4001, "Hjelm", 499.5], ["0042", "Lås", 12]]
        run = begin(world, "items", workbook(rows), name="varer.xlsx")
        runs.start(run, by=world.owner)
        jobs.run("accounts.do_import")
        assert Item.objects.get(number="4001").sales_price == Decimal("499.5")
        assert Item.objects.filter(number="0042").exists()


def test_columns_that_are_not_known_are_chosen_by_hand(nordlys):
    with nordlys.open() as world:
        run = begin(world, "items", "A;B\n4001;Hjelm\n")
        assert run.mapping == {}
        with pytest.raises(Refusal, match="Item number"):
            runs.start(run, by=world.owner)
        run = runs.read_as(run, by=world.owner, mapping={"number": 0, "name": 1}, decimal=",")
        assert run.preview["counts"]["created"] == 1
        assert not Item.objects.filter(number="4001").exists()


# --- opening stock ------------------------------------------------------------------------------------------------


def test_opening_stock_is_posted_at_its_own_cost_on_its_day(nordlys):
    with nordlys.open() as world:
        done(world, "items", GOOD)
        day = world.agreement.today() - dt.timedelta(days=3)
        run = done(world, "opening-stock", GOOD.replace("2040;Lampe;;;120,00;;\n", ""), dated_on=day)
        assert figures(run) == ("done", 2, 0, 0, 0)
        state = CostState.objects.get(item__number="4001")
        assert (state.quantity, state.value, state.last_on) == (12, 2526, day)
        assert StockBalance.objects.get(item__number="4001").location.is_default


NORSK = (
    "Varenr;Varenavn;Varegruppe;Enhet;Innpris;Utpris eks. mva (NOK);Utpris inkl. mva;Lagerbeholdning;Hylleplass;EAN-kode\n"
    "1001;Sykkelhjelm blå;Goods;pcs;210,50;499,00;623,75;10;A-01;7038010009457\n"
    "1002;Montering;Services;hour;;890,00;1112,50;;;\n"
).encode("latin-1")


def test_a_list_of_another_program_is_read_by_its_heads_and_what_is_not_read_is_said(nordlys):
    anna = enter(nordlys.anna)
    sent = send(anna, "items", NORSK)["Location"]
    assert "Not read from the file: Utpris inkl. mva. If it belongs" in anna.get(sent).content.decode()
    with nordlys.open() as world:
        run = Import.objects.get()
        runs.start(run, by=world.owner)
        jobs.run("accounts.do_import")
        item = Item.objects.get(number="1001")
        assert (item.name, item.sales_price, item.barcode) == ("Sykkelhjelm blå", 499, "7038010009457")
        assert (item.expected_cost, item.default_location) == (Decimal("210.50"), world.shelf)
        stock = done(world, "opening-stock", NORSK)
        assert figures(stock) == ("done", 1, 0, 1, 0)  # who keeps no number of something has none of it
        assert CostState.objects.get(item=item).value == 2105


def test_opening_stock_twice_changes_nothing_and_does_not_mix_with_trade(nordlys):
    text = "Item number;On hand;Value;Location\n2040;10;250;A-01\n3001;5,5;100;\n"
    with nordlys.open() as world:
        make.received(world, world.cable, 3, "10")
        run = done(world, "opening-stock", text, keeps_good=True)
        assert figures(run) == ("done", 1, 0, 0, 1)
        assert reasons(run) == {3: ["The item has stock movements already. Adjust its stock instead."]}
        again = done(world, "opening-stock", text, keeps_good=True)
        assert figures(again) == ("done", 0, 0, 1, 1)
        assert CostState.objects.get(item=world.lamp).value == 250


def test_opening_stock_refuses_what_cannot_be(nordlys):
    text = "Item number;On hand;Cost price\n9001;1;1\n2040;-1;1\n3001;1;\nX;1;1\n"
    with nordlys.open() as world:
        assert reasons(done(world, "opening-stock", text)) == {
            2: ["Items of the group Services are not kept in stock."],
            3: ["Give a quantity above zero, with at most six decimals."],
            4: ["Give the cost price or the value."],
            5: ["No item has the number X. Import items first."],
        }
        tomorrow = world.agreement.today() + dt.timedelta(days=1)
        late = done(world, "opening-stock", "Item number;On hand;Cost price\n2040;1;1\n", dated_on=tomorrow)
        assert reasons(late) == {2: ["The date lies in the future. Choose today or an earlier date."]}


def test_opening_stock_can_be_undone_and_done_again(solvang):
    text = "Item number;On hand;Cost price\n2040;3;33,333333\n"
    with solvang.open() as world:
        run = done(world, "opening-stock", text)
        assert CostState.objects.get(item=world.lamp).value == 100
        assert undone(world, run).status == "undone"
        state = CostState.objects.get(item=world.lamp)
        assert (state.quantity, state.value) == (0, 0)
        assert figures(done(world, "opening-stock", text)) == ("done", 1, 0, 0, 0)


def test_opening_stock_stays_once_its_goods_have_moved(nordlys):
    with nordlys.open() as world:
        run = done(world, "opening-stock", "Item number;On hand;Cost price\n2040;3;10\n")
        make.received(world, world.lamp, 3, "10")
        assert undone(world, run).status == "done"
        assert "has moved or is promised since" in run.problem


# --- undo, stop, resume -------------------------------------------------------------------------------------------


def test_undo_takes_back_what_was_made_and_what_was_changed(nordlys):
    with nordlys.open() as world:
        before = list(Item.objects.order_by("pk").values_list())
        run = done(world, "items", GOOD)
        assert undone(world, run).status == "undone"
        assert list(Item.objects.order_by("pk").values_list()) == before


def test_undo_refuses_whole_where_something_depends_on_it(nordlys):
    with nordlys.open() as world:
        run = done(world, "items", GOOD)
        make.order(world, (Item.objects.get(number="4001"), 1), confirmed=False)
        assert undone(world, run).status == "done"
        assert "Something depends on it already" in run.problem
        assert Item.objects.get(number="2040").name == "Lampe"


def test_undo_leaves_alone_what_somebody_changed_since(nordlys):
    with nordlys.open() as world:
        run = done(world, "customers", "Customer number;Name\n10001;Fjord AS\n")
        customers.change(Customer.objects.get(number=10001), by=world.anna, name="Fjord og Fjell AS")
        assert undone(world, run).status == "done"
        assert "was changed after the import" in run.problem
        assert Customer.objects.get(number=10001).name == "Fjord og Fjell AS"


MANY = "Item number;Name\n" + "".join(f"L{number};Lykt {number}\n" for number in range(1200))


def test_a_killed_workers_successor_goes_on_after_the_last_whole_batch(nordlys):
    """What is lost with a worker is the batch it was at: the mark and the rows are one transaction."""
    with nordlys.open() as world:
        run = begin(world, "items", MANY + "L3;Twin of the first batch\n")
        runs.start(run, by=world.owner, keeps_good=True)
        work.run(world.agreement.pk, run.pk, batches=2)
        run.refresh_from_db()
        assert (run.row, run.created, Item.objects.filter(number__startswith="L").count()) == (1000, 1000, 1000)
        work.run(world.agreement.pk, run.pk)
        run.refresh_from_db()
        assert figures(run) == ("done", 1200, 0, 0, 1)
        work.run(world.agreement.pk, run.pk)
        assert Item.objects.filter(number__startswith="L").count() == 1200


def test_stopping_keeps_what_is_done_and_the_rest_can_follow(nordlys):
    with nordlys.open() as world:
        run = begin(world, "items", MANY)
        runs.start(run, by=world.owner, keeps_good=True)
        work.run(world.agreement.pk, run.pk, batches=1)
        runs.stop(run, by=world.owner)
        work.run(world.agreement.pk, run.pk)
        run.refresh_from_db()
        assert figures(run) == ("stopped", 500, 0, 0, 0)
        runs.start(run, by=world.owner, keeps_good=True)
        jobs.run("accounts.do_import")
        run.refresh_from_db()
        assert figures(run) == ("done", 1200, 0, 0, 0)


def test_stopping_while_it_is_tried_writes_nothing(nordlys):
    with nordlys.open() as world:
        run = begin(world, "items", MANY)
        runs.start(run, by=world.owner)
        work.run(world.agreement.pk, run.pk, batches=1)
        run.refresh_from_db()
        assert (run.is_checking, run.row, Item.objects.filter(number__startswith="L").exists()) == (True, 500, False)
        runs.stop(run, by=world.owner)
        run.refresh_from_db()
        assert run.status == "refused"
        assert "before anything was imported" in run.problem


def test_old_files_are_thrown_away_and_the_record_stays(nordlys):
    import time

    with nordlys.open() as world:
        run, draft = done(world, "items", GOOD), begin(world, "items", GOOD)
        assert work.purge() == 0
        assert work.purge(time.time() + 3 * 24 * 3600) == 1
        draft.refresh_from_db()
        assert draft.stored == ""
        assert work.purge(time.time() + 31 * 24 * 3600) == 1
        run.refresh_from_db()
        assert (run.stored, run.created) == ("", 2)
        with pytest.raises(Refusal, match="Send it again"):
            runs.again(run, all_kinds()["opening-stock"], by=world.owner)


def test_undo_is_by_whoever_asks_and_once(nordlys):
    with nordlys.open() as world:
        run = undone(world, done(world, "items", GOOD))
        with pytest.raises(Refusal, match="nothing to undo"):
            runs.undo(run, by=world.owner)
        back.undo(world.agreement.pk, run.pk, world.owner.pk)
        assert Import.objects.get(pk=run.pk).status == "undone"


# --- pages --------------------------------------------------------------------------------------------------------


def enter(user):
    client = Client()
    client.force_login(user)
    return client


def send(client, kind, text, name="varer.csv"):
    upload = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    upload.name = name
    return client.post(f"/settings/imports/new/{kind}/", {"file": upload})


def test_from_the_file_to_the_list_by_the_pages(nordlys):
    anna = enter(nordlys.anna)
    sent = send(anna, "items", GOOD)
    page = anna.get(sent["Location"]).content.decode()
    assert "Of 3 rows 2 are new, 1 change something" in page
    assert "Import 3 rows" in page
    fields = {"column-number": "0", "column-name": "1", "decimal": ",", "do": "start"}
    anna.post(sent["Location"] + "read/", fields)
    assert "Trying every row first" in anna.get(sent["Location"]).content.decode()
    jobs.run("accounts.do_import")
    page = anna.get(sent["Location"]).content.decode()
    assert "Go on: Opening stock" in page
    with nordlys.open():
        assert Item.objects.get(number="4001").sales_price == 0  # its column was left out by hand
    other = anna.post(sent["Location"] + "as/opening-stock/")
    assert "2 are new" in anna.get(other["Location"]).content.decode()


def test_the_page_says_when_nobody_works_on_it_and_what_follows(nordlys):
    anna = enter(nordlys.anna)
    with nordlys.open() as world:
        run = begin(world, "items", GOOD)
        runs.start(run, by=world.owner, keeps_good=True)

    def page():
        return anna.get(f"/settings/imports/{run.number}/").content.decode()

    assert "what works in the background is not running" in page()
    jobs.taken("accounts.do_import")
    assert "by itself" not in page() and "1s" in page()
    jobs.taken("accounts.do_import", silent=True)
    assert "The work stopped. It goes on by itself within two minutes" in page()
    jobs.given_up("accounts.do_import")
    assert "does not go on by itself. Stop it, then let it go on with the rest" in page()
    with nordlys.open() as world:
        runs.stop(run, by=world.owner)
        runs.start(run, by=world.owner, keeps_good=True)
        jobs.run("accounts.do_import")
        undo = runs.undo(run, by=world.owner)
        jobs.given_up("accounts.undo_import")
    assert "Undo it once more" in page()
    with nordlys.open() as world:
        assert undone(world, undo).status == "undone"


def test_the_wrong_rows_come_as_a_file_that_runs_nothing_and_can_be_sent_again(nordlys):
    anna = enter(nordlys.anna)
    sent = send(anna, "items", "Item number;Name;Sales price\n4001;=HYPERLINK(1);x\n")
    anna.post(
        sent["Location"] + "read/", {"column-number": "0", "column-name": "1", "column-sales_price": "2", "do": "start"}
    )
    jobs.run("accounts.do_import")
    file = b"".join(anna.get(sent["Location"] + "refused.csv").streaming_content).decode("utf-8-sig")
    assert file.splitlines() == [
        "Item number;Name;Sales price;What is wrong",
        "4001;'=HYPERLINK(1);x;Sales price: “x” is no number.",
    ]
    again = send(anna, "items", file.replace(";x;", ";12;"))
    assert "1 are new" in anna.get(again["Location"]).content.decode()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x00\x01\x02", b"Item number\n", "😀;😀\n1;2\n".encode()])
def test_a_file_that_is_none_gets_a_sentence(nordlys, data):
    answer = send(enter(nordlys.anna), "items", data)
    assert answer.status_code in (422, 302)


def test_an_example_file_is_read_without_a_word(nordlys):
    anna = enter(nordlys.anna)
    for kind in all_kinds().values():
        file = b"".join(anna.get(f"/settings/imports/new/{kind.key}/example.csv").streaming_content)
        with nordlys.open() as world:
            run = begin(world, kind.key, file)
            assert set(run.mapping) == {column.key for column in kind.columns}, kind.key


def test_the_warehouse_and_readers_import_nothing(nordlys):
    for who in (nordlys.bo, nordlys.vera):
        assert enter(who).get("/settings/imports/").status_code == 403
        assert send(enter(who), "items", GOOD).status_code == 403


def test_nobody_sees_the_imports_of_another_agreement(nordlys, solvang):
    with nordlys.open() as world:
        run = begin(world, "items", GOOD)
    carla = enter(solvang.carla)
    for part in ("", "refused.csv"):
        assert carla.get(f"/settings/imports/{run.number}/{part}").status_code == 404
    for verb in ("read", "start", "stop", "undo", "discard", "as/opening-stock"):
        assert carla.post(f"/settings/imports/{run.number}/{verb}/").status_code == 404
