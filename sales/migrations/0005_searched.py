from django.db import migrations

from accounts.search import Searched

HEADER = ["party_name", "their_reference", "our_reference", "heading"]


class Migration(migrations.Migration):
    dependencies = [("sales", "0004_owed"), ("accounts", "0007_search_entries"), ("inventory", "0003_searched")]

    operations = [
        Searched("customer", ["name", "city", "email", "phone", "org_number", "reference"]),
        Searched("quote", HEADER, lines=("quoteline", "quote_id")),
        Searched("salesorder", HEADER, lines=("salesorderline", "order_id")),
        Searched("shipment", [*HEADER, "tracking"], lines=("shipmentline", "shipment_id")),
        Searched(
            "salesinvoice",
            HEADER,
            number="coalesce(number, draft_number)",
            lines=("salesinvoiceline", "invoice_id"),
        ),
    ]
