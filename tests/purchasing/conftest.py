"""Who asks, in the tests of buying: each person of the named world behind a browser of their own."""

import pytest
from django.test import Client


@pytest.fixture
def ask():
    """A client that is logged in as the person."""

    def as_person(person):
        client = Client()
        client.force_login(person)
        return client

    return as_person


@pytest.fixture
def anna(nordlys, ask):
    return ask(nordlys.anna)


@pytest.fixture
def bo(nordlys, ask):
    return ask(nordlys.bo)


@pytest.fixture
def vera(nordlys, ask):
    return ask(nordlys.vera)


@pytest.fixture
def carla(solvang, ask):
    return ask(solvang.carla)
