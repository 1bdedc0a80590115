from django.db import migrations

from accounts.search import Searched


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_fences"), ("accounts", "0007_search_entries")]

    operations = [Searched("item", ["name", "barcode"])]
