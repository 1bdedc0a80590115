"""What may happen to a supplier's invoice: drafted from receipts, an order or freely, booked, taken back, thrown away.

Booking is the moment that cost changes: the goods cost what the invoice says, not what their receipt assumed, and the
freight that stands on it is spread over the goods that it brought. What was sold already takes its share along.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from accounts import employees, history, numbers
from accounts.models import Agreement, User
from inventory import items, posting
from layouts import drafting, stored
from layouts.drafting import renew
from purchasing import invoiced, landed, progress
from purchasing.models import (
    GoodsReceipt,
    GoodsReceiptLine,
    LandedShare,
    PurchaseOrder,
    PurchaseOrderLine,
    Supplier,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierInvoiceReceipt,
    SupplierReturn,
)
from rackbeat.lib import periods
from rackbeat.lib.amounts import round_half_up
from rackbeat.lib.refusal import Refusal, require
from rackbeat.templatetags import ui

ZERO, NOTHING = Decimal(0), invoiced.NOTHING
SERIES, DRAFTS = "supplier invoices", "supplier invoice drafts"
Kind, Reason, Status = SupplierInvoice.Kind, SupplierInvoice.Reason, SupplierInvoice.Status
RECEIPT = GoodsReceipt._meta.label_lower


def lock(invoice: SupplierInvoice, *more: GoodsReceipt) -> SupplierInvoice:
    """The chain from its start: purchase orders, receipts, returns, the invoices that it credits, it; by id within a kind."""
    covered = set(SupplierInvoiceReceipt.objects.filter(invoice=invoice).values_list("receipt", flat=True))
    ids = covered | {receipt.pk for receipt in more}
    orders = set(GoodsReceipt.objects.filter(pk__in=ids, order__isnull=False).values_list("order", flat=True))
    for pk in sorted(orders):
        PurchaseOrder.objects.lock(pk)
    for pk in sorted(ids):
        GoodsReceipt.objects.lock(pk)
    if invoice.is_credit:
        _lock_credited(invoice)
    invoice = SupplierInvoice.objects.lock(invoice)
    now = set(SupplierInvoiceReceipt.objects.filter(invoice=invoice).values_list("receipt", flat=True))
    require(now <= ids, _("Somebody else changed this meanwhile. Look at what stands here now, and try again."))
    return invoice


def _lock_credited(credit: SupplierInvoice) -> None:
    """What a credit note is about: the returns that it credits, and the invoices."""
    for pk in sorted(
        set(credit.lines.exclude(return_line=None).values_list("return_line__supplier_return", flat=True))
    ):
        SupplierReturn.objects.lock(pk)
    for pk in sorted(set(credit.lines.exclude(credits=None).values_list("credits__invoice", flat=True))):
        SupplierInvoice.objects.lock(pk)


# --- drafts ----------------------------------------------------------------------------------------------------------


def new(supplier: Supplier, by: User, **facts: Any) -> SupplierInvoice:
    """An invoice or a credit note that is not stored yet."""
    agreement = Agreement.current()
    invoice = SupplierInvoice(
        supplier=supplier,
        currency=agreement.base_currency_id,
        payment_terms=supplier.payment_terms,
        our_reference=employees.reference(by),
        created_by=by,
        draft_number=numbers.take(DRAFTS, first=1),
        **facts,
    )
    invoice.copy_party(supplier)
    return invoice


@transaction.atomic
def draft(supplier: Supplier, *, by: User, **facts: Any) -> SupplierInvoice:
    """Begin to enter an invoice that no receipt is known of: a carrier's, or one for services."""
    require(not supplier.is_barred, _("%(supplier)s is barred.") % {"supplier": supplier})
    invoice = new(supplier, by)
    for name, value in facts.items():
        setattr(invoice, name, value)
    invoice.save()
    history.record(invoice, "created", by=by)
    return invoice


