"""Texts with placeholders: what a user may write into a layout or its mail, and what it becomes. Data, never a template.

A placeholder is a known word in braces, in any of our languages: {number}, {nummer}. Anything else stays as it is typed.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from layouts.blocks import DUE, OURS, UNPRICED
from layouts.models import PaperKind
from rackbeat.lib.refusal import require
from rackbeat.templatetags import ui

WORD = re.compile(r"\{([^\W\d]\w{0,40})\}")
Words = str | Promise


def _due(document: Any) -> str:
    return ui.longday(document.paper_due) if document.paper_due else ""


# key: the word in braces, what it stands for, and how it is found of a document
PLACEHOLDERS: dict[str, tuple[Words, Words, Callable[[Any], str]]] = {
    "number": (
        pgettext_lazy("placeholder", "number"),
        gettext_lazy("the document's number"),
        lambda document: document.paper_number,
    ),
    "name": (
        pgettext_lazy("placeholder", "name"),
        gettext_lazy("the customer or supplier"),
        lambda document: document.party_name,
    ),
    "reference": (
        pgettext_lazy("placeholder", "their_reference"),
        gettext_lazy("their reference"),
        lambda document: document.their_reference,
    ),
    "receiver": (
        pgettext_lazy("placeholder", "receiver"),
        gettext_lazy("the person that the letter goes to; on paper, their reference"),
        lambda document: document.their_reference,
    ),
    "our_reference": (
        pgettext_lazy("placeholder", "our_reference"),
        gettext_lazy("our reference"),
        lambda document: document.our_reference,
    ),
    "amount": (
        pgettext_lazy("placeholder", "amount"),
        gettext_lazy("the total with VAT"),
        lambda document: ui.amount(document.paper_sign * document.amount_total),
    ),
    "currency": (
        pgettext_lazy("placeholder", "currency"),
        gettext_lazy("the currency"),
        lambda document: document.currency,
    ),
    "due": (pgettext_lazy("placeholder", "due"), gettext_lazy("the due date"), _due),
    "terms": (
        pgettext_lazy("placeholder", "payment_terms"),
        gettext_lazy("the payment terms in words"),
        lambda document: document.paper_terms,
    ),
    "company": (
        pgettext_lazy("placeholder", "company"),
        gettext_lazy("our company"),
        lambda document: document.agreement.name,
    ),
    "phone": (
        pgettext_lazy("placeholder", "phone"),
        gettext_lazy("our phone"),
        lambda document: document.agreement.phone,
    ),
    "email": (
        pgettext_lazy("placeholder", "email"),
        gettext_lazy("our e-mail"),
        lambda document: document.agreement.email,
    ),
}
TITLE = (pgettext_lazy("placeholder", "title"), gettext_lazy("the title of the paper"))
PRICED = frozenset({"amount", "terms"})
PARTY = frozenset({"name", "reference", "receiver", "currency"})  # what no paper of our own says


def offered(kind: str) -> list[tuple[str, str]]:
    """(word in braces, what it stands for) of the placeholders of this kind of paper, in the reader's language."""
    words = [TITLE, *((word, say) for key, (word, say, _of) in PLACEHOLDERS.items() if _fits(key, kind))]
    return [(f"{{{word}}}", str(say)) for word, say in words]


def fill(
    text: str,
    document: Any,
    kind: str,
    *,
    title: str = "",
    receiver: str | None = None,
    keep: frozenset[str] = frozenset(),
) -> str:
    """The text with its placeholders filled in, but for those to `keep`; in the language that is active.

    receiver: the name of the contact that a letter goes to, blank for several; without it the document's reference.
    """

    def one(match: re.Match) -> str:
        key = _keys().get(match[1].lower())
        if key in keep:
            return match[0]
        if key == "title":
            return title
        if key == "receiver" and receiver is not None:
            return receiver
        if key is None or not _fits(key, kind):
            return match[0] if key is None else ""
        return str(PLACEHOLDERS[key][2](document))

    return WORD.sub(one, text)


def require_known(text: str, kind: str, field: str) -> None:
    """Refuse a word in braces that stands for nothing, before a customer reads it."""
    known = _keys()
    for word in WORD.findall(text):
        fits = known.get(word.lower()) and _fits(known[word.lower()], kind)
        require(fits, _("There is no placeholder {%(word)s}.") % {"word": word}, field=field)


def _fits(key: str, kind: str) -> bool:
    """Whether such a paper can say it at all: a placeholder that would always be blank is not offered."""
    if key == "due":
        return kind in DUE
    return not (key in PRICED and kind in UNPRICED) and not (key in PARTY and kind in OURS)


@cache
def _keys() -> dict[str, str]:
    """Each placeholder by its word in every language."""
    found = {key: key for key in (*PLACEHOLDERS, "title")}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {str(word).lower(): key for key, (word, _say, _of) in PLACEHOLDERS.items()}
            found[str(TITLE[0]).lower()] = "title"
    return found


# --- what a mail says until somebody decides otherwise ------------------------------------------------------------


REMINDS = gettext_noop(
    "Invoice {number} of {currency} {amount} was due on {due}, and we have not seen the payment yet. "
    "If you have paid meanwhile, disregard this letter."
)


def usual_intro(kind: str) -> str:
    """What stands over the lines until somebody writes something else: a reminder says why it comes."""
    return _spoken(_(REMINDS)) if kind == PaperKind.REMINDER else ""


def usual_subject(language: str) -> str:
    with translation.override(language):
        return _spoken(_("{title} {number} from {company}"))


def usual_body(kind: str, language: str) -> str:
    """The usual letter in the layout's language."""
    with translation.override(language):
        says = {
            PaperKind.QUOTE: _("Attached is our quote {number}. Write back if anything should be different."),
            PaperKind.ORDER: _("Thank you for your order. Attached is our order confirmation {number}."),
            PaperKind.DELIVERY_NOTE: _("Your goods are on their way. Attached is the delivery note {number}."),
            PaperKind.INVOICE: _("Attached is invoice {number} of {currency} {amount}, due on {due}."),
            PaperKind.CREDIT_NOTE: _("Attached is credit note {number} of {currency} {amount}."),
            PaperKind.PURCHASE_ORDER: _("Attached is our order {number}. Please confirm it."),
            PaperKind.PROFORMA: _("Attached is the proforma invoice for order {number}."),
            PaperKind.REMINDER: _(REMINDS),
        }
        said = says.get(PaperKind(kind)) or _("Attached is {title} {number}.")
        hello, bye = _("Hello {receiver},"), _("Kind regards")
        return _spoken(f"{hello}\n\n{said}\n\n{bye}\n{{company}}")


def _spoken(text: str) -> str:
    """The text with its placeholders in the language that is active."""

    def one(match: re.Match) -> str:
        key = _keys()[match[1]]
        return f"{{{TITLE[0] if key == 'title' else PLACEHOLDERS[key][0]}}}"

    return WORD.sub(one, text)
