"""Three fences, each tried alone: the manager that raises, row-level security, composite foreign keys (S2, invariant I23)."""

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.tenancy import Unscoped, acting_for, composite_keys, tenant_models
from layouts.models import Layout
from sales.models import Customer, SalesOrder
from tests import make

# Read before the agreement is known, so its policy goes by the user too; its own test stands below.
OPEN = {"accounts_membership"}


def rows(sql, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def tables():
    return sorted({model._meta.db_table for model in tenant_models(apps)} - OPEN)


# --- the first fence ----


SCOPED = [model for model in tenant_models(apps) if model._meta.db_table not in OPEN]


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_the_manager_refuses_without_a_scope(model, db):
    with pytest.raises(Unscoped):
        model.objects.count()


def test_the_manager_shows_one_agreement_only(nordlys, solvang):
    with nordlys.open():
        assert {customer.agreement_id for customer in Customer.objects.all()} == {nordlys.agreement.pk}
    with solvang.open():
        assert {customer.agreement_id for customer in Customer.objects.all()} == {solvang.agreement.pk}


# --- the second fence ----


def test_the_webs_role_is_restricted(db):
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False, False)]
    assert rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == [(0,)]


def test_every_table_of_an_agreement_has_its_policies_forced(db):
    guarded = rows(
        """
        SELECT c.relname FROM pg_class c
        WHERE c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
          SELECT FROM pg_policy p JOIN pg_roles r ON r.oid = ANY(p.polroles)
          WHERE p.polrelid = c.oid AND r.rolname = 'rackbeat_app' AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL)
        """
    )
    assert set(tables()) - {name for (name,) in guarded} == set()


def test_raw_sql_sees_nothing_without_the_setting(nordlys, solvang):
    for table in tables():
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_raw_sql_sees_its_own_agreement_and_no_other(nordlys, solvang):
    with acting_for(solvang.agreement):
        for table in tables():
            found = rows(f"SELECT DISTINCT agreement_id FROM {table}")
            assert found in ([], [(solvang.agreement.pk,)]), table


def test_the_setting_ends_with_its_transaction(nordlys):
    with acting_for(nordlys.agreement):
        assert rows("SELECT count(*) FROM sales_customer") == [(1,)]
    assert rows("SELECT count(*) FROM sales_customer") == [(0,)]
    with pytest.raises(RuntimeError), acting_for(nordlys.agreement):
        raise RuntimeError
    assert rows("SELECT count(*) FROM sales_customer") == [(0,)]


def test_rows_of_another_agreement_can_be_neither_written_nor_moved(nordlys, solvang):
    with nordlys.open():
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            rows("UPDATE sales_customer SET agreement_id = %s RETURNING id", [solvang.agreement.pk])
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Customer(agreement_id=solvang.agreement.pk, number=5, name="Smuggled").save()


# --- the third fence ----


def test_every_reference_between_tenants_has_its_composite_twin(db):
    twins = {
        (table, tuple(columns))
        for table, columns in rows(
            """
            SELECT c.conrelid::regclass::text, array_agg(a.attname ORDER BY k.n)
            FROM pg_constraint c, unnest(c.conkey) WITH ORDINALITY AS k(attnum, n)
            JOIN pg_attribute a ON true
            WHERE c.contype = 'f' AND a.attrelid = c.conrelid AND a.attnum = k.attnum
            GROUP BY c.oid, c.conrelid HAVING count(*) = 2
            """
        )
    }
    wanted = {
        (table, ("agreement_id", column))
        for model in tenant_models(apps)
        if model._meta.db_table not in OPEN
        for _name, table, column, _target in composite_keys(model)
    }
    assert len(wanted) > 40
    assert wanted - twins == set()


def test_the_database_refuses_a_reference_to_another_agreements_row(nordlys, solvang):
    with solvang.open():
        stranger = solvang.shop.pk
    with nordlys.open():
        order = make.order(nordlys, (nordlys.lamp, 1), confirmed=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            SalesOrder.objects.filter(pk=order.pk).update(customer_id=stranger)
            connection.check_constraints()


def test_no_row_points_across(transactional_db, nordlys, solvang, as_owner):
    """I23: asked as somebody who sees every row, no reference leads to another agreement."""
    for world in (nordlys, solvang):
        with world.open():
            make.received(world, world.lamp, 5, "25.00")
            make.shipped(world, make.order(world, (world.lamp, 2)))
    with as_owner():
        assert rows("SELECT count(DISTINCT agreement_id) FROM inventory_costentry") == [(2,)]
        for model in tenant_models(apps):
            for _name, table, column, target in composite_keys(model):
                across = f"SELECT count(*) FROM {table} c JOIN {target} p ON p.id = c.{column}"
                assert rows(f"{across} WHERE p.agreement_id <> c.agreement_id") == [(0,)], (table, column)


# --- T2: a foreign id in a form ----


def test_a_form_accepts_only_its_own_agreements_rows(nordlys, solvang, client):
    with solvang.open():
        stranger = Layout.objects.get().pk
    client.force_login(nordlys.anna)
    with nordlys.open():
        order = make.order(nordlys, (nordlys.lamp, 1), confirmed=False)
    answer = client.post(f"/sales/orders/{order.number}/layout/", {"layout": stranger})
    assert answer.status_code == 422
    with nordlys.open():
        order.refresh_from_db()
        assert order.layout_id != stranger


def test_append_only_tables_grant_no_change(db):
    kept = [
        "inventory_costentry",
        "inventory_stockmove",
        "inventory_costlayer",
        "accounts_event",
        "layouts_storedpaper",
    ]
    for table in kept:
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            assert rows("SELECT has_table_privilege(current_user, %s, %s)", [table, right]) == [(False,)], (
                table,
                right,
            )


def test_the_agreement_of_a_row_is_never_asked_in_a_form():
    for model in tenant_models(apps):
        if model._meta.db_table not in OPEN:
            assert not model._meta.get_field("agreement").editable, model