@transaction.atomic
def draft_from_receipt(receipt: GoodsReceipt, *, by: User) -> SupplierInvoice:
    """Begin the supplier's invoice of all that a receipt brought and nobody has invoiced."""
    invoice = new(receipt.supplier, by)
    if receipt.order:
        invoice.payment_terms = receipt.order.payment_terms
        invoice.delivery_terms = receipt.order.delivery_terms
    invoice.save()
    add_receipt(invoice, receipt, by=by)
    history.record(invoice, "made_from", by=by, source=receipt)
    return invoice


@transaction.atomic
def draft_from_order(order: PurchaseOrder, *, by: User) -> SupplierInvoice:
    """Begin the supplier's invoice of all that a purchase order's receipts brought, with its work and fees."""
    order = PurchaseOrder.objects.lock(order)
    require(order.status != PurchaseOrder.Status.DRAFT, _("Send the purchase order first."))
    invoice = new(order.supplier, by)
    invoice.payment_terms, invoice.delivery_terms = order.payment_terms, order.delivery_terms
    invoice.their_reference = order.their_reference
    invoice.save()
    for receipt in order.receipts.filter(status=GoodsReceipt.Status.RECEIVED).order_by("pk"):
        lines = list(receipt.lines.all())
        if any(invoiced.left_of(lines).values()):
            _cover(invoice, receipt, with_goods=True)
    _add_services(invoice, order)
    require(invoice.lines.exists(), _("Nothing is left to invoice: receive goods first, or look at its invoices."))
    renew(invoice)
    history.record(invoice, "made_from", by=by, source=order)
    return invoice


@transaction.atomic
def add_receipt(
    invoice: SupplierInvoice, receipt: GoodsReceipt, *, by: User, with_goods: bool = True
) -> SupplierInvoice:
    """Let a draft be about one more receipt: its goods are invoiced, or only bear the freight that stands on it."""
    invoice = lock(invoice, receipt)
    drafting.require_draft(invoice)
    receipt = GoodsReceipt.objects.get(pk=receipt.pk)
    require(
        receipt.status == GoodsReceipt.Status.RECEIVED,
        _("Receipt %(number)s has not been processed.") % {"number": receipt.number},
        field="receipt",
    )
    if with_goods:
        require(
            receipt.supplier_id == invoice.supplier_id,
            _("Its goods came from %(name)s. Let them bear freight only.") % {"name": receipt.party_name},
            field="receipt",
        )
    if with_goods and not invoice.is_credit:
        left = invoiced.left_of(list(receipt.lines.all()))
        none_left = _("Nothing of receipt %(number)s is left to invoice: it stands on another invoice, or on a draft.")
        require(any(left.values()), none_left % {"number": receipt.number}, field="receipt")
    _cover(invoice, receipt, with_goods=with_goods)
    renew(invoice)
    history.record(invoice, "receipt_added", by=by, number=receipt.number)
    return invoice


def _cover(invoice: SupplierInvoice, receipt: GoodsReceipt, *, with_goods: bool) -> None:
    SupplierInvoiceReceipt.objects.get_or_create(invoice=invoice, receipt=receipt)
    if not with_goods:
        return
    lines = list(receipt.lines.select_related("item__group"))
    left = _reducible(invoice, lines) if invoice.is_credit else invoiced.left_of(lines)
    at = invoice.lines.aggregate(last=Max("position"))["last"] or 0
    made = []
    for line in lines:
        if not left[line.pk]:
            continue
        at += 1
        facts = {name: getattr(line, name) for name in ("text", "unit", "item", "price", "discount_percent")}
        copy = SupplierInvoiceLine(invoice=invoice, receipt_line=line, order_line_id=line.order_line_id, **facts)
        copy.position, copy.quantity, copy.vat_percent = at, copy.sign * left[line.pk], line.vat_percent
        if invoice.is_credit:
            copy.price = copy.discount_percent = ZERO  # by how much each is cheaper is still to be said
        copy.reckon()
        made.append(copy)
    SupplierInvoiceLine.objects.bulk_create(made)


