from django.db import migrations

from accounts.search import SEARCH


class Migration(migrations.Migration):
    dependencies = [("accounts", "0019_broken_off")]

    operations = [migrations.RunSQL(SEARCH, migrations.RunSQL.noop)]
