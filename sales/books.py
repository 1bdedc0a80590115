"""What must hold between quotes, orders, shipments, invoices and stock, as queries (design, safety 4)."""

from django.utils.translation import gettext_noop as _

from layouts import books
from rackbeat.lib.books import Invariant

ORDERS, ORDER_LINES = "sales_salesorder", "sales_salesorderline"
SHIPMENTS, SHIPMENT_LINES = "sales_shipment", "sales_shipmentline"
INVOICES, INVOICE_LINES = "sales_salesinvoice", "sales_salesinvoiceline"
GROUP = "JOIN inventory_item i ON i.id = l.item_id JOIN inventory_itemgroup g ON g.id = i.group_id"
OPEN_SHIPMENT = (
    f"EXISTS (SELECT FROM {SHIPMENTS} s WHERE s.agreement_id = {{of}}.agreement_id AND s.status = 'open' AND "
)

# what each order's tracks must be: a draft and what is wholly cancelled stay at the first
TRACKS = f"""
SELECT o.agreement_id, o.id, o.number, o.status, o.delivery, o.invoicing, o.archived, o.archived_by_hand,
  coalesce(s.to_invoice, false) AS to_invoice,
  CASE WHEN o.status = 'draft' OR s.lines IS NULL THEN 'none' WHEN s.shipped THEN 'full' WHEN s.partly_shipped THEN 'partly'
    WHEN {OPEN_SHIPMENT.format(of="o")} s.order_id = o.id) THEN 'ready' ELSE 'none' END AS delivery_due,
  CASE WHEN o.status = 'draft' OR s.lines IS NULL THEN 'none' WHEN s.invoiced THEN 'full'
    WHEN s.partly_invoiced THEN 'partly' WHEN EXISTS (SELECT FROM {INVOICES} v WHERE v.agreement_id = o.agreement_id
      AND v.order_id = o.id AND v.kind = 'invoice' AND v.status = 'draft') THEN 'ready' ELSE 'none' END AS invoicing_due
FROM {ORDERS} o LEFT JOIN (
  SELECT l.agreement_id, l.order_id, count(*) AS lines,
    coalesce(bool_and(l.quantity_shipped = l.quantity - l.quantity_cancelled) FILTER (WHERE g.has_stock), true) AS shipped,
    coalesce(bool_or(l.quantity_shipped <> 0) FILTER (WHERE g.has_stock), false) AS partly_shipped,
    bool_and(l.quantity_invoiced + l.quantity_returned = l.quantity - l.quantity_cancelled) AS invoiced,
    bool_or(l.quantity_invoiced + l.quantity_returned <> 0) AS partly_invoiced,
    bool_or(l.quantity - l.quantity_cancelled - l.quantity_invoiced - l.quantity_returned <> 0) AS to_invoice
  FROM {ORDER_LINES} l {GROUP} WHERE l.quantity <> l.quantity_cancelled GROUP BY 1, 2
) AS s ON s.agreement_id = o.agreement_id AND s.order_id = o.id
"""

INVOICE_TRACK = f"""
SELECT v.agreement_id, v.number, v.draft_number, v.status, v.delivery, v.archived, v.archived_by_hand,
  CASE WHEN s.shipped IS NULL THEN CASE WHEN v.status = 'booked' THEN 'full' ELSE 'none' END WHEN s.shipped THEN 'full'
    WHEN s.partly THEN 'partly'
    WHEN {OPEN_SHIPMENT.format(of="v")} (s.invoice_id = v.id OR s.order_id = v.order_id)) THEN 'ready' ELSE 'none' END AS due
FROM {INVOICES} v LEFT JOIN (
  SELECT l.agreement_id, l.invoice_id, bool_and(l.quantity_shipped >= l.quantity - l.quantity_credited) AS shipped,
    bool_or(l.quantity_shipped <> 0) AS partly
  FROM {INVOICE_LINES} l {GROUP} WHERE g.has_stock AND l.quantity > 0 GROUP BY 1, 2
) AS s ON s.agreement_id = v.agreement_id AND s.invoice_id = v.id WHERE v.kind = 'invoice'
"""

