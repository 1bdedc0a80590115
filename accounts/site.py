"""The administration's site: what packages would register for themselves is left out, people are kept on our pages only.

Second factors and sessions are ended by actions on the person (accounts/admin.py); groups and permissions are not used:
who may administrate is said by the person's own marks.
"""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

LEFT_OUT = {"account", "auth", "mfa", "usersessions"}
# Django's own words that its Norwegian translation does not have yet; ours is asked first.
WORDS = (
    gettext_noop("Add link"),
    gettext_noop("Added:"),
    gettext_noop("Breadcrumbs"),
    gettext_noop("Change or view list link"),
    gettext_noop("Changed:"),
    gettext_noop("Deleted:"),
    gettext_noop("Error:"),
    gettext_noop("Filter navigation items"),
    gettext_noop("Hide counts"),
    gettext_noop("Model name"),
    gettext_noop("Select all objects on this page for an action"),
    gettext_noop("Select this object for an action - {}"),
    gettext_noop("Show counts"),
    gettext_noop("Sidebar"),
    gettext_noop("Skip to main content"),
    gettext_noop("Start typing to filter…"),
    gettext_noop("Toggle theme (current theme: auto)"),
    gettext_noop("Toggle theme (current theme: dark)"),
    gettext_noop("Toggle theme (current theme: light)"),
    gettext_noop("View selected %(model)s"),
)


class Site(admin.AdminSite):
    site_header = "Rackbeat"
    site_title = "Rackbeat"
    index_title = _("Administration")

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label not in LEFT_OUT]
        if ours:
            super().register(ours, *args, **options)
