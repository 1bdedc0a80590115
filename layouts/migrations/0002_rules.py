from django.db import migrations

from accounts.fences import AppendOnly, Fence


class Migration(migrations.Migration):
    # a database that has all of these is up to date
    replaces = [
        ("layouts", "0001_initial"),
        ("layouts", "0002_fences"),
        ("layouts", "0003_stock_papers"),
        ("layouts", "0004_looks_and_mail"),
        ("layouts", "0005_signature"),
    ]
    dependencies = [("layouts", "0001_tables"), ("accounts", "0002_rules")]

    operations = [
        Fence("layout", "layouttemplate", "storedpaper"),
        AppendOnly("storedpaper"),
    ]
