"""Chromium for the tests in this folder: the system's own, no download; a page that reports what the browser disliked."""

import os
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders, handlers
from django.http import HttpResponse
from playwright.sync_api import expect

from rackbeat import one_sheet

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))), None
)

WITHOUT = (  # the driver's own that concern us, which this argument takes the place of, and
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "HttpsUpgrades",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "Translate",
    "RenderDocument",  # a new document takes 0.13 s of the processor with it, 0.3 in all
)

expect.set_options(timeout=20_000)  # a busy machine is no fault
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's driver runs an event loop in this thread


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip("Chromium is not installed (package chromium)"))


@pytest.fixture(scope="session", autouse=True)
def served_as_where_it_is_used():
    """One style sheet, and files that the browser keeps: else each page asks for fifty."""
    plain = handlers.serve

    def serve(request, path, **options):
        sheet = path == one_sheet.SHEET
        answer = HttpResponse(one_sheet.whole(source), "text/css") if sheet else plain(request, path, **options)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    handlers.serve = serve
    yield
    handlers.serve = plain


def source(name):
    return Path(finders.find(name)).read_text()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    arguments = ["--disable-dev-shm-usage", "--disable-gpu", f"--disable-features={','.join(WITHOUT)}"]
    arguments.append("--js-flags=--no-opt --no-maglev")  # no script runs long enough to gain what a compiler takes
    if os.getuid() == 0:
        arguments.append("--no-sandbox")  # root has none
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    """A Norwegian at a desk; addresses are relative to the running server."""
    return browser_context_args | {
        "base_url": live_server.url,
        "locale": "nb-NO",
        "timezone_id": "Europe/Oslo",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page(page):
    """A page that fails its test on a script error, a breach of the content policy or a missing static file."""
    dislikes = []
    page.on("pageerror", lambda error: dislikes.append(f"script error: {error}"))
    page.on("console", lambda said: dislikes.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("response", lambda got: dislikes.append(f"{got.status} {got.url}") if _missing(got) else None)
    yield page
    assert dislikes == []


def _missing(response) -> bool:
    return response.status >= 400 and "/static/" in response.url


@pytest.fixture
def log_in(page, live_server):
    """Call it with a user: the page is logged in without the login form, which has its own test."""

    def as_user(user):
        let_in(page.context, user, live_server.url)

    return as_user


def let_in(context, user, url) -> None:
    """Give a browser's window the session of somebody who is logged in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])
