"""The register of customers: entered, changed, given a layout, barred and opened again; and what its page shows."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import PaymentTerms
from layouts import drafting
from layouts.models import Layout
from rackbeat.lib.refusal import Refusal
from sales import customers, figures, invoices, prices
from sales.models import Customer, SalesOrder
from tests.sales.pages import follow, send, words


def billed(world, quantity, *, on=None):
    """A booked invoice of so many hours at 800.00."""
    invoice = invoices.draft(world.shop, by=world.owner)
    facts = prices.line_facts(invoice, world.shop, world.hours)
    drafting.add_line(invoice, by=world.owner, item=world.hours, quantity=Decimal(quantity), **facts)
    return invoices.book(invoice, by=world.owner, on=on)


def card(world, number=10001):
    with world.open():
        return Customer.objects.select_related("layout", "payment_terms").get(number=number)


# --- entered ---


def test_a_new_customer_gets_the_next_number_the_default_layout_and_terms(nordlys):
    with nordlys.open():
        made = customers.create(by=nordlys.anna, name="Sjø og Land AS")
        assert made.number == 10002  # 10001 was chosen by hand
        assert made.layout == Layout.objects.get(is_default=True)
        assert made.payment_terms == PaymentTerms.objects.get(is_default=True)
        assert customers.create(by=nordlys.anna, name="B", layout=None).layout is None


def test_a_number_is_typed_and_is_unique(nordlys):
    with nordlys.open():
        assert customers.create(by=nordlys.anna, name="A", number=777).number == 777
        with pytest.raises(Refusal) as no:
            customers.create(by=nordlys.anna, name="B", number=777)
        assert no.value.field == "number"


def test_a_customer_is_entered_on_its_page(anna, nordlys):
    form = anna.get("/sales/customers/new/")
    with nordlys.open():
        layout, terms = Layout.objects.get(is_default=True), PaymentTerms.objects.get(is_default=True)
    assert f'<option value="{layout.pk}" selected>' in form.content.decode()
    given = {
        "name": "Sjø og Land AS",
        "city": "Bodø",
        "country": "NO",
        "layout": layout.pk,
        "payment_terms": terms.pk,
        "vat_zone": "domestic",
        "discount_percent": "12,5 %",
        "email": "post@sjo.example",
    }
    page = follow(anna, "/sales/customers/new/", given)
    assert page.request["PATH_INFO"] == "/sales/customers/10002/"
    said = words(page)
    for piece in ("Sjø og Land AS", "Bodø", "12.5%", "post@sjo.example", layout.name, "made it"):
        assert piece in said
    assert card(nordlys, 10002).country == "NO"


@pytest.mark.parametrize(("kind", "made"), [("quote", "1001"), ("order", "1001"), ("invoice", "draft-1")])
def test_a_customer_made_on_the_way_to_a_document_leads_on_to_it(anna, nordlys, kind, made):
    assert f"/sales/customers/new/?then={kind}" in anna.get(f"/sales/{kind}s/new/").content.decode()
    given = {"once": str(uuid.uuid4()), "name": "Veien AS", "vat_zone": "domestic"}
    for _twice in range(2):
        answer = anna.post(f"/sales/customers/new/?then={kind}", given)
        assert answer["Location"] == f"/sales/{kind}s/{made}/?line=new"
    assert anna.post("/sales/customers/new/?then=//evil.example", {"name": "B", "vat_zone": "domestic"})[
        "Location"
    ] == ("/sales/customers/10003/")


def test_a_form_sent_twice_makes_one_customer(anna, nordlys):
    given = {"once": str(uuid.uuid4()), "name": "Twice AS", "vat_zone": "domestic"}
    for _twice in range(2):
        assert anna.post("/sales/customers/new/", given)["Location"] == "/sales/customers/10002/"
    with nordlys.open():
        assert Customer.objects.filter(name="Twice AS").count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "   "),
        ("number", "10001"),
        ("number", "99999999999999"),
        ("number", "-4"),
        ("number", "1e3"),
        ("discount_percent", "1e309"),
        ("discount_percent", "NaN"),
        ("discount_percent", "101"),
        ("discount_percent", "99999999999999"),
        ("email", "nobody"),
        ("country", "Norway"),
        ("name", "a\x00b"),
        ("name", "x" * 300),
        ("vat_zone", "moon"),
        ("layout", "99999999999999999999"),
        ("payment_terms", "x"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_what_was_typed_stays(anna, nordlys, field, typed):
    given = {"name": "Sjø og Land AS", "vat_zone": "domestic", "street": "Havnegata 4", field: typed}
    response = send(anna, "/sales/customers/new/", given)
    assert response.status_code == 422
    body = response.content.decode()
    assert f'id="id_{field}_error"' in body and 'value="Havnegata 4"' in body
    with nordlys.open():
        assert Customer.objects.count() == 1


# --- changed ---


def test_the_card_is_changed_and_the_history_says_how(anna, nordlys):
    assert anna.get("/sales/customers/10001/edit/").status_code == 200
    given = {"number": "10001", "name": "Fjord Sykkel Vest AS", "city": "Bergen", "vat_zone": "domestic"}
    page = follow(anna, "/sales/customers/10001/edit/", given)
    assert "Fjord Sykkel Vest AS" in words(page)
    assert "name Fjord Sykkel AS Fjord Sykkel Vest AS" in words(page)


def test_documents_made_before_keep_what_they_copied(anna, nordlys):
    with nordlys.open() as world:
        invoice = billed(world, 1)
    given = {"number": "10001", "name": "Other AS", "vat_zone": "domestic"}
    follow(anna, "/sales/customers/10001/edit/", given)
    assert "Fjord Sykkel AS" in words(anna.get(f"/sales/invoices/{invoice.number}/"))


def test_a_layout_is_chosen_in_its_section(anna, nordlys):
    assert "No layout" in words(anna.get("/sales/customers/10001/"))
    with nordlys.open():
        layout = Layout.objects.get(is_default=True)
    page = follow(anna, "/sales/customers/10001/layout/", {"layout": layout.pk})
    assert layout.name in words(page) and layout.get_language_display() in words(page)
    assert card(nordlys).layout == layout
    assert send(anna, "/sales/customers/10001/layout/", {"layout": "9" * 30}).status_code == 422


def test_barring_can_be_undone_on_the_spot(anna, nordlys):
    page = follow(anna, "/sales/customers/10001/bar/")
    assert "is barred" in words(page) and 'form="undo"' in page.content.decode()
    assert 'action="/sales/customers/10001/unbar/" hidden' in page.content.decode()
    assert card(nordlys).is_barred
    assert send(anna, "/sales/customers/10001/new/order/").status_code == 422
    follow(anna, "/sales/customers/10001/unbar/")
    assert not card(nordlys).is_barred


def test_a_document_is_begun_from_the_customers_page(anna, nordlys):
    page = follow(anna, "/sales/customers/10001/new/order/")
    assert "Order 1001" in words(page)
    page = follow(anna, "/sales/customers/10001/new/invoice/")
    assert "Invoice draft 1" in words(page)
    assert send(anna, "/sales/customers/10001/new/letter/").status_code == 404
    with nordlys.open():
        assert SalesOrder.objects.count() == 1


def test_a_note_stands_in_the_history(anna):
    assert "Calls on Fridays" in words(follow(anna, "/sales/customers/10001/note/", {"note": "Calls on Fridays"}))
    assert send(anna, "/sales/customers/10001/note/", {"note": " "}).status_code == 422


# --- figures ---


def test_months_go_back_over_the_new_year():
    found = figures.months(date(2026, 1, 31))
    assert (found[0], found[-1], len(found)) == (date(2025, 2, 1), date(2026, 1, 1), 12)


def test_what_is_open_overdue_and_sold(anna, nordlys):
    with nordlys.open() as world:
        today = world.agreement.today()
        long_ago = today - timedelta(days=40)
        billed(world, 1, on=long_ago)
        paid = billed(world, 2)
        invoices.pay(paid, Decimal("500.00"), by=world.anna)
        assert figures.owed(world.shop, today) == (Decimal("2500.00"), Decimal("1000.00"))
        by_month = dict(figures.sold_by_month(world.shop, today))
        assert by_month[today.replace(day=1)] == Decimal("1600.00")
        assert by_month[long_ago.replace(day=1)] == Decimal("800.00")
    said = words(anna.get("/sales/customers/10001/"))
    for piece in ("2,500.00", "1,000.00", "2,400.00", "Sold by month"):
        assert piece in said
    assert "2,500.00" in words(anna.get("/sales/customers/"))


def test_its_latest_documents_lead_to_their_lists(anna, nordlys):
    with nordlys.open() as world:
        invoice = billed(world, 1)
    body = anna.get("/sales/customers/10001/").content.decode()
    assert f"/sales/invoices/{invoice.number}/" in body
    assert "/sales/invoices/?customer=10001&amp;archived=all" in body


# --- the list, and who may ---


def test_the_list_sorts_names_as_here_and_hides_the_barred(anna, nordlys):
    with nordlys.open():
        for name in ("Åsen Sykkel", "Zeta Hjul", "Ærlig Handel", "Alfa Sport"):
            customers.create(by=nordlys.anna, name=name)
        customers.bar(Customer.objects.get(name="Zeta Hjul"), by=nordlys.anna)
    said = words(anna.get("/sales/customers/"))
    assert said.index("Alfa Sport") < said.index("Ærlig Handel") < said.index("Åsen Sykkel")
    assert "Zeta Hjul" not in said
    assert "Zeta Hjul" in words(anna.get("/sales/customers/?view=barred"))
    for sort in ("number", "-name", "city", "-email", "still_open", "-is_barred"):
        assert anna.get(f"/sales/customers/?sort={sort}").status_code == 200


def test_a_stranger_gets_404_and_the_warehouse_403(carla, bo, nordlys):
    with nordlys.open():
        customers.create(by=nordlys.anna, name="Only Nordlys", number=4711)
    for url in ("", "edit/", "layout/", "note/", "bar/", "unbar/", "new/order/"):
        assert carla.get(f"/sales/customers/4711/{url}").status_code == 404
        assert bo.get(f"/sales/customers/4711/{url}").status_code == 403
        if url:
            assert send(carla, f"/sales/customers/4711/{url}").status_code == 404
            assert send(bo, f"/sales/customers/4711/{url}").status_code == 403
    assert "Only Nordlys" not in words(carla.get("/sales/customers/"))
    assert bo.get("/sales/customers/").status_code == 403


def test_a_reader_sees_and_changes_nothing(vera):
    page = vera.get("/sales/customers/10001/")
    assert page.status_code == 200 and "New order" not in words(page)
    assert send(vera, "/sales/customers/10001/bar/").status_code == 403
    assert vera.get("/sales/customers/new/").status_code == 403


@pytest.mark.parametrize("number", ["0", "7", "9" * 12, "9" * 30])
def test_a_customer_that_is_not_there(anna, number):
    assert anna.get(f"/sales/customers/{number}/").status_code == 404
