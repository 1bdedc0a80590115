"""Times side by side: two ways of the same work in turns, so that what else the machine does falls on both."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any


def timed(work: Callable[[], Any]) -> float:
    """Seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def in_turns(ours: list[Callable[[], Any]], theirs: list[Callable[[], Any]], *, warm: int = 5) -> tuple[float, float]:
    """The medians of both, in seconds; the first `warm` of each do not count."""
    pairs = []
    for n, (left, right) in enumerate(zip(ours, theirs, strict=True)):
        first, second = (left, right) if n % 2 else (right, left)
        times = [timed(first), timed(second)]
        pairs.append(times if n % 2 else times[::-1])
    counted = pairs[warm:]
    return median(each for each, _ in counted), median(each for _, each in counted)


def result(value: float, budget: float, unit: str, note: str, **more: Any) -> dict[str, Any]:
    """One line of bench/results.json."""
    return {"value": round(value, 3), "budget": budget, "unit": unit, "note": note, **more}


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
