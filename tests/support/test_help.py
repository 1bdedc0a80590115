"""Help: reachable for everybody, answers that lead to the screen, every status from its badge."""

import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from rackbeat.lib.tracks import Track
from support import answers, statuses
from support.models import Contact

pytestmark = pytest.mark.django_db


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_help_says_the_number_to_read_out_and_how_support_is_reached(nordlys, client):
    Contact.objects.update(phone="+45 71 92 75 00", email="support@rackbeat.example", hours="8-16")
    page = logged_in(nordlys.bo).get("/help/").content.decode()
    assert re.search(r"read-out.*1001", page)
    for text in (page, client.get("/help/").content.decode()):
        assert "tel:+4571927500" in text and "mailto:support@rackbeat.example" in text and "8-16" in text


def test_answers_link_to_the_screens_that_the_reader_may_open(nordlys):
    for name in ("anna", "bo", "vera"):
        client = logged_in(getattr(nordlys, name))
        page = client.get("/help/")
        links = [link["url"] for each in page.context["answers"] for link in each["links"]]
        assert "/settings/accounting/" in links and "/help/statuses/" in links
        for link in links:
            assert client.get(link).status_code == 200, (name, link)


def test_a_stranger_is_shown_the_way_to_a_new_password(client):
    assert 'href="/accounts/password/reset/"' in client.get("/help/").content.decode()


def test_the_answer_about_lost_orders_opens_the_list_with_the_archived(nordlys):
    ways = next(each for each in answers.ANSWERS if each.key == "gone").ways
    assert [(way.name, way.query) for way in ways] == [
        ("sales:orders", "?archived=all"),
        ("sales:invoices", "?archived=all"),
    ]


def test_every_status_is_explained_by_the_class_that_draws_its_badge(client):
    page = client.get("/help/statuses/").content.decode()
    tracks = [track for document in statuses.documents() for track in document.tracks]
    listed = [member for track in tracks for member in track.members]
    assert len(listed) > 25
    for member in listed:
        assert str(escape(member.label)) in page and str(escape(member.meaning)) in page


def test_no_track_of_any_model_is_forgotten():
    explained = {
        type(member) for document in statuses.documents() for track in document.tracks for member in track.members
    }
    found = {
        value
        for model in apps.get_models()
        for value in vars(model).values()
        if isinstance(value, type) and issubclass(value, Track)
    }
    assert found and found <= explained


def test_the_statuses_are_said_in_the_readers_language(nordlys, settings):
    nordlys.bo.language = "nb"
    nordlys.bo.save()
    assert '<html lang="nb"' in logged_in(nordlys.bo).get("/help/statuses/").content.decode()
    cache.clear()