SUMS = [
    *books.sums("quote", "sales_quote", "sales_quoteline", "quote"),
    *books.sums("order", ORDERS, ORDER_LINES, "order"),
    *books.sums("invoice", INVOICES, INVOICE_LINES, "invoice"),
    Invariant(
        "I14",
        _("invoice: what is paid is the sum of its payments"),
        f"""SELECT v.agreement_id, 'invoice ' || v.number, v.amount_paid, coalesce(sum(p.amount), 0)
        FROM {INVOICES} v LEFT JOIN sales_payment p ON p.agreement_id = v.agreement_id AND p.invoice_id = v.id
        GROUP BY v.agreement_id, v.id HAVING v.amount_paid <> coalesce(sum(p.amount), 0)""",
    ),
]

QUANTITIES = [
    Invariant(
        "I15",
        _("order: what a line shipped is the sum of its sent shipments"),
        f"""SELECT l.agreement_id, 'order ' || o.number || ', line ' || l.position, l.quantity_shipped, coalesce(s.quantity, 0)
        FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id
        LEFT JOIN (SELECT l.agreement_id, l.order_line_id, sum(l.quantity) AS quantity FROM {SHIPMENT_LINES} l
          JOIN {SHIPMENTS} s ON s.id = l.shipment_id WHERE s.status = 'shipped' GROUP BY 1, 2) AS s
          ON s.agreement_id = l.agreement_id AND s.order_line_id = l.id
        WHERE l.quantity_shipped <> coalesce(s.quantity, 0)""",
    ),
    Invariant(
        "I16",
        _("order: what a line invoiced is the sum of its booked invoices less credits"),
        f"""SELECT l.agreement_id, 'order ' || o.number || ', line ' || l.position, l.quantity_invoiced, coalesce(v.quantity, 0)
        FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id
        LEFT JOIN (SELECT l.agreement_id, l.order_line_id, sum(l.quantity) AS quantity FROM {INVOICE_LINES} l
          JOIN {INVOICES} v ON v.id = l.invoice_id WHERE v.status = 'booked' GROUP BY 1, 2) AS v
          ON v.agreement_id = l.agreement_id AND v.order_line_id = l.id
        WHERE l.quantity_invoiced <> coalesce(v.quantity, 0)""",
    ),
    Invariant(
        "I16",
        _("order: what came back of a line is what its booked credit notes say"),
        f"""SELECT l.agreement_id, 'order ' || o.number || ', line ' || l.position, l.quantity_returned, coalesce(c.quantity, 0)
        FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id
        LEFT JOIN (SELECT l.agreement_id, l.order_line_id, -sum(l.quantity) AS quantity FROM {INVOICE_LINES} l
          JOIN {INVOICES} v ON v.id = l.invoice_id WHERE v.status = 'booked' AND v.reason = 'returned' GROUP BY 1, 2) AS c
          ON c.agreement_id = l.agreement_id AND c.order_line_id = l.id
        WHERE l.quantity_returned <> coalesce(c.quantity, 0)""",
    ),
    Invariant(
        "I16",
        _("invoice: what is credited of a line is what its booked credit notes say, and never more than was invoiced"),
        f"""SELECT l.agreement_id, 'invoice ' || v.number || ', line ' || l.position,
          l.quantity_credited || ' and ' || l.quantity_returned || ', ' || l.amount_credited,
          coalesce(c.wrong, 0) || ' and ' || coalesce(c.returned, 0) || ', ' || coalesce(c.amount, 0)
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        LEFT JOIN (SELECT c.agreement_id, c.credits_id, -sum(c.amount_net) AS amount,
            -coalesce(sum(c.quantity) FILTER (WHERE n.reason = 'wrong'), 0) AS wrong,
            -coalesce(sum(c.quantity) FILTER (WHERE n.reason = 'returned'), 0) AS returned
          FROM {INVOICE_LINES} c JOIN {INVOICES} n ON n.id = c.invoice_id
          WHERE n.status = 'booked' AND c.credits_id IS NOT NULL GROUP BY 1, 2) AS c
          ON c.agreement_id = l.agreement_id AND c.credits_id = l.id
        WHERE v.kind = 'invoice' AND ((l.quantity_credited, l.quantity_returned, l.amount_credited)
            <> (coalesce(c.wrong, 0), coalesce(c.returned, 0), coalesce(c.amount, 0))
          OR l.quantity_credited + l.quantity_returned > l.quantity OR abs(l.amount_credited) > abs(l.amount_net))""",
    ),
    Invariant(
        "I20",
        _("credit note: what came back into stock is what its lines say, and never more than was sent"),
        f"""SELECT l.agreement_id, 'credit note ' || v.number || ', line ' || l.position, coalesce(sum(r.quantity), 0), -l.quantity
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        LEFT JOIN sales_returnedgoods r ON r.agreement_id = l.agreement_id AND r.line_id = l.id
        WHERE v.kind = 'credit_note' AND v.status = 'booked' AND l.location_id IS NOT NULL AND v.reason = 'returned'
        GROUP BY l.id, v.number HAVING coalesce(sum(r.quantity), 0) <> -l.quantity
        UNION ALL
        SELECT s.agreement_id, 'shipment line ' || s.id, sum(r.quantity), s.quantity
        FROM sales_returnedgoods r JOIN {SHIPMENT_LINES} s ON s.id = r.shipment_line_id
        GROUP BY s.id HAVING sum(r.quantity) > s.quantity""",
    ),
    Invariant(
        "I16",
        _("order: drafts and booked invoices together never ask for more than is due"),
        f"""SELECT l.agreement_id, 'order ' || o.number || ', line ' || l.position, sum(v.quantity),
          'at most ' || l.quantity - l.quantity_cancelled
        FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id
        JOIN {INVOICE_LINES} v ON v.agreement_id = l.agreement_id AND v.order_line_id = l.id
        JOIN {INVOICES} d ON d.id = v.invoice_id AND (d.kind = 'invoice' OR d.status = 'booked')
        GROUP BY l.agreement_id, l.id, o.number
        HAVING sum(v.quantity) > l.quantity - l.quantity_cancelled - l.quantity_returned""",
    ),
    Invariant(
        "I15",
        _("invoice: what its lines have got is what was shipped for them"),
        f"""SELECT v.agreement_id, 'invoice lines for line ' || v.order_line_id, v.shipped, least(l.quantity_shipped, v.quantity)
        FROM (SELECT l.agreement_id, l.order_line_id, sum(l.quantity_shipped) AS shipped,
            sum(l.quantity - l.quantity_credited) AS quantity
          FROM {INVOICE_LINES} l JOIN {INVOICES} d ON d.id = l.invoice_id
          WHERE l.order_line_id IS NOT NULL AND d.kind = 'invoice' GROUP BY 1, 2) AS v
        JOIN {ORDER_LINES} l ON l.id = v.order_line_id WHERE v.shipped <> least(l.quantity_shipped, v.quantity)
        UNION ALL
        SELECT l.agreement_id, 'invoice ' || v.number || ', line ' || l.position, l.quantity_shipped, coalesce(s.quantity, 0)
        FROM {INVOICE_LINES} l JOIN {INVOICES} v ON v.id = l.invoice_id
        LEFT JOIN (SELECT l.agreement_id, l.invoice_line_id, sum(l.quantity) AS quantity FROM {SHIPMENT_LINES} l
          JOIN {SHIPMENTS} s ON s.id = l.shipment_id WHERE s.status = 'shipped' GROUP BY 1, 2) AS s
          ON s.agreement_id = l.agreement_id AND s.invoice_line_id = l.id
        WHERE l.order_line_id IS NULL AND l.quantity_shipped <> coalesce(s.quantity, 0)""",
    ),
    Invariant(
        "I17",
        _("order: what is reserved is what confirmed orders have not sent"),
        f"""SELECT agreement_id, 'order ' || coalesce(l.number::text, r.source_number), coalesce(r.quantity_open, 0),
          coalesce(l.quantity, 0)
        FROM (SELECT l.agreement_id, l.id AS source_line_id, o.number, CASE WHEN o.status = 'confirmed'
            THEN l.quantity - l.quantity_cancelled - l.quantity_shipped ELSE 0 END AS quantity
          FROM {ORDER_LINES} l JOIN {ORDERS} o ON o.id = l.order_id {GROUP} WHERE g.has_stock) AS l
        FULL JOIN inventory_reservation r USING (agreement_id, source_line_id)
        WHERE coalesce(r.quantity_open, 0) <> coalesce(l.quantity, 0)""",
    ),
]

