"""Whether somebody answers now, and else when: from the hours of the week and the closed days that an administrator keeps."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from rackbeat.lib import periods
from support.models import ClosedDay, Contact, OpeningHours

AHEAD = 15  # days to look for the next opening


@dataclass(frozen=True)
class Opening:
    """`sentence`: "Open until 16:00", "Opens Monday 08:00", or blank where no hours are kept."""

    is_open: bool = False
    sentence: str = ""


def now(contact: Contact | None) -> Opening:
    """How it stands at this moment, on the contact's clock."""
    week = {row.weekday: row for row in OpeningHours.objects.all()}
    if contact is None or not week:
        return Opening()
    moment = periods.now().astimezone(ZoneInfo(contact.time_zone))
    closed = set(
        ClosedDay.objects.filter(day__range=(moment.date(), moment.date() + timedelta(AHEAD))).values_list(
            "day", flat=True
        )
    )
    for ahead in range(AHEAD):
        day = moment.date() + timedelta(ahead)
        hours = week.get(day.weekday())
        if hours is None or day in closed:
            continue
        if ahead == 0 and hours.opens <= moment.time() < hours.closes:
            return Opening(True, _("Open until %(time)s") % {"time": _clock(hours.closes)})
        if ahead or moment.time() < hours.opens:
            return Opening(
                False, _("Closed, opens %(day)s %(time)s") % {"day": _day(day, ahead), "time": _clock(hours.opens)}
            )
    return Opening(False, pgettext("opening hours", "Closed"))


def week() -> list[tuple[str, str]]:
    """The hours in words, days with the same hours together: ("Monday–Thursday", "08.00–16.00")."""
    runs: list[list[OpeningHours]] = []
    for row in OpeningHours.objects.order_by("weekday"):
        last = runs[-1][-1] if runs else None
        same = last and last.weekday == row.weekday - 1 and (last.opens, last.closes) == (row.opens, row.closes)
        runs[-1].append(row) if same else runs.append([row])
    return [(_run(run), f"{_clock(run[0].opens)}–{_clock(run[0].closes)}") for run in runs]


def note(contact: Contact | None) -> str:
    """What an administrator says beside the hours; bare hours, from before the week had a table, are left to the week."""
    words = contact.hours if contact else ""
    return words if any(sign.isalpha() for sign in words) else ""


def _run(run: list[OpeningHours]) -> str:
    names = [str(run[0].get_weekday_display()), str(run[-1].get_weekday_display())]
    return names[0] if len(run) == 1 else f"{names[0]}–{_inside(names[1])}"


def _inside(name: str) -> str:
    """The name of a day inside a sentence: small, but in English."""
    return name if get_language() == "en" else name.lower()


def _clock(hour: time) -> str:
    return f"{hour:%H:%M}" if get_language() == "en" else f"{hour:%H.%M}"


def _day(day: date, ahead: int) -> str:
    if ahead == 0:
        return _("today at")
    return _("tomorrow at") if ahead == 1 else _inside(date_format(day, "l"))
