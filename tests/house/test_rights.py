"""Role by address by method: who may, may; who may not gets 403, whatever is sent. Cost and prices stay hidden with it."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import RIGHTS
from tests import full
from tests.house import addresses
from tests.house.addresses import ask, client_of, text_of

ROLES = {"owner": "anna", "office": "odd", "warehouse": "bo", "reader": "vera"}


def asked(walk):
    """(address, url) of everything that a member can be asked about."""
    real = [(each, walk.found[each.name]) for each in addresses.with_arguments() if each.name in walk.found]
    return real + [(each, reverse(each.name)) for each in addresses.plain()]


OWN = "support.talk"  # a conversation with support is its owner's own, so that colleagues are told it is not there


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_its_rights_say_and_nothing_else(walk, role):
    client, rights, wrong = client_of(walk.nordlys.people[ROLES[role]]), RIGHTS[role], []
    for each, url in asked(walk):
        for method, right in (("get", each.allows), ("post", each.allows_post)):
            status = ask(client, method, url).status_code
            may = right in rights or right in ("open", "user")
            if status == 405:
                continue
            lost = status == 404 and each.arguments and not (right == OWN and role != "owner")
            if (status == 403) == may or status >= 500 or (may and lost):
                wrong.append((method, url, right, status))
    assert wrong == []


def test_who_sees_no_cost_and_no_price_finds_none_on_any_page(walk):
    """The warehouse's pages say neither what goods cost nor what they sell for, in any spelling."""
    bo, wrong = client_of(walk.nordlys.people["bo"]), []
    for _each, url in asked(walk):
        for more in ("", "?export=csv"):
            body = text_of(ask(bo, "get", url + more)).decode(errors="replace")
            body = re.sub(r'value="[0-9a-zA-Z-]{30,}"', "", body)  # one-time tokens hold any digits
            wrong += [(url, shown) for shown in full.SHOWN if shown in body]
    assert wrong == []


def test_the_words_that_are_looked_for_do_stand_on_the_owners_pages(walk):
    """Else the test above would prove nothing."""
    anna = client_of(walk.nordlys.owner)
    said = "".join(text_of(ask(anna, "get", url)).decode(errors="replace") for _each, url in asked(walk))
    assert [shown for shown in full.SHOWN if shown in said]


@pytest.mark.parametrize("role", ["warehouse", "reader"])
def test_who_may_not_write_is_offered_no_way_to_it(walk, role):
    """A page offers no form and no button whose address would answer 403."""
    from tests.house.pages import targets

    client, wrong = client_of(walk.nordlys.people[ROLES[role]]), []
    for _each, url in asked(walk):
        answer = ask(client, "get", url)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            for method, target in targets(answer.content.decode(), url):
                status = ask(client, method, target).status_code
                wrong += [(url, method, target)] if status == 403 else []
    assert wrong == []
