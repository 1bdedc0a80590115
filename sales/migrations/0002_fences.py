from django.db import migrations

from accounts.fences import Fence, Frozen


class Migration(migrations.Migration):
    dependencies = [("sales", "0001_initial"), ("inventory", "0002_fences")]

    operations = [
        Fence(
            "customer",
            "quote",
            "quoteline",
            "salesorder",
            "salesorderline",
            "salesinvoice",
            "salesinvoiceline",
            "payment",
            "shipment",
            "shipmentline",
        ),
        Frozen(
            "shipment",
            "OLD.status = 'shipped'",
            ["archived", "archived_by_hand", "layout_id", "version", "tracking"],
        ),
        Frozen(
            "salesinvoice",
            "OLD.status = 'booked'",
            ["archived", "archived_by_hand", "layout_id", "version", "delivery", "amount_paid"],
        ),
    ]
