"""What may happen to a stock count: begun for a location, counted line by line, booked, reversed, thrown away.

A counted quantity is frozen with what the ledger said at that moment. What moves later is no difference: booking posts the
difference of that moment, whatever lies there by then. Goods missing at one place and found at another are moved.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import history, numbers
from accounts.models import Agreement, User
from inventory import locations, posting
from inventory.adjustments import require_reversible, worth
from inventory.models import Item, Location, StockBalance, StockCount, StockCountLine, StockMove
from inventory.models.ledger import EntryKind
from layouts import choose, drafting, stored
from rackbeat.lib import periods
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import Refusal, require

ZERO = Decimal(0)
MOST = Decimal(10) ** 9


# --- beginning -----------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(
    location: Location, *, by: User, is_blind: bool = False, split: bool = False, **facts: Any
) -> list[StockCount]:
    """Begin to count what lies at a location and in it: one count, or one for each place where something lies (`split`)."""
    everywhere = list(Location.objects.select_for_update(no_key=True).order_by("pk"))
    places = locations.inside(location, everywhere)
    _require_free(places, everywhere)
    rows = StockBalance.objects.filter(location__in=places).exclude(on_hand=0)
    rows = rows.select_related("item__unit", "location").order_by("location__code", "item__number")
    lying: dict[int, list[StockBalance]] = defaultdict(list)
    for row in rows:
        lying[row.location_id if split else location.pk].append(row)
    require(
        not split or lying, _("Nothing lies there, so there is nothing to share out. Begin one count for all of it.")
    )
    begun = []
    for place in [row for row in everywhere if row.pk in lying] if split else [location]:
        count = StockCount(location=place, includes_inner=not split, is_blind=is_blind, created_by=by, **facts)
        count.layout, count.number = choose.default(), numbers.take("counts")
        count.save()
        StockCountLine.objects.bulk_create(
            StockCountLine(
                count=count,
                position=position,
                item=row.item,
                location=row.location,
                text=row.item.name,
                unit=row.item.unit.name,
            )
            for position, row in enumerate(lying[place.pk], start=1)
        )
        history.record(count, "created", by=by)
        begun.append(count)
    return sorted(begun, key=lambda count: count.number or 0)


def places_of(count: StockCount, everywhere: Sequence[Location] | None = None) -> set[int]:
    """The ids of the locations that a count is about."""
    if not count.includes_inner:
        return {count.location_id}
    return locations.inside(count.location, Location.objects.all() if everywhere is None else everywhere)


def _require_free(places: set[int], everywhere: list[Location]) -> None:
    """A place stands on one open count at a time: else its difference would be booked twice."""
    for other in StockCount.objects.filter(status=StockCount.Status.OPEN).select_related("location").order_by("number"):
        if shared := places & places_of(other, everywhere):
            place = min((row for row in everywhere if row.pk in shared), key=lambda row: row.code)
            said = {"place": place, "number": other.number}
            raise Refusal(
                _("%(place)s is being counted already, on count %(number)s. Book or delete that one first.") % said,
                field="location",
            )


# --- counting ------------------------------------------------------------------------------------------------------


def _require_open(count: StockCount) -> None:
    require(count.status == StockCount.Status.OPEN, _("The count is booked, so it cannot be changed."))


@transaction.atomic
def count(line: StockCountLine, quantity: Decimal, *, by: User) -> StockCountLine:
    """So many were found. What the ledger says at this moment stands beside it from now on. Counted again, it is replaced."""
    document = StockCount.objects.lock(line.count_id)
    _require_open(document)
    line = StockCountLine.objects.lock(line)
    quantity = _found(quantity)
    _freeze(line, quantity, by)
    line.save(update_fields=["quantity_counted", "quantity_expected", "counted_at", "counted_by", "last_move"])
    _settle(document)
    history.record(document, "counted", by=by, quantity=f"{quantity.normalize():f}", line=line.position)
    return line


def _found(quantity: Decimal) -> Decimal:
    quantity = round_half_up(quantity, 6)
    require(quantity >= 0, _("A quantity cannot be below zero."), field="quantity")
    require(quantity < MOST, _("The quantity is larger than we can keep."), field="quantity")
    return quantity


def _freeze(line: StockCountLine, quantity: Decimal, by: User) -> None:
    """Under the item's lock nothing of it moves, so on hand and the last move belong together."""
    posting.hold_states([line.item_id])
    balance = StockBalance.objects.filter(item=line.item_id, location=line.location_id).first()
    moves = StockMove.objects.filter(item=line.item_id, location=line.location_id)
    line.quantity_counted, line.quantity_expected = quantity, balance.on_hand if balance else ZERO
    line.last_move = moves.aggregate(last=Max("pk"))["last"] or 0
    line.counted_at, line.counted_by = periods.now(), by


@transaction.atomic
def uncount(line: StockCountLine, *, by: User) -> StockCountLine:
    """Nobody has counted it."""
    document = StockCount.objects.lock(line.count_id)
    _require_open(document)
    line = StockCountLine.objects.lock(line)
    if not line.is_counted:
        return line
    for name in ("quantity_counted", "quantity_expected", "counted_at", "counted_by", "last_move"):
        setattr(line, name, None)
    line.save()
    _settle(document)
    history.record(document, "uncounted", by=by, line=line.position)
    return line


