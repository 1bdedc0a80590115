"""Role by address by method, another agreement's addresses, what reading writes: every address asked once for each of them.

Who may, may; who may not gets 403, whatever is sent. Cost and prices stay hidden with it.
"""

import re

import pytest
from django.urls import reverse

from accounts.permissions import RIGHTS
from tests import full
from tests.house import addresses
from tests.house.addresses import EVERYBODYS
from tests.house.pages import targets

ROLES = {"owner": "anna", "office": "odd", "warehouse": "bo", "reader": "vera"}
OWN = "support.talk"  # a conversation with support is its owner's own, so that colleagues are told it is not there
CHANCE = r'value="[0-9a-zA-Z-]{30,}"|datetime="[^"]*"'  # one-time tokens and microseconds hold any digits
NOTED = (  # what reading may write: sessions, throttles, the log of support's look-ups
    "django_session",
    "django_cache",
    "support_lookup",
    "usersessions_usersession",
    "accounts_event",
    "layouts_storedpaper",  # the paper of what is booked: made by the worker, or by the first who is quicker
)


def asked(walk):
    """(address, url) of everything that a member can be asked about."""
    real = [(each, walk.found[each.name]) for each in addresses.with_arguments() if each.name in walk.found]
    return real + [(each, reverse(each.name)) for each in addresses.plain()]


def is_list(answer):
    """A list or a report, whose other form is a file."""
    return b"export=csv" in answer.body


def test_every_address_is_real_for_the_owner(walk):
    """Nothing is left out below: let tests/full.py make such a row, or SLUGS know the word."""
    assert walk.cold == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_its_rights_say_and_nothing_else(walk, role):
    rights, wrong = RIGHTS[role], []
    for each, url in asked(walk):
        for method, right in (("get", each.allows), ("post", each.allows_post)):
            status = walk.ask(ROLES[role], method, url).status
            may = right in rights or right in ("open", "user")
            if status == 405:
                continue
            lost = status == 404 and each.arguments and not (right == OWN and role != "owner")
            if (status == 403) == may or status >= 500 or (may and lost):
                wrong.append((method, url, right, status))
    assert wrong == []


def test_who_sees_no_cost_and_no_price_finds_none_on_any_page(walk):
    """The warehouse's pages and files say neither what goods cost nor what they sell for, in any spelling."""
    wrong = []
    for _each, url in asked(walk):
        answer = walk.ask("bo", "get", url)
        files = [walk.ask("bo", "get", f"{url}?export=csv")] if is_list(walk.ask("anna", "get", url)) else []
        for one in (answer, *files):
            body = one.body.decode(errors="replace")
            body = re.sub(CHANCE, "", body)
            wrong += [(url, one.kind, shown) for shown in full.SHOWN if shown in body]
    assert wrong == []


def test_the_words_that_are_looked_for_do_stand_on_the_owners_pages(walk):
    """Else the test above would prove nothing; the same for files."""
    pages = {url: walk.ask("anna", "get", url) for _each, url in asked(walk)}
    said = b"".join(answer.body for answer in pages.values()).decode(errors="replace")
    assert [shown for shown in full.SHOWN if shown in said]
    assert len([url for url, answer in pages.items() if is_list(answer)]) > 20


@pytest.mark.parametrize("role", ["warehouse", "reader"])
def test_who_may_not_write_is_offered_no_way_to_it(walk, role):
    """A page offers no form and no button whose address would answer 403."""
    who, wrong = ROLES[role], []
    for _each, url in asked(walk):
        answer = walk.ask(who, "get", url)
        if answer.status == 200 and "html" in answer.kind:
            for method, target in targets(answer.body.decode(), url):
                path = target.partition("?")[0]  # what is asked of an address is no matter of its right
                wrong += [(url, method, path)] if walk.ask(who, method, path).status == 403 else []
    assert wrong == []


def test_an_owner_gets_404_for_every_address_of_another_agreement(walk):
    """The same answer as for what does not exist, for reading and for writing."""
    desk = {each.name for each in addresses.all_of_them() if each.allows == "support"}  # answers 403 whatever is asked
    wrong = []
    for name, url in walk.found.items():
        if name in EVERYBODYS | desk:
            continue
        for method in ("get", "post"):
            answer = walk.ask("carla", method, url)
            if answer.status not in (404, 405) or full.SECRET.encode() in answer.body:
                wrong.append((name, method, url, answer.status))
    assert wrong == []


def test_an_owner_reads_nothing_of_another_agreement_on_the_own_pages(walk):
    wrong = []
    for each in addresses.plain():
        url = reverse(each.name)
        plain, asks = walk.ask("carla", "get", url), [""]
        if is_list(plain) or b"<html" not in plain.body[:400] or "search" in url:  # those read what is looked for
            asks += ["?q=7104", "?q=H7755"]
        if is_list(plain):
            asks += ["?archived=all", "?export=csv"]
        for more in asks:
            wrong += [(url, more)] if full.SECRET.encode() in walk.ask("carla", "get", url + more).body else []
    assert wrong == []


def test_reading_changes_nothing(walk):
    wrong = []
    for _each, url in asked(walk):
        written = walk.ask("anna", "get", url).written
        wrong += [(url, sql[:90]) for sql in written if not any(table in sql for table in NOTED)]
    assert wrong == []
