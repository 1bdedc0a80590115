"""All data of an agreement as a file: complete, its own, without what opens a door, for owners, kept for a week."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest

from accounts import files, jobs, takeout
from accounts.models import DataExport, Event
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal
from sales.models import Customer
from tests import jobs as worker
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    storages = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}}
    settings.STORAGES = storages


def taken(client) -> zipfile.ZipFile:
    assert client.post("/settings/data/")["Location"] == "/settings/data/"
    worker.run()
    [(export, _progress, _standing)] = client.get("/settings/data/").context["exports"]
    answer = client.get(f"/settings/data/{export.pk}/file/")
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows(archive, name) -> list[dict]:
    return json.loads(archive.read(f"json/{name}.json"))


def test_every_table_is_in_it_with_every_row_of_this_agreement_and_no_other(nordlys, solvang, logged_in):
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 10, 25)
        make.shipped(nordlys, make.order(nordlys, (nordlys.lamp, 3)))
    archive = taken(logged_in(nordlys.anna))
    names = set(archive.namelist())
    with nordlys.open():
        for model in takeout.models_taken():
            name = model._meta.label_lower.replace(".", "_")
            assert {f"csv/{name}.csv", f"json/{name}.json"} <= names
            there = model._default_manager.filter(agreement=nordlys.agreement).count()
            extra = 1 if name == "accounts_event" else 0  # that it was taken was noted afterwards
            assert len(rows(archive, name)) == there - extra, name
    [customer] = rows(archive, "sales_customer")
    assert customer["name"] == "Fjord Sykkel AS"
    assert {row["email"] for row in rows(archive, "people")} == {
        f"{name}@nordlys.example" for name in ("anna", "bo", "vera", "odd")
    }
    entries = rows(archive, "inventory_costentry")
    assert [row["value"] for row in entries] == ["250.00", "-75.00"]
    assert "Solvang" not in "".join(archive.read(name).decode(errors="replace") for name in names)


def test_csv_and_json_say_the_same_and_no_sheet_runs_anything(nordlys, logged_in):
    with nordlys.open():
        Customer.objects.create(number=10002, name="=HYPERLINK(1)")
    archive = taken(logged_in(nordlys.anna))
    table = list(csv.DictReader(io.StringIO(archive.read("csv/sales_customer.csv").decode("utf-8-sig")), delimiter=";"))
    assert [row["number"] for row in table] == ["10001", "10002"]
    assert table[1]["name"] == "'=HYPERLINK(1)" and rows(archive, "sales_customer")[1]["name"] == "=HYPERLINK(1)"


def test_nothing_that_opens_a_door_is_in_it(nordlys, logged_in):
    archive = taken(logged_in(nordlys.anna))
    assert "accounts_submission" not in "".join(archive.namelist())
    heads = {
        head
        for name in archive.namelist()
        if name.startswith("json/")
        for row in rows(archive, name[5:-5])
        for head in row
    }
    assert [head for head in heads if any(door in head for door in takeout.DOORS)] == []
    assert nordlys.anna.password not in "".join(
        archive.read(name).decode(errors="replace") for name in archive.namelist()
    )


def test_asking_and_taking_stand_in_the_history(nordlys, logged_in):
    taken(logged_in(nordlys.anna))
    with nordlys.open():
        verbs = Event.objects.filter(verb__startswith="export").order_by("id").values_list("verb", flat=True)
        assert list(verbs) == ["export_asked", "export_taken"]


def test_only_owners_ask_and_take_and_only_their_own(nordlys, solvang, logged_in):
    client = logged_in(nordlys.anna)
    taken(client)
    with nordlys.open():
        export = DataExport.objects.get()
    for user, code in ((nordlys.odd, 403), (nordlys.vera, 403), (nordlys.bo, 403), (solvang.owner, 404)):
        assert logged_in(user).get(f"/settings/data/{export.pk}/file/").status_code == code
    assert logged_in(nordlys.vera).post("/settings/data/").status_code == 403


def test_one_is_made_at_a_time_and_a_killed_worker_blocks_nobody_for_long(nordlys):
    with nordlys.open():
        takeout.ask(nordlys.agreement, by=nordlys.anna)
        with pytest.raises(Refusal, match="already"):
            takeout.ask(nordlys.agreement, by=nordlys.anna)
        worker.given_up("accounts.take_out")
        takeout.ask(nordlys.agreement, by=nordlys.anna)
        with periods.at(periods.now() + timedelta(hours=3)):
            takeout.ask(nordlys.agreement, by=nordlys.anna)


def test_doing_it_twice_makes_one_file(nordlys):
    with nordlys.open():
        export = takeout.ask(nordlys.agreement, by=nordlys.anna)
    takeout.make(nordlys.agreement.pk, export.pk)
    takeout.make(nordlys.agreement.pk, export.pk)
    with nordlys.open():
        assert len([path for path in files.path(takeout.ROOM, "x").parent.iterdir() if path.suffix == ".zip"]) == 1


def test_after_a_week_the_file_is_gone_and_the_page_says_so(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    taken(client)
    with nordlys.open():
        path = files.path(takeout.ROOM, DataExport.objects.get().stored)
        assert path.is_file()
    with periods.at(periods.now() + timedelta(days=7, minutes=1)):
        jobs.purge_exports(timestamp=0)
        assert not path.exists()
    with nordlys.open():
        export = DataExport.objects.get()
    assert client.get(f"/settings/data/{export.pk}/file/")["Location"] == "/settings/data/"
    assert "gone" in client.get("/settings/data/").content.decode()


def test_a_failure_is_said_and_leaves_no_half_file(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    client.post("/settings/data/")
    with nordlys.open():
        export = DataExport.objects.get()
        files.new(takeout.ROOM, ".zip")
        (files.path(takeout.ROOM, f"{export.pk}.new")).mkdir()  # where the progress is to be written
    with pytest.raises(OSError, match="directory"):
        takeout.make(nordlys.agreement.pk, export.pk)
    page = client.get("/settings/data/")
    assert "It failed" in page.content.decode() and not page.context["busy"]
    with nordlys.open():
        assert not list(files.path(takeout.ROOM, "x").parent.glob("*.zip"))
