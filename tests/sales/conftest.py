"""Who knocks at the pages of sales."""

import pytest
from django.test import Client


def enter(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def anna(nordlys):
    return enter(nordlys.anna)


@pytest.fixture
def bo(nordlys):
    return enter(nordlys.bo)


@pytest.fixture
def vera(nordlys):
    return enter(nordlys.vera)


@pytest.fixture
def carla(solvang):
    return enter(solvang.carla)
