"""What the tests of people share: throttles start from nothing, and somebody logged in."""

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def logged_in():
    """Call it with a user: a client of their own."""

    def as_user(user, **options) -> Client:
        client = Client(**options)
        client.force_login(user)
        return client

    return as_user
