"""What a page offers to do, as data for ui/_actions.html. Whether it may happen is decided by the verb, not here."""

from dataclasses import dataclass

from django.utils.functional import Promise

PRIMARY, BUTTON, MORE = "primary", "button", "more"


@dataclass(frozen=True)
class Action:
    """A verb (`post`) or a link. `why_not` says in a sentence why it cannot be done now, and rests the button.

    place: "primary" (one per page, filled), "button" (beside it) or "more" (in the menu).
    dialog: the id of a <dialog> on the page that asks first; the address must answer GET too, for those without script.
    """

    label: str | Promise
    url: str
    place: str = MORE
    icon: str = ""
    post: bool = True
    danger: bool = False
    why_not: str | Promise = ""
    key: str = ""
    dialog: str = ""


class Actions(list[Action]):
    """The actions of one page, in order."""

    @property
    def primary(self) -> Action | None:
        return next((action for action in self if action.place == PRIMARY), None)

    @property
    def buttons(self) -> list[Action]:
        return [action for action in self if action.place == BUTTON]

    @property
    def more(self) -> list[Action]:
        return [action for action in self if action.place == MORE]


def link(label: str | Promise, url: str, *, place: str = MORE, icon: str = "", key: str = "") -> Action:
    """An action that only goes somewhere."""
    return Action(label, url, place=place, icon=icon, post=False, key=key)
