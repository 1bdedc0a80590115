"""Invoices as pages: the list, the draft at its desk, booking, and the booked invoice with its payments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db.models import Case, DecimalField, F, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext, pgettext_lazy

from accounts.bulk import BulkVerb
from accounts.bulk import Question as BulkQuestion
from layouts import diagnose
from layouts.models import PaperKind
from layouts.views import lines as table
from layouts.views.desk import PRIMARY, Action, Fact, Link, Question, address, link
from layouts.views.kinds import BookableDesk, key_of
from layouts.views.legend import Measure, TrackColumn
from layouts.views.letters import MailForm
from layouts.views.listing import DocumentList
from rackbeat.lib import tracks
from rackbeat.lib.amounts import ZERO
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import AmountColumn, BadgeColumn, Column, DateColumn, LinkColumn, ListPage, View
from rackbeat.templatetags import ui
from sales import credits, invoices, shipments
from sales.filters import OPEN, InvoiceFilters
from sales.forms import BookForm, InvoiceForm, PaymentForm
from sales.models import SalesInvoice, Shipment
from sales.views import because
from sales.views.reminders import Reminders
from sales.views.trade import TradeDesk, invoice_link, invoice_name, kept, numbered, shown_lines

Words = str | Promise
OVERDUE = pgettext_lazy("invoice", "Overdue")
LATE = tracks.Said(OVERDUE, "end", "bad", gettext_lazy("The due date has passed, and not all of it is paid."))
PAID = tracks.Said(pgettext_lazy("invoice", "Paid"), "done", "good", gettext_lazy("Nothing is open any more."))
CREDITED = tracks.Said(pgettext_lazy("invoice", "Credited"), "done", "neutral", PAID.meaning)
PARTLY_PAID = tracks.Said(
    pgettext_lazy("invoice", "Partly paid"), "half", "warning", gettext_lazy("A part of it is still open.")
)


# --- the list ----------------------------------------------------------------------------------------------------


def _late(invoice: Any, today: date) -> bool:
    return invoice.is_overdue(today)


def _overdue(rows: QuerySet[SalesInvoice], page: ListPage) -> QuerySet[SalesInvoice]:
    return rows.filter(OPEN, due_on__lt=page.today)


def with_open(rows: QuerySet[SalesInvoice]) -> QuerySet[SalesInvoice]:
    """Each with `still_open`, what is to be paid; a draft asks for nothing yet."""
    kind: Any = DecimalField(max_digits=18, decimal_places=2)
    still = Case(
        When(status="booked", then=F("amount_total") - F("amount_paid")), default=Value(None), output_field=kind
    )
    return rows.annotate(still_open=still)


class StatusColumn(BadgeColumn):
    """The status, and beside it that the invoice is overdue: it never takes the status's place."""

    def html(self, value: Any, row: Any, page: Any) -> str:
        said = super().html(value, row, page)
        if not row.is_overdue(page.today):
            return said
        return format_html(
            '<span class="marks">{}{}</span>', said, ui.badge(tone="bad", shape="end", word=str(OVERDUE))
        )


def book_on(invoice: SalesInvoice, *, by: Any, invoiced_on: date | None = None) -> SalesInvoice:
    """Book the invoice, or the credit note, under the date that the form gives."""
    verb = credits.book if invoice.is_credit else invoices.book
    return verb(invoice, by=by, on=invoiced_on)


DELIVERED = Measure(
    "quantity_shipped", gettext_lazy("%(done)s of %(all)s sent"), less=("quantity_credited",), goods=True
)


class DeliveredColumn(TrackColumn):
    """How far the goods have come; a credit note delivers none."""

    def of(self, row: Any) -> Any:
        return "" if row.is_credit else super().of(row)

    def html(self, value: Any, row: Any, page: Any) -> str:
        return super().html(value, row, page) if value else ""

    def text(self, value: Any, row: Any, page: Any) -> str:
        return super().text(value, row, page) if value else ""


