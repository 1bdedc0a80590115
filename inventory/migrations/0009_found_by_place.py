from django.db import migrations

from accounts.search import SearchedAgain

HEADER = ["heading", "our_reference", "note"]
REASON = "SELECT r.name FROM inventory_reason r WHERE r.agreement_id = d.agreement_id AND r.id = d.reason_id"
PLACE = "SELECT concat_ws(' ', p.code, p.name) FROM inventory_location p WHERE p.agreement_id = d.agreement_id AND p.id = d."


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_stock_documents_searched")]

    operations = [
        SearchedAgain("adjustment", HEADER, lines=("adjustmentline", "adjustment_id"), also=[REASON]),
        SearchedAgain(
            "transfer", HEADER, lines=("transferline", "transfer_id"), also=[PLACE + "origin_id", PLACE + "target_id"]
        ),
        SearchedAgain("stockcount", HEADER, lines=("stockcountline", "count_id"), also=[PLACE + "location_id"]),
    ]
