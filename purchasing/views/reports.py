"""Reports of buying as pages and files: what was received and not invoiced on a day."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from accounts.permissions import allow
from inventory.views import asked
from inventory.views.reports import COST, Figure, Shown, may_see, show
from layouts.report import Part, Report
from purchasing import uninvoiced
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.lists import AmountColumn, Column, DateColumn, LinkColumn, QuantityColumn
from rackbeat.templatetags.ui import amount

SUPPLIER = [
    Column("supplier_number", pgettext_lazy("paper", "Supplier no."), css="more"),
    Column("supplier", gettext_lazy("Supplier"), css="more"),
]
ROWS = [
    LinkColumn("number", gettext_lazy("Receipt"), css=""),
    DateColumn("received_on", gettext_lazy("Received"), css="more"),
    Column("item", gettext_lazy("Item"), css="more"),
    Column("name", gettext_lazy("Name"), wide=True, css=""),
    QuantityColumn("quantity", gettext_lazy("Not invoiced"), unit="unit", css="qty"),
    QuantityColumn("days", gettext_lazy("Days"), css="each"),
    AmountColumn("value", gettext_lazy("Value"), css="sum", right=COST),
]
ORDER = Column("order", gettext_lazy("Purchase order"), css="more")
UNIT = Column("unit", gettext_lazy("Unit"), css="more")


@allow("purchasing.view")
@require_GET
def not_invoiced(request: HttpRequest) -> HttpResponseBase:
    """What came and stayed by the day, and no supplier had invoiced, with its age."""
    agreement, may = request.agreement, request.may  # type: ignore[attr-defined]
    today = agreement.today()
    day = asked.day(request, "day", today) or today
    by_supplier: dict[tuple[int, str], list[uninvoiced.Waiting]] = {}
    for row in uninvoiced.on(day):
        by_supplier.setdefault((row.supplier_number, row.supplier), []).append(row)
    sees = COST in may
    worth = {key: sum((row.value for row in rows), ZERO) for key, rows in by_supplier.items()}
    whole = sum(worth.values(), ZERO)
    parts = [
        Part(f"{number} {name}", rows, {"value": worth[number, name]} if sees else {})
        for (number, name), rows in by_supplier.items()
    ]
    file = request.GET.get("export") in ("csv", "xlsx")
    report = Report(
        _("Goods received, not invoiced"),
        agreement,
        may_see(request, [*SUPPLIER, *ROWS[:2], ORDER, *ROWS[2:5], UNIT, *ROWS[5:]] if file else ROWS),
        parts,
        {"value": whole} if sees and parts else {},
        [(pgettext("day", "On"), day)],
        to_receipt,
        total=_("Together"),
    )
    shown = Shown(report, [asked.day_field("day", pgettext("day", "On"), day, today)])
    shown.empty = _("Everything that had come by this day was invoiced.")
    if parts:
        oldest = max(row.days for row in report.rows)
        shown.figures = [
            *([Figure(_("Value"), amount(whole), agreement.base_currency_id)] if sees else []),
            Figure(_("Suppliers"), str(len(parts))),
            Figure(_("Lines"), str(report.count)),
            Figure(_("Oldest"), _("%(days)s days") % {"days": oldest}),
        ]
        shown.notes.append(_("At the prices of the receipts, less what was invoiced and what went back by this day."))
    return show(request, shown)


def to_receipt(row: Any) -> str:
    return reverse("purchasing:receipt", args=[row.number])
