"""The invariants of the stock ledger (design, ledger 9 and safety 4) as queries. They are written from the design, not
from the code that posts, and a row of theirs is always a fault of ours."""

from rackbeat.lib.books import Invariant

# R(value * part / whole) in whole minor units, no quotient cut before it is rounded; nothing here is below zero
SHARE = "div(200 * ({value}) * ({part}) + ({whole}), 2 * ({whole})) * 0.01"

NAMED = "JOIN (SELECT id AS item_id, number FROM inventory_item) AS i USING (item_id)"
PLACE = "JOIN (SELECT id AS location_id, code FROM inventory_location) AS p USING (location_id)"
ENTRIES = f"""
(SELECT agreement_id, item_id, sum(quantity) AS quantity, sum(value) AS value, max(sequence) AS last, count(*) AS entries
FROM inventory_costentry GROUP BY 1, 2) AS e FULL JOIN inventory_coststate s USING (agreement_id, item_id)
{NAMED}
"""
STATE_QUANTITY = "coalesce(s.quantity_in - s.quantity_out - s.quantity_dead, 0)"
STATE_VALUE = "coalesce(s.value_in - s.value_out, 0)"
ITEM = "'item ' || i.number"
FIFO = "JOIN accounts_agreement a ON a.id = {of}.agreement_id AND a.principle = 'fifo'"

STATE = [
    Invariant(
        "I1",
        "the entries of an item sum to the quantity of its cost state",
        f"""SELECT agreement_id, {ITEM}, coalesce(e.quantity, 0), {STATE_QUANTITY} FROM {ENTRIES}
        WHERE coalesce(e.quantity, 0) <> {STATE_QUANTITY}""",
    ),
    Invariant(
        "I2",
        "the entries of an item sum to the value of its cost state",
        f"""SELECT agreement_id, {ITEM}, coalesce(e.value, 0), {STATE_VALUE} FROM {ENTRIES}
        WHERE coalesce(e.value, 0) <> {STATE_VALUE}""",
    ),
    Invariant(
        "I1",
        "the balances of an item sum to the quantity of its cost state",
        f"""SELECT agreement_id, {ITEM}, coalesce(b.on_hand, 0), {STATE_QUANTITY}
        FROM (SELECT agreement_id, item_id, sum(on_hand) AS on_hand FROM inventory_stockbalance GROUP BY 1, 2) AS b
        FULL JOIN inventory_coststate s USING (agreement_id, item_id) {NAMED}
        WHERE coalesce(b.on_hand, 0) <> {STATE_QUANTITY}""",
    ),
    Invariant(
        "I1",
        "the entries of an item are numbered without holes",
        f"""SELECT agreement_id, {ITEM}, e.entries || ' entries, the last ' || e.last, s.sequence FROM {ENTRIES}
        WHERE (coalesce(e.entries, 0), coalesce(e.last, 0)) <> (coalesce(s.sequence, 0), coalesce(s.sequence, 0))""",
    ),
]

