"""Freight and other costs that belong to goods: spread over receipts' lines to the last øre, and posted to what they cost."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from inventory import posting
from inventory.models.ledger import EntryKind
from purchasing.models import GoodsReceipt, GoodsReceiptLine, LandedShare, SupplierInvoice, SupplierInvoiceLine
from rackbeat.lib.amounts import spread
from rackbeat.lib.refusal import require

ZERO = Decimal(0)
Spread = SupplierInvoiceLine.Spread


def carriers(invoice: SupplierInvoice, lines: Sequence[SupplierInvoiceLine]) -> list[GoodsReceiptLine]:
    """The receipts' lines that bear what is spread; none where nothing is. What is credited goes back to who bore it."""
    spread = [line for line in lines if line.is_spread]
    again = [line.credits_id for line in spread if line.credits_id]
    rows = GoodsReceiptLine.objects.none()
    if len(again) < len(spread):
        rows = GoodsReceiptLine.objects.filter(receipt__covered_by__invoice=invoice, quantity__gt=0)
        require(rows.exists(), _("Say which receipt's goods bear the cost that is spread: add the receipt."))
    if again:
        rows = rows | GoodsReceiptLine.objects.filter(landed__line__in=again)
    return list(rows.distinct().select_related("item").order_by("receipt__number", "position", "id"))


def weights(
    line: SupplierInvoiceLine, goods: Sequence[GoodsReceiptLine], lines: Sequence[SupplierInvoiceLine]
) -> list[Decimal]:
    """By what the line's cost is shared: what the goods cost (as this invoice says it), how many they are, or their weight."""
    if line.spread == Spread.QUANTITY:
        return [each.quantity for each in goods]
    if line.spread == Spread.WEIGHT:
        without = sorted({each.item.number for each in goods if not each.item.weight_kg})
        words = _("Line %(line)s is spread by weight, and nobody has said what these items weigh: %(items)s.")
        require(not without, words % {"line": line.position, "items": ", ".join(without)})
        return [each.quantity * (each.item.weight_kg or ZERO) for each in goods]
    changes = {each.pk: ZERO for each in goods}
    for each in lines:
        if each.receipt_line_id in changes and not each.return_line_id:  # what went back costs nothing any more
            changes[each.receipt_line_id] += each.amount_net - each.amount_expected
    return [max(each.amount_net + changes[each.pk], ZERO) for each in goods]


def shares(
    line: SupplierInvoiceLine, goods: Sequence[GoodsReceiptLine], lines: Sequence[SupplierInvoiceLine]
) -> list[LandedShare]:
    """The line's amount in parts that sum to it exactly."""
    if line.credits_id:
        return _given_back(line)
    parts = spread(line.amount_net, weights(line, goods, lines))
    return [
        LandedShare(line=line, receipt_line=each, amount=part) for each, part in zip(goods, parts, strict=True) if part
    ]


def _given_back(line: SupplierInvoiceLine) -> list[LandedShare]:
    """A credited cost in the shares in which it was borne, less what was given back before: all of it leaves nothing."""
    bore = LandedShare.objects.filter(line=line.credits_id).select_related("receipt_line__item").order_by("id")
    before = LandedShare.objects.filter(line__credits=line.credits_id, line__invoice__status="booked").order_by()
    done = dict(before.values_list("receipt_line").annotate(Sum("amount")))
    rest = {share.receipt_line: share.amount + done.get(share.receipt_line_id, ZERO) for share in bore}
    parts = spread(line.amount_net, list(rest.values()))
    return [
        LandedShare(line=line, receipt_line=each, amount=part) for each, part in zip(rest, parts, strict=True) if part
    ]


def post(
    lines: Sequence[SupplierInvoiceLine],
    goods: Sequence[GoodsReceiptLine],
    *,
    source: posting.Source,
    on: date,
    poster: User,
) -> list[LandedShare]:
    """Let the goods cost more by their shares; each share, and its line, says where it went."""
    made = [share for line in lines if line.is_spread for share in shares(line, goods, lines)]
    kind = GoodsReceipt._meta.label_lower
    outcomes = posting.reprice(
        [
            posting.Reprice(share.receipt_line.item_id, share.amount, share.line_id, (kind, share.receipt_line_id))
            for share in made
        ],
        source=source,
        effective_on=on,
        by=poster,
        kind=EntryKind.LANDED_COST,
    )
    own = {line.pk: line for line in lines}
    for share, outcome in zip(made, outcomes, strict=True):
        share.amount_stock, share.amount_cost_of_sales = outcome.stock, outcome.cost_of_sales
        share.amount_variance = outcome.price_variance
        line = own[share.line_id]
        line.amount_stock += outcome.stock
        line.amount_cost_of_sales += outcome.cost_of_sales
        line.amount_variance += outcome.price_variance
    return made
