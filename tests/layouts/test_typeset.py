"""What of a document comes onto its paper, and what its layout may take away."""

from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from layouts import choose, defaults, drafting, stored, typeset
from layouts.jobs import keep_paper
from layouts.models import Layout, LayoutTemplate, PaperKind, StoredPaper
from layouts.sheet import Row
from layouts.views.pdf import file_name, pdf_response
from sales import invoices, prices
from sales.models import SalesInvoiceLine, Shipment


def switch(kind, *, off=(), **texts):
    template = LayoutTemplate.objects.get(kind=kind)
    template.blocks = [block for block in template.blocks if block not in off]
    for name, value in texts.items():
        setattr(template, name, value)
    template.save()


def test_an_invoice_carries_what_the_law_demands(booked):
    sheet = typeset.sheet_of(booked)
    assert sheet.number == "5120"
    assert sheet.seller.name == "Nordlys Sykkel AS"
    assert sheet.seller.organisation.endswith("NO 312 498 766 MVA")
    assert sheet.buyer[0] == "Holmen Sportslager AS" and "0184 Oslo" in sheet.buyer
    assert [fact.value for fact in sheet.meta] == ["23.11.2026", "23.12.2026", "10014"]
    assert [total.value for total in sheet.totals] == ["502,20", "125,55", "627,75"]


def test_lines_are_printed_in_the_layouts_columns(booked):
    sheet = typeset.sheet_of(booked)
    assert [column.key for column in sheet.columns] == [
        "number", "text", "quantity", "unit", "price", "discount", "vat", "amount",
    ]  # fmt: skip
    cells = [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in sheet.rows[0].cells]
    assert cells == ["2040", "Frontlys Polar 800 lm", "2", "stk", "279,00", "10 %", "25 %", "502,20"]
    assert sheet.rows[1] == Row(text="Leveres med følgeseddel 2087")


def test_a_column_in_which_nobody_says_anything_is_left_out(invoice):
    SalesInvoiceLine.objects.update(discount_percent=Decimal(0))
    assert "discount" not in [column.key for column in typeset.sheet_of(invoice).columns]


def test_the_payment_terms_come_with_the_block_and_the_bank_with_its_own(booked):
    payment = typeset.sheet_of(booked).payment
    assert payment.terms == "Netto 30 dager."
    assert [fact.value for fact in payment.facts] == ["23.12.2026", "627,75", "1234 56 78903", "5120"]
    switch(PaperKind.INVOICE, off=["bank"])
    assert [fact.value for fact in typeset.sheet_of(booked).payment.facts] == ["23.12.2026", "627,75"]
    switch(PaperKind.INVOICE, off=["payment_terms"])
    assert typeset.sheet_of(booked).payment is None


def test_a_block_that_is_off_never_takes_away_what_the_law_demands(booked):
    switch(PaperKind.INVOICE, off=list(LayoutTemplate.objects.get(kind=PaperKind.INVOICE).blocks))
    sheet = typeset.sheet_of(booked)
    assert "23.12.2026" in [fact.value for fact in sheet.meta]
    assert sheet.seller.organisation and sheet.totals and not sheet.has_page_numbers
    assert [fact.value for fact in sheet.references] == ["Holmen Sportslager, Alnabruveien 3, 0668 Oslo"]


def test_a_document_without_a_layout_prints_heading_lines_totals_and_no_more(booked):
    booked.layout = None
    booked.heading, booked.note = "Vinterlys", "Takk for handelen."
    sheet = typeset.sheet_of(booked)
    assert sheet.subject == "Vinterlys" and len(sheet.rows) == 2 and sheet.totals
    assert sheet.payment is None and sheet.note == "" and sheet.seller.email == ""
    assert len(sheet.references) == 1  # where it was delivered, which the law wants to read
    assert "no layout" in str(choose.for_document(booked, "invoice").reason)


def test_the_default_layout_is_for_new_customers_not_for_documents_without_one(booked):
    assert choose.default() == Layout.objects.get()
    booked.layout = None
    assert choose.for_document(booked, "invoice").layout is None


def test_paper_speaks_the_layouts_language_whoever_asks(booked):
    Layout.objects.update(language="en")
    booked.layout.refresh_from_db()
    with translation.override("nb"):
        sheet = typeset.sheet_of(booked)
    assert sheet.title == "Invoice" and sheet.totals[-1].label == "To pay, NOK"
    assert sheet.rows[0].cells[4] == "279.00"


def test_two_rates_are_said_in_a_table_or_in_the_totals(invoice):
    line = SalesInvoiceLine(
        invoice=invoice, position=3, item=invoice.lines.first().item, text="Mat", quantity=Decimal(1),
        price=Decimal(100), vat_percent=Decimal(15),
    )  # fmt: skip
    line.reckon()
    line.save()
    sheet = typeset.sheet_of(invoice)
    assert [(row.base, row.amount) for row in sheet.vat] == [("502,20", "125,55"), ("100,00", "15,00")]
    switch(PaperKind.INVOICE, off=["vat_table"])
    sheet = typeset.sheet_of(invoice)
    assert sheet.vat == () and len(sheet.totals) == 4


