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
    "preload": False,
}
FRAME = (
    "body > .top, body > .dock, body > .foot, body > svg"  # on every page the same but for the section that we are in
)
SECTION = "document.querySelector('.top .sections [aria-current]')?.textContent ?? ''"
SHAPE = """[...document.querySelectorAll("main *, body > :not(main)")].map(
  each => [each.tagName, ...each.classList, ...each.getAttributeNames()].join(" ")).join("|")"""
DOOR = ("/accounts/login/", "/accounts/password/reset/", "/signup/")
TALL = 6000  # so that nothing lies under the strip at the bottom, which counts as too small a target
LOOKS = {"wide": ("light", {"width": 1440, "height": TALL}), "narrow": ("dark", {"width": 390, "height": TALL})}


def pages_of(world) -> list[str]:
    """The addresses that answer the owner with a page, each once."""
    client, pages = addresses.client_of(world.owner), {}

    def ask(method: str, url: str) -> int:
        answer = addresses.ask(client, method, url)
        whole = answer.status_code == 200 and b"<html" in addresses.text_of(answer)[:400].lower()
        if whole and method == "get" and answer.headers["Content-Type"].startswith("text/html"):
            pages[url] = True
        return answer.status_code

    with addresses.bare_refusals():
        for each in addresses.plain():
            ask("get", reverse(each.name))
        addresses.real_urls(world, ask)
    return [url for url in pages if not url.endswith("/sheet/")]  # a sheet of paper stands in a frame; it is no page


class Judge:
    """Looks at one page after another. What was judged before is not judged again: the frame, once for each section that
    it shows as current, and a page built of the same elements, classes and attributes as an earlier one, but for its width.
    """

    def __init__(self, page) -> None:
        self.page, self.looks = page, list(LOOKS)
        self.sections: set[str] = set()
        self.shapes: set[str] = set()

    def wrong_at(self, url: str) -> list[str]:
        """What is wrong with the page at an address in each look, in sentences; it stays in the last look for the next one."""
        self.turn(self.looks[0])
        self.page.goto(url)
        section, shape = self.page.evaluate(SECTION), self.page.evaluate(SHAPE)
        leave = ["iframe", *([FRAME] if section in self.sections else [])]
        known = shape in self.shapes and section in self.sections
        self.sections.add(section)
        self.shapes.add(shape)
        wrong = []
        for look in self.looks:
            self.turn(look)
            wrong += [f"{url} {look}: {each}" for each in [*([] if known else self.faults(leave)), *self.too_wide()]]
        self.looks.reverse()
        return wrong

    def turn(self, look: str) -> None:
        scheme, size = LOOKS[look]
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size(size)

    def faults(self, leave: list[str]) -> list[str]:
        run = "([exclude, rules]) => axe.run({exclude}, rules).then(it => it.violations)"
        return [
            f"{found['id']}: {found['help']}: {node['html'][:160]}"
            for found in self.page.evaluate(run, [leave, RULES])
            for node in found["nodes"][:2]
        ]

    def too_wide(self) -> list[str]:
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [f"it is {wide} px wider than the window"] if wide > 0 else []


def test_no_page_keeps_anybody_out(browser, live_server, transactional_db):
    world = full.nordlys_full()
    world.owner.language = os.environ.get("PAGES_IN", "nb")  # PAGES_IN=da looks at the Danish ones
    world.owner.save(update_fields=["language"])
    cookie = addresses.client_of(world.owner).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(f"{page.url} script error: {error}"))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    judge = Judge(page)
    for url in DOOR:
        wrong += judge.wrong_at(url)
    assert ground(page, "light") != ground(page, "dark"), "the page doesn't follow the window's colours"
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    judge.sections.clear()  # outside there is no menu, and no section is current
    for url in pages_of(world):
        wrong += judge.wrong_at(url)
    context.close()
    assert len(judge.sections) > 4 and len(judge.shapes) > 100, judge.sections  # menu and contents were found
    assert wrong == [], "\n".join(wrong)


def ground(page, scheme: str) -> str:
    page.emulate_media(color_scheme=scheme)
    return page.evaluate("getComputedStyle(document.body).backgroundColor")
