from django.db import migrations

from accounts.search import SEARCH


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_rules")]

    operations = [migrations.RunSQL(SEARCH, migrations.RunSQL.noop)]
