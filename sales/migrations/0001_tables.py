import accounts.tenancy
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import layouts.documents
import layouts.persons
import rackbeat.lib.periods
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from rackbeat.tables import Tables


class Migration(migrations.Migration):
    replaces = [
        ("sales", "0001_initial"),
        ("sales", "0002_fences"),
        ("sales", "0003_frozen_lines"),
        ("sales", "0004_owed"),
        ("sales", "0005_searched"),
        ("sales", "0006_rest_orders"),
        ("sales", "0007_contacts"),
        ("sales", "0008_credit_notes"),
        ("sales", "0009_order_lists"),
        ("sales", "0010_found_by_order"),
        ("sales", "0011_booked_by_day"),
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
                    name="Customer",
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
                        "verbose_name": "customer",
                        "verbose_name_plural": "customers",
                        "ordering": ["number"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "name_sort"], name="customer_name_sort")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_customer_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="customer_number"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerContact",
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="sales.customer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "ordering": ["name", "id"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["agreement", "customer"], name="customer_contact_of")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_customercontact_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Quote",
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
                        ("quoted_on", models.DateField(verbose_name="quote date")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("sent", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("rejected", "Rejected"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(editable=False, null=True)),
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quotes",
                                to="sales.customer",
                                verbose_name="customer",
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
                        "verbose_name": "quote",
                        "verbose_name_plural": "quotes",
                        "ordering": ["-number"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived", False)),
                                fields=["agreement", "-number"],
                                name="quote_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_quote_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="quote_number"),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["draft", "sent", "accepted", "rejected"])),
                                name="quote_status",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuoteLine",
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
                            "quote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="sales.quote"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_quoteline_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SalesInvoice",
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
                            "kind",
                            models.CharField(
                                choices=[("invoice", "Invoice"), ("credit_note", "Credit note")],
                                default="invoice",
                                editable=False,
                                max_length=12,
                                verbose_name="type",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("returned", "The goods come back"),
                                    ("wrong", "The invoice was wrong"),
                                    ("allowance", "A reduction in price"),
                                ],
                                editable=False,
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("draft_number", models.PositiveBigIntegerField(editable=False)),
                        ("invoiced_on", models.DateField(blank=True, null=True, verbose_name="invoice date")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due date")),
                        ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                        ("payment_text", models.TextField(blank=True, editable=False)),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("booked", "Booked")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="invoice status",
                            ),
                        ),
                        (
                            "delivery",
                            models.CharField(
                                choices=[
                                    ("none", "Not sent"),
                                    ("ready", "Ready"),
                                    ("partly", "Partly sent"),
                                    ("full", "Sent"),
                                ],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="delivered",
                            ),
                        ),
                        ("booked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "amount_paid",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="paid",
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
                            "credits",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credit_notes",
                                to="sales.salesinvoice",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="sales.customer",
                                verbose_name="customer",
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
                            "quote",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="sales.quote",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invoice",
                        "verbose_name_plural": "invoices",
                        "ordering": ["-number", "-draft_number"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Payment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount")),
                        ("paid_on", models.DateField(verbose_name="paid on")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                        ("entered_at", models.DateTimeField(default=rackbeat.lib.periods.now, editable=False)),
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
                            "entered_by",
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
                            "counter",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sales.salesinvoice",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="sales.salesinvoice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "payment",
                        "verbose_name_plural": "payments",
                        "ordering": ["paid_on", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_payment_tenant")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SalesOrder",
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
                        ("wanted_on", models.DateField(blank=True, null=True, verbose_name="wanted on")),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "Draft"), ("confirmed", "Sent"), ("cancelled", "Cancelled")],
                                default="draft",
                                editable=False,
                                max_length=10,
                                verbose_name="order status",
                            ),
                        ),
                        (
                            "delivery",
                            models.CharField(
                                choices=[
                                    ("none", "Not shipped"),
                                    ("ready", "Ready"),
                                    ("partly", "Partly shipped"),
                                    ("full", "Delivered"),
                                ],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="delivery",
                            ),
                        ),
                        (
                            "invoicing",
                            models.CharField(
                                choices=[
                                    ("none", "Not invoiced"),
                                    ("ready", "Ready"),
                                    ("partly", "Partly invoiced"),
                                    ("full", "Invoiced"),
                                ],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="invoicing",
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(editable=False, null=True)),
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="sales.customer",
                                verbose_name="customer",
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
                            "quote",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="sales.quote",
                            ),
                        ),
                        (
                            "rest_of",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rest_orders",
                                to="sales.salesorder",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "order",
                        "verbose_name_plural": "orders",
                        "ordering": ["-number"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived", False)),
                                fields=["agreement", "-number"],
                                name="sales_order_open",
                            ),
                            models.Index(fields=["agreement", "-ordered_on", "-id"], name="sales_order_by_date"),
                            models.Index(
                                fields=["agreement", "archived", "delivery", "invoicing", "status"],
                                name="sales_order_progress",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_salesorder_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="sales_order_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["draft", "confirmed", "cancelled"]),
                                    ("delivery__in", ["none", "ready", "partly", "full"]),
                                    ("invoicing__in", ["none", "ready", "partly", "full"]),
                                ),
                                name="sales_order_tracks",
                            ),
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="salesinvoice",
                    name="order",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="sales.salesorder",
                    ),
                ),
                migrations.CreateModel(
                    name="SalesOrderLine",
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
                            "quantity_shipped",
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
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="sales.salesorder"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_salesorderline_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity_cancelled__gte", 0),
                                    ("quantity_shipped__gte", 0),
                                    ("quantity_invoiced__gte", 0),
                                    ("quantity_returned__gte", 0),
                                ),
                                name="sales_order_line_signs",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "quantity_shipped__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("quantity"), "-", models.F("quantity_cancelled")
                                        ),
                                    )
                                ),
                                name="sales_order_line_shipped",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "quantity_invoiced__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity"), "-", models.F("quantity_cancelled")
                                            ),
                                            "-",
                                            models.F("quantity_returned"),
                                        ),
                                    )
                                ),
                                name="sales_order_line_invoiced",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Shipment",
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
                        ("ship_on", models.DateField(blank=True, null=True, verbose_name="ship on")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Not sent"), ("shipped", "Sent")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="sent",
                            ),
                        ),
                        (
                            "picking",
                            models.CharField(
                                choices=[("none", "Not picked"), ("partly", "Partly picked"), ("full", "Picked")],
                                default="none",
                                editable=False,
                                max_length=10,
                                verbose_name="picked",
                            ),
                        ),
                        ("shipped_on", models.DateField(editable=False, null=True, verbose_name="sent on")),
                        ("shipped_at", models.DateTimeField(editable=False, null=True)),
                        ("tracking", models.CharField(blank=True, max_length=100, verbose_name="tracking number")),
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shipments",
                                to="sales.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shipments",
                                to="sales.salesinvoice",
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
                            "order",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shipments",
                                to="sales.salesorder",
                            ),
                        ),
                        (
                            "shipped_by",
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
                        "verbose_name": "shipment",
                        "verbose_name_plural": "shipments",
                        "ordering": ["-number"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("archived", False)),
                                fields=["agreement", "-number"],
                                name="shipment_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_shipment_tenant"),
                            models.UniqueConstraint(fields=("agreement", "number"), name="shipment_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["open", "shipped"]), ("picking__in", ["none", "partly", "full"])
                                ),
                                name="shipment_tracks",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SalesInvoiceLine",
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
                            "quantity_shipped",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("0"),
                                editable=False,
                                max_digits=18,
                                verbose_name="quantity",
                            ),
                        ),
                        (
                            "quantity_credited",
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
                            "amount_credited",
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
                            "credits",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credit_lines",
                                to="sales.salesinvoiceline",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="sales.salesinvoice",
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
                            "order_line",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoice_lines",
                                to="sales.salesorderline",
                            ),
                        ),
                        (
                            "shipment",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoice_lines",
                                to="sales.shipment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_salesinvoiceline_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quantity_credited", 0), ("quantity_returned", 0)),
                                    models.Q(
                                        (
                                            "quantity__gte",
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("quantity_credited"), "+", models.F("quantity_returned")
                                            ),
                                        ),
                                        ("quantity_credited__gte", 0),
                                        ("quantity_returned__gte", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="sales_invoice_line_credited",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShipmentLine",
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
                        ("quantity", models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity")),
                        (
                            "quantity_picked",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        (
                            "quantity_returned",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=18, verbose_name="quantity"
                            ),
                        ),
                        ("picked_at", models.DateTimeField(null=True)),
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
                            "invoice_line",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shipment_lines",
                                to="sales.salesinvoiceline",
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
                        (
                            "order_line",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shipment_lines",
                                to="sales.salesorderline",
                            ),
                        ),
                        (
                            "picked_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "shipment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="sales.shipment"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_shipmentline_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity_picked__gte", 0),
                                    ("quantity_picked__lte", models.F("quantity")),
                                    ("quantity_returned__gte", 0),
                                ),
                                name="shipment_line_picked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("order_line__isnull", False), ("invoice_line__isnull", False), _connector="XOR"
                                ),
                                name="shipment_line_source",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnedGoods",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returned",
                                to="sales.salesinvoiceline",
                            ),
                        ),
                        (
                            "shipment_line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returned",
                                to="sales.shipmentline",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "id"), name="sales_returnedgoods_tenant"),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)), name="returned_goods_quantity"
                            ),
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="salesinvoice",
                    index=models.Index(
                        condition=models.Q(("archived", False)),
                        fields=["agreement", "-number"],
                        name="sales_invoice_open",
                    ),
                ),
                migrations.AddIndex(
                    model_name="salesinvoice",
                    index=models.Index(
                        condition=models.Q(("status", "booked")),
                        fields=["agreement", "invoiced_on"],
                        include=("customer", "amount_net"),
                        name="sales_invoice_booked_on",
                    ),
                ),
                migrations.AddIndex(
                    model_name="salesinvoice",
                    index=models.Index(
                        condition=models.Q(("status", "booked"), ("amount_paid__lt", models.F("amount_total"))),
                        fields=["agreement", "due_on"],
                        name="sales_invoice_unpaid",
                    ),
                ),
                migrations.AddIndex(
                    model_name="salesinvoice",
                    index=models.Index(
                        condition=models.Q(
                            ("status", "booked"), models.Q(("amount_paid", models.F("amount_total")), _negated=True)
                        ),
                        fields=["agreement", "customer"],
                        name="sales_invoice_owed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="salesinvoice",
                    constraint=models.UniqueConstraint(fields=("agreement", "id"), name="sales_salesinvoice_tenant"),
                ),
                migrations.AddConstraint(
                    model_name="salesinvoice",
                    constraint=models.UniqueConstraint(fields=("agreement", "number"), name="sales_invoice_number"),
                ),
                migrations.AddConstraint(
                    model_name="salesinvoice",
                    constraint=models.UniqueConstraint(
                        fields=("agreement", "draft_number"), name="sales_invoice_draft_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="salesinvoice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number__isnull", True), ("status", "draft")),
                            models.Q(
                                ("due_on__isnull", False),
                                ("invoiced_on__isnull", False),
                                ("number__isnull", False),
                                ("status", "booked"),
                            ),
                            _connector="OR",
                        ),
                        name="sales_invoice_booked",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="salesinvoice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("delivery__in", ["none", "ready", "partly", "full"])),
                        name="sales_invoice_tracks",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="salesinvoice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credits__isnull", True), ("kind", "invoice"), ("reason", "")),
                            models.Q(("kind", "credit_note"), ("reason__in", ["returned", "wrong", "allowance"])),
                            _connector="OR",
                        ),
                        name="sales_invoice_kind",
                    ),
                ),
            ]
        ),
    ]
