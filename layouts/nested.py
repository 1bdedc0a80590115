"""What may happen to a nested template: its title, columns, blocks, texts and mail change. Its parent is another matter."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from accounts import history
from accounts.history import TRANSLATE, YES_NO
from accounts.models import User
from layouts import defaults, texts
from layouts.blocks import BLOCKS, COLUMNS, locked_blocks, locked_columns, possible_blocks, possible_columns
from layouts.models import Layout, LayoutTemplate
from rackbeat.lib.refusal import require

TEXTS = ("title", "intro", "outro", "mail_subject", "mail_body")
COLUMN_ORDER = gettext_noop("columns")


def template_of(layout: Layout, kind: str) -> LayoutTemplate:
    """The layout's template of this kind; one that usually looks so, where it has none yet (it is not stored)."""
    found = layout.templates.filter(kind=kind).first()
    return found or defaults.usual(layout, kind)


@transaction.atomic
def change(
    layout: Layout, kind: str, *, by: User, columns: Any = None, blocks: Any = None, **facts: Any
) -> LayoutTemplate:
    """Decide what this kind of paper shows. Papers of booked documents stay as they were made."""
    layout = Layout.objects.lock(layout)
    template = template_of(layout, kind)
    for name, value in facts.items():
        texts.require_known(value, kind, name)
    changes = history.differences(template, facts)
    if columns is not None:
        changes += _columns(template, kind, columns)
    if blocks is not None:
        changes += _blocks(template, kind, blocks)
    if changes or template.pk is None:
        template.save()
        history.record(template, "changed", by=by, changes=changes)
    return template


def _columns(template: LayoutTemplate, kind: str, columns: list[dict[str, Any]]) -> list[history.Change]:
    """Order, width and presence of the columns; those that the law demands are on, whatever was sent."""
    possible, locked = possible_columns(kind), locked_columns(kind)
    kept = [
        {"key": each["key"], "width": each.get("width") or 0, "on": bool(each.get("on")) or each["key"] in locked}
        for each in columns
        if each["key"] in possible
    ]
    kept += [{"key": key, "width": 0, "on": key in locked} for key in possible if key not in {c["key"] for c in kept}]
    require(any(each["on"] for each in kept), _("Leave at least one column."))
    require(sum(each["width"] for each in kept if each["on"]) <= 100, _("The widths come to more than 100 percent."))
    before, after = said(full(template, kind)), said(kept)
    template.columns = kept
    return [] if before == after else [history.Change(COLUMN_ORDER, before, after, history.COLUMNS)]


def full(template: LayoutTemplate, kind: str) -> list[dict[str, Any]]:
    """Every column that the kind can have, in the template's order: {key, width, on}."""
    locked = locked_columns(kind)
    stored = [
        {"key": each["key"], "width": each.get("width") or 0, "on": each.get("on", True) or each["key"] in locked}
        for each in template.columns
        if each["key"] in COLUMNS
    ]
    known = {each["key"] for each in stored}
    more = [key for key in possible_columns(kind) if key not in known]
    return [*stored, *({"key": key, "width": 0, "on": key in locked} for key in more)]


def said(columns: list[dict[str, Any]]) -> str:
    """The columns that are on, in English words."""
    with override("en"):
        return ", ".join(
            (str(COLUMNS[each["key"]].label) or each["key"]) + (f" {each['width']}%" if each["width"] else "")
            for each in columns
            if each["on"]
        )


def _blocks(template: LayoutTemplate, kind: str, blocks: list[str]) -> list[history.Change]:
    """Which blocks are on; those that the law demands always are."""
    on = set(blocks) | locked_blocks(kind)
    wanted = [key for key in possible_blocks(kind) if key in on]
    before = set(template.blocks) | locked_blocks(kind)
    changes: list[history.Change] = []
    with override("en"):
        for key in possible_blocks(kind):
            if (key in before) != (key in wanted):
                changes.append(
                    history.Change(str(BLOCKS[key]), YES_NO[key in before], YES_NO[key in wanted], TRANSLATE)
                )
    template.blocks = wanted
    return changes
