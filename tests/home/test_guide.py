"""Getting started: read from what there is, in the order of the work; put away by each for themselves."""

import io
import re

import pytest
from django.core import mail
from django.test import Client

from accounts import company, registers
from accounts.models import BankAccount, User
from accounts.signup import found
from accounts.tenancy import acting_for
from home import guide
from inventory.models import Item
from support import onboarding
from support.models import Contact, Conversation, Message
from tests import jobs, make

ORDER = ["settings", "groups", "locations", "units", "suppliers", "customers", "items", "opening", "layouts", "order"]


def enter(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def newcomer(db):
    """A company on its first day."""
    user = User.objects.create_user("nina@nytt.example", "demo-rackbeat", name="Nina Ny", language="en")
    agreement = found(user, name="Nytt AS", country="NO", base_currency="NOK", principle="fifo", language="nb")
    return user, agreement


def done(agreement):
    with acting_for(agreement):
        return {stand.step.key for stand in guide.stands(frozenset()) if stand.done}


def test_the_steps_stand_in_the_order_of_the_model_product():
    assert [step.key for step in guide.STEPS] == ORDER


def test_a_new_company_has_what_it_was_furnished_with_and_nothing_else(newcomer):
    assert done(newcomer[1]) == {"groups", "locations", "units"}


def test_each_step_is_done_by_what_is_there(nordlys):
    with nordlys.open() as world:
        assert done(world.agreement) >= {"suppliers", "customers", "items"}
        facts = {"org_number": "912345678", "street": "Gate 1", "postcode": "0155", "city": "Oslo"}
        company.describe(world.agreement, by=world.anna, **facts)
        assert "settings" not in done(world.agreement)
        account = BankAccount.objects.get(is_default=True)
        BankAccount.objects.filter(pk=account.pk).update(account_number="1234 56 78903")
        assert "settings" in done(world.agreement)
        assert "opening" not in done(world.agreement)
        make.received(world, world.lamp, 1, "10")
        assert "opening" in done(world.agreement)
        assert "order" not in done(world.agreement)
        make.order(world, (world.lamp, 1))
        assert "order" in done(world.agreement)


def test_the_guide_stands_on_the_first_page_until_it_is_put_away(newcomer):
    nina = enter(newcomer[0])
    assert "Getting started" in nina.get("/").content.decode()
    nina.post("/guide/hidden/mark/")
    assert 'id="guide"' not in nina.get("/").content.decode()
    nina.post("/guide/hidden/unmark/")
    assert 'id="guide"' in nina.get("/").content.decode()


def test_the_first_page_leads_to_what_is_missing_next(newcomer):
    """The company's address is there: what its settings still lack is the bank account."""
    user, agreement = newcomer

    def leads() -> str:
        return re.search(r'<a class="button primary" href="[^"]*">([^<]*)', enter(user).get("/").content.decode())[1]

    assert leads() == "Information"
    with acting_for(agreement):
        facts = {"org_number": "974760673", "street": "Storgata 1", "postcode": "5013", "city": "Bergen"}
        company.describe(agreement, by=user, **facts)
    assert leads() == "Bank"
    with acting_for(agreement):
        registers.add(BankAccount, by=user, name="Drift", account_number="86011117947")
    assert leads() == "Suppliers"


def test_the_warehouse_and_readers_are_not_asked_to_set_things_up(nordlys):
    for who in (nordlys.bo, nordlys.vera):
        assert 'id="guide"' not in enter(who).get("/").content.decode()
        assert enter(who).get("/guide/").status_code == 200
        assert enter(who).post("/guide/opening/mark/").status_code == 403


def test_only_steps_that_may_be_left_out_are_ticked_by_hand(newcomer):
    nina = enter(newcomer[0])
    assert nina.post("/guide/items/mark/").status_code == 404
    assert nina.post("/guide/nonsense/mark/").status_code == 404
    nina.post("/guide/suppliers/mark/")
    nina.post("/guide/suppliers/mark/")
    assert "suppliers" in done(newcomer[1])
    nina.post("/guide/suppliers/unmark/")
    assert "suppliers" not in done(newcomer[1])


def test_every_step_says_where_it_is_done(newcomer):
    nina = enter(newcomer[0])
    page = nina.get("/guide/").content.decode()
    for key in ORDER:
        step = re.search(rf'<li id="{key}".*?</li>', page, re.S).group()
        links = re.findall(r'href="(/[^"]*)"', step)
        assert links or key == "layouts", key  # its page comes with the layouts
        assert [link for link in links if nina.get(link).status_code != 200] == []


def test_a_stranger_reads_the_steps_and_what_onboarding_includes(client, db):
    assert "The first order" in client.get("/guide/").content.decode()
    page = client.get("/help/onboarding/").content.decode()
    assert "Import of your data" in page
    assert "Training" in page
    assert client.post("/help/onboarding/", {"text": "x"}).status_code == 302


def test_onboarding_opens_one_conversation_with_one_named_specialist(nordlys, solvang):
    mette = User.objects.create_user("mette@rackbeat.example", "demo-rackbeat", name="Mette", is_support=True)
    Contact.objects.update(specialist=mette)
    anna = enter(nordlys.anna)
    sent = anna.post("/help/onboarding/", {"parts": ["import", "training"], "text": "We begin on Monday."}, follow=True)
    assert "Mette helps you." in sent.content.decode() and "We begin on Monday." in sent.content.decode()
    anna.post("/help/onboarding/", {"text": "Or Tuesday."})
    with nordlys.open():
        talk = Conversation.objects.get()
        assert (talk.topic, talk.led_by, talk.opened_by) == ("onboarding", mette, nordlys.anna)
        assert [message.body for message in talk.messages.all()] == [
            "• Import of your data\n• Training\n\nWe begin on Monday.",
            "Or Tuesday.",
        ]
    assert "Mette" in anna.get("/help/onboarding/").content.decode()
    jobs.run("accounts.send_notice")
    assert [letter.to for letter in mail.outbox] == [["mette@rackbeat.example"]] * 2
    assert "Monday" not in mail.outbox[0].body
    assert "We begin" not in enter(solvang.carla).get("/help/onboarding/").content.decode()


def test_an_empty_request_is_refused_at_the_field(nordlys):
    answer = enter(nordlys.anna).post("/help/onboarding/", {"text": "  "})
    assert answer.status_code == 422
    assert "Say what you would like help with." in answer.content.decode()
    with nordlys.open():
        assert not Message.objects.exists()
        assert onboarding.current() is None


def test_support_is_asked_by_those_who_set_things_up(nordlys):
    assert enter(nordlys.bo).post("/help/onboarding/", {"text": "x"}).status_code == 403


def test_from_the_empty_list_one_click_leads_to_the_import(newcomer):
    nina = enter(newcomer[0])
    for url, kind in (
        ("/inventory/items/", "items"),
        ("/sales/customers/", "customers"),
        ("/purchasing/suppliers/", "suppliers"),
    ):
        page = nina.get(url).content.decode()
        empty = page[page.index('class="empty"') :]
        assert f"/settings/imports/new/{kind}/" in empty
    upload = io.BytesIO(b"Item number;Name\n1;Lykt\n")
    upload.name = "a.csv"
    sent = nina.post("/settings/imports/new/items/", {"file": upload})
    nina.post(sent["Location"] + "read/", {"column-number": "0", "column-name": "1", "do": "start"})
    jobs.run("accounts.do_import")
    with acting_for(newcomer[1]):
        assert Item.objects.get().name == "Lykt"
