"""`python -m bench.curves`: how a shipment and the value at a past day grow with the ledger, as docs/growth.svg."""

import argparse
import datetime as dt
import json
import math
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench import house

house.enter()

from bench import company, shipping, value  # noqa: E402
from bench.load import load  # noqa: E402
from bench.measure import timed  # noqa: E402

ITEMS, SIZES = 200, (2_000, 10_000, 100_000, 1_000_000)
PICTURE = house.ROOT / "docs" / "growth.svg"
FIGURES = house.ROOT / "docs" / "growth.json"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM, GAP = 860, 320, 52, 64, 28, 56, 64
COLOURS = ("#1f6f5c", "#b3541e")
INK, QUIET, LINE = "#222b33", "#5b6670", "#e3e6e9"
SHIPS, WORTH = f"Sending a shipment of {shipping.LINES} lines", "Value of 20,000 items 400 days ago"
BUDGETS = {WORTH: 300.0}  # ms
Series = dict[str, dict[int, float]]
Work = dict[tuple[str, str, int], list[Callable[[], Any]]]


def ledger(number: int, principle: str, entries: int) -> Any:
    """An agreement of 200 items with so many entries, spread evenly."""
    of = company.agreement(number, principle, ITEMS)
    items = company.things(of, 0, ITEMS)
    if not company.has_ledger(of, items[0][0]):
        with house.bare("postgres") as connection:
            load(connection, of, items, entries)
        house.tidy()
        house.settle()
        company.supply(of, items, 100_000)
    return of


def shipped(of: Any, rounds: int) -> list[Callable[[], Any]]:
    chosen = company.things(of, 0, shipping.LINES)
    company.supply(of, chosen, rounds)
    ids = company.copies(of, company.picked(of, [item for item, _place in chosen]), rounds)
    return [partial(shipping.by_verb, of, company.anna(), key) for key in ids]


def valued(of: Any) -> None:
    from accounts.tenancy import acting_for
    from inventory import reports

    with acting_for(of):
        reports.value_at(of.today() - dt.timedelta(days=400))


def all_work(largest: int, rounds: int) -> Work:
    """(panel, line, entries): what is done there, once for each round."""
    work: Work = {}
    for at, size in enumerate(each for each in SIZES if each <= largest):
        work[SHIPS, "FIFO", size] = shipped(ledger(9300 + at, "fifo", size), rounds)
        work[SHIPS, "average", size] = shipped(ledger(9320 + at, "average", size), rounds)
    for number, items, size in value.SIZES:
        if size <= largest:
            of = value.ledger(number, items, size, lambda part: None)
            work[WORTH, "FIFO", size] = [partial(valued, of)] * rounds
            if size > SIZES[-1]:
                work[SHIPS, "FIFO", size] = shipped(of, rounds)
    return work


def measured(largest: int, rounds: int) -> dict[str, Series]:
    """Medians in ms; the sizes take turns, so that what else the machine does falls on all of them."""
    work = all_work(largest, rounds)
    house.tidy(*shipping.DOCUMENTS)
    house.settle()
    times: dict[tuple[str, str, int], list[float]] = {key: [] for key in work}
    for turn in range(rounds):
        for key, each in work.items():
            times[key].append(timed(each[turn]) * 1000)
    found: dict[str, Series] = {}
    for (panel, line, size), taken in times.items():
        points = found.setdefault(panel, {}).setdefault(line, {})
        points[size] = round(median(taken[min(5, rounds - 1) :]), 2)
    return found


def short(size: int) -> str:
    return f"{size // 10**6}M" if size >= 10**6 else f"{size // 1000}k"


def step_of(top: float) -> float:
    """A round number that divides the axis into three to six."""
    ten = 10 ** math.floor(math.log10(top))
    return next(ten * part for part in (0.2, 0.5, 1.0, 2.0) if top / (ten * part) <= 6)


def panel(title: str, found: Series, left: float, right: float) -> list[str]:
    """Milliseconds over the number of entries, from nothing up; the axis of entries counts in tens."""
    sizes = sorted({size for points in found.values() for size in points})
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])
    budget = BUDGETS.get(title, 0.0)
    most = max(budget, *(max(points.values()) for points in found.values())) * 1.2
    step = step_of(most)
    bottom = HEIGHT - BOTTOM

    def x(size: int) -> float:
        return left + 14 + (right - left - 28) * (math.log10(size) - low) / ((high - low) or 1)

    def y(ms: float) -> float:
        return bottom - (bottom - TOP) * ms / most

    parts = [f'<text x="{left}" y="{TOP - 20}" font-weight="600" fill="{INK}">{title}</text>']
    for n in range(int(most / step) + 1):
        at, told = y(n * step), f"{n * step:g}" + (" ms" if n else "")
        parts.append(f'<line x1="{left}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}" stroke="{LINE}"/>')
        parts.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end" fill="{QUIET}">{told}</text>')
    if budget:
        at = y(budget)
        parts.append(
            f'<line x1="{left}" x2="{right}" y1="{at:.1f}" y2="{at:.1f}" stroke="{QUIET}" stroke-dasharray="4 4"/>'
        )
        parts.append(f'<text x="{right}" y="{at - 6:.1f}" text-anchor="end" fill="{QUIET}">budget {budget:g} ms</text>')
    for size in sizes:
        parts.append(
            f'<text x="{x(size):.1f}" y="{bottom + 20}" text-anchor="middle" fill="{QUIET}">{short(size)}</text>'
        )
    for at, (name, points) in enumerate(found.items()):
        colour, places = COLOURS[at], [(x(size), y(ms)) for size, ms in sorted(points.items())]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>' for a, b in places]
        a, b = left + 14 + 96 * at, TOP - 2  # the key, in the order of the lines
        parts.append(f'<circle cx="{a}" cy="{b - 4}" r="3.5" fill="{colour}"/>')
        parts.append(f'<text x="{a + 9}" y="{b}" fill="{INK}">{name}</text>')
    return parts


def drawn(found: dict[str, Series]) -> str:
    """The panels side by side."""
    wide = (WIDTH - LEFT - RIGHT - GAP * (len(found) - 1)) / len(found)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="12">',
        "<title>Time against the number of entries in the ledger</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for at, (title, series) in enumerate(found.items()):
        left = LEFT + at * (wide + GAP)
        parts += panel(title, series, left, left + wide)
    at = (WIDTH - RIGHT + LEFT) / 2
    told = "entries in the ledger; medians, time from zero"
    parts.append(f'<text x="{at}" y="{HEIGHT - 10}" text-anchor="middle" fill="{QUIET}">{told}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.curves", description=__doc__)
    asked.add_argument("--largest", type=int, default=10_000_000, help="entries of the largest ledger")
    asked.add_argument("--rounds", type=int, default=25)
    asked.add_argument("--draw", action="store_true", help="only draw again what was measured")
    given = asked.parse_args()
    if not given.draw:
        house.open_house()
        begin = time.perf_counter()
        write(FIGURES, json.dumps(measured(given.largest, given.rounds), indent=1) + "\n")
        print(f"measured in {time.perf_counter() - begin:.0f} s")
    found = json.loads(FIGURES.read_text())
    whole = {
        title: {name: {int(size): ms for size, ms in points.items()} for name, points in series.items()}
        for title, series in found.items()
    }
    write(PICTURE, drawn(whole))


def write(path: Path, text: str) -> None:
    path.write_text(text)
    print(f"{path.relative_to(house.ROOT)} written.")


if __name__ == "__main__":
    main()
