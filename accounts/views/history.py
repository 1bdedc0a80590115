"""Firmainnstillinger > Historikk: who did what in the agreement, narrowed by person, kind and day."""

from typing import Any, ClassVar

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts import history
from accounts.models import Event, Membership
from accounts.permissions import VIEWS
from accounts.tenancy import current_agreement_id
from accounts.views.answers import address_of
from rackbeat.lib.filters import ChoiceSetFilter, DateRangeFilter, ListFilters
from rackbeat.lib.lists import Column, LinkColumn, ListPage
from rackbeat.templatetags.ui import moment

GONE = frozenset({"deleted", "removed"})


def _people() -> list[tuple[str, str]]:
    """Everybody who belongs or belonged here; support and administrators are found by the search."""
    rows = Membership.objects.filter(agreement=current_agreement_id()).order_by("user__name")
    return [(str(key), name) for key, name in rows.values_list("user_id", "user__name")]


def _kinds() -> list[tuple[str, str]]:
    found = Event.objects.order_by("subject_kind").values_list("subject_kind", flat=True).distinct()
    return sorted(((kind.replace(".", "-"), history.kind_name(kind)) for kind in found), key=lambda pair: pair[1])


class KindFilter(ChoiceSetFilter):
    """The kinds that occur; the point of a stored one is a hyphen in the address."""

    def rows(self, rows: Any, value: str) -> Any:
        return rows.filter(subject_kind__in=value.replace("-", ".").split(","))


class EventFilters(ListFilters):
    by = ChoiceSetFilter(field_name="by_id", choices=_people, label=_("Person"))
    kind = KindFilter(choices=_kinds, label=_("Kind"))
    at = DateRangeFilter(field_name="at__date", label=_("Day"))


def _sentence(row: Event) -> str:
    shown = history.shown(row, may=VIEWS)  # whoever may read this page sees prices and costs
    said = shown["sentence"]
    for each in shown["changes"]:
        values = " → ".join(filter(None, (each["before"], each["after"] or "–")))
        said += f"; {each['label']}: {values}" if each["label"] else f": {values}"
    return "; ".join([said, *shown["note"].splitlines()])


OWNERS = "settings.edit"  # whoever imports sees imports; a kind asks its own right, and owners have all of them


class NumberColumn(Column):
    """The number leads to what the row is about. What was removed has no page any more."""

    def html(self, value: Any, row: Any, page: Any) -> str:
        gone = row.verb in GONE or not value or (row.subject_kind == "accounts.import" and OWNERS not in page.rights)
        url = "" if gone else address_of(row.subject_kind, value)
        return format_html('<a href="{}">{}</a>', url, value) if url else super().html(value, row, page)


class History(ListPage):
    """Newest first. What people did with their own users is for owners and themselves."""

    name = "accounts.history"
    allows = "reports.view"
    title = _("History")
    noun = ngettext_lazy("event", "events")
    filterset = EventFilters
    order_by = "-at"
    search = ("subject_number", "by_name")
    search_hint = _("Search number or person")
    columns: ClassVar = (
        LinkColumn("at", _("When"), value=lambda row: moment(row.at), sort="at", css="date"),
        Column("by_name", _("Who"), value=lambda row: row.by_name or "Rackbeat", sort="by_name", css="nr"),
        Column("kind", _("Kind"), value=lambda row: history.kind_name(row.subject_kind), sort="subject_kind"),
        NumberColumn("number", _("Number"), value="subject_number", sort=False),
        Column("what", _("What"), value=_sentence, sort=False, wide=True, css="who"),
    )

    def rows(self) -> Any:
        rows = Event.objects.all()
        if "users.edit" in self.rights:
            return rows
        own = rows.filter(subject_kind="accounts.user", subject_id=self.request.user.pk)
        return rows.exclude(subject_kind="accounts.user") | own

    def row_url(self, row: Event) -> str:
        return ""
