"""Every address asks for a right, and is shut to strangers."""

from django.urls import reverse

from accounts.permissions import ALL
from tests.house import addresses
from tests.house.addresses import ask, client_of

WORDS = ALL | {"open", "user", "support"}


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
