"""Who logs in as whom: the restricted role everywhere, the owner only for commands that make tables."""

from pathlib import Path

import pytest
from django.db import ProgrammingError, connection

from rackbeat import roles
from rackbeat.problem import Problem

VAR = Path("/var/lib/rackbeat")
URL = "postgresql://olga:p%40ss@db.example:6432/stock?sslmode=require"


def test_the_embedded_server_is_reached_by_its_socket_and_two_logins():
    entry = roles.database(VAR, environ={})
    assert (entry["HOST"], entry["USER"], entry["NAME"]) == (str(VAR / "postgres" / "data"), "rackbeat_app", "rackbeat")
    assert roles.database(VAR, environ={"DB_ROLE": "owner"})["USER"] == "rackbeat"


def test_an_address_is_the_owners_and_the_application_takes_the_restricted_role_in_it():
    owner = roles.database(VAR, environ={"DATABASE_URL": URL, "DB_ROLE": "owner"})
    assert (owner["USER"], owner["PASSWORD"], owner["HOST"], owner["PORT"]) == ("olga", "p@ss", "db.example", "6432")
    assert owner["OPTIONS"]["sslmode"] == "require"
    assert "options" not in owner["OPTIONS"]
    app = roles.database(VAR, environ={"DATABASE_URL": URL})
    assert app["USER"] == "olga"
    assert "-c role=rackbeat_app" in app["OPTIONS"]["options"]


def test_a_second_address_is_the_applications_own_login():
    own = "postgresql://rackbeat_app@db.example/stock"
    app = roles.database(VAR, environ={"DATABASE_URL": URL, "APP_DATABASE_URL": own})
    assert app["USER"] == "rackbeat_app"
    assert "role=" not in app["OPTIONS"]["options"]


def test_a_page_may_ask_for_seconds_and_a_worker_for_longer():
    assert "statement_timeout=5000" in roles.database(VAR, environ={})["OPTIONS"]["options"]
    worker = roles.database(VAR, environ={"DB_STATEMENT_TIMEOUT": "600000"})
    assert "statement_timeout=600000" in worker["OPTIONS"]["options"]


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://a@b", "nonsense"])
def test_a_bad_address_is_refused_without_repeating_its_password(url):
    with pytest.raises(Problem, match="postgresql://user:password@host") as refused:
        roles.database(VAR, environ={"DATABASE_URL": url})
    assert url not in str(refused.value)


def test_a_bad_role_is_refused():
    with pytest.raises(Problem, match="app or owner"):
        roles.database(VAR, environ={"DB_ROLE": "root"})


def test_commands_that_make_tables_work_as_the_owner_and_all_others_do_not():
    assert roles.role_for("migrate") == roles.role_for("check_books") == "owner"
    assert roles.role_for("shell") == roles.role_for("procrastinate") == roles.role_for("demo") == "app"


def test_the_tests_themselves_are_restricted(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "rackbeat_app"


@pytest.mark.parametrize("forbidden", ["CREATE TABLE mine (a int)", "TRUNCATE accounts_agreement CASCADE"])
def test_the_restricted_role_neither_makes_nor_empties_tables(db, forbidden):
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(forbidden)


def test_the_owner_is_one_command_away_and_gone_again(as_owner):
    def current_user() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    with as_owner():
        assert current_user() != "rackbeat_app"
    assert current_user() == "rackbeat_app"
