"""How a verb says no: with a sentence that the user can act on. Pages show it, the API answers 422."""

from django.utils.functional import Promise


class Refusal(Exception):
    """A rule of the trade forbids it. `message` is for the user; `field` names the form's field that it belongs to."""

    def __init__(self, message: "str | Promise", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


def require(condition: object, message: "str | Promise", *, field: str | None = None) -> None:
    """Go on only if `condition` holds, else refuse with `message`."""
    if not condition:
        raise Refusal(message, field=field)
