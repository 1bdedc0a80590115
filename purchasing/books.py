"""What must hold between purchase orders, receipts and stock, as queries (design, safety 4)."""

from django.utils.translation import gettext_noop as _

from layouts import books
from rackbeat.lib.books import Invariant

ORDERS, ORDER_LINES = "purchasing_purchaseorder", "purchasing_purchaseorderline"
RECEIPTS, RECEIPT_LINES = "purchasing_goodsreceipt", "purchasing_goodsreceiptline"

RECEIVING = f"""
SELECT o.agreement_id, o.id, o.number, o.status, o.receiving, o.archived, o.archived_by_hand,
  CASE WHEN o.status = 'draft' OR s.lines IS NULL THEN 'none' WHEN s.complete THEN 'full' WHEN s.begun THEN 'partly'
    WHEN EXISTS (SELECT FROM {RECEIPTS} r WHERE r.agreement_id = o.agreement_id AND r.order_id = o.id
      AND r.status = 'open') THEN 'ready' ELSE 'none' END AS due
FROM {ORDERS} o LEFT JOIN (
  SELECT l.agreement_id, l.order_id, count(*) AS lines,
    coalesce(bool_and(l.quantity_received >= l.quantity - l.quantity_cancelled) FILTER (WHERE g.has_stock), true) AS complete,
    coalesce(bool_or(l.quantity_received <> 0) FILTER (WHERE g.has_stock), false) AS begun
  FROM {ORDER_LINES} l JOIN inventory_item i ON i.id = l.item_id JOIN inventory_itemgroup g ON g.id = i.group_id
  WHERE l.quantity <> l.quantity_cancelled GROUP BY 1, 2) AS s ON s.agreement_id = o.agreement_id AND s.order_id = o.id
"""

INVARIANTS = [
    *books.sums("purchase order", ORDERS, ORDER_LINES, "order"),
    *books.sums("receipt", RECEIPTS, RECEIPT_LINES, "receipt"),
    Invariant(
        "I15",
        _("purchase order: what a line received is the sum of its processed receipts"),
        f"""SELECT l.agreement_id, 'purchase order ' || o.number || ', line ' || l.position, l.quantity_received,
          coalesce(r.quantity, 0)
        FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id
        LEFT JOIN (SELECT l.agreement_id, l.order_line_id, sum(l.quantity) AS quantity FROM {RECEIPT_LINES} l
          JOIN {RECEIPTS} r ON r.id = l.receipt_id WHERE r.status = 'received' GROUP BY 1, 2) AS r
          ON r.agreement_id = l.agreement_id AND r.order_line_id = l.id
        WHERE l.quantity_received <> coalesce(r.quantity, 0)""",
    ),
    Invariant(
        "I17",
        _("purchase order: what is expected is what sent orders have not received"),
        f"""SELECT agreement_id, 'purchase order ' || coalesce(l.number::text, e.source_number), coalesce(e.quantity_open, 0),
          coalesce(l.quantity, 0)
        FROM (SELECT l.agreement_id, l.id AS source_line_id, o.number, greatest(0, CASE WHEN o.status = 'sent'
            THEN l.quantity - l.quantity_cancelled - l.quantity_received ELSE 0 END) AS quantity
          FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id JOIN inventory_item i ON i.id = l.item_id
          JOIN inventory_itemgroup g ON g.id = i.group_id WHERE g.has_stock) AS l
        FULL JOIN inventory_expected e USING (agreement_id, source_line_id)
        WHERE coalesce(e.quantity_open, 0) <> coalesce(l.quantity, 0)""",
    ),
    Invariant(
        "I19",
        _("purchase order: receiving follows from its lines"),
        f"SELECT agreement_id, 'purchase order ' || number, receiving, due FROM ({RECEIVING}) AS o "
        "WHERE receiving <> due",
    ),
    Invariant(
        "I19",
        _("purchase order: archived where it is cancelled or received, or a hand did otherwise"),
        f"""SELECT agreement_id, 'purchase order ' || number, archived, NOT archived FROM ({RECEIVING}) AS o
        WHERE NOT archived_by_hand AND archived <> (status = 'cancelled' OR due = 'full')""",
    ),
    Invariant(
        "I19",
        _("receipt: archived where it is processed, or a hand did otherwise"),
        f"""SELECT agreement_id, 'receipt ' || number, archived, NOT archived FROM {RECEIPTS}
        WHERE NOT archived_by_hand AND archived <> (status = 'received')""",
    ),
    books.moved(
        "receipt", RECEIPTS, RECEIPT_LINES, "receipt", kind="purchasing.goodsreceipt", status="received", sign=""
    ),
    Invariant(
        "I13",
        _("receipt: stock is worth what its lines cost"),
        f"""SELECT l.agreement_id, 'receipt ' || r.number || ', line ' || l.position, coalesce(e.value, 0), l.amount_net
        FROM {RECEIPT_LINES} l JOIN {RECEIPTS} r ON r.id = l.receipt_id
        LEFT JOIN inventory_costentry e ON e.agreement_id = l.agreement_id AND e.source_line_id = l.id
          AND e.source_kind = 'purchasing.goodsreceipt' AND e.source_id = r.id
        WHERE r.status = 'received' AND l.quantity <> 0 AND e.value IS DISTINCT FROM l.amount_net""",
    ),
    books.told("receipt", RECEIPTS, "purchasing.goodsreceipt", "received", "received"),
]
