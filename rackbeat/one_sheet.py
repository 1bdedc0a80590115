"""The style sheets as one file where they are served: a page asks once, while the sources stay apart."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
IMPORT = re.compile(r'@import "([^"]+)" layer\(([a-z]+)\);')


class Storage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, which finds the sheets that `app.css` imports already in it, each in its layer."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            whole = IMPORT.sub(lambda found: _within(paths, *found.groups()), _read(paths, SHEET))
            self.delete(SHEET)
            self.save(SHEET, ContentFile(whole.encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _read(paths: dict[str, Any], name: str) -> str:
    """A source, from where it was found: what was gathered earlier may be a whole already."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


def _within(paths: dict[str, Any], name: str, layer: str) -> str:
    return f"@layer {layer} {{\n{_read(paths, f'css/{name}')}}}"
