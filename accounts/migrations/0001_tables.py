import accounts.models.mail
import accounts.tenancy
import django.core.validators
import django.db.models.deletion
import rackbeat.lib.periods
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from rackbeat.tables import Tables


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_fences"),
        ("accounts", "0003_frozen_lines"),
        ("accounts", "0004_rounds_and_forms"),
        ("accounts", "0005_what_a_form_said"),
        ("accounts", "0006_mail"),
        ("accounts", "0007_search_entries"),
        ("accounts", "0008_one_default"),
        ("accounts", "0009_saved_views"),
        ("accounts", "0010_registers_grants_exports"),
        ("accounts", "0011_imports"),
        ("accounts", "0012_bulk_runs"),
        ("accounts", "0013_history_by_day"),
        ("accounts", "0014_everybody_needs_a_factor"),
        ("accounts", "0015_words_of_people"),
        ("accounts", "0016_membership_unread"),
        ("accounts", "0017_search_of_many"),
        ("accounts", "0018_proofs_of_the_books"),
        ("accounts", "0019_broken_off"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Currency",
                    fields=[
                        (
                            "code",
                            models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="code"),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "currency",
                        "verbose_name_plural": "currencies",
                        "ordering": ["code"],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "language",
                            models.CharField(
                                choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")],
                                default="nb",
                                max_length=5,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "theme",
                            models.CharField(
                                blank=True,
                                choices=[("", "As the system"), ("light", "Light"), ("dark", "Dark")],
                                default="",
                                max_length=5,
                                verbose_name="appearance",
                            ),
                        ),
                        (
                            "single_keys",
                            models.BooleanField(
                                default=True,
                                help_text="N for new, J and K for rows, and so on.",
                                verbose_name="single-letter keys",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="active")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="administrator")),
                        ("is_support", models.BooleanField(default=False, verbose_name="support staff")),
                        ("date_joined", models.DateTimeField(auto_now_add=True, verbose_name="joined")),
                        ("session_round", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "user",
                        "verbose_name_plural": "users",
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(unique=True, verbose_name="agreement number")),
                        ("name", models.CharField(max_length=255, verbose_name="company")),
                        ("org_number", models.CharField(blank=True, max_length=20, verbose_name="organisation number")),
                        (
                            "country",
                            models.CharField(
                                choices=[
                                    ("NO", "Norway"),
                                    ("DK", "Denmark"),
                                    ("SE", "Sweden"),
                                    ("FI", "Finland"),
                                    ("IS", "Iceland"),
                                ],
                                max_length=2,
                                verbose_name="country",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")],
                                default="nb",
                                max_length=5,
                                verbose_name="language",
                            ),
                        ),
                        ("time_zone", models.CharField(default="Europe/Oslo", max_length=40, verbose_name="time zone")),
                        (
                            "principle",
                            models.CharField(
                                choices=[("fifo", "FIFO"), ("average", "Average cost")],
                                max_length=7,
                                verbose_name="inventory principle",
                            ),
                        ),
                        ("negative_allowed", models.BooleanField(default=False, verbose_name="stock may go negative")),
                        (
                            "needs_second_factor",
                            models.BooleanField(default=False, verbose_name="everybody needs a second factor"),
                        ),
                        ("closed_until", models.DateField(blank=True, null=True, verbose_name="closed until")),
                        ("street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("website", models.CharField(blank=True, max_length=255, verbose_name="website")),
                        ("founded_by_form", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=rackbeat.lib.periods.now, editable=False, verbose_name="created"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="founded by",
                            ),
                        ),
                        (
                            "base_currency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.currency",
                                verbose_name="base currency",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement",
                        "verbose_name_plural": "agreements",
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("principle__in", ["fifo", "average"])), name="agreement_principle"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("list_name", models.CharField(max_length=60)),
                        ("verb", models.CharField(max_length=40)),
                        ("query", models.TextField(blank=True)),
                        ("count", models.PositiveIntegerField(default=0)),
                        ("file", models.FileField(blank=True, upload_to="bulk")),
                        ("asked_at", models.DateTimeField(default=rackbeat.lib.periods.now)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("is_stopped", models.BooleanField(default=False)),
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
                            "user",
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
                        "indexes": [models.Index(fields=["agreement", "user", "-id"], name="bulk_run_mine")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_bulkrun_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("key", models.BigIntegerField()),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("url", models.CharField(blank=True, max_length=300)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("waiting", "Waiting"), ("done", "Done"), ("refused", "Refused")],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=500)),
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
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="accounts.bulkrun",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["agreement", "run", "outcome", "position"], name="bulk_row_outcome")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_bulkrow_tenant"),
                            models.UniqueConstraint(fields=("agreement", "run", "position"), name="bulk_row_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CurrencyRate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="from")),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=6,
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(Decimal("0.000001"))],
                                verbose_name="rate",
                            ),
                        ),
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
                            "currency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.currency",
                                verbose_name="currency",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rate",
                        "verbose_name_plural": "rates",
                        "ordering": ["currency", "-since"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_currencyrate_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "currency", "since"), name="currency_rate_day"
                            ),
                            models.CheckConstraint(condition=models.Q(("rate__gt", 0)), name="currency_rate_positive"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataExport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=rackbeat.lib.periods.now, verbose_name="asked for")),
                        ("ready_at", models.DateTimeField(null=True)),
                        ("failed_at", models.DateTimeField(null=True)),
                        ("stored", models.CharField(blank=True, max_length=60)),
                        ("size", models.BigIntegerField(null=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("tables", models.PositiveIntegerField(default=0)),
                        ("rows", models.PositiveBigIntegerField(default=0)),
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
                            "asked_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "export",
                        "verbose_name_plural": "exports",
                        "ordering": ["-id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_dataexport_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryTerms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
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
                    ],
                    options={
                        "verbose_name": "delivery terms",
                        "verbose_name_plural": "delivery terms",
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_deliveryterms_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="delivery_terms_number"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Employee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("initials", models.CharField(blank=True, max_length=10, verbose_name="initials")),
                        ("job_title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("is_barred", models.BooleanField(default=False, verbose_name="not with us any more")),
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
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "employee",
                        "verbose_name_plural": "employees",
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_employee_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="employee_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("agreement", "user"),
                                name="employee_user",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=60)),
                        ("subject_id", models.BigIntegerField()),
                        ("subject_number", models.CharField(blank=True, max_length=40)),
                        ("verb", models.CharField(max_length=40)),
                        ("details", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(default=rackbeat.lib.periods.now)),
                        ("by_name", models.CharField(blank=True, max_length=100)),
                        ("request_id", models.CharField(blank=True, max_length=32)),
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
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["agreement", "subject_kind", "subject_id", "-at"], name="event_subject"
                            ),
                            models.Index(fields=["agreement", "-at", "-id"], name="event_at"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_event_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Import",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("kind", models.CharField(max_length=40)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Not started"),
                                    ("running", "Under way"),
                                    ("done", "Imported"),
                                    ("refused", "Nothing imported"),
                                    ("stopped", "Stopped"),
                                    ("undoing", "Being undone"),
                                    ("undone", "Undone"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("stored", models.CharField(blank=True, max_length=60)),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("heads", models.JSONField(default=list)),
                        ("mapping", models.JSONField(default=dict)),
                        ("decimal", models.CharField(default=",", max_length=1)),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="date")),
                        ("keeps_good", models.BooleanField(default=False)),
                        ("preview", models.JSONField(default=dict)),
                        ("is_checking", models.BooleanField(default=False)),
                        ("offset", models.BigIntegerField(default=0)),
                        ("row", models.PositiveIntegerField(default=0)),
                        ("created", models.PositiveIntegerField(default=0)),
                        ("changed", models.PositiveIntegerField(default=0)),
                        ("unchanged", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        ("problem", models.CharField(blank=True, max_length=500)),
                        ("made_at", models.DateTimeField(default=rackbeat.lib.periods.now)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
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
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "import",
                        "verbose_name_plural": "imports",
                        "ordering": ["-number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_import_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="import_number"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        ("target_kind", models.CharField(max_length=60)),
                        ("target_id", models.BigIntegerField()),
                        ("change", models.JSONField(null=True)),
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
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="imported",
                                to="accounts.import",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "run", "target_id"], name="imported_row_target")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_importedrow_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("list_name", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=40)),
                        ("query", models.TextField(blank=True)),
                        ("is_shared", models.BooleanField(default=False)),
                        ("made_at", models.DateTimeField(default=rackbeat.lib.periods.now)),
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
                            "user",
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
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_listview_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "list_name", "user", "name"), name="list_view_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("message_id", models.CharField(editable=False, max_length=200)),
                        ("about_kind", models.CharField(blank=True, editable=False, max_length=60)),
                        ("about_id", models.BigIntegerField(editable=False, null=True)),
                        (
                            "about_name",
                            models.CharField(blank=True, editable=False, max_length=100, verbose_name="about"),
                        ),
                        ("reply_to", models.CharField(blank=True, max_length=254, verbose_name="reply to")),
                        ("to", models.JSONField(default=accounts.models.mail.nobody, verbose_name="to")),
                        ("cc", models.JSONField(default=accounts.models.mail.nobody, verbose_name="cc")),
                        ("bcc", models.JSONField(default=accounts.models.mail.nobody, verbose_name="bcc")),
                        ("subject", models.CharField(max_length=255, verbose_name="subject")),
                        ("body", models.TextField(verbose_name="text")),
                        ("later", models.JSONField(default=accounts.models.mail.nobody, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "Queued"),
                                    ("sent", "Sent"),
                                    ("partly", "Partly sent"),
                                    ("failed", "Failed"),
                                ],
                                default="queued",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="tries")),
                        (
                            "problem",
                            models.TextField(blank=True, editable=False, verbose_name="answer of the mail server"),
                        ),
                        ("accepted", models.JSONField(default=accounts.models.mail.nobody, editable=False)),
                        ("refused", models.JSONField(default=accounts.models.mail.nothing, editable=False)),
                        ("seen", models.BooleanField(default=False, editable=False)),
                        (
                            "queued_at",
                            models.DateTimeField(
                                default=rackbeat.lib.periods.now, editable=False, verbose_name="written"
                            ),
                        ),
                        ("next_try_at", models.DateTimeField(editable=False, null=True, verbose_name="next try")),
                        ("trying_at", models.DateTimeField(editable=False, null=True)),
                        ("broken_off", models.BooleanField(default=False, editable=False)),
                        ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sent")),
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
                            "queued_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mail",
                        "verbose_name_plural": "mails",
                        "ordering": ["-id"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["agreement", "about_kind", "about_id", "-id"], name="mail_about"),
                            models.Index(fields=["agreement", "queued_at"], name="mail_queued_at"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_mail_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["queued", "sent", "partly", "failed"])),
                                name="mail_status",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=150)),
                        ("content_type", models.CharField(max_length=100)),
                        ("content", models.BinaryField()),
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
                            "mail",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="accounts.mail"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_mailfile_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sender_name", models.CharField(blank=True, max_length=100, verbose_name="sender's name")),
                        ("reply_to", models.EmailField(blank=True, max_length=254, verbose_name="replies to")),
                        (
                            "reply_to_user",
                            models.BooleanField(default=False, verbose_name="replies go to the user who sends"),
                        ),
                        ("has_server", models.BooleanField(default=False, verbose_name="send by our own mail server")),
                        ("host", models.CharField(blank=True, max_length=253, verbose_name="server")),
                        ("port", models.PositiveIntegerField(default=587, verbose_name="port")),
                        (
                            "security",
                            models.CharField(
                                choices=[
                                    ("starttls", "STARTTLS (usual, port 587)"),
                                    ("tls", "TLS from the start (port 465)"),
                                    ("none", "None: everything can be read on the way"),
                                ],
                                default="starttls",
                                max_length=10,
                                verbose_name="encryption",
                            ),
                        ),
                        ("from_email", models.EmailField(blank=True, max_length=254, verbose_name="sender's address")),
                        ("username", models.CharField(blank=True, max_length=254, verbose_name="user name")),
                        ("password_sealed", models.TextField(blank=True, editable=False)),
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
                    ],
                    options={
                        "verbose_name": "mail settings",
                        "verbose_name_plural": "mail settings",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_mailsettings_tenant"),
                            models.UniqueConstraint(fields=("agreement",), name="mail_settings_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("office", "Office"),
                                    ("warehouse", "Warehouse"),
                                    ("reader", "Reader"),
                                ],
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        ("is_barred", models.BooleanField(default=False, verbose_name="barred")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=rackbeat.lib.periods.now, editable=False, verbose_name="since"
                            ),
                        ),
                        ("unread", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="accounts.agreement",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="user",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "constraints": [models.UniqueConstraint(fields=("agreement", "user"), name="membership_once")],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=30, verbose_name="series")),
                        ("next", models.PositiveBigIntegerField(default=1001, verbose_name="next number")),
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
                    ],
                    options={
                        "verbose_name": "number series",
                        "verbose_name_plural": "number series",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_numberseries_tenant"),
                            models.UniqueConstraint(fields=("agreement", "name"), name="number_series_name"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OwnAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="name")),
                        ("street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        ("street2", models.CharField(blank=True, max_length=255, verbose_name="street, second line")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        ("is_default", models.BooleanField(default=False, verbose_name="default")),
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
                    ],
                    options={
                        "verbose_name": "address",
                        "verbose_name_plural": "addresses",
                        "ordering": ["name"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_ownaddress_tenant"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("agreement",),
                                name="own_address_one_default",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentTerms",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("net", "Net days from the invoice date"),
                                    ("month", "Days from the end of the invoice month"),
                                    ("cash", "Paid at once"),
                                ],
                                default="net",
                                max_length=5,
                                verbose_name="kind",
                            ),
                        ),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days")),
                        ("text", models.TextField(blank=True, verbose_name="text on documents")),
                        ("is_default", models.BooleanField(default=False, verbose_name="default")),
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
                    ],
                    options={
                        "verbose_name": "payment terms",
                        "verbose_name_plural": "payment terms",
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_paymentterms_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="payment_terms_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("agreement",),
                                name="payment_terms_one_default",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefusedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        ("cells", models.JSONField(default=list)),
                        ("reasons", models.JSONField(default=list)),
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
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refusals",
                                to="accounts.import",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["row"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "run", "row"], name="refused_row_row")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_refusedrow_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RememberedList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("list_name", models.CharField(max_length=60)),
                        ("query", models.TextField()),
                        ("remembered_at", models.DateTimeField(default=rackbeat.lib.periods.now)),
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
                            "user",
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
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_rememberedlist_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "user", "list_name"), name="remembered_list_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "owner", "kind", "row", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("owner", models.BigIntegerField(db_column="agreement_id")),
                        ("kind", models.CharField(max_length=60)),
                        ("row", models.BigIntegerField()),
                        ("number", models.CharField(max_length=60)),
                        ("words", models.TextField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["owner", "number"], name="search_number")],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token", models.UUIDField()),
                        ("digest", models.CharField(blank=True, default="", max_length=64)),
                        ("result_url", models.CharField(blank=True, max_length=500)),
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
                            "user",
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
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_submission_tenant"),
                            models.UniqueConstraint(fields=("agreement", "user", "token"), name="submission_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="why")),
                        ("given_at", models.DateTimeField(default=rackbeat.lib.periods.now, verbose_name="given")),
                        ("until", models.DateTimeField(verbose_name="until")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
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
                            "ended_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "support access",
                        "verbose_name_plural": "support access",
                        "ordering": ["-id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_supportgrant_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BankAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("account_number", models.CharField(blank=True, max_length=40, verbose_name="account number")),
                        ("iban", models.CharField(blank=True, max_length=40, verbose_name="IBAN")),
                        ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                        ("is_default", models.BooleanField(default=False, verbose_name="default")),
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
                    ],
                    options={
                        "verbose_name": "bank account",
                        "verbose_name_plural": "bank accounts",
                        "ordering": ["name"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_bankaccount_tenant"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("agreement",),
                                name="bank_account_one_default",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BooksProof",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=rackbeat.lib.periods.now, verbose_name="asked for")),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("total", models.PositiveSmallIntegerField(default=0)),
                        ("broken", models.PositiveSmallIntegerField(default=0)),
                        ("results", models.JSONField(default=list)),
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
                            "asked_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "proof of the books",
                        "verbose_name_plural": "proofs of the books",
                        "ordering": ["-id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "-id"], name="books_proof_newest")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="accounts_booksproof_tenant")
                        ],
                    },
                ),
            ]
        ),
    ]
