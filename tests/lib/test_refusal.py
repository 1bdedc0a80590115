import pytest

from rackbeat.lib.refusal import Refusal, require


def test_what_holds_goes_on_and_what_does_not_is_refused_with_its_field():
    require(True, "never said")
    with pytest.raises(Refusal) as refused:
        require([], "Add a line.", field="lines")
    assert (str(refused.value), refused.value.field) == ("Add a line.", "lines")