class InvoiceList(DocumentList):
    """Drafts first, then by number. What is not paid stays in sight of two views, archived or not."""

    name, allows = "sales.invoices", "sales.view"
    title, noun = gettext_lazy("Invoices"), ngettext_lazy("invoice", "invoices")
    filterset = InvoiceFilters
    columns = (
        LinkColumn(
            "number",
            gettext_lazy("No."),
            value=lambda row: row.number or _("Draft %(number)s") % {"number": row.draft_number},
        ),
        Column("kind", gettext_lazy("Type"), value=lambda row: row.get_kind_display(), soft=True, css="type"),
        Column("party_name", gettext_lazy("Customer"), wide=True),
        DateColumn("invoiced_on", gettext_lazy("Invoice date")),
        DateColumn("due_on", gettext_lazy("Due"), late=_late),
        AmountColumn("amount_net", gettext_lazy("Excl. VAT"), right="price.view", total=True, rank=1, css="net"),
        AmountColumn("amount_total", gettext_lazy("Incl. VAT"), right="price.view", total=True, css="sum"),
        AmountColumn("still_open", gettext_lazy("Open"), right="price.view", total=True, rank=3, css="rest"),
        StatusColumn("status", gettext_lazy("Invoice status"), css="st2"),
        DeliveredColumn("delivery", pgettext_lazy("track", "Delivered"), measure=DELIVERED, css="st3"),
        Column("their_reference", gettext_lazy("Their ref."), soft=True, extra=True),
        Column("our_reference", gettext_lazy("Our ref."), soft=True, extra=True),
        Column("heading", gettext_lazy("Heading"), soft=True, extra=True),
        AmountColumn("amount_vat", pgettext_lazy("paper", "VAT"), right="price.view", total=True, extra=True),
        AmountColumn("amount_paid", gettext_lazy("Paid"), right="price.view", total=True, extra=True),
        Column("currency", gettext_lazy("Currency"), soft=True, extra=True),
    )
    order_by = "-number"
    search = ("number", "party_name", "their_reference")
    search_hint = gettext_lazy("Search number, customer, reference")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("drafts", gettext_lazy("Drafts"), {"status": "draft"}, count=True),
        View("overdue", OVERDUE, {"archived": "all"}, count=True, where=_overdue),
        View("unpaid", gettext_lazy("Unpaid"), {"archived": "all"}, count=True, where=OPEN),
        View("credits", gettext_lazy("Credit notes"), {"kind": "credit_note", "archived": "all"}),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    create = ListAction("sales:invoice_new", right="sales.edit")
    verbs = (
        BulkVerb(
            "book",
            gettext_lazy("Book"),
            book_on,
            ngettext_lazy("%(count)s invoice is booked.", "%(count)s invoices are booked.", "count"),
            right="sales.edit",
            icon="check",
            ask=BulkQuestion(
                ngettext_lazy("Book %(count)s invoice?", "Book %(count)s invoices?", "count"),
                ngettext_lazy("Book %(count)s invoice", "Book %(count)s invoices", "count"),
                gettext_lazy(
                    "They get the next numbers in the order of the list. Then number, dates, lines and terms are final; "
                    "a credit note corrects them. Whatever cannot be booked is left as it is, with the reason."
                ),
            ),
        ),
    )
    actions = (ListAction("sales:credit_new", gettext_lazy("New credit note"), right="sales.edit", icon="undo"),)
    empty = gettext_lazy("No invoices yet. Create the first, or make one from an order or a shipment.")

    def rows(self) -> QuerySet[SalesInvoice]:  # type: ignore[override]
        return with_open(SalesInvoice.objects.all())

    def row_url(self, row: Any) -> str:  # type: ignore[override]
        return reverse("sales:invoice", args=[key_of(row)])


# --- the desk ----------------------------------------------------------------------------------------------------


