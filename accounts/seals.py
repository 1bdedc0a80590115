"""Secrets that must be read again, such as the password of a mail server: sealed with the installation's secret key."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(secret: str) -> str:
    """Words that only this installation can read again."""
    return _fernet(settings.SECRET_KEY).encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str | None:
    """The secret; None where it was sealed with another key, so that it must be typed anew."""
    if not sealed:
        return ""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _fernet(key).decrypt(sealed.encode()).decode()
        except InvalidToken:
            continue
    return None


def _fernet(key: str | bytes) -> Fernet:
    digest = hashlib.blake2b(force_bytes(key), digest_size=32, person=b"rackbeat.seals").digest()
    return Fernet(base64.urlsafe_b64encode(digest))
