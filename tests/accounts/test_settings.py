"""Company settings: read by every role, written by the owner, every change in the history with before and after."""

from datetime import date, timedelta

import pytest

from accounts import example, history, numbers, registers
from accounts.models import BankAccount, DeliveryTerms, Event, PaymentTerms
from rackbeat.lib.refusal import Refusal
from sales import invoices, orders
from tests import make

pytestmark = pytest.mark.django_db


def test_every_role_reads_which_principle_holds_since_when_and_by_whom(nordlys, solvang, logged_in):
    for user, world, word in (
        *((getattr(nordlys, name), nordlys, "FIFO") for name in ("anna", "odd", "bo", "vera")),
        (solvang.owner, solvang, "Average cost"),
    ):
        page = logged_in(user).get("/settings/accounting/")
        text = page.content.decode()
        assert page.status_code == 200 and page.context["facts"].get_principle_display() == word
        assert f"chosen by {world.owner.name}" in text and "cannot be changed after the agreement" in text
        for figure in ("330.00", "320.00", "390.00", "260.00"):
            assert figure in text


def test_the_example_is_what_the_costing_rules_say():
    fifo, average = example.of("fifo"), example.of("average")
    assert (str(fifo.cost), str(fifo.left)) == ("330", "320")
    assert (average.cost, average.left) == (390, 260)


