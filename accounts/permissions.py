"""Which role may do what. Every view names the right that it needs; a house test walks all addresses."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts import operators
from accounts.models.agreements import Role
from rackbeat.lib import door

VIEWS = frozenset(
    [
        "items.view",
        "cost.view",
        "price.view",
        "purchasing.view",
        "receipts.view",
        "sales.view",
        "shipments.view",
        "reports.view",
        "settings.view",
        "support.talk",
    ]
)
WORKS = frozenset(["items.edit", "purchasing.edit", "receipts.work", "sales.edit", "shipments.work", "stock.work"])
RIGHTS: dict[str, frozenset[str]] = {
    Role.OWNER: VIEWS | WORKS | {"settings.edit", "users.edit"},
    Role.OFFICE: VIEWS | WORKS,
    Role.WAREHOUSE: frozenset(
        [
            "items.view",
            "receipts.view",
            "receipts.work",
            "shipments.view",
            "shipments.work",
            "stock.work",
            "settings.view",
            "support.talk",
        ]
    ),
    Role.READER: VIEWS,
}
ALL = RIGHTS[Role.OWNER]

View = Callable[..., HttpResponseBase]


def allow(right: str, *, post: str = "", any_agreement: bool = False) -> Callable[[View], View]:
    """Only for members of an agreement who hold `right`. `"open"`: for everybody; `"user"`: for anybody logged in.

    post: the right that sending the page's form asks, where reading asks for less.
    any_agreement: the form is no agreement's own, so it may be sent after the agreement was switched elsewhere.
    """
    if {right, post or right} - (ALL | {"open", "user", "support"}):
        raise ValueError(f"No such right: {right} {post}")

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            needed = right if request.method in ("GET", "HEAD", "OPTIONS") else post or right
            return refuse(request, needed) or view(request, *args, **kwargs)

        asked.allows = right  # type: ignore[attr-defined]
        asked.allows_post = post or right  # type: ignore[attr-defined]
        asked.any_agreement = any_agreement  # type: ignore[attr-defined]
        return asked

    return decorate


def refuse(request: HttpRequest, right: str) -> HttpResponseBase | None:
    """The answer for somebody who may not, or None. Shared by `allow` and the list engine."""
    if right == "open":
        return None
    if not request.user.is_authenticated:
        return door.to_login(request)
    if right == "user":
        return None
    if right == "support":
        if not request.user.is_support:
            raise PermissionDenied
        return operators.refuse(request)
    if request.agreement is None:  # type: ignore[attr-defined]
        return redirect("accounts:choose")
    if right not in request.may:  # type: ignore[attr-defined]
        raise PermissionDenied
    return None
