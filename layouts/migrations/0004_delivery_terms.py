from django.db import migrations

# Where payment terms are printed, delivery terms are too, if the document has any.
ON = """
UPDATE layouts_layouttemplate SET blocks = blocks || '["delivery_terms"]'::jsonb
WHERE kind IN ('quote', 'order', 'invoice', 'proforma', 'purchase_order')
  AND blocks @> '["payment_terms"]' AND NOT blocks @> '["delivery_terms"]'
"""
OFF = "UPDATE layouts_layouttemplate SET blocks = blocks - 'delivery_terms'"


class Migration(migrations.Migration):
    dependencies = [("layouts", "0003_supplier_credit_paper")]

    operations = [migrations.RunSQL(ON, OFF)]
