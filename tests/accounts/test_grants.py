"""An owner lets support look in: with a reason, until a moment, read-only, and every step of it in the history."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import grants
from accounts.models import Event, NumberSeries, SupportGrant, User
from accounts.permissions import RIGHTS
from layouts.models import StoredPaper
from rackbeat.lib import periods
from rackbeat.lib.refusal import Refusal
from rackbeat.templatetags import ui
from sales import invoices
from tests import make
from tests.house import addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(db):
    client = Client()
    client.user = User.objects.create_user("support@rackbeat.example", "x", name="Sam", language="en", is_support=True)
    client.force_login(client.user)
    return client


def given(world, **options) -> SupportGrant:
    until = periods.now() + options.get("lasting", timedelta(days=1))
    with world.open():
        return grants.give(world.agreement, by=world.owner, reason="An invoice looks odd", until=until)


def test_without_leave_support_stays_outside(nordlys, sam):
    assert sam.post("/support/look-in/", {"number": "1001"})["Location"] == "/support/"
    assert sam.get("/settings/accounting/")["Location"] == "/agreements/"


def test_with_leave_support_reads_under_a_banner_and_the_history_says_so(nordlys, sam):
    given(nordlys)
    assert "Look in" in sam.get("/support/?q=1001").content.decode()
    assert sam.post("/support/look-in/", {"number": "1001"})["Location"] == "/"
    page = sam.get("/sales/customers/").content.decode()
    assert "Fjord Sykkel AS" in page and "can change nothing" in page and "An invoice looks odd" in page
    assert 'value="remember"' not in page  # a default of one's own would be written
    sam.post("/support/look-out/")
    assert sam.get("/sales/customers/")["Location"] == "/agreements/"
    with nordlys.open():
        verbs = Event.objects.filter(by=sam.user).exclude(verb="looked_up").order_by("id")
        assert list(verbs.values_list("verb", flat=True)) == ["support_came", "support_left"]


def test_support_changes_nothing(nordlys, sam):
    given(nordlys)
    sam.post("/support/look-in/", {"number": "1001"})
    for place, facts in (
        ("/settings/information/", {"name": "Mine", "language": "nb"}),
        ("/sales/customers/", {"query": "q=x"}),
        ("/settings/support-access/", {"reason": "More", "days": "30"}),
    ):
        assert sam.post(place, facts).status_code == 403, place
    nordlys.agreement.refresh_from_db()
    assert nordlys.agreement.name == "Nordlys Sykkel AS"


def test_what_would_write_while_reading_is_refused_too(nordlys, sam, settings):
    from tests.accounts import odd_views

    settings.ROOT_URLCONF = odd_views.__name__
    given(nordlys)
    session = sam.session
    session["support_visit"] = 1001
    session.save()
    assert sam.get("/odd/write/").status_code == 422
    with nordlys.open():
        assert not NumberSeries.objects.filter(name="written while reading").exists()


@pytest.mark.parametrize("how", ["ended", "run out"])
def test_leave_that_is_over_lets_nobody_in_from_the_next_click(nordlys, sam, logged_in, how):
    grant = given(nordlys)
    sam.post("/support/look-in/", {"number": "1001"})
    if how == "ended":
        logged_in(nordlys.anna).post(f"/settings/support-access/{grant.pk}/end/")
        assert sam.get("/sales/customers/")["Location"] == "/agreements/"
    else:
        with periods.at(periods.now() + timedelta(days=1, minutes=1)):
            assert sam.get("/sales/customers/").status_code == 302


def test_an_owner_gives_it_on_the_page_and_others_do_not(nordlys, solvang, logged_in):
    facts = {"reason": "An invoice looks odd", "days": "3"}
    assert logged_in(nordlys.anna).post("/settings/support-access/", facts).status_code == 302
    for name in ("odd", "bo", "vera"):
        assert logged_in(getattr(nordlys, name)).post("/settings/support-access/", facts).status_code == 403
    with nordlys.open():
        grant = SupportGrant.objects.get()
    assert logged_in(solvang.owner).post(f"/settings/support-access/{grant.pk}/end/").status_code == 404
    assert grants.holding(solvang.agreement) is None
    told = logged_in(nordlys.anna).get("/settings/history/").content.decode()
    with timezone.override(nordlys.agreement.time_zone):
        assert f"let support look in until {ui.moment(grant.until)}" in told


def test_it_has_a_reason_and_an_end(nordlys):
    with nordlys.open():
        for reason, days in ((" ", 1), ("x", -1), ("x", 31)):
            with pytest.raises(Refusal):
                until = periods.now() + timedelta(days=days)
                grants.give(nordlys.agreement, by=nordlys.anna, reason=reason, until=until)


def test_a_member_cannot_take_the_visitors_door(nordlys, solvang, logged_in):
    given(nordlys)
    client = logged_in(solvang.owner)
    assert client.post("/support/look-in/", {"number": "1001"}).status_code == 403
    session = client.session
    session["support_visit"] = 1001
    session.save()
    assert client.get("/settings/").context["agreement"] == solvang.agreement


def test_support_opens_every_page_that_a_reader_may(nordlys, sam):
    """No page writes while it reads, so none of them is lost to a visitor."""
    given(nordlys)
    sam.post("/support/look-in/", {"number": "1001"})
    mine = [each for each in addresses.plain() if each.allows in RIGHTS["reader"]]
    answers = {each.name: sam.get(reverse(each.name)).status_code for each in mine}
    assert len(answers) > 20
    assert {name: code for name, code in answers.items() if code not in (200, 302, 404, 405)} == {}


def test_support_sees_a_paper_that_was_never_kept_and_keeps_none(nordlys, sam):
    given(nordlys)
    with nordlys.open():
        order = make.order(nordlys, (nordlys.hours, 1))
        invoice = invoices.book(invoices.draft_from_order(order, by=nordlys.anna), by=nordlys.anna)
    sam.post("/support/look-in/", {"number": "1001"})
    answer = sam.get(f"/sales/invoices/{invoice.number}/document.pdf")
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    with nordlys.open():
        assert not StoredPaper.objects.exists()