STATUSES = [
    Invariant(
        "I19",
        _("order: delivery and invoicing follow from its lines"),
        f"""SELECT agreement_id, 'order ' || number, delivery || ', ' || invoicing, delivery_due || ', ' || invoicing_due
        FROM ({TRACKS}) AS o WHERE (delivery, invoicing) <> (delivery_due, invoicing_due)""",
    ),
    Invariant(
        "I19",
        _("order: archived where it is finished, or a hand did otherwise"),
        f"""SELECT agreement_id, 'order ' || number, archived, NOT archived FROM ({TRACKS}) AS o
        WHERE NOT archived_by_hand AND archived <> CASE WHEN status = 'cancelled' THEN NOT to_invoice
          ELSE delivery_due = 'full' AND invoicing_due = 'full' END""",
    ),
    Invariant(
        "I19",
        _("invoice: delivery follows from its lines, the archive from that"),
        f"""SELECT agreement_id, 'invoice ' || coalesce(number::text, 'draft ' || draft_number),
          delivery || CASE WHEN archived THEN ', archived' ELSE '' END,
          due || CASE WHEN status = 'booked' AND due = 'full' THEN ', archived' ELSE '' END
        FROM ({INVOICE_TRACK}) AS v WHERE delivery <> due
          OR (NOT archived_by_hand AND archived <> (status = 'booked' AND due = 'full'))""",
    ),
    Invariant(
        "I19",
        _("credit note: archived where it is booked, or a hand did otherwise"),
        f"""SELECT agreement_id, 'credit note ' || coalesce(number::text, 'draft ' || draft_number), archived, NOT archived
        FROM {INVOICES} WHERE kind = 'credit_note' AND NOT archived_by_hand AND archived <> (status = 'booked')""",
    ),
    Invariant(
        "I14",
        _("credit note and invoice: what one settles the other is settled by"),
        """SELECT p.agreement_id, 'payment ' || p.id, p.amount, 'none against it' FROM sales_payment p
        WHERE p.counter_id IS NOT NULL AND NOT EXISTS (SELECT FROM sales_payment o WHERE o.agreement_id = p.agreement_id
          AND o.invoice_id = p.counter_id AND o.counter_id = p.invoice_id AND o.amount = -p.amount)""",
    ),
    Invariant(
        "I19",
        _("shipment: picking follows from its lines, the archive from sending"),
        f"""SELECT agreement_id, 'shipment ' || number, picking || CASE WHEN archived THEN ', archived' ELSE '' END, due
        FROM (SELECT s.*, CASE WHEN s.status = 'shipped' OR bool_and(l.quantity_picked = l.quantity) THEN 'full'
            WHEN bool_or(l.quantity_picked > 0) THEN 'partly' ELSE 'none' END AS due
          FROM {SHIPMENTS} s LEFT JOIN {SHIPMENT_LINES} l ON l.agreement_id = s.agreement_id AND l.shipment_id = s.id
            AND l.quantity > 0 GROUP BY s.id) AS s
        WHERE picking <> due OR (NOT archived_by_hand AND archived <> (status = 'shipped'))""",
    ),
]

