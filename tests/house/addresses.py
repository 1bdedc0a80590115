"""Every address of the resolver, and real arguments for it: new pages are walked without being named here. No tests here.

An address takes its arguments from the rows of one agreement. Which rows is guessed from its name (`sales:order_edit`:
an order), then tried among everything of its app; what the owner may open is a real address.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from django.apps import apps
from django.db import transaction
from django.template.base import Template
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Membership
from accounts.tenancy import Tenant
from rackbeat.lib import periods

OTHERS = ("admin", "allauth", "django", "procrastinate")  # whose views are not ours
MACHINES = {"health_live", "health_ready"}  # asked without a user, by the machine next to us
SLUGS = ("order", "quote", "invoice", "shipment", "receipt", "on-hand", "on_hand", "reserved", "available", "incoming")
SLUGS += (
    "cost",
    "value",
    "price",
    "margin",
    "csv",
    "xlsx",
    "pdf",
    "picking_list",
    "delivery_note",
    "standard",
    "items",
    "opening-stock",
)
SLUGS += ("opening", "gone")  # a step of the guide that is ticked by hand, an article of the help
EVERYBODYS = {  # named by a word of ours, the same in every agreement
    "accounts:import_new",
    "accounts:import_example",
    "home:guide_mark",
    "home:guide_unmark",
    "support:article",
}
TRIES = 600


@dataclass(frozen=True)
class Address:
    """One pattern: its name, its arguments, the rights that it says it asks."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Any

    @property
    def owner(self) -> Any:
        return getattr(self.view, "view_class", self.view)

    @property
    def allows(self) -> str:
        return getattr(self.owner, "allows", "")

    @property
    def allows_post(self) -> str:
        return getattr(self.owner, "allows_post", "") or self.allows

    def __str__(self) -> str:
        return self.name or self.route


def all_of_them() -> list[Address]:
    """Ours: without allauth, the administration and the machines' own."""
    found = [each for each in _walk(get_resolver(), "", ()) if each.name not in MACHINES]
    return [each for each in found if each.view.__module__.split(".")[0] not in OTHERS]


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            if each.app_name != "admin":
                yield from _walk(each, route, (*spaces, each.namespace) if each.namespace else spaces)
        elif isinstance(each, URLPattern):
            name = ":".join((*spaces, each.name)) if each.name else ""
            yield Address(name, route, tuple(each.pattern.converters), each.callback)


def plain() -> list[Address]:
    """The addresses that need no argument and have a name."""
    return [each for each in all_of_them() if each.name and not each.arguments]


def with_arguments() -> list[Address]:
    return [each for each in all_of_them() if each.arguments and each.name != "accounts:welcome"]


# --- real arguments ----------------------------------------------------------------------------------------------


def rows(app: str, world: Any) -> dict[Any, list[Any]]:
    """The agreement's rows by model, of one app."""
    models = [m for m in apps.get_app_config(app).get_models() if issubclass(m, Tenant) or m is Membership]
    with world.open():
        return {m: list(m._default_manager.filter(agreement=world.agreement).order_by("-pk")[:12]) for m in models}


