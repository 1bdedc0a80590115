from django.db import migrations, models

# Two colleagues may have made two defaults at the same moment: the older row stays the default.
ONE = """
UPDATE {table} AS t SET is_default = false WHERE is_default AND EXISTS (
  SELECT FROM {table} AS o WHERE o.agreement_id = t.agreement_id AND o.is_default AND o.id < t.id)
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_search_entries")]

    operations = [
        *(
            migrations.RunSQL(ONE.format(table=table), migrations.RunSQL.noop)
            for table in ("accounts_paymentterms", "accounts_bankaccount")
        ),
        migrations.AddConstraint(
            model_name="paymentterms",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("agreement",), name="payment_terms_one_default"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("agreement",), name="bank_account_one_default"
            ),
        ),
    ]
