"""How an order's lines stand, read in one statement: what their progress and their reservations are derived from."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.tenancy import current_agreement_id
from rackbeat.lib.statements import prepared
from sales.models import SalesOrder

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """The facts of a SalesOrderLine that say how far it has come; the words are those of the model."""

    pk: int
    item_id: int | None
    location_id: int | None  # its own, else the item's usual one
    quantity: Decimal
    quantity_cancelled: Decimal
    quantity_shipped: Decimal
    quantity_invoiced: Decimal
    quantity_returned: Decimal
    is_stock: bool

    @property
    def is_text(self) -> bool:
        return self.item_id is None

    @property
    def quantity_due(self) -> Decimal:
        return self.quantity - self.quantity_cancelled

    @property
    def quantity_to_ship(self) -> Decimal:
        return self.quantity_due - self.quantity_shipped if self.is_stock else ZERO

    @property
    def quantity_to_invoice(self) -> Decimal:
        return ZERO if self.is_text else self.quantity_due - self.quantity_invoiced - self.quantity_returned


@dataclass(frozen=True)
class Standing:
    """An order's lines, and whether a shipment or an invoice of it waits."""

    lines: list[Line]
    has_open_shipment: bool
    has_draft_invoice: bool
    has_invoice: bool


def of(order: SalesOrder) -> Standing:
    """As the rows say now; the order's row is locked."""
    with prepared() as cursor:
        cursor.execute(STANDING, {"a": current_agreement_id(), "order": order.pk})
        rows = cursor.fetchall()
    return Standing([Line(*row[3:]) for row in rows if row[3] is not None], *(rows[0][:3] if rows else [False] * 3))


STANDING = """
SELECT EXISTS (SELECT FROM sales_shipment s
    WHERE s.agreement_id = %(a)s AND s.order_id = %(order)s AND s.status = 'open'),
  EXISTS (SELECT FROM sales_salesinvoice v
    WHERE v.agreement_id = %(a)s AND v.order_id = %(order)s AND v.kind = 'invoice' AND v.status = 'draft'),
  EXISTS (SELECT FROM sales_salesinvoice v WHERE v.agreement_id = %(a)s AND v.order_id = %(order)s),
  l.id, l.item_id, coalesce(l.location_id, i.default_location_id), l.quantity, l.quantity_cancelled, l.quantity_shipped,
  l.quantity_invoiced, l.quantity_returned, coalesce(g.has_stock, false)
FROM sales_salesorder o
LEFT JOIN sales_salesorderline l ON l.agreement_id = o.agreement_id AND l.order_id = o.id
LEFT JOIN inventory_item i ON i.agreement_id = l.agreement_id AND i.id = l.item_id
LEFT JOIN inventory_itemgroup g ON g.agreement_id = i.agreement_id AND g.id = i.group_id
WHERE o.agreement_id = %(a)s AND o.id = %(order)s ORDER BY l.position, l.id
"""
