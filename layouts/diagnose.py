"""Why is it missing on the PDF? The four checks of the help article, run for one document and one block (S6).

Each says what was found, who did it and when, and what mends it. It reads; it mends nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import history
from accounts.models import Event
from layouts import nested, stored, texts
from layouts.blocks import BLOCKS, locked_blocks, possible_blocks
from layouts.models import Layout, LayoutTemplate, PaperKind
from rackbeat.lib.amounts import vat_by_rate
from rackbeat.templatetags import ui

Words = str | Promise


@dataclass(frozen=True)
class Check:
    """One check: what was found, and a link or a button that mends it."""

    ok: bool
    title: str
    text: str
    reason: str = ""  # the end of the sentence “… is missing on the PDF, because …”
    link_url: str = ""
    link_label: str = ""
    fix_url: str = ""
    fix_label: str = ""


@dataclass
class Diagnosis:
    """The answer in one sentence, and the checks behind it."""

    block: str
    answer: str
    steps: list[Check] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return all(each.ok for each in self.steps)


@dataclass(frozen=True)
class Places:
    """Where things can be mended: addresses that the document's desk knows. A blank one offers no way."""

    name: str  # “order 1042”
    party: str = ""
    take: str = ""  # POST: the party's layout onto the document
    choose: str = ""
    anew: str = ""  # POST: print it anew
    edit: str = ""


def diagnose(document: Any, block: str, places: Places, kind: str = "") -> Diagnosis:
    """Run the checks for this block of this document's paper."""
    kind = kind or document.paper_kind
    steps = [_has_content(document, kind, block, places), _block_is_on(document, kind, block, places)]
    if block not in locked_blocks(kind):
        steps.insert(0, _document_has(document, places))
        if document.party_field:
            steps.insert(0, _party_has(document, places))
    wrong = next((each for each in steps if not each.ok and each.reason), None)
    what = str(BLOCKS[block])
    if wrong is None:
        return Diagnosis(block, _("%(block)s: printed on the PDF.") % {"block": what}, steps)
    answer = _("%(block)s: missing on the PDF, because %(reason)s.")
    return Diagnosis(block, answer % {"block": what, "reason": wrong.reason}, steps)


def blocks_of(document: Any, kind: str = "") -> list[tuple[str, Words]]:
    """The blocks that can be asked about."""
    return [(key, BLOCKS[key]) for key in possible_blocks(kind or document.paper_kind)]


# --- the checks --------------------------------------------------------------------------------------------------


def _party_has(document: Any, places: Places) -> Check:
    """1 and 2: does the customer (or supplier) have a layout?"""
    party = document.party
    is_customer = document.party_field == "customer"
    if party.layout is None:
        title = _("The customer has no layout") if is_customer else _("The supplier has no layout")
        text = _("%(name)s has none%(when)s, so new documents get none.") % {
            "name": party.name,
            "when": _said(history.last(party, "layout")),
        }
        return Check(False, title, text, link_url=places.party, link_label=_("Choose one"))
    title = _("The customer has a layout") if is_customer else _("The supplier has a layout")
    text = _("%(name)s uses %(layout)s%(when)s.") % {
        "name": party.name,
        "layout": party.layout.name,
        "when": _said(history.last(party, "layout")),
    }
    return Check(True, title, text, link_url=places.party, link_label=_("See it"))


def _document_has(document: Any, places: Places) -> Check:
    """3: does the document have it? It may have been made before the customer got one, or lost it since."""
    event = history.last(document, "layout")
    if document.layout is not None:
        when = _said(event) or _(", taken over when it was made")
        text = _("It is printed with %(layout)s%(when)s.") % {"layout": document.layout.name, "when": when}
        return Check(True, _("The document has a layout"), text, link_url=places.choose, link_label=_("Choose another"))
    party = document.party if document.party_field else None
    made = _("It was made on %(day)s") % {"day": ui.day(document.created_at)}
    text = f"{made}."
    if event is not None:
        text = _("The layout was taken away%(when)s.") % {"when": _said(event)}
    elif party is not None and party.layout is not None:
        given = history.last(party, "layout")
        if given is not None and given.at > document.created_at:
            text = _("%(made)s, before %(name)s got its layout on %(day)s.") % {
                "made": made,
                "name": party.name,
                "day": ui.day(given.at),
            }
    reason = _("%(document)s has no layout") % {"document": places.name}
    title = _("The document has no layout")
    if party is not None and party.layout is not None and places.take:
        label = _("Use %(layout)s") % {"layout": party.layout.name}
        return Check(False, title, text, reason, fix_url=places.take, fix_label=label)
    return Check(
        False, title, text, reason, link_url=places.choose, link_label=_("Choose one") if places.choose else ""
    )


def _has_content(document: Any, kind: str, block: str, places: Places) -> Check:
    """Is there anything to print in the block?"""
    found = CONTENT[block](document, kind)
    if found:
        return Check(True, _("There is something to print"), found)
    title, text, reason = _nothing(block)
    bank = document.layout is not None and block == "bank"
    link = reverse("layouts:layout", args=[document.layout.number]) if bank else places.edit
    return Check(False, title, text, reason, link_url=link, link_label=_("Fill it in") if link else "")


