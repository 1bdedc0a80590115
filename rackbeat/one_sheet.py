"""The style sheets as one file where they are served: a page asks once, while the sources stay apart."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
IMPORT = re.compile(r'@import "([^"]+)" layer\(([a-z]+)\);')


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, which finds the sheets that `app.css` imports already in it, each in its layer."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            self.delete(SHEET)
            self.save(SHEET, ContentFile(whole(lambda name: _read(paths, name)).encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def whole(read: Callable[[str], str]) -> str:
    """The sheet with all that it imports; `read` gives a source's text by its name."""
    return IMPORT.sub(lambda found: f"@layer {found[2]} {{\n{read(f'css/{found[1]}')}}}", read(SHEET))


def _read(paths: dict[str, Any], name: str) -> str:
    """A source, from where it was found: what was gathered earlier may be a whole already."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
