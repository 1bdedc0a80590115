"""Every address asks for a right, belongs to one agreement, and changes nothing when it is only read."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import ALL
from tests import full
from tests.house import addresses
from tests.house.addresses import ask, client_of, text_of

WORDS = ALL | {"open", "user", "support"}
NOTED = (  # what reading may write: sessions, throttles, the log of support's look-ups
    "django_session",
    "django_cache",
    "support_lookup",
    "usersessions_usersession",
    "accounts_event",
    "layouts_storedpaper",  # the paper of what is booked: made by the worker, or by the first who is quicker
)


EVERYBODYS = {  # named by a word of ours, the same in every agreement
    "accounts:import_new",
    "accounts:import_example",
    "home:guide_mark",
    "home:guide_unmark",
    "support:article",
}
DESK = {each.name for each in addresses.all_of_them() if each.allows == "support"}  # answers 403 whatever is asked


def test_every_view_says_which_right_it_asks():
    assert [str(each) for each in addresses.all_of_them() if each.allows not in WORDS] == []
    assert [str(each) for each in addresses.all_of_them() if each.allows_post not in WORDS] == []


def test_every_address_ends_in_a_slash_or_names_a_file():
    odd = [each.route for each in addresses.all_of_them() if not each.route.endswith("/") and "." not in each.route]
    assert [route for route in odd if route] == []


def test_strangers_are_led_to_the_door(db):
    client, wrong = client_of(None), []
    for each in addresses.plain():
        if each.allows == "open":
            continue
        for method in ("get", "post"):
            answer = ask(client, method, reverse(each.name))
            if answer.status_code != 405 and "/accounts/login/" not in answer.headers.get("Location", ""):
                wrong.append((each.name, method, answer.status_code))
    assert wrong == []


def test_every_address_is_real_for_the_owner(walk):
    """Nothing is left out below: let tests/full.py make such a row, or SLUGS know the word."""
    assert walk.cold == []


def test_an_owner_gets_404_for_every_address_of_another_agreement(walk):
    """The same answer as for what does not exist, for reading and for writing."""
    carla, wrong = client_of(walk.solvang.owner), []
    for name, url in walk.found.items():
        if name in EVERYBODYS | DESK:
            continue
        for method in ("get", "post"):
            answer = ask(carla, method, url)
            if answer.status_code not in (404, 405) or full.SECRET.encode() in answer.content:
                wrong.append((name, method, url, answer.status_code))
    assert wrong == []


def test_an_owner_reads_nothing_of_another_agreement_on_the_own_pages(walk):
    carla, wrong = client_of(walk.solvang.owner), []
    for each in addresses.plain():
        for more in ("", "?archived=all", "?export=csv", "?q=7104", "?q=H7755"):
            body = text_of(ask(carla, "get", reverse(each.name) + more))
            wrong += [(each.name, more)] if full.SECRET.encode() in body else []
    assert wrong == []


def test_reading_changes_nothing(walk):
    anna, wrong = client_of(walk.nordlys.owner), []
    for url in [*walk.found.values(), *(reverse(each.name) for each in addresses.plain())]:
        with CaptureQueriesContext(connection) as seen:
            ask(anna, "get", url)
        written = [each["sql"] for each in seen if each["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE"))]
        wrong += [(url, sql[:90]) for sql in written if not any(table in sql for table in NOTED)]
    assert wrong == []
