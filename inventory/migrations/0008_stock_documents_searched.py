from django.db import migrations

from accounts.search import Searched

HEADER = ["heading", "our_reference", "note"]


class Migration(migrations.Migration):
    dependencies = [("inventory", "0007_ledger_in_words")]

    operations = [
        Searched("adjustment", HEADER, lines=("adjustmentline", "adjustment_id")),
        Searched("transfer", HEADER, lines=("transferline", "transfer_id")),
        Searched("stockcount", HEADER, lines=("stockcountline", "count_id")),
    ]
