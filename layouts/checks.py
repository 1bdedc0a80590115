"""What `check --deploy` says about paper: the system libraries that it needs, and the one that makes it quick."""

import ctypes
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

NEEDED = [
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    ("libharfbuzz.so.0", "libharfbuzz0b"),
]
QUICK = ("libharfbuzz-subset.so.0", "libharfbuzz-subset0")


@register(Tags.compatibility, deploy=True)
def paper_libraries(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Without Pango there are no PDFs; without HarfBuzz's subsetter each takes four times as long."""
    found: list[CheckMessage] = [
        Error(f"PDFs cannot be made: {library} is missing.", hint=f"Install {package}.", id="layouts.E001")
        for library, package in NEEDED
        if not _loads(library)
    ]
    if not _loads(QUICK[0]):
        found.append(Warning("PDFs take four times as long.", hint=f"Install {QUICK[1]}.", id="layouts.W001"))
    return found


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
