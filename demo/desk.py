"""What support looks like in the sample: opening hours, canned answers, one conversation that is closed and one that waits."""

from datetime import time, timedelta

from accounts.models import Agreement, User
from accounts.tenancy import acting_for
from rackbeat.lib import periods
from support import conversations
from support.models import CannedAnswer, OpeningHours

CANNED = [
    (
        "Ordren er arkivert",
        "nb",
        "Ordren er levert og fakturert, og da arkiveres den av seg selv. Sett Arkivert til Alle.",
    ),
    (
        "Ordren er arkiveret",
        "da",
        "Ordren er leveret og faktureret og arkiveres derfor af sig selv. Sæt Arkiveret til Alle.",
    ),
    ("The order is archived", "en", "The order is delivered and invoiced, so it is archived. Set Archived to All."),
]


def furnish(asking: User, answering: User) -> None:
    """The desk of the sample; told in Norwegian, like agreement 1001."""
    for day in range(5):
        OpeningHours.objects.create(weekday=day, opens=time(8), closes=time(15 if day == 4 else 16))
    CannedAnswer.objects.bulk_create(CannedAnswer(title=t, language=lang, body=b) for t, lang, b in CANNED)
    with acting_for(Agreement.objects.get(number=1001)):
        with periods.at(periods.now() - timedelta(days=6)):
            talk = conversations.begin(
                by=asking, text="Hei, en faktura er borte fra listen. Har noen slettet den?", page="/sales/invoices/"
            )
            conversations.answer(talk, by=answering, text=CANNED[0][2].replace("Ordren", "Fakturaen"))
            conversations.say(talk, by=asking, text="Der var den. Takk!")
            conversations.close(talk, by=answering)
        conversations.begin(by=asking, text="Kan vi bytte lagerprinsipp senere?", page="/settings/accounting/")
