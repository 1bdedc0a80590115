"""Administrators: what they may change, what is locked for them too, and one agreement at a time."""

import re

import pytest
from django.contrib import admin
from django.core import mail
from django.urls import NoReverseMatch, reverse

from accounts.administration import ReadOnlyAdmin, TenantAdmin
from accounts.models import Agreement, Event, Membership, PaymentTerms, User
from accounts.tenancy import Tenant
from support.models import Contact
from tests import jobs, make

pytestmark = pytest.mark.django_db
CHOOSE = "/admin/accounts/agreement/choose/"


@pytest.fixture
def operator(db):
    return User.objects.create_superuser("admin@rackbeat.example", "demo-rackbeat", name="Ada Min", language="en")


@pytest.fixture
def ada(operator, logged_in):
    return logged_in(operator)


def choose(client, number) -> None:
    assert client.post(CHOOSE, {"number": number})["Location"] == "/admin/"


def tenant_admins():
    kept = admin.site._registry.items()
    return [(model, page) for model, page in kept if issubclass(model, Tenant) or model is Membership]


def place(model, what, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def rows_of(world, model):
    with world.open():
        return list(model._default_manager.filter(agreement=world.agreement)[:1])


def test_the_administrator_lands_in_the_administration_by_our_own_door(operator, client):
    assert client.get("/admin/login/?next=/admin/")["Location"].startswith("/accounts/login/")
    answer = client.post("/accounts/login/", {"login": operator.email, "password": "demo-rackbeat"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/admin/"


def test_nobody_else_comes_in(nordlys, logged_in, client):
    assert client.get("/admin/").status_code == 302
    for user in (nordlys.anna, nordlys.bo):
        assert logged_in(user).get("/admin/accounts/agreement/").status_code in (302, 403)


def test_an_administrator_needs_a_second_factor_unless_it_is_a_demo(ada, settings):
    settings.OPERATORS_NEED_SECOND_FACTOR = True
    assert ada.get("/admin/")["Location"] == reverse("mfa_index")


def test_principle_currency_and_number_are_shown_and_never_written(nordlys, ada):
    form = place(Agreement, "change", nordlys.agreement.pk)
    page = ada.get(form).content.decode()
    assert [locked for locked in ("principle", "base_currency", "number") if f'name="{locked}"' in page] == []
    facts = {"name": "Nordlys Lys AS", "language": "nb", "principle": "average", "base_currency": "DKK", "number": 7}
    assert ada.post(form, facts).status_code == 302
    nordlys.agreement.refresh_from_db()
    agreement = nordlys.agreement
    assert (agreement.name, agreement.principle, agreement.number) == ("Nordlys Lys AS", "fifo", 1001)
    with nordlys.open():
        event = Event.objects.filter(verb="changed").latest("id")
    assert event.by_name == "Ada Min" and event.details["changes"][0]["after"] == "Nordlys Lys AS"


def test_no_agreement_is_made_or_deleted_here(nordlys, ada):
    assert ada.get(place(Agreement, "add")).status_code == 403
    assert ada.post(place(Agreement, "delete", nordlys.agreement.pk), {"post": "yes"}).status_code == 403
    assert Agreement.objects.count() == 1


def test_every_tenants_model_stands_behind_the_choice_of_an_agreement():
    assert len(tenant_admins()) > 20
    assert [model for model, page in tenant_admins() if not isinstance(page, TenantAdmin)] == []


def test_without_a_choice_there_are_no_rows(nordlys, ada):
    for model, _page in tenant_admins():
        assert ada.get(place(model, "changelist"))["Location"] == CHOOSE
        for row in rows_of(nordlys, model):
            for what in ("change", "delete"):
                assert ada.get(place(model, what, row.pk))["Location"] == CHOOSE, model


def test_inside_a_chosen_agreement_only_its_rows_are_there(nordlys, solvang, ada):
    for world in (nordlys, solvang):
        with world.open():
            make.received(world, world.lamp, 10, 25)
            make.shipped(world, make.order(world, (world.lamp, 2)))
    choose(ada, 1001)
    for model, _page in tenant_admins():
        assert ada.get(place(model, "changelist")).status_code == 200, model
        for row in rows_of(nordlys, model):
            assert ada.get(place(model, "change", row.pk)).status_code == 200, model
        for row in rows_of(solvang, model):
            assert ada.get(place(model, "change", row.pk))["Location"] == "/admin/", model
    with nordlys.open():
        assert Event.objects.filter(verb="visited", by_name="Ada Min").count() == 1


def test_documents_and_the_ledger_are_only_looked_at(nordlys, ada):
    with nordlys.open():
        make.received(nordlys, nordlys.lamp, 10, 25)
        make.shipped(nordlys, make.order(nordlys, (nordlys.lamp, 2)))
    choose(ada, 1001)
    looked_at = [model for model, page in tenant_admins() if isinstance(page, ReadOnlyAdmin)]
    assert {"SalesInvoice", "StockMove", "CostEntry", "Event"} <= {model.__name__ for model in looked_at}
    for model in looked_at:
        assert ada.get(place(model, "add")).status_code == 403
        for row in rows_of(nordlys, model):
            assert ada.post(place(model, "change", row.pk), {"number": 1}).status_code == 403, model
            assert ada.post(place(model, "delete", row.pk), {"post": "yes"}).status_code == 403, model
            assert rows_of(nordlys, model) == [row]


def test_a_member_who_administers_sees_nothing_through_the_membership(nordlys, logged_in):
    nordlys.anna.is_staff = nordlys.anna.is_superuser = True
    nordlys.anna.save()
    assert logged_in(nordlys.anna).get("/admin/sales/customer/")["Location"] == CHOOSE


def test_a_form_opened_for_another_agreement_is_refused(nordlys, solvang, ada):
    choose(ada, 1001)
    [terms] = rows_of(nordlys, PaymentTerms)
    page = ada.get(place(PaymentTerms, "change", terms.pk)).content.decode()
    assert re.search(r'name="agreement" value="1001"', page)
    choose(ada, 1002)
    facts = {"agreement": "1001", "number": 9, "name": "Soon", "kind": "net", "days": 1}
    assert ada.post(place(PaymentTerms, "add"), facts).status_code == 409


def test_registers_are_kept_by_their_verbs(nordlys, ada):
    choose(ada, 1001)
    facts = {"number": 9, "name": "Soon", "kind": "net", "days": 1, "text": "", "is_default": "on"}
    assert ada.post(place(PaymentTerms, "add"), facts).status_code == 302
    assert "is taken" in ada.post(place(PaymentTerms, "add"), facts, follow=True).content.decode()
    with nordlys.open():
        assert PaymentTerms.objects.get(is_default=True).name == "Soon"
        assert PaymentTerms.objects.filter(number=9).count() == 1
        assert Event.objects.filter(verb="added", subject_number="9").count() == 1


def test_the_last_owner_is_protected_here_too(nordlys, ada):
    choose(ada, 1001)
    with nordlys.open():
        owner = Membership.objects.get(agreement=nordlys.agreement, user=nordlys.anna)
    page = ada.post(place(Membership, "change", owner.pk), {"role": "reader"}, follow=True)
    assert "needs an owner" in page.content.decode()
    with nordlys.open():
        owner.refresh_from_db()
    assert owner.role == "owner"


def test_a_new_member_is_invited_and_another_role_is_given(nordlys, ada):
    choose(ada, 1001)
    facts = {"email": "eva@nordlys.example", "name": "Eva Ro", "role": "reader"}
    assert ada.post(place(Membership, "add"), facts).status_code == 302
    assert jobs.run() == 1
    with nordlys.open():
        eva = Membership.objects.get(user__email="eva@nordlys.example")
    assert ada.post(place(Membership, "change", eva.pk), {"role": "office", "is_barred": "on"}).status_code == 302
    with nordlys.open():
        eva.refresh_from_db()
    assert (eva.role, eva.is_barred) == ("office", True)


def test_a_new_person_gets_a_mail_and_no_password_is_ever_typed_here(ada):
    facts = {"email": "Sam@Rackbeat.example", "name": "Sam", "language": "en", "is_active": "on", "is_support": "on"}
    assert ada.post(place(User, "add"), facts).status_code == 302
    sam = User.objects.get(email="sam@rackbeat.example")
    assert sam.is_support and not sam.has_usable_password()
    jobs.run()
    assert mail.outbox[0].to == ["sam@rackbeat.example"]
    page = ada.get(place(User, "change", sam.pk)).content.decode()
    assert 'name="password"' not in page and "argon2" not in page
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_user_password_change", args=[sam.pk])


def test_the_contact_is_one_row(ada):
    contact = Contact.objects.get()
    assert ada.get(place(Contact, "add")).status_code == 403
    facts = {"phone": "+47 22 33 44 55", "email": "help@rackbeat.example", "hours": "9-15", "time_zone": "Mars/Base"}
    refused = ada.post(place(Contact, "change", contact.pk), facts)
    assert refused.status_code == 200 and refused.context["errors"]
    ada.post(place(Contact, "change", contact.pk), facts | {"time_zone": "Europe/Oslo"})
    assert "+47 22 33 44 55" in ada.get("/help/").content.decode()


def test_an_administrator_removes_the_factors_of_somebody_who_lost_the_phone(nordlys, ada):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.core import mail

    from tests import jobs

    TOTP.activate(nordlys.bo, "B" * 32)
    ada.post("/admin/accounts/user/", {"action": "remove_factors", "_selected_action": [nordlys.bo.pk]})
    assert not Authenticator.objects.filter(user=nordlys.bo).exists()
    jobs.run()
    assert mail.outbox[-1].to == ["bo@nordlys.example"] and "Ada Min, an administrator" in mail.outbox[-1].body
    with nordlys.open():
        assert Event.objects.get(verb="factors_removed").by_name == "Ada Min"


def test_what_packages_keep_about_people_is_not_shown(ada):
    shown = {model._meta.label for model in admin.site._registry}
    assert {"accounts.User", "accounts.Agreement"} <= shown
    assert not shown & {"mfa.Authenticator", "usersessions.UserSession", "account.EmailAddress", "auth.Group"}


@pytest.mark.parametrize("language", ["nb", "da"])
def test_the_administration_speaks_the_readers_language(nordlys, operator, ada, language):
    operator.language = language
    operator.save()
    choose(ada, 1001)
    for place in ("/admin/", "/admin/accounts/event/", "/admin/accounts/user/", "/admin/accounts/membership/"):
        text = ada.get(place).content.decode()
        for english in (
            "Accounts",
            "Sales<",
            "Skip to main",
            "Model name",
            "Start typing",
            "Subject kind",
            "Created at",
        ):
            assert english not in text, (place, english)
