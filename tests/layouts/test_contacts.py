"""Contacts of customers and suppliers: who gets which paper by mail, and pages to keep them."""

import pytest
from django.urls import reverse

from accounts import history
from layouts import contacts
from rackbeat.lib.refusal import Refusal
from tests.house.addresses import client_of


def test_a_mail_is_suggested_for_the_contacts_who_get_such_a_paper(nordlys):
    with nordlys.open():
        shop, by = nordlys.shop, nordlys.owner
        contacts.add(shop, by=by, name="Kari", email="kari@fjord.example", receives=["invoice"])
        contacts.add(shop, by=by, name="Regnskap", email="regnskap@fjord.example", receives=["invoice"], place="cc")
        contacts.add(shop, by=by, name="Lager", email="lager@fjord.example", receives=["delivery_note"])
        found = contacts.receivers(shop, "invoice")
        assert (found.to, found.cc, found.bcc) == (["kari@fjord.example"], ["regnskap@fjord.example"], [])
        assert contacts.receivers(shop, "credit_note").to == ["kari@fjord.example"]
        assert contacts.receivers(shop, "delivery_note").to == ["lager@fjord.example"]


def test_where_no_contact_gets_it_the_customers_own_address_is_suggested(nordlys):
    with nordlys.open():
        nordlys.shop.email = "post@fjord.example"
        contacts.add(nordlys.shop, by=nordlys.owner, name="Kari", email="kari@fjord.example", receives=["invoice"])
        assert contacts.receivers(nordlys.shop, "quote").to == ["post@fjord.example"]


def test_who_gets_papers_needs_an_address(nordlys):
    with nordlys.open(), pytest.raises(Refusal) as no:
        contacts.add(nordlys.maker, by=nordlys.owner, name="Ute", receives=["purchase_order"])
    assert no.value.field == "email"


@pytest.mark.parametrize(
    ("noun", "thing", "paper"),
    [("sales:customer", "shop", "quote"), ("purchasing:supplier", "maker", "purchase_order")],
)
def test_a_contact_is_added_changed_and_removed_on_its_pages(nordlys, noun, thing, paper):
    party, client = nordlys.things[thing], client_of(nordlys.owner)
    new = reverse(f"{noun}_contact_new", args=[party.number])
    client.post(new, {"name": "Ute 🚲 Å", "email": "ute@x.example", "receives": [paper], "place": "to"})
    with nordlys.open():
        contact = party.contacts.get()
    page = client.get(reverse(noun, args=[party.number])).content.decode()
    assert "ute@x.example" in page
    edit = reverse(f"{noun}_contact_edit", args=[party.number, contact.pk])
    assert client.get(edit).status_code == 200
    client.post(edit, {"name": "Ute", "email": "ute@y.example", "place": "cc"})
    with nordlys.open():
        assert (party.contacts.get().email, party.contacts.get().place) == ("ute@y.example", "cc")
    client.post(reverse(f"{noun}_contact_remove", args=[party.number, contact.pk]))
    with nordlys.open():
        assert list(party.contacts.all()) == []
        told = [each["sentence"] for each in history.of(party)]
    assert told[:3] == ["removed the contact Ute", "changed the contact Ute", "added the contact Ute 🚲 Å"]


def test_a_refused_contact_keeps_what_was_typed(nordlys):
    client = client_of(nordlys.owner)
    new = reverse("sales:customer_contact_new", args=[nordlys.shop.number])
    answer = client.post(new, {"name": "Kari", "email": "", "receives": ["quote"], "place": "to"})
    assert answer.status_code == 422
    assert 'value="Kari"' in answer.content.decode()


def test_nobody_reaches_a_contact_of_another_customer_or_agreement(nordlys, solvang):
    with nordlys.open():
        contact = contacts.add(nordlys.shop, by=nordlys.owner, name="Kari")
    where = reverse("sales:customer_contact_edit", args=[10001, contact.pk])
    assert client_of(solvang.owner).get(where).status_code == 404
    assert client_of(nordlys.bo).get(where).status_code == 403
    assert client_of(nordlys.owner).get(where.replace(f"/{contact.pk}/", "/99999999999999999999/")).status_code == 404
