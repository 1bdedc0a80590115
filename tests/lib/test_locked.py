"""A lock is asked for once, and again as soon as it is not certain that it is held."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Agreement
from accounts.tenancy import acting_for
from inventory import posting
from rackbeat.lib import locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """How many statements with a lock `verb` sends."""

    def count(verb):
        with CaptureQueriesContext(connection) as caught:
            verb()
        return sum(" FOR " in query["sql"] for query in caught)

    return count


def test_who_holds_the_agreement_does_not_ask_for_it_again(nordlys, asked):
    with nordlys.open():
        assert [asked(Agreement.held), asked(Agreement.held)] == [1, 0]
        with transaction.atomic():
            assert asked(Agreement.held) == 0


def test_a_lock_that_went_with_its_savepoint_is_taken_anew(nordlys, asked):
    with nordlys.open():
        with transaction.atomic():
            assert asked(Agreement.held) == 1
            transaction.set_rollback(True)
        assert asked(Agreement.held) == 1


def test_a_block_without_a_savepoint_leaves_its_locks_to_the_block_around_it(nordlys, asked):
    with nordlys.open(), transaction.atomic():
        with transaction.atomic(savepoint=False):
            assert asked(Agreement.held) == 1
        assert asked(Agreement.held) == 0


def test_another_agreement_and_the_next_transaction_know_nothing(nordlys, solvang, asked):
    with nordlys.open():
        Agreement.held()
        with acting_for(solvang.agreement):
            assert Agreement.held().number == 1002
        assert Agreement.held().number == 1001
    with nordlys.open():
        assert asked(Agreement.held) == 1


def test_only_items_that_are_locked_are_passed_over(nordlys, asked):
    with nordlys.open():
        posting.hold_states([nordlys.lamp.pk])
        assert asked(lambda: posting.hold_states([nordlys.lamp.pk])) == 0
        assert asked(lambda: posting.hold_states([nordlys.lamp.pk, nordlys.cable.pk])) > 0
        assert asked(lambda: posting.hold_states([nordlys.cable.pk])) == 0


def test_outside_a_transaction_nothing_is_remembered():
    locked.note("agreement", 1)
    assert locked.known("agreement") is None