def _reducible(credit: SupplierInvoice, lines: list[GoodsReceiptLine]) -> dict[int, Decimal]:
    """What of a receipt can become cheaper by a free credit note: what came and stayed, unless it stands there already."""
    require(
        credit.reason == Reason.ALLOWANCE and credit.credits_id is None,
        _("The credit note is about an invoice's lines. Let the receipt bear freight only."),
        field="receipt",
    )
    there = set(credit.lines.values_list("receipt_line", flat=True))
    gone = progress.returned([line.pk for line in lines])
    return {line.pk: ZERO if line.pk in there else line.quantity - gone.get(line.pk, ZERO) for line in lines}


def _add_services(invoice: SupplierInvoice, order: PurchaseOrder) -> None:
    """What is bought without coming into stock: of each line what no invoice, booked or not, holds."""
    rows = SupplierInvoiceLine.objects.filter(order_line__order=order, invoice__status=Status.DRAFT)
    rows = rows.filter(invoice__kind=Kind.INVOICE).order_by()
    waiting = dict(rows.values_list("order_line").annotate(Sum("quantity")))
    at = invoice.lines.aggregate(last=Max("position"))["last"] or 0
    for line in order.lines.filter(item__group__has_stock=False).select_related("item__group"):
        left = line.quantity_due - line.quantity_invoiced - waiting.get(line.pk, ZERO)
        if left <= 0:
            continue
        at += 1
        facts = {name: getattr(line, name) for name in ("text", "unit", "item", "price", "discount_percent")}
        copy = SupplierInvoiceLine(invoice=invoice, order_line=line, position=at, quantity=left, **facts)
        copy.vat_percent = line.vat_percent
        copy.reckon()
        copy.save()


@transaction.atomic
def remove_receipt(invoice: SupplierInvoice, receipt: GoodsReceipt, *, by: User) -> SupplierInvoice:
    """Let a draft no longer be about a receipt: its lines go with it."""
    invoice = lock(invoice, receipt)
    drafting.require_draft(invoice)
    gone, _each = invoice.covers.filter(receipt=receipt).delete()
    if not gone:
        return invoice
    invoice.lines.filter(receipt_line__receipt=receipt).delete()
    lines = list(invoice.lines.order_by("position", "id"))
    for position, line in enumerate(lines, start=1):
        line.position = position
    SupplierInvoiceLine.objects.bulk_update(lines, ["position"])
    renew(invoice)
    history.record(invoice, "receipt_removed", by=by, number=receipt.number)
    return invoice


# --- lines -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_line(invoice: SupplierInvoice, *, by: User, **facts: Any) -> SupplierInvoiceLine:
    """Put freight, work or a fee on a draft."""
    _require_no_goods(facts.get("item"))
    return drafting.add_line(invoice, by=by, **facts)


@transaction.atomic
def change_line(line: SupplierInvoiceLine, *, by: User, **facts: Any) -> SupplierInvoiceLine:
    """Write new facts of a draft's line. Goods stay the goods of their receipt."""
    item = facts.get("item", line.item)
    if line.is_goods:
        require(item == line.item, _("The line is about goods that came. Take it out instead."), field="item")
    else:
        _require_no_goods(item)
    return drafting.change_line(line, by=by, **facts)


def _require_no_goods(item: Any) -> None:
    require(
        item is None or not item.group.has_stock,
        _("%(item)s is kept in stock, so it is invoiced through its receipt. Add the receipt.") % {"item": item},
        field="item",
    )


# --- booked, and taken back ------------------------------------------------------------------------------------------


def due_on(invoice: SupplierInvoice) -> date | None:
    """As the invoice says, else by the payment terms."""
    if invoice.due_on or invoice.invoiced_on is None:
        return invoice.due_on
    return invoice.payment_terms.due_on(invoice.invoiced_on) if invoice.payment_terms else invoice.invoiced_on


