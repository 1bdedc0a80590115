from django.db import migrations

from accounts.fences import Fence, Frozen


class Migration(migrations.Migration):
    dependencies = [("purchasing", "0001_initial"), ("inventory", "0002_fences")]

    operations = [
        Fence("supplier", "purchaseorder", "purchaseorderline", "goodsreceipt", "goodsreceiptline"),
        Frozen("goodsreceipt", "OLD.status = 'received'", ["archived", "archived_by_hand", "layout_id", "version"]),
    ]
