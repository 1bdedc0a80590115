"""What may happen to a supplier's credit note: drafted from an invoice, a return or freely, booked, taken back.

It is stored below zero (`purchasing/models/invoices.py`); verbs are told quantities above it. Its reason decides what
booking does: goods that go back leave by a return to the supplier; of an invoice that was wrong the goods cost again what
their receipt said, and can be invoiced anew; a reduction makes the goods cheaper, also what of them was sold.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import employees, history, numbers
from accounts.models import Agreement, User
from inventory import posting
from layouts import drafting, stored
from layouts.drafting import renew
from purchasing import creditable, invoiced, invoices, landed, returns
from purchasing.models import (
    GoodsReceipt,
    LandedShare,
    Supplier,
    SupplierInvoice,
    SupplierInvoiceLine,
    SupplierInvoiceReceipt,
    SupplierReturn,
    SupplierReturnLine,
)
from rackbeat.lib import periods
from rackbeat.lib.refusal import require
from rackbeat.templatetags import ui

ZERO, NOTHING = Decimal(0), invoiced.NOTHING
POSTS_AS = "purchasing.suppliercredit"
Kind, Reason, Status = SupplierInvoice.Kind, SupplierInvoice.Reason, SupplierInvoice.Status


# --- drafts ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def draft(supplier: Supplier, *, by: User, **facts: Any) -> SupplierInvoice:
    """Begin a credit note that no invoice stands behind: goods of receipts become cheaper, freight or money is given back."""
    credit = invoices.new(supplier, by, kind=Kind.CREDIT_NOTE, reason=Reason.ALLOWANCE)
    credit.payment_terms = None
    for name, value in facts.items():
        setattr(credit, name, value)
    credit.save()
    history.record(credit, "created", by=by)
    return credit


@transaction.atomic
def draft_from_invoice(
    invoice: SupplierInvoice,
    *,
    by: User,
    reason: str,
    quantities: Mapping[int, Decimal] | None = None,
    prices: Mapping[int, Decimal] | None = None,
) -> SupplierInvoice:
    """Begin a credit note of a booked invoice: of all that is left to credit, or of these quantities by line, at these prices.

    Goods that go back and are not on a return yet leave from where they lie, when the credit note is booked.
    """
    invoice = invoices.lock(invoice)
    require(invoice.status == Status.BOOKED and not invoice.is_credit, _("Only a booked invoice can be credited."))
    rest = creditable.rest_of(invoice)
    wanted = {
        line: left.quantity if quantities is None else quantities.get(line.pk, ZERO) for line, left in rest.items()
    }
    for line, quantity in wanted.items():
        left = {"rest": ui.quantity(rest[line].quantity), "line": line.position}
        words = _("Line %(line)s: only %(rest)s are left to credit.") % left
        require(ZERO <= quantity <= rest[line].quantity, words, field=f"line-{line.pk}")
    wanted = {line: quantity for line, quantity in wanted.items() if quantity}
    require(wanted, _("Nothing is left to credit.") if quantities is None else _("Say how much to credit."))
    credit = invoices.new(invoice.supplier, by, kind=Kind.CREDIT_NOTE, reason=Reason(reason), credits=invoice)
    credit.copy_header(invoice)
    credit.payment_terms, credit.our_reference = None, employees.reference(by)
    credit.save()
    made: list[SupplierInvoiceLine] = []
    gone = creditable.went_back(wanted) if reason == Reason.RETURNED else {}
    for line, quantity in wanted.items():
        made += _credit(credit, line, quantity, gone, (prices or {}).get(line.pk))
    _write(credit, made)
    history.record(credit, "made_from", by=by, source=invoice)
    return credit


def _credit(
    credit: SupplierInvoice,
    line: SupplierInvoiceLine,
    quantity: Decimal,
    gone: dict[SupplierReturnLine, Decimal],
    price: Decimal | None,
) -> list[SupplierInvoiceLine]:
    """The line, credited: in as many parts as went back by returns, and the rest."""
    made = []
    for back in [each for each in gone if each.receipt_line_id == line.receipt_line_id]:
        if part := min(gone[back], quantity):
            made.append(_line(credit, line, part, price, return_line=back))
            gone[back] -= part
            quantity -= part
    if quantity:
        goes = line.receipt_line if credit.reason == Reason.RETURNED and line.is_goods else None
        place = returns.place_of(goes, quantity) if goes else None
        made.append(_line(credit, line, quantity, price, location=place))
    return made


def _line(
    credit: SupplierInvoice, line: SupplierInvoiceLine, quantity: Decimal, price: Decimal | None, **facts: Any
) -> SupplierInvoiceLine:
    names = ("text", "unit", "item", "discount_percent", "vat_percent", "receipt_line_id", "order_line_id", "spread")
    copied = {name: getattr(line, name) for name in names}
    copy = SupplierInvoiceLine(invoice=credit, credits=line, **copied, **facts)
    copy.price = line.price if price is None else price
    copy.quantity = -quantity
    if credit.reason == Reason.RETURNED and not line.is_goods:
        copy.order_line = None  # work and fees do not go back, so the order asks for them no more
    copy.reckon()
    return copy


def _write(credit: SupplierInvoice, lines: list[SupplierInvoiceLine]) -> None:
    """Store the lines, and that the credit note is about their receipts, and about those that bore what is spread."""
    for position, line in enumerate(lines, start=1):
        line.position = position
    SupplierInvoiceLine.objects.bulk_create(lines)
    bore = LandedShare.objects.filter(line__in=[line.credits_id for line in lines if line.is_spread])
    about = {line.receipt_line.receipt_id for line in lines if line.receipt_line}
    about |= set(bore.values_list("receipt_line__receipt", flat=True))
    SupplierInvoiceReceipt.objects.bulk_create(
        SupplierInvoiceReceipt(invoice=credit, receipt_id=receipt) for receipt in sorted(about)
    )
    renew(credit)


@transaction.atomic
def draft_from_return(document: SupplierReturn, *, by: User) -> SupplierInvoice:
    """Begin the credit note of what went back and no other one holds, by the invoices that asked for it."""
    document = returns.lock(document)
    require(document.status == SupplierReturn.Status.BOOKED, _("Book the return first."))
    left = list(invoiced.uncredited(document.lines.select_related("receipt_line").order_by("position", "id")))
    require(left, _("All of it stands on credit notes."))
    asked = SupplierInvoiceLine.objects.filter(
        receipt_line__in=[each.receipt_line_id for each in left], invoice__kind=Kind.INVOICE
    )
    rows = list(asked.filter(invoice__status=Status.BOOKED).order_by("invoice__number", "position"))
    held = invoiced.credited(row.pk for row in rows)
    room = {row: row.quantity - held.get(row.pk, NOTHING)[0] for row in rows}
    credit = invoices.new(document.supplier, by, kind=Kind.CREDIT_NOTE, reason=Reason.RETURNED)
    credit.copy_header(document)
    credit.payment_terms, credit.our_reference = None, employees.reference(by)
    made = []
    for each in left:
        for row in [row for row in rows if row.receipt_line_id == each.receipt_line_id]:
            part = min(each.left, room[row])
            if part > 0:
                made.append(_line(credit, row, part, _agreed(each), return_line=each))
                room[row] -= part
                each.left -= part
    require(made, _("The supplier has not invoiced these goods, so nothing is to be credited."))
    about = {line.credits.invoice_id for line in made if line.credits}
    credit.credits_id = about.pop() if len(about) == 1 else None
    credit.save()
    _write(credit, made)
    history.record(credit, "made_from", by=by, source=document)
    return credit


def _agreed(line: SupplierReturnLine) -> Decimal | None:
    """The price that somebody wrote on the return; where nobody did, the invoice's own counts."""
    return None if line.price == line.receipt_line.price else line.price


