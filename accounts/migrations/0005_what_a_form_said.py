from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_rounds_and_forms")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
