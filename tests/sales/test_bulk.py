"""Verbs for many rows at once: done or refused one by one, told, undone, and nothing twice."""

import io
import re
import zipfile

import pytest
from django.db import transaction
from pypdf import PdfReader

from accounts import bulk
from accounts.listing import BulkList
from accounts.models import BulkRow, BulkRun, Event, Membership, Role
from layouts import drafting
from rackbeat.lib.lists import ListPage
from sales.models import SalesInvoice, SalesOrder, Shipment
from tests import jobs, kept, make

LIST = "/sales/orders/"


@kept.scene()
def three(world):
    """Three draft orders of a lamp."""
    world.things["orders"] = [make.order(world, (world.lamp, 1), confirmed=False) for _ in range(3)]
    return world


@pytest.fixture
def files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    return tmp_path


def test_no_two_verbs_of_a_list_share_a_key():
    """A list of everything offers both to archive and to take out of it."""
    walked = [one for one in ListPage.by_name.values() if issubclass(one, BulkList)]
    assert walked
    for listing in walked:
        keys = [verb.hotkey for verb in listing.all_verbs() if verb.hotkey]
        assert len(set(keys)) == len(keys), listing.name


def do(client, user, verb, rows=(), *, where=LIST, **more):
    client.force_login(user)
    return client.post(where, {"verb": verb, "pick": [row.pk for row in rows], "query": "", **more})


def states(world, field="archived"):
    with world.open():
        return list(SalesOrder.objects.order_by("number").values_list(field, flat=True))


def last_run(world):
    with world.open():
        run = BulkRun.objects.latest("pk")
        return run, list(run.rows.values_list("outcome", flat=True))


def file_of(client, world):
    run, _outcomes = last_run(world)
    response = client.get(f"{LIST}?run={run.pk}&file=1")
    return b"".join(response.streaming_content)


# --- archive -----------------------------------------------------------------------------------------------------


def test_picked_rows_are_archived_told_and_taken_out_again_by_undo(client, three):
    page = client.get(do(client, three.anna, "archive", three.orders[:2])["Location"]).content.decode()
    assert states(three) == [True, True, False]
    assert "2 are archived." in page
    run = re.search(r'name="undo" value="(\d+)"', page).group(1)
    client.post(LIST, {"undo": run})
    assert states(three) == [False, False, False]
    with three.open():
        verbs = Event.objects.filter(subject_id=three.orders[0].pk, verb__in=["archived", "unarchived"])
        assert sorted(verbs.values_list("verb", flat=True)) == ["archived", "unarchived"]


def test_undo_leaves_in_the_archive_what_was_there_before(client, three):
    with three.open():
        drafting.archive(three.orders[0], by=three.anna)
    where = do(client, three.anna, "archive", three.orders)["Location"]
    page = client.get(where).content.decode()
    assert "It was in the archive already." in page
    assert states(three) == [True, True, True]
    client.post(LIST, {"undo": re.search(r'name="undo" value="(\d+)"', page).group(1)})
    assert states(three) == [True, False, False]


def test_all_that_match_are_meant_where_all_is_chosen(client, three):
    with three.open():
        make.order(three, (three.lamp, 1))
    do(client, three.anna, "archive", [], all="1", query="status=draft")
    assert states(three) == [True, True, True, False]


def test_the_bar_offers_what_fits_the_view(client, three):
    client.force_login(three.anna)
    assert 'value="unarchive"' not in client.get(LIST).content.decode()
    page = client.get(f"{LIST}?archived=only").content.decode()
    assert 'value="archive"' not in page
    with three.open():
        drafting.archive(three.orders[0], by=three.anna)
    swapped = client.get(f"{LIST}?archived=only", headers={"HX-Request": "true"}).content.decode()
    for page in (client.get(f"{LIST}?archived=only").content.decode(), swapped):  # the bar stands outside the results
        assert 'value="unarchive"' in page
    assert 'value="archive"' not in swapped


def test_the_reader_gets_papers_only(client, three):
    client.force_login(three.vera)
    page = client.get(LIST).content.decode()
    assert 'value="pdf"' in page
    assert 'value="archive"' not in page
    assert do(client, three.vera, "archive", three.orders).status_code == 403
    assert states(three) == [False, False, False]


