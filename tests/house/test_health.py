"""What a load balancer is told."""

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from rackbeat import health
from rackbeat.management.commands import flush


def test_the_process_says_that_it_lives_without_asking_the_database(client):
    assert client.get("/health/live").status_code == 200


def test_it_is_ready_when_the_tables_are_current(client, db):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_it_is_not_ready_while_a_migration_waits(client, db, monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())
    MigrationRecorder(connection).migration_qs.filter(app="accounts").delete()
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"migrations wait\n")


def test_it_answers_whatever_name_it_is_called_by(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/ready", headers={"Host": "10.0.0.7"}).status_code == 200


def test_nobody_can_post_to_it(client, db):
    assert client.post("/health/ready").status_code == 405


def test_a_fresh_demo_asks_nothing_of_the_tests_own_server(as_owner, settings, tmp_path):
    """The command drops and makes the demo's database; what is remembered of a database is for tests alone."""
    with as_owner():
        settings.TESTING, settings.VAR = False, tmp_path  # where no server of tests is
        flush.recreate(connection, "a_fresh_demo", "template0")
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname = 'a_fresh_demo'")
            assert cursor.fetchone() == (1,)
            cursor.execute("DROP DATABASE a_fresh_demo")
