"""The two full agreements for the tests that walk all addresses: made once for a module, and taken back after it."""

import logging
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from tests.house import addresses

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Answer:
    """What an address said, kept so that each test may look at it."""

    status: int
    kind: str
    body: bytes
    written: list[str]


@dataclass
class Walk:
    """nordlys, solvang, found (a real address of Nordlys for each name with arguments), cold (names without)."""

    nordlys: Any
    solvang: Any
    found: dict[str, str] = field(default_factory=dict)
    cold: list[str] = field(default_factory=list)
    clients: dict[str, Any] = field(default_factory=dict)
    answers: dict[tuple[str, str, str], Answer] = field(default_factory=dict)

    def ask(self, who: str, method: str, url: str) -> Answer:
        """One request whose effects are taken back, asked once however many tests want its answer."""
        key = (who, method, url)
        if key not in self.answers:
            if who not in self.clients:
                people = {**self.solvang.people, **self.nordlys.people}
                self.clients[who] = addresses.client_of(people[who])
            written: list[str] = []
            drawn = addresses.undrawn() if who == "odd" else nullcontext()
            with connection.execute_wrapper(_noting(written)), drawn:
                answer = addresses.ask(self.clients[who], method, url)
            self.answers[key] = Answer(
                answer.status_code,
                answer.headers.get("Content-Type", ""),
                addresses.text_of(answer),
                written,
            )
            cache.clear()
        return self.answers[key]


def _noting(written: list[str]) -> Any:
    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).lstrip().startswith(WRITES):
            written.append(str(sql))
        return execute(sql, params, many, context)

    return note


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    from tests import full

    logging.disable(logging.WARNING)
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            made = Walk(full.nordlys_full(), full.solvang_full())
            with addresses.bare_refusals():
                asked = lambda method, url: made.ask("anna", method, url).status  # noqa: E731
                made.found, made.cold = addresses.real_urls(made.nordlys, asked)
                yield made
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def fresh_throttles():
    cache.clear()
    yield
    cache.clear()
