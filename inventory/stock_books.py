"""What must hold of inventory's own documents beside the ledger."""

from layouts.books import moved
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
        "what is on its way is what transfers sent and nobody received",
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
]