@transaction.atomic
def add_line(
    document: StockCount, *, by: User, item: Item, location: Location, quantity: Decimal | None = None
) -> StockCountLine:
    """Something was found that is not on the list; with `quantity` it is counted at once."""
    document = StockCount.objects.lock(document)
    _require_open(document)
    require(item.group.has_stock, _("%(item)s is not kept in stock.") % {"item": item}, field="item")
    require(location is not None, _("Choose a location."), field="location")
    outside = _("%(place)s is not a part of this count.") % {"place": location}
    require(location.pk in places_of(document), outside, field="location")
    there = document.lines.filter(item=item, location=location).first()
    twice = _("%(item)s at %(place)s is on the list already, as line %(line)s.")
    said = {"item": item, "place": location, "line": there.position if there else ""}
    require(there is None, twice % said, field="item")
    last = document.lines.aggregate(last=Max("position"))["last"] or 0
    line = StockCountLine(count=document, item=item, location=location, position=last + 1, text=item.name)
    line.unit = item.unit.name
    if quantity is not None:
        _freeze(line, _found(quantity), by)
    line.save()
    _settle(document)
    history.record(document, "line_added", by=by, line=line.position, text=line.text)
    return line


@transaction.atomic
def remove_line(line: StockCountLine, *, by: User) -> StockCount:
    """It is not counted this time: what lies there stays as it is."""
    document = StockCount.objects.lock(line.count_id)
    _require_open(document)
    drafting.remove_line(line, by=by)
    document = StockCount.objects.lock(document)
    _settle(document)
    return document


def _settle(document: StockCount) -> None:
    counted = document.lines.filter(counted_at__isnull=False).exists()
    waiting = document.lines.filter(counted_at=None).exists()
    track = StockCount.Counting
    document.counting = track.NONE if not counted else track.PARTLY if waiting else track.FULL
    document.save(update_fields=["counting"])


# --- booking -------------------------------------------------------------------------------------------------------


@dataclass
class Plan:
    """What the differences of a count come to: goods that moved, are gone, or turned up. Lines of the ledger."""

    moved: list[posting.Transfer] = field(default_factory=list)
    gone: list[posting.Line] = field(default_factory=list)
    found: list[tuple[StockCountLine, Decimal]] = field(default_factory=list)


def plan(lines: Sequence[StockCountLine]) -> Plan:
    """Item by item: what is missing at one place and found at another was moved; only the rest is lost or new."""
    made = Plan()
    by_item: dict[int, list[StockCountLine]] = defaultdict(list)
    for line in lines:
        by_item[line.item_id].append(line)
    for item_id, own in sorted(by_item.items()):
        missing: list[tuple[StockCountLine, Decimal]] = [(line, -line.change) for line in own if line.change < 0]
        for line in own:
            more = line.change
            while more > 0 and missing:
                short, left = missing[0]
                part = min(more, left)
                made.moved.append(posting.Transfer(item_id, short.location_id, line.location_id, part, line.pk))
                more -= part
                missing[0] = (short, left - part)
                if part == left:
                    missing.pop(0)
            if more > 0:
                made.found.append((line, more))
        made.gone += [posting.Line(item_id, line.location_id, left, line_id=line.pk) for line, left in missing]
    return made


@transaction.atomic
def book(document: StockCount, *, by: User, on: date | None = None) -> StockCount:
    """Let stock be what was found, dated `on` (else the day of the last counting). What nobody counted stays as it is."""
    agreement = Agreement.held()
    document = StockCount.objects.lock(document)
    _require_open(document)
    lines = list(document.lines.filter(counted_at__isnull=False).select_related("item", "location").order_by("pk"))
    require(lines, _("Nothing is counted yet."))
    on = on or day_of(document, agreement)
    standings = posting.lock_states(line.item_id for line in lines)
    posting.lock_places((line.item_id, line.location_id) for line in lines)
    _require_fresh(lines)
    values = _post(document, plan(lines), standings, on, by)
    for line in lines:  # written before the status, which freezes them
        line.value = values.get(line.pk, ZERO)
    StockCountLine.objects.bulk_update([line for line in lines if line.value], ["value"])
    facts = {"counted_on": on, "booked_at": periods.now(), "booked_by": by, "archived": True}
    document.become(StockCount.Status.BOOKED, value=sum(values.values(), ZERO), **facts)
    stored.later(document)
    history.record(document, "booked", by=by, number=document.number)
    return document


def day_of(document: StockCount, agreement: Agreement) -> date:
    """The day on which it was last counted, on the agreement's wall."""
    last = document.lines.aggregate(last=Max("counted_at"))["last"]
    return last.astimezone(ZoneInfo(agreement.time_zone)).date() if last else agreement.today()


