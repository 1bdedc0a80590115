"""The worker, inline: runs the jobs that lie in the test's own transaction. No tests here."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def waiting(task: str = "") -> list[ProcrastinateJob]:
    """The queued jobs, oldest first; of one task, where it is named."""
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    return list(jobs.filter(task_name=task) if task else jobs)


def taken(task: str, *, silent: bool = False) -> None:
    """A worker has taken the newest job of that task; `silent`: and gives no sign of life any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id",
            [60 if silent else 0],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [cursor.fetchone()[0], ProcrastinateJob.objects.filter(task_name=task).latest("id").pk],
        )


def given_up(task: str) -> None:
    """The newest job of that task ended with an error once too often."""
    with connection.cursor() as cursor:
        key = ProcrastinateJob.objects.filter(task_name=task).latest("id").pk
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed', worker_id = NULL WHERE id = %s", [key])


def run(task: str = "") -> int:
    """Do what is queued, and say how many jobs that were."""
    jobs = waiting(task)
    for job in jobs:
        app.tasks[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job.pk])
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
    return len(jobs)
