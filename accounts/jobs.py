"""What accounts leaves to the worker: mail, notes of failed log-ins, imports, and clearing away what is old.

Arguments are ids and addresses only: links and tokens are made here, so that none lies in the table of jobs.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import mail as letters
from accounts import welcome
from accounts.models import Agreement, Submission, User
from accounts.tenancy import acting_for
from rackbeat.lib import periods

KEPT = timedelta(days=30)  # a form that was sent; sessions, and the forms in them, last seven days
MINUTE, HOUR, MAILS_AN_HOUR = 60, 3600, 10
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)  # a mail server may be away for a day


@app.task(name="accounts.send_reset", retry=PATIENT)
def send_reset(*, email: str) -> None:
    """The link of "Forgot password?". Queued for unknown addresses too, so that asking takes the same time."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is not None and not _has_enough(user):
        letter(user, "reset", link=settings.SITE_URL + welcome.reset_path(user))


def _has_enough(user: User) -> bool:
    """One such mail a minute and ten an hour, whoever asks. Nobody is locked out by it: each link works for an hour."""
    if not cache.add(f"reset:{user.pk}:minute", 1, MINUTE):
        return True
    cache.add(f"reset:{user.pk}:hour", 0, HOUR)
    return cache.incr(f"reset:{user.pk}:hour") > MAILS_AN_HOUR


@app.task(name="accounts.send_invitation", retry=PATIENT)
def send_invitation(*, agreement: int, user: int, by: str) -> None:
    """To somebody new: the link to choose a password. To somebody known: where to log in."""
    person, company = User.objects.get(pk=user), Agreement.objects.get(pk=agreement)
    path = reverse("account_login") if person.has_usable_password() else welcome.path(person)
    letter(person, "invitation", link=settings.SITE_URL + path, agreement=company, by=by, days=welcome.DAYS)


@app.task(name="accounts.send_warning", retry=PATIENT)
def send_warning(*, user: int, what: str, by: str = "") -> None:
    """To somebody whose way in was changed: so that it is noticed when it was somebody else."""
    from accounts import history

    person = User.objects.get(pk=user)
    with translation.override(person.language):
        done = str(history.WORDS[what])
    letter(person, "warning", done=done, by=by, link=settings.SITE_URL + reverse("account_reset_password"))


@app.task(name="accounts.send_notice", retry=PATIENT)
def send_notice(*, to: list[str], subject: str, body: str, reply_to: str = "", message_id: str = "") -> None:
    """A letter of the installation that was written already and holds no secret."""
    letters.hand(to=to, subject=subject, body=body, reply_to=reply_to, message_id=message_id)


@app.task(name="accounts.post", retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def post(*, agreement: int, mail: int) -> None:
    """One try of a letter of an agreement. A server that refuses is no error here: the letter queues its own next try."""
    letters.post(agreement, mail)


@app.task(name="accounts.note_failed_login", retry=RetryStrategy(max_attempts=3))
def note_failed_login(*, email: str) -> None:
    """Somebody tried a wrong password: those whom it may concern can read it in the history."""
    from accounts import members

    user = User.objects.filter(email=email.lower()).first()
    if user is not None:
        members.note_everywhere(user, "login_failed")


@app.task(name="accounts.run_bulk", retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def run_bulk(*, agreement: int, run: int) -> None:
    """A verb for many rows. Run again it goes on where it stopped."""
    from accounts import bulk

    bulk.work(agreement, run)


@app.periodic(cron="37 3 * * *")
@app.task(name="accounts.clear_bulk", queueing_lock="accounts.clear_bulk", pass_context=False)
def clear_bulk(timestamp: int) -> None:
    """Runs and their files are kept for two weeks."""
    from accounts import bulk

    bulk.clear()


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.clear_sessions", queueing_lock="accounts.clear_sessions", pass_context=False)
def clear_sessions(timestamp: int) -> None:
    """Sessions that have run out are rows no more."""
    from accounts import sessions

    call_command("clearsessions")
    sessions.clear()


@app.periodic(cron="23 3 * * *")
@app.task(name="accounts.forget_forms", queueing_lock="accounts.forget_forms", pass_context=False)
def forget_forms(timestamp: int) -> None:
    """One-time tokens are of no use any more once nobody can have the form open."""
    for agreement in Agreement.objects.order_by("pk"):
        with acting_for(agreement):
            Submission.objects.filter(at__lt=periods.now() - KEPT).delete()


@app.task(name="accounts.do_import", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def do_import(*, agreement: int, run: int) -> None:
    """Safe to run twice: it goes on where the last whole batch ended."""
    from accounts.importing import work

    work.run(agreement, run)


@app.task(name="accounts.undo_import", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def undo_import(*, agreement: int, run: int, by: int) -> None:
    """One transaction, so that it is done or not."""
    from accounts.importing import back

    back.undo(agreement, run, by)


@app.periodic(cron="41 3 * * *")
@app.task(name="accounts.purge_imports", queueing_lock="accounts.purge_imports", pass_context=False)
def purge_imports(timestamp: int) -> None:
    """Files that were sent for imports are not kept longer than they are of use."""
    from accounts.importing import work

    for agreement in Agreement.objects.order_by("pk"):
        with acting_for(agreement):
            work.purge()


@app.task(name="accounts.prove_books", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def prove_books(*, agreement: int, proof: int) -> None:
    """Goes on where it stopped, if its worker was killed."""
    from accounts import proofs

    proofs.prove(agreement, proof)


@app.periodic(cron="47 1 * * *")
@app.task(name="accounts.prove_all_books", queueing_lock="accounts.prove_all_books", pass_context=False)
def prove_all_books(timestamp: int) -> None:
    """Every night the books of every agreement are looked through; what does not hold is an alarm in the log."""
    from accounts import proofs

    proofs.every_night()


@app.task(name="accounts.take_out", retry=RetryStrategy(max_attempts=2))
def take_out(*, agreement: int, export: int) -> None:
    """All data of an agreement as one file."""
    from accounts import takeout

    takeout.make(agreement, export)


@app.periodic(cron="11 4 * * *")
@app.task(name="accounts.purge_exports", queueing_lock="accounts.purge_exports", pass_context=False)
def purge_exports(timestamp: int) -> None:
    """Such files are not kept longer than a week."""
    from accounts import takeout

    for agreement in Agreement.objects.order_by("pk"):
        with acting_for(agreement):
            takeout.purge()


def letter(user: User, name: str, **context: Any) -> None:
    """One mail of templates/accounts/mail, in the reader's language."""
    letters.letter(user, f"accounts/mail/{name}.txt", **context)
