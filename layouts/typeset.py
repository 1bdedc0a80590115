"""A document becomes a sheet: what is printed of it, in its layout's language. It never asks of which class it is."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import VatZone
from layouts import choose, texts
from layouts.blocks import ASKING, COLUMNS, OURS, PRICES, UNPRICED
from layouts.choose import Choice
from layouts.models import PaperKind
from layouts.sender import footer, picture, sender
from layouts.sheet import Column, Fact, Look, Payment, Row, Sheet, Total, VatRow
from rackbeat.lib.amounts import vat_by_rate
from rackbeat.templatetags import ui

EU = {"DK", "SE", "FI"}


def sheet_of(document: Any, kind: str = "", choice: Choice | None = None) -> Sheet:
    """The printable sheet of a document; `kind` where it has several papers (a shipment's picking list).

    `choice`: another layout than the document's, for a preview.
    """
    kind = kind or document.paper_kind
    choice = choice or choose.for_document(document, kind)
    with translation.override(choice.language):
        return _sheet(document, kind, choice)


def _sheet(document: Any, kind: str, choice: Choice) -> Sheet:
    lines = list(document.paper_lines(kind))
    columns, rows = _lines(lines, choice)
    priced = [] if kind in UNPRICED else [line for line in lines if not line.is_words]
    rates = vat_by_rate((line.amount_net, line.vat_percent) for line in priced)
    blocks = choice.blocks
    has_table = "vat_table" in blocks and len(rates) > 1
    title = title_of(choice)
    return Sheet(
        kind=kind,
        language=choice.language,
        title=title,
        number=document.paper_number,
        seller=sender(document.agreement, choice.layout),
        buyer=_buyer(document, kind, choice),
        meta=_meta(document, kind),
        references=tuple(_references(document, kind, blocks)),
        subject=document.heading,
        intro=_intro(document, kind, choice, title),
        columns=columns,
        rows=rows,
        note=_note(document, kind, choice),
        totals=() if kind in UNPRICED else _totals(document, kind, rates, has_table),
        vat=tuple(_vat(rates)) if has_table else (),
        payment=None if kind in UNPRICED else _payment(document, kind, choice),
        signature=_signature(kind) if "signature" in blocks else (),
        **_signed(document, kind, choice),
        footer=footer(document.agreement, choice.layout),
        has_page_numbers="page_number" in blocks,
        look=_look(choice.layout),
    )


def _intro(document: Any, kind: str, choice: Choice, title: str) -> str:
    if choice.template is None or "notes" not in choice.blocks:
        return ""
    return texts.fill(choice.template.intro or texts.usual_intro(kind), document, kind, title=title)


def title_of(choice: Choice) -> str:
    """What the paper calls itself, in the language that is active."""
    return (choice.template.title if choice.template else "") or str(PaperKind(choice.kind).label)


def _look(layout: Any) -> Look:
    if layout is None:
        return Look()
    return Look(
        font=layout.font,
        font_size=float(layout.font_size),
        accent=layout.accent,
        ink=layout.ink,
        margins=(layout.margin_top, layout.margin_right, layout.margin_bottom, layout.margin_left),
        watermark=layout.watermark,
    )


# --- head --------------------------------------------------------------------------------------------------------


def _buyer(document: Any, kind: str, choice: Choice) -> tuple[str, ...]:
    """Goods go to where they are delivered, letters to where the buyer lives; our own papers to nobody."""
    if not document.party_field:
        return ()
    delivery = document.delivery_lines
    goods_go_there = choice.layout is None or "delivery_address" in choice.blocks
    if kind in UNPRICED and delivery and goods_go_there:
        name = [] if document.delivery_name else [document.party_name]
        return (*name, *delivery)
    attention = _("Att. %(name)s") % {"name": document.their_reference} if document.their_reference else ""
    return tuple(line for line in (document.party_name, attention, *document.address_lines) if line)


def _meta(document: Any, kind: str) -> tuple[Fact, ...]:
    """The dates that the document's own class names, then the party's number."""
    facts = _facts(document.paper_facts(kind))
    if not document.party_field:
        return facts
    label = (
        pgettext("paper", "Supplier no.") if document.party_field == "supplier" else pgettext("paper", "Customer no.")
    )
    return (*facts, Fact(label, str(document.party.number)))


def _references(document: Any, kind: str, blocks: frozenset[str]) -> Iterable[Fact]:
    if "references" in blocks:
        yield from _facts(document.paper_references(kind))
        if kind in UNPRICED and document.party_field:
            yield from _facts([(pgettext("paper", "Your ref."), document.their_reference)])
        yield from _facts([(pgettext("paper", "Our ref."), document.our_reference)])
    delivery = [] if kind in UNPRICED else document.delivery_lines
    if "delivery_address" in blocks and delivery:
        yield Fact(pgettext("paper", "Delivered to"), ", ".join(delivery))


def _facts(pairs: Iterable[tuple[Any, Any]]) -> tuple[Fact, ...]:
    """Labelled values as strings; what is not known is not printed."""
    return tuple(
        Fact(str(label), ui.longday(value) if isinstance(value, date) else str(value))
        for label, value in pairs
        if value
    )


# --- lines -------------------------------------------------------------------------------------------------------


def _lines(lines: list[Any], choice: Choice) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The lines in the layout's columns; a column in which nobody says anything is left out."""
    wanted = [(key, width) for key, width in choice.columns if key in COLUMNS]
    if choice.kind in UNPRICED:
        wanted = [(key, width) for key, width in wanted if key not in PRICES]
    rows = [None if line.is_words else [COLUMNS[key].value(line) for key, _width in wanted] for line in lines]
    silent = {
        number
        for number, (key, _width) in enumerate(wanted)
        if COLUMNS[key].may_go and not any(row[number] for row in rows if row)
    }
    kept = [number for number in range(len(wanted)) if number not in silent]
    columns = tuple(
        Column(key, str(COLUMNS[key].label), COLUMNS[key].align, width, COLUMNS[key].grows)
        for key, width in (wanted[number] for number in kept)
    )
    return columns, tuple(
        Row(text=line.text or " ") if row is None else Row(tuple(row[number] for number in kept))
        for line, row in zip(lines, rows, strict=True)
    )


# --- foot --------------------------------------------------------------------------------------------------------

Rates = list[tuple[Decimal, Decimal, Decimal]]


def _totals(document: Any, kind: str, rates: Rates, has_table: bool) -> tuple[Total, ...]:
    """Net, VAT (by rate, unless a table says it), and what it comes to."""
    if has_table:
        vat = [Total(pgettext("paper", "VAT"), ui.amount(document.paper_sign * document.amount_vat))]
    else:
        vat = [
            Total(_("VAT %(rate)s of %(net)s") % {"rate": ui.percent(rate), "net": ui.amount(net)}, ui.amount(amount))
            for rate, net, amount in rates
        ]
    words = {
        PaperKind.INVOICE: _("To pay, %(currency)s"),
        PaperKind.REMINDER: _("To pay, %(currency)s"),
        PaperKind.CREDIT_NOTE: _("Credited, %(currency)s"),
        PaperKind.SUPPLIER_CREDIT: _("Credited, %(currency)s"),
    }
    label = words.get(PaperKind(kind), _("Total, %(currency)s")) % {"currency": document.currency}
    asked = _asked(document, kind)
    paid = document.paper_sign * document.amount_total - asked
    if paid:
        vat = [
            *vat,
            Total(pgettext("paper", "Total"), ui.amount(document.paper_sign * document.amount_total)),
            Total(pgettext("paper", "Paid"), ui.amount(-paid)),
        ]
    return (
        Total(pgettext("paper", "Net"), ui.amount(document.paper_sign * document.amount_net)),
        *vat,
        Total(label, ui.amount(asked), is_strong=True),
    )


def _asked(document: Any, kind: str) -> Decimal:
    """What the paper comes to: a reminder asks for what is still open."""
    if kind == PaperKind.REMINDER:
        return getattr(document, "amount_open", document.amount_total)
    return document.paper_sign * document.amount_total


def _vat(rates: Rates) -> Iterable[VatRow]:
    for rate, net, amount in rates:
        yield VatRow(ui.percent(rate), ui.amount(net), ui.amount(amount))


def _note(document: Any, kind: str, choice: Choice) -> str:
    """What was written on the document and in the layout, and why no VAT was charged: that the law wants to read."""
    parts = []
    if "notes" in choice.blocks:
        outro = choice.template.outro if choice.template else ""
        parts = [document.note, texts.fill(outro, document, kind, title=title_of(choice))]
    if kind in (PaperKind.INVOICE, PaperKind.CREDIT_NOTE):
        parts.append(_untaxed(document))
    return "\n".join(part for part in parts if part)


def _untaxed(document: Any) -> str:
    if document.vat_zone == VatZone.EXEMPT:
        return _("Exempt from VAT.")
    if document.vat_zone == VatZone.EU and document.agreement.country in EU:
        return _("The buyer accounts for the VAT (reverse charge).")
    if document.vat_zone in (VatZone.EU, VatZone.ABROAD):
        return _("Exempt from VAT: delivered outside the country.")
    return ""


def _payment(document: Any, kind: str, choice: Choice) -> Payment | None:
    """Due date and amount with the terms, account and reference with the bank; each block can be switched off."""
    facts: list[tuple[str, Any]] = []
    terms = more = ""
    if "payment_terms" in choice.blocks:
        terms = document.paper_terms
        if kind in ASKING:
            amount = _("Amount, %(currency)s") % {"currency": document.currency}
            facts += [(_("Due"), document.paper_due), (amount, ui.amount(_asked(document, kind)))]
    account = choice.layout.bank_account if choice.layout else None
    number = (account.account_number or account.iban) if account else ""
    if "bank" in choice.blocks and account is not None and number:
        facts += [(_("To account"), number)]
        facts += [(_("Reference"), document.paper_number)]
        abroad = [("IBAN", account.iban if account.account_number else ""), ("BIC", account.bic)]
        more = ", ".join(f"{name} {value}" for name, value in abroad if value)
        more = _("From abroad: %(account)s.") % {"account": more} if more else ""
    delivery = document.paper_delivery_terms if "delivery_terms" in choice.blocks else ""
    if not (facts or terms or more or delivery):
        return None
    return Payment(_facts(facts), terms, more, delivery)


def _signed(document: Any, kind: str, choice: Choice) -> dict[str, Any]:
    """Our own signature, on papers that go to somebody; what is picked or counted is signed by hand."""
    body = choice.layout.signature if choice.layout and "signature" in choice.blocks else None
    if not body or kind in OURS or kind == PaperKind.PICKING_LIST:
        return {}
    return {"signed": picture(bytes(body)), "signed_for": _("For %(company)s") % {"company": document.agreement.name}}


def _signature(kind: str) -> tuple[str, ...]:
    if kind == PaperKind.PICKING_LIST:
        return (_("Picked by"), pgettext("paper", "Date"))
    if kind in (PaperKind.COUNT_LIST, PaperKind.STOCK_COUNT):
        return (_("Counted by"), pgettext("paper", "Date"), _("Signature"))
    if kind in (PaperKind.ADJUSTMENT, PaperKind.ADJUSTMENT_VALUE):
        return (_("Approved by"), pgettext("paper", "Date"), _("Signature"))
    return (_("Received by, in capitals"), pgettext("paper", "Date"), _("Signature"))
