"""The faults, each by name: what is switched off, and the tests that must then fail. No tests here.

A fault of the code is a piece of text in a file, which occurs there once, and what stands in its place; a fault of the
database is SQL, done by the owner to the copy that the tests work in.
"""

from dataclasses import dataclass

COSTING, POSTING = "tests/inventory/test_costing.py", "tests/inventory/test_posting.py"
KINDS, BOOKS, RACES = "tests/inventory/test_kinds.py", "tests/inventory/test_books.py", "tests/house/test_races.py"
FROZEN, TENANCY, WALKS = (
    "tests/house/test_frozen.py",
    "tests/house/test_tenancy.py",
    "tests/inventory/test_ledger_sequences.py",
)


@dataclass(frozen=True)
class Fault:
    """`file` with `old` in it, or `sql`. `quick`: its tests need no database."""

    name: str
    tests: tuple[str, ...]
    file: str = ""
    old: str = ""
    new: str = ""
    sql: str = ""
    quick: bool = False

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


LOCKS = [
    Fault(
        "the items' states are read without a lock",
        (f"{RACES}::test_an_item_leaves_two_places_at_once_and_its_cost_is_reckoned_one_after_the_other",),
        "inventory/posting/locks.py",
        "ORDER BY item_id FOR UPDATE\n",
        "ORDER BY item_id\n",
    ),
    Fault(
        "nobody looks whether there is enough at the place",
        (f"{POSTING}::test_what_lies_elsewhere_does_not_count",),
        "inventory/posting/__init__.py",
        "rules.require_on_hand(_wanted(steps), places, standings, effective_on)",
        "pass",
    ),
    Fault(
        "a document is read without a lock",
        (f"{RACES}::test_eight_who_send_one_shipment_send_it_once",),
        "accounts/tenancy.py",
        "WHERE agreement_id = %s AND id = %s FOR NO KEY UPDATE",
        "WHERE agreement_id = %s AND id = %s",
    ),
    Fault(
        "every other number is skipped",
        (f"{RACES}::test_numbers_have_no_holes_though_every_third_booking_fails",),
        "accounts/numbers.py",
        "DO UPDATE SET next = accounts_numberseries.next + 1",
        "DO UPDATE SET next = accounts_numberseries.next + 2",
    ),
    Fault(
        "a form's token is forgotten",
        (f"{RACES}::test_a_form_that_two_clicks_send_at_once_makes_one_order",),
        "accounts/once.py",
        "if not _first(request, token):",
        "if not _first(request, token) and False:",
    ),
]
ROUNDING = [
    Fault(
        "half is rounded towards zero",
        (f"{COSTING}::test_a_share_is_rounded_half_away_from_zero",),
        "inventory/costing/share.py",
        "(2 * abs(top) + bottom) // (2 * bottom)",
        "(2 * abs(top) + bottom - 1) // (2 * bottom)",
        quick=True,
    ),
    Fault(
        "what is left of a hundredth is cut off",
        (f"{COSTING}::test_three_for_ten_leave_singly_as_333_334_333",),
        "inventory/costing/share.py",
        "(2 * abs(top) + bottom) // (2 * bottom)",
        "abs(top) // bottom",
        quick=True,
    ),
    Fault(
        "each piece of a layer is rounded by itself",
        (f"{COSTING}::test_a_layer_that_is_used_up_gave_exactly_its_value",),
        "inventory/costing/fifo.py",
        "return layer.until(b) - layer.until(a)",
        "return layer.until(b - a)",
        quick=True,
    ),
    Fault(
        "average costs by a rounded cost per unit",
        (f"{COSTING}::test_average_too_gives_back_exactly_what_came",),
        "inventory/costing/average.py",
        "return share(value, wanted, quantity) if asked is None",
        "return share(share(value, Decimal(1), quantity), wanted, Decimal(1)) if asked is None",
        quick=True,
    ),
    Fault(
        "freight is spread without its remainder",
        ("tests/lib/test_amounts.py::test_freight_is_spread_as_the_design_says",),
        "rackbeat/lib/amounts.py",
        "for index in by_remainder[:left]:",
        "for index in by_remainder[:0]:",
        quick=True,
    ),
    Fault(
        "parts that come back are each rounded by themselves",
        (f"{KINDS}::test_returns_of_one_line_bring_back_exactly_what_it_cost",),
        "inventory/posting/__init__.py",
        "costing.share(-root.total, back, -root.quantity) - root.returned_value",
        "costing.share(-root.total, each.quantity, -root.quantity)",
    ),
]
RULES = [
    Fault(
        "the newest layer goes first",
        (f"{COSTING}::test_fifo_takes_the_oldest_first",),
        "inventory/costing/fifo.py",
        "    left = quantity\n    for layer in layers:",
        "    left = quantity\n    for layer in reversed(list(layers)):",
        quick=True,
    ),
    Fault(
        "a receipt leaves the shortfalls unsettled",
        (WALKS, f"{KINDS}::test_what_was_owed_while_it_was_allowed_stays_so_when_an_earlier_receipt_comes"),
        "inventory/costing/state.py",
        "    found, position, stop = [], state.short_out, state.short_out + quantity",
        "    return []\n    found, position, stop = [], state.short_out, state.short_out + quantity",
    ),
    Fault(
        "a settlement has its sign turned",
        (WALKS,),
        "inventory/costing/state.py",
        "return self.provisional - self.real",
        "return self.real - self.provisional",
    ),
    Fault(
        "goods that came back set the last cost",
        (f"{KINDS}::test_goods_that_came_back_say_nothing_of_what_the_next_will_cost",),
        "inventory/posting/shelves.py",
        "CAME_BACK = [EntryKind.CUSTOMER_RETURN, EntryKind.REVERSAL]",
        "CAME_BACK: list[str] = []",
    ),
    Fault(
        "goods go back to the supplier from the front of their layer",
        (f"{KINDS}::test_a_supplier_return_takes_the_end_of_its_own_layer",),
        "inventory/costing/fifo.py",
        "    a, b = layer.live - quantity, layer.live\n",
        "    a = layer.used(state.quantity_out)\n    b = a + quantity\n",
    ),
    Fault(
        "average takes a late entry as if it were today's",
        (f"{POSTING}::test_average_is_reckoned_in_the_order_of_dates",),
        "inventory/posting/average.py",
        "return step.deed is Deed.PRICE or (last is not None and self.on < last)",
        "return step.deed is Deed.PRICE",
    ),
    Fault(
        "a receipt of which some has gone is reversed",
        (f"{KINDS}::test_a_receipt_of_which_some_was_sold_stays_though_enough_of_others_lies_there",),
        "inventory/posting/fifo.py",
        "untouched and root and (layer.value, layer.rest) == (root.value, None),",
        "True,",
    ),
    Fault(
        "a closed period is open",
        (f"{POSTING}::test_nothing_is_dated_in_a_closed_period",),
        "inventory/posting/locks.py",
        "effective_on > agreement.closed_until,",
        "True,",
    ),
    Fault(
        "the days since a late issue are not looked at",
        (f"{POSTING}::test_a_back_dated_issue_that_a_later_day_cannot_bear_is_refused",),
        "inventory/posting/rules.py",
        "if wanted[item, location] > lay:",
        "if False:",
    ),
    Fault(
        "a late entry leaves the later months as they were",
        (f"{POSTING}::test_a_late_entry_adds_to_every_later_month",),
        "inventory/posting/days.py",
        "AND x.item_id = w.item AND x.month >= w.month",
        "AND x.item_id = w.item AND x.month = w.month",
    ),
    Fault(
        "a preview stays",
        (f"{KINDS}::test_a_preview_says_what_would_be_and_leaves_nothing_behind",),
        "inventory/posting/effects.py",
        "transaction.set_rollback(True)",
        "transaction.set_rollback(False)",
    ),
]
CHECKS = [
    Fault(
        "the database lets stock go below nothing",
        (f"{POSTING}::test_the_database_repeats_what_posting_checks",),
        sql="ALTER TABLE inventory_stockbalance DROP CONSTRAINT stock_balance_on_hand",
    ),
    Fault(
        "the database lets more leave than came",
        (f"{POSTING}::test_the_database_repeats_what_posting_checks",),
        sql="ALTER TABLE inventory_coststate DROP CONSTRAINT cost_state_on_hand, DROP CONSTRAINT cost_state_short",
    ),
    Fault(
        "the database lets nothing have a value",
        (f"{POSTING}::test_the_database_repeats_what_posting_checks",),
        sql="ALTER TABLE inventory_coststate DROP CONSTRAINT cost_state_zero",
    ),
    Fault(
        "the owner may change what is posted",
        (f"{POSTING}::test_the_owner_is_stopped_by_a_trigger",),
        sql="DROP TRIGGER append_only ON inventory_costentry",
    ),
    Fault(
        "the web may change what is posted",
        (f"{TENANCY}::test_append_only_tables_grant_no_change",),
        sql="GRANT UPDATE ON inventory_costentry TO rackbeat_app",
    ),
    Fault(
        "a booked invoice may be changed",
        (f"{FROZEN}::test_raw_sql_cannot_change_what_is_final",),
        sql="DROP TRIGGER frozen ON sales_salesinvoice",
    ),
    Fault(
        "a table is open to every agreement",
        (f"{TENANCY}::test_every_table_of_an_agreement_has_its_policies_forced",),
        sql="ALTER TABLE inventory_costentry NO FORCE ROW LEVEL SECURITY",
    ),
]
PROOFS = [
    Fault(
        "the balances are not compared with the states",
        (f"{BOOKS}::test_what_is_bent_is_reported",),
        "inventory/books.py",
        "WHERE coalesce(b.on_hand, 0) <> {STATE_QUANTITY}",
        "WHERE false",
    ),
    Fault(
        "layers are not added up",
        (f"{BOOKS}::test_the_command_reports_what_somebody_with_the_owners_rights_bent",),
        "inventory/books.py",
        'HAVING {STATE_VALUE} <> coalesce(sum({LEFT_IN_LAYER}), 0) - s.short_value"""',
        'HAVING false"""',
    ),
    Fault(
        "whatever is found is called nothing",
        (f"{BOOKS}::test_what_is_bent_is_reported",),
        "rackbeat/lib/books.py",
        "return Finding(invariant, *row) if row else Finding(invariant, 0)",
        "return Finding(invariant, 0)",
    ),
]
FAULTS = [*LOCKS, *ROUNDING, *RULES, *CHECKS, *PROOFS]
