"""The ground as a Django app, so that its commands are found; it has no tables."""

from django.apps import AppConfig


class RackbeatConfig(AppConfig):
    name = "rackbeat"
