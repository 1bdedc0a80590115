"""The first page a stranger or a colleague opens weighs less than 100 kB, all that it loads included."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

MOST = 100_000
HEADERS = 300  # what an answer says about itself, about


def packed(name):
    """(bytes as they are served, the names of the sheets that it imports)."""
    with open(finders.find(name), "rb") as file:
        content = file.read()
    imports = re.findall(r'@import (?:url\()?"([^"]+)"', content.decode()) if name.endswith(".css") else []
    folder = name.rsplit("/", 1)[0]
    return len(gzip.compress(content, 9)) + HEADERS, [f"{folder}/{each}" for each in imports]


def weight(answer):
    html = gzip.decompress(answer.content).decode()
    names = set(re.findall(r'(?:href|src)="/static/([^"#?]+)"', html))
    assert any(name.endswith(".css") for name in names)
    total, waiting = len(answer.content) + HEADERS, sorted(names)
    while waiting:
        size, more = packed(waiting.pop())
        total += size
        waiting += more
    return total


@pytest.mark.parametrize("address", ["/", "/sales/orders/?archived=all", "/inventory/items/"])
def test_a_page_weighs_less_than_a_hundred_kilobytes(nordlys, address):
    client = Client(HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(nordlys.anna)
    assert weight(client.get(address)) < MOST


def test_the_door_weighs_less_than_a_hundred_kilobytes(db):
    answer = Client(HTTP_ACCEPT_ENCODING="gzip").get("/accounts/login/")
    assert answer["Content-Encoding"] == "gzip"
    assert weight(answer) < MOST


def test_a_file_streams_as_it_is(nordlys):
    client = Client(HTTP_ACCEPT_ENCODING="gzip")
    client.force_login(nordlys.anna)
    answer = client.get("/sales/orders/?export=csv")
    assert "Content-Encoding" not in answer
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")
