"""Who belongs here: inviting, roles, barring, the last owner, and sessions that end."""

import re

import pytest
from django.core import mail

from accounts import members
from accounts.models import Membership, User
from rackbeat.lib.refusal import Refusal
from tests import jobs

pytestmark = pytest.mark.django_db


def membership(world, user):
    return Membership.objects.select_related("user", "agreement").get(agreement=world.agreement, user=user)


def link_in(message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def test_an_invited_person_gets_a_mail_chooses_a_password_and_is_in(nordlys, logged_in, client):
    answer = logged_in(nordlys.anna).post(
        "/settings/users/new/", {"name": "Eva Ro", "email": "Eva@Nordlys.example", "role": "office", "language": "en"}
    )
    eva = User.objects.get(email="eva@nordlys.example")
    assert answer["Location"] == f"/settings/users/{eva.pk}/"
    assert jobs.run() == 1
    [message] = mail.outbox
    assert message.to == ["eva@nordlys.example"] and "1001" in message.body
    place = link_in(message)
    assert client.get(place).status_code == 200
    assert client.post(place, {"password": "short"}).status_code == 422
    assert client.post(place, {"password": "four green bicycles"})["Location"] == "/"
    assert client.session["_auth_user_id"] == str(eva.pk)
    assert "does not work any more" in client.get(place).content.decode()


def test_an_initial_password_spares_the_mail(nordlys, logged_in, client):
    facts = {"name": "Eva", "email": "eva@nordlys.example", "role": "reader", "language": "en"}
    logged_in(nordlys.anna).post("/settings/users/new/", facts | {"password": "four green bicycles"})
    assert jobs.waiting() == []
    assert client.login(email="eva@nordlys.example", password="four green bicycles")


def test_somebody_known_elsewhere_joins_with_their_own_password(nordlys, solvang):
    with nordlys.open():
        members.invite(nordlys.agreement, by=nordlys.anna, email="carla@solvang.example", name="X", role="reader")
    jobs.run()
    assert "/accounts/login/" in mail.outbox[0].body
    solvang.owner.refresh_from_db()
    assert solvang.owner.name == "Carla Holm"


def test_nobody_is_invited_twice(nordlys):
    with nordlys.open(), pytest.raises(Refusal, match="already"):
        members.invite(nordlys.agreement, by=nordlys.anna, email="bo@nordlys.example", name="Bo", role="owner")


def test_only_an_owner_manages_users_whatever_the_page_says(nordlys):
    with nordlys.open():
        bo = membership(nordlys, nordlys.bo)
        for verb in (
            lambda: members.change_role(bo, by=nordlys.bo, role="owner"),
            lambda: members.bar(membership(nordlys, nordlys.anna), by=nordlys.odd),
            lambda: members.invite(nordlys.agreement, by=nordlys.vera, email="x@y.example", name="X", role="owner"),
        ):
            with pytest.raises(Refusal, match="Only an owner"):
                verb()


def test_the_last_owner_can_neither_be_barred_nor_given_another_role(nordlys):
    with nordlys.open():
        anna = membership(nordlys, nordlys.anna)
        with pytest.raises(Refusal, match="needs an owner"):
            members.bar(anna, by=nordlys.anna)
        with pytest.raises(Refusal, match="needs an owner"):
            members.change_role(anna, by=nordlys.anna, role="reader")
        members.change_role(membership(nordlys, nordlys.odd), by=nordlys.anna, role="owner")
        members.change_role(anna, by=nordlys.anna, role="reader")
        with pytest.raises(Refusal, match="needs an owner"):
            members.bar(membership(nordlys, nordlys.odd), by=nordlys.odd)


def test_an_owner_who_cannot_log_in_does_not_count_as_one(nordlys):
    with nordlys.open():
        members.change_role(membership(nordlys, nordlys.odd), by=nordlys.anna, role="owner")
        User.objects.filter(pk=nordlys.odd.pk).update(is_active=False)
        with pytest.raises(Refusal, match="needs an owner"):
            members.bar(membership(nordlys, nordlys.anna), by=nordlys.anna)


def test_a_new_role_ends_the_sessions_and_holds_from_then_on(nordlys, logged_in):
    bo = logged_in(nordlys.bo)
    assert bo.get("/settings/users/").status_code == 200
    logged_in(nordlys.anna).post(f"/settings/users/{nordlys.bo.pk}/role/", {"role": "reader"})
    assert bo.get("/settings/users/")["Location"].startswith("/accounts/login/")
    nordlys.bo.refresh_from_db()
    assert logged_in(nordlys.bo).get("/settings/users/").context["may"] >= {"sales.view"}


def test_barring_ends_the_sessions_and_shuts_the_door(nordlys, logged_in):
    bo = logged_in(nordlys.bo)
    logged_in(nordlys.anna).post(f"/settings/users/{nordlys.bo.pk}/bar/")
    assert bo.get("/settings/")["Location"].startswith("/accounts/login/")
    nordlys.bo.refresh_from_db()
    back = logged_in(nordlys.bo)
    assert back.get("/settings/")["Location"] == "/agreements/"
    assert "belong to no agreement" in back.get("/agreements/").content.decode()
    logged_in(nordlys.anna).post(f"/settings/users/{nordlys.bo.pk}/unbar/")
    assert back.get("/settings/").status_code == 200


def test_a_changed_password_ends_the_other_sessions(nordlys, logged_in):
    here, there = logged_in(nordlys.bo), logged_in(nordlys.bo)
    facts = {"oldpassword": "demo-rackbeat", "password1": "nine slow bicycles", "password2": "nine slow bicycles"}
    wrong = here.post("/accounts/password/change/", facts | {"oldpassword": "not mine at all"})
    assert wrong.status_code == 200 and wrong.context["form"].errors
    assert here.post("/accounts/password/change/", facts).status_code == 302
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/")["Location"].startswith("/accounts/login/")


def test_every_role_finds_change_password_on_its_own_user(nordlys, logged_in):
    for name in ("anna", "bo", "vera", "odd"):
        user = getattr(nordlys, name)
        listed = logged_in(user).get("/settings/users/").content.decode()
        assert re.search(rf'settings/users/{user.pk}/">[^<]*</a> <span class="soft small">you<', listed)
        assert listed.count(">you<") == 1
        page = logged_in(user).get(f"/settings/users/{user.pk}/").content.decode()
        assert f"/accounts/password/change/?next=/settings/users/{user.pk}/" in page


def test_an_owner_asks_for_a_mail_and_never_chooses_anothers_password(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    client.post(f"/settings/users/{nordlys.bo.pk}/password/")
    jobs.run()
    assert mail.outbox[0].to == ["bo@nordlys.example"]
    assert logged_in(nordlys.odd).post(f"/settings/users/{nordlys.anna.pk}/password/").status_code == 403


def test_the_users_history_says_who_changed_what(nordlys, logged_in):
    client = logged_in(nordlys.anna)
    client.post(f"/settings/users/{nordlys.bo.pk}/role/", {"role": "reader"})
    events = client.get(f"/settings/users/{nordlys.bo.pk}/").context["events"]
    assert events[0]["who"] == "Anna Berg"
    assert events[0]["changes"] == [{"label": "role", "before": "Warehouse", "after": "Reader"}]


def test_a_stranger_gets_404_for_every_user(nordlys, solvang, logged_in):
    carla = logged_in(solvang.owner)
    assert carla.get(f"/settings/users/{nordlys.bo.pk}/").status_code == 404
    for verb in ("role", "bar", "unbar", "password"):
        assert carla.post(f"/settings/users/{nordlys.bo.pk}/{verb}/", {"role": "owner"}).status_code == 404
    assert b"nordlys.example" not in carla.get("/settings/users/").content
