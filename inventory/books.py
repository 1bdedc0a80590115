"""The invariants of the stock ledger (design, ledger 9 and safety 4) as queries. They are written from the design, not

from the code that posts, and a row of theirs is always a fault of ours."""

from django.utils.translation import gettext_noop as _

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
STATE_QUANTITY = "coalesce(s.quantity_in - s.quantity_out - s.quantity_dead - s.short_in + s.short_out, 0)"
STATE_VALUE = "coalesce(s.value_in - s.value_out - s.short_value, 0)"
ITEM = "'item ' || i.number"
FIFO = "JOIN accounts_agreement a ON a.id = {of}.agreement_id AND a.principle = 'fifo'"

STATE = [
    Invariant(
        "I1",
        _("the entries of an item sum to the quantity of its cost state"),
        f"""SELECT agreement_id, {ITEM}, coalesce(e.quantity, 0), {STATE_QUANTITY} FROM {ENTRIES}
        WHERE coalesce(e.quantity, 0) <> {STATE_QUANTITY}""",
    ),
    Invariant(
        "I2",
        _("the entries of an item sum to the value of its cost state"),
        f"""SELECT agreement_id, {ITEM}, coalesce(e.value, 0), {STATE_VALUE} FROM {ENTRIES}
        WHERE coalesce(e.value, 0) <> {STATE_VALUE}""",
    ),
    Invariant(
        "I1",
        _("the balances of an item sum to the quantity of its cost state"),
        f"""SELECT agreement_id, {ITEM}, coalesce(b.on_hand, 0), {STATE_QUANTITY}
        FROM (SELECT agreement_id, item_id, sum(on_hand) AS on_hand FROM inventory_stockbalance GROUP BY 1, 2) AS b
        FULL JOIN inventory_coststate s USING (agreement_id, item_id) {NAMED}
        WHERE coalesce(b.on_hand, 0) <> {STATE_QUANTITY}""",
    ),
    Invariant(
        "I1",
        _("the entries of an item are numbered without holes"),
        f"""SELECT agreement_id, {ITEM}, e.entries || ' entries, the last ' || e.last, s.sequence FROM {ENTRIES}
        WHERE (coalesce(e.entries, 0), coalesce(e.last, 0)) <> (coalesce(s.sequence, 0), coalesce(s.sequence, 0))""",
    ),
]

