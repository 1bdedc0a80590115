from django.db import migrations

from accounts.search import Searched

HEADER = ["party_name", "their_reference", "our_reference", "heading"]


class Migration(migrations.Migration):
    dependencies = [
        ("purchasing", "0004_counted_lines"),
        ("accounts", "0007_search_entries"),
        ("inventory", "0003_searched"),
    ]

    operations = [
        Searched("supplier", ["name", "city", "email", "phone", "org_number", "reference"]),
        Searched("purchaseorder", HEADER, lines=("purchaseorderline", "order_id")),
        Searched("goodsreceipt", [*HEADER, "delivery_note_number"], lines=("goodsreceiptline", "receipt_id")),
    ]
