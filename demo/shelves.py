"""What a company does on its own shelves in a year: counts, breakages, goods for the shop. Told through the real verbs."""

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from inventory import adjustments, counts, transfers
from inventory.models import Adjustment, Item, Location, Reason, StockBalance, StockCount, Transfer

if TYPE_CHECKING:
    from demo.year import Year

BREAKAGES, COUNTS, DELIVERIES = (6, 17, 29, 44), (13, 38), (9, 31)  # weeks
LAST_WEEK = 51
SHOP, VAN = "BUT", "BIL"


def plan(year: "Year") -> None:
    """Some of each in the course of the year, and something of each that waits at its end."""
    acts: tuple[Any, ...] = ((BREAKAGES, 13, breakage), (COUNTS, 14, count), (DELIVERIES, 10, to_the_shop))
    for weeks, hour, act in acts:
        for week in weeks:
            year.set(week, hour, partial(act, year, week))
    year.set(LAST_WEEK, 15, partial(loose_ends, year))


def _lying(year: "Year", turn: int) -> StockBalance:
    """A shelf with a fair number of one thing; another one for each turn."""
    rows = StockBalance.objects.filter(on_hand__gte=6, location__is_transport=False).exclude(location__code=SHOP)
    rows = rows.select_related("item__unit", "item__group", "location").order_by("item__number")
    return rows[turn * 5 % rows.count()]


def _place(code: str, name: str, **facts: bool) -> Location:
    found = Location.objects.filter(code=code).first()
    return found or Location.objects.create(code=code, name=name, **facts)


def breakage(year: "Year", turn: int, *, draft: bool = False) -> Adjustment:
    """Two of something fell to the floor."""
    by, row = year.company.worker, _lying(year, turn)
    document = adjustments.draft(Reason.objects.get(kind="waste"), by=by)
    adjustments.add_line(document, by=by, item=row.item, location=row.location, quantity=Decimal(-2))
    return document if draft else adjustments.book(document, by=by)


def count(year: "Year", turn: int, *, share: float = 1.0) -> StockCount:
    """A shelf's aisle is counted: of its first thing one is missing, of its last one too many is found."""
    by, row = year.company.worker, _lying(year, turn)
    [document] = counts.begin(row.location.parent or row.location, by=by)
    lines = list(document.lines.order_by("position"))
    lies = counts.lying(lines)
    for at, line in enumerate(lines[: max(1, int(len(lines) * share))]):
        found = lies[line.pk] - (at == 0) + (at == len(lines) - 1 and at > 0)
        counts.count(line, max(found, Decimal(0)), by=by)
    return counts.book(document, by=by) if share == 1.0 else document


def to_the_shop(year: "Year", turn: int, *, by_van: bool = False) -> Transfer:
    """A few of something for the shop; in the van it is on its way until somebody receives it."""
    by, row = year.company.worker, _lying(year, turn)
    van = _place(VAN, "Varebil", is_transport=True) if by_van else None
    document = transfers.draft(row.location, _place(SHOP, "Butikken"), by=by, transport=van)
    transfers.add_line(document, by=by, item=Item.objects.get(pk=row.item_id), quantity=Decimal(4))
    return transfers.book(document, by=by)


def loose_ends(year: "Year") -> None:
    """A count half done, a breakage not booked, a van on its way."""
    breakage(year, 3, draft=True)
    to_the_shop(year, 5, by_van=True)
    count(year, 1, share=0.5)
