from django.db import migrations

from accounts.fences import AppendOnly, Fence

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
]


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial"), ("accounts", "0002_fences"), ("layouts", "0002_fences")]

    operations = [
        Fence(*TABLES),
        AppendOnly("costentry", "stockmove", "costlayer"),
        migrations.RunSQL(
            "ALTER TABLE inventory_coststate SET (fillfactor = 70);"
            "ALTER TABLE inventory_stockbalance SET (fillfactor = 70);",
            migrations.RunSQL.noop,
        ),
    ]
