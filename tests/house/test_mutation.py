"""The faults of tests/mutation still fit the code, and the quick ones are noticed; `make check-mutations` tries them all."""

from pathlib import Path

import pytest

from tests.mutation.__main__ import noticed
from tests.mutation.faults import FAULTS

ROOT = Path(__file__).resolve().parents[2]


def test_every_fault_has_a_name_of_its_own_and_tests_that_are_there():
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 25
    for fault in FAULTS:
        assert fault.tests and bool(fault.file) != bool(fault.sql)
        for test in fault.tests:
            file, _colons, name = test.partition("::")
            assert f"def {name}" in (ROOT / file).read_text()


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.file], ids=lambda fault: fault.name)
def test_what_a_fault_takes_away_is_still_there(fault):
    assert (ROOT / fault.file).read_text().count(fault.old) == 1


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.quick][:2], ids=lambda fault: fault.name)
def test_a_rounding_that_is_switched_off_is_noticed(fault):
    found, said = noticed(fault, "--noconftest")
    assert found, said
