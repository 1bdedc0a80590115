"""Fails on a string that a Norwegian or a Dane would read in English; translates nothing."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rackbeat.translations import catalogues

PLACE = re.compile(r"%\(\w+\)[a-z]|%[sdr%]|\{\w*\}")
NOT_OURS = shutil.ignore_patterns(
    ".*", "var", "node_modules", "__pycache__", "static", "docs", "bench", "tests", "migrations", "test-results"
)
SHOWN = 40
Key = tuple[str, str, str]  # context, singular, plural


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def faults(path: Path) -> list[str]:
    """What is wrong with a written catalogue: untranslated, unsure, or with other places for values than the source."""
    catalogue = polib.pofile(str(path))
    found = [f"not translated: {entry.msgid!r}" for entry in catalogue.untranslated_entries()]
    found += [f"marked fuzzy, so left out: {entry.msgid!r}" for entry in catalogue.fuzzy_entries()]
    if "nplurals=2" not in catalogue.metadata.get("Plural-Forms", ""):
        found.append("the header has no plural forms, so every plural would be English")
    for entry in catalogue.translated_entries():
        texts = list(entry.msgstr_plural.values()) or [entry.msgstr]
        sources = [Counter(PLACE.findall(text)) for text in (entry.msgid, entry.msgid_plural or entry.msgid)]
        # a singular may leave its number out ("one line")
        if any(Counter(PLACE.findall(text)) not in sources for text in texts):
            found.append(f"places for values differ: {entry.msgid!r} and {texts!r}")
    return found


def extracted() -> dict[str, set[Key]]:
    """By language, every string that the sources ask for today; extracted in a copy, so nothing here changes."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(settings.BASE_DIR, copy, ignore=NOT_OURS)
        languages = [code for code, _ in settings.LANGUAGES if code != "en"]
        (copy / "locale").mkdir(exist_ok=True)
        command = [sys.executable, "manage.py", "makemessages", "--no-obsolete", "--no-location", "-v", "0"]
        for code in languages:
            command += ["-l", code]
        environment = os.environ | {"VAR": str(settings.VAR), "DJANGO_SETTINGS_MODULE": "rackbeat.settings"}
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CommandError(f"makemessages failed: {done.stderr[-2000:]}")
        return {
            code: {key(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}
            for code in languages
            if (path := copy / "locale" / code / "LC_MESSAGES" / "django.po").exists()
        }


class Command(BaseCommand):
    help = "Checks that every string is translated into every language."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = []
        for path in catalogues(settings.LOCALE_PATHS):
            wrong += [f"{path.relative_to(settings.BASE_DIR)}: {fault}" for fault in faults(path)]
        if shutil.which("xgettext"):
            wrong += self._missing()
        else:
            self.stderr.write("gettext is not installed, so strings that were never extracted go unseen.")
        if wrong:
            more = [f"... and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
            last = f"{len(wrong)} to mend. make messages extracts what is new."
            raise CommandError("\n".join([*wrong[:SHOWN], *more, last]))

    def _missing(self) -> list[str]:
        wrong = []
        for code, wanted in extracted().items():
            path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
            entries = polib.pofile(str(path)) if path.exists() else []
            written = {key(entry) for entry in entries if not entry.obsolete}
            wrong += [
                f"locale/{code}: not extracted: {lost[1]!r} {lost[0]}".rstrip() for lost in sorted(wanted - written)
            ]
        return wrong
