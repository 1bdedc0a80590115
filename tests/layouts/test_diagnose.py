"""Why are the payment terms missing on the PDF? Every cause of the help article is found, told and mended (S6)."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from layouts import diagnose, drafting, nested, stored
from layouts.models import Layout, StoredPaper
from sales import customers, invoices, orders
from tests import make
from tests.house.addresses import client_of
from tests.house.pages import read

TERMS = "Payment terms"
PLACES = diagnose.Places(name="order 1001", take="/take/", choose="/choose/", anew="/anew/")


def words(client, url):
    pages = PdfReader(io.BytesIO(client.get(url).content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def switch(world, kind="order", *, off=(), on=()):
    template = nested.template_of(Layout.objects.get(), kind)
    blocks = [key for key in [*template.blocks, *on] if key not in off]
    return nested.change(Layout.objects.get(), kind, by=world.owner, blocks=blocks)


@pytest.fixture
def terms(nordlys):
    """Nordlys' shop with the usual payment terms, no layout yet."""
    from accounts.models import PaymentTerms

    with nordlys.open():
        customers.change(nordlys.shop, by=nordlys.owner, payment_terms=PaymentTerms.objects.get(is_default=True))
        nordlys.shop.refresh_from_db()
        yield nordlys


def checks(document, block="payment_terms"):
    found = diagnose.diagnose(type(document).objects.get(pk=document.pk), block, PLACES)
    return found.answer, [each.ok for each in found.steps], found.steps


def test_neither_customer_nor_document_has_a_layout(terms):
    answer, ok, steps = checks(make.order(terms, (terms.lamp, 1)))
    assert answer == "Payment terms: missing on the PDF, because order 1001 has no layout."
    assert ok == [False, False, True, False]
    assert steps[0].link_label == "Choose one"


def test_the_customer_got_its_layout_after_the_document_was_made(terms):
    order = make.order(terms, (terms.lamp, 1))
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.odd)
    _answer, ok, steps = checks(order)
    assert ok[:2] == [True, False]
    assert "by Odd Moe" in steps[0].text
    assert "before Fjord Sykkel AS got its layout" in steps[1].text
    assert (steps[1].fix_url, steps[1].fix_label) == ("/take/", "Use Standard")


def test_the_layout_was_taken_off_the_document(terms):
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.owner)
    terms.shop.refresh_from_db()
    order = make.order(terms, (terms.lamp, 1))
    drafting.choose_layout(order, None, by=terms.odd)
    assert "taken away, set on" in checks(order)[2][1].text
    assert "by Odd Moe" in checks(order)[2][1].text


def test_the_block_was_switched_off_by_somebody(terms):
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.owner)
    terms.shop.refresh_from_db()
    order = make.order(terms, (terms.lamp, 1))
    switch(terms, off=["payment_terms"])
    answer, ok, steps = checks(order)
    assert answer.endswith("because the block is off in Standard.")
    assert ok == [True, True, True, False]
    assert "by Anna Berg" in steps[3].text
    assert steps[3].link_url == "/settings/layouts/1/order/?block=payment_terms"


def test_nothing_is_wrong_when_it_is_printed(terms):
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.owner)
    terms.shop.refresh_from_db()
    assert checks(make.order(terms, (terms.lamp, 1)))[:2] == ("Payment terms: printed on the PDF.", [True] * 4)


def test_every_block_of_every_document_can_be_asked_about(terms):
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.owner)
    terms.shop.refresh_from_db()
    for document in (make.order(terms, (terms.lamp, 1)), make.purchase_order(terms, (terms.lamp, 1, 50))):
        for block, _label in diagnose.blocks_of(document):
            answer, ok, _steps = checks(document, block)
            assert ("printed on the PDF." in answer) == all(ok), (document, block, answer)