def test_the_warehouse_archives_shipments_but_sees_no_orders(client, three):
    assert do(client, three.bo, "archive", three.orders).status_code == 403
    with three.open():
        make.received(three, three.lamp, 5, "25.00")
        shipment = make.shipped(three, make.order(three, (three.lamp, 1)))
    do(client, three.bo, "unarchive", [shipment], where="/sales/shipments/")
    with three.open():
        assert not Shipment.objects.get(pk=shipment.pk).archived


def test_rows_of_another_agreement_are_not_there(client, three, solvang):
    response = do(client, solvang.carla, "archive", three.orders)
    assert "Pick a row first." in client.get(response["Location"]).content.decode()
    assert states(three) == [False, False, False]


@pytest.mark.parametrize("picks", [[], ["x"], ["9" * 30], ["-1"], ["1.5"], ["😀"]])
def test_odd_picks_are_no_rows(client, three, picks):
    client.force_login(three.anna)
    response = client.post(LIST, {"verb": "archive", "pick": picks, "query": ""})
    assert "Pick a row first." in client.get(response["Location"]).content.decode()


def test_a_verb_that_is_not_there_is_refused(client, three):
    assert do(client, three.anna, "explode", three.orders).status_code == 403


# --- verbs that may refuse ---------------------------------------------------------------------------------------


def test_what_is_refused_says_why_and_the_rest_is_done(client, three):
    with three.open():
        drafting.remove_line(three.orders[1].lines.get(), by=three.anna)
    response = do(client, three.anna, "confirm", three.orders)
    page = client.get(response["Location"]).content.decode()
    assert states(three, "status") == ["confirmed", "draft", "confirmed"]
    assert "2 orders are confirmed." in page
    assert "1 was refused" in page
    assert "Add a line before you confirm the order." in page
    again = client.get(do(client, three.anna, "confirm", three.orders)["Location"]).content.decode()
    assert "It is “Sent” already." in again


def test_sending_the_form_twice_does_it_once(client, three):
    token = {"once": "6f4a51a0-5a5b-4d8e-9f52-0d5d7e3f9c11"}
    first = do(client, three.anna, "confirm", three.orders, **token)
    again = do(client, three.anna, "confirm", three.orders, **token)
    assert again["Location"] == first["Location"]
    with three.open():
        assert BulkRun.objects.count() == 1


def test_booking_many_asks_first_and_gives_numbers_without_holes(client, nordlys):
    from sales import invoices

    with nordlys.open():
        drafts = [invoices.draft_from_order(make.order(nordlys, (nordlys.hours, 1)), by=nordlys.anna) for _ in range(3)]
        empty = invoices.draft(nordlys.shop, by=nordlys.anna)
    where = "/sales/invoices/"
    asked = do(client, nordlys.anna, "book", [*drafts, empty], where=where)
    assert "Book 4 invoices?" in asked.content.decode()
    with nordlys.open():
        assert not SalesInvoice.objects.filter(status="booked").exists()
    response = do(client, nordlys.anna, "book", [*drafts, empty], where=where, sure="1")
    assert "3 invoices are booked." in client.get(response["Location"]).content.decode()
    with nordlys.open():
        found = sorted(SalesInvoice.objects.filter(status="booked").values_list("number", flat=True))
        assert found == list(range(found[0], found[0] + 3))


# --- papers ------------------------------------------------------------------------------------------------------


def test_papers_come_as_one_pdf_in_the_order_of_the_list(client, three, files):
    do(client, three.anna, "pdf", three.orders, query="sort=number")
    pages = PdfReader(io.BytesIO(file_of(client, three))).pages
    assert len(pages) == 3
    numbers = [str(order.number) for order in reversed(three.orders)]
    assert all(number in page.extract_text() for number, page in zip(numbers, pages, strict=True))


def test_papers_come_as_a_zip_with_a_file_each(client, three, files):
    do(client, three.vera, "zip", three.orders)
    names = zipfile.ZipFile(io.BytesIO(file_of(client, three))).namelist()
    assert len(names) == 3
    assert all(name.endswith(f"{order.number}.pdf") for name, order in zip(names, reversed(three.orders), strict=True))


