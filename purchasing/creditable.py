"""How much of supplier invoices and returns can be credited, and what a credit note's lines were expected to come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from purchasing import invoiced
from purchasing.models import (
    PurchaseOrderLine,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierReturn,
    SupplierReturnLine,
)
from rackbeat.lib.refusal import require
from rackbeat.templatetags import ui

ZERO, NOTHING = Decimal(0), invoiced.NOTHING
Reason, Status = SupplierInvoice.Reason, SupplierInvoice.Status


@dataclass(frozen=True)
class Rest:
    """What is left to credit of an invoice's line."""

    quantity: Decimal
    amount: Decimal


def rest_of(invoice: SupplierInvoice) -> dict[SupplierInvoiceLine, Rest]:
    """Of each line of an invoice what no credit note has, booked or not."""
    lines = list(invoice.lines.filter(item__isnull=False).select_related("item__group", "receipt_line__receipt"))
    held = invoiced.credited(line.pk for line in lines)
    none = {line: held.get(line.pk, NOTHING) for line in lines}
    return {line: Rest(max(line.quantity - q, ZERO), max(line.amount_net - a, ZERO)) for line, (q, a) in none.items()}


def went_back(lines: Iterable[SupplierInvoiceLine]) -> dict[SupplierReturnLine, Decimal]:
    """What went back of the goods of these invoices' lines and no credit note holds, the oldest first."""
    went = SupplierReturnLine.objects.filter(
        receipt_line__in=[line.receipt_line_id for line in lines if line.is_goods],
        supplier_return__status=SupplierReturn.Status.BOOKED,
    )
    went = went.order_by("supplier_return__returned_on", "supplier_return__number", "id")
    return {line: line.left for line in invoiced.uncredited(went)}


def room_of(line: SupplierInvoiceLine) -> Decimal | None:
    """How much a credit note's line may take: what is left of the invoice's and of the return's line; None if any number."""
    found = []
    if line.credits:
        held = invoiced.credited([line.credits.pk], but=line.invoice)
        found.append(line.credits.quantity - held.get(line.credits.pk, NOTHING)[0])
    if line.return_line and not line.location_id:
        held = invoiced.credited_returns([line.return_line.pk], but=line.invoice)
        found.append(line.return_line.quantity - held.get(line.return_line.pk, NOTHING)[0])
    return min(found) if found else None


def require_creditable(lines: list[SupplierInvoiceLine]) -> None:
    """Never more than was invoiced, in quantity and in money, and never more than went back."""
    held = invoiced.credited({line.credits_id or 0 for line in lines}, drafts=False)
    back = invoiced.credited_returns({line.return_line_id or 0 for line in lines}, drafts=False)
    for line in lines:
        if line.credits:
            _require_rest(line, held)
        if line.return_line:
            _require_went(line, back)


def _require_rest(line: SupplierInvoiceLine, held: dict[int, tuple[Decimal, Decimal]]) -> None:
    of: Any = line.credits
    status, number = of.invoice.status, {"number": of.invoice.number}
    require(status == Status.BOOKED, _("Supplier invoice %(number)s was reversed, so it asks for nothing.") % number)
    quantity, amount = held.get(of.pk, NOTHING)
    facts = {"line": line.position, "rest": ui.quantity(of.quantity - quantity)}
    require(-line.quantity <= of.quantity - quantity, _("Line %(line)s: only %(rest)s are left to credit.") % facts)
    facts["rest"] = ui.amount(of.amount_net - amount)
    money = _("Line %(line)s: only %(rest)s are left to credit of the line's amount.")
    require(-line.amount_net <= of.amount_net - amount, money % facts)
    takes = ZERO if line.invoice.reason == Reason.ALLOWANCE else -line.quantity
    held[of.pk] = (quantity + takes, amount - line.amount_net)


def _require_went(line: SupplierInvoiceLine, back: dict[int, tuple[Decimal, Decimal]]) -> None:
    gone: Any = line.return_line
    status, number = gone.supplier_return.status, {"number": gone.supplier_return.number}
    require(
        status == SupplierReturn.Status.BOOKED, _("Return %(number)s was reversed: its goods are here again.") % number
    )
    quantity, amount = back.get(gone.pk, NOTHING)
    facts = {"line": line.position, "rest": ui.quantity(gone.quantity - quantity), **number}
    words = _("Line %(line)s: only %(rest)s of return %(number)s are left to credit.")
    require(-line.quantity <= gone.quantity - quantity, words % facts)
    back[gone.pk] = (quantity - line.quantity, amount)


def expect(credit: SupplierInvoice, lines: list[SupplierInvoiceLine]) -> None:
    """Set what each line was expected to come to, below zero; of goods that went back the difference is price variance."""
    goods = [line for line in lines if line.is_goods]
    if credit.reason == Reason.RETURNED:
        back = invoiced.credited_returns({line.return_line_id or 0 for line in goods}, drafts=False)
        for line in goods:
            key = line.return_line_id or 0
            before = back.get(key, NOTHING)
            line.amount_expected = invoiced.expected_of_return(line, before)
            line.amount_variance = line.amount_net - line.amount_expected
            back[key] = (before[0] - line.quantity, before[1] - line.amount_expected)
    elif credit.reason == Reason.WRONG:
        done = invoiced.reckoned({line.receipt_line_id or 0 for line in goods})
        for line in goods:
            key = line.receipt_line_id or 0
            before = done.get(key, NOTHING)
            line.amount_expected = invoiced.expected(line, before)
            done[key] = (before[0] + line.quantity, before[1] + line.amount_expected)


def require_not_invoiced_again(lines: list[SupplierInvoiceLine]) -> None:
    """What it took out may stand on another invoice by now."""
    done = invoiced.reckoned({line.receipt_line_id or 0 for line in lines if line.is_goods})
    for line in lines:
        facts = {"line": line.position}
        again = _("Line %(line)s: the supplier has invoiced it again. Reverse that invoice first.") % facts
        if line.receipt_line:
            quantity, amount = done.get(line.receipt_line.pk, NOTHING)
            require(quantity - line.quantity <= line.receipt_line.quantity, again)
            done[line.receipt_line.pk] = (quantity - line.quantity, amount)
        elif line.order_line_id:
            bought = PurchaseOrderLine.objects.get(pk=line.order_line_id)
            require(bought.quantity_invoiced - line.quantity <= bought.quantity_due, again)