class InvoiceDesk(Reminders, BookableDesk, TradeDesk):
    """What a customer is to pay: written as a draft, booked with a number, paid."""

    model = SalesInvoice
    noun, nouns = "invoice", "invoices"
    title = gettext_lazy("Invoice %(number)s")
    new_title = gettext_lazy("New invoice")
    header_form = InvoiceForm
    begin = staticmethod(invoices.draft)
    delete = staticmethod(invoices.delete)
    template = "sales/invoices/show.html"
    payment_form: ClassVar[type[PaymentForm]] = PaymentForm

    def rows(self) -> Any:
        return super().rows().select_related("order__quote", "quote", "agreement", "credits")

    def name_of(self, document: Any) -> str:
        return invoice_name(document)

    measures: ClassVar = {
        "delivery": DELIVERED,
    }

    def because(self, document: SalesInvoice) -> dict[str, str]:
        return because.of_invoice(document, shown_lines(self, document), self._sent(document))

    def badges(self, document: SalesInvoice) -> list[Any]:
        late = [LATE] if document.is_overdue(document.agreement.today()) else []
        delivered = tracks.named(document.delivery_track, pgettext("track", "Delivered"))
        return [document.status_track, *self._paid(document), *late, delivered]

    def _paid(self, document: SalesInvoice) -> list[tracks.Said]:
        """That nothing is open any more, or only a part; what credit notes took away was not paid."""
        if not document.is_final or not document.amount_paid:
            return []
        if document.payments.filter(counter=None).exists():
            return [PARTLY_PAID if document.amount_open > 0 else PAID]
        return [] if document.amount_open > 0 else [CREDITED]

    def archived_because(self, document: SalesInvoice) -> str:
        said = super().archived_because(document)
        return _("%(archived)s; also under Unpaid") % {"archived": said} if said and document.amount_open > 0 else said

    def paths(self) -> list[URLPattern]:
        """Beside the usual ones booking, shipping, making anew."""
        one = "invoices/<bookable:key>/"
        return [
            *super().paths(),
            path(f"{one}book/", book, name="invoice_book"),
            path(f"{one}ship/", ship, name="invoice_ship"),
            path(f"{one}recreate/", recreate, name="invoice_recreate"),
        ]

    # --- facts ---

    def dates(self, document: SalesInvoice) -> list[Fact]:
        on = invoices.date_of(document)
        due = document.due_on if document.is_final else invoices.due_on(document, on)
        over = self._over(document)
        return [
            Fact(_("Invoice date") if document.invoiced_on else _("Invoice date, if booked today"), ui.day(on)),
            Fact(_("Due date"), f"{ui.day(due)}, {over}" if over else ui.day(due)),
            Fact(_("Delivered on"), ui.day(document.delivered_on)),
        ]

    # --- lines ---

    def needs_stock(self, document: SalesInvoice) -> bool:
        return document.is_draft and document.order_id is None

    def what_then(self, document: Any) -> str:
        return _("The invoice can be booked, but not sent whole.")

    def lines_of(self, document: Any) -> Any:
        return super().lines_of(document).select_related("item__group", "item__unit", "order_line__order")

    def hints(self, document: Any, line: Any, known: Mapping[str, Any], request: HttpRequest) -> list[table.Hint]:
        hints = super().hints(document, line, known, request)
        stored = document.lines.filter(pk=line.pk, order_line__isnull=False).select_related("order_line__order").first()
        if stored is None:
            return hints
        left = ui.quantity(invoices.room_of(stored))
        return [table.Hint(_("Left of the order to invoice"), left), *hints]

    def lock(self, document: Any) -> Any:
        return invoices.lock(document)

    def add_line(self, document: Any, *, by: Any, **facts: Any) -> Any:
        return invoices.add_line(document, by=by, **facts)

    def change_line(self, line: Any, *, by: Any, **facts: Any) -> Any:
        return invoices.change_line(line, by=by, **facts)

    def remove_line(self, line: Any, *, by: Any) -> Any:
        return invoices.remove_line(line, by=by)

    def totals(self, document: Any, lines: Sequence[Any], known: dict[int, Any], request: HttpRequest) -> list[Any]:
        """Under what is to be paid: what was, and what is open."""
        rows = super().totals(document, lines, known, request)
        if rows and document.amount_paid:
            at = next(place for place, row in enumerate(rows) if row.get("kind") == "total") + 1
            still = {"label": _("Open"), "value": document.amount_open}
            rows[at:at] = [{"label": _("Paid"), "value": document.amount_paid}, still]
        return rows

    # --- the chain ---

    def chain(self, document: SalesInvoice, request: HttpRequest) -> list[Link]:
        order = document.order
        quote = document.quote or (order.quote if order else None)
        before = numbered(_("Quote %(number)s"), "sales:quote", [quote] if quote else [])
        before += numbered(_("Order %(number)s"), "sales:order", [order] if order else [])
        sent = self._sent(document)
        if named := list(document.lines.filter(shipment__isnull=False).values_list("shipment", flat=True)):
            sent = [each for each in sent if each.pk in named]
        made = numbered(_("Shipment %(number)s"), "sales:shipment", sent)
        here = Link(invoice_name(document), state="current")
        credited = [invoice_link(each) for each in document.credit_notes.order_by("draft_number")]
        if order is not None:
            return [*before, *made, here, *credited]
        ahead = [] if document.delivery == SalesInvoice.Delivery.FULL else [Link(_("Shipment"), state="ahead")]
        return [*before, here, *(made or ahead), *credited]

    def _sent(self, document: SalesInvoice) -> list[Shipment]:
        source: Any = document.order or document
        rows = source.shipments.only("number", "status", "agreement_id").order_by("number")
        return kept(document, "shipments_made", lambda: rows)

    # --- verbs ---

    def verbs(self, document: SalesInvoice, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        if document.is_draft:
            why = "" if known else _("Add a line before you book the invoice.")
            url = self.url(document, "book")
            return [Action(_("Book"), url, place=PRIMARY, why_not=why, dialog="ask-book")]
        ship = [Action(_("Create shipment"), self.url(document, "ship"), place=PRIMARY)]
        return [*(ship if self._is_to_ship(document) else []), *self._credit(document)]

    def _credit(self, document: SalesInvoice) -> list[Action]:
        """What corrects a booked invoice."""
        left = any(credits.rest_of(document).values())
        why = "" if left else _("All of it is credited, or stands on a credit note.")
        again = self.url(document, "recreate")
        return [
            link(_("Credit"), self.url(document, "credit"), icon="undo")
            if left
            else Action(_("Credit"), self.url(document, "credit"), icon="undo", why_not=why),
            Action(_("Credit and write anew"), again, icon="copy", why_not=why, dialog="ask-recreate" if left else ""),
        ]

    def questions(self, document: SalesInvoice) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.is_final and not document.is_credit:
            shown = {"id": "ask-recreate", "url": self.url(document, "recreate")}
            found.append({**shown, **vars(ask_recreate(document))})
        return found

    def _is_to_ship(self, document: SalesInvoice) -> bool:
        """Goods without an order behind them that are neither sent nor stand on a shipment."""
        done = (SalesInvoice.Delivery.FULL, SalesInvoice.Delivery.READY)
        if document.delivery in done or document.shipments.filter(status="open").exists():
            return False
        goods = document.lines.filter(order_line=None, item__group__has_stock=True)
        return goods.filter(quantity_shipped__lt=F("quantity") - F("quantity_credited")).exists()

    def ask_book(self, document: SalesInvoice) -> Question:
        on = invoices.date_of(document)
        text = _(
            "It gets number %(number)s and is dated %(day)s: %(amount)s %(currency)s are due on %(due)s. Another date "
            "moves the due date along. Then number, dates, lines and terms are final; a credit note corrects them."
        ) % {
            "number": invoices.next_number(),
            "day": ui.longday(on),
            "due": ui.longday(invoices.due_on(document, on)),
            "amount": ui.amount(document.amount_total),
            "currency": document.currency,
        }
        name = self.within(document)
        heading = _("Book %(name)s?") % {"name": name}
        return Question(heading, _("Book %(name)s") % {"name": name}, text, danger=False)

    # --- payments ---

    def more(self, document: SalesInvoice, request: Any) -> dict[str, Any]:
        """The form of the question before booking; for a booked one its payments, and the form for the next."""
        writes = self.works in request.may
        if document.is_draft and not writes:
            return {"booking": None}
        if document.is_draft:
            ask = {"url": self.url(document, "book"), "form": BookForm(row=document, auto_id="book-%s")}
            letter = MailForm(document=document, kind=document.paper_kind, part="book")
            nowhere = bool(document.layout) and not document.is_credit and not diagnose.bank_of(document)
            return {"booking": {**ask, **vars(self.ask_book(document)), "mail": letter, "nowhere": nowhere}}
        if "price.view" not in request.may:
            return {}
        return self.money(document, getattr(request, "payment_form", None), writes=writes)

    def money(self, document: SalesInvoice, form: Any, *, writes: bool) -> dict[str, Any]:
        """What was paid, what is open, and the form for the next payment: as it was sent, if it was refused."""
        left = document.paper_sign * document.amount_open
        if form is None and writes and left > ZERO:
            form = self.payment_form(row=document)
        return {
            "payments": list(document.payments.select_related("entered_by", "counter")),
            "amount_open": left,
            "overdue": self._over(document),
            "payment_form": form,
            "pay_url": self.url(document, "pay"),
            "pays": writes,
        }


def ask_recreate(invoice: SalesInvoice) -> Question:
    text = _(
        "A credit note takes back all that is left of it, dated today, and a draft with the same lines waits to be changed "
        "and booked. No goods move."
    )
    number = {"number": invoice.number}
    heading = _("Credit invoice %(number)s and write it anew?") % number
    return Question(heading, _("Credit and write anew"), text)


desk = InvoiceDesk()
recreate = desk.verb(
    credits.recreate,
    ask=ask_recreate,
    done=gettext_lazy("The invoice is credited. Draft %(draft)s has its lines: change it, then book it."),
)
book = desk.verb(
    book_on,
    ask=desk.ask_book,
    form=BookForm,
    mails=PaperKind.INVOICE,
    done=gettext_lazy("Invoice %(number)s is booked."),
)
ship = desk.verb(
    shipments.draft_from_invoice,
    done=gettext_lazy("Shipment %(number)s is made."),
    to=lambda shipment: address("sales:shipment", shipment.number) or desk.url(shipment.invoice),
)
