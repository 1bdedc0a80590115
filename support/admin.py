"""Administration of how support is reached, and of what support looked up."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from support.models import CannedAnswer, ClosedDay, Contact, LookUp, OpeningHours


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    """One row: changed, never doubled, never gone."""

    list_display = ("phone", "email", "hours", "specialist")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not Contact.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OpeningHours)
class OpeningHoursAdmin(admin.ModelAdmin):
    """A row for each day on which somebody answers."""

    list_display = ("weekday", "opens", "closes")


@admin.register(ClosedDay)
class ClosedDayAdmin(admin.ModelAdmin):
    """Holidays."""

    list_display = ("day", "name")
    date_hierarchy = "day"


@admin.register(CannedAnswer)
class CannedAnswerAdmin(admin.ModelAdmin):
    """What support says often."""

    list_display = ("title", "language")
    list_filter = ("language",)
    search_fields = ("title", "body")


@admin.register(LookUp)
class LookUpAdmin(admin.ModelAdmin):
    """To read."""

    list_display = ("at", "by", "query", "shown")
    search_fields = ("query", "by__email")
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
