"""Looking at a layout before it is saved: what was typed waits in the cache, for its user alone, over what is stored."""

import hashlib
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import QueryDict

from accounts.tenancy import current_agreement_id
from layouts import nested
from layouts.blocks import locked_blocks, possible_blocks
from layouts.choose import Choice
from layouts.models import Layout

LASTS = 8 * 3600  # seconds
LONGEST = 40_000  # letters of a form that is kept


@dataclass(frozen=True)
class Typed:
    """A form as it stands unsaved, and the block that was switched last."""

    data: QueryDict
    changed: str = ""
    document: str = ""

    @property
    def mark(self) -> str:
        """Changes with every change, so that a browser asks anew."""
        return hashlib.sha256(f"{self.data.urlencode()}|{self.changed}|{self.document}".encode()).hexdigest()[:16]


def keep(user: Any, layout: Layout, kind: str, data: QueryDict) -> Typed | None:
    """Keep what was typed; None where it is more than a form can hold."""
    text = data.urlencode()
    if len(text) > LONGEST:
        return None
    cache.set(_key(user, layout, kind), text, LASTS)
    return of(data)


def kept(user: Any, layout: Layout, kind: str) -> Typed | None:
    text = cache.get(_key(user, layout, kind))
    return of(QueryDict(text)) if text else None


def forget(user: Any, layout: Layout, kind: str) -> None:
    cache.delete(_key(user, layout, kind))


def of(data: QueryDict) -> Typed:
    return Typed(data, data.get("changed", "")[:40], data.get("document", "")[:20])


def _key(user: Any, layout: Layout, kind: str) -> str:
    return f"layout-preview:{current_agreement_id()}:{user.pk}:{layout.pk}:{kind or 'parent'}"


def choice(
    layout: Layout, kind: str, *, parent: dict[str, Any] | None = None, template: dict[str, Any] | None = None
) -> Choice:
    """The layout as it would be with these facts of the parent and of the template."""
    seen = copy(layout)
    for name, value in (parent or {}).items():
        setattr(seen, name, value)
    page = copy(nested.template_of(layout, kind))
    facts = dict(template or {})
    if (blocks := facts.pop("blocks", None)) is not None:
        page.blocks = [key for key in possible_blocks(kind) if key in {*blocks, *locked_blocks(kind)}]
    for name, value in facts.items():
        setattr(page, name, value)
    return Choice(seen, page, kind, seen.language, "")