def test_a_file_is_for_whoever_asked_for_it(client, three, files, solvang):
    do(client, three.anna, "pdf", three.orders[:1])
    run, _outcomes = last_run(three)
    for person in (three.odd, three.vera, solvang.carla):
        client.force_login(person)
        assert client.get(f"{LIST}?run={run.pk}&file=1").status_code == 404
    client.force_login(three.anna)
    for odd in ("", "x", "0", "9" * 40, "-1"):
        assert client.get(LIST, {"run": odd}).status_code == 404
    assert client.get(f"/sales/quotes/?run={run.pk}").status_code == 404


# --- as a job ----------------------------------------------------------------------------------------------------


@pytest.fixture
def patient(monkeypatch):
    """A list that leaves even two rows to the worker."""
    from dataclasses import replace

    from sales.views.orders import OrderList

    usual = OrderList.all_verbs.__func__
    monkeypatch.setattr(OrderList, "all_verbs", classmethod(lambda cls: [replace(v, at_once=1) for v in usual(cls)]))


def test_many_are_left_to_the_worker_and_the_page_says_how_far_it_is(client, three, patient):
    there = do(client, three.anna, "confirm", three.orders)["Location"]
    assert states(three, "status") == ["draft"] * 3
    page = client.get(there).content.decode()
    assert "0 of 3" in page
    assert 'hx-trigger="every 1s"' in page
    assert jobs.run("accounts.run_bulk") == 1
    page = client.get(there).content.decode()
    assert states(three, "status") == ["confirmed"] * 3
    assert "3 orders are confirmed." in page
    assert "every 1s" not in page


def test_a_run_that_broke_off_goes_on_where_it_stopped(client, three, patient, monkeypatch):
    do(client, three.anna, "confirm", three.orders)
    run, _outcomes = last_run(three)
    real, calls = bulk.attempt, []

    def breaks(*args):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        real(*args)

    monkeypatch.setattr(bulk, "attempt", breaks)
    with pytest.raises(RuntimeError), transaction.atomic():
        with_one_done(run)
    monkeypatch.setattr(bulk, "attempt", real)
    bulk.work(run.agreement_id, run.pk)
    assert states(three, "status") == ["confirmed"] * 3
    with three.open():
        assert Event.objects.filter(verb="confirmed").count() == 3


def with_one_done(run):
    bulk.work(run.agreement_id, run.pk)


def test_it_can_be_stopped_and_what_was_not_touched_is_said(client, three, patient):
    there = do(client, three.anna, "confirm", three.orders)["Location"]
    run, _outcomes = last_run(three)
    client.post(LIST, {"stop": run.pk})
    jobs.run("accounts.run_bulk")
    assert states(three, "status") == ["draft"] * 3
    assert "3 were not touched" in client.get(there).content.decode()


def test_a_run_that_no_worker_will_end_says_so_and_is_ended_by_hand(client, three, patient):
    there = do(client, three.anna, "confirm", three.orders)["Location"]
    jobs.taken("accounts.run_bulk", silent=True)
    assert "goes on by itself within two minutes" in client.get(there).content.decode()
    jobs.given_up("accounts.run_bulk")
    assert "does not go on by itself. Stop it here" in client.get(there).content.decode()
    run, _outcomes = last_run(three)
    client.post(LIST, {"stop": run.pk})
    assert "3 were not touched" in client.get(there).content.decode()


def test_who_lost_the_right_meanwhile_does_nothing(client, three, patient):
    do(client, three.odd, "confirm", three.orders)
    with three.open():
        Membership.objects.filter(user=three.odd).update(role=Role.READER)
    jobs.run("accounts.run_bulk")
    _run, outcomes = last_run(three)
    assert outcomes == ["refused"] * 3
    assert states(three, "status") == ["draft"] * 3


def test_what_was_deleted_meanwhile_is_refused(client, three, patient):
    do(client, three.anna, "confirm", three.orders)
    with three.open():
        drafting.delete(three.orders[0], by=three.anna)
    jobs.run("accounts.run_bulk")
    _run, outcomes = last_run(three)
    assert sorted(outcomes) == ["done", "done", "refused"]


def test_old_runs_and_their_files_are_cleared(client, three, files):
    do(client, three.anna, "pdf", three.orders[:1])

    assert any(files.rglob("*.pdf"))
    bulk.clear(days=-1)
    assert not any(files.rglob("*.pdf"))
    with three.open():
        assert (BulkRun.objects.count(), BulkRow.objects.count()) == (0, 0)
