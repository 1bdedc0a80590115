"""What every test stands on: a database per process, the restricted role, and Chromium for the browser tests."""

import gc
import os

import pytest
from _pytest import runner
from pytest_django.plugin import blocking_manager_key

from rackbeat.room import roomy

run = roomy(runner.pytest_runtest_protocol)


def pytest_sessionstart(session):
    """Only the first process starts the server; the others find the names in the environment."""
    if not hasattr(session.config, "workerinput") and not session.config.option.collectonly:
        from tests import cluster

        with session.config.stash[blocking_manager_key].unblock():
            cluster.start()


LONG = (  # begun first, so that no process ends long after the others
    "browser/test_every_page.py",
    "house/test_rights.py",
    "live/test_faults.py",
    "browser/test_statuses.py",
    "house/test_serve.py",
    "browser/test_a_day.py",
    "house/test_invariants.py",
    "browser/test_own_questions.py",
)


def pytest_collection_modifyitems(items):
    place = {os.path.join(os.path.dirname(__file__), name): number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(str(item.path), len(LONG)))


def pytest_collection_finish():
    """What is loaded by now stays: looking through all of it again and again for what may go took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """A test stands deep, and its calls at the edge of a piece of the stack: a tenth of the time went there."""
    return run(item, nextitem)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the template instead of a migration; the tests work in it as the restricted role."""
    from tests import cluster

    with django_db_blocker.unblock():
        cluster.create()
    yield
    with django_db_blocker.unblock():
        cluster.drop()


@pytest.fixture
def as_owner(transactional_db):
    """A context manager: inside it the connection is the owner's. For what the restricted role may not do."""
    from django.db import connection

    from rackbeat.roles import acting_as

    return lambda: acting_as(connection, "owner")


@pytest.fixture
def nordlys(db, request):
    from tests import kept, world

    return kept.played(world.nordlys, request)


@pytest.fixture
def solvang(db):
    from tests import kept, world

    return kept.again(world.solvang, ("solvang",))


@pytest.fixture(autouse=True)
def english():
    """Each test begins in English, whatever language an earlier one's pages were in."""
    from django.utils import translation

    translation.activate("en")
