"""The register of suppliers: entered, changed, barred; nobody else's."""

import uuid

import pytest

from accounts.models import Event
from purchasing import orders
from purchasing.models import Supplier
from rackbeat.lib.refusal import Refusal

pytestmark = pytest.mark.django_db
LIST = "/purchasing/suppliers/"
SHOW = "/purchasing/suppliers/20001/"
TYPED = {"name": "Shimano Nordic", "vat_zone": "abroad", "country": "SE", "delivery_days": "12", "city": "Uppsala"}


def words(response):
    return response.content.decode()


def test_a_new_supplier_takes_the_next_free_number(nordlys, anna):
    response = anna.post(f"{LIST}new/", TYPED | {"once": str(uuid.uuid4())})
    assert response["Location"] == "/purchasing/suppliers/20002/"
    page = words(anna.get(response["Location"]))
    assert "Shimano Nordic" in page
    assert "12 days" in page
    with nordlys.open():
        supplier = Supplier.objects.get(number=20002)
        assert (supplier.country, supplier.delivery_days) == ("SE", 12)
        assert Event.objects.filter(subject_kind="purchasing.supplier", verb="created", by=nordlys.anna).exists()


def test_the_form_begins_with_what_is_usual(nordlys, anna):
    page = words(anna.get(f"{LIST}new/"))
    assert "selected>Netto 14" in page or "selected>Net 14 days" in page
    assert "selected>Standard" in page


def test_sending_the_form_twice_enters_one_supplier(nordlys, anna):
    sent = TYPED | {"once": str(uuid.uuid4())}
    first, second = anna.post(f"{LIST}new/", sent), anna.post(f"{LIST}new/", sent)
    assert first["Location"] == second["Location"]
    with nordlys.open():
        assert Supplier.objects.count() == 2


def test_a_supplier_made_on_the_way_to_an_order_leads_on_to_it(nordlys, anna):
    assert f"{LIST}new/?then=order" in words(anna.get("/purchasing/orders/new/"))
    response = anna.post(f"{LIST}new/?then=order", TYPED | {"once": str(uuid.uuid4())})
    assert response["Location"] == "/purchasing/orders/1001/?line=new"


def test_a_taken_number_is_said_at_its_field_and_nothing_typed_is_lost(nordlys, anna):
    response = anna.post(f"{LIST}new/", TYPED | {"number": "20001"})
    assert response.status_code == 422
    assert "Another supplier has the number 20001." in words(response)
    assert 'value="Shimano Nordic"' in words(response)
    with nordlys.open():
        assert Supplier.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "-1", "1e9", "99999999999999999999", "NaN", "x", "1.5"])
def test_no_number_breaks_the_form(nordlys, anna, number):
    assert anna.post(f"{LIST}new/", TYPED | {"number": number}).status_code == 422
    assert anna.post(f"{LIST}new/", TYPED | {"delivery_days": number}).status_code in (302, 422)


def test_changing_says_before_and_after(nordlys, anna):
    anna.post(f"{SHOW}edit/", TYPED | {"number": "20001", "name": "Lumen GmbH"})
    page = words(anna.get(SHOW))
    assert "<del>Lumen Cycle GmbH</del>" in page
    assert "<ins>Lumen GmbH</ins>" in page


def test_a_barred_supplier_gets_no_new_orders(nordlys, anna):
    anna.post(f"{SHOW}bar/")
    with nordlys.open() as world:
        maker = Supplier.objects.get(number=20001)
        assert maker.is_barred
        with pytest.raises(Refusal):
            orders.draft(maker, by=world.anna)
    assert "Lumen" not in words(anna.get(LIST))
    assert "Lumen" in words(anna.get(f"{LIST}?view=barred"))
    anna.post(f"{SHOW}bar/")
    assert "Lumen" in words(anna.get(LIST))


def test_a_note_stands_in_the_history(nordlys, anna):
    anna.post(f"{SHOW}note/", {"note": "Closed in August"})
    assert "Closed in August" in words(anna.get(SHOW))


def test_the_reader_reads_and_no_more(nordlys, vera):
    page = words(vera.get(SHOW))
    assert "Lumen" in page
    assert "/edit/" not in page
    for address in ("edit/", "bar/", "note/"):
        assert vera.post(SHOW + address, TYPED).status_code == 403


def test_the_warehouse_has_no_business_here(nordlys, bo):
    for address in (LIST, f"{LIST}new/", SHOW, f"{SHOW}edit/"):
        assert bo.get(address).status_code == 403


def test_carla_finds_nothing_of_nordlys(nordlys, carla):
    with nordlys.open() as world:
        world.maker.number = 20077
        world.maker.save()
    for address in ("", "edit/"):
        assert carla.get(f"/purchasing/suppliers/20077/{address}").status_code == 404
    for address in ("edit/", "bar/", "note/"):
        assert carla.post(f"/purchasing/suppliers/20077/{address}", TYPED).status_code == 404
    with nordlys.open():
        assert not Supplier.objects.get(number=20077).is_barred


def test_a_layout_of_somebody_else_is_no_choice(nordlys, solvang, anna):
    from layouts.models import Layout

    with solvang.open():
        theirs = Layout.objects.get().pk
    assert anna.post(f"{LIST}new/", TYPED | {"layout": str(theirs)}).status_code == 422
