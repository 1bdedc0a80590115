from django.db import migrations

from accounts.search import SearchedAgain

HEADER = ["party_name", "their_reference", "our_reference", "heading"]
ORDER = "SELECT o.number FROM purchasing_purchaseorder o WHERE o.agreement_id = d.agreement_id AND o.id = d.order_id"


class Migration(migrations.Migration):
    dependencies = [("purchasing", "0006_contacts")]

    operations = [
        SearchedAgain(
            "goodsreceipt",
            [*HEADER, "delivery_note_number"],
            lines=("goodsreceiptline", "receipt_id"),
            also=[ORDER],
        )
    ]
