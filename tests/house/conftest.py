"""The two full agreements for the tests that walk all addresses: made once for a module, and taken back after it."""

import logging
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import transaction


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """nordlys, solvang, found (a real address of Nordlys for each name with arguments), cold (names without)."""
    from tests import full
    from tests.house import addresses

    logging.disable(logging.WARNING)
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            nordlys, solvang = full.nordlys_full(), full.solvang_full()
            found, cold = addresses.real_urls(nordlys)
            yield SimpleNamespace(nordlys=nordlys, solvang=solvang, found=found, cold=cold)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()
    yield
    cache.clear()
