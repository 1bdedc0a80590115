"""Room for Python's stack, asked of the system once for a whole call instead of again and again inside it.

CPython (3.11 and later, `_PyThreadState_PushFrame`) keeps its frames in pieces of 16 kB and gives a piece back as soon as the
last frame in it returns. Where a loop happens to stand at the edge of one, each call in it is two system calls and some
faults of memory. A frame that is larger than a piece gets a larger one, and whatever is called from it uses the rest.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
WORDS = 70_000  # of one frame: its piece is 1 MB, and half of that is left for those who are called


def roomy(call: Callable[P, R]) -> Callable[P, R]:
    """The same call, with room below it. Takes some microseconds, and memory only where it is used."""

    @wraps(call)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    made: Any = inside
    made.__code__ = made.__code__.replace(co_stacksize=WORDS)
    return inside
