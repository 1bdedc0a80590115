import accounts.tenancy
import django.db.models.deletion
import layouts.models.layouts
import rackbeat.lib.periods
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Layout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('language', models.CharField(choices=[('nb', 'Norsk'), ('da', 'Dansk'), ('en', 'English')], default='nb', max_length=5, verbose_name='language')),
                ('logo', models.BinaryField(blank=True, null=True, verbose_name='logo')),
                ('is_default', models.BooleanField(default=False, verbose_name='default')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('bank_account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.bankaccount', verbose_name='bank account')),
            ],
            options={
                'verbose_name': 'layout',
                'verbose_name_plural': 'layouts',
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='layouts_layout_tenant'), models.UniqueConstraint(fields=('agreement', 'number'), name='layout_number'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('agreement',), name='layout_one_default')],
            },
        ),
        migrations.CreateModel(
            name='LayoutTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('quote', 'Quote'), ('order', 'Order confirmation'), ('picking_list', 'Picking list'), ('delivery_note', 'Delivery note'), ('invoice', 'Invoice'), ('credit_note', 'Credit note'), ('purchase_order', 'Purchase order'), ('supplier_invoice', 'Supplier invoice'), ('proforma', 'Proforma invoice'), ('reminder', 'Reminder')], max_length=20, verbose_name='kind')),
                ('title', models.CharField(blank=True, max_length=100, verbose_name='title')),
                ('columns', models.JSONField(default=layouts.models.layouts.empty_list, verbose_name='columns')),
                ('blocks', models.JSONField(default=layouts.models.layouts.empty_list, verbose_name='blocks')),
                ('intro', models.TextField(blank=True, verbose_name='text over the lines')),
                ('outro', models.TextField(blank=True, verbose_name='text under the lines')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('layout', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='layouts.layout')),
            ],
            options={
                'verbose_name': 'layout template',
                'verbose_name_plural': 'layout templates',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='layouts_layouttemplate_tenant'), models.UniqueConstraint(fields=('agreement', 'layout', 'kind'), name='layout_template_kind')],
            },
        ),
        migrations.CreateModel(
            name='StoredPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_kind', models.CharField(max_length=60)),
                ('document_id', models.BigIntegerField()),
                ('paper_kind', models.CharField(max_length=20)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('made_at', models.DateTimeField(default=rackbeat.lib.periods.now)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('layout', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='layouts.layout')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['agreement', 'document_kind', 'document_id', '-id'], name='stored_paper_of')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='layouts_storedpaper_tenant')],
            },
        ),
    ]
