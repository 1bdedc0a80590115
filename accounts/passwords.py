"""The rules for passwords that Django does not bring: who may see other agreements needs a longer one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext, ngettext_lazy

TOO_SHORT = (
    ngettext_lazy(  # Django's own sentence, which its Norwegian catalogue lacks: named here so that ours keeps it
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    )
)


class OperatorLength:
    """At least `min_length` characters for administrators and support staff."""

    def __init__(self, min_length: int = 15) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and (user.is_staff or user.is_support) and len(password) < self.min_length:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return ngettext(
            "Administrators and support staff need at least %(count)d character.",
            "Administrators and support staff need at least %(count)d characters.",
            self.min_length,
        ) % {"count": self.min_length}
