"""Files that an agreement keeps for a while, under VAR by agreement. They hold what people sent; nothing in them is run."""

import uuid
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage

from accounts.tenancy import current_agreement_id


def _room(agreement_id: int, room: str) -> Path:
    return Path(default_storage.path(str(agreement_id))) / room


def new(room: str, suffix: str) -> str:
    """The name of a file that is not there yet; its folder is."""
    folder = _room(current_agreement_id(), room)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"{uuid.uuid4().hex}{suffix}"


def path(room: str, name: str) -> Path:
    """Where the file of that name lies, of the agreement acted for."""
    return _room(current_agreement_id(), room) / Path(name).name


def remove(room: str, name: str) -> None:
    if name:
        path(room, name).unlink(missing_ok=True)


def older_than(room: str, moment: float) -> Iterator[Path]:
    """The agreement's files of a room that were last written before `moment` (seconds)."""
    folder = _room(current_agreement_id(), room)
    if folder.is_dir():
        yield from (each for each in folder.iterdir() if each.is_file() and each.stat().st_mtime < moment)
