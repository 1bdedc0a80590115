from django.db import migrations

from accounts.search import SEARCH


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_membership_unread")]

    operations = [migrations.RunSQL(SEARCH, migrations.RunSQL.noop)]
