from django.db import migrations

from accounts.fences import FrozenLines


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_fences"), ("accounts", "0003_frozen_lines")]

    operations = [
        FrozenLines("salesinvoiceline", "salesinvoice", "invoice_id", "booked", ["quantity_shipped"]),
        FrozenLines("shipmentline", "shipment", "shipment_id", "shipped", []),
    ]
