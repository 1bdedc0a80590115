import django.db.models.deletion
from django.db import migrations, models

from accounts.fences import FenceKey


class Migration(migrations.Migration):
    dependencies = [("sales", "0005_searched")]

    operations = [
        migrations.AddField(
            model_name="salesinvoiceline",
            name="shipment",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invoice_lines",
                to="sales.shipment",
            ),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="rest_of",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rest_orders",
                to="sales.salesorder",
            ),
        ),
        FenceKey("salesinvoiceline.shipment", "salesorder.rest_of"),
    ]