ENTRY = [
    Invariant(
        "I2",
        _("every entry says rightly what the item stood at after it"),
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
        _("where nothing lies there is no value, and what lies is never worth less than nothing"),
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, e.quantity_after || ' worth ' || e.value_after,
          'no value below zero, none for nothing'
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        WHERE NOT e.interim AND ((e.quantity_after = 0 AND e.value_after <> 0) OR e.quantity_after * e.value_after < 0)""",
    ),
    Invariant(
        "I3",
        _("an entry that more of its posting follows is followed by it"),
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, 'nothing follows', 'its posting ends with it'
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        WHERE e.interim AND NOT EXISTS (SELECT FROM inventory_costentry n WHERE n.agreement_id = e.agreement_id
          AND n.item_id = e.item_id AND n.sequence = e.sequence + 1)""",
    ),
    Invariant(
        "I11",
        _("no more comes back than went, and no more goes back than came"),
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, r.quantity, 'at most ' || abs(e.quantity)
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        JOIN (SELECT b.agreement_id, b.origin_id, sum(abs(b.quantity)) AS quantity FROM inventory_costentry b
          WHERE b.kind IN ('customer_return', 'supplier_return') AND NOT EXISTS (SELECT FROM inventory_costentry u
            WHERE u.agreement_id = b.agreement_id AND u.origin_id = b.id AND u.kind = 'reversal') GROUP BY 1, 2) AS r
          ON r.agreement_id = e.agreement_id AND r.origin_id = e.id
        WHERE r.quantity > abs(e.quantity)""",
    ),
    Invariant(
        "I12",
        _("a reversal is the mirror of one entry, and no entry has two"),
        f"""SELECT r.agreement_id, {ITEM} || ', entry ' || e.sequence, count(*) || ' of ' || sum(r.quantity),
          '1 of ' || -e.quantity
        FROM inventory_costentry r JOIN inventory_costentry e ON e.agreement_id = r.agreement_id AND e.id = r.origin_id
        JOIN inventory_item i ON i.id = e.item_id WHERE r.kind = 'reversal'
        GROUP BY r.agreement_id, i.number, e.id, e.sequence, e.quantity, e.value
        HAVING count(*) > 1 OR sum(r.quantity) <> -e.quantity OR (e.quantity >= 0 AND sum(r.value) <> -e.value)""",
    ),
    Invariant(
        "I9",
        _("no entry is dated after the day on which it was posted"),
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, e.effective_on,
          'at most ' || (e.posted_at AT TIME ZONE a.time_zone)::date
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        JOIN accounts_agreement a ON a.id = e.agreement_id
        WHERE e.effective_on > (e.posted_at AT TIME ZONE a.time_zone)::date""",
    ),
    Invariant(
        "I20",
        _("every entry's quantity lies on its moves"),
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, coalesce(m.quantity, 0), e.quantity
        FROM inventory_costentry e JOIN inventory_item i ON i.id = e.item_id
        LEFT JOIN (SELECT agreement_id, entry_id, sum(quantity) AS quantity FROM inventory_stockmove GROUP BY 1, 2) AS m
          ON m.agreement_id = e.agreement_id AND m.entry_id = e.id
        WHERE coalesce(m.quantity, 0) <> e.quantity""",
    ),
    Invariant(
        "I20",
        _("what is carried from a place arrives at another"),
        """SELECT m.agreement_id, m.source_kind || ' ' || m.source_number || ', item ' || i.number, sum(m.quantity), 0
        FROM inventory_stockmove m JOIN inventory_item i ON i.id = m.item_id WHERE m.entry_id IS NULL
        GROUP BY m.agreement_id, m.source_kind, m.source_id, m.source_number, i.number HAVING sum(m.quantity) <> 0""",
    ),
]

# a layer as it stands: its price with all late ones, what was returned from its end, and the piece that is priced now
LAYER = """
(SELECT l.agreement_id, l.item_id, l.id, l.start, l.quantity, l.value + coalesce(c.price, 0) AS price, b.id AS rebased,
  l.quantity - coalesce(r.gone, 0) AS live, coalesce(b.base, 0) * 0.000001 AS base, coalesce(b.span, l.quantity) AS span,
  CASE WHEN b.id IS NULL THEN l.value + coalesce(c.price, 0) ELSE b.change + coalesce((SELECT sum(x.change)
    FROM inventory_layeradjustment x WHERE x.agreement_id = l.agreement_id AND x.layer_id = l.id AND x.id > b.id), 0)
  END AS worth
FROM inventory_costlayer l
LEFT JOIN (SELECT agreement_id, layer_id, sum(price) AS price, max(id) FILTER (WHERE base IS NOT NULL) AS rebase
  FROM inventory_layeradjustment GROUP BY 1, 2) AS c ON c.agreement_id = l.agreement_id AND c.layer_id = l.id
LEFT JOIN inventory_layeradjustment b ON b.agreement_id = l.agreement_id AND b.id = c.rebase
LEFT JOIN (SELECT agreement_id, layer_id, sum(quantity) AS gone FROM inventory_layerreturn GROUP BY 1, 2) AS r
  ON r.agreement_id = l.agreement_id AND r.layer_id = l.id)
"""
USED = "greatest(0, least(l.live, s.quantity_out - l.start * 0.000001))"
LEFT_IN_LAYER = (
    f"CASE WHEN {USED} >= l.live THEN 0 ELSE {SHARE.format(value='l.worth', part='l.live - l.base', whole='l.span')}"
    f" - {SHARE.format(value='l.worth', part=f'{USED} - l.base', whole='l.span')} END"
)
DEAD = """(SELECT r.agreement_id, l.item_id, r.id, r.entry_id, r.start, r.start + (r.quantity * 1000000)::bigint AS stop, r.quantity
  FROM inventory_layerreturn r JOIN inventory_costlayer l ON l.agreement_id = r.agreement_id AND l.id = r.layer_id)"""
DEAD_BETWEEN = f"""coalesce((SELECT sum(least(d.stop, {{b}}) - greatest(d.start, {{a}})) FROM {DEAD} AS d
  WHERE d.agreement_id = x.agreement_id AND d.item_id = x.item_id AND d.start < {{b}} AND d.stop > {{a}}), 0)"""
LAYERS = [
    Invariant(
        "I4",
        _("FIFO: an item's value is what is left in its layers, less what is owed"),
        f"""SELECT s.agreement_id, {ITEM}, {STATE_VALUE}, coalesce(sum({LEFT_IN_LAYER}), 0) - s.short_value
        FROM inventory_coststate s {FIFO.format(of="s")} JOIN inventory_item i ON i.id = s.item_id
        LEFT JOIN {LAYER} AS l ON l.agreement_id = s.agreement_id AND l.item_id = s.item_id
        GROUP BY s.agreement_id, s.id, i.number
        HAVING {STATE_VALUE} <> coalesce(sum({LEFT_IN_LAYER}), 0) - s.short_value""",
    ),
    Invariant(
        "I5",
        _("FIFO: layers lie on the axis without gap or overlap"),
        f"""SELECT x.agreement_id, {ITEM} || ', layer at ' || x.start * 0.000001, x.start * 0.000001, x.reached
        FROM (SELECT agreement_id, item_id, start, coalesce(sum(quantity) OVER (PARTITION BY agreement_id, item_id
            ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reached FROM inventory_costlayer) AS x
        JOIN inventory_item i ON i.id = x.item_id WHERE x.start <> x.reached * 1000000""",
    ),
    Invariant(
        "I5",
        _("FIFO: the layers hold what came in, and nothing has left beyond them"),
        f"""SELECT s.agreement_id, {ITEM}, s.quantity_in || ' worth ' || s.value_in,
          coalesce(l.quantity, 0) || ' worth ' || coalesce(l.price, 0) + coalesce(v.value, 0)
        FROM inventory_coststate s {FIFO.format(of="s")} JOIN inventory_item i ON i.id = s.item_id
        LEFT JOIN (SELECT agreement_id, item_id, sum(quantity) AS quantity, sum(price) AS price FROM {LAYER} AS l
          GROUP BY 1, 2) AS l ON l.agreement_id = s.agreement_id AND l.item_id = s.item_id
        LEFT JOIN (SELECT agreement_id, item_id, sum(value) AS value FROM inventory_costentry
          WHERE quantity = 0 AND corrects_id IS NULL GROUP BY 1, 2) AS v
          ON v.agreement_id = s.agreement_id AND v.item_id = s.item_id
        WHERE (s.quantity_in, s.value_in) <> (coalesce(l.quantity, 0), coalesce(l.price, 0) + coalesce(v.value, 0))""",
    ),
    Invariant(
        "I5",
        _("FIFO: issues cover the axis from its beginning without gap or overlap, dead ends apart"),
        f"""SELECT x.agreement_id, {ITEM} || ', entry ' || x.sequence, x.axis_start * 0.000001, x.reached * 0.000001
        FROM (SELECT agreement_id, item_id, sequence, axis_start,
            coalesce(lag(axis_end) OVER (PARTITION BY agreement_id, item_id ORDER BY sequence), 0) AS reached
          FROM inventory_costentry WHERE axis_start IS NOT NULL) AS x
        JOIN inventory_item i ON i.id = x.item_id
        WHERE x.axis_start <> x.reached AND (x.axis_start < x.reached
          OR x.axis_start - x.reached <> {DEAD_BETWEEN.format(a="x.reached", b="x.axis_start")})""",
    ),
    Invariant(
        "I5",
        _("FIFO: an issue lies on the axis with all of it that was there"),
        f"""SELECT x.agreement_id, {ITEM} || ', entry ' || x.sequence, x.axis_end - x.axis_start, x.due
        FROM (SELECT e.agreement_id, e.item_id, e.sequence, coalesce(e.axis_start, 0) AS axis_start,
            coalesce(e.axis_end, 0) AS axis_end,
            ((-e.quantity - coalesce(f.quantity, 0) - coalesce(r.quantity, 0)) * 1000000)::bigint AS due
          FROM inventory_costentry e {FIFO.format(of="e")}
          LEFT JOIN inventory_shortfall f ON f.agreement_id = e.agreement_id AND f.entry_id = e.id
          LEFT JOIN inventory_layerreturn r ON r.agreement_id = e.agreement_id AND r.entry_id = e.id
          WHERE e.quantity < 0) AS x
        JOIN inventory_item i ON i.id = x.item_id
        WHERE x.axis_end - x.axis_start <> x.due
          AND x.axis_end - x.axis_start - {DEAD_BETWEEN.format(a="x.axis_start", b="x.axis_end")} <> x.due""",
    ),
    Invariant(
        "I5",
        _("FIFO: the pointer stands where the last issue ended, dead ends stepped over, and counts those ahead of it"),
        f"""SELECT x.agreement_id, {ITEM}, x.quantity_out || ', dead ' || x.quantity_dead,
          x.reached * 0.000001 || ', dead ' || x.ahead
        FROM (SELECT s.agreement_id, s.item_id, s.quantity_out, s.quantity_dead, (s.quantity_out * 1000000)::bigint AS out,
            coalesce((SELECT max(e.axis_end) FROM inventory_costentry e WHERE e.agreement_id = s.agreement_id
              AND e.item_id = s.item_id AND e.axis_start IS NOT NULL), 0) AS reached,
            coalesce((SELECT sum(d.quantity) FROM {DEAD} AS d WHERE d.agreement_id = s.agreement_id
              AND d.item_id = s.item_id AND d.start >= s.quantity_out * 1000000), 0) AS ahead
          FROM inventory_coststate s {FIFO.format(of="s")}) AS x
        JOIN inventory_item i ON i.id = x.item_id
        WHERE x.quantity_dead <> x.ahead OR (x.out <> x.reached
          AND x.out - x.reached <> {DEAD_BETWEEN.format(a="x.reached", b="x.out")})""",
    ),
    Invariant(
        "I5",
        _("FIFO: what was returned lay at its own layer's end"),
        f"""SELECT x.agreement_id, {ITEM} || ', layer ' || x.id, x.stop * 0.000001, x.due * 0.000001
        FROM (SELECT r.agreement_id, l.item_id, l.id, r.start + (r.quantity * 1000000)::bigint AS stop,
            coalesce(lag(r.start) OVER (PARTITION BY r.agreement_id, r.layer_id ORDER BY r.id),
              l.start + (l.quantity * 1000000)::bigint) AS due
          FROM inventory_layerreturn r JOIN inventory_costlayer l ON l.agreement_id = r.agreement_id AND l.id = r.layer_id
        ) AS x JOIN inventory_item i ON i.id = x.item_id WHERE x.stop <> x.due""",
    ),
    Invariant(
        "I7",
        _("FIFO: an issue costs what the layers that it touches gave, at the prices that they have now"),
        f"""
        WITH plain AS (
          SELECT * FROM {
            LAYER
        } AS l WHERE NOT EXISTS (SELECT FROM inventory_layeradjustment x JOIN inventory_costlayer o
            ON o.agreement_id = x.agreement_id AND o.id = x.layer_id WHERE x.base IS NOT NULL
            AND o.agreement_id = l.agreement_id AND o.item_id = l.item_id)),
        points AS (
          SELECT agreement_id, item_id, NULL::bigint AS id, start AS place, NULL::int AS sign, NULL::numeric AS value,
            ARRAY[start, coalesce(sum({SHARE.format(value="price", part="live", whole="quantity")}) OVER (
              PARTITION BY agreement_id, item_id ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0),
              price, live, quantity] AS layer FROM plain
          UNION ALL SELECT e.agreement_id, e.item_id, coalesce(e.corrects_id, e.id), x.place, x.sign, x.value, NULL
          FROM inventory_costentry e
          CROSS JOIN LATERAL (VALUES (e.axis_start, -1, CASE WHEN e.corrects_id IS NULL THEN e.value ELSE 0 END),
            (e.axis_end, 1, 0)) AS x(place, sign, value)
          WHERE e.axis_start IS NOT NULL AND (e.agreement_id, e.item_id) IN (SELECT agreement_id, item_id FROM plain)),
        walked AS (
          SELECT agreement_id, item_id, id, place, sign, value, max(layer) OVER (
            PARTITION BY agreement_id, item_id ORDER BY place, sign NULLS FIRST ROWS UNBOUNDED PRECEDING) AS layer
          FROM points),
        costs AS (
          SELECT agreement_id, item_id, id, -sum(value) AS told, sum(sign * (layer[2] + {
            SHARE.format(value="layer[3]", part="least(layer[4], (place - layer[1]) * 0.000001)", whole="layer[5]")
        })) AS cost FROM walked WHERE id IS NOT NULL GROUP BY 1, 2, 3),
        owed AS (
          SELECT f.entry_id AS id, f.value - {
            SHARE.format(
                value="f.value",
                part="greatest(0, least(f.quantity, s.short_out - f.start * 0.000001))",
                whole="f.quantity",
            )
        } AS cost FROM inventory_shortfall f JOIN inventory_coststate s USING (agreement_id, item_id)),
        corrected AS (
          SELECT t.id, t.cost - CASE WHEN e.axis_start IS NULL THEN e.value ELSE 0 END AS cost
          FROM (SELECT corrects_id AS id, -sum(value) AS cost FROM inventory_costentry
            WHERE corrects_id IS NOT NULL GROUP BY 1) AS t
          JOIN inventory_costentry e ON e.id = t.id)
        SELECT c.agreement_id, 'item ' || (SELECT number FROM inventory_item WHERE id = c.item_id) || ', entry '
          || (SELECT sequence FROM inventory_costentry WHERE id = c.id), c.told + coalesce(x.cost, 0), c.cost + coalesce(o.cost, 0)
        FROM costs c LEFT JOIN corrected x ON x.id = c.id LEFT JOIN owed o ON o.id = c.id
        WHERE c.told + coalesce(x.cost, 0) <> c.cost + coalesce(o.cost, 0)""",
    ),
    Invariant(
        "I7",
        _("FIFO: a return to the supplier costs what the end of its layer gave, at the price that it has now"),
        f"""SELECT e.agreement_id, {ITEM} || ', entry ' || e.sequence, -t.value, x.due
        FROM (SELECT d.agreement_id, d.entry_id, {
            SHARE.format(value="l.price", part="(d.stop - l.start) * 0.000001", whole="l.quantity")
        } - {SHARE.format(value="l.price", part="(d.start - l.start) * 0.000001", whole="l.quantity")} AS due
          FROM {DEAD} AS d JOIN inventory_layerreturn r ON r.id = d.id JOIN {LAYER} AS l ON l.id = r.layer_id
          WHERE l.rebased IS NULL) AS x
        JOIN inventory_costentry e ON e.id = x.entry_id JOIN inventory_item i ON i.id = e.item_id
        JOIN (SELECT coalesce(corrects_id, id) AS id, sum(value) AS value FROM inventory_costentry GROUP BY 1) AS t
          ON t.id = e.id
        WHERE -t.value <> x.due""",
    ),
]

SHORT = [
    Invariant(
        "I10",
        _("what is owed is provisionally worth what its open shortfalls say"),
        f"""SELECT s.agreement_id, {ITEM}, s.short_in - s.short_out || ' worth ' || s.short_value,
          coalesce(f.quantity, 0) || ' worth ' || coalesce(f.value, 0)
        FROM inventory_coststate s JOIN inventory_item i ON i.id = s.item_id
        LEFT JOIN (SELECT f.agreement_id, f.item_id,
            sum(f.quantity - greatest(0, t.short_out - f.start * 0.000001)) AS quantity, sum(f.value - {
            SHARE.format(value="f.value", part="greatest(0, t.short_out - f.start * 0.000001)", whole="f.quantity")
        }) AS value
          FROM inventory_shortfall f JOIN inventory_coststate t USING (agreement_id, item_id)
          WHERE f.start * 0.000001 + f.quantity > t.short_out GROUP BY 1, 2) AS f
          ON f.agreement_id = s.agreement_id AND f.item_id = s.item_id
        WHERE (s.short_in - s.short_out, s.short_value) <> (coalesce(f.quantity, 0), coalesce(f.value, 0))""",
    ),
    Invariant(
        "I5",
        _("nothing is held and owed at once"),
        f"""SELECT s.agreement_id, {ITEM}, s.quantity_in - s.quantity_out - s.quantity_dead || ' held', 0
        FROM inventory_coststate s JOIN inventory_item i ON i.id = s.item_id
        WHERE s.short_in > s.short_out AND s.quantity_in <> s.quantity_out + s.quantity_dead""",
    ),
]

AVERAGE_COST = f"""CASE WHEN -x.quantity = x.quantity_before THEN x.value_before
  WHEN x.asked IS NOT NULL THEN least(x.asked, x.value_before)
  ELSE {SHARE.format(value="x.value_before", part="-x.quantity", whole="nullif(x.quantity_before, 0)")} END"""
AVERAGE = [
    Invariant(
        "I6",
        _("average: an issue costs its share of quantity and value before it, in the order of dates"),
        f"""SELECT x.agreement_id, {ITEM} || ', entry ' || x.sequence, -x.value, {AVERAGE_COST}
        FROM (SELECT e.agreement_id, e.item_id, e.sequence, e.kind, e.quantity, t.value, e.asked,
            sum(e.quantity) OVER dates - e.quantity AS quantity_before, sum(t.value) OVER dates - t.value AS value_before
          FROM inventory_costentry e JOIN accounts_agreement a ON a.id = e.agreement_id AND a.principle = 'average'
          JOIN (SELECT coalesce(corrects_id, id) AS id, sum(value) AS value FROM inventory_costentry GROUP BY 1) AS t
            ON t.id = e.id
          WHERE e.corrects_id IS NULL
          WINDOW dates AS (PARTITION BY e.agreement_id, e.item_id ORDER BY e.effective_on, e.sequence)) AS x
        JOIN inventory_item i ON i.id = x.item_id
        JOIN inventory_coststate s ON s.agreement_id = x.agreement_id AND s.item_id = x.item_id AND s.short_in = 0
        WHERE x.quantity < 0 AND x.kind <> 'reversal' AND -x.value <> {AVERAGE_COST}""",
    ),
]

DAYS = [
    Invariant(
        "I2",
        _("the days of an item are the sums of its entries"),
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
        _("the months of an item are the sums of all its entries until then"),
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
        _("the days of a place are the sums of its moves"),
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
        _("what lies at a place is the sum of its moves"),
        f"""SELECT agreement_id, {ITEM} || ' at ' || p.code, coalesce(b.on_hand, 0), coalesce(m.quantity, 0)
        FROM inventory_stockbalance b FULL JOIN (SELECT agreement_id, item_id, location_id, sum(quantity) AS quantity
            FROM inventory_stockmove GROUP BY 1, 2, 3) AS m USING (agreement_id, item_id, location_id)
        {NAMED} {PLACE}
        WHERE coalesce(b.on_hand, 0) <> coalesce(m.quantity, 0)""",
    ),
    Invariant(
        "I17",
        _("what is reserved at a place is the sum of its reservations"),
        f"""SELECT agreement_id, {ITEM} || ' at ' || p.code, coalesce(b.reserved, 0), coalesce(r.quantity, 0)
        FROM inventory_stockbalance b FULL JOIN (SELECT agreement_id, item_id, location_id, sum(quantity_open) AS quantity
            FROM inventory_reservation GROUP BY 1, 2, 3) AS r USING (agreement_id, item_id, location_id)
        {NAMED} {PLACE}
        WHERE coalesce(b.reserved, 0) <> coalesce(r.quantity, 0)""",
    ),
]

INVARIANTS = [*STATE, *ENTRY, *LAYERS, *SHORT, *AVERAGE, *DAYS, *PLACES]
