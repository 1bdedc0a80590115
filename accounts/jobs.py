"""What accounts leaves to the worker: mail to people, notes of failed log-ins, and clearing away old sessions.

Arguments are ids and addresses only: links and tokens are made here, so that none lies in the table of jobs.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from accounts import welcome
from accounts.models import Agreement, User

PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)  # a mail server may be away for a day


@app.task(name="accounts.send_reset", retry=PATIENT)
def send_reset(*, email: str) -> None:
    """The link of "Forgot password?". Queued for unknown addresses too, so that asking takes the same time."""
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is not None:
        send(user, "reset", link=settings.SITE_URL + welcome.reset_path(user))


@app.task(name="accounts.send_invitation", retry=PATIENT)
def send_invitation(*, agreement: int, user: int, by: str) -> None:
    """To somebody new: the link to choose a password. To somebody known: where to log in."""
    person, company = User.objects.get(pk=user), Agreement.objects.get(pk=agreement)
    path = reverse("account_login") if person.has_usable_password() else welcome.path(person)
    send(person, "invitation", link=settings.SITE_URL + path, agreement=company, by=by, days=welcome.DAYS)


@app.task(name="accounts.send_prepared", retry=PATIENT)
def send_prepared(*, to: str, subject: str, body: str) -> None:
    """A notice that was written already and holds no secret."""
    EmailMessage(subject, body, to=[to]).send()


@app.task(name="accounts.note_failed_login", retry=RetryStrategy(max_attempts=3))
def note_failed_login(*, email: str) -> None:
    """Somebody tried a wrong password: those whom it may concern can read it in the history."""
    from accounts import members

    user = User.objects.filter(email=email.lower()).first()
    if user is not None:
        members.note_everywhere(user, "login_failed")


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.clear_sessions", queueing_lock="accounts.clear_sessions", pass_context=False)
def clear_sessions(timestamp: int) -> None:
    """Sessions that have run out are rows no more."""
    call_command("clearsessions")


def send(user: User, name: str, **context: object) -> None:
    """One mail of templates/accounts/mail, in the reader's language: the first line is the subject."""
    with translation.override(user.language):
        text = render_to_string(f"accounts/mail/{name}.txt", {"user": user, **context})
    subject, _, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[user.email]).send()
