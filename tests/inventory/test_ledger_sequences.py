"""Walks of the ledger's machine on which ledger and oracle once differed, cut to the shortest: each is walked again here.

A new one is found by `make check-long`, cut short by LEDGER_SHRINK=1, and kept for ever.
"""

import pytest
from django.db import transaction

from tests.inventory import test_ledger_machine as walking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

CRUMB = 1  # a millionth
WALKS = {
    "a crumb that came back is not what the next one costs": [
        ("allow_negative", {"allowed": True}),
        ("issue", {"lines": [(1, 0, 1_000_000), (1, 0, CRUMB)], "back": 0, "empties": False}),
        ("reverse", {"pick": 0, "back": 0}),
        ("issue", {"lines": [(1, 0, 1_000_000)], "back": 0, "empties": False}),
    ],
    "lines of one document are reversed newest first, the settled one too": [
        ("allow_negative", {"allowed": True}),
        ("issue", {"lines": [(0, 0, 7_872_490)], "back": 0, "empties": True}),
        ("issue", {"lines": [(1, 0, 4_000_000), (1, 1, 745)], "back": 0, "empties": True}),
        ("receive", {"lines": [(1, 1, 4_000_000, 49_999)], "back": 0}),
        ("reverse", {"pick": 1, "back": 0}),
    ],
    "a reversed shipment of crumbs pays what others owe": [
        ("allow_negative", {"allowed": True}),
        ("issue", {"lines": [(1, 0, 1_000_000), (0, 0, 1_000_000), (1, 0, 14_335)], "back": 0, "empties": False}),
        ("reverse", {"pick": 0, "back": 0}),
        ("issue", {"lines": [(0, 0, 9_000_000), (1, 1, 766)], "back": 31, "empties": False}),
        ("issue", {"lines": [(1, 0, 149), (1, 1, 462), (1, 1, 12_921)], "back": 0, "empties": False}),
        ("adjust_cost", {"item": 1, "delta": 128, "back": 30}),
        ("reverse", {"pick": 1, "back": 1}),
    ],
    "what comes back later on a day was not there when the day's first one left": [
        ("receive", {"lines": [(0, 0, 1_000_000, 1_000)], "back": 5}),
        ("issue", {"lines": [(0, 0, 1_000_000)], "back": 0, "empties": False}),
        ("reverse", {"pick": 1, "back": 0}),
        ("issue", {"lines": [(0, 0, 500_000)], "back": 2, "empties": False}),
    ],
    "what is owed elsewhere grows by no late issue when that is no longer allowed": [
        ("receive", {"lines": [(0, 1, 1_000_000, 1_000)], "back": 31}),
        ("allow_negative", {"allowed": True}),
        ("issue", {"lines": [(0, 0, 2_000_000)], "back": 0, "empties": False}),
        ("allow_negative", {"allowed": False}),
        ("issue", {"lines": [(0, 1, 500_000)], "back": 5, "empties": False}),
        ("supplier_return", {"pick": 0, "part": 2, "place": 1, "back": 5}),
    ],
    "what an earlier receipt made good is owed no more, and no late issue owes it again": [
        ("allow_negative", {"allowed": True}),
        ("issue", {"lines": [(0, 0, 1_000_000)], "back": 2, "empties": False}),
        ("receive", {"lines": [(0, 1, 2_000_000, 1_000)], "back": 5}),
        ("receive", {"lines": [(0, 0, 2_000_000, 1_000)], "back": 0}),
        ("allow_negative", {"allowed": False}),
        ("issue", {"lines": [(0, 1, 1_500_000)], "back": 5, "empties": False}),
    ],
}


@pytest.mark.parametrize("where", ["nordlys", "solvang"])
@pytest.mark.parametrize("walk", WALKS.values(), ids=list(WALKS))
def test_what_once_differed_is_the_same_after_every_step(request, monkeypatch, where, walk):
    monkeypatch.setattr(walking, "PROVE_EVERY", 1)
    with transaction.atomic():
        machine = walking.Machine(request.getfixturevalue(where))
        for name, facts in walk:
            getattr(machine, name)(**facts)
        assert machine.documents, "the walk did something"
        machine.teardown()
