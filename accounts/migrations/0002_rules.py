from django.db import migrations

from accounts import search
from accounts.fences import FUNCTIONS, FUNCTIONS_UNDO, LINES_FUNCTION, LINES_FUNCTION_UNDO, AppendOnly, Fence

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

TABLES = [
    "paymentterms",
    "deliveryterms",
    "bankaccount",
    "numberseries",
    "event",
    "rememberedlist",
    "submission",
    "mail",
    "mailfile",
    "mailsettings",
    "listview",
    "currencyrate",
    "dataexport",
    "employee",
    "ownaddress",
    "supportgrant",
    "import",
    "importedrow",
    "refusedrow",
    "bulkrun",
    "bulkrow",
    "booksproof",
]

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
    # a database that has all of these is up to date
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
    dependencies = [("accounts", "0001_tables")]

    operations = [
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_UNDO),
        migrations.RunSQL(LINES_FUNCTION, LINES_FUNCTION_UNDO),
        migrations.RunSQL(search.FUNCTIONS, search.FUNCTIONS_UNDO),
        migrations.RunSQL(LOCKED, UNLOCKED),
        migrations.RunSQL(MEMBERSHIP, MEMBERSHIP_UNDO),
        Fence(*TABLES),
        AppendOnly("event"),
        migrations.RunPython(currencies, migrations.RunPython.noop),
    ]
