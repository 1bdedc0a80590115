"""What allauth's second factors ask us: our name in the app, the picture of the code, sealed secrets, where a passkey works."""

import io
import ipaddress
from dataclasses import dataclass
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from accounts import seals


@dataclass(frozen=True)
class Passkeys:
    """Whether a browser can have passkeys for the address that it shows. instead: another address of this machine."""

    work: bool
    instead: str = ""


def passkeys(request: HttpRequest) -> Passkeys:
    """A passkey belongs to a domain's name, over https; a browser trusts its own machine without, but not by its numbers."""
    name, port = split_domain_port(request.get_host())
    try:
        is_own = ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return Passkeys(request.is_secure() or settings.HTTPS or name == "localhost")
    own = f"{request.scheme}://localhost{f':{port}' if port else ''}/"
    return Passkeys(False, own if is_own and "localhost" in settings.ALLOWED_HOSTS else "")


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
