"""The queue looks after itself, tried with a real worker."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

LEFT_BY_A_KILLED_WORKER = """
    INSERT INTO procrastinate_jobs (task_name, queue_name, args, status, attempts)
    VALUES ('accounts.clear_sessions', 'default', '{"timestamp": 0}', 'doing', %s) RETURNING id
"""


def left_behind(attempts: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LEFT_BY_A_KILLED_WORKER, [attempts])
        return cursor.fetchone()[0]


def work() -> None:
    """Let a worker do all that is queued in this test's database."""
    facts = connection.settings_dict
    url = f"postgresql://{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@/{facts['NAME']}"
    url += f"?host={quote(facts['HOST'], safe='')}&port={facts['PORT']}"
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"]
    environment = os.environ | {"DATABASE_URL": url, "APP_DATABASE_URL": url, "DB_ROLE": "app"}
    environment["DJANGO_SETTINGS_MODULE"] = "rackbeat.settings"
    done = subprocess.run(
        command, check=False, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_done_and_what_kills_workers_is_given_up():
    once, always = left_behind(attempts=0), left_behind(attempts=10)
    app.tasks["rackbeat.retry_stalled"].defer(timestamp=0)
    work()
    status = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert (status[once], status[always]) == ("succeeded", "failed")
