"""How a verb says no: with a sentence that the user can act on. Pages show it, the API answers 422."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.forms import BaseForm


class Refusal(Exception):
    """A rule of the trade forbids it. `message` is for the user; `field` names the form's field that it belongs to."""

    def __init__(self, message: "str | Promise", *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)

    def stands_at(self, form: "BaseForm") -> bool:
        """Put it at the form's field that it is about; False where that is none of them."""
        if self.field not in form.fields:
            return False
        form.add_error(self.field, str(self))
        return True

    def put_on(self, form: "BaseForm") -> None:
        """At the field that it is about, else on the form as a whole."""
        if not self.stands_at(form):
            form.add_error(None, str(self))


def require(condition: object, message: "str | Promise", *, field: str | None = None) -> None:
    """Go on only if `condition` holds, else refuse with `message`."""
    if not condition:
        raise Refusal(message, field=field)
