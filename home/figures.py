"""The plots of the first page: invoiced week by week, the stock's value, what was sent in time. It sums, and scales for the eye."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncWeek
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inventory import reports
from rackbeat.lib import periods, plots
from rackbeat.templatetags import ui
from sales.models import SalesInvoice, Shipment

ZERO = Decimal(0)
WEEKS = 12
MONTHS = 6
THOUSANDS = Decimal(20_000)  # from here on a scale counts in thousands


@dataclass(frozen=True)
class Scale:
    """What one step of a scale means."""

    unit: Decimal
    words: str


def scale(values: list[Decimal], currency: str) -> Scale:
    if max((abs(value) for value in values), default=ZERO) >= THOUSANDS:
        return Scale(Decimal(1000), _("thousand %(currency)s") % {"currency": currency})
    return Scale(Decimal(1), currency)


@dataclass(frozen=True)
class Invoiced:
    """What was invoiced in this week and in those before, without VAT."""

    plot: plots.Columns
    scale: Scale
    week: int
    now: Decimal
    before: Decimal
    rows: list[tuple[str, Decimal]]  # the same in words, for a table


def invoiced(today: dt.date, currency: str) -> Invoiced:
    """Booked invoices less credits, by week; one statement."""
    monday = today - dt.timedelta(days=today.weekday())
    weeks = [monday - dt.timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    booked = SalesInvoice.objects.filter(status=SalesInvoice.Status.BOOKED, invoiced_on__range=(weeks[0], today))
    sums = dict(
        booked.order_by()
        .annotate(week=TruncWeek("invoiced_on"))
        .values("week")
        .annotate(net=Sum("amount_net"))
        .values_list("week", "net")
    )
    values = [sums.get(week, ZERO) for week in weeks]
    by = scale(values, currency)
    columns = [(str(week.isocalendar().week), value / by.unit) for week, value in zip(weeks, values, strict=True)]
    rows = [(label, value) for (label, _height), value in zip(columns, values, strict=True)]
    return Invoiced(plots.columns(columns), by, weeks[-1].isocalendar().week, values[-1], values[-2], rows)


@dataclass(frozen=True)
class StockValue:
    """What the stock is worth, and how much that changed since the month began."""

    plot: plots.Steps
    scale: Scale
    now: Decimal
    first: dt.date
    change: Decimal | None
    rows: list[tuple[str, Decimal]]  # at the end of each month, for a table

    @property
    def changed(self) -> str:
        """“−1.4% since November 1”; nothing where there was nothing."""
        if self.change is None:
            return ""
        facts = {"sign": "+" if self.change >= 0 else "\N{MINUS SIGN}", "percent": ui.percent(abs(self.change), 1)}
        since = date_format(self.first, "MONTH_DAY_FORMAT")
        return _("%(sign)s%(percent)s since %(day)s") % {**facts, "day": since}


def stock_value(today: dt.date, currency: str) -> StockValue:
    """The value over six months; two statements, however many moves."""
    start = today.replace(day=1)
    for _month in range(MONTHS - 1):
        start = (start - dt.timedelta(days=1)).replace(day=1)
    points = reports.totals(start, today)
    by = scale([value for _day, value in points], currency)
    drawn = [(day, value / by.unit) for day, value in points]
    first = today.replace(day=1)
    before = [value for day, value in points if day < first][-1:] or [ZERO]
    now = points[-1][1]
    change = (now - before[0]) * 100 / before[0] if before[0] else None
    plot = plots.steps(drawn, start=start, end=today, height=136, zero=False, lines=3)
    return StockValue(plot, by, now, first, change, _month_ends(points, today))


def _month_ends(points: list[tuple[dt.date, Decimal]], today: dt.date) -> list[tuple[str, Decimal]]:
    """What stood at the end of each month, and stands today."""
    ends, start = [], points[0][0]
    while start <= today:
        last = periods.month_end(start)
        end = min(last, today)
        ends.append((ui.day(end), [value for day, value in points if day <= end][-1]))
        start = last + dt.timedelta(days=1)
    return ends


@dataclass(frozen=True)
class InTime:
    """How many of the shipments were sent by the day that the customer wanted."""

    kept: int
    all: int

    @property
    def percent(self) -> int:
        return round(self.kept * 100 / self.all)


def sent_in_time(today: dt.date) -> InTime | None:
    """The last thirty days; None where nothing with a wanted date was sent."""
    sent = Shipment.objects.filter(
        status=Shipment.Status.SHIPPED,
        shipped_on__gt=today - dt.timedelta(days=30),
        order__wanted_on__isnull=False,
    )
    found = sent.aggregate(all=Count("pk"), kept=Count("pk", filter=Q(shipped_on__lte=F("order__wanted_on"))))
    return InTime(found["kept"], found["all"]) if found["all"] else None
