from django.db import migrations

from accounts.search import SearchedAgain

HEADER = ["party_name", "their_reference", "our_reference", "heading"]
ORDER = "SELECT o.number FROM sales_salesorder o WHERE o.agreement_id = d.agreement_id AND o.id = d.order_id"


class Migration(migrations.Migration):
    dependencies = [("sales", "0009_order_lists")]

    operations = [
        SearchedAgain("shipment", [*HEADER, "tracking"], lines=("shipmentline", "shipment_id"), also=[ORDER]),
        SearchedAgain(
            "salesinvoice",
            HEADER,
            number="coalesce(number, draft_number)",
            lines=("salesinvoiceline", "invoice_id"),
            also=[ORDER],
        ),
    ]
