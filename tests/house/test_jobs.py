"""The queue looks after itself, tried with a real worker."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from accounts import mail
from accounts.models import Mail
from accounts.signup import found
from accounts.tenancy import acting_for
from tests.mailserver import MailServer
from tests.world import person

LEFT_BY_A_KILLED_WORKER = """
    INSERT INTO procrastinate_jobs (task_name, queue_name, args, status, attempts)
    VALUES ('accounts.clear_sessions', 'default', '{"timestamp": 0}', 'doing', %s) RETURNING id
"""


def left_behind(attempts: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(LEFT_BY_A_KILLED_WORKER, [attempts])
        return cursor.fetchone()[0]


def worker(*options: str, **environment: str) -> subprocess.Popen[str]:
    """A worker as `make run` starts it, on this test's database."""
    facts = connection.settings_dict
    url = f"postgresql://{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@/{facts['NAME']}"
    url += f"?host={quote(facts['HOST'], safe='')}&port={facts['PORT']}"
    given = os.environ | {"DATABASE_URL": url, "APP_DATABASE_URL": url, "DB_ROLE": "app"} | environment
    given["DJANGO_SETTINGS_MODULE"] = "rackbeat.settings"
    command = [sys.executable, "manage.py", "procrastinate", "worker", *options]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=given, stderr=subprocess.PIPE, text=True)


def work(**environment: str) -> None:
    """Let a worker do all that is queued."""
    process = worker("--one-shot", **environment)
    _, words = process.communicate(timeout=60)
    assert process.returncode == 0, words


def killed_while_it_sends(server: MailServer, **there: str) -> None:
    """A worker dies by -9 after the mail server has the letter and before it says so."""
    server.slow = 60
    first, patience = worker(**there), time.monotonic() + 60
    while not server.messages and time.monotonic() < patience:
        time.sleep(0.02)
    first.kill()
    first.communicate()
    server.slow = 0


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_done_and_what_kills_workers_is_given_up():
    """A mail among it comes once more, because nobody can know whether it was taken: under the same id, and says so."""
    owner = person("anna@nordlys.example", "Anna Berg")
    agreement = found(owner, name="Nordlys Sykkel AS", country="NO", base_currency="NOK", principle="fifo")
    with acting_for(agreement):
        letter = mail.send(to=["kari@fjord.example"], subject="Order 1042", body="Here it is.", by=owner)
    with MailServer() as server:
        there = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port)}
        killed_while_it_sends(server, **there)
        with acting_for(agreement):
            held = Mail.objects.get()
        assert (held.status, held.trying_at is not None, held.broken_off) == ("queued", True, False)
        once, always = left_behind(attempts=0), left_behind(attempts=10)
        with suppress(AlreadyEnqueued):  # at a full minute the first one has said so itself
            app.tasks["rackbeat.retry_stalled"].defer(timestamp=0)
        work(**there, JOB_SILENCE="0")
    status = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert (status[once], status[always]) == ("succeeded", "failed")
    with acting_for(agreement):
        sent = Mail.objects.get()
    assert (sent.status, sent.trying_at, sent.broken_off) == ("sent", None, True)
    assert [each["Message-ID"] for each in server.messages] == [letter.message_id] * 2
    assert server.envelopes == [["kari@fjord.example"]] * 2
