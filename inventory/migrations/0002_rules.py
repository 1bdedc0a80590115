from django.db import migrations

from accounts.fences import AppendOnly, Fence, Frozen, FrozenLines
from accounts.search import Searched

TABLES = [
    "location",
    "itemgroup",
    "unit",
    "item",
    "reservation",
    "expected",
    "costentry",
    "stockmove",
    "costlayer",
    "coststate",
    "stockbalance",
    "stockday",
    "stockmonth",
    "locationday",
    "reason",
    "adjustment",
    "adjustmentline",
    "transfer",
    "transferline",
    "stockcount",
    "stockcountline",
    "layerreturn",
    "layeradjustment",
    "shortfall",
]
# rows that change with every posting find room on their own page
ROOM = """
ALTER TABLE inventory_coststate SET (fillfactor = 70);
ALTER TABLE inventory_stockbalance SET (fillfactor = 70);
"""
FREE = ["archived", "archived_by_hand", "layout_id", "version"]
HEADER = ["heading", "our_reference", "note"]
REASON = "SELECT r.name FROM inventory_reason r WHERE r.agreement_id = d.agreement_id AND r.id = d.reason_id"
PLACE = "SELECT concat_ws(' ', p.code, p.name) FROM inventory_location p WHERE p.agreement_id = d.agreement_id AND p.id = d."


class Migration(migrations.Migration):
    # a database that has all of these is up to date
    replaces = [
        ("inventory", "0001_initial"),
        ("inventory", "0002_fences"),
        ("inventory", "0003_searched"),
        ("inventory", "0004_stock_documents"),
        ("inventory", "0005_stock_documents_fences"),
        ("inventory", "0006_ledger_of_every_kind"),
        ("inventory", "0007_ledger_in_words"),
        ("inventory", "0008_stock_documents_searched"),
        ("inventory", "0009_found_by_place"),
        ("inventory", "0010_shortfalls_expected_cost"),
        ("inventory", "0011_sold_by_day"),
        ("inventory", "0012_days_of_all_items"),
        ("inventory", "0013_moves_by_moment"),
        ("inventory", "0014_weight"),
    ]
    dependencies = [("inventory", "0001_tables"), ("accounts", "0002_rules"), ("layouts", "0002_rules")]

    operations = [
        Fence(*TABLES),
        AppendOnly("costentry", "stockmove", "costlayer", "layerreturn", "layeradjustment", "shortfall"),
        Frozen("adjustment", "OLD.status = 'booked'", FREE),
        FrozenLines("adjustmentline", "adjustment", "adjustment_id", "booked", []),
        Frozen("transfer", "OLD.status = 'booked'", [*FREE, "receiving", "received_on"]),
        FrozenLines("transferline", "transfer", "transfer_id", "booked", ["quantity_received"]),
        Frozen("stockcount", "OLD.status = 'booked'", FREE),
        FrozenLines("stockcountline", "stockcount", "count_id", "booked", []),
        Searched("item", ["name", "barcode"]),
        Searched("adjustment", HEADER, lines=("adjustmentline", "adjustment_id"), also=[REASON]),
        Searched(
            "transfer", HEADER, lines=("transferline", "transfer_id"), also=[PLACE + "origin_id", PLACE + "target_id"]
        ),
        Searched("stockcount", HEADER, lines=("stockcountline", "count_id"), also=[PLACE + "location_id"]),
        migrations.RunSQL(ROOM, migrations.RunSQL.noop),
    ]