@transaction.atomic
def book(invoice: SupplierInvoice, *, by: User, on: date | None = None) -> SupplierInvoice:
    """Make it final: it takes the series' next number, and from `on` (today) the goods cost what it says."""
    agreement = Agreement.held()
    invoice = lock(invoice)
    on = on or agreement.today()
    posting.lock_settings(on)  # also where nothing is posted: money has its date too
    lines = list(invoice.lines.select_related("item__group", "receipt_line__item", "order_line"))
    _require_bookable(invoice, lines, agreement)
    _expect(lines)
    carriers = landed.carriers(invoice, lines)
    posting.lock_states({line.item_id or 0 for line in lines if line.is_goods} | {each.item_id for each in carriers})
    number = invoice.number = numbers.take(SERIES)
    source = posting.Source.of(invoice, invoice.party_name)
    reprice([line for line in lines if line.is_goods], source=source, on=on, poster=by)
    shares = landed.post(lines, carriers, source=source, on=on, poster=by)
    SupplierInvoiceLine.objects.bulk_update(lines, RESULTS)  # before the status, which freezes them
    LandedShare.objects.bulk_create(shares)
    facts = {"due_on": due_on(invoice), "booked_on": on, "booked_at": periods.now(), "booked_by": by, "archived": True}
    invoice.become(Status.BOOKED, number=number, **facts)
    count(invoice, lines, 1)
    if agreement.costs_follow_invoices and not invoice.is_credit:
        _expect_next_time(lines, by)
    stored.later(invoice)
    history.record(invoice, "booked", by=by, number=number)
    return invoice


def _expect_next_time(lines: list[SupplierInvoiceLine], by: User) -> None:
    """What the goods cost here, discount taken off, is what the next purchase orders begin with."""
    asked = {line.item: line for line in lines if line.is_goods and line.item}
    for item, line in sorted(asked.items(), key=lambda each: each[0].pk):
        price = round_half_up(line.price * (100 - line.discount_percent) / 100, 6)
        items.change(item, by=by, expected_cost=price)


RESULTS = ["amount_expected", "amount_stock", "amount_cost_of_sales", "amount_variance"]


def _require_bookable(invoice: SupplierInvoice, lines: list[SupplierInvoiceLine], agreement: Agreement) -> None:
    require(invoice.is_draft and not invoice.is_credit, _("It is booked already."))
    require(any(line.item_id for line in lines), _("Add a line before you book the invoice."))
    both = _("Enter the number and the date of the supplier's invoice first.")
    require(invoice.supplier_number or invoice.invoiced_on, both, field="supplier_number")
    require(invoice.supplier_number, _("Enter the supplier's invoice number first."), field="supplier_number")
    require(invoice.invoiced_on, _("Enter the date of the supplier's invoice first."), field="invoiced_on")
    require((invoice.invoiced_on or date.min) <= agreement.today(), _("The invoice date lies in the future."))
    require(
        invoice.due_on is None or invoice.due_on >= (invoice.invoiced_on or date.min), _("It is due before its date.")
    )
    require_once(invoice, _("%(name)s's invoice %(theirs)s is booked already, as %(ours)s."))
    less = _("An invoice cannot come to less than nothing. What the supplier gives back stands on a credit note.")
    require(invoice.amount_total >= 0, less)


def require_once(invoice: SupplierInvoice, words: str) -> None:
    """The same paper of a supplier is booked once."""
    same = {"supplier": invoice.supplier_id, "supplier_number": invoice.supplier_number, "kind": invoice.kind}
    other = SupplierInvoice.objects.filter(status=Status.BOOKED, **same).first()
    if other is not None:
        facts = {"name": invoice.party_name, "theirs": invoice.supplier_number, "ours": other.number}
        raise Refusal(words % facts)


