import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import rackbeat.lib.periods
from accounts.fences import AppendOnly


def contact(apps, schema_editor):
    """The first row, so that help has something to show; an administrator keeps it."""
    apps.get_model("support", "Contact").objects.create(
        phone="+45 71 92 75 00", email="support@rackbeat.example", hours="08.00-16.00"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0001_initial"),
        ("accounts", "0002_fences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LookUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=rackbeat.lib.periods.now, verbose_name="at")),
                ("query", models.CharField(max_length=200, verbose_name="looked for")),
                ("shown", models.CharField(blank=True, max_length=200, verbose_name="agreements shown")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "look-up by support",
                "verbose_name_plural": "look-ups by support",
                "ordering": ["-at", "-id"],
            },
        ),
        AppendOnly("lookup"),
        migrations.RunPython(contact, migrations.RunPython.noop),
    ]
