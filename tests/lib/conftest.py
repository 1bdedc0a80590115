"""For the tests of lists: Anna at her desk on the day that the orders are about."""

import datetime as dt

import pytest

from rackbeat.lib import periods


@pytest.fixture
def as_anna(client, nordlys):
    """A client that is Anna, on Monday 23 November 2026."""
    client.force_login(nordlys.anna)
    with periods.at(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)):
        yield client