def _expect(lines: list[SupplierInvoiceLine]) -> None:
    """Set what each line was expected to cost. Never more goods than came and nobody invoiced."""
    goods = [line for line in lines if line.is_goods]
    done = invoiced.reckoned({line.receipt_line_id or 0 for line in goods})
    for line in goods:
        came: Any = line.receipt_line
        before = done.get(came.pk, NOTHING)
        left = came.quantity - before[0]
        require(line.quantity <= left, invoiced.too_many(line, left))
        line.amount_expected = invoiced.expected(line, before)
        done[came.pk] = (before[0] + line.quantity, before[1] + line.amount_expected)
    fees = [line for line in lines if line.order_line_id and not line.is_goods]
    for line in fees:
        bought: Any = PurchaseOrderLine.objects.get(pk=line.order_line_id)
        left = bought.quantity_due - bought.quantity_invoiced
        facts = {"line": line.position, "rest": ui.quantity(max(left, ZERO))}
        require(line.quantity <= left, _("Line %(line)s: only %(rest)s are left to invoice of the order.") % facts)


def reprice(goods: list[SupplierInvoiceLine], *, source: posting.Source, on: date, poster: User) -> None:
    """The difference to what the receipt assumed: to stock, to what was sold, or to what went back."""
    changed = [line for line in goods if line.amount_net != line.amount_expected]
    outcomes = posting.reprice(
        [
            posting.Reprice(
                line.item_id or 0, line.amount_net - line.amount_expected, line.pk, (RECEIPT, line.receipt_line_id or 0)
            )
            for line in changed
        ],
        source=source,
        effective_on=on,
        by=poster,
    )
    for line, outcome in zip(changed, outcomes, strict=True):
        line.amount_stock, line.amount_cost_of_sales = outcome.stock, outcome.cost_of_sales
        line.amount_variance = outcome.price_variance


def count(invoice: SupplierInvoice, lines: Iterable[SupplierInvoiceLine], sign: int) -> None:
    """Count at the purchase orders' lines what is invoiced now, or no longer. A reduction in price invoices no less."""
    if invoice.reason == Reason.ALLOWANCE:
        return
    counted = ((line.order_line_id, sign * line.quantity) for line in lines)
    for pk in progress.count("quantity_invoiced", counted):
        progress.update(PurchaseOrder.objects.get(pk=pk))


@transaction.atomic
def reverse(invoice: SupplierInvoice, *, by: User, on: date | None = None) -> SupplierInvoice:
    """Take the booking back: costs are as without it, and the goods can be invoiced again. It keeps its number."""
    agreement = Agreement.held()
    invoice = lock(invoice)
    on = on or agreement.today()
    posting.lock_settings(on)  # also where nothing is posted: money has its date too
    require(not invoice.is_draft, _("It is not booked: change it, or delete it."))
    require(invoice.status == Status.BOOKED, _("It was reversed already."))
    require(on >= (invoice.booked_on or on), _("It cannot be taken back before it was booked."), field="on")
    _require_not_credited(invoice)
    source = posting.Source.of(invoice, invoice.party_name)
    posting.reverse(invoice._meta.label_lower, invoice.pk, source=source, effective_on=on, by=by)
    invoice.become(Status.REVERSED, reversed_on=on)
    count(invoice, invoice.lines.all(), -1)
    history.record(invoice, "taken_back", by=by)
    return invoice


def _require_not_credited(invoice: SupplierInvoice) -> None:
    """Reversed are the last first: a credit note would take back what is no longer there."""
    rows = SupplierInvoice.objects.filter(status=Status.BOOKED, lines__credits__invoice=invoice)
    number = rows.order_by("number").values_list("number", flat=True).first()
    require(number is None, _("Credit note %(number)s credits it. Reverse that first.") % {"number": number})


@transaction.atomic
def delete(invoice: SupplierInvoice, *, by: User) -> None:
    """Throw a draft away: its goods wait for an invoice again."""
    drafting.delete(lock(invoice), by=by)
