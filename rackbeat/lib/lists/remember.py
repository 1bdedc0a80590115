"""Remember ("Husk"): the state that a user made the default of a list, kept per agreement, user and list.

The table belongs to the storey above, so it is known here by its name only.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest, QueryDict

LONGEST = 2000


def rows(request: HttpRequest, name: str) -> Any:
    return apps.get_model("accounts.RememberedList").objects.filter(user=request.user, list_name=name)


def parsed(query: str) -> QueryDict:
    """What is kept, as parameters that have yet to be proved."""
    return QueryDict(query[:LONGEST])


def store(request: HttpRequest, name: str, query: str) -> None:
    """Keep this state; the empty one is the standard, which nobody needs to remember."""
    if not query:
        return forget(request, name)
    apps.get_model("accounts.RememberedList").objects.update_or_create(
        user=request.user, list_name=name, defaults={"query": query[:LONGEST]}
    )


def forget(request: HttpRequest, name: str) -> None:
    rows(request, name).delete()
