"""Django's administration with a site of ours (named as a string, for it lives upstairs)."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "accounts.site.Site"
