"""Whom the sample's companies write to, and what their mail log says. Nothing is sent: letters are written as they would stand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts import history
from accounts.mail import new_id
from accounts.models import Mail, MailFile
from accounts.models.mail import MailStatus
from accounts.tenancy import acting_for
from demo.company import Company
from layouts import contacts, letters, stored
from layouts.documents import Document
from layouts.models import PaperKind
from layouts.views.pdf import file_name
from purchasing.models import PurchaseOrder
from rackbeat.lib import periods
from sales.models import SalesInvoice, SalesOrder

AFTER = timedelta(minutes=2)
# By language: what one who keeps the books, who buys and who takes orders is called; and who keeps the books.
ROLES = {"nb": ("Regnskap", "Innkjøp", "Ordrekontor"), "da": ("Bogholderi", "Indkøb", "Ordrekontor")}
KEEPERS = {
    "nb": ("Unni Sæther", "Geir Haugland", "Solveig Lund", "Tor Eriksen", "Marit Vik", "Jon Aune", "Berit Nygård"),
    "da": ("Kirsten Holm", "Jens Krogh", "Lone Bech", "Poul Winther", "Inge Dam"),
}
TAKERS = ("Jonas Weber", "Elin Sjöberg", "Marco Bassi", "Anke de Vries", "Pieter Claes")
NOBODY = "550 5.1.1 No such user here"


def people(company: Company) -> None:
    """At most customers somebody buys, and an office keeps the books; at each supplier an office takes orders."""
    books, buys, takes = ROLES[company.agreement.language]
    keepers = KEEPERS[company.agreement.language]
    first = company.agreement.created_at + timedelta(hours=2)
    with acting_for(company.agreement), periods.at(first):
        for customer in company.customers:
            host = customer.email.partition("@")[2]
            if customer.reference:
                papers = [PaperKind.QUOTE, PaperKind.ORDER, PaperKind.DELIVERY_NOTE]
                _add(company, customer, customer.reference, buys, host, papers)
            if customer.number % 3:
                papers = [PaperKind.INVOICE, PaperKind.CREDIT_NOTE, PaperKind.REMINDER]
                _add(company, customer, keepers[customer.number % len(keepers)], books, host, papers, box=books)
        for supplier in company.suppliers:
            host = "".join(letter for letter in supplier.name.lower() if letter.isascii() and letter.isalpha())[:14]
            name = TAKERS[(supplier.number - 1) % len(TAKERS)]
            _add(company, supplier, name, takes, f"{host}.example", [PaperKind.PURCHASE_ORDER], box=takes)


def _add(  # noqa: PLR0917
    company: Company, party, name: str, role: str, host: str, papers: Sequence[str], *, box: str = ""
) -> None:
    local = (box or name).lower().replace(" ", ".").translate(str.maketrans("æøåé", "eoae"))
    contacts.add(
        party, by=company.owner, name=name, role=role, email=f"{local}@{host}", receives=[str(each) for each in papers]
    )


def log(company: Company) -> None:
    """The latest invoices, orders and purchase orders were sent; one did not arrive, and one was sent once more."""
    with acting_for(company.agreement):
        invoices = SalesInvoice.objects.filter(status="booked", kind="invoice").order_by("-booked_at")[:4]
        orders = SalesOrder.objects.filter(status="confirmed").order_by("-number")[:2]
        bought = PurchaseOrder.objects.filter(status="sent").order_by("-number")[:1]
        sent = [(invoice, invoice.booked_at) for invoice in invoices]
        sent += [(order, order.confirmed_at) for order in orders]
        sent += [(order, order.sent_at) for order in bought]
        for at, (document, moment) in enumerate(sorted(sent, key=lambda row: row[1])):
            failed = at == len(sent) - 2
            _write(company, document, moment + AFTER, problem=NOBODY if failed else "")
            if at == 0:
                _write(company, document, moment + timedelta(days=1, minutes=40))


def _write(company: Company, document: Document, moment: datetime, *, problem: str = "") -> None:
    said = letters.suggest(document)
    if not said.to:
        return
    kind = document.paper_kind
    with periods.at(moment):
        letter = Mail.objects.create(
            message_id=new_id(),
            to=said.to,
            cc=said.cc,
            bcc=said.bcc,
            subject=said.subject,
            body=said.body,
            reply_to=company.agreement.email,
            about_kind=document._meta.label_lower,
            about_id=document.pk,
            about_name=f"{PaperKind(kind).label} {document.paper_number}",
            status=MailStatus.FAILED if problem else MailStatus.SENT,
            attempts=1,
            problem=f"{said.to[0]}: {problem}" if problem else "",
            accepted=[] if problem else [*said.to, *said.cc, *said.bcc],
            refused={said.to[0]: problem} if problem else {},
            sent_at=None if problem else moment + timedelta(seconds=4),
            queued_by=company.owner,
        )
        MailFile.objects.create(
            mail=letter,
            name=file_name(document, kind)[:150],
            content_type="application/pdf",
            content=stored.pdf_of(document, kind),
        )
        history.record(document, "mailed", by=company.owner, to=", ".join(letter.recipients))
        if problem:
            history.record(document, "mail_failed", by=None, to=said.to[0])