def test_a_picking_list_goes_from_place_to_place_and_shows_no_price(shipment):
    sheet = typeset.sheet_of(shipment, PaperKind.PICKING_LIST)
    assert [row.cells[0] for row in sheet.rows] == ["A-01-2", "B-02-3"]
    assert {"price", "amount", "vat"}.isdisjoint(column.key for column in sheet.columns)
    assert sheet.columns[-1].align == "box" and sheet.totals == () and sheet.payment is None
    shipment.ship_on = shipment.agreement.today()
    assert "Skal sendes" in [str(fact.label) for fact in typeset.sheet_of(shipment, PaperKind.PICKING_LIST).meta]
    shipment.shipped_on = shipment.ship_on
    assert "Sendt" in [str(fact.label) for fact in typeset.sheet_of(shipment, PaperKind.PICKING_LIST).meta]


def test_prices_stay_off_a_picking_list_even_if_the_layout_asks_for_them(shipment):
    template = LayoutTemplate.objects.get(kind=PaperKind.PICKING_LIST)
    template.columns = [{"key": "text"}, {"key": "price"}, {"key": "amount"}, {"key": "nonsense"}]
    template.save()
    assert [column.key for column in typeset.sheet_of(shipment, PaperKind.PICKING_LIST).columns] == ["text"]


def test_a_delivery_note_goes_to_the_place_of_delivery_and_says_what_was_sent(shipment):
    shipment.lines.filter(position=1).update(quantity_picked=Decimal(3))
    sheet = typeset.sheet_of(shipment)
    assert sheet.kind == PaperKind.DELIVERY_NOTE and sheet.buyer[:2] == ("Holmen Sportslager", "Alnabruveien 3")
    assert [row.cells[2] for row in sheet.rows] == ["3", "2"]
    shipment.status = Shipment.Status.SHIPPED
    assert [row.cells[2] for row in typeset.sheet_of(shipment).rows] == ["3"]


def test_the_default_layout_has_a_template_for_every_kind(seller):
    assert set(Layout.objects.get().templates.values_list("kind", flat=True)) == set(PaperKind.values)
    for kind in ("quote", "order", "invoice", "purchase_order"):
        assert "payment_terms" in LayoutTemplate.objects.get(kind=kind).blocks
    defaults.complete(Layout.objects.get())
    assert LayoutTemplate.objects.count() == len(PaperKind.values)


def test_a_draft_says_that_it_is_one(invoice):
    assert typeset.sheet_of(invoice).number == "utkast 17"  # in the layout's language
    assert file_name(invoice).endswith("-17.pdf")


def test_the_answer_opens_in_the_browser_under_its_own_name(booked):
    with translation.override("en"):
        Layout.objects.update(language="en")
        booked.layout.refresh_from_db()
        response = pdf_response(booked)
    assert response.status_code == 200 and response.content.startswith(b"%PDF")
    assert response["Content-Disposition"] == 'inline; filename="Invoice-5120.pdf"'


def test_the_paper_of_a_booked_invoice_is_made_once_and_kept(booked):
    keep_paper(agreement=booked.agreement_id, document_kind="sales.salesinvoice", document=booked.pk)
    kept = StoredPaper.objects.get()
    assert len(kept.sha256) == 64
    switch(PaperKind.INVOICE, off=["payment_terms", "bank"])
    assert stored.pdf_of(booked) == bytes(kept.content)
    keep_paper(agreement=booked.agreement_id, document_kind="sales.salesinvoice", document=booked.pk)
    assert StoredPaper.objects.count() == 1


def test_another_layout_chosen_later_adds_a_paper_beside_the_first(booked):
    first = stored.keep(booked)
    other = Layout.objects.create(number=2, name="English", language="en")
    booked.layout = other
    assert stored.pdf_of(booked) != bytes(first.content)
    assert StoredPaper.objects.count() == 2
    assert pdf_response(booked, kept=str(first.pk)).content == bytes(first.content)
    for key in ("0", "x", "😀", "9" * 40):
        with pytest.raises(Http404):
            pdf_response(booked, kept=key)


def test_the_paper_of_a_draft_is_never_kept(invoice):
    assert stored.pdf_of(invoice).startswith(b"%PDF")
    assert not StoredPaper.objects.exists()


@pytest.mark.parametrize(
    ("zone", "words"), [("eu", "delivered outside"), ("abroad", "delivered outside"), ("domestic_exempt", "Exempt")]
)
def test_an_invoice_without_vat_says_why(invoice, zone, words):
    Layout.objects.update(language="en")
    invoice.layout.refresh_from_db()
    invoice.vat_zone = zone
    assert words in typeset.sheet_of(invoice).note


def test_booking_leaves_the_paper_to_the_worker(nordlys):
    with nordlys.open():
        nordlys.shop.layout = choose.default()
        draft = invoices.draft(nordlys.shop, by=nordlys.owner)
        facts = prices.line_facts(draft, nordlys.shop, nordlys.lamp)
        drafting.add_line(draft, by=nordlys.owner, item=nordlys.lamp, quantity=Decimal(2), **facts)
        booked = invoices.book(draft, by=nordlys.owner)
        job = ProcrastinateJob.objects.get(task_name="layouts.keep_paper")
        app.tasks[job.task_name](**job.args)
        assert stored.pdf_of(booked) == bytes(StoredPaper.objects.get().content)
