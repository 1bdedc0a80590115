"""python -m bench [--quick] [B1 B2 ...]: measure, print a table, write bench/results.json."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import house

house.enter()

from bench import lists, memory, paper, shipping, value  # noqa: E402


def bar(what: str) -> Callable[[float], None]:
    def say(part: float) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r  {what}: loading {part:4.0%} " + ("\n" if part >= 1 else ""))

    return say


WORKS: dict[str, tuple[str, Callable[[bool], dict[str, Any]]]] = {
    "B1": ("a shipment of 10 lines against hand-written SQL", shipping.b1),
    "B2": ("a long past against a short one", lambda quick: shipping.b2(quick, bar("B2"))),
    "B3": ("eight workers against one", shipping.b3),
    "B4": ("a list of very many documents", lambda quick: lists.b4(quick, bar("B4"))),
    "B5": ("value of stock on a past day", lambda quick: value.b5(quick, bar("B5"))),
    "B6": ("an invoice as PDF against WeasyPrint alone", paper.b6),
    "B7": ("the search box over very many documents", lambda quick: lists.b7(quick, bar("B7"))),
    "B8": ("memory of an import, and of a web worker", memory.b8),
}


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m bench", description="The benchmarks of DESIGN 5.")
    asked.add_argument("names", nargs="*", metavar="B1", help="which; all when none is named")
    asked.add_argument("--quick", action="store_true", help="small sets: under two minutes")
    given = asked.parse_args()
    if unknown := set(given.names) - set(WORKS):
        asked.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(WORKS)}")
    house.open_house()
    results: dict[str, Any] = {}
    print(f"\n{'':4} {'':50} {'measured':>12} {'budget':>10}")
    for name in given.names or WORKS:
        what, work = WORKS[name]
        begin = time.perf_counter()
        found = results[name] = work(given.quick)
        found["seconds"] = round(time.perf_counter() - begin, 1)
        kept = found["value"] >= found["budget"] if name == "B3" else found["value"] <= found["budget"]
        kept = found["kept"] = kept and found.pop("also", True)
        measured, budget = f"{found['value']:g} {found['unit']}", f"{found['budget']:g} {found['unit']}"
        print(f"{name:4} {what:50} {measured:>12} {budget:>10}  {'' if kept else 'MISSED'}")
        print(f"     {found['note']}", flush=True)
    path = house.ROOT / "bench" / "results.json"
    earlier = json.loads(path.read_text()) if path.exists() and given.names else {}
    path.write_text(json.dumps(earlier | results, indent=1, ensure_ascii=False) + "\n")
    print(f"\n{path.relative_to(house.ROOT)} written.")


if __name__ == "__main__":
    main()
