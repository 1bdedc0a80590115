from django.db import migrations

from accounts.fences import FUNCTIONS, FUNCTIONS_UNDO, AppendOnly, Fence

LOCKED = """
CREATE FUNCTION rackbeat_agreement_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.number, NEW.principle, NEW.base_currency_id, NEW.id)
     IS DISTINCT FROM (OLD.number, OLD.principle, OLD.base_currency_id, OLD.id) THEN
    RAISE EXCEPTION 'Number, inventory principle and base currency of an agreement are locked for ever';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE UPDATE ON accounts_agreement FOR EACH ROW EXECUTE FUNCTION rackbeat_agreement_locked();
"""
UNLOCKED = "DROP TRIGGER locked ON accounts_agreement; DROP FUNCTION rackbeat_agreement_locked();"

# Read before the agreement is known: a person sees their own memberships, an agreement those of its people.
MEMBERSHIP = """
ALTER TABLE accounts_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_membership FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON accounts_membership TO rackbeat_app
  USING (agreement_id = (SELECT nullif(current_setting('app.agreement', true), '')::bigint))
  WITH CHECK (agreement_id = (SELECT nullif(current_setting('app.agreement', true), '')::bigint));
CREATE POLICY own ON accounts_membership FOR SELECT TO rackbeat_app
  USING (user_id = (SELECT nullif(current_setting('app.user', true), '')::bigint));
CREATE POLICY owner ON accounts_membership TO CURRENT_USER USING (true) WITH CHECK (true);
"""
MEMBERSHIP_UNDO = """
DROP POLICY tenant ON accounts_membership; DROP POLICY own ON accounts_membership;
DROP POLICY owner ON accounts_membership;
ALTER TABLE accounts_membership NO FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts_membership DISABLE ROW LEVEL SECURITY;
"""

CURRENCIES = [
    ("NOK", "Norwegian krone"),
    ("DKK", "Danish krone"),
    ("SEK", "Swedish krona"),
    ("EUR", "Euro"),
    ("ISK", "Icelandic króna"),
    ("GBP", "Pound sterling"),
    ("USD", "US dollar"),
]


def currencies(apps, schema_editor):
    Currency = apps.get_model("accounts", "Currency")
    Currency.objects.bulk_create(Currency(code=code, name=name) for code, name in CURRENCIES)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_UNDO),
        migrations.RunSQL(LOCKED, UNLOCKED),
        migrations.RunSQL(MEMBERSHIP, MEMBERSHIP_UNDO),
        Fence("paymentterms", "deliveryterms", "bankaccount", "numberseries", "event", "rememberedlist", "submission"),
        AppendOnly("event"),
        migrations.RunPython(currencies, migrations.RunPython.noop),
    ]
