"""The clock of the ledger's tests, and how hard the property tests try: the same on every machine, in seconds."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, settings

from rackbeat.lib import periods

settings.register_profile(
    "ledger", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("ledger")


@pytest.fixture
def monday():
    """It is Monday 23.11.2026, ten o'clock in Oslo."""
    with periods.at(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)):
        yield dt.date(2026, 11, 23)
