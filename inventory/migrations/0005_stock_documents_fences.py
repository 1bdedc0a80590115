from django.db import migrations

from accounts.fences import Fence, Frozen, FrozenLines
from inventory.defaults import REASONS

FREE = ["archived", "archived_by_hand", "layout_id", "version"]


def furnish(apps, schema_editor):
    """The seven reasons for agreements that exist already; new ones are born with them."""
    Agreement, Reason = apps.get_model("accounts", "Agreement"), apps.get_model("inventory", "Reason")
    Reason.objects.bulk_create(
        Reason(agreement=agreement, number=number, kind=kind, name=name)
        for agreement in Agreement.objects.order_by("pk")
        for number, (kind, name) in enumerate(REASONS.get(agreement.language, REASONS["en"]), start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_stock_documents"), ("accounts", "0003_frozen_lines")]

    operations = [
        Fence("reason", "adjustment", "adjustmentline", "transfer", "transferline", "stockcount", "stockcountline"),
        migrations.RunPython(furnish, migrations.RunPython.noop),
        Frozen("adjustment", "OLD.status = 'booked'", FREE),
        FrozenLines("adjustmentline", "adjustment", "adjustment_id", "booked", []),
        Frozen("transfer", "OLD.status = 'booked'", [*FREE, "receiving", "received_on"]),
        FrozenLines("transferline", "transfer", "transfer_id", "booked", ["quantity_received"]),
        Frozen("stockcount", "OLD.status = 'booked'", FREE),
        FrozenLines("stockcountline", "stockcount", "count_id", "booked", []),
    ]