ENTRY = [
    Invariant(
        "I2",
        "every entry says rightly what the item stood at after it",
        f"""SELECT r.agreement_id, {ITEM} || ', entry ' || r.sequence, r.quantity_after || ' worth ' || r.value_after,
          r.quantity || ' worth ' || r.value
        FROM (SELECT agreement_id, item_id, sequence, quantity_after, value_after,
            sum(quantity) OVER entries AS quantity, sum(value) OVER entries AS value FROM inventory_costentry
            WINDOW entries AS (PARTITION BY agreement_id, item_id ORDER BY sequence)) AS r
        JOIN inventory_item i ON i.id = r.item_id
        WHERE (r.quantity_after, r.value_after) <> (r.quantity, r.value)""",
    ),
    Invariant(
        "I3",
        "where nothing lies there is no value, and what lies is never worth less than nothing",
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, e.quantity_after || ' worth ' || e.value_after,
          'no value below zero, none for nothing'
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        WHERE (e.quantity_after = 0 AND e.value_after <> 0) OR (e.quantity_after > 0 AND e.value_after < 0)""",
    ),
    Invariant(
        "I9",
        "no entry is dated after the day on which it was posted",
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, e.effective_on,
          'at most ' || (e.posted_at AT TIME ZONE a.time_zone)::date
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        JOIN accounts_agreement a ON a.id = e.agreement_id
        WHERE e.effective_on > (e.posted_at AT TIME ZONE a.time_zone)::date""",
    ),
    Invariant(
        "I20",
        "every entry's quantity lies on its moves",
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, coalesce(m.quantity, 0), e.quantity
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        LEFT JOIN (SELECT agreement_id, entry_id, sum(quantity) AS quantity FROM inventory_stockmove GROUP BY 1, 2) AS m
          ON m.agreement_id = e.agreement_id AND m.entry_id = e.id
        WHERE coalesce(m.quantity, 0) <> e.quantity""",
    ),
]

LEFT_IN_LAYER = SHARE.format(
    value="l.value", part="greatest(0, least(l.quantity, s.quantity_out - l.start * 0.000001))", whole="l.quantity"
)
LAYERS = [
    Invariant(
        "I4",
        "FIFO: an item's value is what is left in its layers",
        f"""SELECT s.agreement_id, {ITEM}, {STATE_VALUE}, coalesce(sum(l.value - {LEFT_IN_LAYER}), 0)
        FROM inventory_coststate s {FIFO.format(of="s")} JOIN inventory_item i ON i.id = s.item_id
        LEFT JOIN inventory_costlayer l ON l.agreement_id = s.agreement_id AND l.item_id = s.item_id
        GROUP BY s.agreement_id, s.id, i.number
        HAVING {STATE_VALUE} <> coalesce(sum(l.value - {LEFT_IN_LAYER}), 0)""",
    ),
    Invariant(
        "I5",
        "FIFO: layers lie on the axis without gap or overlap",
        f"""SELECT x.agreement_id, {ITEM} || ', layer at ' || x.start * 0.000001, x.start * 0.000001, x.reached
        FROM (SELECT agreement_id, item_id, start, coalesce(sum(quantity) OVER (PARTITION BY agreement_id, item_id
            ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reached FROM inventory_costlayer) AS x
        JOIN inventory_item i ON i.id = x.item_id WHERE x.start <> x.reached * 1000000""",
    ),
    Invariant(
        "I5",
        "FIFO: the layers hold what came in, and nothing has left beyond them",
        f"""SELECT s.agreement_id, {ITEM}, s.quantity_in || ' worth ' || s.value_in,
          coalesce(sum(l.quantity), 0) || ' worth ' || coalesce(sum(l.value), 0)
        FROM inventory_coststate s {FIFO.format(of="s")} JOIN inventory_item i ON i.id = s.item_id
        LEFT JOIN inventory_costlayer l ON l.agreement_id = s.agreement_id AND l.item_id = s.item_id
        GROUP BY s.agreement_id, s.id, i.number
        HAVING (s.quantity_in, s.value_in) <> (coalesce(sum(l.quantity), 0), coalesce(sum(l.value), 0))""",
    ),
    Invariant(
        "I5",
        "FIFO: issues cover the axis from its beginning without gap or overlap",
        f"""SELECT x.agreement_id, {ITEM} || ', entry ' || x.sequence, x.axis_start * 0.000001, x.reached
        FROM (SELECT e.agreement_id, e.item_id, e.sequence, e.axis_start, coalesce(-sum(e.quantity) OVER (
            PARTITION BY e.agreement_id, e.item_id ORDER BY e.sequence
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reached
          FROM inventory_costentry e {FIFO.format(of="e")} WHERE e.quantity < 0) AS x
        JOIN inventory_item i ON i.id = x.item_id WHERE x.axis_start IS DISTINCT FROM x.reached * 1000000""",
    ),
    Invariant(
        "I7",
        "FIFO: an issue costs what the layers that it touches gave",
        f"""
        WITH axis AS (
          SELECT agreement_id, item_id, start, quantity, value, sum(value) OVER (
            PARTITION BY agreement_id, item_id ORDER BY start) - value AS before FROM inventory_costlayer),
        ends AS (
          SELECT e.agreement_id, e.item_id, e.id, x.place, x.sign FROM inventory_costentry e {FIFO.format(of="e")}
          CROSS JOIN LATERAL (VALUES (e.axis_start, -1), (e.axis_start - (e.quantity * 1000000)::bigint, 1)) AS x(place, sign)
          WHERE e.quantity < 0),
        walked AS (
          SELECT agreement_id, item_id, id, place, sign, max(start) OVER (
            PARTITION BY agreement_id, item_id ORDER BY place, sign NULLS FIRST ROWS UNBOUNDED PRECEDING) AS start
          FROM (SELECT agreement_id, item_id, id, place, sign, NULL::bigint AS start FROM ends
            UNION ALL SELECT agreement_id, item_id, NULL, start, NULL, start FROM axis) AS points),
        costs AS (
          SELECT w.id, sum(w.sign * (x.before + {
            SHARE.format(value="x.value", part="(w.place - x.start) * 0.000001", whole="x.quantity")
        })) AS cost
          FROM walked w JOIN axis x USING (agreement_id, item_id, start) WHERE w.id IS NOT NULL GROUP BY w.id)
        SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, -e.value, c.cost
        FROM costs c JOIN inventory_costentry e ON e.id = c.id JOIN inventory_item i ON i.id = e.item_id
        WHERE c.cost <> -e.value""",
    ),
]

AVERAGE_COST = f"""CASE WHEN -x.quantity = x.quantity_before THEN x.value_before
  ELSE {SHARE.format(value="x.value_before", part="-x.quantity", whole="x.quantity_before")} END"""
AVERAGE = [
    Invariant(
        "I6",
        "average: an issue costs its share of quantity and value before it",
        f"""SELECT x.agreement_id, {ITEM} || ', entry ' || x.sequence, -x.value, {AVERAGE_COST}
        FROM (SELECT e.agreement_id, e.item_id, e.sequence, e.quantity, e.value,
            e.quantity_after - e.quantity AS quantity_before, e.value_after - e.value AS value_before
          FROM inventory_costentry e JOIN accounts_agreement a ON a.id = e.agreement_id AND a.principle = 'average'
          WHERE e.quantity < 0) AS x JOIN inventory_item i ON i.id = x.item_id
        WHERE -x.value <> {AVERAGE_COST}""",
    ),
]

DAYS = [
    Invariant(
        "I2",
        "the days of an item are the sums of its entries",
        f"""SELECT agreement_id, {ITEM} || ' on ' || day,
          coalesce(d.quantity, 0) || ' worth ' || coalesce(d.value, 0),
          coalesce(e.quantity, 0) || ' worth ' || coalesce(e.value, 0)
        FROM inventory_stockday d FULL JOIN (SELECT agreement_id, item_id, effective_on AS day, sum(quantity) AS quantity,
            sum(value) AS value FROM inventory_costentry GROUP BY 1, 2, 3) AS e USING (agreement_id, item_id, day)
        {NAMED}
        WHERE (coalesce(d.quantity, 0), coalesce(d.value, 0)) <> (coalesce(e.quantity, 0), coalesce(e.value, 0))""",
    ),
    Invariant(
        "I2",
        "the months of an item are the sums of all its entries until then",
        f"""SELECT agreement_id, {ITEM} || ' in ' || to_char(month, 'YYYY-MM'),
          coalesce(m.quantity || ' worth ' || m.value, 'nothing'), coalesce(e.quantity || ' worth ' || e.value, 'nothing')
        FROM inventory_stockmonth m FULL JOIN (SELECT agreement_id, item_id, month,
            sum(quantity) OVER months AS quantity, sum(value) OVER months AS value
          FROM (SELECT agreement_id, item_id, date_trunc('month', effective_on)::date AS month, sum(quantity) AS quantity,
              sum(value) AS value FROM inventory_costentry GROUP BY 1, 2, 3) AS each_month
          WINDOW months AS (PARTITION BY agreement_id, item_id ORDER BY month)) AS e USING (agreement_id, item_id, month)
        {NAMED}
        WHERE (m.quantity, m.value) IS DISTINCT FROM (e.quantity, e.value)""",
    ),
    Invariant(
        "I1",
        "the days of a place are the sums of its moves",
        f"""SELECT agreement_id, {ITEM} || ' at ' || p.code || ' on ' || day, coalesce(d.quantity, 0), coalesce(m.quantity, 0)
        FROM inventory_locationday d FULL JOIN (SELECT agreement_id, item_id, location_id, effective_on AS day,
            sum(quantity) AS quantity FROM inventory_stockmove GROUP BY 1, 2, 3, 4) AS m
          USING (agreement_id, item_id, location_id, day)
        {NAMED} {PLACE}
        WHERE coalesce(d.quantity, 0) <> coalesce(m.quantity, 0)""",
    ),
]

PLACES = [
    Invariant(
        "I1",
        "what lies at a place is the sum of its moves",
        f"""SELECT agreement_id, {ITEM} || ' at ' || p.code, coalesce(b.on_hand, 0), coalesce(m.quantity, 0)
        FROM inventory_stockbalance b FULL JOIN (SELECT agreement_id, item_id, location_id, sum(quantity) AS quantity
            FROM inventory_stockmove GROUP BY 1, 2, 3) AS m USING (agreement_id, item_id, location_id)
        {NAMED} {PLACE}
        WHERE coalesce(b.on_hand, 0) <> coalesce(m.quantity, 0)""",
    ),
    Invariant(
        "I17",
        "what is reserved at a place is the sum of its reservations",
        f"""SELECT agreement_id, {ITEM} || ' at ' || p.code, coalesce(b.reserved, 0), coalesce(r.quantity, 0)
        FROM inventory_stockbalance b FULL JOIN (SELECT agreement_id, item_id, location_id, sum(quantity_open) AS quantity
            FROM inventory_reservation GROUP BY 1, 2, 3) AS r USING (agreement_id, item_id, location_id)
        {NAMED} {PLACE}
        WHERE coalesce(b.reserved, 0) <> coalesce(r.quantity, 0)""",
    ),
]

INVARIANTS = [*STATE, *ENTRY, *LAYERS, *AVERAGE, *DAYS, *PLACES]