def candidates(address: Address, world: Any, known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Likely arguments first, then whatever the app has."""
    space, _colon, name = address.name.partition(":")
    app = space if space in {config.label for config in apps.get_app_configs()} else "accounts"
    found = known.setdefault(app, None) or rows(app, world)
    known[app] = found
    for row in _meant(name, found):
        yield from _of_row(address, row, world)
    pool = {value for many in found.values() for row in many for value in _values(row)}
    numbers = sorted((value for value in pool if isinstance(value, int)), reverse=True)
    words = [*SLUGS, *sorted(value for value in pool if isinstance(value, str))]
    if not space or not found:
        numbers, words = [1], list(SLUGS)
    for values in islice(product(*([*numbers, *words] for _ in address.arguments)), TRIES):
        yield dict(zip(address.arguments, values, strict=True))


def _meant(name: str, found: dict[Any, list[Any]]) -> list[Any]:
    """Rows of the model whose name stands in the address's name, the most telling one first."""
    word = name.replace("_", "").replace("user", "membership")

    def fits(model: Any) -> int:
        own = model._meta.model_name
        tails = [own[start:] for start in range(len(own) - 2)]
        return max((len(tail) for tail in tails if word.startswith(tail)), default=0)

    parts = ("line", "payment", "template", "entry")  # reached through what they belong to
    whole = [model for model in found if not model._meta.model_name.endswith(parts)]
    likely = sorted((model for model in whole if fits(model)), key=fits, reverse=True)
    return [row for model in likely[:2] for row in found[model]]


def _values(row: Any) -> list[Any]:
    own = [getattr(row, name, None) for name in ("number", "pk", "code", "draft_number", "user_id", "sequence")]
    return [value for value in own if value is not None]


def _of_row(address: Address, row: Any, world: Any) -> Iterator[dict[str, Any]]:
    first, *rest = address.arguments
    keys = _values(row)
    if (draft := getattr(row, "draft_number", None)) is not None:
        keys = [f"draft-{draft}", *keys]
    with world.open():
        others = [_below(name, row) for name in rest]
    for values in islice(product(keys, *others), 60):
        yield dict(zip((first, *rest), values, strict=True))


def _below(name: str, row: Any) -> list[Any]:
    """What belongs to the row under this name: its lines, payments, entries; else the known words."""
    for related in row._meta.related_objects:
        accessor = related.get_accessor_name()
        if (accessor and accessor.rstrip("s") in (name, "entrie")) or accessor == f"{name}s":
            found = list(getattr(row, accessor).order_by("-pk")[:3])
            return [
                value for each in found for value in (each.pk, getattr(each, "sequence", None)) if value is not None
            ]
    return list(SLUGS) if name in ("what", "kind", "part", "format") else [*range(1, 4), *SLUGS]


# --- asking ------------------------------------------------------------------------------------------------------


def client_of(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
        session = client.session  # seen a moment ago, or each request that is taken back would write it anew
        session["seen"] = session["since"] = int(periods.now().timestamp())
        session.save()
    return client


def bare_refusals() -> override_settings:
    """Around a walk: pages that say no are not drawn, which costs as much as one that says yes. To enter it is slow."""
    return override_settings(ROOT_URLCONF="tests.house.urls")


@contextmanager
def undrawn() -> Iterator[None]:
    """Inside no page is drawn: for those of whom nothing but the answer's status is asked."""
    draws = Template._render
    Template._render = lambda *_: ""
    try:
        yield
    finally:
        Template._render = draws


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, url: str) -> Any:
    """One request whose effects are taken back."""
    with undone():
        return getattr(client, method)(url)


Ask = Callable[[str, str], int]  # method and address to status


def url_of(address: Address, world: Any, ask: Ask, known: dict[str, Any]) -> str:
    """A real address: one that answers the owner with something else than "there is nothing here". Blank for none."""
    seen = set()
    for arguments in candidates(address, world, known):
        try:
            url = reverse(address.name, kwargs=arguments)
        except NoReverseMatch:
            continue
        if url in seen:
            continue
        seen.add(url)
        for method in ("get", "post"):
            status = ask(method, url)
            if status not in (404, 405):
                return url
            if status == 404:
                break
    return ""


def real_urls(world: Any, ask: Ask) -> tuple[dict[str, str], list[str]]:
    """The real address of each name that takes arguments, and the names for which none was found. `ask` is the owner's."""
    known: dict[str, Any] = {}
    found = {each.name: url_of(each, world, ask, known) for each in with_arguments()}
    return {name: url for name, url in found.items() if url}, [name for name, url in found.items() if not url]


def text_of(answer: Any) -> bytes:
    """All that an answer says, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
