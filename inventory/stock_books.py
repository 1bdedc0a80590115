"""What must hold of inventory's own documents beside the ledger."""

from django.utils.translation import gettext_noop as _

from layouts.books import moved, told
from rackbeat.lib.books import Invariant

INVARIANTS = [
    moved(
        "adjustment",
        "inventory_adjustment",
        "inventory_adjustmentline",
        "adjustment",
        kind="inventory.adjustment",
        status="booked",
        sign="",
    ),
    Invariant(
        "I1",
        _("what is on its way is what transfers sent and nobody received"),
        """SELECT agreement_id, 'item ' || i.number || ' at ' || p.code, coalesce(m.quantity, 0), coalesce(t.quantity, 0)
        FROM (SELECT l.agreement_id, l.item_id, t.transport_id AS location_id, sum(l.quantity - l.quantity_received) AS quantity
          FROM inventory_transferline l JOIN inventory_transfer t ON t.id = l.transfer_id
          WHERE t.status = 'booked' AND t.transport_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM inventory_transfer r WHERE r.agreement_id = t.agreement_id AND r.reverses_id = t.id)
          GROUP BY 1, 2, 3) AS t
        FULL JOIN (SELECT m.agreement_id, m.item_id, m.location_id, sum(m.quantity) AS quantity
          FROM inventory_stockmove m JOIN inventory_location w ON w.id = m.location_id AND w.is_transport
          WHERE m.source_kind = 'inventory.transfer' GROUP BY 1, 2, 3) AS m USING (agreement_id, item_id, location_id)
        JOIN (SELECT id AS item_id, number FROM inventory_item) AS i USING (item_id)
        JOIN (SELECT id AS location_id, code FROM inventory_location) AS p USING (location_id)
        WHERE coalesce(m.quantity, 0) <> coalesce(t.quantity, 0)""",
    ),
    told("adjustment", "inventory_adjustment", "inventory.adjustment", "booked", "booked", back="reverses"),
    told("stock count", "inventory_stockcount", "inventory.stockcount", "booked", "booked", back="reverses"),
    told("transfer", "inventory_transfer", "inventory.transfer", "booked", ("moved", "sent_off"), back="reverses"),
    Invariant(
        "I20",
        _("what left and what arrived is what its lines say"),
        """SELECT l.agreement_id, 'transfer ' || t.number || ', line ' || l.position,
          coalesce(m.gone, 0) || ' to ' || coalesce(m.came, 0), l.gone || ' to ' || l.came
        FROM (SELECT l.agreement_id, l.transfer_id, l.id, l.position, l.target_id,
            CASE WHEN t.status <> 'booked' THEN 0 WHEN t.transport_id IS NULL THEN l.quantity
              ELSE l.quantity + l.quantity_received END AS gone,
            CASE WHEN t.status <> 'booked' THEN 0 ELSE l.quantity_received END AS came
          FROM inventory_transferline l JOIN inventory_transfer t ON t.id = l.transfer_id) AS l
        JOIN inventory_transfer t ON t.id = l.transfer_id
        LEFT JOIN LATERAL (SELECT -sum(m.quantity) FILTER (WHERE m.quantity < 0) AS gone,
            sum(m.quantity) FILTER (WHERE m.quantity > 0 AND m.location_id = l.target_id) AS came
          FROM inventory_stockmove m WHERE m.agreement_id = l.agreement_id AND m.source_kind = 'inventory.transfer'
            AND m.source_id = l.transfer_id AND m.source_line_id = l.id) AS m ON true
        WHERE (coalesce(m.gone, 0), coalesce(m.came, 0)) <> (l.gone, l.came)""",
        "transfer",
    ),
    Invariant(
        "I20",
        _("stock was put right by what was found less what should have lain there, and a reversal put it back"),
        """SELECT agreement_id, 'stock count ' || c.number || ', item ' || i.number || ' at ' || p.code,
          coalesce(m.quantity, 0), coalesce(l.quantity, 0)
        FROM (SELECT l.agreement_id, coalesce(c.reverses_id, c.id) AS id, l.item_id, l.location_id,
            sum(l.quantity_counted - l.quantity_expected) AS quantity
          FROM inventory_stockcountline l JOIN inventory_stockcount c ON c.id = l.count_id
          WHERE c.status = 'booked' AND l.counted_at IS NOT NULL GROUP BY 1, 2, 3, 4) AS l
        FULL JOIN (SELECT m.agreement_id, coalesce(c.reverses_id, c.id) AS id, m.item_id, m.location_id,
            sum(m.quantity) AS quantity
          FROM inventory_stockmove m JOIN inventory_stockcount c ON c.id = m.source_id
          WHERE m.source_kind = 'inventory.stockcount' GROUP BY 1, 2, 3, 4) AS m
          USING (agreement_id, id, item_id, location_id)
        JOIN (SELECT agreement_id, id, number FROM inventory_stockcount) AS c USING (agreement_id, id)
        JOIN (SELECT id AS item_id, number FROM inventory_item) AS i USING (item_id)
        JOIN (SELECT id AS location_id, code FROM inventory_location) AS p USING (location_id)
        WHERE coalesce(m.quantity, 0) <> coalesce(l.quantity, 0)""",
        "stock count",
    ),
    Invariant(
        "I2",
        _("its value is what its entries changed stock by"),
        """SELECT d.agreement_id, 'adjustment ' || d.number, d.value, coalesce(e.value, 0)
        FROM inventory_adjustment d LEFT JOIN (SELECT agreement_id, source_id, sum(value) AS value
            FROM inventory_costentry WHERE source_kind = 'inventory.adjustment' AND corrects_id IS NULL GROUP BY 1, 2) AS e
          ON e.agreement_id = d.agreement_id AND e.source_id = d.id
        WHERE d.status = 'booked' AND d.value <> coalesce(e.value, 0) AND NOT EXISTS (SELECT FROM inventory_costentry x
          JOIN inventory_costentry o ON o.agreement_id = x.agreement_id AND o.id = x.corrects_id
          WHERE o.agreement_id = d.agreement_id AND o.source_kind = 'inventory.adjustment' AND o.source_id = d.id)""",
        "adjustment",
    ),
]
