import accounts.tenancy
import django.db.models.deletion
import django.db.models.manager
import rackbeat.lib.periods
import support.models
from django.conf import settings
from django.db import migrations, models

from rackbeat.tables import Tables


class Migration(migrations.Migration):
    replaces = [
        ("support", "0001_initial"),
        ("support", "0002_contact_and_look_ups"),
        ("support", "0003_conversations"),
        ("support", "0004_desk"),
        ("support", "0005_zone_is_known"),
        ("support", "0006_read_marks"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="CannedAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="title")),
                        (
                            "language",
                            models.CharField(
                                choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")],
                                default="nb",
                                max_length=5,
                                verbose_name="language",
                            ),
                        ),
                        ("body", models.TextField(verbose_name="text")),
                    ],
                    options={
                        "verbose_name": "canned answer",
                        "verbose_name_plural": "canned answers",
                        "ordering": ["language", "title"],
                    },
                ),
                migrations.CreateModel(
                    name="ClosedDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "closed day",
                        "verbose_name_plural": "closed days",
                        "ordering": ["day"],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("phone", models.CharField(max_length=40, verbose_name="phone")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                        (
                            "hours",
                            models.CharField(
                                blank=True,
                                help_text="Said beside the hours of the week, which have a table of their own.",
                                max_length=200,
                                verbose_name="about the opening hours",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Europe/Copenhagen",
                                max_length=50,
                                validators=[support.models.known_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "specialist",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"is_active": True, "is_support": True},
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="specialist for onboarding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "support contact",
                        "verbose_name_plural": "support contact",
                    },
                ),
                migrations.CreateModel(
                    name="Conversation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        (
                            "topic",
                            models.CharField(
                                choices=[("question", "Question"), ("onboarding", "Onboarding")],
                                default="question",
                                max_length=12,
                                verbose_name="topic",
                            ),
                        ),
                        ("subject", models.CharField(blank=True, max_length=120, verbose_name="subject")),
                        ("page", models.CharField(blank=True, max_length=300, verbose_name="asked from")),
                        ("opened_at", models.DateTimeField(default=rackbeat.lib.periods.now, verbose_name="opened")),
                        ("waits_since", models.DateTimeField(null=True, verbose_name="waiting since")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                        ("seen_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "last_at",
                            models.DateTimeField(default=rackbeat.lib.periods.now, verbose_name="latest message"),
                        ),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="closed")),
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
                            "led_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "conversation",
                        "verbose_name_plural": "conversations",
                        "ordering": ["-opened_at"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["agreement", "-opened_at"], name="conversation_opened"),
                            models.Index(
                                condition=models.Q(("waits_since__isnull", False)),
                                fields=["waits_since"],
                                name="conversation_waiting",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="support_conversation_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="conversation_number"),
                        ],
                    },
                    managers=[
                        ("across", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="LookUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=rackbeat.lib.periods.now, verbose_name="at")),
                        ("query", models.CharField(max_length=200, verbose_name="looked for")),
                        ("shown", models.CharField(blank=True, max_length=200, verbose_name="agreements shown")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "look-up by support",
                        "verbose_name_plural": "look-ups by support",
                        "ordering": ["-at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("body", models.TextField(verbose_name="message")),
                        ("by_support", models.BooleanField(default=False)),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="messages",
                                to="support.conversation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "ordering": ["at", "id"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["agreement", "conversation", "at"], name="message_conversation")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="support_message_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="name")),
                        ("content_type", models.CharField(max_length=60)),
                        ("size", models.PositiveIntegerField()),
                        ("stored", models.CharField(blank=True, max_length=80)),
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
                            "message",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="support.message",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "attachment",
                        "verbose_name_plural": "attachments",
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "message"], name="attachment_message")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="support_attachment_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpeningHours",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "weekday",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "Monday"),
                                    (1, "Tuesday"),
                                    (2, "Wednesday"),
                                    (3, "Thursday"),
                                    (4, "Friday"),
                                    (5, "Saturday"),
                                    (6, "Sunday"),
                                ],
                                unique=True,
                                verbose_name="day of the week",
                            ),
                        ),
                        ("opens", models.TimeField(verbose_name="opens")),
                        ("closes", models.TimeField(verbose_name="closes")),
                    ],
                    options={
                        "verbose_name": "opening hours",
                        "verbose_name_plural": "opening hours",
                        "ordering": ["weekday"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes__gt", models.F("opens"))),
                                name="opening_hours_order",
                                violation_error_message="It closes before it opens.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seen_at", models.DateTimeField(default=rackbeat.lib.periods.now)),
                        ("mailed_at", models.DateTimeField(null=True)),
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
                            "conversation",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="support.conversation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="support_seat_tenant"),
                            models.UniqueConstraint(fields=("agreement", "conversation", "user"), name="seat_once"),
                        ],
                    },
                ),
            ]
        ),
    ]
