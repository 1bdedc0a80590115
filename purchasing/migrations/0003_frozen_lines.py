from django.db import migrations

from accounts.fences import FrozenLines


class Migration(migrations.Migration):
    dependencies = [("purchasing", "0002_fences"), ("accounts", "0003_frozen_lines")]

    operations = [FrozenLines("goodsreceiptline", "goodsreceipt", "receipt_id", "received", [])]
