"""The books are looked through every night and when an owner asks; the page says what holds and what does not."""

import logging

import pytest
from django.db import connection

from accounts import jobs, proofs
from accounts.models import BooksProof, Event
from rackbeat.lib import books
from rackbeat.lib.refusal import Refusal
from tests import make

pytestmark = pytest.mark.django_db


def looked_through(world):
    with world.open():
        proof = proofs.ask(world.agreement, by=world.owner)
    proofs.prove(world.agreement.pk, proof.pk)
    with world.open():
        return BooksProof.objects.get(pk=proof.pk)


def bend(world):
    with world.open(), connection.cursor() as cursor:
        cursor.execute("UPDATE inventory_stockbalance SET on_hand = on_hand + 1 WHERE on_hand > 0")


def test_sound_books_are_said_to_agree_with_every_sentence(nordlys, logged_in):
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 10, "25.00")
    proof = looked_through(nordlys)
    assert (proof.done, proof.broken) == (len(books.invariants()), 0)
    body = logged_in(nordlys.anna).get("/settings/books/").content.decode()
    assert f"All {proof.total} agree" in body
    assert body.count("<li>") > proof.total


def test_what_was_bent_is_named_with_its_place_and_is_an_alarm_in_the_log(nordlys, solvang, logged_in, caplog):
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 10, "25.00")
    bend(nordlys)
    with caplog.at_level(logging.ERROR, logger="accounts.proofs"):
        proof = looked_through(nordlys)
    assert proof.broken == 2  # with the cost state, and with the moves of the place
    assert [record for record in caplog.records if "agreement 1001" in record.getMessage()]
    body = logged_in(nordlys.anna).get("/settings/books/").content.decode()
    assert f"2 of {proof.total} do not agree" in body
    assert "found 11.000000, should be 10.000000" in body
    assert looked_through(solvang).broken == 0, "another agreement's books are its own"
    assert "do not agree" not in logged_in(solvang.owner).get("/settings/books/").content.decode()


def test_the_night_looks_through_every_agreement_and_keeps_the_newest(nordlys, solvang, monkeypatch):
    monkeypatch.setattr(proofs, "KEPT", 2)
    for _night in range(4):
        jobs.prove_all_books(timestamp=0)
    for world in (nordlys, solvang):
        with world.open():
            assert BooksProof.objects.filter(asked_by=None).count() == 2


def test_a_killed_worker_goes_on_where_it_stopped(nordlys):
    with nordlys.open():
        proof = proofs.ask(nordlys.agreement, by=nordlys.anna)
    known = books.by_app()
    for _each in range(3):
        assert proofs._next(nordlys.agreement.pk, proof.pk, known)
    proofs.prove(nordlys.agreement.pk, proof.pk)
    proofs.prove(nordlys.agreement.pk, proof.pk)
    with nordlys.open():
        found = BooksProof.objects.get(pk=proof.pk)
        assert [row["sentence"] for row in found.results] == [each.sentence for _app, each in known]
        assert found.ended_at is not None


def test_one_look_at_a_time_and_asking_stands_in_the_history(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    assert client.post("/settings/books/")["Location"] == "/settings/books/"
    body = client.get("/settings/books/").content.decode()
    assert "0 of" in body and "disabled" in body
    with nordlys.open():
        with pytest.raises(Refusal, match="already"):
            proofs.ask(nordlys.agreement, by=nordlys.anna)
        assert Event.objects.filter(verb="books_asked", by=nordlys.anna).count() == 1


def test_only_owners_see_it(nordlys, logged_in):
    for user in (nordlys.odd, nordlys.vera, nordlys.bo):
        assert logged_in(user).get("/settings/books/").status_code == 403
        assert logged_in(user).post("/settings/books/").status_code == 403


def test_places_are_told_in_the_readers_language(nordlys, logged_in):
    from django.utils import translation

    with translation.override("nb"):
        assert books.placed("item LAMP at H-1 on 2026-11-23") == "vare LAMP på H-1 den 2026-11-23"
        untold = [each.says for each in books.invariants() if books.in_words(each.sentence) == each.sentence]
        assert untold == []
