"""Terms in words: each paper says them in the language of its layout, and a booked one as it was booked."""

import io

import pytest
from pypdf import PdfReader

from accounts import registers
from accounts.models import DeliveryTerms, PaymentTerms
from layouts import drafting, letters, parents, stored, typeset
from layouts.models import Layout, LayoutTemplate, PaperKind
from purchasing import orders as purchase_orders
from sales import invoices, orders, quotes
from tests.house.addresses import client_of

NET = {
    "en": "Net 14 days. Interest is charged on overdue amounts.",
    "nb": "Netto 14 dager. Etter forfall beregnes renter etter forsinkelsesrenteloven.",
    "da": "Netto 14 dage. Efter forfald beregnes renter efter renteloven.",
}


@pytest.fixture
def world(nordlys):
    """With terms of delivery in two languages, and a layout in each."""
    with nordlys.open():
        by = nordlys.owner
        first = Layout.objects.get(is_default=True)
        nordlys.things["layouts"] = {"en": first} | {
            language: parents.change(parents.copy(first, by=by), by=by, language=language) for language in ("nb", "da")
        }
        nordlys.things["dap"] = registers.add(
            DeliveryTerms, by=by, name="DAP", text="Delivered to your door.", text_nb="Levert på døren."
        )
        nordlys.things["net"] = PaymentTerms.objects.get(is_default=True)
        yield nordlys


def in_all(world, document, kind=""):
    """(payment terms, delivery terms) as they are printed, by the language of the layout."""
    said = {}
    for language, layout in world.layouts.items():
        drafting.choose_layout(document, layout, by=world.owner)
        document.refresh_from_db()
        payment = typeset.sheet_of(document, kind).payment
        said[language] = payment.terms, payment.delivery
    return said


def test_every_paper_says_them_in_its_layouts_language(world):
    facts = {"by": world.owner, "payment_terms": world.net, "delivery_terms": world.dap}
    sold = [draft(world.shop, **facts) for draft in (quotes.draft, orders.draft, invoices.draft)]
    papers = [(sold[0], ""), (sold[1], ""), (sold[1], PaperKind.PROFORMA), (sold[2], "")]
    for document, kind in papers:
        assert in_all(world, document, kind) == {
            "en": (NET["en"], "Delivered to your door."),
            "nb": (NET["nb"], "Levert på døren."),
            "da": (NET["da"], "Delivered to your door."),  # nothing is written in Danish: the text as it stands
        }


def test_papers_to_suppliers_say_the_days_and_threaten_with_no_interest(world):
    facts = {"by": world.owner, "payment_terms": world.net, "delivery_terms": world.dap}
    order = purchase_orders.draft(world.maker, **facts)
    assert in_all(world, order) == {
        "en": ("Net 14 days", "Delivered to your door."),
        "nb": ("Netto 14 dager", "Levert på døren."),
        "da": ("Netto 14 dage", "Delivered to your door."),
    }
    bought, sold = (
        pdf_words(world, document) for document in (order, orders.draft(world.shop, layout=order.layout, **facts))
    )
    assert "Netto 14 dage" in bought and "renteloven" not in bought
    assert "renteloven" in sold
    registers.change(world.net, by=world.owner, kind=PaymentTerms.Kind.MONTH, days=30, name="30 e.o.m.")
    order.refresh_from_db()
    assert {language: terms for language, (terms, _delivery) in in_all(world, order).items()} == {
        "en": "30 e.o.m.",  # as we call it ourselves
        "nb": "Løpende måned + 30 dager",
        "da": "Løbende måned + 30 dage",
    }


def pdf_words(world, document):
    where = "purchasing" if document.party_field == "supplier" else "sales"
    paper = client_of(world.owner).get(f"/{where}/orders/{document.number}/document.pdf").content
    return " ".join(PdfReader(io.BytesIO(paper)).pages[0].extract_text().split())


def test_a_mail_says_them_in_the_layouts_language_too(world):
    order = orders.draft(world.shop, by=world.owner, payment_terms=world.net)
    LayoutTemplate.objects.filter(kind=PaperKind.ORDER).update(mail_body="{payment_terms}")
    drafting.choose_layout(order, world.layouts["da"], by=world.owner)
    order.refresh_from_db()
    assert NET["da"] in letters.suggest(order).body


def test_a_booked_invoice_keeps_what_it_was_booked_with_in_every_language(world):
    invoice = invoices.draft(world.shop, by=world.owner, payment_terms=world.net, delivery_terms=world.dap)
    drafting.add_line(invoice, by=world.owner, item=world.lamp, quantity=1, price=100, vat_percent=25)
    invoice = invoices.book(invoice, by=world.owner)
    paper = stored.pdf_of(invoice)
    registers.change(world.net, by=world.owner, text="At once.", text_nb="Straks.", text_da="Straks.")
    registers.change(world.dap, by=world.owner, text="Fetched.", text_nb="Hentes.")
    invoice.refresh_from_db()
    assert stored.pdf_of(invoice) == paper
    assert in_all(world, invoice) == {
        "en": (NET["en"], "Delivered to your door."),
        "nb": (NET["nb"], "Levert på døren."),
        "da": (NET["da"], "Delivered to your door."),
    }
    assert typeset.sheet_of(invoice, PaperKind.REMINDER).payment.terms == NET["da"]


def test_delivery_terms_are_a_block_of_their_own(world):
    order = orders.draft(world.shop, by=world.owner, payment_terms=world.net, delivery_terms=world.dap)
    drafting.choose_layout(order, world.layouts["en"], by=world.owner)
    order.refresh_from_db()
    template = LayoutTemplate.objects.get(layout=world.layouts["en"], kind=PaperKind.ORDER)
    template.blocks.remove("delivery_terms")
    template.save()
    payment = typeset.sheet_of(order).payment
    assert (payment.terms, payment.delivery) == (NET["en"], "")
    page = client_of(world.owner).get(f"/sales/orders/{order.number}/?why=delivery_terms").content.decode()
    assert "Delivery terms: missing on the PDF, because the block is off in Standard" in page


def test_the_form_asks_for_the_other_languages_only(world):
    owner = client_of(world.owner)
    page = owner.get("/settings/payment-terms/1/").content.decode()
    assert NET["nb"] in page and NET["da"] in page and "In other languages" in page
    assert "text_en" not in page  # the agreement's own language is the text itself
    facts = {"number": "7", "name": "DDP", "text": "Duty paid.", "text_nb": "Fortollet.", "text_da": "Fortoldet 🚚"}
    assert owner.post("/settings/delivery-terms/new/", facts).status_code == 302
    terms = DeliveryTerms.objects.get(number=7)
    assert [terms.said(each) for each in ("nb", "da", "en")] == ["Fortollet.", "Fortoldet 🚚", "Duty paid."]
    assert owner.post("/settings/delivery-terms/7/", facts | {"text_da": "Fortoldet."}).status_code == 302
    assert "text in Danish" in owner.get("/settings/delivery-terms/7/").content.decode()
