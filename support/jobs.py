"""What support leaves to the worker: telling people by mail who went away before the answer came, and clearing away files."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import mail
from accounts.models import Agreement
from accounts.tenancy import acting_for
from rackbeat.lib import periods
from support import conversations
from support.models import Message

log = logging.getLogger(__name__)


class SomeNotTold(Exception):
    """Some could not be told now; those who were are not told again."""


@app.task(name="support.tell_away", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_away(*, agreement: int, message: int) -> None:
    """One mail for each person until they have read it, however many answers come meanwhile.

    Each in a transaction of its own, so that a server that refuses one of them takes nothing back from the others.
    """
    with acting_for(agreement):
        seats = list(conversations.away(Message.objects.get(pk=message)).order_by("pk").values_list("pk", flat=True))
    failed = 0
    for seat in seats:
        try:
            _tell(agreement, message, seat)
        except Exception:
            log.exception("Seat %s of agreement %s could not be told of message %s.", seat, agreement, message)
            failed += 1
    if failed:
        raise SomeNotTold(f"{failed} of {len(seats)}")


def _tell(agreement: int, message: int, seat: int) -> None:
    """Under the seat's lock, so that two jobs at once tell once; under one Message-ID, so that a second try is the same mail."""
    with acting_for(agreement):
        said = Message.objects.select_related("conversation", "by").get(pk=message)
        found = conversations.away(said).select_for_update(of=("self",)).filter(pk=seat).first()
        if found is None:
            return
        link, key = conversations.url_of(said.conversation), f"<support-{agreement}-{message}-{seat}@{mail.domain()}>"
        mail.letter(found.user, "support/mail/answer.txt", message_id=key, said=said, link=link)
        found.mailed_at = periods.now()
        found.save(update_fields=["mailed_at"])


@app.periodic(cron="47 3 * * *")
@app.task(name="support.purge_files", queueing_lock="support.purge_files", pass_context=False)
def purge_files(timestamp: int) -> None:
    """What was attached to conversations is kept for settings.SUPPORT_FILES_DAYS."""
    for agreement in Agreement.objects.order_by("pk"):
        with acting_for(agreement):
            conversations.purge()
