import accounts.tenancy
import django.db.models.deletion
import rackbeat.lib.periods
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("home", "0001_guide")]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuideMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=20)),
                ("at", models.DateTimeField(default=rackbeat.lib.periods.now)),
                (
                    "agreement",
                    models.ForeignKey(
                        db_index=False,
                        default=accounts.tenancy.default_agreement_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agreement",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "id"), name="home_guidemark_tenant"),
                    models.UniqueConstraint(fields=("agreement", "step", "by"), name="guide_mark_once"),
                ],
            },
        ),
    ]
