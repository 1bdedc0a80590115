"""Reading pages as a person does, and sending their forms. No tests here."""

import re
import uuid
from html import unescape


def words(response):
    """The words of the page on one line."""
    body = re.sub(r"<(script|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def send(client, url, data=None, **more):
    """POST as a form of ours does, with a token of its own."""
    return client.post(url, {"once": str(uuid.uuid4()), **(data or {})}, **more)


def follow(client, url, data=None):
    """POST and go where it leads."""
    response = send(client, url, data)
    assert response.status_code in (302, 303), (response.status_code, words(response)[:800])
    return client.get(response["Location"])
