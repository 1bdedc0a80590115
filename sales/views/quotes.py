"""Quotes as pages: the list, the quote at its desk, and its verbs."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext, pgettext_lazy

from accounts.bulk import BulkVerb
from layouts.models import PaperKind
from layouts.views.desk import PRIMARY, Action, Fact, Link, Paper, Question
from layouts.views.listing import DocumentList
from rackbeat.lib.lists import Action as ListAction
from rackbeat.lib.lists import AmountColumn, BadgeColumn, Column, DateColumn, LinkColumn, View
from rackbeat.templatetags import ui
from sales import invoices, orders, quotes
from sales.filters import QuoteFilters
from sales.forms import QuoteForm
from sales.models import Quote
from sales.views import because
from sales.views.trade import TradeDesk, invoice_link, numbered, shown_lines


def _expired(quote: Any, today: date) -> bool:
    return quote.status == Quote.Status.SENT and quote.valid_until < today


class QuoteList(DocumentList):
    """What was offered and not yet answered; answered ones are in the archive."""

    name, allows = "sales.quotes", "sales.view"
    title, noun = gettext_lazy("Quotes"), ngettext_lazy("quote", "quotes")
    rows = Quote.objects.all
    filterset = QuoteFilters
    columns = (
        LinkColumn("number", gettext_lazy("No.")),
        DateColumn("quoted_on", gettext_lazy("Quote date")),
        Column("party_name", gettext_lazy("Customer")),
        Column("their_reference", gettext_lazy("Their ref."), soft=True, css="ref"),
        DateColumn("valid_until", gettext_lazy("Valid until"), late=_expired),
        AmountColumn("amount_net", pgettext_lazy("money", "Amount"), right="price.view", total=True),
        BadgeColumn("status", gettext_lazy("Status")),
    )
    order_by = "-number"
    search = ("number", "party_name", "their_reference")
    search_hint = gettext_lazy("Search number, customer, item")
    views = (
        View("active", gettext_lazy("Active"), count=True),
        View("sent", pgettext_lazy("quotes", "Waiting for an answer"), {"status": "sent"}, count=True),
        View("archived", gettext_lazy("Archived"), {"archived": "only"}),
    )
    row_url = "sales:quote"
    create = ListAction("sales:quote_new", right="sales.edit")
    verbs = (
        BulkVerb(
            "send",
            gettext_lazy("Mark as sent"),
            quotes.send,
            ngettext_lazy("%(count)s quote is marked as sent.", "%(count)s quotes are marked as sent.", "count"),
            right="sales.edit",
            icon="send",
        ),
    )
    totals_note = gettext_lazy("excl. VAT")
    empty = gettext_lazy("No quotes yet. Create the first.")


class QuoteDesk(TradeDesk):
    """What we offer, until when."""

    model = Quote
    noun, nouns = "quote", "quotes"
    title = gettext_lazy("Quote %(number)s")
    new_title = gettext_lazy("New quote")
    header_form = QuoteForm
    begin = staticmethod(quotes.draft)
    papers = (Paper(),)
    mailed = (PaperKind.QUOTE,)

    def dates(self, document: Quote) -> list[Fact]:
        return [
            Fact(_("Quote date"), ui.day(document.quoted_on)),
            Fact(_("Valid until"), ui.day(document.valid_until)),
        ]

    def needs_stock(self, document: Quote) -> bool:
        return document.status in (Quote.Status.DRAFT, Quote.Status.SENT)

    def what_then(self, document: Any) -> str:
        return _("A quote reserves nothing.")

    def because(self, document: Quote) -> dict[str, str]:
        return because.of_quote(document)

    def chain(self, document: Quote, request: HttpRequest) -> list[Link]:
        here = Link(self.name_of(document), state="current")
        made = numbered(_("Order %(number)s"), "sales:order", because.orders_made(document))
        made += [invoice_link(invoice) for invoice in because.invoices_made(document)]
        if not made and document.status != Quote.Status.REJECTED:
            made = [
                Link(pgettext("document", "Order"), state="ahead"),
                Link(_("Shipment"), state="ahead"),
                Link(_("Invoice"), state="ahead"),
            ]
        return [here, *made]

    def verbs(self, document: Quote, request: HttpRequest, known: dict[int, Any]) -> list[Action]:
        lines = shown_lines(self, document)
        draft = document.status == Quote.Status.DRAFT
        if not draft and document.status != Quote.Status.SENT:
            return []
        empty = "" if any(line.item_id for line in lines) else _("Add a line first.")
        order = Action(_("Create order"), self.url(document, "make_order"), icon="right", why_not=empty)
        found = [
            Action(_("Create invoice"), self.url(document, "make_invoice"), icon="file", why_not=empty),
            Action(_("Reject"), self.url(document, "reject"), icon="x"),
        ]
        if draft:
            dialog = "" if empty else "ask-send"
            send = Action(_("Send"), self.url(document, "send"), place=PRIMARY, why_not=empty, dialog=dialog)
            return [send, order, *found]
        order = Action(_("Create order"), self.url(document, "make_order"), place=PRIMARY)
        return [order, *found, Action(_("Open again"), self.url(document, "reopen"), icon="undo")]

    def questions(self, document: Quote) -> list[dict[str, Any]]:
        found = super().questions(document)
        if document.status == Quote.Status.DRAFT:
            found.append(self.with_mail(document, "send", PaperKind.QUOTE, ask_send(document)))
        return found


def ask_send(quote: Quote) -> Question:
    text = _("It counts as sent, by mail or in another way, and can no longer be changed.")
    return Question(
        _("Send quote %(number)s?") % {"number": quote.number},
        _("Mark as sent"),
        text,
        danger=False,
        submit_mail=_("Send by mail"),
    )


desk = QuoteDesk()
send = desk.verb(
    quotes.send, ask=ask_send, mails=PaperKind.QUOTE, done=gettext_lazy("Quote %(number)s is marked as sent.")
)
reject = desk.verb(quotes.reject, done=gettext_lazy("Quote %(number)s is rejected and archived."))
reopen = desk.verb(quotes.reopen, done=gettext_lazy("Quote %(number)s is a draft again."))
make_order = desk.verb(
    orders.draft_from_quote,
    done=gettext_lazy("Order %(number)s is made; the quote is accepted."),
    to=lambda order: reverse("sales:order", args=[order.number]),
)
make_invoice = desk.verb(
    invoices.draft_from_quote,
    done=gettext_lazy("Invoice draft %(draft)s is made; the quote is accepted."),
    to=lambda invoice: invoice_link(invoice).url,
)
