"""What allauth asks us: no sign-up of its own (the wizard founds agreements), mail in a job, throttles that spare victims."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import jobs, known, mail, members
from accounts.models import Membership, User
from accounts.tenancy import acting_as

VERBS = {  # what allauth calls a change, and our verb for the history
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/recovery_codes_generated": "codes_made",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
}


class Adapter(DefaultAccountAdapter):
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes, or choose a new password by “Forgot password?”."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # --- throttles ---

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failed log-ins count per e-mail and address together: nobody can lock out somebody else (safety 1.4)."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Beside that a slow limit per e-mail from anywhere, which passes over the machines that the person used before."""
        super().pre_authenticate(request, **credentials)
        key = str(credentials.get("email", "")).lower()
        if not known.is_own(request, key) and not ratelimit.consume(
            request, action="login_failed_slow", key=key, dry_run=True
        ):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Known and unknown addresses do the same work here; the job finds out whom it concerns."""
        email = str(credentials.get("email", "")).lower()
        ratelimit.consume(request, action="login_failed_slow", key=email)
        jobs.note_failed_login.defer(email=email[:254])

    # --- coming in ---

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        members.note_everywhere(user, "logged_in")

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **facts)
        known.mark(request, response, user.email)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """One agreement: its home. Several: the choice. None: where the person works."""
        user: Any = request.user
        with acting_as(user):
            count = Membership.objects.filter(user=user, is_barred=False).count()
        return str(settings.LOGIN_REDIRECT_URL) if count == 1 else reverse("accounts:choose")

    def reauthenticate(self, user: User, password: str) -> bool:
        """By the user's own address: we keep no second list of addresses."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    # --- passwords and mail ---

    def set_password(self, user: User, password: str) -> None:
        members.set_password(user, password)
        jobs.send_warning.defer(user=user.pk, what="password_changed")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queued in the request's transaction. Mail that holds a secret has a job of its own (accounts/jobs.py)."""
        message = self.render_mail(template_prefix, email, {"email": email} | context)
        mail.notice(to=email, subject=str(message.subject), body=str(message.body))

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Each change of a second factor is noted where the person works, and the person gets a mail."""
        if verb := VERBS.get(template_prefix):
            members.note_everywhere(user, verb)
            jobs.send_warning.defer(user=user.pk, what=verb)
