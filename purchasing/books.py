"""What must hold between purchase orders, receipts and stock, as queries (design, safety 4)."""

from django.utils.translation import gettext_noop as _

from layouts import books
from rackbeat.lib.books import Invariant

ORDERS, ORDER_LINES = "purchasing_purchaseorder", "purchasing_purchaseorderline"
RECEIPTS, RECEIPT_LINES = "purchasing_goodsreceipt", "purchasing_goodsreceiptline"
RETURNS, RETURN_LINES = "purchasing_supplierreturn", "purchasing_supplierreturnline"
INVOICES, INVOICE_LINES = "purchasing_supplierinvoice", "purchasing_supplierinvoiceline"

RECEIVING = f"""
SELECT o.agreement_id, o.id, o.number, o.status, o.receiving, o.invoicing, o.archived, o.archived_by_hand,
  CASE WHEN o.status = 'draft' OR NOT coalesce(v.begun, false) THEN 'none' WHEN v.complete THEN 'full'
    ELSE 'partly' END AS invoice_due,
  CASE WHEN o.status = 'draft' OR s.lines IS NULL THEN 'none' WHEN s.complete THEN 'full' WHEN s.begun THEN 'partly'
    WHEN EXISTS (SELECT FROM {RECEIPTS} r WHERE r.agreement_id = o.agreement_id AND r.order_id = o.id
      AND r.status = 'open') THEN 'ready' ELSE 'none' END AS due
FROM {ORDERS} o LEFT JOIN (
  SELECT l.agreement_id, l.order_id, count(*) AS lines,
    coalesce(bool_and(l.quantity_received >= l.quantity - l.quantity_cancelled) FILTER (WHERE g.has_stock), true) AS complete,
    coalesce(bool_or(l.quantity_received <> 0) FILTER (WHERE g.has_stock), false) AS begun
  FROM {ORDER_LINES} l JOIN inventory_item i ON i.id = l.item_id JOIN inventory_itemgroup g ON g.id = i.group_id
  WHERE l.quantity <> l.quantity_cancelled GROUP BY 1, 2) AS s ON s.agreement_id = o.agreement_id AND s.order_id = o.id
LEFT JOIN (
  SELECT l.agreement_id, l.order_id, bool_or(l.quantity_invoiced <> 0) AS begun,
    bool_and(l.quantity_invoiced >= CASE WHEN g.has_stock THEN greatest(greatest(l.quantity - l.quantity_cancelled,
      l.quantity_received) - l.quantity_returned, 0) ELSE l.quantity - l.quantity_cancelled END) AS complete
  FROM {ORDER_LINES} l JOIN inventory_item i ON i.id = l.item_id JOIN inventory_itemgroup g ON g.id = i.group_id
  WHERE l.quantity <> l.quantity_cancelled OR l.quantity_invoiced <> 0 GROUP BY 1, 2) AS v
  ON v.agreement_id = o.agreement_id AND v.order_id = o.id
"""
# What a booked invoice posted by itself, by line, kind and item; corrections of what was sold stand at the goods that were.
POSTED = """
SELECT e.agreement_id, e.source_id AS id, sum(e.value) AS value FROM inventory_costentry e
WHERE e.source_kind IN ('purchasing.supplierinvoice', 'purchasing.suppliercredit')
  AND e.kind IN ('late_price', 'landed_cost') GROUP BY 1, 2
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
        _("purchase order: invoicing follows from its lines"),
        f"SELECT agreement_id, 'purchase order ' || number, invoicing, invoice_due FROM ({RECEIVING}) AS o "
        "WHERE invoicing <> invoice_due",
    ),
    Invariant(
        "I19",
        _("purchase order: archived where it is cancelled, or received and invoiced, or a hand did otherwise"),
        f"""SELECT agreement_id, 'purchase order ' || number, archived, NOT archived FROM ({RECEIVING}) AS o
        WHERE NOT archived_by_hand AND archived <> (status = 'cancelled' OR (due = 'full' AND invoice_due = 'full'))""",
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
    *books.sums("supplier invoice", INVOICES, INVOICE_LINES, "invoice"),
    Invariant(
        "I15",
        _("purchase order: what a line was invoiced is the sum of its booked supplier invoices"),
        f"""SELECT l.agreement_id, 'purchase order ' || o.number || ', line ' || l.position, l.quantity_invoiced,
          coalesce(r.quantity, 0)
        FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id
        LEFT JOIN (SELECT l.agreement_id, l.order_line_id, sum(l.quantity) AS quantity FROM {INVOICE_LINES} l
          JOIN {INVOICES} v ON v.id = l.invoice_id WHERE v.status = 'booked' AND v.reason <> 'allowance' GROUP BY 1, 2) AS r
          ON r.agreement_id = l.agreement_id AND r.order_line_id = l.id
        WHERE l.quantity_invoiced <> coalesce(r.quantity, 0)""",
    ),
    Invariant(
        "I16",
        _("receipt: no more is invoiced than came, and its parts were expected to cost their share"),
        f"""SELECT l.agreement_id, 'receipt ' || r.number || ', line ' || l.position,
          v.quantity || ' for ' || v.expected, l.quantity || ' for ' || l.amount_net
        FROM {RECEIPT_LINES} l JOIN {RECEIPTS} r ON r.id = l.receipt_id
        JOIN (SELECT l.agreement_id, l.receipt_line_id, sum(l.quantity) AS quantity, sum(l.amount_expected) AS expected
          FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
          WHERE v.status = 'booked' AND v.reason NOT IN ('returned', 'allowance') AND l.receipt_line_id IS NOT NULL
          GROUP BY 1, 2) AS v
          ON v.agreement_id = l.agreement_id AND v.receipt_line_id = l.id
        WHERE v.quantity > l.quantity OR v.quantity = l.quantity AND v.expected <> l.amount_net""",
    ),
    Invariant(
        "I13",
        _("supplier invoice: what is spread sums to its line exactly"),
        f"""SELECT l.agreement_id, 'supplier invoice ' || v.number || ', line ' || l.position, coalesce(s.amount, 0),
          l.amount_net
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        LEFT JOIN (SELECT agreement_id, line_id, sum(amount) AS amount FROM purchasing_landedshare GROUP BY 1, 2) AS s
          ON s.agreement_id = l.agreement_id AND s.line_id = l.id
        WHERE v.status <> 'draft' AND l.spread <> 'none' AND coalesce(s.amount, 0) <> l.amount_net""",
    ),
    Invariant(
        "I13",
        _("supplier invoice: stock, cost of sales and price variance sum to what its lines changed"),
        f"""SELECT l.agreement_id, 'supplier invoice ' || v.number || ', line ' || l.position,
          l.amount_stock + l.amount_cost_of_sales + l.amount_variance, d.change
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        CROSS JOIN LATERAL (SELECT CASE WHEN l.receipt_line_id IS NOT NULL THEN l.amount_net - l.amount_expected
          WHEN l.spread <> 'none' THEN l.amount_net ELSE 0 END AS change) AS d
        WHERE v.status <> 'draft' AND l.amount_stock + l.amount_cost_of_sales + l.amount_variance <> d.change""",
    ),
    Invariant(
        "I13",
        _("supplier invoice: the ledger took exactly what its lines changed"),
        f"""SELECT v.agreement_id, 'supplier invoice ' || v.number, coalesce(p.value, 0), coalesce(c.value, 0)
        FROM {INVOICES} v LEFT JOIN ({POSTED}) AS p ON p.agreement_id = v.agreement_id AND p.id = v.id
        LEFT JOIN (SELECT agreement_id, invoice_id AS id, sum(CASE WHEN return_line_id IS NOT NULL THEN 0
            WHEN receipt_line_id IS NOT NULL THEN amount_net - amount_expected
            WHEN spread <> 'none' THEN amount_net ELSE 0 END) AS value
          FROM {INVOICE_LINES} GROUP BY 1, 2) AS c ON c.agreement_id = v.agreement_id AND c.id = v.id
        WHERE v.status <> 'draft' AND coalesce(p.value, 0) <> coalesce(c.value, 0)""",
    ),
    Invariant(
        "I16",
        _("supplier credit note: no more is credited than an invoice's line asked for"),
        f"""SELECT l.agreement_id, 'supplier invoice ' || v.number || ', line ' || l.position,
          c.quantity || ' for ' || c.amount, l.quantity || ' for ' || l.amount_net
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        JOIN (SELECT l.agreement_id, l.credits_id, -sum(l.amount_net) AS amount,
            -sum(CASE WHEN v.reason = 'allowance' THEN 0 ELSE l.quantity END) AS quantity
          FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
          WHERE v.status = 'booked' AND l.credits_id IS NOT NULL GROUP BY 1, 2) AS c
          ON c.agreement_id = l.agreement_id AND c.credits_id = l.id
        WHERE c.quantity > l.quantity OR c.amount > l.amount_net OR v.status <> 'booked' OR v.kind <> 'invoice'""",
    ),
    Invariant(
        "I16",
        _("supplier credit note: goods that are credited as sent back went back, once, for what their return said"),
        f"""SELECT l.agreement_id, 'supplier credit note ' || v.number || ', line ' || l.position, 'no return', 'a return'
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        WHERE v.status = 'booked' AND v.reason = 'returned' AND l.receipt_line_id IS NOT NULL AND l.quantity <> 0
          AND l.return_line_id IS NULL
        UNION ALL SELECT l.agreement_id, 'supplier return ' || d.number || ', line ' || l.position,
          c.quantity || ' for ' || c.amount, l.quantity || ' for ' || l.amount_net
        FROM {RETURN_LINES} l JOIN {RETURNS} d ON d.id = l.supplier_return_id
        JOIN (SELECT l.agreement_id, l.return_line_id, -sum(l.quantity) AS quantity, -sum(l.amount_expected) AS amount
          FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
          WHERE v.status = 'booked' AND l.return_line_id IS NOT NULL GROUP BY 1, 2) AS c
          ON c.agreement_id = l.agreement_id AND c.return_line_id = l.id
        WHERE c.quantity > l.quantity OR c.quantity = l.quantity AND c.amount <> l.amount_net OR d.status <> 'booked'""",
    ),
    Invariant(
        "I13",
        _("supplier credit note: it is stored below zero"),
        f"""SELECT l.agreement_id, 'supplier invoice ' || coalesce(v.number, v.draft_number) || ', line ' || l.position,
          l.quantity, v.kind
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        WHERE l.quantity * CASE WHEN v.kind = 'credit_note' THEN -1 ELSE 1 END < 0""",
    ),
    Invariant(
        "I19",
        _("supplier invoice: archived where it is booked, or a hand did otherwise"),
        f"""SELECT agreement_id, 'supplier invoice ' || number, archived, NOT archived FROM {INVOICES}
        WHERE NOT archived_by_hand AND archived <> (status <> 'draft')""",
    ),
    Invariant(
        "I21",
        _("supplier invoice: numbers run without holes"),
        f"""SELECT agreement_id, 'supplier invoice ' || min(number) || ' to ' || max(number), count(*),
          max(number) - min(number) + 1
        FROM {INVOICES} WHERE number IS NOT NULL GROUP BY 1 HAVING count(*) <> max(number) - min(number) + 1""",
    ),
    *books.sums("supplier return", RETURNS, RETURN_LINES, "supplier_return"),
    books.moved(
        "supplier return",
        RETURNS,
        RETURN_LINES,
        "supplier_return",
        kind="purchasing.supplierreturn",
        status="booked",
        sign="-",
    ),
    Invariant(
        "I11",
        _("supplier return: never more than came, and order lines count what went back"),
        f"""SELECT l.agreement_id, 'receipt line ' || l.id, coalesce(s.quantity, 0), l.quantity
        FROM {RECEIPT_LINES} l JOIN (SELECT l.agreement_id, l.receipt_line_id, sum(l.quantity) AS quantity
          FROM {RETURN_LINES} l JOIN {RETURNS} d ON d.id = l.supplier_return_id WHERE d.status = 'booked' GROUP BY 1, 2) AS s
          ON s.agreement_id = l.agreement_id AND s.receipt_line_id = l.id WHERE s.quantity > l.quantity
        UNION ALL SELECT l.agreement_id, 'purchase order line ' || l.id, l.quantity_returned, coalesce(s.quantity, 0)
        FROM {ORDER_LINES} l LEFT JOIN (SELECT l.agreement_id, r.order_line_id, sum(l.quantity) AS quantity
          FROM {RETURN_LINES} l JOIN {RETURNS} d ON d.id = l.supplier_return_id JOIN {RECEIPT_LINES} r
            ON r.id = l.receipt_line_id WHERE d.status = 'booked' GROUP BY 1, 2) AS s
          ON s.agreement_id = l.agreement_id AND s.order_line_id = l.id
        WHERE l.quantity_returned <> coalesce(s.quantity, 0)""",
    ),
    Invariant(
        "I19",
        _("supplier return: archived where it is booked, or a hand did otherwise"),
        f"""SELECT agreement_id, 'supplier return ' || number, archived, NOT archived FROM {RETURNS}
        WHERE NOT archived_by_hand AND archived <> (status <> 'draft')""",
    ),
    books.told("supplier return", RETURNS, "purchasing.supplierreturn", "booked", "booked"),
    books.told("supplier return", RETURNS, "purchasing.supplierreturn", "reversed", "taken_back"),
    books.told("supplier invoice", INVOICES, "purchasing.supplierinvoice", "booked", "booked"),
    books.told("supplier invoice", INVOICES, "purchasing.supplierinvoice", "reversed", "taken_back"),
]
