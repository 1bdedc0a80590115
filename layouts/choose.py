"""Which layout a paper is printed with, and why. It chooses; what the layout shows is decided in its templates.

The seed's rule (S6): a document takes its customer's layout when it is made, and keeps it. Without one it is printed
plainly, though the agreement has a default: that is for new customers and suppliers, not for old documents.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layouts.blocks import DEFAULTS, locked_blocks, locked_columns
from layouts.models import Layout, LayoutTemplate

WITHOUT = _("The document has no layout, so only heading, lines, totals and what the law demands are printed.")


@dataclass(frozen=True)
class Choice:
    """The layout of one paper: its language, the columns and blocks to print, and the reason in a sentence."""

    layout: Layout | None
    template: LayoutTemplate | None
    kind: str
    language: str
    reason: Promise | str

    @property
    def blocks(self) -> frozenset[str]:
        """The switched-on blocks. Without a layout there are none: heading, lines, totals and what the law demands."""
        if self.layout is None:
            return locked_blocks(self.kind)
        chosen = DEFAULTS[self.kind][1] if self.template is None else self.template.blocks
        return frozenset(chosen) | locked_blocks(self.kind)

    @property
    def columns(self) -> list[tuple[str, float]]:
        """(key, width in percent or 0) of each column that is on."""
        chosen = self.template.columns if self.template else []
        locked = locked_columns(self.kind)
        return [
            (column["key"], float(column.get("width") or 0))
            for column in chosen
            if column.get("on", True) or column["key"] in locked
        ] or [(key, 0.0) for key in DEFAULTS[self.kind][0]]


def for_document(document: Any, kind: str) -> Choice:
    """The layout that stands on the document, with its template for this kind of paper."""
    layout = document.layout
    if layout is None:
        return Choice(None, None, kind, document.agreement.language, WITHOUT)
    template = layout.templates.filter(kind=kind).first()
    reason = _("The document's layout is “%(name)s”.") % {"name": layout.name}
    return Choice(layout, template, kind, layout.language, reason)


def default() -> Layout | None:
    """What new customers and suppliers get."""
    return Layout.objects.filter(is_default=True).first()
