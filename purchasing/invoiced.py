"""What supplier invoices and credit notes hold of receipts' lines, of returns and of one another. Read only.

A receipt's line is counted twice over. What is *invoiced* of it sinks with each credit note that takes goods out, whether
they went back or were never owed. What was *reckoned*, the share of the line's net that invoices were expected to come to,
knows nothing of goods that went back: they came, and were invoiced rightly. A reduction in price is in neither.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from purchasing import progress
from purchasing.models import GoodsReceiptLine, SupplierInvoice, SupplierInvoiceLine, SupplierReturnLine
from purchasing.uninvoiced import QUANTITY
from rackbeat.lib.amounts import round_half_up
from rackbeat.templatetags import ui

ZERO = Decimal(0)
NOTHING = (ZERO, ZERO)
Kind, Reason, Status = SupplierInvoice.Kind, SupplierInvoice.Reason, SupplierInvoice.Status


def _sums(rows: QuerySet[Any], by: str, *amounts: str) -> dict[int, Any]:
    """By the key `by` the sum of each amount."""
    found = rows.order_by().values_list(by).annotate(*(Sum(name) for name in amounts))
    return {key: sums[0] if len(amounts) == 1 else tuple(sums) for key, *sums in found}


# --- of a receipt's line ---------------------------------------------------------------------------------------------


def invoiced(lines: Iterable[int]) -> dict[int, Decimal]:
    """By the receipt's line: the quantity that booked invoices hold of it, less what credit notes took out."""
    rows = SupplierInvoiceLine.objects.filter(receipt_line__in=list(lines), invoice__status=Status.BOOKED)
    return _sums(rows.exclude(invoice__reason=Reason.ALLOWANCE), "receipt_line", "quantity")


def waiting(lines: Iterable[int]) -> dict[int, Decimal]:
    """By the receipt's line: what invoices hold of it that are still being entered."""
    rows = SupplierInvoiceLine.objects.filter(receipt_line__in=list(lines), invoice__status=Status.DRAFT)
    return _sums(rows.filter(invoice__kind=Kind.INVOICE), "receipt_line", "quantity")


def reckoned(lines: Iterable[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """By the receipt's line: the quantity whose share of the line's net has been expected, and what that came to."""
    rows = SupplierInvoiceLine.objects.filter(receipt_line__in=list(lines), invoice__status=Status.BOOKED)
    rows = rows.exclude(invoice__reason__in=[Reason.RETURNED, Reason.ALLOWANCE])
    return _sums(rows, "receipt_line", "quantity", "amount_expected")


def left_of(lines: Sequence[GoodsReceiptLine], *, drafts: bool = True) -> dict[int, Decimal]:
    """What the supplier has still to invoice of what came and stayed; with `drafts` less what waits on drafts."""
    keys = [line.pk for line in lines]
    done, gone = invoiced(keys), progress.returned(keys)
    drafted = waiting(keys) if drafts else {}
    return {
        line.pk: max(
            line.quantity - gone.get(line.pk, ZERO) - done.get(line.pk, ZERO) - drafted.get(line.pk, ZERO), ZERO
        )
        for line in lines
    }


def expected(line: SupplierInvoiceLine, before: tuple[Decimal, Decimal]) -> Decimal:
    """What the receipt said that these goods cost: the share that, with what was reckoned before, sums to the line's net."""
    return _share(line.receipt_line, line.quantity, before)


def too_many(line: SupplierInvoiceLine, left: Decimal) -> str:
    """Why more goods than came and nobody invoiced cannot be booked, and what to do."""
    facts = {"line": line.position, "rest": ui.quantity(left), "item": line.item.number if line.item else ""}
    if left <= 0:
        return _("Line %(line)s: item %(item)s of that receipt has been invoiced already. Remove the line.") % facts
    words = _(
        "Line %(line)s: only %(rest)s of item %(item)s came and have not been invoiced."
        " Receive the rest first, or lower the quantity."
    )
    return words % facts


# --- of an invoice's line, and of a return's ---------------------------------------------------------------------------


def credited(lines: Iterable[int], *, but: SupplierInvoice | None = None, drafts: bool = True) -> dict[int, Any]:
    """By the invoice's line: the quantity that credit notes took out of it, and the money that they gave back, above zero."""
    rows = _holding(SupplierInvoiceLine.objects.filter(credits__in=list(lines)), but, drafts)
    quantities = _sums(rows.exclude(invoice__reason=Reason.ALLOWANCE), "credits", "quantity")
    money = _sums(rows, "credits", "amount_net")
    return {key: (-quantities.get(key, ZERO), -amount) for key, amount in money.items()}


def credited_returns(
    lines: Iterable[int], *, but: SupplierInvoice | None = None, drafts: bool = True
) -> dict[int, tuple[Decimal, Decimal]]:
    """By the return's line: the quantity that credit notes hold of it, and what its return said of that, above zero."""
    rows = _holding(SupplierInvoiceLine.objects.filter(return_line__in=list(lines)), but, drafts)
    sums = _sums(rows, "return_line", "quantity", "amount_expected")
    return {key: (-quantity, -amount) for key, (quantity, amount) in sums.items()}


def _holding(rows: QuerySet[Any], but: SupplierInvoice | None, drafts: bool) -> QuerySet[Any]:
    """The lines of credit notes that count: not those of `but`, nor of one that was reversed."""
    rows = rows.exclude(invoice__status=Status.REVERSED) if drafts else rows.filter(invoice__status=Status.BOOKED)
    return rows.exclude(invoice=but) if but is not None else rows


def uncredited(lines: QuerySet[SupplierReturnLine]) -> QuerySet[Any]:
    """Those of which something is `left` that no credit note, booked or not, holds."""
    held = _holding(SupplierInvoiceLine.objects.filter(return_line=OuterRef("pk")), None, drafts=True)
    total = held.order_by().values("return_line").annotate(total=Sum("quantity")).values("total")
    left = F("quantity") + Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY)
    return lines.annotate(left=left).filter(left__gt=0)


def expected_of_return(line: SupplierInvoiceLine, before: tuple[Decimal, Decimal]) -> Decimal:
    """What the return said that the supplier would credit for these goods, below zero."""
    return -_share(line.return_line, -line.quantity, before)


def _share(whole: Any, quantity: Decimal, before: tuple[Decimal, Decimal]) -> Decimal:
    """The share of the whole line's net that, with what was taken before, sums to it."""
    done, amount = before
    return round_half_up(Fraction(whole.amount_net) * Fraction(done + quantity) / Fraction(whole.quantity)) - amount
