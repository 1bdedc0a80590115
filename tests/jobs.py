"""The worker, inline: runs the jobs that lie in the test's own transaction. No tests here."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def waiting(task: str = "") -> list[ProcrastinateJob]:
    """The queued jobs, oldest first; of one task, where it is named."""
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("id")
    return list(jobs.filter(task_name=task) if task else jobs)


def run(task: str = "") -> int:
    """Do what is queued, and say how many jobs that were."""
    jobs = waiting(task)
    for job in jobs:
        app.tasks[job.task_name](**job.args)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_events WHERE job_id = %s", [job.pk])
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
    return len(jobs)
