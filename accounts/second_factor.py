"""What allauth's second factors ask us: our name in the app, the picture of the code, sealed secrets, and who is told."""

import io
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter

from accounts import jobs, members, seals
from accounts.models import User

VERBS = {  # what allauth calls a change, and our verb for the history
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/recovery_codes_generated": "codes_made",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
}


class Adapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return "Rackbeat"

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)

    def build_totp_svg(self, url: str) -> str:
        picture = io.BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", border=0, scale=4, xmldecl=False)
        return picture.getvalue().decode()

    def encrypt(self, text: str) -> str:
        return seals.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Blank where the installation's secret key has changed: then no code fits, and the factor is set up anew."""
        return seals.unseal(encrypted_text) or ""

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Every change is noted where the person works, and the person gets a mail."""
        if verb := VERBS.get(template_prefix):
            members.note_everywhere(user, verb)
            jobs.send_warning.defer(user=user.pk, what=verb)
