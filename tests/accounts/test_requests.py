"""What becomes of a request that fails, is tried again, or is sent twice."""

from uuid import uuid4

import pytest

from accounts.models import Membership, NumberSeries
from tests.accounts import odd_views

pytestmark = pytest.mark.urls("tests.accounts.odd_views")


@pytest.fixture
def anna(nordlys, logged_in):
    odd_views.tries.clear()
    return logged_in(nordlys.anna, raise_request_exception=False)


def said(client):
    return client.get("/says/").content.decode()


def made(world):
    with world.open():
        return NumberSeries.objects.filter(name__startswith="made").count()


def test_a_deadlock_is_tried_again_and_told_once(nordlys, anna):
    assert anna.get("/deadlocked/2/").content == b"It is booked."
    assert len(odd_views.tries) == 3
    with nordlys.open():
        assert NumberSeries.objects.filter(name="tried").count() == 1


def test_after_four_tries_somebody_was_quicker(nordlys, anna):
    assert anna.get("/deadlocked/9/").status_code == 409
    assert len(odd_views.tries) == 4
    assert said(anna) == ""


@pytest.mark.parametrize(
    ("state", "status"), [("55P03", 409), ("57014", 409), ("22003", 422), ("23505", 409), ("23514", 500)]
)
def test_what_is_rolled_back_is_not_told(anna, state, status):
    assert anna.get(f"/fails/{state}/").status_code == status
    assert said(anna) == ""


def test_two_who_take_the_same_number_are_told_so(nordlys, anna):
    """The second try sees what the other saved; where that does not help, a sentence does."""
    for state in ("23505", "23503"):
        answer = anna.get(f"/fails/{state}/")
        assert answer.status_code == 409
        assert "Somebody else saved the same number" in answer.content.decode()
    assert anna.get("/taken/1/").content == b"It is saved."
    assert len(odd_views.tries) == 2


def test_a_refusal_that_no_page_shows_is_shown_on_one_of_its_own(anna):
    answer = anna.get("/refuses/")
    assert answer.status_code == 422
    assert "Not on a Sunday." in answer.content.decode()


def test_signs_that_nobody_can_type_are_no_error_of_ours(anna):
    assert anna.get("/sales/orders/", {"q": "a\x00b"}).status_code < 500


def test_a_form_sent_twice_leads_to_its_first_result(nordlys, anna):
    form = {"once": str(uuid4()), "name": "x"}
    first, second = anna.post("/make/here/", form), anna.post("/make/here/", form)
    assert first["Location"] == second["Location"]
    assert (made(nordlys), said(anna)) == (1, "")


def test_who_goes_back_and_types_something_else_is_told_that_it_was_not_done(nordlys, anna):
    form = {"once": str(uuid4()), "name": "x"}
    anna.post("/make/here/", form)
    anna.post("/make/here/", form | {"name": "y"})
    assert made(nordlys) == 1
    assert "was not saved" in said(anna)


def test_one_form_may_serve_several_verbs(nordlys, anna):
    form = {"once": str(uuid4())}
    anna.post("/make/here/", form)
    anna.post("/make/there/", form)
    assert made(nordlys) == 2


def test_a_refused_form_may_be_sent_again(nordlys, anna):
    form = {"once": str(uuid4()), "wrong": "1"}
    assert anna.post("/make/here/", form).status_code == 422
    assert anna.post("/make/here/", form | {"wrong": ""}).status_code == 302


def test_a_broken_token_is_no_token(nordlys, anna):
    assert anna.post("/make/here/", {"once": "nonsense"}).status_code == 302


def test_the_token_of_one_user_is_nothing_to_another(nordlys, anna, logged_in):
    form = {"once": str(uuid4())}
    anna.post("/make/here/", form)
    logged_in(nordlys.odd).post("/make/here/", form)
    assert made(nordlys) == 2


def test_a_form_of_another_agreement_is_not_done_here(nordlys, anna):
    assert anna.post("/make/here/", {"agreement": "1002"}).status_code == 409
    assert made(nordlys) == 0


def test_a_barred_member_is_out_with_the_next_click(nordlys, anna):
    with nordlys.open():
        Membership.objects.filter(user=nordlys.anna).update(is_barred=True)
    assert anna.post("/make/here/", {"once": str(uuid4())}).status_code == 302
    assert made(nordlys) == 0
