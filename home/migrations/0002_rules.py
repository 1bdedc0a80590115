from django.db import migrations

from accounts.fences import Fence


class Migration(migrations.Migration):
    # a database that has all of these is up to date
    replaces = [
        ("home", "0001_guide"),
    ]
    dependencies = [("home", "0001_tables"), ("accounts", "0002_rules")]

    operations = [
        Fence("guidemark"),
    ]
