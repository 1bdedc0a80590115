"""What may happen to a purchase order: written, sent to the supplier, opened again, cancelled."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import employees, history, numbers
from accounts.models import Agreement, OwnAddress, User
from purchasing import progress
from purchasing.models import GoodsReceipt, PurchaseOrder, PurchaseOrderLine, Supplier
from rackbeat.lib import periods
from rackbeat.lib.refusal import require


@transaction.atomic
def draft(supplier: Supplier, *, by: User, **facts: Any) -> PurchaseOrder:
    """Begin a purchase order; it is expected after the supplier's usual time of delivery."""
    require(not supplier.is_barred, _("%(supplier)s is barred.") % {"supplier": supplier})
    agreement = Agreement.current()
    order = PurchaseOrder(
        supplier=supplier,
        ordered_on=agreement.today(),
        currency=agreement.base_currency_id,
        payment_terms=supplier.payment_terms,
        our_reference=employees.reference(by),
        created_by=by,
    )
    if supplier.delivery_days is not None:
        order.expected_on = agreement.today() + timedelta(days=supplier.delivery_days)
    order.copy_party(supplier)
    order.deliver_to(OwnAddress.objects.filter(is_default=True).first())
    for name, value in facts.items():
        setattr(order, name, value)
    order.number = numbers.take("purchase orders")
    order.save()
    history.record(order, "created", by=by)
    return order


@transaction.atomic
def send(order: PurchaseOrder, *, by: User) -> PurchaseOrder:
    """The order is with the supplier: from now on its goods are expected."""
    order = PurchaseOrder.objects.lock(order)
    require(order.lines.filter(item__isnull=False, quantity__gt=0).exists(), _("Add a line before you send the order."))
    order.become(PurchaseOrder.Status.SENT, sent_at=periods.now())
    progress.update(order)
    history.record(order, "sent", by=by)
    return order


@transaction.atomic
def expect(order: PurchaseOrder, *, by: User, on: date | None = None) -> PurchaseOrder:
    """The supplier says when the goods will come, or that nobody knows."""
    order = PurchaseOrder.objects.lock(order)
    require(order.status == PurchaseOrder.Status.SENT, _("Only what has been sent to the supplier is expected."))
    changes = history.differences(order, {"expected_on": on})
    if changes:
        order.save(update_fields=["expected_on"])
        progress.update(order)
        history.record(order, "changed", by=by, changes=changes)
    return order


@transaction.atomic
def reopen(order: PurchaseOrder, *, by: User) -> PurchaseOrder:
    """Back to a draft, to be changed, while no receipt has been made."""
    order = PurchaseOrder.objects.lock(order)
    require(not order.receipts.exists(), _("It has receipts. Cancel what remains, and make a new order."))
    require(
        not order.lines.filter(invoice_lines__isnull=False).exists(),
        _("A supplier invoice is about it. Cancel what remains, and make a new order."),
    )
    order.become(PurchaseOrder.Status.DRAFT)
    progress.update(order)
    history.record(order, "reopened", by=by)
    return order


@transaction.atomic
def cancel(order: PurchaseOrder, *, by: User) -> PurchaseOrder:
    """What has not come is no longer wanted."""
    order = PurchaseOrder.objects.lock(order)
    require(
        not order.receipts.filter(status=GoodsReceipt.Status.OPEN).exists(),
        _("A receipt of it waits to be processed. Process or delete that first."),
    )
    require(order.receiving != PurchaseOrder.Receiving.FULL, _("All of it has been received already."))
    lines = list(order.lines.all())
    for line in lines:
        line.quantity_cancelled = max(
            line.quantity - max(line.quantity_received, line.quantity_invoiced), line.quantity * 0
        )
    PurchaseOrderLine.objects.bulk_update(lines, ["quantity_cancelled"])
    order.become(PurchaseOrder.Status.CANCELLED, cancelled_at=periods.now())
    progress.update(order)
    history.record(order, "cancelled", by=by)
    return order
