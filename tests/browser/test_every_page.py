"""Every page of the product in Chromium: axe-core finds nothing, nothing is wider than the window, the policy holds."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from tests import full
from tests.house import addresses

AXE = Path(find_spec("axe_playwright_python").submodule_search_locations[0]) / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it would ask for our imported sheets under the page
}
DOOR = ("/accounts/login/", "/accounts/password/reset/", "/signup/")
TALL = 6000  # so that nothing lies under the strip at the bottom, which counts as too small a target
WIDE, NARROW = {"width": 1440, "height": TALL}, {"width": 390, "height": TALL}


def pages_of(world) -> list[str]:
    """The addresses that answer the owner with a page, each once."""
    found, _cold = addresses.real_urls(world)
    # a sheet of paper stands in a frame; it is no page
    urls = [reverse(each.name) for each in addresses.plain()] + list(found.values())
    client, pages = addresses.client_of(world.owner), []
    with addresses.bare_refusals():
        for url in dict.fromkeys(urls):
            if url.endswith("/sheet/"):
                continue
            answer = client.get(url)
            whole = answer.status_code == 200 and b"<html" in addresses.text_of(answer)[:400].lower()
            if whole and answer.headers["Content-Type"].startswith("text/html"):
                pages.append(url)
    return pages


def judge(page, url: str) -> list[str]:
    """What is wrong with the page at an address, wide and light, then narrow and dark, in sentences."""
    page.goto(url)
    wrong = [f"{url} wide: {each}" for each in faults(page)]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(NARROW)
    wrong += [f"{url} narrow: {each}" for each in faults(page)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return wrong


def faults(page) -> list[str]:
    wrong = []
    for found in page.evaluate("rules => axe.run({exclude: ['iframe']}, rules).then(it => it.violations)", RULES):
        for node in found["nodes"][:2]:
            wrong.append(f"{found['id']}: {found['help']}: {node['html'][:160]}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        wrong.append(f"it is {wide} px wider than the window")
    return wrong


def test_no_page_keeps_anybody_out(browser, live_server, transactional_db):
    world = full.nordlys_full()
    world.owner.language = os.environ.get("PAGES_IN", "nb")  # PAGES_IN=da looks at the Danish ones
    world.owner.save(update_fields=["language"])
    cookie = addresses.client_of(world.owner).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        base_url=live_server.url, viewport=WIDE, color_scheme="light", reduced_motion="reduce"
    )
    context.add_init_script(path=AXE)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(f"{page.url} script error: {error}"))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    for url in DOOR:
        wrong += judge(page, url)
    assert ground(page, "light") != ground(page, "dark"), "the page doesn't follow the window's colours"
    page.emulate_media(color_scheme="light")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for url in pages_of(world):
        wrong += judge(page, url)
    context.close()
    assert wrong == [], "\n".join(wrong)


def ground(page, scheme: str) -> str:
    page.emulate_media(color_scheme=scheme)
    return page.evaluate("getComputedStyle(document.body).backgroundColor")
