"""The year on the first page: sales and margin by month, and who and what sold most. It asks, scales, and words it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.figures import Scale, scale
from inventory import turnover
from rackbeat.lib import periods, plots
from rackbeat.lib.amounts import ZERO
from rackbeat.templatetags import ui
from sales import figures

DAYS = 90  # of the lists of those that sold most


@dataclass(frozen=True)
class Month:
    """A month's column, what it says when one points at it, and the invoices that it sums."""

    column: plots.Pair
    name: str
    url: str
    sales: Decimal
    cost: Decimal | None

    @property
    def margin(self) -> Decimal | None:
        return None if self.cost is None else self.sales - self.cost

    @property
    def percent(self) -> Decimal | None:
        """The margin as a part of the sales; None where it means nothing."""
        return self.margin * 100 / self.sales if self.margin is not None and self.sales > 0 else None

    @property
    def says(self) -> str:
        """“October 2026: 612 345.00, margin 190 120.00 (31.0%)”"""
        facts = {"month": self.name, "sales": ui.amount(self.sales), "margin": ui.amount(self.margin)}
        if self.margin is None:
            return _("%(month)s: %(sales)s") % facts
        if self.percent is None:
            return _("%(month)s: %(sales)s, margin %(margin)s") % facts
        facts["percent"] = ui.percent(self.percent, 1)
        return _("%(month)s: %(sales)s, margin %(margin)s (%(percent)s)") % facts


@dataclass(frozen=True)
class Year:
    """Twelve months, this one the last."""

    plot: plots.Pairs
    scale: Scale
    months: list[Month]
    sales: Decimal
    margin: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        return self.margin * 100 / self.sales if self.margin is not None and self.sales > 0 else None

    @property
    def is_empty(self) -> bool:
        return not any(month.sales or month.cost for month in self.months)


def year(today: dt.date, currency: str, *, costs: bool) -> Year:
    """What was invoiced, and less what the goods cost that were sent in the same month; one statement each."""
    firsts = figures.months(today)
    sold = figures.invoiced_by_month(firsts[0], today)
    cost = turnover.sold_by_month(firsts[0], today) if costs else {}
    rows = [(first, sold.get(first) or ZERO, (cost.get(first) or ZERO) if costs else None) for first in firsts]
    by = scale([sales for _first, sales, _cost in rows], currency)
    plot = plots.pairs(
        [
            (plots.month_name(first), sales / by.unit, None if spent is None else (sales - spent) / by.unit)
            for first, sales, spent in rows
        ]
    )
    months = [
        Month(column, capfirst(date_format(first, "F Y")), _invoices(first, today), sales, spent)
        for column, (first, sales, spent) in zip(plot.columns, rows, strict=True)
    ]
    whole = sum((sales for _first, sales, _cost in rows), ZERO)
    margin = whole - sum((spent or ZERO for _first, _sales, spent in rows), ZERO) if costs else None
    return Year(plot, by, months, whole, margin)


def _invoices(first: dt.date, today: dt.date) -> str:
    last = min(periods.month_end(first), today)
    return f"{reverse('sales:invoices')}?status=booked&invoiced_on={first}..{last}&archived=all"


@dataclass(frozen=True)
class Bar:
    """One that sold: where its page is, and how long its bar is in percent of the longest."""

    name: str
    number: str
    url: str
    amount: Decimal
    width: int


@dataclass(frozen=True)
class Bars:
    title: str
    head: str
    rows: list[Bar]


def tops(today: dt.date) -> list[Bars]:
    """The items and the customers that most was invoiced for in the last three months."""
    start = today - dt.timedelta(days=DAYS - 1)
    return [
        Bars(_("Top items"), _("Item"), _bars("inventory:item", figures.top_items(start, today))),
        Bars(
            _("Top customers"),
            pgettext("plot", "Customer"),
            _bars("sales:customer", figures.top_customers(start, today)),
        ),
    ]


def _bars(address: str, found: list[figures.Top]) -> list[Bar]:
    most = max((row.amount for row in found), default=ZERO)
    return [
        Bar(
            row.name,
            row.number,
            reverse(address, args=[row.number]),
            row.amount,
            max(1, round(row.amount * 100 / most)),
        )
        for row in found
    ]
