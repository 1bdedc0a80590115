"""Makes the compiled catalogues from the written ones, without gettext; extracts and translates nothing."""

from collections.abc import Iterable
from pathlib import Path

import polib


def catalogues(folders: Iterable[Path]) -> list[Path]:
    """Every written catalogue in these locale folders."""
    return [path for folder in folders for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]


def compile_newer(folders: Iterable[Path]) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; whole or not at all, whoever else does the same."""
    done = []
    for path in catalogues(folders):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        draft = path.with_suffix(".mo.new")
        polib.pofile(str(path)).save_as_mofile(str(draft))
        draft.replace(compiled)
        done.append(compiled)
    return done