def _post(document: StockCount, made: Plan, standings: Any, on: date, by: User) -> dict[Any, Decimal]:
    facts: dict[str, Any] = {"source": posting.Source.of(document), "effective_on": on, "by": by}
    found = [
        posting.Line(
            line.item_id, line.location_id, more, line_id=line.pk, value=worth(line.item, standings[line.item_id], more)
        )
        for line, more in made.found
    ]
    posting.move(made.moved, **facts)
    gone = posting.issue(made.gone, kind=EntryKind.COUNT, **facts)
    come = posting.receive(found, kind=EntryKind.COUNT, **facts)
    return {entry.line_id: entry.value for entry in [*gone, *come]}


def _require_fresh(lines: Sequence[StockCountLine]) -> None:
    """Another count that was booked after this line was counted has corrected its place: then it is counted again."""
    stale = moved_since(lines, only=StockCount._meta.label_lower)
    line = next((line for line in lines if line.pk in stale), None)
    said = {"item": line.item, "place": line.location} if line else {}
    words = _("%(item)s at %(place)s was corrected by another count since it was counted here. Count it again.")
    require(line is None, words % said if line else "")


def lying(lines: Sequence[StockCountLine]) -> dict[int, Decimal]:
    """What lies at each line's place now."""
    items, places = {line.item_id for line in lines}, {line.location_id for line in lines}
    rows = StockBalance.objects.filter(item__in=items, location__in=places)
    here = {(item, place): there for item, place, there in rows.values_list("item", "location", "on_hand")}
    return {line.pk: here.get((line.item_id, line.location_id), ZERO) for line in lines}


def moved_since(lines: Sequence[StockCountLine], *, only: str = "") -> dict[int, Decimal]:
    """For each line at whose place something moved after it was counted: how much, in all. `only`: by documents of a kind."""
    counted = {(line.item_id, line.location_id): line for line in lines if line.last_move is not None}
    if not counted:
        return {}
    moves = StockMove.objects.filter(
        item__in={item for item, _place in counted},
        location__in={place for _item, place in counted},
        pk__gt=min(line.last_move or 0 for line in counted.values()),
    )
    moves = moves.filter(source_kind=only) if only else moves
    found: dict[int, Decimal] = defaultdict(Decimal)
    for key, item, place, quantity in moves.values_list("pk", "item", "location", "quantity"):
        line = counted.get((item, place))
        if line is not None and key > (line.last_move or 0):
            found[line.pk] += quantity
    return dict(found)


@transaction.atomic
def book_all(*, by: User) -> tuple[list[StockCount], list[tuple[StockCount, str]]]:
    """Book every count of which all lines are counted. What is refused stays open, with the reason; so do the others."""
    Agreement.held()
    ready = StockCount.objects.filter(status=StockCount.Status.OPEN, counting=StockCount.Counting.FULL)
    documents = list(ready.order_by("pk").select_for_update(of=("self",), no_key=True))
    lines = list(StockCountLine.objects.filter(count__in=documents))
    posting.hold_states(line.item_id for line in lines)
    posting.lock_places((line.item_id, line.location_id) for line in lines)
    booked, refused = [], []
    for document in documents:
        try:
            booked.append(book(document, by=by))
        except Refusal as no:
            refused.append((document, str(no)))
    return booked, refused


@transaction.atomic
def discard_all(*, by: User) -> int:
    """Throw every open count away; stock stays as it is. Answers how many there were."""
    documents = list(StockCount.objects.filter(status=StockCount.Status.OPEN).order_by("pk"))
    for document in documents:
        drafting.delete(document, by=by)
    return len(documents)


@transaction.atomic
def reverse(document: StockCount, *, by: User, on: date | None = None) -> StockCount:
    """Take a booked count back by another one that posts its exact mirror and points at it."""
    agreement = Agreement.held()
    document = StockCount.objects.lock(document)
    on = on or agreement.today()
    require_reversible(document)
    same = ("location_id", "includes_inner", "layout_id", "counting")
    mirror = StockCount(created_by=by, **{name: getattr(document, name) for name in same})
    mirror.reverses, mirror.number = document, numbers.take("counts")
    mirror.save()
    counted = document.lines.filter(counted_at__isnull=False)
    StockCountLine.objects.bulk_create(_mirrored(mirror, line, by) for line in counted)
    source = posting.Source.of(mirror)
    posting.reverse(document._meta.label_lower, document.pk, source=source, effective_on=on, by=by)
    facts = {"counted_on": on, "booked_at": periods.now(), "booked_by": by, "archived": True}
    mirror.become(StockCount.Status.BOOKED, value=-document.value, **facts)
    stored.later(mirror)
    history.record(mirror, "reverses", by=by, source=document)
    history.record(document, "reversed", by=by, number=mirror.number)
    return mirror


def _mirrored(mirror: StockCount, line: StockCountLine, by: User) -> StockCountLine:
    facts = {name: getattr(line, name) for name in ("position", "text", "unit", "item_id", "location_id")}
    quantities = {"quantity_counted": line.quantity_expected, "quantity_expected": line.quantity_counted}
    when = {"counted_at": periods.now(), "counted_by": by, "value": -line.value}
    return StockCountLine(count=mirror, **facts, **quantities, **when)
