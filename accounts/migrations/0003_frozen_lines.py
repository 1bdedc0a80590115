from django.db import migrations

from accounts.fences import LINES_FUNCTION, LINES_FUNCTION_UNDO


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_fences")]

    operations = [migrations.RunSQL(LINES_FUNCTION, LINES_FUNCTION_UNDO)]
