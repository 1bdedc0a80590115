"""What must hold between tenants, as queries: no row points at another agreement's row (invariant I23)."""

from django.apps import apps
from django.utils.translation import gettext_noop as _

from accounts.tenancy import composite_keys, tenant_models
from rackbeat.lib.books import Invariant


def _references() -> str:
    keys = sorted(key for model in tenant_models(apps) for key in composite_keys(model))
    return " UNION ALL ".join(
        f"SELECT c.agreement_id, '{table}.{column} of ' || c.id, t.agreement_id, c.agreement_id "
        f"FROM {table} c JOIN {target} t ON t.id = c.{column} WHERE t.agreement_id <> c.agreement_id"
        for _name, table, column, target in keys
    )


INVARIANTS = [Invariant("I23", _("every reference stays inside its agreement"), _references())]
