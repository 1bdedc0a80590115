"""The project's settings as the tests see them: their own server, quick hashes, plain static files."""

import os

os.environ["RACKBEAT_TESTING"] = "1"
os.environ["DB_ROLE"] = "owner"  # who makes the databases; the tests themselves run restricted, see conftest.py
os.environ.setdefault("DB_STATEMENT_TIMEOUT", "60000")

from rackbeat.settings import *  # noqa: F403
from rackbeat.settings import STORAGES, VAR

STORAGES["default"]["OPTIONS"]["location"] = VAR / "test-files" / os.environ.get("PYTEST_XDIST_WORKER", "main")
STATIC_ROOT = VAR / "test-static"  # empty: the finders serve the sources
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
