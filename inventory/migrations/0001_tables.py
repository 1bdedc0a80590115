import accounts.tenancy
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import layouts.documents
import rackbeat.lib.periods
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from rackbeat.tables import Tables


class Migration(migrations.Migration):
    replaces = [
        ("inventory", "0001_initial"),
        ("inventory", "0002_fences"),
        ("inventory", "0003_searched"),
        ("inventory", "0004_stock_documents"),
        ("inventory", "0005_stock_documents_fences"),
        ("inventory", "0006_ledger_of_every_kind"),
        ("inventory", "0007_ledger_in_words"),
        ("inventory", "0008_stock_documents_searched"),
        ("inventory", "0009_found_by_place"),
        ("inventory", "0010_shortfalls_expected_cost"),
        ("inventory", "0011_sold_by_day"),
        ("inventory", "0012_days_of_all_items"),
        ("inventory", "0013_moves_by_moment"),
        ("inventory", "0014_weight"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("layouts", "0001_tables"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Adjustment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveBigIntegerField(editable=False, null=True, verbose_name="number")),
                        ("heading", models.CharField(blank=True, max_length=255, verbose_name="heading")),
                        ("note", models.TextField(blank=True, verbose_name="text on the document")),
                        ("our_reference", models.CharField(blank=True, max_length=100, verbose_name="our reference")),
                        ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
                        ("archived_by_hand", models.BooleanField(default=False, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=rackbeat.lib.periods.now, editable=False, verbose_name="made"),
                        ),
                        ("booked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("quantity", "Quantity"), ("cost", "Cost")],
                                default="quantity",
                                editable=False,
                                max_length=10,
                                verbose_name="type",
                            ),
                        ),
                        ("adjusted_on", models.DateField(blank=True, null=True, verbose_name="date")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("booked", "Booked")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="value",
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
                            "booked_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "layout",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="layouts.layout",
                                verbose_name="layout",
                            ),
                        ),
                        (
                            "reverses",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversals",
                                to="inventory.adjustment",
                                verbose_name="reverses",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "adjustment",
                        "verbose_name_plural": "adjustments",
                        "ordering": ["-number"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CostEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("effective_on", models.DateField()),
                        ("posted_at", models.DateTimeField(default=rackbeat.lib.periods.now)),
                        ("source_kind", models.CharField(max_length=60)),
                        ("source_id", models.BigIntegerField()),
                        ("source_number", models.CharField(max_length=40)),
                        ("source_line_id", models.BigIntegerField(null=True)),
                        ("sequence", models.PositiveBigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("receipt", "Receipt"),
                                    ("issue", "Shipment"),
                                    ("customer_return", "Return from customer"),
                                    ("supplier_return", "Return to supplier"),
                                    ("adjustment", "Adjustment"),
                                    ("count", "Stock count"),
                                    ("late_price", "Late price"),
                                    ("landed_cost", "Landed cost"),
                                    ("cost_adjustment", "Cost adjustment"),
                                    ("correction", "Corrected cost"),
                                    ("settlement", "Settled shortfall"),
                                    ("reversal", "Reversal"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("quantity", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity")),
                        ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount")),
                        (
                            "quantity_after",
                            models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity"),
                        ),
                        ("value_after", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount")),
                        ("axis_start", models.BigIntegerField(null=True)),
                        ("axis_end", models.BigIntegerField(null=True)),
                        (
                            "asked",
                            models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name="amount"),
                        ),
                        ("interim", models.BooleanField(default=False)),
                        ("party_name", models.CharField(blank=True, max_length=255)),
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
                            "cause",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "posted_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cost entry",
                        "verbose_name_plural": "cost entries",
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=25, verbose_name="number")),
                        ("name", models.CharField(max_length=255, verbose_name="name")),
                        (
                            "name_sort",
                            models.GeneratedField(
                                db_persist=True,
                                expression=layouts.documents.NordicKey(models.F("name")),
                                output_field=models.CharField(db_collation="C", max_length=255),
                            ),
                        ),
                        ("barcode", models.CharField(blank=True, max_length=60, verbose_name="barcode")),
                        ("description", models.TextField(blank=True, verbose_name="description")),
                        (
                            "sales_price",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("0"),
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="sales price",
                            ),
                        ),
                        (
                            "expected_cost",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("0"),
                                help_text="Suggested on purchase orders. Never changes the value of stock.",
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="expected cost price",
                            ),
                        ),
                        (
                            "weight_kg",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                help_text="Of one unit. Freight can be spread by it.",
                                max_digits=12,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="weight in kg",
                            ),
                        ),
                        (
                            "minimum_stock",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("0"),
                                max_digits=18,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="minimum stock",
                            ),
                        ),
                        (
                            "is_barred",
                            models.BooleanField(
                                default=False, help_text="Kept, but no longer chosen.", verbose_name="barred"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=rackbeat.lib.periods.now, editable=False)),
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
                        "verbose_name": "item",
                        "verbose_name_plural": "items",
                        "ordering": ["number"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CostLayer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("start", models.BigIntegerField()),
                        ("quantity", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity")),
                        ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount")),
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
                            "entry",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cost layer",
                        "verbose_name_plural": "cost layers",
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "entry"], name="cost_layer_entry")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_costlayer_tenant"),
                            models.UniqueConstraint(fields=("agreement", "item", "start"), name="cost_layer_start"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0), ("value__gte", 0)), name="cost_layer_worth"
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="costentry",
                    name="item",
                    field=models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.item",
                    ),
                ),
                migrations.CreateModel(
                    name="ItemGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("has_stock", models.BooleanField(default=True, verbose_name="kept in stock")),
                        (
                            "vat_domestic",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT, domestic",
                            ),
                        ),
                        (
                            "vat_eu",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT, EU",
                            ),
                        ),
                        (
                            "vat_abroad",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT, abroad",
                            ),
                        ),
                        (
                            "vat_domestic_exempt",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT, domestic exempt",
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
                    ],
                    options={
                        "verbose_name": "item group",
                        "verbose_name_plural": "item groups",
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_itemgroup_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="item_group_number"),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="item",
                    name="group",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="inventory.itemgroup",
                        verbose_name="item group",
                    ),
                ),
                migrations.CreateModel(
                    name="LayerAdjustment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "price",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
                            ),
                        ),
                        ("change", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount")),
                        ("base", models.BigIntegerField(null=True)),
                        (
                            "span",
                            models.DecimalField(decimal_places=6, max_digits=18, null=True, verbose_name="quantity"),
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
                            "entry",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "layer",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costlayer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "adjustment of a layer",
                        "verbose_name_plural": "adjustments of layers",
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "layer"], name="layer_adjustment_layer")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="inventory_layeradjustment_tenant"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("base__isnull", True), ("span__isnull", True)),
                                    models.Q(
                                        ("base__isnull", False), ("change__gte", 0), ("price", 0), ("span__gt", 0)
                                    ),
                                    _connector="OR",
                                ),
                                name="layer_adjustment_piece",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LayerReturn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("start", models.BigIntegerField()),
                        ("quantity", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity")),
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
                            "entry",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "layer",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costlayer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "return to a layer",
                        "verbose_name_plural": "returns to layers",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_layerreturn_tenant"),
                            models.UniqueConstraint(fields=("agreement", "layer", "start"), name="layer_return_start"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="layer_return_quantity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Location",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=30, verbose_name="code")),
                        ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                        ("barcode", models.CharField(blank=True, max_length=60, verbose_name="barcode")),
                        ("is_default", models.BooleanField(default=False, verbose_name="default")),
                        (
                            "is_transport",
                            models.BooleanField(
                                default=False,
                                help_text="Goods on their way from one location to another lie here. Nothing is picked from it.",
                                verbose_name="transport location",
                            ),
                        ),
                        ("is_barred", models.BooleanField(default=False, verbose_name="barred")),
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="inventory.location",
                                verbose_name="lies in",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "location",
                        "verbose_name_plural": "locations",
                        "ordering": ["code"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_location_tenant"),
                            models.UniqueConstraint(fields=("agreement", "code"), name="location_code"),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("agreement",),
                                name="location_one_default",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_default", False), ("is_transport", False), _connector="OR"),
                                name="location_default_stands",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="item",
                    name="default_location",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.location",
                        verbose_name="usual location",
                    ),
                ),
                migrations.CreateModel(
                    name="Expected",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_kind", models.CharField(max_length=60)),
                        ("source_id", models.BigIntegerField()),
                        ("source_number", models.CharField(max_length=40)),
                        ("source_line_id", models.BigIntegerField()),
                        ("party_name", models.CharField(blank=True, max_length=255)),
                        ("due_on", models.DateField(null=True)),
                        ("quantity_open", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="open")),
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.item"
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("quantity_open__gt", 0)),
                                fields=["agreement", "item"],
                                name="expected_item",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_expected_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "source_kind", "source_line_id"), name="expected_of_line"
                            ),
                            models.CheckConstraint(condition=models.Q(("quantity_open__gte", 0)), name="expected_open"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AdjustmentLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(verbose_name="line")),
                        ("text", models.CharField(blank=True, max_length=500, verbose_name="text")),
                        ("unit", models.CharField(blank=True, max_length=30, verbose_name="unit")),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="change"
                            ),
                        ),
                        (
                            "cost",
                            models.DecimalField(decimal_places=6, max_digits=18, null=True, verbose_name="cost price"),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="value",
                            ),
                        ),
                        (
                            "adjustment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="inventory.adjustment",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                                verbose_name="item",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="location",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_adjustmentline_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(("cost__isnull", True), ("cost__gte", 0), _connector="OR"),
                                name="adjustment_line_cost",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("location__isnull", False), ("quantity", 0), _connector="OR"),
                                name="adjustment_line_place",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LocationDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
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
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_locationday_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "item", "location", "day"), name="location_day_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reason",
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
                                    ("sales", "Sales"),
                                    ("purchases", "Purchases"),
                                    ("status", "Stocktaking"),
                                    ("production", "Production"),
                                    ("marketing", "Marketing"),
                                    ("obsolescence", "Obsolescence"),
                                    ("waste", "Waste"),
                                ],
                                max_length=20,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "is_barred",
                            models.BooleanField(
                                default=False, help_text="Kept, but no longer chosen.", verbose_name="barred"
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
                    ],
                    options={
                        "verbose_name": "reason for adjustments",
                        "verbose_name_plural": "reasons for adjustments",
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_reason_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="reason_number"),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="adjustment",
                    name="reason",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.reason",
                        verbose_name="reason",
                    ),
                ),
                migrations.CreateModel(
                    name="Reservation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("source_kind", models.CharField(max_length=60)),
                        ("source_id", models.BigIntegerField()),
                        ("source_number", models.CharField(max_length=40)),
                        ("source_line_id", models.BigIntegerField()),
                        ("party_name", models.CharField(blank=True, max_length=255)),
                        ("due_on", models.DateField(null=True)),
                        ("quantity_open", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="open")),
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.item"
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.location"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("quantity_open__gt", 0)),
                                fields=["agreement", "item"],
                                name="reservation_item",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_reservation_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "source_kind", "source_line_id"), name="reservation_of_line"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity_open__gte", 0)), name="reservation_open"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shortfall",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("start", models.BigIntegerField()),
                        ("quantity", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity")),
                        ("value", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount")),
                        ("each", models.DecimalField(decimal_places=6, max_digits=18, null=True, verbose_name="price")),
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
                            "entry",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "shortfall",
                        "verbose_name_plural": "shortfalls",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_shortfall_tenant"),
                            models.UniqueConstraint(fields=("agreement", "item", "start"), name="shortfall_start"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0), ("value__gte", 0)), name="shortfall_worth"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockBalance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "on_hand",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "reserved",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        ("negative_allowed", models.BooleanField(default=False)),
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
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="inventory.item",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="inventory.location",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stock balance",
                        "verbose_name_plural": "stock balances",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_stockbalance_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "item", "location"), name="stock_balance_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reserved__gte", 0)), name="stock_balance_reserved"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("on_hand__gte", 0), ("negative_allowed", True), _connector="OR"),
                                name="stock_balance_on_hand",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveBigIntegerField(editable=False, null=True, verbose_name="number")),
                        ("heading", models.CharField(blank=True, max_length=255, verbose_name="heading")),
                        ("note", models.TextField(blank=True, verbose_name="text on the document")),
                        ("our_reference", models.CharField(blank=True, max_length=100, verbose_name="our reference")),
                        ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
                        ("archived_by_hand", models.BooleanField(default=False, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=rackbeat.lib.periods.now, editable=False, verbose_name="made"),
                        ),
                        ("booked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "includes_inner",
                            models.BooleanField(default=True, editable=False, verbose_name="and what lies in it"),
                        ),
                        (
                            "is_blind",
                            models.BooleanField(
                                default=False,
                                help_text="Whoever counts does not see how much should lie there.",
                                verbose_name="blind count",
                            ),
                        ),
                        ("counted_on", models.DateField(editable=False, null=True, verbose_name="date")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Open"), ("booked", "Booked")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "counting",
                            models.CharField(
                                choices=[("none", "Not counted"), ("partly", "Partly counted"), ("full", "Counted")],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="counted",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="value",
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
                            "booked_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "layout",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="layouts.layout",
                                verbose_name="layout",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="location",
                            ),
                        ),
                        (
                            "reverses",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversals",
                                to="inventory.stockcount",
                                verbose_name="reverses",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stock count",
                        "verbose_name_plural": "stock counts",
                        "ordering": ["-number"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived", False)),
                                fields=["agreement", "-number"],
                                name="stock_count_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_stockcount_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="stock_count_number"),
                            models.UniqueConstraint(fields=("agreement", "reverses"), name="stock_count_reversed_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["open", "booked"]), ("counting__in", ["none", "partly", "full"])
                                ),
                                name="stock_count_tracks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockCountLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(verbose_name="line")),
                        ("text", models.CharField(blank=True, max_length=500, verbose_name="text")),
                        ("unit", models.CharField(blank=True, max_length=30, verbose_name="unit")),
                        (
                            "quantity_expected",
                            models.DecimalField(
                                decimal_places=6, editable=False, max_digits=18, null=True, verbose_name="expected"
                            ),
                        ),
                        (
                            "quantity_counted",
                            models.DecimalField(
                                decimal_places=6, editable=False, max_digits=18, null=True, verbose_name="counted"
                            ),
                        ),
                        ("counted_at", models.DateTimeField(editable=False, null=True)),
                        ("last_move", models.BigIntegerField(editable=False, null=True)),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="value",
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
                            "count",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="inventory.stockcount",
                            ),
                        ),
                        (
                            "counted_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                                verbose_name="item",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="location",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_stockcountline_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "count", "item", "location"), name="stock_count_line_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("counted_at__isnull", True),
                                        ("quantity_counted__isnull", True),
                                        ("quantity_expected__isnull", True),
                                    ),
                                    models.Q(
                                        ("counted_at__isnull", False),
                                        ("quantity_counted__gte", 0),
                                        ("quantity_expected__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_count_line_counted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
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
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "day"], name="stock_day_day")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_stockday_tenant"),
                            models.UniqueConstraint(fields=("agreement", "item", "day"), name="stock_day_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockMonth",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("month", models.DateField(help_text="The first of the month.")),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
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
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "month"], name="stock_month_month")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_stockmonth_tenant"),
                            models.UniqueConstraint(fields=("agreement", "item", "month"), name="stock_month_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockMove",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("effective_on", models.DateField()),
                        ("posted_at", models.DateTimeField(default=rackbeat.lib.periods.now)),
                        ("source_kind", models.CharField(max_length=60)),
                        ("source_id", models.BigIntegerField()),
                        ("source_number", models.CharField(max_length=40)),
                        ("source_line_id", models.BigIntegerField(null=True)),
                        ("quantity", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity")),
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
                            "entry",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="inventory.costentry",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                            ),
                        ),
                        (
                            "posted_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stock move",
                        "verbose_name_plural": "stock moves",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["agreement", "item", "location", "effective_on"], name="stock_move_place"
                            ),
                            models.Index(fields=["agreement", "source_kind", "source_id"], name="stock_move_source"),
                            django.contrib.postgres.indexes.BrinIndex(fields=["posted_at"], name="stock_move_posted"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_stockmove_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveBigIntegerField(editable=False, null=True, verbose_name="number")),
                        ("heading", models.CharField(blank=True, max_length=255, verbose_name="heading")),
                        ("note", models.TextField(blank=True, verbose_name="text on the document")),
                        ("our_reference", models.CharField(blank=True, max_length=100, verbose_name="our reference")),
                        ("archived", models.BooleanField(default=False, editable=False, verbose_name="archived")),
                        ("archived_by_hand", models.BooleanField(default=False, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=rackbeat.lib.periods.now, editable=False, verbose_name="made"),
                        ),
                        ("booked_at", models.DateTimeField(editable=False, null=True)),
                        ("moved_on", models.DateField(blank=True, null=True, verbose_name="date")),
                        ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected")),
                        ("received_on", models.DateField(editable=False, null=True, verbose_name="received on")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("booked", "Booked")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "receiving",
                            models.CharField(
                                choices=[("none", "Not received"), ("partly", "Partly received"), ("full", "Received")],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="receiving",
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
                            "booked_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "layout",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="layouts.layout",
                                verbose_name="layout",
                            ),
                        ),
                        (
                            "origin",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="from",
                            ),
                        ),
                        (
                            "reverses",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversals",
                                to="inventory.transfer",
                                verbose_name="reverses",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="to",
                            ),
                        ),
                        (
                            "transport",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="transport location",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transfer",
                        "verbose_name_plural": "transfers",
                        "ordering": ["-number"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived", False)),
                                fields=["agreement", "-number"],
                                name="transfer_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_transfer_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="transfer_number"),
                            models.UniqueConstraint(fields=("agreement", "reverses"), name="transfer_reversed_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["draft", "booked"]), ("receiving__in", ["none", "partly", "full"])
                                ),
                                name="transfer_tracks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(verbose_name="line")),
                        ("text", models.CharField(blank=True, max_length=500, verbose_name="text")),
                        ("unit", models.CharField(blank=True, max_length=30, verbose_name="unit")),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "quantity_received",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="quantity",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                                verbose_name="item",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="from",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                                verbose_name="to",
                            ),
                        ),
                        (
                            "transfer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="inventory.transfer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_transferline_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gt", 0),
                                    ("quantity_received__gte", 0),
                                    ("quantity_received__lte", models.F("quantity")),
                                ),
                                name="transfer_line_quantity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("location", models.F("target")), _negated=True),
                                name="transfer_line_places",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("name", models.CharField(max_length=30, verbose_name="name")),
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
                        "verbose_name": "unit",
                        "verbose_name_plural": "units",
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_unit_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="unit_number"),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="item",
                    name="unit",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inventory.unit",
                        verbose_name="unit",
                    ),
                ),
                migrations.CreateModel(
                    name="CostState",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveBigIntegerField(default=0)),
                        (
                            "quantity_in",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "quantity_out",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "quantity_dead",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "value_in",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
                            ),
                        ),
                        (
                            "value_out",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
                            ),
                        ),
                        (
                            "short_in",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "short_out",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "short_value",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
                            ),
                        ),
                        ("last_on", models.DateField(null=True)),
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
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cost_state",
                                to="inventory.item",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cost state",
                        "verbose_name_plural": "cost states",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="inventory_coststate_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "quantity_in",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity_out"), "+", models.F("quantity_dead")
                                            ),
                                        ),
                                        _negated=True,
                                    ),
                                    ("value_in", models.F("value_out")),
                                    _connector="OR",
                                ),
                                name="cost_state_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "quantity_in__gte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("quantity_out"), "+", models.F("quantity_dead")
                                        ),
                                    )
                                ),
                                name="cost_state_on_hand",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value_in__gte", models.F("value_out"))), name="cost_state_worth"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("short_in", models.F("short_out")), ("short_value", 0)),
                                    models.Q(
                                        (
                                            "quantity_in",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity_out"), "+", models.F("quantity_dead")
                                            ),
                                        ),
                                        ("short_in__gt", models.F("short_out")),
                                        ("short_value__gte", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="cost_state_short",
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(fields=["agreement", "source_kind", "source_id"], name="cost_entry_source"),
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(fields=["agreement", "source_line_id"], name="cost_entry_line"),
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(fields=["agreement", "posted_at"], name="cost_entry_posted"),
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(fields=["agreement", "item", "effective_on"], name="cost_entry_effective"),
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(
                        condition=models.Q(("axis_start__isnull", False)),
                        fields=["agreement", "item", "axis_start"],
                        name="cost_entry_axis",
                    ),
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(
                        condition=models.Q(("corrects__isnull", False)),
                        fields=["agreement", "corrects"],
                        name="cost_entry_corrects",
                    ),
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(
                        condition=models.Q(("kind__in", ["issue", "customer_return"])),
                        fields=["agreement", "effective_on"],
                        include=("kind", "value", "corrects"),
                        name="cost_entry_sold",
                    ),
                ),
                migrations.AddIndex(
                    model_name="costentry",
                    index=models.Index(
                        condition=models.Q(("origin__isnull", False)),
                        fields=["agreement", "origin"],
                        name="cost_entry_origin",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="costentry",
                    constraint=models.UniqueConstraint(fields=("agreement", "id"), name="inventory_costentry_tenant"),
                ),
                migrations.AddConstraint(
                    model_name="costentry",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "item", "sequence"), name="cost_entry_sequence"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="costentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("value_after", 0),
                            models.Q(("quantity_after", 0), _negated=True),
                            ("interim", True),
                            _connector="OR",
                        ),
                        name="cost_entry_zero",
                    ),
                ),
                migrations.AddIndex(
                    model_name="adjustment",
                    index=models.Index(
                        condition=models.Q(("archived", False)), fields=["agreement", "-number"], name="adjustment_open"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="adjustment",
                    constraint=models.UniqueConstraint(fields=("agreement", "id"), name="inventory_adjustment_tenant"),
                ),
                migrations.AddConstraint(
                    model_name="adjustment",
                    constraint=models.UniqueConstraint(fields=("agreement", "number"), name="adjustment_number"),
                ),
                migrations.AddConstraint(
                    model_name="adjustment",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "reverses"), name="adjustment_reversed_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="adjustment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "booked"]), ("kind__in", ["quantity", "cost"])),
                        name="adjustment_status",
                    ),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(fields=["agreement", "name_sort"], name="item_name_sort"),
                ),
                migrations.AddIndex(
                    model_name="item",
                    index=models.Index(fields=["agreement", "barcode"], name="item_barcode"),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.UniqueConstraint(fields=("agreement", "id"), name="inventory_item_tenant"),
                ),
                migrations.AddConstraint(
                    model_name="item",
                    constraint=models.UniqueConstraint(fields=("agreement", "number"), name="item_number"),
                ),
            ]
        ),
    ]
