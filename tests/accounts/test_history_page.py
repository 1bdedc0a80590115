"""The history of the agreement: everything that was done, narrowed by person, kind and day."""

import pytest

from accounts.models import Event
from tests import make

pytestmark = pytest.mark.django_db


def said(client, query="") -> list[str]:
    page = client.get(f"/settings/history/?sort=-at{query}")
    assert page.status_code == 200
    return page.content.decode()


def test_it_says_who_did_what_and_what_changed(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    client.post("/settings/information/", {"name": "Nordlys Lys AS", "language": "en"})
    text = said(client)
    assert "Anna Berg" in text and "company: Nordlys Sykkel AS → Nordlys Lys AS" in text


def test_it_is_narrowed_by_person_and_kind(nordlys, logged_in):
    with nordlys.open():
        make.order(nordlys, (nordlys.lamp, 1))
    client = logged_in(nordlys.anna)
    client.post("/settings/information/", {"name": "Nordlys Lys AS", "language": "en"})
    by_kind = said(client, "&kind=sales-salesorder")
    assert "confirmed it" in by_kind and "Nordlys Lys AS →" not in by_kind
    assert "No" in said(client, f"&by={nordlys.bo.pk}") and "confirmed it" not in said(client, f"&by={nordlys.bo.pk}")
    assert "confirmed it" in said(client, f"&by={nordlys.anna.pk}&at=today")
    for nonsense in ("&kind=x", "&by=999999999999999999999", "&at=never", "&kind=sales-salesorder'--"):
        assert "confirmed it" in said(client, nonsense)


def test_what_people_did_with_their_own_users_is_for_owners_and_themselves(nordlys, logged_in, client):
    for email in ("anna@nordlys.example", "vera@nordlys.example"):
        client.post("/accounts/login/", {"login": email, "password": "demo-rackbeat"})
        client.post("/accounts/logout/")
    with nordlys.open():
        assert Event.objects.filter(verb="logged_in").count() == 2
    assert said(logged_in(nordlys.anna)).count(">logged in</") == 2
    assert said(logged_in(nordlys.vera)).count(">logged in</") == 1
    assert logged_in(nordlys.bo).get("/settings/history/").status_code == 403


def test_another_agreement_reads_nothing_of_it(nordlys, solvang, logged_in):
    with nordlys.open():
        make.order(nordlys, (nordlys.lamp, 1))
    assert "confirmed it" not in said(logged_in(solvang.owner))


def test_a_row_leads_to_its_document_unless_that_is_gone(nordlys, logged_in):
    with nordlys.open():
        order = make.order(nordlys, (nordlys.lamp, 1))
        Event.objects.create(
            subject_kind="sales.quote", subject_id=7, subject_number="1007", verb="deleted", by=nordlys.anna
        )
    text = said(logged_in(nordlys.anna))
    assert f'<a href="/sales/orders/{order.number}/">{order.number}</a>' in text
    assert "1007" in text and "/sales/quotes/1007/" not in text
