"""Geometry of our small plots: where lines, columns and words stand. Draws nothing, formats no money.

Shapes stand at percentages of the width and pixels of the height, so that text keeps its own size on a phone.
A step path lies in a box of 1000 units that is stretched. What these functions return is drawn by
templates/ui/_steps.html, _columns.html, _pairs.html and _layers.html.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.formats import date_format
from django.utils.translation import get_language

TOP = 8.5  # the highest line stands here; half pixels are sharp
WORDS = 24  # under the base, for the labels
TIP = 20  # above the highest line, for the words of the column that is pointed at


@dataclass(frozen=True)
class Tick:
    """A line of the scale: where it lies, what it says, where its word stands."""

    y: float
    value: Decimal

    @property
    def text_y(self) -> float:
        return self.y + 3.5


@dataclass(frozen=True)
class Label:
    """A word under the plot, at `x` percent; minor ones give way on a phone."""

    x: float
    text: str
    minor: bool = False


@dataclass(frozen=True)
class Steps:
    height: int
    base: float
    ticks: list[Tick]
    line: str
    area: str
    now_y: float
    labels: list[Label]


@dataclass(frozen=True)
class Column:
    x: float
    width: float
    y: float
    height: float
    value: Decimal
    now: bool


@dataclass(frozen=True)
class Columns:
    height: int
    base: float
    ticks: list[Tick]
    columns: list[Column]
    labels: list[Label]


@dataclass(frozen=True)
class Layer:
    """One layer of cost in a strip: its place, and the piece of it that was taken now, in percent of the strip."""

    x: float
    width: float
    gone: float
    took: float
    label: str
    note: str
    more: str
    taken: Decimal

    @property
    def took_x(self) -> float:
        return self.x + self.gone

    @property
    def middle(self) -> float:
        return self.x + self.gone + self.took / 2

    @property
    def left(self) -> float:
        return self.width - self.gone - self.took

    @property
    def left_x(self) -> float:
        return self.x + self.gone + self.took


def nice_scale(low: Decimal, high: Decimal, *, lines: int = 4, zero: bool = True) -> list[Decimal]:
    """Round values for the scale, lowest first: about `lines` steps of 1, 2, 2.5, 4 or 5 times a power of ten."""
    if zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if high <= low:
        high = low + (abs(low) or Decimal(1))
    raw = float(high - low) / lines
    power = 10 ** floor(log10(raw))
    size = next(each * power for each in (1, 2, 2.5, 4, 5, 10) if each * power >= raw * 0.999)
    step = Decimal(str(size))
    first, last = floor(low / step), ceil(high / step)
    return [step * number for number in range(first, last + 1)]


def _ticks(values: list[Decimal], height: int, top: float = TOP) -> tuple[list[Tick], float]:
    base = height - WORDS + 0.5
    span = values[-1] - values[0]
    return [Tick(round(base - float((value - values[0]) / span) * (base - top), 1), value) for value in values], base


def _y(value: Decimal, ticks: list[Tick]) -> float:
    low, high = ticks[0], ticks[-1]
    return round(low.y - float((value - low.value) / (high.value - low.value)) * (low.y - high.y), 1)


def month_name(day: date) -> str:
    """Its month in three letters, as a plot has room for: capital in English only."""
    name = date_format(day, "M")[:3]
    return name if get_language() == "en" else name.lower()


def month_labels(start: date, end: date) -> list[Label]:
    """The first days of the months from `start` to `end`, by short name; of many, two of three are minor."""
    days = (end - start).days or 1
    firsts = []
    year, month = start.year, start.month
    while date(year, month, 1) <= end:
        firsts.append(max(date(year, month, 1), start))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    labels = [(round((first - start).days / days * 100, 2), first) for first in firsts]
    # a word that has no room before the next, or before the edge, is left out
    kept = [
        (x, first)
        for (x, first), after in zip(labels, [*[x for x, _ in labels[1:]], 104], strict=True)
        if after - x > 4
    ]
    return [
        Label(x, month_name(first), minor=len(kept) > 7 and index % 3 != 0) for index, (x, first) in enumerate(kept)
    ]


def steps(
    points: Sequence[tuple[date, Decimal]],
    *,
    start: date,
    end: date,
    height: int = 188,
    zero: bool = True,
    lines: int = 4,
) -> Steps:
    """A line that holds each value from its day until the next point's.

    Points in order of days; the last one before `start` sets where the line begins. With `zero` the scale
    begins at zero and the ground is tinted; without, it does neither.
    """
    days = (end - start).days or 1
    inside = [(max(on, start), value) for on, value in points if on <= end]
    earlier = [value for on, value in points if on <= start]
    inside = [(start, earlier[-1] if earlier else Decimal(0)), *[(on, value) for on, value in inside if on > start]]
    values = [value for _, value in inside]
    ticks, base = _ticks(nice_scale(min(values), max(values), lines=lines, zero=zero), height)
    path = f"M0 {_y(values[0], ticks)}"
    for on, value in inside[1:]:
        path += f"H{round((on - start).days / days * 1000, 1)}V{_y(value, ticks)}"
    path += "H1000"
    ground = _y(max(ticks[0].value, Decimal(0)), ticks)
    return Steps(
        height=height,
        base=base,
        ticks=ticks,
        line=path,
        area=f"{path}V{ground}H0Z" if zero else "",
        now_y=_y(values[-1], ticks),
        labels=month_labels(start, end),
    )


def columns(
    values: Sequence[tuple[str, Decimal]], *, height: int = 136, now: int = -1, lines: int = 2, share: float = 0.68
) -> Columns:
    """One column for each (label, value), from zero; the one at `now` is filled, every second label is shown."""
    amounts = [value for _, value in values] or [Decimal(0)]
    ticks, base = _ticks(nice_scale(min(amounts), max(amounts), lines=lines), height)
    zero = _y(Decimal(0), ticks)
    room = 100 / max(len(values), 1)
    current = now % len(values) if values else 0
    drawn, labels = [], []
    for index, (label, value) in enumerate(values):
        y = _y(value, ticks)
        x = round(index * room + room * (1 - share) / 2, 2)
        size = max(abs(zero - y), 1.0 if value else 0.0)
        drawn.append(Column(x, round(room * share, 2), round(min(y, zero), 1), round(size, 1), value, index == current))
        if index % (1 if len(values) <= 8 else 2) == 0:
            labels.append(Label(round(index * room + room / 2, 2), label))
    return Columns(height, base, ticks, drawn, labels)


@dataclass(frozen=True)
class Pair:
    """A column and the part of it that is told apart; a part below zero hangs under the line. `hit` is where a finger meets it."""

    x: float
    width: float
    y: float
    height: float
    part_y: float
    part_height: float
    is_loss: bool
    hit_x: float
    hit_width: float


@dataclass(frozen=True)
class Pairs:
    height: int
    base: float
    ticks: list[Tick]
    columns: list[Pair]
    labels: list[Label]


def pairs(
    values: Sequence[tuple[str, Decimal, Decimal | None]], *, height: int = 216, lines: int = 3, share: float = 0.62
) -> Pairs:
    """One column for each (label, whole, part), from zero, with room for a line of words above the highest."""
    amounts = [each for _label, whole, part in values for each in (whole, part) if each is not None] or [Decimal(0)]
    ticks, base = _ticks(nice_scale(min(amounts), max(amounts), lines=lines), height, top=TOP + TIP)
    zero, room = _y(Decimal(0), ticks), 100 / max(len(values), 1)
    drawn, labels = [], []
    for index, (label, whole, part) in enumerate(values):
        y, part_y = _y(whole, ticks), _y(part or Decimal(0), ticks)
        drawn.append(
            Pair(
                x=round(index * room + room * (1 - share) / 2, 2),
                width=round(room * share, 2),
                y=round(min(y, zero), 1),
                height=round(max(abs(zero - y), 1.0 if whole else 0.0), 1),
                part_y=round(min(part_y, zero), 1),
                part_height=round(max(abs(zero - part_y), 1.0 if part else 0.0), 1),
                is_loss=bool(part and part < 0),
                hit_x=round(index * room, 2),
                hit_width=round(room, 2),
            )
        )
        labels.append(Label(round(index * room + room / 2, 2), label, minor=index % 2 == 0 and len(values) > 8))
    return Pairs(height, base, ticks, drawn, labels)


def layers(rows: Sequence[tuple[str, str, str, Decimal, Decimal, Decimal]]) -> list[Layer]:
    """A strip of FIFO layers, oldest first. Each row: (label, note, more, quantity, used before, taken now).

    `note` ("240 pcs") stands above; `more` (" à 142,00") follows it where there is room.
    """
    total = sum((row[3] for row in rows), Decimal(0)) or Decimal(1)
    strip: list[Layer] = []
    x = Decimal(0)
    for label, note, more, quantity, before, taken in rows:
        share = [round(float(part / total * 100), 3) for part in (quantity, before, taken)]
        strip.append(Layer(round(float(x / total * 100), 3), share[0], share[1], share[2], label, note, more, taken))
        x += quantity
    return strip