def _nothing(block: str) -> tuple[str, str, str]:
    """Title, text and reason where a block has nothing to print."""
    said = {
        "payment_terms": (
            _("No payment terms are chosen"),
            _("Neither the document nor its customer has any."),
            _("no payment terms are chosen"),
        ),
        "delivery_terms": (
            _("No delivery terms are chosen"),
            _("The document has none."),
            _("no delivery terms are chosen"),
        ),
        "delivery_address": (
            _("No other place of delivery"),
            _("Goods go to the address of the buyer, which stands at the top of every paper."),
            _("goods go to the address at its top"),
        ),
        "bank": (
            _("No bank account is chosen"),
            _("The layout names the account to pay to."),
            _("the layout has no bank account"),
        ),
        "vat_table": (
            _("There is one rate only"),
            _("With one rate the totals say it, and no table is needed."),
            _("there is only one VAT rate, which the totals say"),
        ),
    }
    usual = (
        _("Nothing is filled in"),
        _("The document has nothing to say there."),
        _("nothing is filled in there"),
    )
    return said.get(block, usual)


def _block_is_on(document: Any, kind: str, block: str, places: Places) -> Check:
    """4: is the block on in the nested template? And was the paper perhaps made before it was?"""
    title_on, title_off = _("The block is on in the layout"), _("The block is off in the layout")
    if block in locked_blocks(kind):
        return Check(True, title_on, _("What the law demands on an invoice is always printed."))
    layout: Layout | None = document.layout
    if layout is None:
        return Check(False, _("There is no layout to look into"), _("Without one, blocks are left out."))
    template = nested.template_of(layout, kind)
    where = f"{layout.name} › {PaperKind(kind).label}"
    link = reverse("layouts:layout_template", args=[layout.number, kind]) + f"?block={block}"
    event = _switched(template, block)
    made = stored.made_at(document, kind) if document.is_final else None
    is_on, was_on = block in template.blocks, _was_on(template, block, made)
    if made is not None and was_on and not is_on:
        text = _("The PDF of %(day)s was made while it was on. %(template)s leaves it out%(when)s.") % {
            "template": where,
            "when": _said(event),
            "day": ui.day(made),
        }
        return Check(True, _("The kept PDF has the block"), text, link_url=link, link_label=_("See it"))
    if not is_on:
        text = _("%(template)s leaves it out%(when)s.") % {"template": where, "when": _said(event)}
        reason = _("the block is off in %(layout)s") % {"layout": layout.name}
        return Check(False, title_off, text, reason, link_url=link, link_label=_("Switch it on"))
    if made is not None and not was_on:
        text = _("%(template)s shows it%(when)s, but the PDF was made before that, on %(day)s.") % {
            "template": where,
            "when": _said(event),
            "day": ui.day(made),
        }
        reason = _("the PDF was made before the block was switched on")
        label = _("Make the PDF anew") if places.anew else ""
        return Check(False, _("The PDF is older than the layout"), text, reason, fix_url=places.anew, fix_label=label)
    text = _("%(template)s shows it%(when)s.") % {"template": where, "when": _said(event)}
    return Check(True, title_on, text, link_url=link, link_label=_("See it"))


# --- what there is to print --------------------------------------------------------------------------------------


def _terms(document: Any, kind: str) -> str:
    with override(_language(document)):
        return str(document.paper_terms)


def _delivery_terms(document: Any, kind: str) -> str:
    with override(_language(document)):
        return str(document.paper_delivery_terms)


def _language(document: Any) -> str:
    """What is printed is shown as it is printed."""
    return str(document.layout.language if document.layout else document.agreement.language)


def bank_of(document: Any, kind: str = "") -> str:
    """The account that its papers say to pay to; blank where none is entered."""
    account = document.layout.bank_account if document.layout else None
    return str(account.account_number or account.iban) if account else ""


def _delivery(document: Any, kind: str) -> str:
    return ", ".join(document.delivery_lines)


def _references(document: Any, kind: str) -> str:
    found = [document.our_reference, document.their_reference if document.party_field else ""]
    found += [f"{label} {value}" for label, value in document.paper_references(kind) if value]
    return ", ".join(each for each in found if each)


def _vat(document: Any, kind: str) -> str:
    lines = [line for line in document.paper_lines(kind) if not line.is_words]
    rates = vat_by_rate((line.amount_net, line.vat_percent) for line in lines)
    return ", ".join(ui.percent(rate) for rate, _net, _vat in rates) if len(rates) > 1 else ""


def _notes(document: Any, kind: str) -> str:
    template = nested.template_of(document.layout, kind) if document.layout else None
    said = [document.note]
    if template:
        title = template.title or str(PaperKind(kind).label)
        for each in (template.intro or texts.usual_intro(kind), template.outro):
            said.append(texts.fill(each, document, kind, title=title))
    found = " · ".join(each for each in said if each)
    return found if len(found) < 90 else f"{found[:88]}…"


def _always(document: Any, kind: str) -> str:
    return _("This is printed whenever the block is on.")


CONTENT: dict[str, Callable[[Any, str], str]] = {
    "payment_terms": _terms,
    "delivery_terms": _delivery_terms,
    "bank": bank_of,
    "delivery_address": _delivery,
    "references": _references,
    "vat_table": _vat,
    "notes": _notes,
    "signature": _always,
    "page_number": _always,
}


# --- who did it, and when ----------------------------------------------------------------------------------------


def _switched(template: LayoutTemplate, block: str) -> Event | None:
    """When the block was last switched on or off."""
    return history.last(template, _english(block)) if template.pk else None


def _was_on(template: LayoutTemplate, block: str, made: datetime | None) -> bool:
    """Whether the block was on when the paper that is kept was made; without one, whether it is."""
    before = history.before(template, _english(block), made) if made and template.pk else None
    return block in template.blocks if before is None else before == history.YES_NO[True]


def _english(block: str) -> str:
    with override("en"):
        return str(BLOCKS[block])


def _said(event: Event | None) -> str:
    """“, chosen on 20.11.26 by Bo Dahl”; nothing where nobody knows."""
    if event is None:
        return ""
    return _(", set on %(day)s by %(who)s") % {"day": ui.day(event.at), "who": event.by_name or "Rackbeat"}
