"""One agreement at a time: the scope, the manager that refuses without it, and the database fences behind it.

Three independent fences (design, safety 1.2): `Tenant.objects` raises outside a scope and filters inside; row-level security
shows the restricted role only rows of `app.agreement`, set local to a transaction; composite foreign keys
`(agreement_id, x_id)` make a reference to another agreement's row impossible, whoever writes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.apps.registry import Apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from rackbeat.lib import locked, statements
from rackbeat.lib.refusal import Refusal

_current: ContextVar[int | None] = ContextVar("agreement", default=None)


class Unscoped(RuntimeError):
    """A tenant's table was asked without saying whose rows are meant."""


def current_agreement_id() -> int:
    """The agreement that this code acts for; raises `Unscoped` where none was chosen."""
    agreement_id = _current.get()
    if agreement_id is None:
        raise Unscoped("Open acting_for(agreement) before you touch an agreement's rows.")
    return agreement_id


def default_agreement_id() -> int | None:
    """What a new row is born with: the scope's agreement (None outside, so that migrations and forms can be built)."""
    return _current.get()


def _set_local(name: str, value: str) -> None:
    with statements.prepared() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _set_locals(agreement_id: str, user_id: str) -> None:
    with statements.prepared() as cursor:
        cursor.execute(
            "SELECT set_config('app.agreement', %s, true), set_config('app.user', %s, true)", [agreement_id, user_id]
        )


@contextmanager
def acting_for(agreement: Any, *, user: Any = None, read_only: bool = False) -> Iterator[None]:
    """One transaction inside which the rows of `agreement` (an Agreement or its id) exist, and no others.

    Nested use puts the earlier agreement back on success; after an error the rollback does it (foundation facts 2).
    """
    agreement_id = int(getattr(agreement, "pk", agreement))
    earlier, nested = _current.get(), connection.in_atomic_block
    with transaction.atomic(), locked.remembering():
        if user is None:
            _set_local("app.agreement", str(agreement_id))
        else:
            _set_locals(str(agreement_id), str(getattr(user, "pk", user)))
        if read_only:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
        token = _current.set(agreement_id)
        try:
            yield
        finally:
            _current.reset(token)
        if nested:  # else the commit forgets it
            _set_local("app.agreement", "" if earlier is None else str(earlier))


@contextmanager
def acting_as(user: Any) -> Iterator[None]:
    """One transaction inside which `user`'s own memberships can be read, before an agreement is chosen."""
    with transaction.atomic():
        _set_local("app.user", str(getattr(user, "pk", user)))
        yield


@contextmanager
def acting_as_support() -> Iterator[None]:
    """One transaction inside which support staff read the conversations of all agreements, and nothing else of them."""
    with transaction.atomic():
        _set_local("app.support", "on")
        yield
        _set_local("app.support", "")


M = TypeVar("M", bound=models.Model)


class TenantQuerySet(models.QuerySet[M]):
    def lock(self, row: M | int) -> M:
        """`row` (or the row of that key) read again, under its lock: the first line of every verb.

        No verb changes a key, so rows that point here may come meanwhile (FOR NO KEY UPDATE).
        """
        return self.select_for_update(of=("self",), no_key=True).still(row if isinstance(row, int) else row.pk)

    def still(self, key: int) -> M:
        """The row of that key, or a refusal where it is gone."""
        try:
            return self.get(pk=key)
        except self.model.DoesNotExist:  # type: ignore[attr-defined]
            raise Refusal(_("Somebody has deleted it meanwhile.")) from None


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> TenantQuerySet[Any]:
        return super().get_queryset().filter(agreement_id=current_agreement_id())

    def lock(self, row: Any) -> Any:
        """As the queryset's, prepared: it is the first line of every verb."""
        if getattr(self, "instance", None) is not None:  # the rows of another row
            return self.get_queryset().lock(row)
        key = row if isinstance(row, int) else row.pk
        where = "WHERE agreement_id = %s AND id = %s FOR NO KEY UPDATE"
        return statements.fetch(self.model, where, [current_agreement_id(), key]) or self.get_queryset().still(key)


class Tenant(models.Model):
    """A row that belongs to one agreement. The agreement is filled from the scope and never changes."""

    agreement = models.ForeignKey(
        "accounts.Agreement",
        on_delete=models.PROTECT,
        db_index=False,
        editable=False,
        related_name="+",
        default=default_agreement_id,
    )

    objects = TenantManager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["agreement", "id"], name="%(app_label)s_%(class)s_tenant")]


# --- the fences in SQL, written into migrations by `manage.py fence` ---------------------------------------------


def tenant_models(registry: Apps) -> list[type[models.Model]]:
    """Every concrete model with an agreement, but for those named in `OPEN` (read before the agreement is known)."""
    return [
        model
        for model in registry.get_models()
        if model._meta.managed and any(field.name == "agreement" for field in model._meta.local_fields)
    ]


def row_security_sql(table: str) -> str:
    """Rows of `app.agreement` only, for everybody but the owner, who has a policy of its own (FORCE hides from it too)."""
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON {table} TO rackbeat_app
  USING (agreement_id = (SELECT nullif(current_setting('app.agreement', true), '')::bigint))
  WITH CHECK (agreement_id = (SELECT nullif(current_setting('app.agreement', true), '')::bigint));
CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
"""


def support_policy_sql(table: str) -> str:
    """A second policy, to read by: the rows of every agreement for `acting_as_support` (design, safety 1.2.9)."""
    return (
        f"CREATE POLICY support ON {table} FOR SELECT TO rackbeat_app "
        "USING ((SELECT current_setting('app.support', true)) = 'on');"
    )


def row_security_undo(table: str) -> str:
    return f"""
DROP POLICY IF EXISTS tenant ON {table};
DROP POLICY IF EXISTS owner ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def composite_keys(model: type[models.Model]) -> list[tuple[str, str, str, str]]:
    """(constraint, table, column, target table) for each reference from a tenant's row to a tenant's row."""
    found = []
    for field in model._meta.local_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or not isinstance(target, type):
            continue
        if field.name == "agreement" or not any(f.name == "agreement" for f in target._meta.local_fields):
            continue
        table, column = model._meta.db_table, field.column
        found.append((f"{table}_{column}_fence"[-63:], table, column, target._meta.db_table))
    return found


def composite_key_sql(constraint: str, table: str, column: str, target: str) -> str:
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {constraint} FOREIGN KEY (agreement_id, {column}) "
        f"REFERENCES {target} (agreement_id, id) DEFERRABLE INITIALLY DEFERRED;"
    )
