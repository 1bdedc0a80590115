"""What support leaves to the worker: telling people by mail who went away before the answer came."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import mail
from accounts.tenancy import acting_for
from rackbeat.lib import periods
from support import conversations
from support.models import Message, Seat


@app.task(name="support.tell_away", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_away(*, agreement: int, message: int) -> None:
    """One mail for each person until they have read it, however many answers come meanwhile."""
    with acting_for(agreement):
        said = Message.objects.select_related("conversation", "by").get(pk=message)
        link = conversations.url_of(said.conversation)
        for seat in conversations.away(said):
            Seat.objects.filter(pk=seat.pk).update(mailed_at=periods.now())
            mail.letter(seat.user, "support/mail/answer.txt", said=said, link=link)
