from django.db import migrations

from accounts.fences import AppendOnly, Fence


class Migration(migrations.Migration):
    dependencies = [("layouts", "0001_initial"), ("accounts", "0002_fences")]

    operations = [Fence("layout", "layouttemplate", "storedpaper"), AppendOnly("storedpaper")]
