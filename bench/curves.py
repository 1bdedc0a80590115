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

from bench import company, shipping  # noqa: E402
from bench.load import load  # noqa: E402
from bench.measure import timed  # noqa: E402

ITEMS = 200
PICTURE = house.ROOT / "docs" / "growth.svg"
FIGURES = house.ROOT / "docs" / "growth.json"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 360, 64, 44, 200, 48
COLOURS = ("#1f6f5c", "#b3541e", "#3a4f9a")
Series = dict[str, dict[int, float]]


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


def measured(sizes: list[int], rounds: int) -> Series:
    """Medians in ms; the sizes take turns, so that what else the machine does falls on all of them."""
    work: dict[tuple[str, int], list[Callable[[], Any]]] = {}
    for at, size in enumerate(sizes):
        for base, principle in ((9300, "fifo"), (9320, "average")):
            of = ledger(base + at, principle, size)
            chosen = [item for item, _place in company.things(of, 0, shipping.LINES)]
            ids = company.copies(of, company.picked(of, chosen), rounds)
            name = f"shipment of {shipping.LINES} lines, {principle}"
            work[name, size] = [partial(shipping.by_verb, of, company.anna(), key) for key in ids]
            if principle == "fifo":
                work[f"value of {ITEMS} items a year ago", size] = [partial(valued, of)] * rounds
    house.tidy(*shipping.DOCUMENTS)
    times: dict[tuple[str, int], list[float]] = {key: [] for key in work}
    for turn in range(rounds):
        for key, each in work.items():
            times[key].append(timed(each[turn]) * 1000)
    found: Series = {}
    for (name, size), taken in times.items():
        found.setdefault(name, {})[size] = round(median(taken[min(5, rounds - 1) :]), 2)
    return found


def valued(of: Any) -> None:
    from accounts.tenancy import acting_for
    from inventory import reports

    with acting_for(of):
        reports.value_at(of.today() - dt.timedelta(days=365))


def drawn(found: Series) -> str:
    """Milliseconds over the number of entries; the axis of entries counts in tens."""
    sizes = sorted(next(iter(found.values())))
    low, high = math.log10(sizes[0]), math.log10(sizes[-1])
    top = max(max(points.values()) for points in found.values()) * 1.15
    step = 10 ** math.floor(math.log10(top))
    step = step / 2 if top / step < 3 else step

    def x(size: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (math.log10(size) - low) / ((high - low) or 1)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="14" fill="#222">Time against the number of entries in the ledger</text>',
        f'<text x="{LEFT - 8}" y="{TOP - 8}" text-anchor="end" fill="#555">ms</text>',
    ]
    for n in range(int(top / step) + 1):
        at = y(n * step)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#555">{n * step:g}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - 24}" text-anchor="middle" fill="#555">{size:,}</text>')
    for points, colour in zip(found.values(), COLOURS, strict=False):
        line = " ".join(f"{x(size):.1f},{y(points[size]):.1f}" for size in sizes)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(size):.1f}" cy="{y(points[size]):.1f}" r="3" fill="{colour}"/>' for size in sizes]
    ends = sorted(found, key=lambda name: -found[name][sizes[-1]])
    at = 0.0
    for name in ends:  # one under the other, however close the lines end
        at = max(at + 16, y(found[name][sizes[-1]]) + 4)
        colour = COLOURS[list(found).index(name)]
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{at:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench.curves", description=__doc__)
    asked.add_argument("--largest", type=int, default=1_000_000, help="entries of the largest ledger")
    asked.add_argument("--rounds", type=int, default=25)
    asked.add_argument("--draw", action="store_true", help="only draw again what was measured")
    given = asked.parse_args()
    if not given.draw:
        house.open_house()
        sizes = [size for size in (2_000, 10_000, 100_000, 1_000_000, 10_000_000) if size <= given.largest]
        begin = time.perf_counter()
        write(FIGURES, json.dumps(measured(sizes, given.rounds), indent=1) + "\n")
        print(f"measured in {time.perf_counter() - begin:.0f} s")
    found = json.loads(FIGURES.read_text())
    write(PICTURE, drawn({name: {int(size): ms for size, ms in points.items()} for name, points in found.items()}))


def write(path: Path, text: str) -> None:
    path.write_text(text)
    print(f"{path.relative_to(house.ROOT)} written.")


if __name__ == "__main__":
    main()
