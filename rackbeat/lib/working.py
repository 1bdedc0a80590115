"""Does the worker work on what a page waits for? Reads the queue, and says in a sentence what stands still and what follows."""

import json
from enum import Enum
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SILENCE = 25  # seconds; a worker gives a sign of life every ten

QUERY = """
SELECT job.status::text, job.scheduled_at > now(), coalesce(worker.last_heartbeat > now() - %(silence)s * interval '1 s', false),
       EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - %(silence)s * interval '1 s')
FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status IN ('todo', 'doing') AND job.task_name = %(task)s AND job.args @> %(args)s::jsonb
ORDER BY job.id DESC LIMIT 1
"""


class Standing(Enum):
    """How a job stands."""

    WORKS = "works"
    WAITS = "waits"
    AGAIN = "again"
    STOPPED = "stopped"
    ABSENT = "absent"
    GONE = "gone"

    @property
    def says(self) -> "str | Promise":
        """A sentence for whoever waits; blank where the work goes on."""
        return SAYS[self]


SAYS: dict[Standing, str | Promise] = {
    Standing.WORKS: "",
    Standing.WAITS: _("It waits for its turn and begins by itself."),
    Standing.AGAIN: _("It met an error and is tried again by itself in a moment."),
    Standing.STOPPED: _("The work stopped. It goes on by itself within two minutes; nothing is lost."),
    Standing.ABSENT: _(
        "The work waits: what works in the background is not running. It goes on by itself as soon as it is."
    ),
    Standing.GONE: _("The work ended with an error and does not go on by itself."),
}


def on(row: Any, task: str, **args: Any) -> Standing:
    """How the newest job of that name for a row of an agreement stands.

    The row is read again after that: a job that has just ended must not look as if it had failed.
    """
    args["agreement"] = row.agreement_id
    with connection.cursor() as cursor:
        cursor.execute(QUERY, {"silence": SILENCE, "task": task, "args": json.dumps(args)})
        found = cursor.fetchone()
    row.refresh_from_db()
    if found is None:
        return Standing.GONE
    status, later, breathes, somebody = found
    if status == "doing":
        return Standing.WORKS if breathes else Standing.STOPPED
    if not somebody:
        return Standing.ABSENT
    return Standing.AGAIN if later else Standing.WAITS
