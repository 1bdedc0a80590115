"""What must hold for every kind of document, as queries that the storeys above make for their own tables."""

from django.utils.translation import gettext_noop as _

from rackbeat.lib.books import Invariant

TOLD = {
    "taken_back": _("the history tells that it was taken back"),
    "moved": _("the history tells that it was booked"),
    "booked": _("the history tells that it was booked"),
    "received": _("the history tells that it was received"),
    "shipped": _("the history tells that it was shipped"),
}


def sums(name: str, table: str, line_table: str, key: str, number: str = "d.number") -> list[Invariant]:
    """A line's net, and the document's net, VAT per rate and total (I14)."""
    what = f"'{name} ' || coalesce({number}::text, 'draft')"
    line = f"""
SELECT l.agreement_id, {what} || ', line ' || l.position, l.amount_net,
  round(l.quantity * l.price * (100 - l.discount_percent) * 0.01, 2)
FROM {line_table} l JOIN {table} d ON d.id = l.{key}_id
WHERE l.amount_net <> round(l.quantity * l.price * (100 - l.discount_percent) * 0.01, 2)"""
    document = f"""
SELECT d.agreement_id, {what}, d.amount_net || ' + ' || d.amount_vat || ' = ' || d.amount_total,
  coalesce(s.net, 0) || ' + ' || coalesce(s.vat, 0) || ' = ' || coalesce(s.net + s.vat, 0)
FROM {table} d LEFT JOIN (
  SELECT agreement_id, id, sum(net) AS net, sum(round(net * rate * 0.01, 2)) AS vat FROM (
    SELECT agreement_id, {key}_id AS id, vat_percent AS rate, sum(amount_net) AS net
    FROM {line_table} GROUP BY 1, 2, 3) AS rates GROUP BY 1, 2) AS s ON s.agreement_id = d.agreement_id AND s.id = d.id
WHERE (d.amount_net, d.amount_vat, d.amount_total)
  <> (coalesce(s.net, 0), coalesce(s.vat, 0), coalesce(s.net + s.vat, 0))"""
    return [
        Invariant("I14", _("a line's net is quantity times price less discount"), line, name),
        Invariant("I14", _("net, VAT per rate and total are sums of the lines"), document, name),
    ]


def told(name: str, table: str, kind: str, status: str, verb: str | tuple[str, ...], *, back: str = "") -> Invariant:
    """What became final has its line in the history, with somebody's name (I24). `back`: what a reversal's line says."""
    verbs = (verb,) if isinstance(verb, str) else verb
    wanted = ", ".join(f"'{each}'" for each in (*verbs, *([back] if back else [])))
    return Invariant(
        "I24",
        TOLD[verbs[0]],
        f"""
SELECT d.agreement_id, '{name} ' || d.number, 'nothing', '{verbs[0]}' FROM {table} d
WHERE d.status = '{status}' AND NOT EXISTS (SELECT FROM accounts_event e WHERE e.agreement_id = d.agreement_id
  AND e.subject_kind = '{kind}' AND e.subject_id = d.id AND e.verb IN ({wanted}))""",
        name,
    )


def moved(name: str, table: str, line_table: str, key: str, *, kind: str, status: str, sign: str) -> Invariant:
    """A document that moved stock moved exactly its lines, item by item and place by place; any other moved nothing (I20)."""
    return Invariant(
        "I20",
        _("stock moved exactly as its lines say, once"),
        f"""
SELECT agreement_id, '{name} ' || coalesce(d.number::text, 'with id ' || id) || ', item ' || i.number,
  coalesce(m.quantity, 0), coalesce(l.quantity, 0)
FROM (SELECT l.agreement_id, l.{key}_id AS id, l.item_id, l.location_id, {sign}sum(l.quantity) AS quantity
    FROM {line_table} l JOIN {table} d ON d.id = l.{key}_id
    WHERE d.status = '{status}' AND l.quantity <> 0 GROUP BY 1, 2, 3, 4) AS l
FULL JOIN (SELECT agreement_id, source_id AS id, item_id, location_id, sum(quantity) AS quantity
    FROM inventory_stockmove WHERE source_kind = '{kind}' GROUP BY 1, 2, 3, 4) AS m
  USING (agreement_id, id, item_id, location_id)
LEFT JOIN {table} d USING (agreement_id, id)
JOIN (SELECT id AS item_id, number FROM inventory_item) AS i USING (item_id)
WHERE coalesce(m.quantity, 0) <> coalesce(l.quantity, 0)""",
        name,
    )
