import accounts.tenancy
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import layouts.documents
import rackbeat.lib.periods
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=25, verbose_name='number')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('name_sort', models.GeneratedField(db_persist=True, expression=layouts.documents.NordicKey(models.F('name')), output_field=models.CharField(db_collation='C', max_length=255))),
                ('barcode', models.CharField(blank=True, max_length=60, verbose_name='barcode')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('sales_price', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='sales price')),
                ('expected_cost', models.DecimalField(decimal_places=6, default=Decimal('0'), help_text='Suggested on purchase orders. Never changes the value of stock.', max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='expected cost price')),
                ('minimum_stock', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='minimum stock')),
                ('is_barred', models.BooleanField(default=False, help_text='Kept, but no longer chosen.', verbose_name='barred')),
                ('created_at', models.DateTimeField(default=rackbeat.lib.periods.now, editable=False)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
            ],
            options={
                'verbose_name': 'item',
                'verbose_name_plural': 'items',
                'ordering': ['number'],
                'abstract': False,
                'indexes': [models.Index(fields=['agreement', 'name_sort'], name='item_name_sort'), models.Index(fields=['agreement', 'barcode'], name='item_barcode')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_item_tenant'), models.UniqueConstraint(fields=('agreement', 'number'), name='item_number')],
            },
        ),
        migrations.CreateModel(
            name='CostEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField()),
                ('posted_at', models.DateTimeField(default=rackbeat.lib.periods.now)),
                ('source_kind', models.CharField(max_length=60)),
                ('source_id', models.BigIntegerField()),
                ('source_number', models.CharField(max_length=40)),
                ('source_line_id', models.BigIntegerField(null=True)),
                ('sequence', models.PositiveBigIntegerField()),
                ('kind', models.CharField(choices=[('receipt', 'Receipt'), ('issue', 'Shipment')], max_length=20)),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='quantity')),
                ('value', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('quantity_after', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='quantity')),
                ('value_after', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('axis_start', models.BigIntegerField(null=True)),
                ('party_name', models.CharField(blank=True, max_length=255)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('corrects', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.costentry')),
                ('posted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['agreement', 'source_kind', 'source_id'], name='cost_entry_source'), models.Index(fields=['agreement', 'posted_at'], name='cost_entry_posted'), models.Index(fields=['agreement', 'item', 'effective_on'], name='cost_entry_effective')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_costentry_tenant'), models.UniqueConstraint(fields=('agreement', 'item', 'sequence'), name='cost_entry_sequence'), models.CheckConstraint(condition=models.Q(('value_after', 0), models.Q(('quantity_after', 0), _negated=True), _connector='OR'), name='cost_entry_zero')],
            },
        ),
        migrations.CreateModel(
            name='ItemGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('has_stock', models.BooleanField(default=True, verbose_name='kept in stock')),
                ('vat_domestic', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='VAT, domestic')),
                ('vat_eu', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='VAT, EU')),
                ('vat_abroad', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='VAT, abroad')),
                ('vat_domestic_exempt', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='VAT, domestic exempt')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
            ],
            options={
                'verbose_name': 'item group',
                'verbose_name_plural': 'item groups',
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_itemgroup_tenant'), models.UniqueConstraint(fields=('agreement', 'number'), name='item_group_number')],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='group',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='inventory.itemgroup', verbose_name='item group'),
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('barcode', models.CharField(blank=True, max_length=60, verbose_name='barcode')),
                ('is_default', models.BooleanField(default=False, verbose_name='default')),
                ('is_barred', models.BooleanField(default=False, verbose_name='barred')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='inventory.location', verbose_name='lies in')),
            ],
            options={
                'verbose_name': 'location',
                'verbose_name_plural': 'locations',
                'ordering': ['code'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_location_tenant'), models.UniqueConstraint(fields=('agreement', 'code'), name='location_code'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('agreement',), name='location_one_default')],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='default_location',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.location', verbose_name='usual location'),
        ),
        migrations.CreateModel(
            name='Expected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_kind', models.CharField(max_length=60)),
                ('source_id', models.BigIntegerField()),
                ('source_number', models.CharField(max_length=40)),
                ('source_line_id', models.BigIntegerField()),
                ('party_name', models.CharField(blank=True, max_length=255)),
                ('due_on', models.DateField(null=True)),
                ('quantity_open', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='open')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.location')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('quantity_open__gt', 0)), fields=['agreement', 'item'], name='expected_item')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_expected_tenant'), models.UniqueConstraint(fields=('agreement', 'source_kind', 'source_line_id'), name='expected_of_line'), models.CheckConstraint(condition=models.Q(('quantity_open__gte', 0)), name='expected_open')],
            },
        ),
        migrations.CreateModel(
            name='LocationDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('quantity', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
                ('location', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.location')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_locationday_tenant'), models.UniqueConstraint(fields=('agreement', 'item', 'location', 'day'), name='location_day_once')],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_kind', models.CharField(max_length=60)),
                ('source_id', models.BigIntegerField()),
                ('source_number', models.CharField(max_length=40)),
                ('source_line_id', models.BigIntegerField()),
                ('party_name', models.CharField(blank=True, max_length=255)),
                ('due_on', models.DateField(null=True)),
                ('quantity_open', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='open')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.location')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('quantity_open__gt', 0)), fields=['agreement', 'item'], name='reservation_item')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_reservation_tenant'), models.UniqueConstraint(fields=('agreement', 'source_kind', 'source_line_id'), name='reservation_of_line'), models.CheckConstraint(condition=models.Q(('quantity_open__gte', 0)), name='reservation_open')],
            },
        ),
        migrations.CreateModel(
            name='StockBalance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_hand', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('reserved', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('negative_allowed', models.BooleanField(default=False)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='inventory.item')),
                ('location', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='inventory.location')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_stockbalance_tenant'), models.UniqueConstraint(fields=('agreement', 'item', 'location'), name='stock_balance_place'), models.CheckConstraint(condition=models.Q(('reserved__gte', 0)), name='stock_balance_reserved'), models.CheckConstraint(condition=models.Q(('on_hand__gte', 0), ('negative_allowed', True), _connector='OR'), name='stock_balance_on_hand')],
            },
        ),
        migrations.CreateModel(
            name='StockDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('quantity', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('value', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='amount')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_stockday_tenant'), models.UniqueConstraint(fields=('agreement', 'item', 'day'), name='stock_day_once')],
            },
        ),
        migrations.CreateModel(
            name='StockMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first of the month.')),
                ('quantity', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('value', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='amount')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['agreement', 'month'], name='stock_month_month')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_stockmonth_tenant'), models.UniqueConstraint(fields=('agreement', 'item', 'month'), name='stock_month_once')],
            },
        ),
        migrations.CreateModel(
            name='StockMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField()),
                ('posted_at', models.DateTimeField(default=rackbeat.lib.periods.now)),
                ('source_kind', models.CharField(max_length=60)),
                ('source_id', models.BigIntegerField()),
                ('source_number', models.CharField(max_length=40)),
                ('source_line_id', models.BigIntegerField(null=True)),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='quantity')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('entry', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='inventory.costentry')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
                ('location', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.location')),
                ('posted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['agreement', 'item', 'location', 'effective_on'], name='stock_move_place'), models.Index(fields=['agreement', 'source_kind', 'source_id'], name='stock_move_source')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_stockmove_tenant')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('name', models.CharField(max_length=30, verbose_name='name')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_unit_tenant'), models.UniqueConstraint(fields=('agreement', 'number'), name='unit_number')],
            },
        ),
        migrations.AddField(
            model_name='item',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.unit', verbose_name='unit'),
        ),
        migrations.CreateModel(
            name='CostState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('quantity_in', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('quantity_out', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('quantity_dead', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=18, verbose_name='quantity')),
                ('value_in', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='amount')),
                ('value_out', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=18, verbose_name='amount')),
                ('last_on', models.DateField(null=True)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cost_state', to='inventory.item')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_coststate_tenant'), models.CheckConstraint(condition=models.Q(models.Q(('quantity_in', django.db.models.expressions.CombinedExpression(models.F('quantity_out'), '+', models.F('quantity_dead'))), _negated=True), ('value_in', models.F('value_out')), _connector='OR'), name='cost_state_zero'), models.CheckConstraint(condition=models.Q(('quantity_in__gte', django.db.models.expressions.CombinedExpression(models.F('quantity_out'), '+', models.F('quantity_dead')))), name='cost_state_on_hand'), models.CheckConstraint(condition=models.Q(('value_in__gte', models.F('value_out'))), name='cost_state_worth')],
            },
        ),
        migrations.CreateModel(
            name='CostLayer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.BigIntegerField()),
                ('quantity', models.DecimalField(decimal_places=6, max_digits=18, verbose_name='quantity')),
                ('value', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('entry', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.costentry')),
                ('item', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='inventory_costlayer_tenant'), models.UniqueConstraint(fields=('agreement', 'item', 'start'), name='cost_layer_start'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0), ('value__gte', 0)), name='cost_layer_worth')],
            },
        ),
    ]
