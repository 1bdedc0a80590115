"""The first page: what needs doing, and how the house stands. It asks other modules and draws."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Agreement
from accounts.permissions import allow
from home import figures, guide, today, year
from home.models import GuideMark
from rackbeat.lib import periods

NIGHT, MORNING, DAY, EVENING = 3, 5, 10, 18  # o'clock; until three somebody is still up


@allow("user")
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    agreement, may = request.agreement, request.may  # type: ignore[attr-defined]
    if agreement is None:
        return redirect("accounts:choose")
    work, day, currency = today.work(request), agreement.today(), agreement.base_currency_id
    sold = {"sales.view", "price.view"} <= may
    context = {
        "greeting": greeting(request, agreement),
        "sentence": f"{date_words(agreement)} {summary([row for _words, rows in work for row in rows])}",
        "work": work,
        "guide": guide.on_first_page(request.user, may),  # type: ignore[arg-type]
        "amounts": any(row.amount is not None for _words, rows in work for row in rows),
        "invoiced": figures.invoiced(day, currency) if sold else None,
        "year": year.year(day, currency, costs="cost.view" in may) if sold else None,
        "tops": year.tops(day) if sold else [],
        "stock": figures.stock_value(day, currency) if {"reports.view", "cost.view"} <= may else None,
        "in_time": figures.sent_in_time(day) if "sales.view" in may else None,
    }
    return render(request, "home/dashboard.html", context)


@allow("open")
@require_GET
def getting_started(request: HttpRequest) -> HttpResponse:
    """Every step with its help and what to watch for; in an agreement also how far it is."""
    agreement, may = request.agreement, request.may  # type: ignore[attr-defined]
    found = guide.stands(may) if agreement is not None and "settings.view" in may else guide.plain()
    context = {
        "guide": found,
        "count": sum(stand.done for stand in found),
        "inside": agreement is not None and "settings.view" in may,
        "put_away": agreement is not None and GuideMark.objects.filter(step=GuideMark.HIDDEN, by=request.user).exists(),
    }
    return render(request, "home/guide.html", context)


def _step(request: HttpRequest, step: str) -> str:
    """A step that may be ticked by hand, or the guide itself."""
    if step != GuideMark.HIDDEN and (step not in guide.KEYS or not guide.KEYS[step].by_hand):
        raise Http404
    return step


@allow("items.edit")
@require_POST
def guide_mark(request: HttpRequest, step: str) -> HttpResponse:
    guide.mark(_step(request, step), by=request.user)  # type: ignore[arg-type]
    return redirect("home:dashboard" if step == GuideMark.HIDDEN else "home:guide")


@allow("items.edit")
@require_POST
def guide_unmark(request: HttpRequest, step: str) -> HttpResponse:
    guide.unmark(_step(request, step), by=request.user)  # type: ignore[arg-type]
    return redirect("home:guide")


def greeting(request: HttpRequest, agreement: Agreement) -> str:
    """By the clock on the agreement's wall."""
    hour = periods.now().astimezone(ZoneInfo(agreement.time_zone)).hour
    name = {"name": request.user.first_name}  # type: ignore[union-attr]
    if MORNING <= hour < DAY:
        return _("Good morning, %(name)s") % name
    return (_("Good evening, %(name)s") if hour >= EVENING or hour < NIGHT else _("Hello, %(name)s")) % name


def date_words(agreement: Agreement) -> str:
    """“Monday 23 November, week 48.”"""
    day = agreement.today()
    facts: dict[str, Any] = {
        "weekday": capfirst(date_format(day, "l")),
        "day": day.day,
        "month": date_format(day, "F"),
        "week": day.isocalendar().week,
    }
    return _("%(weekday)s %(day)s %(month)s, week %(week)s.") % facts


def summary(rows: list[today.Found]) -> str:
    """How much there is to do; what stands in two lines counts once."""
    count = sum(row.count for row in rows if not row.task.within)
    urgent = sum(row.count for row in rows if row.is_urgent)
    if not count:
        return _("Nothing waits to be done.")
    words = ngettext("There is %(count)s thing to do", "There are %(count)s things to do", count)
    if urgent:
        words += ngettext(", %(urgent)s of them is urgent.", ", %(urgent)s of them are urgent.", urgent)
    else:
        words += "."
    return words % {"count": count, "urgent": urgent}
