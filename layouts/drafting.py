"""Writing a document: header and lines of a draft, archive and layout. The same for every kind; what a line is worth is here too.

Each function is a verb: it locks, requires, changes and records. What happens to a finished document is not decided here.
"""

from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import User
from accounts.rates import Conversion
from layouts import stored
from layouts.documents import Document, DocumentLine, Numbered, TradeLine, reckon
from layouts.models import Layout
from rackbeat.lib.refusal import Refusal, require


def require_draft(document: Numbered) -> None:
    """Only a draft can be changed."""
    require(document.is_draft, _("It is no longer a draft, so it cannot be changed."))


@transaction.atomic
def change(document: Numbered, *, by: User, version: int | None = None, **facts: Any) -> Any:
    """Write new header facts of a draft. With `version`: refused if somebody else wrote in between."""
    locked = type(document).objects.lock(document)
    require_draft(locked)
    if version is not None and version != locked.version:
        raise Refusal(
            _("Somebody else changed this meanwhile. Look at what stands here now, and save again if it still holds.")
        )
    changes = history.differences(locked, facts)
    if not changes:
        return locked
    locked.version += 1
    locked.save(update_fields=[*facts, "version"])
    history.record(locked, "changed", by=by, changes=changes)
    return locked


def renew(document: Numbered) -> None:
    """Reckon the amounts of a document that has any from its lines, count the version up, save."""
    amounts = []
    if isinstance(document, Document):
        reckon(document, document.lines.all())
        require(abs(document.amount_total) < LARGEST, _("The document comes to more than it can hold."))
        amounts = ["amount_net", "amount_vat", "amount_total"]
    document.version += 1
    document.save(update_fields=[*amounts, "version"])


LARGEST = Decimal(10) ** 16  # what numeric(18, 2) no longer holds


def _reckon(line: TradeLine, item: Any) -> None:
    """Refuse what no line can say, then reckon what follows. `item`: the one that is chosen for it now, if any."""
    if not isinstance(line, DocumentLine):
        line.reckon()
        return
    require(not getattr(item, "is_barred", False), _("%(item)s is barred.") % {"item": item}, field="item")
    require(line.sign * line.quantity >= 0, _("A quantity cannot be below zero."), field="quantity")
    require(0 <= line.discount_percent <= 100, _("A discount lies between 0 and 100 %."), field="discount_percent")
    large = _("The line comes to more than a document can hold.")
    require(max(abs(line.quantity), abs(line.price)) < Decimal(10) ** 12, large, field="quantity")
    line.reckon()
    require(abs(line.amount_net) < LARGEST, large, field="quantity")
    says_something = getattr(line, "item_id", None) is not None or not line.amount_net
    require(
        says_something, _("Choose an item. A line without one only says something and costs nothing."), field="item"
    )


def _lock_document(line: TradeLine) -> Any:
    """The line's document under its lock: asked for by key, because the line may be an old one."""
    field: Any = line._meta.get_field(line.document_field)
    return field.related_model.objects.lock(getattr(line, field.attname))


@transaction.atomic
def add_line(document: Numbered, *, by: User, **facts: Any) -> Any:
    """Put a line at the end of a draft."""
    document = type(document).objects.lock(document)
    require_draft(document)
    last = document.lines.aggregate(last=models.Max("position"))["last"] or 0
    line = document.lines.model(position=last + 1, **facts)
    setattr(line, line.document_field, document)
    _reckon(line, facts.get("item"))
    line.save()
    renew(document)
    history.record(document, "line_added", by=by, line=line.position, text=line.text)
    return line


@transaction.atomic
def change_line(line: TradeLine, *, by: User, **facts: Any) -> Any:
    """Write new facts of a draft's line and reckon the document again."""
    document = _lock_document(line)
    require_draft(document)
    line = type(line).objects.lock(line)
    item = facts.get("item") if facts.get("item") != getattr(line, "item", None) else None
    changes = history.differences(line, facts)
    if not changes:
        return line
    _reckon(line, item)
    line.save(update_fields=[*facts, *line.RECKONED])
    renew(document)
    history.record(document, "line_changed", by=by, line=line.position, changes=changes)
    return line


@transaction.atomic
def note_rate(document: Numbered, line: int, conversion: Conversion, *, by: User) -> None:
    """Keep in the history how a price that was typed in another currency became one in the base currency."""
    price = f"{conversion.price.normalize():f} {conversion.currency}"
    changes = [
        history.Change("price", price, conversion.worth, right=history.PRICES),
        history.Change("rate", "", conversion.rate.rate, right=history.PRICES),
    ]
    since = f"{conversion.rate.since:%d.%m.%Y}"
    history.record(document, "converted", by=by, line=line, since=since, changes=changes)


@transaction.atomic
def remove_line(line: TradeLine, *, by: User) -> Any:
    """Take a line out of a draft."""
    document = _lock_document(line)
    require_draft(document)
    line = type(line).objects.lock(line)
    history.record(document, "line_removed", by=by, line=line.position, text=line.text)
    line.delete()
    document.lines.filter(position__gt=line.position).update(position=models.F("position") - 1)
    renew(document)
    return document


@transaction.atomic
def move_line(line: TradeLine, *, up: bool, by: User) -> Any:
    """Let a draft's line change places with its neighbour."""
    document = _lock_document(line)
    require_draft(document)
    lines = list(document.lines.order_by("position", "id"))
    here = lines.index(type(line).objects.lock(line))
    there = here - 1 if up else here + 1
    if 0 <= there < len(lines):
        lines[here], lines[there] = lines[there], lines[here]
        for position, other in enumerate(lines, start=1):
            other.position = position
        document.lines.bulk_update(lines, ["position"])
        history.record(document, "line_changed", by=by, line=there + 1)
    return document


@transaction.atomic
def delete(document: Numbered, *, by: User) -> None:
    """Throw a draft away."""
    document = type(document).objects.lock(document)
    require_draft(document)
    history.record(document, "deleted", by=by)
    document.delete()


@transaction.atomic
def archive(document: Numbered, *, by: User, archived: bool = True) -> Any:
    """Put away, or take out again, by hand. It stands until the document's state changes."""
    document = type(document).objects.lock(document)
    if document.archived != archived:
        document.archived, document.archived_by_hand = archived, True
        document.save(update_fields=["archived", "archived_by_hand"])
        history.record(document, "archived" if archived else "unarchived", by=by)
    return document


@transaction.atomic
def choose_layout(document: Numbered, layout: Layout | None, *, by: User) -> Any:
    """Print the document with another layout; its facts stay as they are, also when it is booked."""
    document = type(document).objects.lock(document)
    before = document.layout
    if before != layout:
        document.layout = layout
        document.save(update_fields=["layout"])
        if document.is_final:
            stored.later(document)  # a new paper beside the one that it was booked with
        history.record(document, "layout", by=by, changes=[history.Change("layout", before, layout)])
    return document


@transaction.atomic
def note(document: models.Model, text: str, *, by: User) -> None:
    """Write a remark into the history."""
    require(text.strip(), _("Write something first."))
    history.record(document, "noted", by=by, note=text.strip())