def test_the_principle_is_no_field_of_any_form(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    client.post("/settings/accounting/", {"principle": "average", "base_currency": "DKK"})
    client.post("/settings/information/", {"name": "Nordlys", "language": "nb", "principle": "average", "number": "7"})
    nordlys.agreement.refresh_from_db()
    agreement = nordlys.agreement
    assert (agreement.principle, agreement.base_currency_id, agreement.number) == ("fifo", "NOK", 1001)


def test_a_change_stands_in_the_history_with_before_and_after(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    answer = client.post("/settings/information/", {"name": "Nordlys Lys AS", "language": "da", "city": "Oslo"})
    assert answer.status_code == 302
    [event, *_] = client.get("/settings/information/").context["events"]
    assert event["who"] == "Anna Berg"
    assert {"label": "company", "before": "Nordlys Sykkel AS", "after": "Nordlys Lys AS"} in event["changes"]
    assert {"label": "city", "before": "", "after": "Oslo"} in event["changes"]


def test_saving_nothing_new_writes_no_history(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    with nordlys.open():
        before = Event.objects.count()
    client.post("/settings/information/", {"name": "Nordlys Sykkel AS", "language": "en"})
    with nordlys.open():
        assert Event.objects.count() == before


def test_a_refused_form_keeps_what_was_typed(nordlys, logged_in):
    answer = logged_in(nordlys.anna).post("/settings/information/", {"name": " ", "city": "Bergen", "language": "nb"})
    assert answer.status_code == 422 and 'value="Bergen"' in answer.content.decode()


def test_only_the_owner_writes(nordlys, logged_in):
    for name in ("odd", "bo", "vera"):
        client = logged_in(getattr(nordlys, name))
        for place in (
            "/settings/information/",
            "/settings/accounting/",
            "/settings/numbers/",
            "/settings/payment-terms/1/",
        ):
            page = client.get(place)
            assert page.status_code == 200 and 'id="form"' not in page.content.decode(), place
            assert client.post(place, {"name": "Mine"}).status_code == 403, place


def test_the_books_close_and_open_again_with_history(nordlys, logged_in):
    client, yesterday = logged_in(nordlys.anna), nordlys.agreement.today() - timedelta(days=1)
    closed = {"closed_until": f"{yesterday:%Y-%m-%d}", "negative_allowed": "no"}
    assert client.post("/settings/accounting/", closed).status_code == 302
    told = client.get("/settings/accounting/").content.decode()
    assert f"closed the books until {yesterday:%d.%m.%Y}</div>" in told  # and not once more as a change
    with nordlys.open(), pytest.raises(Refusal, match="closed"):
        make.received(nordlys, nordlys.lamp, 1, 25, on=yesterday)
    client.post("/settings/accounting/", {"closed_until": "", "negative_allowed": "no"})
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 1, 25, on=yesterday)
        verbs = list(Event.objects.filter(verb__in=["closed", "opened"]).order_by("id").values_list("verb", flat=True))
    assert verbs == ["closed", "opened"]


def test_today_cannot_be_closed(nordlys, logged_in):
    today = nordlys.agreement.today()
    answer = logged_in(nordlys.anna).post(
        "/settings/accounting/", {"closed_until": f"{today:%Y-%m-%d}", "negative_allowed": "no"}
    )
    assert answer.status_code == 422 and "closed_until" in answer.context["form"].errors


def test_the_next_number_is_set_and_taken(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    assert client.post("/settings/numbers/", typed(nordlys, orders=5000)).status_code == 302
    told = client.get("/settings/numbers/").content.decode()
    assert "set the next number of Orders <del>1001</del> <ins>5000</ins>" in " ".join(told.split())
    with nordlys.open():
        assert orders.draft(nordlys.shop, by=nordlys.anna).number == 5000


def typed(world, **wanted):
    """The form of numbers as it stands, with these changed."""
    with world.open():
        return {one.field: str(one.next) for one in numbers.series() if not one.locked} | wanted


def test_a_number_that_was_used_is_refused_even_of_a_deleted_document(nordlys, logged_in):
    with nordlys.open():
        from layouts import drafting

        make.order(nordlys, (nordlys.lamp, 1), confirmed=False)
        second = make.order(nordlys, (nordlys.lamp, 1), confirmed=False)
        drafting.delete(second, by=nordlys.anna)
    client = logged_in(nordlys.anna)
    assert client.post("/settings/numbers/", typed(nordlys, orders=1050)).status_code == 302
    answer = client.post("/settings/numbers/", typed(nordlys, orders=1002))
    assert answer.status_code == 422 and "orders" in answer.context["form"].errors
    assert client.post("/settings/numbers/", typed(nordlys, orders=1003)).status_code == 302


def test_one_wrong_number_saves_none(nordlys, logged_in):
    with nordlys.open():
        make.order(nordlys, (nordlys.lamp, 1), confirmed=False)
    answer = logged_in(nordlys.anna).post("/settings/numbers/", typed(nordlys, quotes=3000, orders=1001))
    assert answer.status_code == 422
    with nordlys.open():
        assert next(one.next for one in numbers.series() if one.name == "quotes") == 1001


def test_the_invoice_series_is_set_until_the_first_booking_only(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    assert client.post("/settings/numbers/", typed(nordlys, invoices=7000)).status_code == 302
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 10, 25)
        order = make.order(nordlys, (nordlys.lamp, 1))
        make.shipped(nordlys, order)
        assert invoices.book(invoices.draft_from_order(order, by=nordlys.anna), by=nordlys.anna).number == 7000
        with pytest.raises(Refusal, match="without holes"):
            numbers.set_next(nordlys.agreement, "invoices", 8000, by=nordlys.anna)
    client.post("/settings/numbers/", typed(nordlys, invoices=8000))
    with nordlys.open():
        assert next(one.next for one in numbers.series() if one.name == "invoices") == 7001


def test_terms_are_added_changed_and_removed(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    facts = {"name": "45 days", "kind": "net", "days": 45, "text": "", "number": ""}
    assert client.post("/settings/payment-terms/new/", facts).status_code == 302
    with nordlys.open():
        terms = PaymentTerms.objects.get(name="45 days")
        assert terms.number == 4 and terms.due_on(date(2026, 11, 23)) == date(2027, 1, 7)
    assert client.post("/settings/payment-terms/4/", facts | {"number": 4, "is_default": "on"}).status_code == 302
    with nordlys.open():
        assert list(PaymentTerms.objects.filter(is_default=True)) == [terms]
    client.post("/settings/payment-terms/4/remove/")
    with nordlys.open():
        assert PaymentTerms.objects.filter(number=4).exists()
    client.post("/settings/payment-terms/1/remove/")
    client.post("/settings/payment-terms/3/remove/")
    with nordlys.open():
        assert list(PaymentTerms.objects.values_list("number", flat=True)) == [2, 4]


def test_terms_in_use_stay(nordlys):
    with nordlys.open():
        terms = PaymentTerms.objects.get(number=2)
        nordlys.shop.payment_terms = terms
        nordlys.shop.save()
        with pytest.raises(Refusal, match="in use"):
            registers.remove(terms, by=nordlys.anna)
        assert PaymentTerms.objects.filter(number=2).exists()


def test_two_rows_never_have_one_number(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    for _ in range(2):
        answer = client.post("/settings/delivery-terms/new/", {"number": 7, "name": "DAP"})
    assert answer.status_code == 422 and "number" in answer.context["form"].errors
    with nordlys.open():
        assert DeliveryTerms.objects.count() == 1


def test_a_form_sent_twice_adds_once(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    facts = {"name": "DAP", "number": "", "once": "6a1f0a6e-5b1f-4c2e-9a52-0f0c7f4b7a11"}
    answers = [client.post("/settings/delivery-terms/new/", facts)["Location"] for _ in range(2)]
    assert answers == ["/settings/delivery-terms/"] * 2
    with nordlys.open():
        assert DeliveryTerms.objects.count() == 1


@pytest.mark.parametrize(
    ("iban", "right"), [("NO93 8601 1117 947", True), ("NO93 8601 1117 948", False), ("NO", False)]
)
def test_an_iban_has_its_check_digits(nordlys, logged_in, iban, right):
    answer = logged_in(nordlys.anna).post("/settings/bank-accounts/new/", {"name": "Drift", "iban": iban})
    assert (answer.status_code == 302) == right
    with nordlys.open():
        assert BankAccount.objects.filter(iban="NO9386011117947").exists() == right


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("8601 11 17947", ""),
        ("1234.56.78903", ""),
        ("86011117974", "a digit may be wrong"),  # two digits turned
        ("", "Enter the account number or the IBAN"),
        ("FI-123 456", ""),
    ],
)
def test_an_account_number_is_one_and_one_of_both_is_given(nordlys, logged_in, number, said):
    answer = logged_in(nordlys.anna).post("/settings/bank-accounts/new/", {"name": "Drift", "account_number": number})
    assert (answer.status_code == 302) is not bool(said)
    assert said in answer.content.decode()


def test_the_profile_is_ones_own_and_noted(nordlys, logged_in):
    client = logged_in(nordlys.bo)
    facts = {"name": "Bo Dahl Lie", "language": "da", "theme": "dark"}
    assert (
        client.post("/profile/", facts | {"is_staff": "on", "role": "owner", "email": "x@y.example"}).status_code == 302
    )
    nordlys.bo.refresh_from_db()
    bo = nordlys.bo
    assert (bo.name, bo.language, bo.theme, bo.single_keys, bo.is_staff) == ("Bo Dahl Lie", "da", "dark", False, False)
    assert bo.email == "bo@nordlys.example"
    with nordlys.open():
        event = Event.objects.get(subject_kind="accounts.user", verb="changed")
    assert {"label": "single-letter keys", "before": "yes", "after": "no"} in history.shown(event)["changes"]


def test_a_stranger_gets_404_for_rows_of_a_register(nordlys, solvang, logged_in):
    with nordlys.open():
        account = BankAccount.objects.first()
    client = logged_in(solvang.owner)
    assert client.get(f"/settings/bank-accounts/{account.pk}/").status_code == 404
    assert client.post(f"/settings/bank-accounts/{account.pk}/", {"name": "Mine"}).status_code == 404
    assert client.post(f"/settings/bank-accounts/{account.pk}/remove/").status_code == 404


def test_settings_open_with_the_principle_in_sight_for_every_role(nordlys, logged_in):
    for name in ("anna", "odd", "bo", "vera"):
        page = logged_in(getattr(nordlys, name)).get("/settings/").content.decode()
        main = page[page.index('<main id="main"') :]
        assert 'href="/settings/accounting/"' in main and "FIFO" in main, name
        assert 'class="tree"' in page and 'href="/settings/accounting/"' in page[: page.index('<main id="main"')], name


def test_negative_stock_is_a_choice_with_history_and_changes_with_the_closing_date_or_not_at_all(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    assert client.post("/settings/accounting/", {"closed_until": "", "negative_allowed": "yes"}).status_code == 302
    nordlys.agreement.refresh_from_db()
    assert nordlys.agreement.negative_allowed
    [change] = client.get("/settings/accounting/").context["events"][0]["changes"]
    assert change == {"label": "stock may go negative", "before": "no", "after": "yes"}
    today = f"{nordlys.agreement.today():%Y-%m-%d}"
    refused = client.post("/settings/accounting/", {"closed_until": today, "negative_allowed": "no"})
    assert refused.status_code == 422
    nordlys.agreement.refresh_from_db()
    assert nordlys.agreement.negative_allowed
    assert client.post("/settings/accounting/", {"closed_until": "", "negative_allowed": "perhaps"}).status_code == 422


def test_the_principle_is_shown_in_the_agreements_own_figures(nordlys, logged_in):
    assert logged_in(nordlys.anna).get("/settings/accounting/").context["own"] is None
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 10, 25)
        make.received(nordlys, nordlys.lamp, 10, 40)
        make.shipped(nordlys, make.order(nordlys, (nordlys.lamp, 12)))
        make.shipped(nordlys, make.order(nordlys, (nordlys.lamp, 1)))
    page = logged_in(nordlys.vera).get("/settings/accounting/")
    own = page.context["own"]
    assert own.item == nordlys.lamp and len(own.explanation.rows) == 2
    assert own.explanation.total.cost == 330
    assert "330.00" in own.explanation.heading
    assert page.client.get(own.url.split("#")[0]).status_code == 200
    assert logged_in(nordlys.bo).get("/settings/accounting/").context["own"] is None


def test_defaults_of_all_registers_are_chosen_on_one_page(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    form = client.get("/settings/defaults/").context["form"]
    assert set(form.fields) == {"payment_terms", "layout", "bank_account", "location"}
    facts = {name: form.initial.get(name) or form[name].value() for name in form.fields}
    with nordlys.open():
        month = PaymentTerms.objects.get(number=2)
    answer = client.post("/settings/defaults/", facts | {"payment_terms": month.pk, "location": nordlys.yard.pk})
    assert answer.status_code == 302
    with nordlys.open():
        assert PaymentTerms.objects.get(is_default=True) == month
        nordlys.yard.refresh_from_db()
        assert nordlys.yard.is_default
        assert Event.objects.filter(verb="changed", subject_kind="accounts.paymentterms").count() == 1
    assert client.post("/settings/defaults/", facts | {"payment_terms": "9999"}).status_code == 422
    assert logged_in(nordlys.vera).post("/settings/defaults/", facts).status_code == 403


def test_no_default_is_taken_from_another_agreement(nordlys, solvang, logged_in):
    client = logged_in(solvang.owner)
    form = client.get("/settings/defaults/").context["form"]
    facts = {name: form[name].value() for name in form.fields}
    assert client.post("/settings/defaults/", facts | {"location": nordlys.yard.pk}).status_code == 422


def test_an_owner_with_a_second_factor_demands_one_from_everybody(nordlys, logged_in):
    from allauth.mfa.totp.internal.auth import TOTP

    client, facts = logged_in(nordlys.anna), {"time_zone": "Europe/Oslo", "needs_second_factor": "on"}
    assert "needs_second_factor" in client.post("/settings/advanced/", facts).context["form"].errors
    TOTP.activate(nordlys.anna, "A" * 32)
    assert client.post("/settings/advanced/", facts).status_code == 302
    bo = logged_in(nordlys.bo)
    for place in ("/", "/inventory/items/", "/settings/users/"):
        assert bo.get(place)["Location"] == "/accounts/2fa/", place
    for place in ("/accounts/2fa/", "/profile/"):
        assert bo.get(place).status_code == 200, place
    TOTP.activate(nordlys.bo, "B" * 32)
    assert bo.get("/inventory/items/").status_code == 200
    assert client.post("/settings/advanced/", {"time_zone": "Mars/Olympus"}).status_code == 422
