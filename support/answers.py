"""Short answers to what is asked most, each with a link to the very screen. The words are the seed's questions."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Way:
    """A link: words, the address's name, the right that it asks (blank: none), what stands behind the address."""

    label: Words
    name: str
    right: str = ""
    query: str = ""


@dataclass(frozen=True)
class Answer:
    key: str
    question: Words
    answer: Words
    ways: tuple[Way, ...] = ()


ANSWERS = (
    Answer(
        "start",
        _("How do I get started?"),
        _(
            "Getting started leads through the steps, with what to watch for at each. Or let a specialist do it with you: "
            "onboarding includes import of your data, set-up of Rackbeat and integrations, and training."
        ),
        (Way(_("Getting started"), "home:guide"), Way(_("Onboarding"), "support:onboarding")),
    ),
    Answer(
        "gone",
        _("My order or invoice is gone. What has happened?"),
        _(
            "Finished orders and invoices are archived by themselves, and lists hide them by default. Set the list's filter "
            "Archived to All or Only. Remember makes that your default for the list."
        ),
        (
            Way(_("All orders, archived ones too"), "sales:orders", "sales.view", "?archived=all"),
            Way(_("All invoices, archived ones too"), "sales:invoices", "sales.view", "?archived=all"),
        ),
    ),
    Answer(
        "number",
        _("How do I find my agreement number?"),
        _("It stands at the bottom left of every page when you are logged in. Support asks for it."),
    ),
    Answer(
        "principle",
        _("Which inventory principle do we have?"),
        _(
            "Company settings > Accounting says it: FIFO or average cost. It cannot be changed after the agreement is created."
        ),
        (Way(_("Accounting"), "accounts:accounting", "settings.view"),),
    ),
    Answer(
        "password",
        _("How do I get a new password?"),
        _(
            "Click Forgot password? on the page where you log in. Logged in: Company settings > Users > your user > "
            "Change password."
        ),
        (
            Way(_("Users"), "accounts:users", "settings.view"),
            Way(_("Forgot password?"), "account_reset_password", "stranger"),
        ),
    ),
    Answer(
        "statuses",
        _("What do the statuses mean?"),
        _("Every word in the lists, with the condition behind it."),
        (Way(_("All statuses"), "support:statuses"),),
    ),
    Answer(
        "terms",
        _("Why are the payment terms missing on the PDF?"),
        _(
            "They come from the layout. Open the document: Why? runs the four checks (the customer's layout, the document's "
            "layout, when it was chosen, the block in the layout) and links to each."
        ),
        (
            Way(_("Layouts"), "layouts:layouts", "settings.view"),
            Way(_("Payment terms"), "accounts:payment_terms", "settings.view"),
        ),
    ),
    Answer(
        "stock",
        _("When is my stock adjusted?"),
        _("When a shipment is sent and when a receipt is processed, at no other moment. Picking alone moves nothing."),
        (
            Way(_("Shipments"), "sales:shipments", "shipments.view"),
            Way(_("Receipts"), "purchasing:receipts", "receipts.view"),
        ),
    ),
)


def for_reader(may: frozenset[str], *, is_stranger: bool) -> list[dict[str, Any]]:
    """The answers with the links that this reader can follow."""
    return [
        {
            "key": each.key,
            "question": each.question,
            "answer": each.answer,
            "links": [link for way in each.ways if (link := _link(way, may, is_stranger))],
        }
        for each in ANSWERS
    ]


def _link(way: Way, may: frozenset[str], is_stranger: bool) -> dict[str, Any] | None:
    allowed = not way.right or way.right in may or (way.right == "stranger" and is_stranger)
    if not allowed:
        return None
    try:
        return {"label": way.label, "url": reverse(way.name) + way.query}
    except NoReverseMatch:
        return None