NUMBERS = [
    Invariant(
        "I21",
        _("invoices are numbered from the first to the last without holes"),
        f"""SELECT v.agreement_id, 'invoices ' || min(v.number) || ' to ' || max(v.number), count(v.number),
          max(v.number) - min(v.number) + 1
        FROM {INVOICES} v GROUP BY v.agreement_id HAVING count(v.number) <> max(v.number) - min(v.number) + 1""",
    ),
    Invariant(
        "I21",
        _("the dates of invoices never fall with rising number"),
        f"""SELECT agreement_id, 'invoice ' || number, invoiced_on, 'at least ' || latest
        FROM (SELECT agreement_id, number, invoiced_on, max(invoiced_on) OVER (PARTITION BY agreement_id ORDER BY number
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest
          FROM {INVOICES} WHERE status = 'booked') AS v WHERE invoiced_on < latest""",
    ),
]

INVARIANTS = [
    *SUMS,
    *QUANTITIES,
    *STATUSES,
    *NUMBERS,
    books.moved("shipment", SHIPMENTS, SHIPMENT_LINES, "shipment", kind="sales.shipment", status="shipped", sign="-"),
    books.told("shipment", SHIPMENTS, "sales.shipment", "shipped", "shipped"),
    books.told("invoice", INVOICES, "sales.salesinvoice", "booked", "booked"),
]
