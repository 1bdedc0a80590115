"""The menu shows what exists and what one may; it knows where we are, and it never fails."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory, override_settings
from django.urls import include, path
from django.utils import translation

from accounts.permissions import ALL, RIGHTS
from home import navigation
from home.frame import frame


def nowhere(request):
    raise AssertionError("only the address counts")


def app(name, *pages):
    return include(([path(f"{page}/", nowhere, name=page) for page in pages], name))


urlpatterns = [
    path("", nowhere, name="home"),
    path("inventory/", app("inventory", "items", "locations")),
    path("purchasing/", app("purchasing", "orders", "receipts")),
    path("sales/", app("sales", "quotes", "orders", "shipments")),
]


@pytest.fixture(autouse=True)
def addresses():
    navigation.address.cache_clear()
    with override_settings(ROOT_URLCONF=__name__), translation.override("en"):
        yield
    navigation.address.cache_clear()


def labels(path="/", may=ALL):
    return {str(entry.label): [str(page.label) for page in entry.pages] for entry in navigation.sections(path, may)}


def test_only_pages_that_exist_are_in_the_menu():
    assert labels() == {
        "Home": [],
        "Items": ["Items", "Locations"],
        "Purchasing": ["Orders", "Receipts"],
        "Sales": ["Quotes", "Orders", "Shipments"],
    }


def test_the_warehouse_sees_what_it_works_with():
    assert labels(may=RIGHTS["warehouse"]) == {
        "Home": [],
        "Items": ["Items", "Locations"],
        "Purchasing": ["Receipts"],
        "Sales": ["Shipments"],
    }


def test_a_document_stands_under_its_list():
    sections = navigation.sections("/sales/orders/1042/", ALL)
    here = next(entry for entry in sections if entry.current)
    assert str(here.label) == "Sales"
    assert [str(page.label) for page in here.pages if page.current] == ["Orders"]


def test_a_section_leads_to_what_is_gone_to_most():
    assert {str(entry.label): entry.url for entry in navigation.sections("/", ALL)}["Sales"] == "/sales/orders/"


def test_home_is_current_only_on_its_own_page():
    assert [entry.current for entry in navigation.sections("/", ALL)] == [True, False, False, False]
    assert not any(entry.current for entry in navigation.sections("/nothing/", ALL))


def test_the_frame_stands_without_user_and_agreement():
    context = frame(RequestFactory().get("/nothing/"))
    assert context["agreement"] is None and context["theme"] == ""
    assert [str(entry.label) for entry in context["sections"]] == ["Home"]
    assert not context["here"]
    assert context["links"]["search"] == ""


def test_the_frame_takes_theme_and_rights_from_the_request():
    request = RequestFactory().get("/sales/quotes/")
    request.user = SimpleNamespace(theme="dark", is_authenticated=True)
    request.may = frozenset(["sales.view"])
    context = frame(request)
    assert context["theme"] == "dark"
    assert str(context["here"].label) == "Sales"


def test_a_stranger_gets_a_frame():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert frame(request)["theme"] == ""


def test_a_section_may_stand_as_a_tree_under_headings(settings):
    settings.ROOT_URLCONF = "rackbeat.urls"
    here = next(entry for entry in navigation.sections("/settings/users/7/", ALL) if entry.current)
    assert here.tree and str(here.label) == "Company settings" and here.url == "/settings/"
    assert [str(page.label) for page in here.pages if page.current] == ["Users"]
    general = [str(page.label) for page in here.pages if str(page.part) == "General"]
    assert general[:3] == ["Information", "Accounting", "Numbers"]