# --- lines -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_line(credit: SupplierInvoice, *, by: User, **facts: Any) -> SupplierInvoiceLine:
    """Put freight, work, a fee or a bonus on a draft that the supplier gives back."""
    return invoices.add_line(credit, by=by, **_signed(facts))


def _signed(facts: dict[str, Any]) -> dict[str, Any]:
    """Quantities as they are stored."""
    return {**facts, "quantity": -facts["quantity"]} if "quantity" in facts else facts


@transaction.atomic
def change_line(line: SupplierInvoiceLine, *, by: User, **facts: Any) -> SupplierInvoiceLine:
    """Write new facts of a draft's line: no more than is left of what it credits, which stays as it is."""
    credit = invoices.lock(SupplierInvoice.objects.still(line.invoice_id))
    drafting.require_draft(credit)
    line = SupplierInvoiceLine.objects.select_related("credits", "return_line", "invoice").get(pk=line.pk)
    if line.credits:
        same = facts.get("item", line.item) == line.item and facts.get("spread", line.spread) == line.spread
        require(same, _("The line credits another one, so it stays about its item."), field="item")
    room, quantity = creditable.room_of(line), facts.get("quantity", -line.quantity)
    if room is not None:
        words = _("Only %(rest)s are left to credit.") % {"rest": ui.quantity(max(room, ZERO))}
        require(quantity <= room, words, field="quantity")
    return invoices.change_line(line, by=by, **_signed(facts))