def test_it_is_diagnosed_mended_and_printed_by_what_is_on_the_page(terms):
    """The whole way of the help article, without a typed address: order, Why?, button, PDF."""
    order = make.order(terms, (terms.lamp, 1))
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.owner)
    anna, here = client_of(terms.owner), reverse("sales:order", args=[order.number])
    assert TERMS not in words(anna, here + "document.pdf")
    why = next(link for link in read(anna.get(here).content.decode(), here).links if "?why" in link)
    page = read(anna.get(why.split("#")[0]).content.decode(), here)
    fix = next(form for form in page.forms if form.action.endswith("/take-layout/"))
    anna.post(fix.action, fix.values)
    assert TERMS in words(anna, here + "document.pdf")


def test_a_booked_invoice_gets_a_new_pdf_beside_the_old_when_its_block_is_switched_on_later(terms):
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.owner)
    terms.shop.refresh_from_db()
    switch(terms, "invoice", off=["payment_terms"])
    make.received(terms, terms.lamp, 5, 50)
    order = make.order(terms, (terms.lamp, 1))
    invoice = invoices.book(invoices.draft_from_order(order, by=terms.owner), by=terms.owner)
    anna, here = client_of(terms.owner), reverse("sales:invoice", args=[invoice.number])
    first = words(anna, here + "document.pdf")
    switch(terms, "invoice", on=["payment_terms"])
    assert words(anna, here + "document.pdf") == first
    page = anna.get(here + "?why").content.decode()
    assert "the PDF was made before the block was switched on" in page
    fix = next(form for form in read(page, here).forms if form.action.endswith("/print-anew/"))
    anna.post(fix.action, fix.values)
    assert TERMS in words(anna, here + "document.pdf")
    assert StoredPaper.objects.count() == 2
    assert "had its paper made anew" in anna.get(here).content.decode()
    assert len(stored.of(invoice)) == 2
    switch(terms, "invoice", off=["payment_terms"])
    assert TERMS in words(anna, here + "document.pdf")
    page = anna.get(here + "?why").content.decode()
    assert "Payment terms: printed on the PDF." in page
    assert "was made while it was on" in page


def test_readers_are_told_but_offered_no_button(terms):
    order = make.order(terms, (terms.lamp, 1))
    page = client_of(terms.vera).get(reverse("sales:order", args=[order.number]) + "?why=bank").content.decode()
    assert "missing on the PDF" in page
    assert "take-layout" not in page


def test_a_suppliers_layout_is_chosen_where_why_leads_to(terms):
    order = make.purchase_order(terms, (terms.lamp, 1, 50))
    here = reverse("purchasing:order", args=[order.number]) + "?why=references"
    form = reverse("purchasing:supplier_edit", args=[terms.maker.number])
    assert f'href="{form}#id_layout"' in client_of(terms.owner).get(here).content.decode()
    assert 'id="id_layout"' in client_of(terms.owner).get(form).content.decode()
    assert form not in client_of(terms.vera).get(here).content.decode()


def test_a_nonsense_block_is_answered_with_the_first(terms):
    order = orders.draft(terms.shop, by=terms.owner)
    answer = client_of(terms.owner).get(reverse("sales:order", args=[order.number]) + "?why=<script>")
    assert answer.status_code == 200


def test_a_paper_beside_the_usual_one_is_asked_about_too(terms):
    order = make.order(terms, (terms.lamp, 1))
    customers.choose_layout(terms.shop, Layout.objects.get(), by=terms.owner)
    drafting.choose_layout(order, Layout.objects.get(), by=terms.owner)
    ask = client_of(terms.owner).get
    here = reverse("sales:order", args=[order.number])
    proforma = ask(f"{here}?why=payment_terms&paper=proforma").content.decode()
    assert "Standard › Proforma invoice" in proforma and "why=bank&amp;paper=proforma#why" in proforma
    assert "Standard › Order confirmation" in ask(f"{here}?why=payment_terms&paper=<b>").content.decode()
    nested.change(Layout.objects.get(), "order", by=terms.owner, intro="Your order {number}")
    assert f"Your order {order.number}" in ask(f"{here}?why=notes").content.decode()
