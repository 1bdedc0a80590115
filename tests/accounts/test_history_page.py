"""The history of the agreement: everything that was done, narrowed by person, kind and day."""

import logging
from decimal import Decimal

import pytest
from django.apps import apps
from django.db.models import DecimalField
from django.utils.translation import override

from accounts import history
from accounts.models import Event
from accounts.permissions import VIEWS
from inventory import items
from layouts import drafting
from layouts.models import Layout
from purchasing import receipts
from rackbeat.lib import traces
from sales import customers, invoices, quotes
from tests import make

pytestmark = pytest.mark.django_db


def said(client, query="") -> list[str]:
    page = client.get(f"/settings/history/?sort=-at{query}")
    assert page.status_code == 200
    return page.content.decode()


def test_it_says_who_did_what_and_what_changed(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    client.post("/settings/information/", {"name": "Nordlys Lys AS", "language": "en"})
    with nordlys.open():
        order = make.order(nordlys, (nordlys.lamp, 1))
        for layout in (Layout.objects.get(), None):
            drafting.choose_layout(order, layout, by=nordlys.anna)
    text = said(client)
    assert "Anna Berg" in text and "company: Nordlys Sykkel AS → Nordlys Lys AS" in text
    assert "chose the layout: Standard" in text and "chose the layout: Standard → –" in text


def test_what_was_done_is_found_again_in_the_log_by_its_request(nordlys, logged_in):
    """The id in the answer, in the history and before each line of the log is one; what no request asked for has none."""
    facts = {"name": "Nordlys Lys AS", "language": "en"}
    sent = [
        logged_in(nordlys.anna).post("/settings/information/", facts | {"city": city}) for city in ("Oslo", "Bergen")
    ]
    ids = [answer.headers["X-Request-ID"] for answer in sent]
    with nordlys.open():
        items.change(nordlys.lamp, by=nordlys.anna, name="Lamp 2")
        assert [*Event.objects.filter(verb="changed").order_by("id").values_list("request_id", flat=True)] == [*ids, ""]
    assert len(set(ids)) == 2 and {len(each) for each in ids} == {32}
    line = logging.LogRecord("django", logging.ERROR, "", 0, "Something broke", None, None)
    with traces.request() as key:
        assert traces.Formatter().format(line) == f"[{key}] Something broke"
    assert traces.Formatter().format(line) == "Something broke"
    line.request = sent[0].wsgi_request
    assert traces.Formatter().format(line) == f"[{ids[0]}] Something broke"


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


MEASURES = (
    "quantity",
    "vat_",
    "weight_",
    "short_",
    "minimum_",
    "on_hand",
    "reserved",
    "span",
    "font_size",
)  # how much, not what it costs
PUBLIC = {("CurrencyRate", "rate")}  # what a central bank says


def test_every_number_is_a_measure_or_says_which_right_reads_it():
    """A new column of money is made by amount_field or price_field, or is hidden by hand."""
    forgotten = [
        (model.__name__, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, DecimalField) and not getattr(field, "right", "") and not field.name.startswith(MEASURES)
    ]
    assert [each for each in forgotten if each not in PUBLIC] == []


@pytest.mark.parametrize("language", ["en", "nb", "da"])
def test_who_sees_no_prices_reads_none_in_the_history_in_any_language(nordlys, logged_in, language):
    """Whatever the label says: “total” is hidden, the quantity beside it is not; nor what was kept before fields were."""
    bo = nordlys.bo
    bo.language = language
    bo.save()
    with nordlys.open() as world, override(language):
        receipt = receipts.draft_from_order(make.purchase_order(world, (world.lamp, 10, "25.00")), by=world.anna)
        line = receipt.lines.get()
        facts = {"quantity": Decimal(7331), "price": Decimal("30.77"), "discount_percent": Decimal("30.77")}
        drafting.change_line(line, by=world.anna, **facts)
        items.change(world.lamp, by=world.anna, expected_cost=Decimal("30.77"))
        totals = history.differences(receipt, {"amount_total": Decimal("30.77")})
        history.record(receipt, "line_changed", by=world.anna, changes=totals)
        old = Event(subject_kind="purchasing.goodsreceipt", subject_id=receipt.pk, verb="line_changed")
        old.details = {"changes": [["Verdi", "1.5", "30.77"]]}
        old.save()
    pages = ["/purchasing/receipts/1001/", "/inventory/items/2040/"]
    seen, hidden = ("".join(logged_in(who).get(page).content.decode() for page in pages) for who in (nordlys.anna, bo))
    assert seen.count(">30.77</ins>") == 5
    assert ">7331</ins>" in hidden
    assert not any(price in hidden for price in ("30.77", "30,77"))


def test_what_somebody_changed_is_called_in_the_readers_language(nordlys):
    with nordlys.open() as world:
        with override("nb"):
            facts = {"reference": "Kari", "discount_percent": Decimal(5), "delivery_city": "Bergen"}
            customers.change(world.shop, by=world.anna, **facts)
        with override("da"):
            changes = history.of(world.shop, may=VIEWS)[0]["changes"]
    assert [each["label"] for each in changes] == ["deres reference", "rabat", "leveres til, by"]


def test_what_a_document_came_from_is_called_in_the_readers_language(nordlys):
    with nordlys.open() as world:
        with override("nb"):
            quote = quotes.draft(world.shop, by=world.anna)
            drafting.add_line(quote, by=world.anna, item=world.lamp, quantity=Decimal(1))
            quote = quotes.send(quote, by=world.anna)
            receipt = receipts.draft_from_order(make.purchase_order(world, (world.lamp, 1, "25.00")), by=world.anna)
            invoices.delete(invoices.draft_from_quote(quote, by=world.anna), by=world.anna)
        with override("da"):
            assert history.of(receipt)[0]["sentence"] == "oprettede det fra bestilling 1001"
            lost, accepted = (each["sentence"] for each in history.of(quote)[:2])
    assert lost == "åbnede igen: fakturakladde 1 blev slettet"
    assert accepted == "accepterede: fakturakladde 1"


def test_an_event_kept_before_fields_were_still_reads(nordlys):
    """Its label stands as it was kept; one in English is said in the reader's language."""
    with nordlys.open() as world:
        old = Event(subject_kind="sales.customer", subject_id=world.shop.pk, verb="changed")
        old.details = {"changes": [["their reference", "", "Kari"], ["sted", "Oslo", "Bergen"]]}
        gone = Event(verb="changed", details={"changes": [{"field": "sales.customer.shoe_size", "after": "43"}]})
        with override("da"):
            said = [each["label"] for each in history.shown(old, may=VIEWS)["changes"]]
            assert said == ["deres reference", "sted"]
            assert history.shown(gone)["changes"] == [{"label": "shoe size", "before": "", "after": "43"}]
        assert history.shown(old)["changes"] == []
