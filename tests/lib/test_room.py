"""What is called in a roomy call asks the system for no memory of its own, however deep it stands."""

import resource

import pytest

from rackbeat.room import roomy


def leaf(first=1, second=2, third=3, fourth=4):
    return first


def walk(depth):
    """A loop of calls at each of so many depths."""
    for _ in range(200):
        leaf()
    return walk(depth - 1) if depth else 0


def faults(call):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    call(300)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_a_walk_down_the_stack_costs_no_more_than_the_stack_itself():
    roomy(walk)(300)  # the pages of whatever is done for the first time
    assert faults(roomy(walk)) < 100  # some 400 without it


def test_it_answers_and_fails_as_the_call_itself():
    assert roomy(max)(3, 7, key=lambda number: -number) == 3
    assert roomy(walk).__name__ == "walk"
    with pytest.raises(ZeroDivisionError):
        roomy(divmod)(1, 0)
