import accounts.tenancy
import django.core.validators
import django.db.models.deletion
import layouts.documents
import layouts.persons
import rackbeat.lib.periods
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from rackbeat.tables import Tables


class Migration(migrations.Migration):
    replaces = [
        ("purchasing", "0001_initial"),
        ("purchasing", "0002_fences"),
        ("purchasing", "0003_frozen_lines"),
        ("purchasing", "0004_counted_lines"),
        ("purchasing", "0005_searched"),
        ("purchasing", "0006_contacts"),
        ("purchasing", "0007_found_by_order"),
        ("purchasing", "0008_supplier_invoices"),
        ("purchasing", "0009_supplier_invoices_fences"),
        ("purchasing", "0010_supplier_returns"),
        ("purchasing", "0011_supplier_returns_fences"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("inventory", "0001_tables"),
        ("layouts", "0001_tables"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="PurchaseOrder",
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
                        (
                            "their_reference",
                            models.CharField(blank=True, max_length=100, verbose_name="their reference"),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("party_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        (
                            "party_org_number",
                            models.CharField(blank=True, max_length=20, verbose_name="organisation number"),
                        ),
                        ("street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        ("street2", models.CharField(blank=True, max_length=255, verbose_name="street, second line")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "vat_zone",
                            models.CharField(
                                choices=[
                                    ("domestic", "Domestic"),
                                    ("eu", "EU"),
                                    ("abroad", "Abroad"),
                                    ("domestic_exempt", "Domestic, exempt"),
                                ],
                                default="domestic",
                                max_length=20,
                                verbose_name="VAT zone",
                            ),
                        ),
                        ("delivery_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        ("delivery_street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        (
                            "delivery_street2",
                            models.CharField(blank=True, max_length=255, verbose_name="street, second line"),
                        ),
                        ("delivery_postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("delivery_city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("delivery_country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="net",
                            ),
                        ),
                        (
                            "amount_vat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="total",
                            ),
                        ),
                        ("ordered_on", models.DateField(verbose_name="order date")),
                        ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected on")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("sent", "Sent"), ("cancelled", "Cancelled")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "receiving",
                            models.CharField(
                                choices=[
                                    ("none", "Not received"),
                                    ("ready", "Ready"),
                                    ("partly", "Partly received"),
                                    ("full", "Received"),
                                ],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="receiving",
                            ),
                        ),
                        (
                            "invoicing",
                            models.CharField(
                                choices=[("none", "Not invoiced"), ("partly", "Partly invoiced"), ("full", "Invoiced")],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="invoicing",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(editable=False, null=True)),
                        ("cancelled_at", models.DateTimeField(editable=False, null=True)),
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
                            "delivery_terms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.deliveryterms",
                                verbose_name="delivery terms",
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
                            "payment_terms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.paymentterms",
                                verbose_name="payment terms",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "purchase order",
                        "verbose_name_plural": "purchase orders",
                        "ordering": ["-number"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="GoodsReceipt",
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
                        (
                            "their_reference",
                            models.CharField(blank=True, max_length=100, verbose_name="their reference"),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("party_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        (
                            "party_org_number",
                            models.CharField(blank=True, max_length=20, verbose_name="organisation number"),
                        ),
                        ("street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        ("street2", models.CharField(blank=True, max_length=255, verbose_name="street, second line")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "vat_zone",
                            models.CharField(
                                choices=[
                                    ("domestic", "Domestic"),
                                    ("eu", "EU"),
                                    ("abroad", "Abroad"),
                                    ("domestic_exempt", "Domestic, exempt"),
                                ],
                                default="domestic",
                                max_length=20,
                                verbose_name="VAT zone",
                            ),
                        ),
                        ("delivery_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        ("delivery_street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        (
                            "delivery_street2",
                            models.CharField(blank=True, max_length=255, verbose_name="street, second line"),
                        ),
                        ("delivery_postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("delivery_city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("delivery_country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="net",
                            ),
                        ),
                        (
                            "amount_vat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="total",
                            ),
                        ),
                        (
                            "delivery_note_number",
                            models.CharField(blank=True, max_length=60, verbose_name="supplier's delivery note"),
                        ),
                        ("receive_on", models.DateField(blank=True, null=True, verbose_name="receive on")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Not received"), ("received", "Received")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("received_on", models.DateField(editable=False, null=True, verbose_name="received on")),
                        ("received_at", models.DateTimeField(editable=False, null=True)),
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
                            "received_by",
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
                            "order",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="purchasing.purchaseorder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "goods receipt",
                        "verbose_name_plural": "goods receipts",
                        "ordering": ["-number"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PurchaseOrderLine",
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
                            "price",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="price"
                            ),
                        ),
                        (
                            "discount_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="discount",
                            ),
                        ),
                        (
                            "vat_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
                            ),
                        ),
                        (
                            "supplier_item_number",
                            models.CharField(blank=True, max_length=60, verbose_name="supplier's number"),
                        ),
                        (
                            "quantity_cancelled",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="quantity",
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
                            "quantity_invoiced",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="quantity",
                            ),
                        ),
                        (
                            "quantity_returned",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                                verbose_name="item",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.location",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="purchasing.purchaseorder",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_purchaseorderline_tenant"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity_cancelled__gte", 0),
                                    ("quantity_received__gte", 0),
                                    ("quantity_invoiced__gte", 0),
                                    ("quantity_returned__gte", 0),
                                ),
                                name="purchase_order_line_signs",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GoodsReceiptLine",
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
                            "price",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="price"
                            ),
                        ),
                        (
                            "discount_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="discount",
                            ),
                        ),
                        (
                            "vat_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
                            ),
                        ),
                        ("counted_at", models.DateTimeField(editable=False, null=True)),
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
                        (
                            "receipt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="purchasing.goodsreceipt",
                            ),
                        ),
                        (
                            "order_line",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipt_lines",
                                to="purchasing.purchaseorderline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_goodsreceiptline_tenant"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 0)), name="goods_receipt_line_quantity"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Supplier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        ("street2", models.CharField(blank=True, max_length=255, verbose_name="street, second line")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        ("name", models.CharField(max_length=255, verbose_name="name")),
                        (
                            "name_sort",
                            models.GeneratedField(
                                db_persist=True,
                                expression=layouts.documents.NordicKey(models.F("name")),
                                output_field=models.CharField(db_collation="C", max_length=255),
                            ),
                        ),
                        ("org_number", models.CharField(blank=True, max_length=20, verbose_name="organisation number")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        ("reference", models.CharField(blank=True, max_length=100, verbose_name="their reference")),
                        (
                            "vat_zone",
                            models.CharField(
                                choices=[
                                    ("domestic", "Domestic"),
                                    ("eu", "EU"),
                                    ("abroad", "Abroad"),
                                    ("domestic_exempt", "Domestic, exempt"),
                                ],
                                default="domestic",
                                max_length=20,
                                verbose_name="VAT zone",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("is_barred", models.BooleanField(default=False, verbose_name="barred")),
                        ("created_at", models.DateTimeField(default=rackbeat.lib.periods.now, editable=False)),
                        (
                            "delivery_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="delivery time in days"
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
                            "payment_terms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.paymentterms",
                                verbose_name="payment terms",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "supplier",
                        "verbose_name_plural": "suppliers",
                        "ordering": ["number"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "name_sort"], name="supplier_name_sort")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="purchasing_supplier_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="supplier_number"),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="purchaseorder",
                    name="supplier",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="purchasing.supplier",
                        verbose_name="supplier",
                    ),
                ),
                migrations.AddField(
                    model_name="goodsreceipt",
                    name="supplier",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="purchasing.supplier",
                        verbose_name="supplier",
                    ),
                ),
                migrations.CreateModel(
                    name="SupplierContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("role", models.CharField(blank=True, max_length=100, verbose_name="role")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                        (
                            "receives",
                            models.JSONField(
                                blank=True, default=layouts.persons.no_papers, verbose_name="gets by mail"
                            ),
                        ),
                        (
                            "place",
                            models.CharField(
                                choices=[("to", "To"), ("cc", "Copy"), ("bcc", "Blind copy")],
                                default="to",
                                max_length=3,
                                verbose_name="as",
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
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="purchasing.supplier",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "ordering": ["name", "id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "supplier"], name="supplier_contact_of")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_suppliercontact_tenant"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierInvoice",
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
                        (
                            "their_reference",
                            models.CharField(blank=True, max_length=100, verbose_name="their reference"),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("party_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        (
                            "party_org_number",
                            models.CharField(blank=True, max_length=20, verbose_name="organisation number"),
                        ),
                        ("street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        ("street2", models.CharField(blank=True, max_length=255, verbose_name="street, second line")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "vat_zone",
                            models.CharField(
                                choices=[
                                    ("domestic", "Domestic"),
                                    ("eu", "EU"),
                                    ("abroad", "Abroad"),
                                    ("domestic_exempt", "Domestic, exempt"),
                                ],
                                default="domestic",
                                max_length=20,
                                verbose_name="VAT zone",
                            ),
                        ),
                        ("delivery_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        ("delivery_street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        (
                            "delivery_street2",
                            models.CharField(blank=True, max_length=255, verbose_name="street, second line"),
                        ),
                        ("delivery_postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("delivery_city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("delivery_country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="net",
                            ),
                        ),
                        (
                            "amount_vat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="total",
                            ),
                        ),
                        ("draft_number", models.PositiveBigIntegerField(editable=False)),
                        (
                            "supplier_number",
                            models.CharField(blank=True, max_length=60, verbose_name="supplier's invoice number"),
                        ),
                        ("invoiced_on", models.DateField(blank=True, null=True, verbose_name="invoice date")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("booked", "Booked"), ("reversed", "Reversed")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("booked_on", models.DateField(editable=False, null=True, verbose_name="booked on")),
                        ("booked_at", models.DateTimeField(editable=False, null=True)),
                        ("reversed_on", models.DateField(editable=False, null=True, verbose_name="reversed on")),
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
                            "delivery_terms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.deliveryterms",
                                verbose_name="delivery terms",
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
                            "payment_terms",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.paymentterms",
                                verbose_name="payment terms",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="purchasing.supplier",
                                verbose_name="supplier",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "supplier invoice",
                        "verbose_name_plural": "supplier invoices",
                        "ordering": ["-number", "-draft_number"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived", False)),
                                fields=["agreement", "-number"],
                                name="supplier_invoice_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_supplierinvoice_tenant"
                            ),
                            models.UniqueConstraint(fields=("agreement", "number"), name="supplier_invoice_number"),
                            models.UniqueConstraint(
                                fields=("agreement", "draft_number"), name="supplier_invoice_draft_number"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "booked")),
                                fields=("agreement", "supplier", "supplier_number"),
                                name="supplier_invoice_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number__isnull", True), ("status", "draft")),
                                    models.Q(
                                        ("booked_on__isnull", False),
                                        ("due_on__isnull", False),
                                        ("invoiced_on__isnull", False),
                                        ("number__isnull", False),
                                        ("status__in", ["booked", "reversed"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="supplier_invoice_booked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reversed_on__isnull", False), ("status", "reversed")),
                                    models.Q(
                                        models.Q(("status", "reversed"), _negated=True), ("reversed_on__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="supplier_invoice_reversed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierInvoiceLine",
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
                            "price",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="price"
                            ),
                        ),
                        (
                            "discount_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="discount",
                            ),
                        ),
                        (
                            "vat_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
                            ),
                        ),
                        (
                            "spread",
                            models.CharField(
                                choices=[
                                    ("none", "No"),
                                    ("value", "By value"),
                                    ("quantity", "By quantity"),
                                    ("weight", "By weight"),
                                ],
                                default="none",
                                max_length=8,
                                verbose_name="spread over goods",
                            ),
                        ),
                        (
                            "amount_expected",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
                            ),
                        ),
                        (
                            "amount_stock",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
                            ),
                        ),
                        (
                            "amount_cost_of_sales",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
                            ),
                        ),
                        (
                            "amount_variance",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
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
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="purchasing.supplierinvoice",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="inventory.item",
                                verbose_name="item",
                            ),
                        ),
                        (
                            "order_line",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoice_lines",
                                to="purchasing.purchaseorderline",
                            ),
                        ),
                        (
                            "receipt_line",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoice_lines",
                                to="purchasing.goodsreceiptline",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_supplierinvoiceline_tenant"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("spread", "none"),
                                    models.Q(
                                        ("item__isnull", False),
                                        ("receipt_line__isnull", True),
                                        ("spread__in", ["value", "quantity", "weight"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="supplier_invoice_line_spread",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LandedShare",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount")),
                        (
                            "amount_stock",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
                            ),
                        ),
                        (
                            "amount_cost_of_sales",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0"), max_digits=18, verbose_name="amount"
                            ),
                        ),
                        (
                            "amount_variance",
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
                            "receipt_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="landed",
                                to="purchasing.goodsreceiptline",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="purchasing.supplierinvoiceline",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "share of a landed cost",
                        "verbose_name_plural": "shares of landed costs",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="purchasing_landedshare_tenant"),
                            models.UniqueConstraint(
                                fields=("agreement", "line", "receipt_line"), name="landed_share_line"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierInvoiceReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="covers",
                                to="purchasing.supplierinvoice",
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covered_by",
                                to="purchasing.goodsreceipt",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "receipt of a supplier invoice",
                        "verbose_name_plural": "receipts of supplier invoices",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_supplierinvoicereceipt_tenant"
                            ),
                            models.UniqueConstraint(
                                fields=("agreement", "invoice", "receipt"), name="supplier_invoice_receipt"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierReturn",
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
                        (
                            "their_reference",
                            models.CharField(blank=True, max_length=100, verbose_name="their reference"),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("party_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        (
                            "party_org_number",
                            models.CharField(blank=True, max_length=20, verbose_name="organisation number"),
                        ),
                        ("street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        ("street2", models.CharField(blank=True, max_length=255, verbose_name="street, second line")),
                        ("postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "vat_zone",
                            models.CharField(
                                choices=[
                                    ("domestic", "Domestic"),
                                    ("eu", "EU"),
                                    ("abroad", "Abroad"),
                                    ("domestic_exempt", "Domestic, exempt"),
                                ],
                                default="domestic",
                                max_length=20,
                                verbose_name="VAT zone",
                            ),
                        ),
                        ("delivery_name", models.CharField(blank=True, max_length=255, verbose_name="name")),
                        ("delivery_street", models.CharField(blank=True, max_length=255, verbose_name="street")),
                        (
                            "delivery_street2",
                            models.CharField(blank=True, max_length=255, verbose_name="street, second line"),
                        ),
                        ("delivery_postcode", models.CharField(blank=True, max_length=20, verbose_name="postcode")),
                        ("delivery_city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                        ("delivery_country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="net",
                            ),
                        ),
                        (
                            "amount_vat",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_total",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="total",
                            ),
                        ),
                        ("cause", models.CharField(blank=True, max_length=200, verbose_name="why they go back")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("booked", "Returned"), ("reversed", "Reversed")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("returned_on", models.DateField(editable=False, null=True, verbose_name="sent back on")),
                        ("booked_at", models.DateTimeField(editable=False, null=True)),
                        ("reversed_on", models.DateField(editable=False, null=True, verbose_name="reversed on")),
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
                            "receipt",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="purchasing.goodsreceipt",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="purchasing.supplier",
                                verbose_name="supplier",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "supplier return",
                        "verbose_name_plural": "supplier returns",
                        "ordering": ["-number"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived", False)),
                                fields=["agreement", "-number"],
                                name="supplier_return_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_supplierreturn_tenant"
                            ),
                            models.UniqueConstraint(fields=("agreement", "number"), name="supplier_return_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("returned_on__isnull", True),
                                        ("reversed_on__isnull", True),
                                        ("status", "draft"),
                                    ),
                                    models.Q(
                                        ("returned_on__isnull", False),
                                        ("reversed_on__isnull", True),
                                        ("status", "booked"),
                                    ),
                                    models.Q(
                                        ("returned_on__isnull", False),
                                        ("reversed_on__isnull", False),
                                        ("status", "reversed"),
                                    ),
                                    _connector="OR",
                                ),
                                name="supplier_return_status",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupplierReturnLine",
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
                            "price",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="price"
                            ),
                        ),
                        (
                            "discount_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="discount",
                            ),
                        ),
                        (
                            "vat_percent",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                max_digits=5,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0")),
                                    django.core.validators.MaxValueValidator(Decimal("100")),
                                ],
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "amount_net",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0.00"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
                            ),
                        ),
                        (
                            "amount_cost",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="amount",
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
                                verbose_name="location",
                            ),
                        ),
                        (
                            "receipt_line",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="return_lines",
                                to="purchasing.goodsreceiptline",
                            ),
                        ),
                        (
                            "supplier_return",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="purchasing.supplierreturn",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "id"), name="purchasing_supplierreturnline_tenant"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 0)), name="supplier_return_line_quantity"
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="purchaseorder",
                    index=models.Index(
                        condition=models.Q(("archived", False)),
                        fields=["agreement", "-number"],
                        name="purchase_order_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchaseorder",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "id"), name="purchasing_purchaseorder_tenant"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="purchaseorder",
                    constraint=models.UniqueConstraint(fields=("agreement", "number"), name="purchase_order_number"),
                ),
                migrations.AddConstraint(
                    model_name="purchaseorder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "sent", "cancelled"]),
                            ("receiving__in", ["none", "ready", "partly", "full"]),
                            ("invoicing__in", ["none", "partly", "full"]),
                        ),
                        name="purchase_order_tracks",
                    ),
                ),
                migrations.AddIndex(
                    model_name="goodsreceipt",
                    index=models.Index(
                        condition=models.Q(("archived", False)),
                        fields=["agreement", "-number"],
                        name="goods_receipt_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsreceipt",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "id"), name="purchasing_goodsreceipt_tenant"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="goodsreceipt",
                    constraint=models.UniqueConstraint(fields=("agreement", "number"), name="goods_receipt_number"),
                ),
                migrations.AddConstraint(
                    model_name="goodsreceipt",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "received"])), name="goods_receipt_status"
                    ),
                ),
            ]
        ),
    ]
