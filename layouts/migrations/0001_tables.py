import accounts.tenancy
import django.core.validators
import django.db.models.deletion
import layouts.models.layouts
import rackbeat.lib.periods
from decimal import Decimal
from django.db import migrations, models

from rackbeat.tables import Tables


class Migration(migrations.Migration):
    replaces = [
        ("layouts", "0001_initial"),
        ("layouts", "0002_fences"),
        ("layouts", "0003_stock_papers"),
        ("layouts", "0004_looks_and_mail"),
        ("layouts", "0005_signature"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Layout",
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
                            "language",
                            models.CharField(
                                choices=[("nb", "Norsk"), ("da", "Dansk"), ("en", "English")],
                                default="nb",
                                max_length=5,
                                verbose_name="language",
                            ),
                        ),
                        ("logo", models.BinaryField(blank=True, null=True, verbose_name="logo")),
                        ("signature", models.BinaryField(blank=True, null=True, verbose_name="signature")),
                        ("watermark", models.CharField(blank=True, max_length=30, verbose_name="watermark")),
                        (
                            "font",
                            models.CharField(
                                choices=[
                                    ("roboto", "Roboto"),
                                    ("open_sans", "Open Sans"),
                                    ("liberation_sans", "Liberation Sans"),
                                    ("liberation_serif", "Liberation Serif"),
                                ],
                                default="roboto",
                                max_length=20,
                                verbose_name="font",
                            ),
                        ),
                        (
                            "font_size",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("9"),
                                max_digits=3,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("7")),
                                    django.core.validators.MaxValueValidator(Decimal("12")),
                                ],
                                verbose_name="font size in points",
                            ),
                        ),
                        (
                            "accent",
                            models.CharField(
                                default="#017272",
                                max_length=7,
                                validators=[
                                    django.core.validators.RegexValidator("\\A#[0-9a-fA-F]{6}\\Z", "Choose a colour.")
                                ],
                                verbose_name="colour of the rule over the payment",
                            ),
                        ),
                        (
                            "ink",
                            models.CharField(
                                default="#1b222b",
                                max_length=7,
                                validators=[
                                    django.core.validators.RegexValidator("\\A#[0-9a-fA-F]{6}\\Z", "Choose a colour.")
                                ],
                                verbose_name="colour of the text",
                            ),
                        ),
                        (
                            "margin_top",
                            models.PositiveSmallIntegerField(
                                default=14,
                                validators=[
                                    django.core.validators.MinValueValidator(8),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="top margin",
                            ),
                        ),
                        (
                            "margin_right",
                            models.PositiveSmallIntegerField(
                                default=18,
                                validators=[
                                    django.core.validators.MinValueValidator(8),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="right margin",
                            ),
                        ),
                        (
                            "margin_bottom",
                            models.PositiveSmallIntegerField(
                                default=22,
                                validators=[
                                    django.core.validators.MinValueValidator(8),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="bottom margin",
                            ),
                        ),
                        (
                            "margin_left",
                            models.PositiveSmallIntegerField(
                                default=20,
                                validators=[
                                    django.core.validators.MinValueValidator(8),
                                    django.core.validators.MaxValueValidator(50),
                                ],
                                verbose_name="left margin",
                            ),
                        ),
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
                        (
                            "bank_account",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.bankaccount",
                                verbose_name="bank account",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "layout",
                        "verbose_name_plural": "layouts",
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="layouts_layout_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="layout_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("agreement",),
                                name="layout_one_default",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LayoutTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("quote", "Quote"),
                                    ("order", "Order confirmation"),
                                    ("picking_list", "Picking list"),
                                    ("delivery_note", "Delivery note"),
                                    ("invoice", "Invoice"),
                                    ("credit_note", "Credit note"),
                                    ("purchase_order", "Purchase order"),
                                    ("supplier_invoice", "Supplier invoice"),
                                    ("proforma", "Proforma invoice"),
                                    ("reminder", "Reminder"),
                                    ("adjustment", "Stock adjustment"),
                                    ("adjustment_value", "Stock adjustment with values"),
                                    ("transfer", "Transfer"),
                                    ("count_list", "Count list"),
                                    ("stock_count", "Stock count"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=100, verbose_name="title")),
                        (
                            "columns",
                            models.JSONField(default=layouts.models.layouts.empty_list, verbose_name="columns"),
                        ),
                        ("blocks", models.JSONField(default=layouts.models.layouts.empty_list, verbose_name="blocks")),
                        ("intro", models.TextField(blank=True, verbose_name="text over the lines")),
                        ("outro", models.TextField(blank=True, verbose_name="text under the lines")),
                        (
                            "mail_subject",
                            models.CharField(blank=True, max_length=200, verbose_name="subject of the mail"),
                        ),
                        ("mail_body", models.TextField(blank=True, verbose_name="text of the mail")),
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
                            "layout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="templates",
                                to="layouts.layout",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "layout template",
                        "verbose_name_plural": "layout templates",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="layouts_layouttemplate_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "layout", "kind"), name="layout_template_kind"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoredPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document_kind", models.CharField(max_length=60)),
                        ("document_id", models.BigIntegerField()),
                        ("paper_kind", models.CharField(max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("content", models.BinaryField()),
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
                            "layout",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="layouts.layout",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["agreement", "document_kind", "document_id", "-id"], name="stored_paper_of"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="layouts_storedpaper_tenant")
                        ],
                    },
                ),
            ]
        ),
    ]
