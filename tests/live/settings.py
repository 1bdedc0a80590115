"""The product's settings with plain static files: what is sent over and over here is forms, no sheets."""

from rackbeat.settings import *  # noqa: F403
from rackbeat.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
