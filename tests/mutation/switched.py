"""pytest -p tests.mutation.switched, RACKBEAT_FAULT=name: this process alone meets it; no file is changed. No tests here."""

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import CodeType, ModuleType

import pytest

from tests.mutation.faults import FAULTS

FAULT = next(fault for fault in FAULTS if fault.name == os.environ["RACKBEAT_FAULT"])


class Loader(importlib.machinery.SourceFileLoader):
    """The module as it would be with the fault in it, compiled from its text and kept nowhere."""

    def get_code(self, fullname: str) -> CodeType:
        text = self.get_data(self.path).decode()
        if text.count(FAULT.old) != 1:
            raise ImportError(f"{FAULT.file} has changed: “{FAULT.old}” is not in it once.")
        return compile(text.replace(FAULT.old, FAULT.new), self.path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != FAULT.module:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin:
            spec.loader = Loader(fullname, spec.origin)
        return spec


if FAULT.file:
    if FAULT.module in sys.modules:
        raise ImportError(f"{FAULT.module} was imported too early.")
    sys.meta_path.insert(0, Finder())


if FAULT.sql:

    @pytest.fixture(scope="session", autouse=True)
    def bent(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
        from django.db import connection

        from rackbeat.roles import acting_as

        with django_db_blocker.unblock(), acting_as(connection, "owner"), connection.cursor() as cursor:
            cursor.execute(FAULT.sql)