# --- booked ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def book(credit: SupplierInvoice, *, by: User, on: date | None = None) -> SupplierInvoice:
    """Make it final: it takes the series' next number, goods go back that have not yet, and the others cost less."""
    agreement = Agreement.held()
    credit = invoices.lock(credit)
    on = on or agreement.today()
    posting.lock_settings(on)  # also where nothing is posted: money has its date too
    lines = _lines(credit)
    _require_bookable(credit, lines, agreement)
    creditable.require_creditable(lines)
    carriers = landed.carriers(credit, lines)
    posting.lock_states({line.item_id or 0 for line in lines if line.is_goods} | {each.item_id for each in carriers})
    _send_back(credit, lines, on, by)
    creditable.expect(credit, lines)
    number = credit.number = numbers.take(invoices.SERIES)
    source = _source(credit)
    if credit.reason != Reason.RETURNED:
        invoices.reprice([line for line in lines if line.is_goods], source=source, on=on, poster=by)
    shares = landed.post(lines, carriers, source=source, on=on, poster=by)
    SupplierInvoiceLine.objects.bulk_update(lines, [*invoices.RESULTS, "return_line"])  # before the status freezes them
    LandedShare.objects.bulk_create(shares)
    facts = {
        "due_on": credit.due_on or credit.invoiced_on,
        "booked_at": periods.now(),
        "booked_by": by,
        "archived": True,
    }
    credit.become(Status.BOOKED, number=number, booked_on=on, **facts)
    invoices.count(credit, lines, 1)
    stored.later(credit)
    for each in sorted({line.credits.invoice for line in lines if line.credits}, key=lambda found: found.pk):
        history.record(each, "credited", by=by, number=number)
    history.record(credit, "booked", by=by, number=number)
    return credit


def _source(credit: SupplierInvoice) -> posting.Source:
    """The ledger calls it what it is, though it lies in the invoices' table."""
    return posting.Source(POSTS_AS, credit.pk, str(credit.number), credit.party_name)


def _lines(credit: SupplierInvoice) -> list[SupplierInvoiceLine]:
    rows = credit.lines.select_related(
        "item__group", "receipt_line__item", "receipt_line__receipt", "order_line", "credits__invoice"
    )
    return list(rows.select_related("return_line__supplier_return", "location").order_by("position", "id"))


def _require_bookable(credit: SupplierInvoice, lines: list[SupplierInvoiceLine], agreement: Agreement) -> None:
    require(credit.is_draft, _("It is booked already."))
    require(any(line.item_id for line in lines), _("Add a line before you book the credit note."))
    require(credit.supplier_number, _("Enter the supplier's credit note number first."), field="supplier_number")
    require(credit.invoiced_on, _("Enter the date of the supplier's credit note first."), field="invoiced_on")
    require((credit.invoiced_on or date.min) <= agreement.today(), _("The credit note date lies in the future."))
    invoices.require_once(credit, _("%(name)s's credit note %(theirs)s is booked already, as %(ours)s."))
    require(credit.amount_total < 0, _("It credits nothing yet: enter what the supplier gives back."))


def _send_back(credit: SupplierInvoice, lines: list[SupplierInvoiceLine], on: date, by: User) -> None:
    """Goods that are credited as sent back, and have not gone, go now: one return for each receipt that brought them."""
    going: dict[GoodsReceipt, list[SupplierInvoiceLine]] = defaultdict(list)
    for line in lines:
        if credit.reason == Reason.RETURNED and line.receipt_line and not line.return_line and line.quantity:
            going[line.receipt_line.receipt].append(line)
    cause = _("Credited by %(number)s") % {"number": credit.supplier_number}
    for receipt in sorted(going, key=lambda each: each.pk):
        document = returns.draft_of(receipt, going[receipt], by=by, cause=cause[:200])
        returns.book(document, by=by, on=on)


# --- taken back ------------------------------------------------------------------------------------------------------


@transaction.atomic
def reverse(credit: SupplierInvoice, *, by: User, on: date | None = None) -> SupplierInvoice:
    """Take the booking back: costs are as without it, and goods that went back by it are in stock again."""
    agreement = Agreement.held()
    credit = invoices.lock(credit)
    on = on or agreement.today()
    posting.lock_settings(on)  # also where nothing is posted: money has its date too
    require(not credit.is_draft, _("It is not booked: change it, or delete it."))
    require(credit.status == Status.BOOKED, _("It was reversed already."))
    require(on >= (credit.booked_on or on), _("It cannot be taken back before it was booked."), field="on")
    lines = _lines(credit)
    if credit.reason == Reason.WRONG:
        creditable.require_not_invoiced_again(lines)
    source = _source(credit)
    posting.reverse(POSTS_AS, credit.pk, source=source, effective_on=on, by=by)
    credit.become(Status.REVERSED, reversed_on=on)
    for document in sent_back_by(credit):
        returns.reverse(document, by=by, on=on)
    invoices.count(credit, lines, -1)
    history.record(credit, "taken_back", by=by)
    return credit


def sent_back_by(credit: SupplierInvoice) -> list[SupplierReturn]:
    """The returns that its booking made."""
    made = SupplierReturn.objects.filter(
        lines__credit_lines__invoice=credit, lines__credit_lines__location__isnull=False
    )
    return list(made.distinct().order_by("pk"))
