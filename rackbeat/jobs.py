"""Looks after the queue itself: what a killed worker left half done is queued again. The work is in the apps' jobs."""

import logging

from django.conf import settings
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

ATTEMPTS = 10  # a job that takes its worker down every time is given up

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="rackbeat.retry_stalled", queueing_lock="rackbeat.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Queue again the jobs whose worker is gone; a job is written so that doing it twice does no harm."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=settings.JOB_SILENCE):
        if job.id == context.job.id:
            continue
        if job.attempts >= ATTEMPTS:
            logger.error("Job %s (%s) ended its worker %s times and is given up.", job.id, job.task_name, job.attempts)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)
