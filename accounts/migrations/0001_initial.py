import accounts.tenancy
import django.db.models.deletion
import rackbeat.lib.periods
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Currency',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
            ],
            options={
                'verbose_name': 'currency',
                'verbose_name_plural': 'currencies',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('language', models.CharField(choices=[('nb', 'Norsk'), ('da', 'Dansk'), ('en', 'English')], default='nb', max_length=5, verbose_name='language')),
                ('theme', models.CharField(blank=True, choices=[('', 'As the system'), ('light', 'Light'), ('dark', 'Dark')], default='', max_length=5, verbose_name='appearance')),
                ('single_keys', models.BooleanField(default=True, help_text='N for new, J and K for rows, and so on.', verbose_name='single-letter keys')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('is_staff', models.BooleanField(default=False, verbose_name='administrator')),
                ('is_support', models.BooleanField(default=False, verbose_name='support staff')),
                ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='joined')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='agreement number')),
                ('name', models.CharField(max_length=255, verbose_name='company')),
                ('org_number', models.CharField(blank=True, max_length=20, verbose_name='organisation number')),
                ('country', models.CharField(choices=[('NO', 'Norway'), ('DK', 'Denmark'), ('SE', 'Sweden'), ('FI', 'Finland'), ('IS', 'Iceland')], max_length=2, verbose_name='country')),
                ('language', models.CharField(choices=[('nb', 'Norsk'), ('da', 'Dansk'), ('en', 'English')], default='nb', max_length=5, verbose_name='language')),
                ('time_zone', models.CharField(default='Europe/Oslo', max_length=40, verbose_name='time zone')),
                ('principle', models.CharField(choices=[('fifo', 'FIFO'), ('average', 'Average cost')], max_length=7, verbose_name='inventory principle')),
                ('negative_allowed', models.BooleanField(default=False, verbose_name='stock may go negative')),
                ('closed_until', models.DateField(blank=True, null=True, verbose_name='closed until')),
                ('street', models.CharField(blank=True, max_length=255, verbose_name='street')),
                ('postcode', models.CharField(blank=True, max_length=20, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=100, verbose_name='city')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('website', models.CharField(blank=True, max_length=255, verbose_name='website')),
                ('created_at', models.DateTimeField(default=rackbeat.lib.periods.now, editable=False, verbose_name='created')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('base_currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.currency', verbose_name='base currency')),
            ],
            options={
                'verbose_name': 'agreement',
                'verbose_name_plural': 'agreements',
                'ordering': ['number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('principle__in', ['fifo', 'average'])), name='agreement_principle')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
            ],
            options={
                'verbose_name': 'delivery terms',
                'verbose_name_plural': 'delivery terms',
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='accounts_deliveryterms_tenant'), models.UniqueConstraint(fields=('agreement', 'number'), name='delivery_terms_number')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('subject_number', models.CharField(blank=True, max_length=40)),
                ('verb', models.CharField(max_length=40)),
                ('details', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=rackbeat.lib.periods.now)),
                ('by_name', models.CharField(blank=True, max_length=100)),
                ('request_id', models.CharField(blank=True, max_length=32)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['agreement', 'subject_kind', 'subject_id', '-at'], name='event_subject')],
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='accounts_event_tenant')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('office', 'Office'), ('warehouse', 'Warehouse'), ('reader', 'Reader')], max_length=10, verbose_name='role')),
                ('is_barred', models.BooleanField(default=False, verbose_name='barred')),
                ('created_at', models.DateTimeField(default=rackbeat.lib.periods.now, editable=False)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.agreement')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [models.UniqueConstraint(fields=('agreement', 'user'), name='membership_once')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='series')),
                ('next', models.PositiveBigIntegerField(default=1001, verbose_name='next number')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
            ],
            options={
                'verbose_name': 'number series',
                'verbose_name_plural': 'number series',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='accounts_numberseries_tenant'), models.UniqueConstraint(fields=('agreement', 'name'), name='number_series_name')],
            },
        ),
        migrations.CreateModel(
            name='PaymentTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('kind', models.CharField(choices=[('net', 'Net days from the invoice date'), ('month', 'Days from the end of the invoice month'), ('cash', 'Paid at once')], default='net', max_length=5, verbose_name='kind')),
                ('days', models.PositiveSmallIntegerField(default=0, verbose_name='days')),
                ('text', models.TextField(blank=True, verbose_name='text on documents')),
                ('is_default', models.BooleanField(default=False, verbose_name='default')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
            ],
            options={
                'verbose_name': 'payment terms',
                'verbose_name_plural': 'payment terms',
                'ordering': ['number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='accounts_paymentterms_tenant'), models.UniqueConstraint(fields=('agreement', 'number'), name='payment_terms_number')],
            },
        ),
        migrations.CreateModel(
            name='RememberedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_name', models.CharField(max_length=60)),
                ('query', models.TextField()),
                ('remembered_at', models.DateTimeField(default=rackbeat.lib.periods.now)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='accounts_rememberedlist_tenant'), models.UniqueConstraint(fields=('agreement', 'user', 'list_name'), name='remembered_list_once')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.UUIDField()),
                ('result_url', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField(default=rackbeat.lib.periods.now)),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='accounts_submission_tenant'), models.UniqueConstraint(fields=('agreement', 'user', 'token'), name='submission_once')],
            },
        ),
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('account_number', models.CharField(blank=True, max_length=40, verbose_name='account number')),
                ('iban', models.CharField(blank=True, max_length=40, verbose_name='IBAN')),
                ('bic', models.CharField(blank=True, max_length=11, verbose_name='BIC')),
                ('is_default', models.BooleanField(default=False, verbose_name='default')),
                ('agreement', models.ForeignKey(db_index=False, default=accounts.tenancy.default_agreement_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.agreement')),
            ],
            options={
                'verbose_name': 'bank account',
                'verbose_name_plural': 'bank accounts',
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('agreement', 'id'), name='accounts_bankaccount_tenant')],
            },
        ),
    ]
