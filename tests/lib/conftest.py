"""A small world for the tools of the ground floor: one agreement, its owner, one day."""

import datetime as dt

import pytest

from rackbeat.lib import periods
from tests.lib.listed import a_member, an_agreement


@pytest.fixture
def clock():
    with periods.at(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def nordlys(db, clock):
    return an_agreement(1001, "Nordlys Sykkel AS")


@pytest.fixture
def anna(nordlys):
    return a_member(nordlys, "anna@nordlys.example", "owner")


@pytest.fixture
def as_anna(client, anna):
    client.force_login(anna)
    return client
