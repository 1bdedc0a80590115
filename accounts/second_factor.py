"""What allauth's second factors ask us: our name in the app, the picture of the code, sealed secrets."""

import io
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter

from accounts import seals


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
